"""`python -m benchmarks.edits [sqlite] [postgresql]`: editing a thousand events, and its bare SQL.

Every statement that an edit makes in its transaction is noted, and made again on another copy of
the same record by the driver alone. Both take turns, so that what else the machine does meets them
alike. The requests go to the application itself: no socket, no client is in the time.
"""

import asyncio
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import orjson
import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import Engine, event, select
from starlette.types import ASGIApp, Message, Scope

from app.domain.scope import Scope as KeyScope
from app.domain.things import Thing
from app.main import create_app
from app.settings import Settings
from app.store import migrate
from app.store.sessions import Database
from app.store.tables import versions
from benchmarks.build import build, scale
from tests.support.keys import new_key
from tests.support.postgres import running

EVENTS, BATCH, ROUNDS = 1_000, 100, 3
Statement = tuple[str, Any, bool]
Request = tuple[str, str, bytes, str]


class Turn(NamedTuple):
    """The seconds of a round: editing, and its SQL by the driver alone, with reads and without."""

    editing: float
    bare: float
    writes: float


def main(kinds: Sequence[str]) -> None:
    """Builds the record, measures, prints a table."""
    print(
        "| what | editing, s | bare SQL, s | ratio: least | median | most | to its writes alone |"
    )
    print("|---|---|---|---|---|---|---|")
    for kind in kinds:
        with _record(kind) as record:
            for what, requests in (("1,000 changes", _singly), ("10 batches of 100", _together)):
                turns = [_turn(record, requests(record.url)) for _ in range(ROUNDS)]
                _print(f"{kind}: {what}", turns)


def _print(what: str, turns: Sequence[Turn]) -> None:
    ratios = [turn.editing / turn.bare for turn in turns]
    shares = " | ".join(f"{share:.2f}" for share in (min(ratios), median(ratios), max(ratios)))
    seconds = " | ".join(f"{median(column):.2f}" for column in list(zip(*turns, strict=True))[:2])
    writes = median(turn.editing / turn.writes for turn in turns)
    print(f"| {what} | {seconds} | {shares} | {writes:.2f} |", flush=True)


class Record(NamedTuple):
    """A record of a thousand events, a key to it, and a way to fresh copies."""

    url: str
    key: str
    copy: Callable[[], AbstractContextManager[str]]


@contextmanager
def _record(kind: str) -> Iterator[Record]:
    with ExitStack() as stack:
        # Beside this file, and not where files may be kept in memory.
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=Path(__file__).parent)))
        url = f"sqlite:///{folder}/record.db"
        if kind == "postgresql":
            url = _create(stack.enter_context(running()), "record", None)
        migrate.upgrade(url)
        build(url, scale(EVENTS))
        numbers = count()
        yield Record(
            url, new_key(url, KeyScope.PUBLISH), lambda: _copied(url, folder, next(numbers))
        )


@contextmanager
def _copied(url: str, folder: Path, number: int) -> Iterator[str]:
    if url.startswith("sqlite"):
        file = folder / f"copy{number}.db"
        shutil.copyfile(folder / "record.db", file)
        yield f"sqlite:///{file}"
        file.unlink()
        return
    yield _create(url, f"copy{number}", "record")
    with psycopg.connect(_server(url), autocommit=True) as server:
        server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(f"copy{number}")))


def _server(url: str) -> str:
    return urlsplit(url)._replace(path="/postgres").geturl()


def _create(url: str, name: str, template: str | None) -> str:
    made = SQL("CREATE DATABASE {}").format(Identifier(name))
    if template is not None:
        made = SQL("{} TEMPLATE {}").format(made, Identifier(template))
    with psycopg.connect(_server(url), autocommit=True) as server:
        server.execute(made)
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def _known(url: str) -> list[tuple[str, int]]:
    """The events that there are, with the version of each."""
    database = Database(url)
    live = (versions.c.thing == Thing.EVENT) & (versions.c.state == "live")
    wanted = select(versions.c.entity, versions.c.version).where(live, versions.c.to_rev.is_(None))
    with database.reading() as connection:
        found = [(row.entity, row.version) for row in connection.execute(wanted)]
    database.close()
    return found


def _change(number: int) -> dict[str, Any]:
    """What an editor does: a date is moved, a place is said, a sentence is added."""
    return {
        "when": f"2021-{number % 12 + 1:02}-{number % 28 + 1:02}",
        "mode": ("online", "hybrid", "written")[number % 3],
        "summary": f"Confirmed by both sides, note {number}.",
        "commit": {"reason": "Told by both sides", "nature": "correction"},
    }


def _patch(number: int) -> dict[str, Any]:
    return {name: value for name, value in _change(number).items() if name != "commit"}


def _batch(operations: Sequence[Any]) -> bytes:
    return orjson.dumps({"operations": operations, "commit": _change(0)["commit"]})


def _singly(url: str) -> list[Request]:
    return [
        ("PATCH", f"/v1/events/{id_}", orjson.dumps(_change(number)), f'"{version}"')
        for number, (id_, version) in enumerate(_known(url))
    ]


def _together(url: str) -> list[Request]:
    operations = [
        {"change": id_, "version": version, "with": _patch(number)}
        for number, (id_, version) in enumerate(_known(url))
    ]
    return [
        ("POST", "/v1/events/batch", _batch(operations[i : i + BATCH]), "*")
        for i in range(0, len(operations), BATCH)
    ]


def _turn(record: Record, requests: Sequence[Request]) -> Turn:
    noted: list[list[Statement]] = []
    with record.copy() as url:
        _edit(url, record.key, requests, noted)
    with record.copy() as url:
        editing = _edit(url, record.key, requests, None)
    with record.copy() as url:
        bare = _replay(url, noted)
    with record.copy() as url:
        writes = _replay(url, [[s for s in one if _writes(s[0])] for one in noted])
    return Turn(editing, bare, writes)


def _writes(statement: str) -> bool:
    return not statement.lstrip().upper().startswith("SELECT")


def _edit(
    url: str, key: str, requests: Sequence[Request], noted: list[list[Statement]] | None
) -> float:
    app = create_app(Settings(_env_file=None, database_url=url))
    writer = app.state.service.database.writer
    if noted is not None:
        _note(writer, noted)
    took = asyncio.run(_asked(app, key, requests))
    app.state.service.close()
    return took


def _note(writer: Engine, noted: list[list[Statement]]) -> None:
    """The statements of each transaction that was committed, with their values."""
    pending: list[Statement] = []

    def execute(
        _c: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool
    ) -> None:
        if not (statement.startswith("BEGIN") or _apart()):
            pending.append((statement, values, many))

    def ended(_connection: Any) -> None:
        if not _apart():
            noted.append([*pending])
            pending.clear()

    event.listen(writer, "before_cursor_execute", execute)
    event.listen(writer, "commit", ended)


def _apart() -> bool:
    """When a key was last used is written beside the requests, and is none of them."""
    return threading.current_thread().name.startswith("uses")


async def _asked(app: ASGIApp, key: str, requests: Sequence[Request]) -> float:
    """The seconds that they take, without the first: it reads the directory, and makes routes."""
    await _one(app, key, ("GET", "/v1/events", b"", ""))
    begun = time.perf_counter()
    for request in requests:
        await _one(app, key, request)
    return time.perf_counter() - begun


async def _one(app: ASGIApp, key: str, request: Request) -> None:
    method, path, body, tag = request
    headers = {
        b"authorization": f"Bearer {key}".encode(),
        b"content-type": b"application/json",
        b"if-match": tag.encode(),
    }
    scope: Scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method,
        "scheme": "http", "path": path, "raw_path": path.encode(), "query_string": b"",
        "headers": [*headers.items()], "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
        "root_path": "",
    }  # fmt: skip

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] != 200:
            raise AssertionError(message)

    await app(scope, receive, send)


def _replay(url: str, noted: Sequence[Sequence[Statement]]) -> float:
    """The same by the driver alone, over one connection that is as safe as ours."""
    if url.startswith("sqlite"):
        return _replay_sqlite(url, noted)
    with psycopg.connect(url) as connection:
        begun = time.perf_counter()
        for statements in noted:
            with connection.cursor() as cursor:
                for statement, values, many in statements:
                    _executed(cursor, statement, values, many=many)
            connection.commit()
        return time.perf_counter() - begun


def _replay_sqlite(url: str, noted: Sequence[Sequence[Statement]]) -> float:
    database = Database(url)
    pooled = database.writer.raw_connection()
    cursor = pooled.cursor()
    begun = time.perf_counter()
    for statements in noted:
        cursor.execute("BEGIN IMMEDIATE")
        for statement, values, many in statements:
            _executed(cursor, statement, values, many=many)
        cursor.execute("COMMIT")
    took = time.perf_counter() - begun
    pooled.close()
    database.close()
    return took


def _executed(cursor: Any, statement: str, values: Any, *, many: bool) -> None:
    """Of rows written one by one to have their ids, SQLAlchemy says that they are many."""
    many = many and isinstance(values, list)
    (cursor.executemany if many else cursor.execute)(statement, values)
    if cursor.description is not None:
        cursor.fetchall()


if __name__ == "__main__":
    main(sys.argv[1:] or ["sqlite", "postgresql"])
