"""What is redacted is nowhere: not in a table, a file, an index, an answer or a memory."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner
from sqlalchemy import MetaData, insert, select

from app.cli import commands
from app.domain.change import Nature
from app.domain.redaction import BLANKS
from app.domain.things import MODELS, Thing
from app.errors import InvalidDocument, NotFound
from app.main import create_app
from app.store import answers
from app.store.answers import Answer, Asked
from app.store.beside import drafts
from app.store.check import check
from app.store.ledger import Entry, Retract
from app.store.pins import pin
from app.store.redact import Redacted, redact, scrub
from tests.http.conftest import Client
from tests.support.live import settings_for
from tests.support.world import World, actor, event, party

HIDDEN = "Zyxwvut"
NOW = datetime(2026, 11, 24, tzinfo=UTC)
EVENT, STATEMENT, PERSON = "ev_00000001", "st_1", "person"
FIELDS = ("title", "summary", "notes", "place", "slug", "identifiers")
TOLD: dict[str, Any] = event(
    1,
    title={"en": f"Talks {HIDDEN}", "fr": f"Pourparlers {HIDDEN}"},
    summary={"en": f"{HIDDEN} spoke."},
    slug=f"talks-{HIDDEN.lower()}",
    place={"name": {"en": f"House of {HIDDEN}"}, "country": "france"},
    identifiers=[{"scheme": "desk", "value": HIDDEN}],
    notes=[{"field": "when", "basis": "inferred", "text": {"en": f"By {HIDDEN}."}}],
    participants=[party("france"), party(PERSON)],
)
SAID: dict[str, Any] = {
    "id": STATEMENT,
    "speaker": PERSON,
    "date": "2022-01-01",
    "summary": {"en": f"{HIDDEN} is for it."},
    "quotation": f"I, {HIDDEN}, am for it.",
    "about": [{"event": EVENT, "relation": "announces"}],
    "source": "src_1",
}


@pytest.fixture
def told(world: World) -> World:
    """A record that tells the secret in several versions, and in what they changed."""
    named = [{"text": f"Mx {HIDDEN}"}]
    world.put(Thing.ACTOR, actor(PERSON, "person", names={"en": HIDDEN}, aliases=named))
    world.put(Thing.EVENT, TOLD, event(2, title={"en": "Others"}))
    world.put(Thing.STATEMENT, SAID)
    world.put(Thing.EVENT, {**TOLD, "title": {"en": f"{HIDDEN} again"}, "slug": "talks-again"})
    world.put(Thing.EVENT, {**TOLD, "place": {"name": {"en": f"At {HIDDEN}’s"}}, "kind": "visit"})
    world.put(Thing.STATEMENT, {**SAID, "quotation": f"I, {HIDDEN}, am against it."})
    world.put(Thing.ACTOR, actor(PERSON, "person", names={"en": f"{HIDDEN} II"}, aliases=named))
    return world


def redacted(world: World, thing: Thing, id_: str, *fields: str) -> Redacted:
    entry = Entry("a test", Nature.CORRECTION, "A court")
    with world.database.writing() as connection:
        return redact(connection, world.directories, (thing, id_), fields, entry)


def all_redacted(world: World) -> None:
    redacted(world, Thing.EVENT, EVENT, *FIELDS)
    redacted(world, Thing.STATEMENT, STATEMENT, "summary", "quotation")
    redacted(world, Thing.ACTOR, PERSON, "names", "aliases")


def tables(world: World) -> str:
    """Every row of every table, as text."""
    known = MetaData()
    with world.database.reading() as connection:
        known.reflect(connection)
        rows = [tuple(row) for t in known.sorted_tables for row in connection.execute(select(t))]
    return repr(rows).casefold()


def test_it_is_in_no_table(told: World) -> None:
    assert HIDDEN.casefold() in tables(told)
    all_redacted(told)
    scrub(told.database)

    assert HIDDEN.casefold() not in tables(told)
    assert check(told.database, told.directories) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_it_is_in_no_file_of_sqlite(told: World) -> None:
    all_redacted(told)
    assert HIDDEN in on_disk(told)
    scrub(told.database)

    assert HIDDEN.casefold() not in on_disk(told).casefold()
    assert check(told.database, told.directories) == []


def on_disk(world: World) -> str:
    file = Path(world.database.url.database or "")
    parts = [Path(f"{file}{end}") for end in ("", "-wal", "-shm")]
    return "".join(part.read_bytes().decode("latin-1") for part in parts if part.exists())


@pytest.fixture
def client(told: World) -> Iterator[Client]:
    made = create_app(settings_for(told.url))
    yield Client(made)
    made.state.service.close()


ADDRESSES = (
    "/v1/events",
    f"/v1/events/{EVENT}",
    f"/v1/events/{EVENT}.ics",
    f"/v1/events/{EVENT}/history",
    "/v1/events.csv",
    "/v1/events.ndjson",
    "/v1/events?include=statements,sources,history",
    "/v1/statements",
    "/v1/actors?include=names",
    "/v1/changes.atom",
    f"/v1/events/diff?a=1&b=8&id={EVENT}",
    "/en/",
    f"/en/events/{EVENT}",
    f"/en/actors/{PERSON}",
)


def answers_of(client: Client, last: int) -> str:
    """Every answer at every revision."""
    asked = [client.get(address) for address in ADDRESSES]
    for rev in range(1, last + 1):
        for address in (a for a in ADDRESSES if "diff" not in a and not a.startswith("/en")):
            separator = "&" if "?" in address else "?"
            asked.append(client.get(f"{address}{separator}as_of={rev}"))
    assert {answer.status_code for answer in asked} <= {200, 404}
    return "".join(answer.text + str(answer.headers) for answer in asked)


def test_it_is_in_no_answer_at_any_revision(told: World, client: Client) -> None:
    """The server ran before, and has all of it in memory."""
    before = answers_of(client, 8)
    all_redacted(told)
    after = answers_of(client, 11)

    assert before.count(HIDDEN) > 50
    assert HIDDEN not in after
    assert "Redacted" in after


@pytest.mark.parametrize(
    "query", [f"q={HIDDEN}", f"id=desk:{HIDDEN}", f"actor={HIDDEN}", "q=talks", "place=france"]
)
def test_it_is_found_by_nothing(told: World, client: Client, query: str) -> None:
    def found(rev: int) -> int:
        answer = client.get(f"/v1/events?{query}&as_of={rev}")
        return len(answer.json()["items"]) if answer.status_code == 200 else 0

    assert any(found(rev) for rev in range(1, 9))
    all_redacted(told)

    assert [found(rev) for rev in range(1, 12)] == [0] * 11
    assert client.get(f"/v1/events/talks-{HIDDEN.lower()}").status_code == 404


def test_what_else_it_said_is_still_found(told: World, client: Client) -> None:
    redacted(told, Thing.EVENT, EVENT, "title")

    for rev in range(3, 10):
        assert client.get(f"/v1/events?q=spoke&as_of={rev}").json()["items"][0]["id"] == EVENT
    assert client.get(f"/v1/events?q={HIDDEN}").json()["items"][0]["title"] == "Redacted"
    assert client.get("/v1/events?id=ev_00000002").json()["items"][0]["title"] == "Others"


def test_the_history_says_that_it_was_and_which_fields(told: World, client: Client) -> None:
    was = client.get(f"/v1/events/{EVENT}/history").json()["items"]
    redacted(told, Thing.EVENT, EVENT, "title", "slug")
    *kept, last = client.get(f"/v1/events/{EVENT}/history").json()["items"]

    types = [[(c["type"], c["field"]) for c in version["changes"]] for version in kept]
    assert types == [[(c["type"], c["field"]) for c in version["changes"]] for version in was]
    assert [(c["type"], c["field"], c["old"], c["new"]) for c in last["changes"]] == [
        ("redacted", "slug", None, None),
        ("redacted", "title", None, None),
    ]
    assert (last["nature"], last["reason"], last["version"]) == ("correction", "A court", 4)
    item = client.get(f"/v1/events/{EVENT}").json()
    assert (item["version"], item["rev"], item["slug"]) == (4, last["rev"], None)


def test_a_feed_says_that_it_was(told: World, client: Client) -> None:
    redacted(told, Thing.EVENT, EVENT, "title")
    newest = client.get("/v1/changes.atom?limit=1").text

    assert "a part was removed" in newest


def test_what_was_retracted_is_blanked_and_stays_so(told: World, client: Client) -> None:
    told.commit(Retract(Thing.EVENT, EVENT))
    all_redacted(told)

    assert client.get(f"/v1/events/{EVENT}").status_code == 410
    assert HIDDEN not in client.get(f"/v1/events/{EVENT}?as_of=3").text
    assert check(told.database, told.directories) == []


def test_tokens_of_before_are_gone(told: World, client: Client) -> None:
    following = client.get("/v1/events?limit=1").json()["next"]
    redacted(told, Thing.EVENT, EVENT, "title")

    assert client.get(following).json()["code"] == "epoch-ended"


def test_later_commits_go_on_from_it(told: World) -> None:
    redacted(told, Thing.EVENT, EVENT, *FIELDS)
    told.put(Thing.EVENT, event(1, title={"en": "Talks"}, slug="talks", summary={"en": "New."}))

    assert check(told.database, told.directories) == []


def test_drafts_of_it_are_dropped_and_answers_voided(told: World) -> None:
    """A draft of another, and an answer about another, stay."""
    row = {"thing": "event", "entity": "ev_1", "version": 1, "document": "{}", "proposed": "{}"}
    row |= {"evidence": "[]", "author": "x", "created_at": 0, "updated_at": 0}
    kept = {"a": EVENT, "b": "ev_00000002"}
    with told.database.writing() as connection:
        for id_, target in kept.items():
            connection.execute(insert(drafts).values(id=id_, target=target, **row))
            body = orjson.dumps({"id": target, "title": HIDDEN if id_ == "a" else "Others"})
            answer = Answer("hash", 201, [("etag", '"1.x"')], body)
            answers.keep(connection, Asked("holder", id_, "hash"), answer, NOW)
    done = redacted(told, Thing.EVENT, EVENT, "title")
    with told.database.reading() as connection:
        left = list(connection.scalars(select(drafts.c.id)))
    with told.database.writing() as connection:
        found = [answers.recall(connection, Asked("holder", k, "hash"), NOW) for k in kept]

    assert (done.drafts, done.answers, left) == (1, 1, ["b"])
    assert [answer.status for answer in found if answer] == [410, 201]


@pytest.mark.parametrize("thing", Thing)
def test_every_blank_makes_a_sound_document(thing: Thing) -> None:
    fields = MODELS[thing].model_fields
    for name, blank in BLANKS[thing].items():
        field = fields[name]
        assert field.is_required() or blank in (field.get_default(), [*(field.default or ())])


def test_what_is_not_there_or_cannot_be_blanked_is_refused(told: World) -> None:
    with told.database.reading() as connection:
        before = pin(connection)
    with pytest.raises(NotFound):
        redacted(told, Thing.EVENT, "ev_99999999", "title")
    with pytest.raises(InvalidDocument, match="can be blanked title"):
        redacted(told, Thing.EVENT, EVENT, "when")
    with told.database.reading() as connection:
        assert pin(connection) == before


def test_the_command_asks_and_says_what_it_did(
    told: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POURPARLERS_DATABASE_URL", told.url)
    command = ["redact", "event", EVENT, "title", "--reason", "A court"]
    asked = CliRunner().invoke(commands, command, input="n\n")
    assert (asked.exit_code, "cannot be undone" in asked.output) == (1, True)
    done = CliRunner().invoke(commands, [*command, "--yes"])

    assert done.exit_code == 0, done.output
    assert "3 versions blanked, 0 drafts dropped, 0 kept answers voided" in done.stdout
    assert check(told.database, told.directories) == []
