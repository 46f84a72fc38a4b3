"""`python -m benchmarks.results [SIZE …]`: ours, its floors and its peers; writes `RESULTS.md`.

All servers run on one core, the load comes from the other; they take turns, three rounds long.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from random import Random

import orjson
import psycopg

from app.store import migrate
from benchmarks import export, goals, report
from benchmarks.build import CACHE, build, cached, scale
from benchmarks.client import answer
from benchmarks.figures import Figures, Memory, uncached
from benchmarks.imports import Imports
from benchmarks.peers import ordinary
from benchmarks.peers.orm_build import fill
from benchmarks.peers.table import PEERS, Files
from benchmarks.postgres import created
from benchmarks.questions import FIRST, pages, row, sorts, windows
from benchmarks.server import Server, free_port, keep_to, served, started
from benchmarks.targets import NO_CACHE, Bench, bench
from benchmarks.turns import LOAD, Target, turn, waits
from tests.support.postgres import running

SIZES = (1_000, 100_000, 1_000_000)
ROUNDS, SECONDS, DEEP = 3, 3.0, 50_000
Aside = Callable[[Figures], None]


def main(arguments: Sequence[str]) -> None:
    """Builds what is missing, measures, writes."""
    given = _parser().parse_args(arguments)
    found = Figures(sorted(given.sizes))
    with bench() as servers:
        targets = [*_ours(servers, found), *_peers(servers, found, given.peers)]
        if given.postgresql:
            targets += _on_postgresql(servers, found)
        asides = [
            _chance(targets, found.largest, given.seconds),
            *_asides(found, servers, given.imports),
        ]
        keep_to(0)
        _measure(targets, asides, found, given.seconds)
    # Each round as it was, beside the records: the page shows medians.
    (CACHE / "rounds.json").write_text(json.dumps(asdict(found), indent=1))
    report.write(found, targets, given.folder)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.results", description=__doc__)
    parser.add_argument("sizes", metavar="SIZE", type=int, nargs="*", default=[*SIZES])
    parser.add_argument("--postgresql", action="store_true", help="also ours and the ORM on it")
    parser.add_argument("--no-peers", dest="peers", action="store_false", help="the ORM alone")
    parser.add_argument("--no-import", dest="imports", action="store_false", help="it takes long")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long a turn is")
    parser.add_argument("--folder", type=Path, default=Path(__file__).parent, help="to write to")
    return parser


def _ours(servers: Bench, found: Figures) -> list[Target]:
    """The floors, what is kept, what is made anew at each size, and each sort of question."""
    anew = [
        Target(uncached(size), servers.ours(cached(size), **NO_CACHE), pages())
        for size in found.sizes
    ]
    last = anew[-1]
    floors = servers.floors(("bare", "constant"), last.server.port, last.addresses)
    kept = servers.remembered(cached(found.largest), "bare, cached page")
    same = servers.floor("bare", last.server.port, kept[0].addresses[0])
    kept.append(Target("bare, cached page", same, kept[0].addresses))
    asked = []
    for sort in sorts(_head(last.server) // 2):
        asked.append(Target(sort.name, last.server, sort.addresses))
        for address in sort.addresses[:20]:
            found.note(f"{sort.name}: items on a page", _items(last.server, address))
    return [*floors, *kept, *anew, *asked, *_deep(last.server)]


def _items(server: Server, address: str) -> int:
    return len(orjson.loads(answer(server.port, address)[1])["items"])


def _head(server: Server) -> int:
    """The revision of the record."""
    head, _ = answer(server.port, FIRST)
    return int(head.lower().partition(b"\r\npourparlers-rev: ")[2].partition(b"\r\n")[0])


def _deep(server: Server) -> Iterator[Target]:
    """The first page of all, and that after many rows, where there are as many."""
    yield Target("first page", server, [FIRST])
    address = row(DEEP, lambda address: answer(server.port, address)[1])
    if address is not None:
        yield Target(goals.ROW, server, [address])


def _peers(servers: Bench, found: Figures, all_: bool) -> list[Target]:
    """The ordinary version, and those that are installed."""
    record, tables = cached(found.compared), ordinary.tables(found.compared)
    first, second = (url.removeprefix("sqlite:///") for url in (record, tables))
    files = Files(first, second, servers.folder)
    return [
        Target(
            peer.name,
            servers.stack.enter_context(peer.start(files)),
            [peer.address(files, asked) for asked in windows()],
        )
        for peer in PEERS
        if all_ or peer.package is None
    ]


def _on_postgresql(servers: Bench, found: Figures) -> list[Target]:
    """Ours and the ordinary version over a server of their own."""
    address = servers.stack.enter_context(running())
    with psycopg.connect(address) as connection:
        found.facts["PostgreSQL"] = str(connection.info.parameter_status("server_version"))
    ours, theirs = created(address, "ours"), created(address, "theirs")
    migrate.upgrade(ours)
    build(ours, scale(found.compared))
    fill(ours, theirs)
    orm = servers.stack.enter_context(served("orm", theirs))
    asked = [ordinary.address(asked) for asked in windows()]
    return [
        Target(goals.ON_POSTGRES, servers.ours(ours, **NO_CACHE), pages()),
        Target(goals.ORM_ON_POSTGRES, orm, asked),
    ]


def _chance(targets: Sequence[Target], largest: int, seconds: float) -> Aside:
    """The waits of readers who do not know of one another."""
    target = next(target for target in targets if target.name == uncached(largest))

    def aside(found: Figures) -> None:
        load = LOAD * found.turns[target.name][-1].rate
        wait = waits(target, load, seconds, Random(len(found.turns[target.name])))
        found.note(goals.CHANCE, wait.p99 / wait.p50)

    return aside


def _asides(found: Figures, servers: Bench, imports: bool) -> Iterator[Aside]:
    record = cached(found.largest)
    yield partial(_export, record)
    yield partial(_start, record)
    if imports:
        lines = Imports(cached(found.compared), servers.folder)
        yield lambda found: found.note(goals.IMPORTED, lines.share())


def _export(record: str, found: Figures) -> None:
    """One after the other, each alone on the core."""
    with served(record) as server:
        answer(server.port, FIRST)
        ours = export.ours(server)
    plain = export.printed(record)
    if ours.events != plain.events:
        raise RuntimeError(f"we exported {ours.events} of {plain.events} events")
    for name, value in (
        (goals.EXPORTED, ours.rate),
        (goals.PRINTED, plain.rate),
        (goals.GROWN, ours.growth),
    ):
        found.note(name, value)


def _start(record: str, found: Figures) -> None:
    """As a reader starts it, until it has answered a page."""
    port = free_port()
    settings = {"POURPARLERS_PORT": str(port), "POURPARLERS_DELIVER": "false"}
    begun = time.perf_counter()
    with started(
        [Path(sys.executable).with_name("pourparlers"), "serve"],
        port,
        FIRST,
        POURPARLERS_DATABASE_URL=record,
        **settings,
    ) as server:
        found.note(goals.STARTED, time.perf_counter() - begun)
        found.note(goals.IDLE, _memory(server).rss)


def _measure(
    targets: Sequence[Target], asides: Sequence[Aside], found: Figures, seconds: float
) -> None:
    """The rounds, of which the first fills caches and is not counted."""
    for target in targets:
        turn(target, seconds / 3)
    for number in range(ROUNDS):
        for target in targets:
            done = turn(target, seconds)
            found.turns.setdefault(target.name, []).append(done)
            waited = waits(target, LOAD * done.rate, seconds)
            found.waits.setdefault(target.name, []).append(waited)
        for aside in asides:
            aside(found)
        print(f"round {number + 1} of {ROUNDS}", file=sys.stderr)
    found.memory = {target.name: _memory(target.server) for target in targets}


def _memory(server: Server) -> Memory:
    full = server.process.memory_full_info()
    return Memory(full.rss / 2**20, full.pss / 2**20)


if __name__ == "__main__":
    main(sys.argv[1:])
