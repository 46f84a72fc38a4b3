"""A merge taken back: what it made of other things goes back, and what was done since stays."""

from typing import Any

from app.domain.things import Thing
from app.editing.reading import Desk
from app.store.states import parsed, states
from app.store.steps import Change, Put
from app.store.touched import Made, merging_of

Json = dict[str, Any]


def taken_back(desk: Desk, thing: Thing, id_: str) -> list[Change]:
    """What took this one in gives up what it took, and what pointed at this one does again."""
    made = merging_of(desk.connection, thing, id_)
    now = states(desk.connection, ((each.thing, each.id) for each in made))
    return [
        Put(each.thing, parsed(each.thing, _back(each, state.document)), state.version)
        for each in made
        if (state := now[each.thing, each.id]).live
    ]


def _back(made: Made, now: Json) -> Json:
    changed = [name for name, was in made.before.items() if was != made.after[name]]
    return now | {n: _member(made.before[n], made.after[n], now[n]) for n in changed}


def _member(before: Any, after: Any, now: Any) -> Any:
    """As it was before, but for what was done to it since."""
    if not isinstance(before, list):
        return before if now == after else now
    kept = [value for value in now if value in before or value not in after]
    return kept + [value for value in before if value not in after and value not in kept]
