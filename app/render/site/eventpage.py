"""The page of one event: what is known, what each side says, who says so, what changed."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from markupsafe import Markup

from app.domain.actor import MemberRole
from app.domain.datewords import Told, stored_text
from app.domain.eventwords import kind_text, stance_text
from app.domain.listing import Recorded, Related
from app.domain.partwords import said
from app.domain.text import chosen
from app.domain.vocabulary import Agreement, Attendance, Basis, Level, Mode, Role
from app.render import refs
from app.render.form import Form
from app.render.site.asked import Asked, Link
from app.render.site.dates import said_date
from app.render.site.entry import Entry, attending, badge, entries, entry, foreign, place
from app.render.site.head import Head, head
from app.render.site.history import Step, steps
from app.render.site.months import Month, months
from app.render.site.statements import Quoted, Source, sources, statements
from app.render.site.tools import Tools, event_tools
from app.web.templating import rendered

Json = dict[str, Any]

# In a page, "</script>" and "<!--" would end a script element or begin something; the escapes are
# the same JSON (RFC 8259, section 7).
_ESCAPES = ((b"<", b"\\u003c"), (b">", b"\\u003e"), (b"&", b"\\u0026"))


class Text(NamedTuple):
    """A text of the record; `lang` where it is not that of the page."""

    text: str
    lang: str | None


class Present(NamedTuple):
    """Who takes part, and as what."""

    actor: Link
    role: str
    more: list[str]


class Side(NamedTuple):
    """What one party says of the event."""

    actor: Link
    stance: str
    position: str
    on: str | None
    by: Link | None
    source: str | None


class Note(NamedTuple):
    """What a careful reader must know of one field."""

    field: str
    basis: str
    text: Text


@dataclass(frozen=True, slots=True)
class EventPage:
    """What the template of an event shows; `parts` are those of a process."""

    head: Head
    event: Entry
    heading: str
    summary: Text | None
    former: list[str]
    status: Markup
    kind: str
    place: str
    forum: Markup | None
    mode: str | None
    part_of: Link | None
    topics: list[Link]
    present: list[Present]
    agreement: str
    sides: list[Side]
    statements: list[Quoted]
    sources: list[Source]
    notes: list[Note]
    steps: list[Step]
    parts: list[Month]
    tools: Tools
    asked: Asked


def render(item: Recorded, related: Related, asked: Asked, parts: list[Recorded]) -> bytes:
    """The page of an event, and of the events that are part of it."""
    stored, shown = item.document, entry(item.id, item.document, asked)
    page = EventPage(
        head=_head(item, related, asked, shown),
        event=shown,
        heading=shown.title,
        summary=_text(stored["summary"], asked),
        former=_former(stored, asked),
        status=badge(stored["status"], asked.lang),
        kind=kind_text(stored["kind"], asked.lang),
        place=_venue(stored["place"], asked),
        forum=asked.forums[stored["forum"]] if stored["forum"] else None,
        mode=stored["mode"] and said(Mode, stored["mode"], asked.lang),
        part_of=_part_of(stored["part_of"], related, asked),
        topics=[_topic(id_, asked) for id_ in stored["topics"]],
        present=[_present(row, asked) for row in stored["participants"]],
        agreement=_agreement(stored["agreement"], asked),
        sides=[_side(row, related, asked) for row in stored["positions"]],
        statements=statements(related.statements.get(item.id, []), asked),
        sources=sources(stored["sources"], related, asked),
        notes=[_note(note, asked) for note in stored["notes"]],
        steps=steps(related.histories.get(item.id, []), asked),
        parts=months(entries(parts, asked), asked, asked.listing(part_of=item.id)),
        tools=event_tools(asked, item.id, shown.title),
        asked=asked,
    )
    return rendered("event.html", asked.lang, page=page, root=asked.address.root)


def _head(item: Recorded, related: Related, asked: Asked, shown: Entry) -> Head:
    where = place(item.document["place"], asked)
    who = ", ".join(asked.actor(id_).name for id_ in attending(item.document))
    description = " · ".join(filter(None, (shown.when.text, where, shown.status_text, who)))
    bare = asked.address.at(f"/v1/events/{item.id}")
    return head(asked, shown.title, description, bare, _data(item, related, asked))


def _data(item: Recorded, related: Related, asked: Asked) -> str | None:
    """The event in the words of schema.org, as the form of that name writes it."""
    form: Form | None = asked.forms.get("jsonld")
    if form is None or form.one is None:
        return None
    written = form.one(item, related, asked.view)
    for character, escape in _ESCAPES:
        written = written.replace(character, escape)
    return written.decode()


def _text(texts: Json | None, asked: Asked) -> Text | None:
    if not texts:
        return None
    lang, text = chosen(texts, asked.view.lang)
    return Text(text, foreign(lang, asked.lang))


def _former(stored: Json, asked: Asked) -> list[str]:
    """The dates that it was moved from, the last first."""
    return [said_date({**stored, **former}, asked).text for former in reversed(stored["previous"])]


def _venue(stored: Json | None, asked: Asked) -> str:
    """The room, if it is known, the city, the country."""
    room = refs.text(stored["name"], asked.view) if stored else None
    return ", ".join(filter(None, (room, place(stored, asked))))


def _part_of(id_: str | None, related: Related, asked: Asked) -> Link | None:
    if id_ is None:
        return None
    return Link(refs.text(related.titles.get(id_), asked.view) or id_, asked.page(f"events/{id_}"))


def _topic(id_: str, asked: Asked) -> Link:
    return Link(asked.view.names.topics[id_] or id_, asked.listing(topic=id_).here)


def _present(row: Json, asked: Asked) -> Present:
    lang, office, collective = asked.lang, row["office"], row["collective"]
    more = [
        said(Level, row["level"], lang) if row["level"] else None,
        asked.actor(office).name if office else None,
        ", ".join(asked.actor(id_).name for id_ in row["represented_by"]),
        _collective(collective, asked) if collective else None,
        None if row["attendance"] == "expected" else said(Attendance, row["attendance"], lang),
    ]
    return Present(
        asked.actor(row["actor"]), said(Role, row["role"], lang), [part for part in more if part]
    )


def _collective(collective: Json, asked: Asked) -> str:
    """“57 participating States”, as far as that is said."""
    role = said(MemberRole, collective["role"] or MemberRole.MEMBER, asked.lang)
    return f"{role} × {collective['count']}" if collective["count"] else role


def _agreement(agreement: str, asked: Asked) -> str:
    say = asked.say
    return {
        Agreement.NONE: say("No side is known to have confirmed it."),
        Agreement.ONE_PARTY: say("One side alone says so."),
        Agreement.SOME_PARTIES: say("Several sides say so, not all of them."),
        Agreement.ALL_PARTIES: say("All sides say so."),
        Agreement.ORGANISER: say("The organiser says so."),
        Agreement.CONTRADICTED: say("The sides contradict each other."),
    }[Agreement(agreement)]


def _side(row: Json, related: Related, asked: Asked) -> Side:
    source = related.sources.get(row["source"] or "")
    return Side(
        actor=asked.actor(row["actor"]),
        stance=row["position"],
        position=stance_text(row["position"], asked.lang),
        on=stored_text(Told(row["on"], None, None, None), asked.lang) if row["on"] else None,
        by=asked.actor(row["by"]) if row["by"] else None,
        source=source["publisher"] if source else None,
    )


def _note(note: Json, asked: Asked) -> Note:
    lang, text = chosen(note["text"], asked.view.lang)
    basis = said(Basis, note["basis"], asked.lang)
    return Note(_field(note["field"], asked), basis, Text(text, foreign(lang, asked.lang)))


def _field(name: str, asked: Asked) -> str:
    say = asked.say
    known = {
        "when": say("Date"), "place": say("Place"), "participants": say("Who takes part"),
        "positions": say("What each side says"), "sources": say("Sources"), "forum": say("Forum"),
        "kind": say("Kind"), "status": say("Status"), "title": say("Title"),
        "summary": say("Summary"), "topics": say("Topics"),
    }  # fmt: skip
    return known.get(name, name.replace("_", " "))
