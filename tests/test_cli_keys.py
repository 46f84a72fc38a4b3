"""`pourparlers keys`: a key is printed once, and the list shows all of it but the secret."""

from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner, Result

from app.cli import commands, main
from app.domain import apikey
from app.domain.apikey import Key, Token
from app.store import keys
from app.store.sessions import Database

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def record(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("POURPARLERS_DATABASE_URL", database_url)
    return database_url


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["keys", *arguments])


def made(*arguments: str) -> Token:
    done = run(*arguments)
    assert (done.exit_code, done.stderr) == (0, "")
    token = apikey.token(done.stdout.removesuffix("\n"))
    assert token is not None
    return token


def found(url: str, token: Token, after: timedelta = timedelta()) -> Key | None:
    database = Database(url)
    with database.reading() as connection:
        key = keys.find(connection, token, datetime.now(UTC) + after)
    database.close()
    return key


def expiry(url: str, token: Token) -> datetime | None:
    key = found(url, token)
    assert key is not None
    return key.expires_at


def rows() -> list[list[str]]:
    return [line.split("\t") for line in run("list").stdout.splitlines()]


def test_a_key_is_printed_once_and_listed_without_its_secret(record: str) -> None:
    token = made("create", "Night desk", "--scope", "publish", "--scope", "write")
    key, listed = found(record, token), run("list").stdout

    assert key is not None
    assert sorted(key.scopes) == ["publish", "write"]
    assert token.secret not in listed
    assert token.digest not in listed
    assert rows()[0] == ["id", "name", "scopes", "created", "expires", "last used", "state"]
    assert rows()[1][:3] == [token.id, "Night desk", "publish write"]
    assert rows()[1][4:] == ["-", "-", "in use"]


def test_a_key_ends_with_its_last_day_in_utc(record: str) -> None:
    day = datetime.now(UTC).date() + timedelta(days=30)
    token = made("create", "desk", "--scope", "write", "--expires", day.isoformat())

    ends = datetime.combine(day + timedelta(days=1), datetime.min.time(), UTC)
    assert expiry(record, token) == ends


@pytest.mark.parametrize(
    ("length", "seconds"), [("90d", 90 * 86400), ("12h", 12 * 3600), ("30m", 1800)]
)
def test_a_key_ends_after_a_length(record: str, length: str, seconds: int) -> None:
    token = made("create", "desk", "--scope", "write", "--expires", length)
    ends = expiry(record, token)

    assert ends is not None
    left = ends - datetime.now(UTC)
    assert timedelta(seconds=seconds - 60) < left <= timedelta(seconds=seconds)


PAST = (date.today() - timedelta(days=2)).isoformat()  # noqa: DTZ011 - past in every zone


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["create", "desk"], "--scope"),
        (["create", "desk", "--scope", "everything"], "read_drafts"),
        (["create", "pourparlers import", "--scope", "write"], "at most 80"),
        (["create", "a: b", "--scope", "write"], "at most 80"),
        (["create", "desk", "--scope", "write", "--expires", "soon"], "90d"),
        (["create", "desk", "--scope", "write", "--expires", "9999-12-31"], "90d"),
        (["create", "desk", "--scope", "write", "--expires", "0d"], "90d"),
        (["create", "desk", "--scope", "write", "--expires", PAST], "not past"),
        (["rotate", "desk", "--grace", "1 week"], "90d"),
    ],
)
def test_what_cannot_be_made_is_said(arguments: list[str], says: str) -> None:
    done = run(*arguments)

    assert (done.exit_code, done.stdout) == (2, "")
    assert says in done.stderr
    assert len(rows()) == 1


@pytest.mark.parametrize("by", ["id", "name"])
def test_a_key_is_revoked_by_its_id_or_name(record: str, by: str) -> None:
    token = made("create", "desk", "--scope", "write")
    done = run("revoke", token.id if by == "id" else "desk")
    key = found(record, token)

    assert done.stdout == f"desk ({token.id}) is revoked.\n"
    assert key is not None
    assert key.refusal(datetime.now(UTC)) == "This key was revoked."
    assert rows()[1][-1] == "revoked"


@pytest.mark.parametrize(
    ("grace", "after", "known"),
    [([], timedelta(), False), (["--grace", "1h"], HOUR / 2, True),
     (["--grace", "1h"], HOUR, False)],
)  # fmt: skip
def test_a_rotated_key_has_another_secret(
    record: str, grace: list[str], after: timedelta, known: bool
) -> None:
    former = made("create", "desk", "--scope", "write")
    token = made("rotate", "desk", *grace)

    assert (token.id, token.secret == former.secret) == (former.id, False)
    assert found(record, token, after) is not None
    assert (found(record, former, after) is not None) is known


@pytest.mark.parametrize("command", ["revoke", "rotate"])
def test_a_key_that_is_not_there_is_one_sentence(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:

    monkeypatch.setattr("sys.argv", ["pourparlers", "keys", command, "desk"])
    with pytest.raises(SystemExit, match="no key in use"):
        main()
