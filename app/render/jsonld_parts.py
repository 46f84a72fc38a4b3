"""What an event of schema.org points at: places, those who take part, topics, sources."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.domain.actor import ActorKind
from app.domain.dates import When
from app.domain.listing import View
from app.domain.vocabulary import Attendance, Role
from app.render import refs
from app.render.jsonld_dates import start_of

Json = dict[str, Any]

# Countries are places in schema.org; who takes part is the organisation that acts for one.
_TYPES: Mapping[str | None, str] = {
    ActorKind.COUNTRY: "GovernmentOrganization",
    ActorKind.BODY: "GovernmentOrganization",
    ActorKind.OFFICE: "Person",
    ActorKind.PERSON: "Person",
}
# "Organizer of an event"; "a performer at the event, for example a presenter"; who attends. Those
# who were only invited are none of these.
_PROPERTIES: Mapping[str, tuple[str, ...]] = {
    Role.ORGANIZER: ("organizer",),
    Role.HOST: ("organizer", "attendee"),
    Role.SPEAKER: ("performer",),
    Role.INVITED: (),
}
_NOT_THERE = (Attendance.DECLINED, Attendance.ABSENT)


def roles(participants: Iterable[Json], view: View) -> Json:
    """`organizer`, `performer` and `attendee`, each actor once in each."""
    found: dict[str, dict[str, Json]] = {}
    for row in participants:
        if row["attendance"] not in _NOT_THERE:
            for name in _PROPERTIES.get(row["role"], ("attendee",)):
                found.setdefault(name, {}).setdefault(row["actor"], _actor(row, view))
    return {name: list(actors.values()) for name, actors in found.items()}


def _actor(row: Json, view: View) -> Json:
    """An office that nobody is named for is a person with that title."""
    actor = refs.actor(row["actor"], view) or {}
    office = row["actor"] if actor["kind"] == ActorKind.OFFICE else row["office"]
    title = refs.short(office, view) or {}
    return present(
        {
            "@type": _TYPES.get(actor["kind"], "Organization"),
            "@id": f"{view.base_url}/v1/actors/{row['actor']}",
            "name": actor["name"] or row["actor"],
            "jobTitle": title.get("name"),
        }
    )


def place(stored: Json | None, view: View) -> Json | None:
    """Where, as far as it is known; None where nothing is."""
    if stored is None:
        return None
    country = refs.country(stored["country"], view) or {}
    city, hall = refs.text(stored["city"], view), refs.text(stored["name"], view)
    address = {
        "addressLocality": city,
        "addressCountry": country.get("code") or country.get("name"),
    }
    name = hall or city or country.get("name")
    return _typed("Place", name=name, address=_typed("PostalAddress", **address), geo=_geo(stored))


def _geo(stored: Json) -> Json | None:
    if stored["lat"] is None or stored["lon"] is None:
        return None
    return _typed("GeoCoordinates", latitude=stored["lat"], longitude=stored["lon"])


def about(topics: Iterable[str], view: View) -> list[Json]:
    """The topics, as terms that have an address here."""
    base = f"{view.base_url}/v1/topics"
    return [
        {
            "@type": "DefinedTerm",
            "@id": f"{base}/{id_}",
            "name": refs.topic(id_, view)["name"] or id_,
            "termCode": id_,
        }
        for id_ in topics
    ]


def sources(ids: Iterable[str], known: Mapping[str, Json], view: View) -> Iterator[Json]:
    """The works that say so."""
    for id_ in ids:
        stored = known.get(id_)
        if stored is not None:
            yield {"@id": f"{view.base_url}/v1/sources/{id_}", **_source(stored)}


def _source(stored: Json) -> Json:
    published = stored["published"]
    when = When.model_validate(published).model_dump(mode="json") if published else None
    return present(
        {
            "@type": "CreativeWork",
            "name": stored["title"],
            "publisher": _typed("Organization", name=stored["publisher"]),
            "url": stored["url"],
            "inLanguage": stored["lang"],
            "datePublished": when and start_of(when),
        }
    )


def identifiers(id_: str, given: Iterable[Json]) -> list[Json]:
    """Our id, then what others call it."""
    all_ = [{"scheme": "pourparlers", "value": id_}, *given]
    return [
        {"@type": "PropertyValue", "propertyID": known["scheme"], "value": known["value"]}
        for known in all_
    ]


def present(members: Json) -> Json:
    """Without what is not known: RDF says nothing by null."""
    return {name: value for name, value in members.items() if value not in (None, [])}


def _typed(type_: str, **members: object) -> Json | None:
    """A thing of that type, None where nothing is known of it."""
    known = present(members)
    return {"@type": type_, **known} if known else None
