"""Ids for what is new: opaque ones for events, statements and sources, readable ones for names."""

from typing import Any

from app.domain.text import FALLBACK
from app.domain.things import DIRECTORY, Thing
from app.editing.reading import Desk
from app.errors import Conflict
from app.intake.slugs import slug
from app.store.drafts import new_id
from app.store.steps import states

Json = dict[str, Any]

_PREFIXES = {Thing.EVENT: "ev_", Thing.STATEMENT: "st_", Thing.SOURCE: "src_"}


def fresh(desk: Desk, thing: Thing) -> str:
    """An opaque id that nothing in the record has."""
    while True:
        id_ = new_id(_PREFIXES[thing])
        if not states(desk.connection, [(thing, id_)]):
            return id_


def named(desk: Desk, thing: Thing, body: Json) -> Any:
    """The id of a new thing: as its body says where ids are readable, else from its name.

    Conflict where the record has it, or had it: what was retracted keeps its id.
    """
    if thing not in DIRECTORY and not (thing is Thing.SOURCE and body.get("id")):
        return fresh(desk, thing)
    id_ = body.get("id") or slug(_name(body), thing)
    if isinstance(id_, str) and states(desk.connection, [(thing, id_)]):
        raise Conflict(f"There is or was a {thing} with the id {id_}: give it another as id.")
    return id_


def _name(body: Json) -> str:
    names = body.get("names")
    known = names if isinstance(names, dict) else {}
    given = [known.get(lang) for lang in FALLBACK] + [body.get("name"), *known.values()]
    return next((name for name in given if isinstance(name, str)), "")
