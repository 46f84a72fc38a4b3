"""Drafts: what is not published, and changes proposed to what is. Never in the ledger.

No public statement reads this table. A change names the version that it is made for: who comes
later is told, and nothing of the other is lost.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Row, and_, delete, insert, select, update

from app.domain.things import Thing
from app.errors import NotFound, PreconditionFailed
from app.store.beside import drafts
from app.store.pins import instant, micros
from app.store.rows import chunks

Document = dict[str, Any]

_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that is not published.

    `entity` is the id that it gets, or that of its `target`, whose `base_version` it was made
    from. `proposed` is what its author would have as `commit`.
    """

    id: str
    thing: Thing
    entity: str
    document: Document
    author: str
    target: str | None = None
    base_version: int | None = None
    version: int = 1
    proposed: Document | None = None
    evidence: tuple[Document, ...] = ()
    created_at: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    updated_at: datetime = datetime(1970, 1, 1, tzinfo=UTC)


def new_id(prefix: str) -> str:
    """An id that nothing follows from: eight letters or digits after the prefix."""
    return prefix + "".join(secrets.choice(_LETTERS) for _ in range(8))


def add(connection: Connection, draft: Draft) -> Draft:
    """Keeps a new draft, made now."""
    now = datetime.now(UTC)
    made = replace(draft, created_at=now, updated_at=now)
    values = {"id": made.id, "thing": made.thing, "created_at": micros(now), **_values(made)}
    connection.execute(insert(drafts).values(entity=made.entity, target=made.target, **values))
    return made


def change(connection: Connection, draft: Draft) -> Draft:
    """Keeps what was made of a draft at its version; PreconditionFailed where that is no more."""
    made = replace(draft, version=draft.version + 1, updated_at=datetime.now(UTC))
    written = update(drafts).where(_at(draft.id, draft.version)).values(**_values(made))
    _refuse_lost(connection.execute(written).rowcount, draft.id)
    return made


def remove(connection: Connection, draft: Draft) -> None:
    """Drops a draft at its version; PreconditionFailed where that is no more."""
    dropped = delete(drafts).where(_at(draft.id, draft.version))
    _refuse_lost(connection.execute(dropped).rowcount, draft.id)


def get(connection: Connection, id_: str) -> Draft:
    """One draft; NotFound."""
    row = connection.execute(select(drafts).where(drafts.c.id == id_)).one_or_none()
    if row is None:
        raise NotFound("There is no draft with this id: it was published or dropped, or never was.")
    return _draft(row)


def of(connection: Connection, thing: Thing, entities: Iterable[str]) -> list[Draft]:
    """The drafts that become or change these things, the oldest first."""
    found = [
        _draft(row)
        for some in chunks(sorted(set(entities)))
        for row in connection.execute(
            select(drafts).where(drafts.c.thing == thing, drafts.c.entity.in_(some))
        )
    ]
    return sorted(found, key=lambda draft: (draft.created_at, draft.id))


def all_of(connection: Connection, thing: Thing) -> list[Draft]:
    """Every draft of a kind of thing, by id."""
    rows = select(drafts).where(drafts.c.thing == thing).order_by(drafts.c.id)
    return [_draft(row) for row in connection.execute(rows)]


def _at(id_: str, version: int) -> ColumnElement[bool]:
    return and_(drafts.c.id == id_, drafts.c.version == version)


def _refuse_lost(found: int, id_: str) -> None:
    if found != 1:
        raise PreconditionFailed(f"{id_} has changed since you read it: read it again.")


def _values(draft: Draft) -> Document:
    return {
        "base_version": draft.base_version,
        "version": draft.version,
        "document": orjson.dumps(draft.document).decode(),
        "proposed": orjson.dumps(draft.proposed or {}).decode(),
        "evidence": orjson.dumps(draft.evidence).decode(),
        "author": draft.author,
        "updated_at": micros(draft.updated_at),
    }


def _draft(row: Row[Any]) -> Draft:
    return Draft(
        id=row.id,
        thing=Thing(row.thing),
        entity=row.entity,
        document=orjson.loads(row.document),
        author=row.author,
        target=row.target,
        base_version=row.base_version,
        version=row.version,
        proposed=orjson.loads(row.proposed),
        evidence=tuple(orjson.loads(row.evidence)),
        created_at=instant(row.created_at),
        updated_at=instant(row.updated_at),
    )
