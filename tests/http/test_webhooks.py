"""/v1/webhooks: made, shown, changed, given another secret, removed."""

import base64
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from app.domain.change import Nature
from app.domain.things import Thing
from app.store import ledger
from app.store.beside import answers
from app.store.redact import redact
from app.store.webhook_tables import webhooks
from tests.support.desk import KEY, PATH, URL, Desk, opened
from tests.support.selects import counted
from tests.support.world import actor, event


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    yield from opened(database_url)


@pytest.fixture
def keyed(sqlite_url: str) -> Iterator[Desk]:
    yield from opened(sqlite_url, webhook_key=KEY)


def test_a_webhook_is_made_with_a_secret_that_is_shown_once(desk: Desk) -> None:
    made = desk.ask("POST", json={"url": URL, "filter": "actor=RU&lang=fr", "description": "Ours"})
    hook = made.json()

    assert made.status_code == 201
    assert made.headers["location"] == f"http://127.0.0.1:8000{PATH}/{hook['id']}"
    assert made.headers["cache-control"] == "private, no-store"
    assert hook["secret"].startswith("whsec_")
    assert (hook["url"], hook["filter"], hook["text"]) == (
        URL,
        "actor=RU&lang=fr",
        "avec Russie",
    )
    assert (hook["enabled"], hook["version"], hook["description"]) == (True, 1, "Ours")
    shown = desk.ask("GET", f"/{hook['id']}")
    assert shown.json() == hook | {"secret": None}
    assert shown.headers["etag"] == '"1"'
    assert desk.ask("GET").json() == {"items": [shown.json()]}


def test_it_begins_where_the_record_stands_or_where_it_is_told_to(desk: Desk) -> None:
    desk.world.put(Thing.EVENT, event(1))
    epoch = desk.make()["since"].partition(".")[0]

    assert desk.make()["since"] == f"{epoch}.2"
    assert desk.make(since="1")["since"] == f"{epoch}.1"
    place = f"{epoch}.2.event.ev_00000001"
    assert desk.make(since=place)["since"] == place


def test_a_place_of_another_epoch_is_refused(desk: Desk) -> None:
    former = desk.make()["since"]
    with desk.world.database.writing() as connection:
        ledger.new_epoch(connection)

    for since in (former, "99"):
        refused = desk.ask("POST", json={"url": URL, "since": since})
        assert (refused.status_code, refused.json()["code"]) == (410, "epoch-ended")


@pytest.mark.parametrize(
    ("said", "code", "pointer"),
    [
        ({}, "invalid-document", "/url"),
        ({"url": "ftp://example.org"}, "address-refused", "/url"),
        ({"url": "http://127.0.0.1/"}, "address-refused", "/url"),
        ({"url": "http://2130706433/"}, "address-refused", "/url"),
        ({"url": "https://example.org:8443/"}, "address-refused", "/url"),
        ({"url": "https://a:b@example.org/"}, "address-refused", "/url"),
        ({"url": URL, "filter": "actor=%FF"}, "invalid-document", "/filter"),
        ({"url": URL, "filter": "actor=Ё"}, "invalid-document", "/filter"),
        ({"url": URL, "since": "yesterday"}, "invalid-document", "/since"),
        ({"url": URL, "since": 1}, "invalid-document", "/since"),
        ({"url": URL, "description": "a\u0000b"}, "invalid-document", "/description"),
        ({"url": URL, "enabled": "perhaps"}, "invalid-document", "/enabled"),
        ({"url": URL, "surprise": 1}, "invalid-document", ""),
        ([], "invalid-document", ""),
    ],
)
def test_what_cannot_be_is_refused(desk: Desk, said: Any, code: str, pointer: str) -> None:
    refused = desk.ask("POST", json=said)

    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert refused.json()["errors"][0]["pointer"] == pointer
    assert "surprise" not in refused.text
    assert desk.ask("GET").json()["items"] == []


@pytest.mark.parametrize(
    ("text", "parameter"),
    [
        ("upcoming=true", "upcoming"),
        ("actor=Atlantis", "actor"),
        ("sort=date", "sort"),
        ("limit=1", "limit"),
        ("as_of=1", "as_of"),
        ("since=1", "since"),
        ("thing=all", "thing"),
        ("date=2022-13", "date"),
        ("lang=!", "lang"),
    ],
)
def test_the_filter_is_held_to_what_it_may_say(desk: Desk, text: str, parameter: str) -> None:
    refused = desk.ask("POST", json={"url": URL, "filter": text})

    assert (refused.status_code, refused.json()["code"]) == (422, "invalid-query")
    assert refused.json()["errors"][0]["parameter"] == parameter


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"{", {"Content-Type": "application/json"}, 400),
        (b'{"url":"x","url":"y"}', {"Content-Type": "application/json"}, 400),
        (b'{"url":NaN}', {"Content-Type": "application/json"}, 400),
        (b'{"url":"\xff"}', {"Content-Type": "application/json"}, 400),
        (b"[" * 60_000, {"Content-Type": "application/json"}, 400),
        (b"{}", {"Content-Type": "text/plain"}, 415),
        (b"{}", {"Content-Type": "application/json", "Content-Encoding": "gzip"}, 415),
        (b" " * 70_000, {"Content-Type": "application/json"}, 413),
    ],
)
def test_a_body_is_json_of_a_size(
    desk: Desk, content: bytes, headers: dict[str, str], status: int
) -> None:
    assert desk.ask("POST", content=content, headers=headers).status_code == status


def test_a_change_changes_what_it_names(desk: Desk) -> None:
    hook = desk.make(filter="actor=RU", description="Ours")
    address = f"/{hook['id']}"
    changed = desk.ask(
        "PATCH",
        address,
        content=b'{"url":"https://example.net/","enabled":false,"description":null}',
        headers={"Content-Type": "application/merge-patch+json", "If-Match": '"1"'},
    )

    assert changed.status_code == 200
    expected = {"url": "https://example.net/", "enabled": False, "stopped": "asked", "version": 2}
    assert changed.json() == hook | expected | {"description": None, "secret": None}
    assert changed.headers["etag"] == '"2"'
    late = desk.ask("PATCH", address, json={"enabled": True}, headers={"If-Match": '"1"'})
    assert (late.status_code, late.json()["code"]) == (412, "precondition-failed")
    assert desk.ask("PATCH", address, json={"enabled": True}).json()["stopped"] is None
    for wrong in ({"url": None}, {"filter": "upcoming=true"}, {"since": "1"}):
        assert desk.ask("PATCH", address, json=wrong).status_code == 422


def test_what_is_removed_is_gone(desk: Desk) -> None:
    hook = desk.make()
    address = f"/{hook['id']}"
    desk.ask("POST", f"{address}/ping")

    assert desk.ask("DELETE", address).status_code == 204
    assert [desk.ask(method, address).status_code for method in ("GET", "DELETE")] == [404, 404]
    assert desk.ask("GET").json() == {"items": []}


@pytest.mark.parametrize("path", ["/wh_nothing", "/%00", "/WH", "/wh_nothing/deliveries"])
def test_what_is_not_there_is_not_found(desk: Desk, path: str) -> None:
    assert desk.ask("GET", path).status_code == 404


ASKED: dict[str, Callable[[Desk, str], httpx.Response]] = {
    "made": lambda desk, _: desk.ask(
        "POST", json={"url": URL}, headers={"Idempotency-Key": "once"}
    ),
    "rotated": lambda desk, id_: desk.ask(
        "POST", f"/{id_}/rotate", headers={"Idempotency-Key": "once"}
    ),
}


@pytest.mark.parametrize("name", ASKED)
def test_asked_again_it_is_the_same_and_no_secret_is_kept(desk: Desk, name: str) -> None:
    hold_to_once(desk, name)


@pytest.mark.parametrize("name", ASKED)
def test_so_it_is_under_a_key(keyed: Desk, name: str) -> None:
    hold_to_once(keyed, name)


def hold_to_once(desk: Desk, name: str) -> None:
    id_ = desk.make()["id"]
    first, second = ASKED[name](desk, id_), ASKED[name](desk, id_)

    assert first.status_code == (201 if name == "made" else 200)
    assert first.json() == second.json()
    assert first.json()["secret"]
    assert second.headers["idempotent-replayed"] == "true"
    assert second.headers["content-length"] == str(len(second.content))
    with desk.world.database.reading() as connection:
        kept = connection.scalars(select(answers.c.body)).all()
    assert len(kept) == 1
    assert first.json()["secret"].encode() not in bytes(kept[0])


def test_an_answer_that_a_redaction_voided_says_so(desk: Desk) -> None:
    world = desk.world
    world.put(Thing.EVENT, event(1))
    said = {"url": URL, "filter": "id=ev_00000001"}
    asked: dict[str, Any] = {"json": said, "headers": {"Idempotency-Key": "once"}}
    assert desk.ask("POST", **asked).status_code == 201
    with world.database.writing() as connection:
        why = ledger.Entry("a test", Nature.CORRECTION, "the law")
        redact(connection, world.directories, (Thing.EVENT, "ev_00000001"), ["title"], why)

    again = desk.ask("POST", **asked)
    assert (again.status_code, again.json()["code"]) == (410, "gone")
    assert "whsec_" not in again.text


def test_a_list_of_many_takes_no_more_questions_than_one_of_few(desk: Desk) -> None:
    def questions() -> int:
        with counted(desk.app) as made:
            assert desk.ask("GET").status_code == 200
        return len(made)

    desk.make(filter="actor=RU")
    one = questions()
    for _ in range(2):
        desk.make(filter="actor=france&forum=council")

    assert (len(desk.ask("GET").json()["items"]), questions()) == (3, one)


def test_under_a_key_the_database_has_no_secret(keyed: Desk) -> None:
    secret = base64.b64decode(keyed.make()["secret"].removeprefix("whsec_"))
    with keyed.world.database.reading() as connection:
        (seed,) = connection.scalars(select(webhooks.c.seed)).all()

    assert not seed.startswith("plain:")
    assert secret.hex() not in seed


def test_a_rotation_has_a_grace_in_which_both_count(desk: Desk) -> None:
    hook = desk.make()
    rotated = desk.ask("POST", f"/{hook['id']}/rotate", json={"grace_hours": 2}).json()

    assert rotated["secret"] != hook["secret"]
    assert rotated["rotated_until"] is not None
    at_once = desk.ask("POST", f"/{hook['id']}/rotate", json={"grace_hours": 0}).json()
    assert at_once["rotated_until"] is None
    for hours in (-1, 721, "many"):
        said = {"grace_hours": hours}
        assert desk.ask("POST", f"/{hook['id']}/rotate", json=said).status_code == 422


def test_a_filter_that_names_what_is_gone_is_still_shown(desk: Desk) -> None:
    desk.world.put(Thing.ACTOR, actor("france", aliases=[{"text": "Gallia", "lang": "en"}]))
    hook = desk.make(filter="actor=Gallia")
    desk.world.put(Thing.ACTOR, actor("france"))

    shown = desk.ask("GET", f"/{hook['id']}").json()
    assert (hook["text"], shown["text"], shown["filter"]) == ("with France", None, "actor=Gallia")


def test_there_are_not_more_than_there_may_be(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.store.webhooks.MOST", 1)
    desk.make()

    assert desk.ask("POST", json={"url": URL}).status_code == 409
