"""Lists of values in statements that are kept: each value is a parameter with a number."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import BindParameter, ColumnElement, String, bindparam, literal_column

V = TypeVar("V")


def padded(values: Iterable[V]) -> tuple[V, ...]:
    """The values, the last repeated until they are 1, 2, 4, 8, …: few lengths, few statements."""
    given = tuple(values)
    return given + given[-1:] * ((1 << (len(given) - 1).bit_length()) - len(given))


def numbered(name: str, values: Sequence[Any]) -> dict[str, Any]:
    """What a statement with these parameters is asked with."""
    return {f"{name}_{i}": value for i, value in enumerate(values)}


def spelt(words: Iterable[StrEnum]) -> list[ColumnElement[str]]:
    """Words of our own, written out in the statement."""
    return [literal_column(f"'{word.value}'", String) for word in words]


def parameters(name: str, size: int) -> list[BindParameter[Any]]:
    """The parameters of a list of that length."""
    return [bindparam(f"{name}_{i}") for i in range(size)]
