"""Two records that differ in nothing but drafts, asked the same questions."""

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx
import psycopg
import time_machine
from psycopg.sql import SQL, Identifier

from app.domain.change import Nature
from app.domain.things import Thing
from app.main import create_app
from tests.http.conftest import Client
from tests.support.editing import Editor
from tests.support.live import settings_for
from tests.support.questions import Questions
from tests.support.world import World, event, events, statements

# A word, a slug and a title that only drafts have.
HIDDEN = "Zyxwvut"
_SLUG = "zyxwvut-talks"
_PUBLISHED = 40


class Answers(NamedTuple):
    """How many requests there were, how many were answered well, and which differed."""

    asked: int
    well: int
    differing: list[str]


def published(url: str) -> None:
    """A record with some revisions, the same whoever makes it; only its instants are of today."""
    world = World(url)
    world.begin()
    made = list(events(_PUBLISHED))
    world.put(Thing.EVENT, *made)
    world.put(Thing.STATEMENT, *statements([each["id"] for each in made]))
    world.put(Thing.EVENT, made[1] | {"when": "2022-02-02"}, nature=Nature.CORRECTION)
    world.put(Thing.EVENT, made[2] | {"status": "cancelled"}, made[3] | {"kind": "visit"})
    world.close()


def copied(url: str, folder: Path) -> str:
    """The same database again."""
    if url.startswith("sqlite"):
        shutil.copyfile(url.removeprefix("sqlite:///"), folder / "copy.db")
        return f"sqlite:///{folder / 'copy.db'}"
    address, name = urlsplit(url), urlsplit(url).path.removeprefix("/")
    with psycopg.connect(address._replace(path="/postgres").geturl(), autocommit=True) as server:
        made = SQL("CREATE DATABASE {} TEMPLATE {}")
        server.execute(made.format(Identifier(f"{name}_copy"), Identifier(name)))
    return address._replace(path=f"/{name}_copy").geturl()


def draft(url: str) -> list[str]:
    """New events, statements about them, changes of what is published; the ids of the events."""
    app = create_app(settings_for(url))
    editor = Editor(app, url)
    body = {
        "kind": "summit", "status": "announced", "title": f"{HIDDEN} talks", "when": "2022-01-10",
        "place": {"city": HIDDEN, "country": "france"}, "sources": ["src_1"], "topics": ["arms"],
        "participants": [{"actor": "russia", "role": "party"}], "slug": _SLUG, "forum": "council",
        "identifiers": [{"scheme": "feed", "value": HIDDEN}],
    }  # fmt: skip
    made = [editor.post("/v1/events", body | {"when": f"2022-01-{n:02}"}) for n in range(1, 9)]
    ids = [answer.json()["item"]["id"] for answer in made]
    for number in range(8):
        address = f"/v1/events/ev_{number:08d}"
        change = {"summary": HIDDEN, "when": "2022-01-03", "kind": "call", "part_of": ids[0]}
        made.append(editor.patch(f"{address}?draft=true", change))
        about = [{"event": f"ev_{number:08d}", "relation": "comments"}]
        said = {"office": "minister", "date": "2021-12-28", "summary": HIDDEN, "source": "src_1"}
        made.append(editor.post("/v1/statements", said | {"about": about}))
    assert {answer.status_code for answer in made} == {201}
    changed = editor.patch(f"/v1/drafts/{made[0].json()['id']}", {"title": f"{HIDDEN} again"})
    dropped = editor.ask("DELETE", f"/v1/drafts/{made[1].json()['id']}", if_match="*")
    assert (changed.status_code, dropped.status_code) == (200, 204)
    app.state.service.close()
    return [*ids, made[0].json()["id"]]


@contextmanager
def pair(url: str, folder: Path) -> Iterator[tuple[Client, Client, list[str]]]:
    """The record of this address, which is empty, with drafts and without; the ids of drafts."""
    published(url)
    without = copied(url, folder)
    hidden = draft(url)
    with ExitStack() as stack:
        clients = []
        for each in (url, without):
            app = create_app(settings_for(each))
            stack.callback(app.state.service.close)
            clients.append(Client(app))
        yield clients[0], clients[1], hidden


def compared(one: Client, other: Client, hidden: list[str], count: int, seed: int = 1) -> Answers:
    """So many public requests of both: which are not answered byte for byte the same."""
    ids = [*(event(number)["id"] for number in range(0, _PUBLISHED, 5)), *hidden]
    words = [HIDDEN, f"{HIDDEN} talks", "gas", "council", "négociations", "lavrov"]
    questions = Questions(seed, ids, words, [_SLUG, f"feed:{HIDDEN}"])
    differing, well, asked = [], 0, 0
    # What is upcoming, and how old something is, must not differ by when each was asked.
    with time_machine.travel("2022-01-05T12:00:00Z", tick=False):
        for address in questions.drawn(count):
            answers = [client.get(address) for client in (one, other)]
            asked += 1
            well += answers[0].status_code == 200
            if told(answers[0]) != told(answers[1]):
                differing.append(address)
            questions.following += _following(answers[1])
    return Answers(asked, well, differing)


def told(answer: httpx.Response) -> tuple[Any, ...]:
    """All that a reader is told, but for the number by which we find a refusal in our log."""
    body = re.sub(rb'"request_id":"[0-9a-f]{32}"', b"", answer.content)
    headers = [(n, v) for n, v in answer.headers.raw if n.lower() != b"content-length"]
    return answer.status_code, headers, body


def _following(answer: httpx.Response) -> list[str]:
    link = answer.links.get("next", {}).get("url", "")
    return [link.removeprefix("http://127.0.0.1:8000")] if link else []
