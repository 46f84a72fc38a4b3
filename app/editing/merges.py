"""Two things found to be one: what the one that stays takes over, and what points at it then."""

from typing import Any

from app.domain.change import Nature
from app.domain.event import Event
from app.domain.faults import refused
from app.domain.source import Statement
from app.domain.things import Model, Thing
from app.editing.acts import Editor, Plan
from app.editing.expected import Expected, id_of, live
from app.errors import Fault
from app.store.drafts import of
from app.store.pointing import pointing_at
from app.store.steps import Change, Merge, Put, State, parsed

Json = dict[str, Any]
# The members of what ends that what stays takes in beside its own.
_TAKEN: dict[Thing, tuple[str, ...]] = {
    Thing.EVENT: ("sources", "identifiers"),
    Thing.STATEMENT: ("about",),
}


def merge(editor: Editor, thing: Thing, token: str, body: Json, expected: Expected) -> Plan:
    """The thing of an address merged into the one that the body names.

    What stays keeps all that it says, and takes in who else says so. Statements and events that
    point at the other point at it afterwards.
    """
    desk = editor.desk
    id_ = id_of(desk, thing, token)
    state, into = live(desk, thing, id_, expected), _into(editor, thing, body)
    if into == id_:
        raise refused([Fault("it is this very one.", pointer="/into")])
    stays = live(desk, thing, into, Expected())
    changes: list[Change] = [Put(thing, _joined(thing, stays, state), stays.version)]
    changes += _pointed(editor, id_, into) if thing is Thing.EVENT else []
    _refuse_drafted(editor, thing, id_)
    changes.append(Merge(thing, id_, into, state.version))
    nature = editor.nature(Nature.CORRECTION)
    return Plan(changes, [(thing, into), (thing, id_)], nature)


def _into(editor: Editor, thing: Thing, body: Json) -> str:
    """An event by any token; anything else by its id."""
    told = body.get("into")
    token = told.get("id") if isinstance(told, dict) else told
    if not isinstance(token, str):
        raise refused([Fault("say what it is merged into: an id.", pointer="/into")])
    found = editor.desk.find(token) if thing is Thing.EVENT else token
    if found is None:
        detail = "there is no event with this id, slug or identifier."
        raise refused([Fault(detail, pointer="/into")])
    return found


def _joined(thing: Thing, stays: State, ends: State) -> Model:
    document = dict(stays.document)
    for name in _TAKEN[thing]:
        more = [value for value in ends.document[name] if value not in document[name]]
        document[name] = [*document[name], *more]
    if thing is Thing.EVENT and document["part_of"] == ends.document["id"]:
        held_by = ends.document["part_of"]
        document["part_of"] = None if held_by == document["id"] else held_by
    return parsed(thing, document)


def _pointed(editor: Editor, id_: str, into: str) -> list[Change]:
    """What points at the event, as it points at the other one."""
    found: list[Change] = []
    for thing, state in pointing_at(editor.desk.connection, id_):
        model = parsed(thing, state.document)
        if model.id not in (id_, into):
            found.append(Put(thing, _turned(model, id_, into), state.version))
    return found


def _turned(model: Model, id_: str, into: str) -> Model:
    if isinstance(model, Event):
        return model.model_copy(update={"part_of": into})
    assert isinstance(model, Statement), "nothing else points at events"
    about = [a.model_copy(update={"event": into}) if a.event == id_ else a for a in model.about]
    return model.model_copy(update={"about": tuple(dict.fromkeys(about))})


def _refuse_drafted(editor: Editor, thing: Thing, id_: str) -> None:
    """Its drafts would be changes of nothing."""
    waiting = of(editor.desk.connection, thing, [id_])
    if waiting:
        listed = ", ".join(draft.id for draft in waiting)
        detail = f"changes of it are proposed in {listed}: publish or drop them first."
        raise refused([Fault(detail, suggestions=tuple(draft.id for draft in waiting))])
