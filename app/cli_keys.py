"""`pourparlers keys`: make, list, revoke and rotate the keys of those who write."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import click

from app.domain.apikey import Key, may_be_named
from app.domain.scope import Scope
from app.store import keys as store
from app.terminal import database, say

_LENGTH = re.compile(r"([1-9][0-9]{0,4})(m|h|d)")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_COLUMNS = ("id", "name", "scopes", "created", "expires", "last used", "state")
_ONCE = "This is the only time that the key is shown."


class Length(click.ParamType[timedelta]):
    """A length of time, as 90d, 12h or 30m."""

    name = "length"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta:
        """The length; a sentence where it is none."""
        if isinstance(value, timedelta):
            return value
        found = _LENGTH.fullmatch(value)
        if found is None:
            self.fail("write a number and d, h or m: 90d, 12h, 30m", param, ctx)
        return timedelta(**{_UNITS[found[2]]: int(found[1])})


class Expiry(click.ParamType[datetime]):
    """The end of a day in UTC, or so long from now."""

    name = "day or length"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """The first instant at which the key no longer counts."""
        now = datetime.now(UTC)
        try:
            last = date.fromisoformat(value)
            ends = datetime.combine(last + timedelta(days=1), time(), UTC)
        except (ValueError, OverflowError):
            ends = now + Length().convert(value, param, ctx)
        if ends <= now:
            self.fail("give a day that is not past", param, ctx)
        return ends


@click.group()
def keys() -> None:
    """Keys for those who write; reading the record needs none."""


@keys.command()
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice([scope.value for scope in Scope]),
    help="What it may do; repeat it for several.",
)
@click.option(
    "--expires", type=Expiry(), help="Its last day (2027-01-31), or how long it counts (90d)."
)
def create(name: str, scopes: Sequence[str], expires: datetime | None) -> None:
    """Make a key and print it, once. NAME becomes the author of what it commits."""
    if not may_be_named(name):
        raise click.BadParameter("letters, digits, spaces and . @ - ' _, at most 80", None, None)
    with database() as (_, opened), opened.writing() as connection:
        made = store.create(connection, name, map(Scope, scopes), datetime.now(UTC), expires)
    click.echo(made.text)
    say(_ONCE)


@keys.command("list")
def list_keys() -> None:
    """List the keys: columns with tabs between, without their secrets."""
    with database() as (_, opened), opened.reading() as connection:
        found = store.listed(connection)
    now = datetime.now(UTC)
    for row in (_COLUMNS, *(_row(key, now) for key in found)):
        click.echo("\t".join(row))


@keys.command()
@click.argument("key")
def revoke(key: str) -> None:
    """End KEY (its id or name) for good, on every worker at once."""
    with database() as (_, opened), opened.writing() as connection:
        ended = store.revoke(connection, key, datetime.now(UTC))
    click.echo(f"{ended.name} ({ended.id}) is revoked.")


@keys.command()
@click.argument("key")
@click.option(
    "--grace",
    type=Length(),
    default=timedelta(),
    help="How long the former secret still counts (24h).",
)
def rotate(key: str, grace: timedelta) -> None:
    """Give KEY (its id or name) a new secret and print it, once."""
    with database() as (_, opened), opened.writing() as connection:
        made = store.rotate(connection, key, datetime.now(UTC), grace)
    click.echo(made.text)
    say(_ONCE)


def _row(key: Key, now: datetime) -> Sequence[str]:
    instants = (key.created_at, key.expires_at, key.last_used_at)
    return key.id, key.name, " ".join(sorted(key.scopes)), *map(_at, instants), _state(key, now)


def _state(key: Key, now: datetime) -> str:
    if key.revoked_at is not None:
        return "revoked"
    return "expired" if key.refusal(now) else "in use"


def _at(instant: datetime | None) -> str:
    """To the second, in UTC (RFC 3339)."""
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}" if instant else "-"
