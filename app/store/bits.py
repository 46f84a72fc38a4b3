"""Sets of controlled words as the bits of one integer, so that a row says all of its roles."""

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement

from app.domain.vocabulary import Level, Role

# The order is the meaning of stored rows: a new word goes at the end of its enumeration.
_BITS: dict[StrEnum, int] = {
    **{role: 1 << i for i, role in enumerate(Role)},
    **{level: 1 << i for i, level in enumerate(Level)},
}


def bits(words: Iterable[Role] | Iterable[Level]) -> int:
    """The words as one integer."""
    return sum(_BITS[word] for word in set(words))


@lru_cache(1_024)
def roles(mask: int) -> frozenset[Role]:
    """The roles of one integer."""
    return frozenset(role for role in Role if mask & _BITS[role])


def any_bit(column: ColumnElement[Any], mask: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a column of bits has one of the mask."""
    return column.bitwise_and(mask) != 0
