"""Drafts move nothing that is public: with them and without, the same bytes, revision included."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.domain.query import Sort
from app.domain.things import Thing
from app.store import events
from app.store.beside import drafts
from app.store.drafts import all_of
from tests.http.conftest import Client
from tests.support.hidden import compared, pair

REQUESTS, CONTROL = 500, 150
Pair = tuple[Client, Client, list[str]]


@pytest.fixture
def both(database_url: str, tmp_path: Path) -> Iterator[Pair]:
    with pair(database_url, tmp_path) as made:
        yield made


def test_what_strangers_are_told_does_not_depend_on_drafts(both: Pair) -> None:
    found = compared(*both, REQUESTS)

    assert found.differing == []
    assert (found.asked, found.well > REQUESTS / 3) == (REQUESTS, True)


def counted_with_drafts(counted: Callable[..., int]) -> Callable[..., int]:
    """A count that takes drafts for events."""

    def count(connection: Any, *asked: Any) -> int:
        return counted(connection, *asked) + (
            connection.scalar(select(func.count()).select_from(drafts)) or 0
        )

    return count


def ordered_by_drafts(read: Callable[..., Any]) -> Callable[..., Any]:
    """An order in which events come first of which changes are proposed."""

    def page(connection: Any, query: Any, *asked: Any) -> Any:
        items, key = read(connection, query, *asked)
        if query.sort is not Sort.DATE:
            return items, key
        waiting = {draft.target for draft in all_of(connection, Thing.EVENT)}
        return sorted(items, key=lambda item: item.id not in waiting), key

    return page


@pytest.mark.parametrize(
    ("name", "leak"), [("count", counted_with_drafts), ("page", ordered_by_drafts)]
)
def test_a_draft_counted_or_sorted_by_is_seen(
    both: Pair, monkeypatch: pytest.MonkeyPatch, name: str, leak: Callable[..., Any]
) -> None:
    """The controls: two ways in which drafts could show, though none is ever shown."""
    monkeypatch.setattr(events, name, leak(getattr(events, name)))
    found = compared(*both, CONTROL)

    assert found.differing
