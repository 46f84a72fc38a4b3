"""What an event was when somebody outside last said it: the base of a three-way merge."""

from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy import Connection, and_, or_, select

from app.domain.change import Nature
from app.domain.things import Thing
from app.store.rows import chunks
from app.store.tables import commits, versions

Document = dict[str, Any]


def last_imported(connection: Connection, thing: Thing, ids: Iterable[str]) -> dict[str, Document]:
    """By id, the last version that an import made."""
    found: dict[str, Document] = {}
    made = versions.join(commits, commits.c.rev == versions.c.from_rev)
    for some in chunks(sorted(ids)):
        named = and_(versions.c.thing == thing, versions.c.entity.in_(some))
        rows = (
            select(versions.c.entity, versions.c.document)
            .select_from(made)
            .where(named, commits.c.nature == Nature.IMPORT)
            .order_by(versions.c.version)
        )
        found |= {row.entity: orjson.loads(row.document) for row in connection.execute(rows)}
    return found


def said(connection: Connection, wanted: Iterable[tuple[str, int, int]]) -> dict[str, Document]:
    """By id, the version of an event with this number, made at this revision."""
    found: dict[str, Document] = {}
    for some in chunks(list(wanted)):
        each = (
            and_(
                versions.c.entity == id_, versions.c.version == version, versions.c.from_rev == rev
            )
            for id_, version, rev in some
        )
        named = and_(versions.c.thing == Thing.EVENT, or_(*each))
        rows = select(versions.c.entity, versions.c.document).where(named)
        found |= {row.entity: orjson.loads(row.document) for row in connection.execute(rows)}
    return found
