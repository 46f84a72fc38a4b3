"""Lines of another ledger put together to the commits that they are of."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import orjson
from pydantic import ValidationError

from app.errors import NotUsable
from app.store.ledger import Original
from app.syncing.remote import LedgerPage
from app.syncing.said import ChangeRow, CommitRow, VersionRow


class Batch(NamedTuple):
    """Whole commits, in their order, the epoch they are of, and how far there is to go."""

    epoch: str
    commits: list[Original]
    head: int


def whole(pages: Iterable[LedgerPage]) -> Iterator[Batch]:
    """The commits that are complete with each page: what it cuts off waits for the next one."""
    waiting: dict[int, list[dict[str, Any]]] = {}
    for page in pages:
        for line in page.lines:
            row = _row(line)
            waiting.setdefault(row["rev"], []).append(row)
        done = sorted(rev for rev in waiting if rev <= page.end.rev)
        made = [_commit(rev, waiting.pop(rev)) for rev in done]
        yield Batch(page.end.epoch, made, page.end.head)


def _row(line: bytes) -> dict[str, Any]:
    try:
        row: Any = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise NotUsable("A line of the other installation's ledger is no JSON.") from error
    if not isinstance(row, dict) or not isinstance(row.get("rev"), int):
        raise NotUsable("A line of the other installation's ledger has no revision.")
    return row


def _commit(rev: int, rows: list[dict[str, Any]]) -> Original:
    try:
        (commit,) = _of(rows, "commit")
        return Original(
            rev,
            commit=CommitRow.model_validate(commit).model_dump(),
            versions=[VersionRow.model_validate(row).model_dump() for row in _of(rows, "version")],
            changes=[_stored(ChangeRow.model_validate(row)) for row in _of(rows, "change")],
        )
    except (ValidationError, ValueError) as error:
        detail = f"This release cannot read revision {rev} of the other installation."
        raise NotUsable(detail) from error


def _of(rows: list[dict[str, Any]], part: str) -> list[dict[str, Any]]:
    return [row for row in rows if row.get("part") == part]


def _stored(change: ChangeRow) -> dict[str, Any]:
    return change.model_dump() | {"payload": orjson.dumps(change.payload).decode()}
