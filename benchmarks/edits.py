"""`python -m benchmarks.edits [sqlite] [postgresql]`: editing a thousand events, and its bare SQL.

Every statement that an edit makes in its transaction is noted, and made again on another copy of
the same record by the driver alone. Both take turns, so that what else the machine does meets them
alike. The requests go to the application itself: no socket, no client is in the time.

Both write as safely: SQLite with the same settings, PostgreSQL on a server whose commits outlive a
power cut. `tests/benchmarks/test_edits.py` holds both copies to be the same record afterwards.
"""

import asyncio
import shutil
import sys
import tempfile
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
from sqlalchemy import select
from starlette.types import ASGIApp, Message, Scope

from app import collector
from app.domain.scope import Scope as KeyScope
from app.domain.things import Thing
from app.main import create_app
from app.settings import Settings
from app.store import migrate
from app.store.sessions import Database
from app.store.tables import versions
from benchmarks.build import build, scale
from benchmarks.postgres import created, maintenance
from benchmarks.replay import Statement, Took, is_write, note, now, replay, since
from tests.support.keys import new_key
from tests.support.postgres import running

EVENTS, BATCH, ROUNDS = 1_000, 100, 3
Request = tuple[str, str, bytes, str]


class Turn(NamedTuple):
    """A round: editing, and its SQL by the driver alone, with reads and without."""

    editing: Took
    bare: Took
    writes: Took


def main(kinds: Sequence[str]) -> None:
    """Builds the record, measures, prints a table."""
    print(
        "| what | editing, s | bare SQL, s | ratio: least | median | most | to its writes alone "
        "| of the core: editing, s | bare SQL, s | ratio |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for kind in kinds:
        with _record(kind) as record:
            for what, requests in (("1,000 changes", singly), ("10 batches of 100", together)):
                turns = [_turn(record, requests(record.url)) for _ in range(ROUNDS)]
                _print(f"{kind}: {what}", turns)


def _print(what: str, turns: Sequence[Turn]) -> None:
    ratios = [turn.editing.wall / turn.bare.wall for turn in turns]
    cores = median(turn.editing.core / turn.bare.core for turn in turns)
    told = (
        *(median(took.wall for took in column) for column in list(zip(*turns, strict=True))[:2]),
        *(min(ratios), median(ratios), max(ratios)),
        median(turn.editing.wall / turn.writes.wall for turn in turns),
        *(median(took.core for took in column) for column in list(zip(*turns, strict=True))[:2]),
        cores,
    )
    print(f"| {what} | {' | '.join(f'{figure:.2f}' for figure in told)} |", flush=True)


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
            url = created(stack.enter_context(running(durable=True)), "record")
        migrate.upgrade(url)
        build(url, scale(EVENTS))
        numbers = count()
        yield Record(
            url, new_key(url, KeyScope.PUBLISH), lambda: copied(url, folder, next(numbers))
        )


@contextmanager
def copied(url: str, folder: Path, number: int) -> Iterator[str]:
    """The address of a copy of the record, which lasts as long as the block."""
    if url.startswith("sqlite"):
        file = folder / f"copy{number}.db"
        shutil.copyfile(url.removeprefix("sqlite:///"), file)
        yield f"sqlite:///{file}"
        file.unlink()
        return
    yield created(url, f"copy{number}", urlsplit(url).path.removeprefix("/"))
    with psycopg.connect(maintenance(url), autocommit=True) as server:
        server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(f"copy{number}")))


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


def singly(url: str) -> list[Request]:
    """A request for each event."""
    return [
        ("PATCH", f"/v1/events/{id_}", orjson.dumps(_change(number)), f'"{version}"')
        for number, (id_, version) in enumerate(_known(url))
    ]


def together(url: str) -> list[Request]:
    """A request for each hundred of them."""
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
        edit(url, record.key, requests, noted)
    with record.copy() as url:
        editing = edit(url, record.key, requests, None)
    with record.copy() as url:
        bare = replay(url, noted)
    with record.copy() as url:
        writes = replay(url, [[s for s in one if is_write(s[0])] for one in noted])
    return Turn(editing, bare, writes)


def edit(
    url: str, key: str, requests: Sequence[Request], noted: list[list[Statement]] | None
) -> Took:
    """What the requests take; notes their statements, if there is where."""
    app = create_app(Settings(_env_file=None, database_url=url))
    writer = app.state.service.database.writer
    if noted is not None:
        note(writer, noted)
    collector.spare()
    took = asyncio.run(_asked(app, key, requests))
    app.state.service.close()
    return took


async def _asked(app: ASGIApp, key: str, requests: Sequence[Request]) -> Took:
    """What they take, without the first: it reads the directory, and makes routes."""
    await _one(app, key, ("GET", "/v1/events", b"", ""))
    begun = now()
    for request in requests:
        await _one(app, key, request)
    return since(begun)


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


if __name__ == "__main__":
    main(sys.argv[1:] or ["sqlite", "postgresql"])
