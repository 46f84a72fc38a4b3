"""A small record in which what pages must show has happened: moved, cancelled, denied."""

from typing import Any

from app.domain.change import Nature
from app.domain.things import Thing
from app.store.ledger import Retract
from tests.support.awkward import GENEVA, ZURICH
from tests.support.world import World, event, party

TIMED, MOVED, CANCELLED, PROCESS, PART, IMPRECISE, WITHDRAWN = (
    f"ev_{number:08d}" for number in range(1, 8)
)
_POSITIONS = (
    {"actor": "russia", "position": "proposed", "on": "2098-12-01", "source": "src_1"},
    {"actor": "france", "position": "no_comment", "by": "rau"},
)
_TIMED: dict[str, Any] = event(
    1,
    {"edtf": "2099-01-10T09:30/2099-01-10T17:00", "timezone": ZURICH},
    slug="talks-in-geneva-2099",
    kind="consultation",
    status="proposed",
    title={"en": "Talks in Geneva", "fr": "Pourparlers à Genève"},
    summary={"en": "First day, behind closed doors."},
    place=GENEVA,
    mode="in_person",
    participants=[party("russia", level="deputy_minister"), party("france")],
    positions=_POSITIONS,
    forum="council",
    topics=["arms"],
    notes=[{"field": "when", "basis": "inferred", "text": {"en": "Year inferred."}}],
)
_MOVED: dict[str, Any] = event(
    2, "2099-01-12", title={"en": "Council"}, participants=[party("russia"), party("nato")]
)
_CANCELLED: dict[str, Any] = event(3, "2099-01-20", title={"en": "Summit"}, kind="summit")
_PROCESS: dict[str, Any] = event(4, "2099", kind="process", title={"en": "A process"})
_PART: dict[str, Any] = event(
    5,
    "2099-02-01/2099-02-03",
    part_of=PROCESS,
    forum="group",
    participants=[party("lavrov", "speaker", office="minister")],
)
_IMPRECISE: dict[str, Any] = event(6, "2099-02", title={"en": "Some day in February"})
_WITHDRAWN: dict[str, Any] = event(7, "2099-03-01", title={"en": "Never to be"})
_STATEMENT: dict[str, Any] = {
    "id": "st_1",
    "speaker": "lavrov",
    "office": "minister",
    "on_behalf_of": "russia",
    "date": "2098-12-01",
    "lang": "fr",
    "summary": {"en": "Calls the talks useful.", "fr": "Dit les pourparlers utiles."},
    "quotation": "Utiles.",
    "about": [{"event": TIMED, "relation": "announces"}],
    "source": "src_1",
}


def set_up(url: str) -> None:
    """Writes it into an empty, migrated database."""
    world = World(url)
    world.begin()
    world.put(Thing.EVENT, _TIMED, _MOVED, _CANCELLED, _PROCESS, _PART, _IMPRECISE, _WITHDRAWN)
    world.put(Thing.STATEMENT, _STATEMENT)
    denied = {"actor": "france", "position": "denied", "on": "2098-12-10", "by": "rau"}
    world.put(Thing.EVENT, {**_TIMED, "positions": [_POSITIONS[0], denied], "status": "announced"})
    world.put(
        Thing.EVENT,
        {
            **_MOVED,
            "when": "2099-01-15",
            "participants": [*_MOVED["participants"], party("poland")],
        },
    )
    world.put(Thing.EVENT, {**_CANCELLED, "status": "cancelled"})
    corrected = {**_TIMED, "positions": [_POSITIONS[0], denied], "status": "announced"}
    world.put(
        Thing.EVENT,
        {**corrected, "place": {**GENEVA, "name": {"en": "Hall XX"}}, "kind": "meeting"},
        nature=Nature.CORRECTION,
    )
    world.commit(Retract(Thing.EVENT, WITHDRAWN))
    world.close()
