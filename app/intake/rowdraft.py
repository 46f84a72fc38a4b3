"""The event that one row of a mapped file says, put together from its parts."""

import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

from app.domain.actor import Identifier
from app.domain.dates import When
from app.domain.things import Thing
from app.domain.vocabulary import EventKind, Mode, Status
from app.intake.celldates import Told, UnreadableDate, told
from app.intake.cells import Cells, text_of
from app.intake.draft import Draft, Line
from app.intake.mapping import Described, FileMapping, Texts, columns_in
from app.intake.participants import Cast
from app.intake.row import Row
from app.intake.slugs import slug

Json = dict[str, Any]


class RowDraft:
    """Drafts the event of a row; the row's `result` is the draft."""

    def __init__(self, row: Row) -> None:
        self.row = row

    def draft(self) -> Draft:
        """The event of the row without an id, and the things that come with it."""
        row, event = self.row, self.row.mapping.event
        row.result.identity = self._identity(row.mapping.id.scheme, row.mapping.id.value, "id")
        source = self._source()
        place, zone = self._place()
        timing = self._timing(zone)
        when = {"edtf": timing.edtf, "timezone": timing.timezone or zone}
        described = self.described(event)
        row.result.document = {
            **described,
            "when": when,
            "place": place,
            "mode": row.word("mode", event.mode, Mode),
            "participants": Cast(row, _days_of(when), described["status"]).participants(),
            "sources": [source],
            "notes": row.notes,
            "identifiers": _listed(row.result.identity),
        }
        self._hold(source)
        return row.result

    def _identity(self, scheme: str, value: Texts, key: str) -> Identifier | None:
        text = text_of(value, self.row.cells)
        if text is None or len(text) > 200:
            self.row.missing(key, _columns(value), "a text of at most 200 characters")
            return None
        return Identifier(scheme=scheme, value=unicodedata.normalize("NFC", text))

    def described(self, described: Described) -> Json:
        """What an event, or one that holds it, is said to be."""
        row = self.row
        return {
            "kind": self._required("kind", described, lambda t: row.word("kind", t, EventKind)),
            "status": self._required("status", described, lambda t: row.word("status", t, Status)),
            "title": self._required("title", described, lambda t: row.texts("title", t)),
            "summary": row.texts("summary", described.summary),
            "forum": next(iter(row.ids("forum", described.forum)), None),
            "topics": self._topics(described),
        }

    def _required(self, key: str, described: Described, read: Callable[[Any], Any]) -> Any:
        """What an event must have; a trouble where the row does not give it."""
        before, asked = len(self.row.result.troubles), getattr(described, key)
        value = read(asked)
        if not value and len(self.row.result.troubles) == before:
            self.row.missing(key, _columns(asked))
        return value

    def _topics(self, described: Described) -> list[str]:
        if not described.new_topics:
            return self.row.ids("topic", described.topics)
        said = self.row.tokens(described.topics)
        return list(dict.fromkeys(self._topic(token.text or token.said) for token in said))

    def _topic(self, text: str) -> str:
        """The topic of that name, or a new one."""
        known = self.row.resolver.meaning("topic", text).id
        if known:
            return known
        id_ = slug(text, "topic")
        self.row.result.support.append((Thing.TOPIC, {"id": id_, "names": {self.row.lang: text}}))
        return id_

    def _source(self) -> str:
        given = self.row.mapping.source.model_dump(exclude_none=True)
        document = {n: text_of(template, self.row.cells) for n, template in given.items()}
        id_ = source_id(self.row.mapping, self.row.cells)
        told_of = {name: value for name, value in document.items() if value}
        self.row.result.support.append((Thing.SOURCE, {**told_of, "id": id_}))
        return id_

    def _timing(self, venue: str | None) -> Told:
        when = self.row.mapping.event.when
        try:
            return told(self.row.cells, when, venue) if when else Told(None, None)
        except UnreadableDate as error:
            self.row.result.trouble(error.column, str(error), error.said)
            return Told(None, None)

    def _place(self) -> tuple[Json | None, str | None]:
        """The place, and its time zone where the record knows the city."""
        asked = self.row.mapping.event.place
        if asked is None:
            return None, None
        country = next(iter(self.row.ids("country", asked.country)), None)
        city = next((token.text for token in self.row.tokens(asked.city)), None)
        name = self.row.texts("place", asked.name)
        if name and set(name.values()) == {city}:
            name = None
        seat = self.row.resolver.cities.find(city, country) if city else None
        if city is None or seat is None:
            named = {self.row.lang: city} if city else None
            place = {"name": name, "city": named, "country": country}
            return (place if any(place.values()) else None), None
        self.row.derived("place", *_DERIVED_PLACE)
        where = {"country": seat.country, "lat": seat.lat, "lon": seat.lon}
        return {"name": name, "city": {**seat.city, self.row.lang: city}, **where}, seat.timezone

    def _hold(self, source: str) -> None:
        """The event that holds this one is as the first of its rows says, wherever that stands."""
        row, holder = self.row, self.row.mapping.part_of
        identity = self._identity(holder.scheme, holder.value, "part_of") if holder else None
        if holder is None or identity is None:
            return
        meeting = row.facts.extents.meetings[text_of(holder.value, row.cells) or ""]
        first = Row(row.facts, Line(row.result.line, meeting.first))
        row.result.part_of = identity
        row.result.holder = {
            **RowDraft(first).described(holder),
            "when": meeting.lasts,
            "sources": [source],
            "identifiers": [identity.model_dump()],
        }
        row.result.support += first.result.support
        row.result.troubles += first.result.troubles


def source_id(mapping: FileMapping, cells: Cells) -> str:
    """The id of the source of a row."""
    return slug(text_of(mapping.source.id, cells) or "", mapping.id.scheme)


_DERIVED_PLACE = (
    "Coordinates, time zone and, where none is told, the country are derived from the city.",
    "Les coordonnées, le fuseau horaire et, à défaut, le pays sont déduits de la ville.",
)


def _listed(identity: Identifier | None) -> list[Json]:
    return [] if identity is None else [identity.model_dump()]


def _days_of(when: Json) -> When:
    """The date of the row, for who held which office then; unknown where it cannot be read."""
    try:
        return When.model_validate(when)
    except ValueError:
        return When.model_validate(None)


def _columns(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from columns_in(value)
    elif isinstance(value, tuple):
        for member in value:
            yield from _columns(member)
    elif hasattr(value, "column"):
        yield value.column
