"""Awkward events, as a form is given them: what texts, dates and gaps the record really holds.

`DOCUMENTS` goes into a ledger like those of `tests.support.world`; `items`, `related`, `whole` and
`view` are the same events without one, as a form gets them: fixed ids, revisions and instants.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.directory import Directory
from app.domain.listing import Batch, Recorded, Related, View, Whole
from app.domain.query import EventQuery
from app.domain.things import Thing, dump
from app.store.directory import directory
from app.store.states import parsed
from tests.support.world import ACTORS, FORUMS, SOURCE, TOPICS, event, party

Document = dict[str, Any]

BASE_URL = "https://pourparlers.example"
ZURICH = "Europe/Zurich"
GENEVA: Document = {
    "name": {"en": "Palais des Nations, Room VII", "fr": "Palais des Nations, salle VII"},
    "city": {"en": "Geneva", "fr": "Genève"},
    "country": "france",
    "lat": 46.2266,
    "lon": 6.1405,
}
CYRILLIC = "Переговоры о мерах по укреплению доверия и безопасности в Европе и за её пределами"
EMOJI = "🕊️ Talks 🇷🇺🇺🇸 in a house by the lake — day one, morning session, behind closed doors 🤝"

# Each with what makes it awkward.
DOCUMENTS: tuple[Document, ...] = (
    # A minute, with an end, in winter time; every member filled.
    event(
        1,
        {"edtf": "2022-01-10T09:30/2022-01-10T17:00", "timezone": ZURICH},
        slug="talks-in-geneva-2022-01",
        kind="consultation",
        status="confirmed",
        title={"en": "Talks in Geneva", "fr": "Pourparlers à Genève"},
        summary={"en": "First day.\nSecond line; with a semicolon, a comma and a \\ backslash."},
        place=GENEVA,
        mode="in_person",
        participants=[
            party("russia", level="deputy_minister"),
            party("france", represented_by=["rau"]),
            party("rau", "chair", office="chair"),
            party("osce", "organizer", collective={"of": "osce", "count": 57}),
        ],
        positions=[
            {"actor": "russia", "position": "confirmed", "on": "2021-12-28", "source": "src_1"},
            {"actor": "france", "position": "confirmed", "on": "2021-12-29", "by": "rau"},
        ],
        forum="council",
        topics=["arms", "trade"],
        notes=[{"field": "when", "basis": "inferred", "text": {"en": "Year inferred."}}],
        identifiers=[{"scheme": "uid", "value": "a@b"}],
    ),
    # A minute whose end nobody knows, where it is another day in UTC.
    event(
        2,
        {"edtf": "2022-01-11T06:15", "timezone": "Asia/Tokyo"},
        kind="call",
        title={"en": "Call; before breakfast, in Tokyo"},
        participants=[party("russia"), party("france")],
        mode="online",
    ),
    # A whole day; no forum, no place, nobody named, one source.
    event(3, "2022-01-12", title={"en": "A day"}),
    # Several days across the end of a month, and a title in Cyrillic alone, over 75 octets.
    event(
        4,
        {"edtf": "2022-01-30/2022-02-01", "timezone": "Europe/Moscow"},
        kind="negotiation_round",
        title={"ru": CYRILLIC},
        summary={"ru": f"{CYRILLIC}.\n\n{CYRILLIC}?"},
        place={"city": {"ru": "Москва"}},
        topics=["arms"],
    ),
    # What a spreadsheet would run, and what a calendar, a page or a feed would take for its own.
    event(5, "2022-02-02", title={"en": '=cmd|"/C calc"!A0'}, status="announced"),
    event(
        6,
        "2022-02-03",
        title={"en": "One, two; three\\n four: \"five\" 'six' <b>&amp; seven"},
        summary={"en": "a\nEND:VEVENT\nBEGIN:VEVENT\n]]></script><!--\u2028b\u2029c\u0085d\te"},
        place={"name": {"en": "Hall A; B, C\\D"}, "lat": 0.0, "lon": -0.0000001},
    ),
    # Emoji beyond the basic plane, joined by selectors, where lines are folded.
    event(7, "2022-02-04", title={"en": EMOJI}, summary={"en": "é" * 200 + "🤝" * 40}),
    # The night in which clocks go forward, and the hour that they show twice.
    event(
        8,
        {"edtf": "2022-03-27T01:30/2022-03-27T03:30", "timezone": ZURICH},
        title={"en": "Through the change to summer time"},
    ),
    event(
        9,
        {"edtf": "2022-10-30T02:30", "timezone": ZURICH},
        title={"en": "In the hour that comes twice"},
    ),
    # Moved twice, and once in part: a proposal.
    event(
        10,
        {"edtf": "2022-04-05T10:00/2022-04-05T11:00", "timezone": "America/New_York"},
        status="proposed",
        title={"en": "Moved twice"},
        previous=[{"when": "2022-03-01", "rev": 4}, {"when": "2022-03-15", "rev": 5}],
        place={"city": {"en": "New York"}, "country": "poland"},
        forum="group",
    ),
    # Called off a month ago, and three months ago; postponed; held.
    event(11, "2022-05-01", status="cancelled", title={"en": "Called off lately"}),
    event(12, "2022-05-02", status="cancelled", title={"en": "Called off long ago"}),
    event(13, "2022-05-03", status="postponed", title={"en": "Put off"}),
    event(14, "2022-05-04", status="held", kind="signing", title={"en": "Held"}),
    # Dates that are no days: month, year, season, decade, one of a set, half open, approximate.
    event(20, "2022-06", title={"en": "Some day in June"}, status="announced"),
    event(21, "2022-22", title={"en": "In summer"}),
    event(22, "2022", title={"en": "That year"}),
    event(23, "202X", title={"en": "In the twenties"}),
    event(24, "[2022-07-04..2022-07-06]", title={"en": "One day of three"}),
    event(25, "2022-07-08/..", title={"en": "Since then"}),
    event(26, "../2022-07-09", title={"en": "Until then"}),
    event(27, "2022-07-10~", title={"en": "About the tenth"}),
    event(28, "2022-07-11?", title={"en": "Perhaps the eleventh"}),
    event(29, "2022-07-01/2022-08", title={"en": "From a day into a month"}),
    # The ends of the calendar, and an entry before 1970.
    event(30, "0001-01-03", title={"en": "The first day"}),
    event(31, {"edtf": "1866-07-12T12:00", "timezone": "Europe/Paris"}, title={"en": "In 1866"}),
    event(32, "9999-12-29", title={"en": "The last day"}),
    # A process that spans a year and a half, with a part of it; then no date at all.
    event(33, "2022-01-01/2023-06-30", kind="process", title={"en": "A process"}),
    event(34, "2022-01-13", part_of="ev_00000033", title={"en": "A part of it"}),
    event(35, None, title={"en": "No date yet"}, participants=[party("nato"), party("russia")]),
)

# The record at revision 40, on 1 June 2022. Each event was made by a revision of its own, but for
# those that were changed later.
REV = 40
AT = datetime(2022, 6, 1, 12, 0, 0, 250_000, UTC)
_CHANGED = {
    "ev_00000010": (3, AT - timedelta(days=70)),
    "ev_00000011": (2, AT - timedelta(days=31)),
    "ev_00000012": (3, AT - timedelta(days=1)),
    "ev_00000013": (2, AT - timedelta(days=10)),
}
# An entry that is off is measured from then on, not from what was corrected in it later.
_CALLED_OFF = {
    "ev_00000011": AT - timedelta(days=31),
    "ev_00000012": AT - timedelta(days=91),
    "ev_00000013": AT - timedelta(days=10),
}
# How often each was moved, called off or given another place.
_SEQUENCES = {"ev_00000010": 2, "ev_00000011": 1, "ev_00000012": 1, "ev_00000013": 1}


def items() -> list[Recorded]:
    """The events as the ledger has them, each at a version of its own."""
    return [_recorded(number, document) for number, document in enumerate(DOCUMENTS)]


def _recorded(number: int, document: Document) -> Recorded:
    id_ = document["id"]
    version, changed_at = _CHANGED.get(id_, (1, _made(number)))
    return Recorded(id_, version, number + 2, changed_at, stored(document))


def _made(number: int) -> datetime:
    return datetime(2022, 1, 1, 8, number, 0, number, UTC)


def stored(document: Mapping[str, Any]) -> Document:
    """An event as the ledger stores it: validated, every member present, bounds derived."""
    return dump(parsed(Thing.EVENT, document))


def related() -> Related:
    """What they point at: titles of processes, the source, counts."""
    return Related(
        titles={"ev_00000033": {"en": "A process"}},
        sources={"src_1": dump(parsed(Thing.SOURCE, SOURCE))},
        statement_counts={"ev_00000001": 2},
        sequences=_SEQUENCES,
        called_off=_CALLED_OFF,
        published={document["id"]: _made(n) for n, document in enumerate(DOCUMENTS)},
    )


def whole(given: Iterable[Recorded] | None = None, batch: int = 5, **more: Any) -> Whole:
    """All of them at one revision, or those given, so many a batch."""
    listed = items() if given is None else list(given)
    return Whole(_batches(listed, batch), REV, AT, **more)


def _batches(listed: list[Recorded], size: int) -> Iterator[Batch]:
    for start in range(0, len(listed), size):
        yield listed[start : start + size], related()


def view(lang: str = "en", **more: Any) -> View:
    """How a reader of English wants them, with the options of a form as given."""
    given: dict[str, Any] = {
        "base_url": BASE_URL,
        "directory": small_directory(),
        "query": EventQuery(),
        "address": f"{BASE_URL}/v1/events",
    }
    return View(lang, **{**given, **more})


def small_directory() -> Directory:
    """The actors, forums and topics of the small world."""
    things = ((Thing.ACTOR, ACTORS), (Thing.FORUM, FORUMS), (Thing.TOPIC, TOPICS))
    return directory(parsed(thing, document) for thing, all_ in things for document in all_)
