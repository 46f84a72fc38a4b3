"""Keys in the record: nothing of a secret is kept, and each ends when it should."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from app.domain import apikey
from app.domain.apikey import Key, Token
from app.domain.scope import Scope
from app.errors import Conflict, NotFound
from app.store import keys
from app.store.beside import api_keys
from app.store.sessions import Database
from app.store.uses import Uses

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
NONE = timedelta()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    yield made
    made.close()


@pytest.fixture
def writing(database: Database) -> Iterator[Connection]:
    with database.writing() as connection:
        yield connection


def create(connection: Connection, name: str = "desk", **more: datetime) -> Token:
    return keys.create(connection, name, [Scope.WRITE, Scope.PUBLISH], NOW, **more)


def found(connection: Connection, token: Token, at: datetime = NOW) -> Key:
    key = keys.find(connection, token, at)
    assert key is not None
    return key


def test_a_token_is_an_id_and_256_bits_that_no_repr_shows() -> None:
    made = apikey.new_token()

    assert apikey.token(made.text) == made
    assert len(bytes.fromhex(made.secret)) * 8 == 256
    assert made.secret not in repr(made)
    assert len({apikey.new_token().text for _ in range(100)}) == 100


@pytest.mark.parametrize(
    "text",
    ["", "pp__", "pp_abc", "pp_abcdefghij_", "pp_abcdefghij_" + "g" * 64,
     "pp_abcdefghij_" + "a" * 63,
     "pp_ABCDEFGHIJ_" + "a" * 64, "pp_abcdefghij_" + "a" * 64 + "\n", "xx_abcdefghij_" + "a" * 64],
)  # fmt: skip
def test_what_has_not_the_shape_of_a_token_is_none(text: str) -> None:
    assert apikey.token(text) is None


@pytest.mark.parametrize(
    ("name", "allowed"),
    [("desk", True), ("Rédaction (nuit)", False), ("Rédaction de nuit", True),
     ("a@b.example", True),
     ("", False), (" desk", False), ("a: b", False), ("pourparlers import", False), ("a\nb", False),
     ("Pourparlers", False), ("x" * 80, True), ("x" * 81, False)],
)  # fmt: skip
def test_a_name_may_stand_as_an_author(name: str, allowed: bool) -> None:
    assert apikey.may_be_named(name) is allowed


def test_a_key_is_found_by_its_token_and_only_its_hash_is_kept(writing: Connection) -> None:
    made = create(writing)
    [row] = writing.execute(select(api_keys)).all()

    assert made.secret not in repr(tuple(row))
    assert row.digest == made.digest
    key = found(writing, made)
    assert (key.id, key.name, key.scopes) == (
        made.id,
        "desk",
        frozenset({Scope.WRITE, Scope.PUBLISH}),
    )
    assert key.refusal(NOW) is None


def test_a_wrong_secret_and_an_unknown_id_find_nothing(writing: Connection) -> None:
    made = create(writing)

    assert keys.find(writing, apikey.new_token(made.id), NOW) is None
    assert keys.find(writing, apikey.new_token(), NOW) is None


def test_a_key_ends_at_the_instant_of_its_expiry(writing: Connection) -> None:
    key = found(writing, create(writing, expires_at=NOW + HOUR))

    assert key.refusal(NOW + HOUR - timedelta(microseconds=1)) is None
    assert key.refusal(NOW + HOUR) == "This key has expired."


def test_a_revoked_key_opens_nothing_and_stays_listed(writing: Connection) -> None:
    made = create(writing)
    keys.revoke(writing, "desk", NOW)

    assert found(writing, made).refusal(NOW) == "This key was revoked."
    assert [key.revoked_at for key in keys.listed(writing)] == [NOW]
    with pytest.raises(NotFound):
        keys.revoke(writing, made.id, NOW)
    with pytest.raises(NotFound):
        keys.rotate(writing, made.id, NOW, NONE)


def test_a_name_is_of_one_key_in_use(writing: Connection) -> None:
    create(writing)
    with pytest.raises(Conflict):
        create(writing)
    keys.revoke(writing, "desk", NOW)
    create(writing)

    assert [key.name for key in keys.listed(writing)] == ["desk", "desk"]


@pytest.mark.parametrize(("grace", "valid"), [(NONE, [False] * 3), (HOUR, [True, True, False])])
def test_a_former_secret_is_valid_for_its_grace(
    writing: Connection, grace: timedelta, valid: list[bool]
) -> None:
    former = create(writing)
    made = keys.rotate(writing, "desk", NOW, grace)

    assert (made.id, found(writing, made).name) == (former.id, "desk")
    times = (NOW, NOW + HOUR - timedelta(microseconds=1), NOW + HOUR)
    assert [keys.find(writing, former, at) is not None for at in times] == valid


def test_a_second_rotation_ends_the_first_secret(writing: Connection) -> None:
    first = create(writing)
    second = keys.rotate(writing, "desk", NOW, HOUR)
    third = keys.rotate(writing, "desk", NOW, HOUR)

    known = [keys.find(writing, token, NOW) is not None for token in (first, second, third)]
    assert known == [False, True, True]


def test_a_revocation_ends_a_grace_too(writing: Connection) -> None:
    former = create(writing)
    keys.rotate(writing, "desk", NOW, HOUR)
    keys.revoke(writing, "desk", NOW)

    assert found(writing, former).refusal(NOW) == "This key was revoked."


def test_the_last_use_is_known_to_the_minute(writing: Connection) -> None:
    made = create(writing)
    seen = []
    for seconds in (0, 30, 59, 60, 61):
        keys.used(writing, made.id, NOW + timedelta(seconds=seconds))
        last = found(writing, made).last_used_at
        assert last is not None
        seen.append((last - NOW).seconds)

    assert seen == [0, 0, 0, 60, 60]


def test_a_use_is_noted_beside_the_request_and_once_a_minute(database: Database) -> None:
    """While somebody else writes, a note waits; whoever noted it does not."""
    with database.writing() as connection:
        made = create(connection)
        key = found(connection, made)
    uses = Uses(database)
    with database.writing() as connection:
        for seconds in (0, 10, 59, 61):
            uses.note(key, NOW + timedelta(seconds=seconds))
        assert found(connection, made).last_used_at is None
    uses.close()
    with database.reading() as connection:
        assert found(connection, made).last_used_at == NOW + timedelta(seconds=61)
