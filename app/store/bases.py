"""Former versions of events, by the number and the revision that an answer gave them."""

from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy import Connection, and_, or_, select

from app.domain.things import Thing
from app.store.rows import chunks
from app.store.tables import versions

Document = dict[str, Any]


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
