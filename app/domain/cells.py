"""What an event counts under: its month, year, forum and so on, as the cells of a table."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product
from typing import Any

from app.domain.actor import ActorKind
from app.domain.directory import Directory
from app.domain.facts import Facts
from app.domain.vocabulary import Role


class By(StrEnum):
    """What events can be counted by."""

    MONTH = "month"
    YEAR = "year"
    FORUM = "forum"
    KIND = "kind"
    STATUS = "status"
    ACTOR = "actor"
    PLACE = "place"


# The value of an event for each of some keys; None is a value too: no forum, no known month.
Cell = tuple[tuple[By, str | None], ...]

_MONTH = re.compile("[0-9]{4}-(0[1-9]|1[0-2])")
_YEAR = re.compile("[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Table:
    """What is counted by, in order; with `actor_kinds`, only actors of these kinds have rows."""

    by: tuple[By, ...]
    actor_kinds: frozenset[ActorKind] = frozenset()

    @property
    def exclusive(self) -> bool:
        """Whether each event is in exactly one row, so that the rows add up to the total."""
        return By.ACTOR not in self.by

    def cells(self, event: Facts, roles: frozenset[Role], directory: Directory) -> Iterator[Cell]:
        """The cells that the event is in; several where several of its actors count."""
        found = [[(by, value) for value in values(event, by, roles)] for by in self.by]
        return (cell for cell in product(*found) if self._has_row(cell, directory))

    def _has_row(self, cell: Cell, directory: Directory) -> bool:
        if not self.actor_kinds:
            return True
        known = (directory.actors.get(value or "") for by, value in cell if by is By.ACTOR)
        return all(actor is not None and actor.kind in self.actor_kinds for actor in known)


def values(event: Facts, by: By, roles: frozenset[Role] = frozenset()) -> frozenset[str | None]:
    """What the event counts under: one value, but for its actors (in these roles, if any)."""
    if by is By.ACTOR:
        present = {s.actor for s in event.standings if not roles or roles & s.roles}
        return frozenset(present) or frozenset({None})
    if by in (By.MONTH, By.YEAR):
        days = event.days.earliest_start, event.days.latest_start
        return frozenset({started(by, *days)})
    return frozenset({_scalar(event, by)})


def _scalar(event: Facts, by: By) -> str | None:
    return {
        By.FORUM: event.forum,
        By.KIND: event.kind,
        By.STATUS: event.status,
        By.PLACE: event.country,
    }[by]


def started(by: By, first: int, last: int) -> str | None:
    """The month or year in which an event surely starts that starts from `first` to `last`.

    By month, one of which only the year is sure counts under the year. None where neither is.
    """
    early, late = month_number(first), month_number(last)
    if early // 12 != late // 12:
        return None
    year = f"{early // 12:04}"
    return year if by is By.YEAR or early != late else f"{year}-{early % 12 + 1:02}"


def known(by: By, value: str | None) -> By | None:
    """To what the value says it: under months there are years too. None for no value."""
    if value is None:
        return None
    return By.YEAR if by is By.MONTH and _YEAR.fullmatch(value) else by


def month_number(day: Any) -> Any:
    """Twelve times the year, plus the month from 0, of the ordinal of a day.

    Whole-number arithmetic alone (Neri and Schneider, Euclidean affine functions, 2022), so that a
    column of days may stand for `day`: the same formula then runs in the database. The year begins
    in March in it; 305 is the days before 0001-01-01 since the March before.
    """
    in_century = (4 * day + 1223) % 146097 // 4 * 4 + 3
    year = (4 * day + 1223) // 146097 * 100 + in_century // 1461
    return year * 12 + (in_century % 1461 // 4 * 5 + 461) // 153 - 1


def days_of(value: str) -> tuple[int, int]:
    """The ordinals of the first and the last day of a month `2022-01` or a year `2022`."""
    year, month = int(value[:4]), int(value[5:] or 0)
    last = date(year, month or 12, monthrange(year, month or 12)[1])
    return date(year, month or 1, 1).toordinal(), last.toordinal()


def is_value(by: By, text: str) -> bool:
    """Whether it can be the value of a month or of a year."""
    month = by is By.MONTH and _MONTH.fullmatch(text)
    return bool(month or _YEAR.fullmatch(text)) and not text.startswith("0000")
