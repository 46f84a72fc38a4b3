"""At 100,000 events the feeds that stand by revision are walked by their own indexes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.event import listen, remove

from app.domain.feed import Place
from app.domain.query import EventQuery
from app.domain.things import Thing
from app.domain.window import parse_window
from app.store import changes, documents, feed
from app.store.directory import Directories
from app.store.feed import Touches
from tests.plans.cases import US
from tests.plans.plan import Asking, Plan

QUERIES = (
    EventQuery(),
    EventQuery(actors=((US,),)),
    EventQuery(window=parse_window("2012-05")),
    EventQuery(actors=((US,),), window=parse_window("2012-05")),
)


def statements(asking: Asking) -> None:
    documents.newest(asking.connection, Thing.STATEMENT, asking.pin, 50)


def test_a_page_of_statements_walks_their_index(large: Asking) -> None:
    for asking in (large, large.at(large.pin.rev // 2)):
        (plan,) = plans(asking, statements)
        walked = [step for step in plan.steps if " versions USING INDEX" in step]
        assert walked, plan.steps
        assert all("ix_versions_statements" in step for step in walked), plan.steps
        assert "SCAN versions" not in plan.steps, plan.steps


@pytest.mark.parametrize("query", QUERIES)
def test_a_page_of_changes_reads_no_table_whole(large: Asking, query: EventQuery) -> None:
    def page(asking: Asking) -> None:
        _, key = changes.page(asking.connection, query, asking.directory, asking.pin, 50)
        changes.page(asking.connection, query, asking.directory, asking.pin, 50, key)

    for plan in plans(large, page):
        whole = [step for step in plan.steps if step.startswith("SCAN changes")]
        assert [step for step in whole if "INDEX" not in step] == [], plan.steps


@pytest.mark.parametrize("query", QUERIES)
def test_what_the_last_commits_did_reads_no_table_whole(
    large: Asking, directories: Directories, query: EventQuery
) -> None:
    def page(asking: Asking) -> None:
        _last(asking, directories, query)

    for plan in plans(large, page):
        # But that of the few commits: PostgreSQL reads a page of it whole.
        whole = [step for step in plan.steps if step.startswith("SCAN ")]
        assert [step for step in whole if step != "SCAN commits"] == [], plan.steps


def _last(asking: Asking, directories: Directories, query: EventQuery) -> None:
    touches = Touches(asking.connection, directories, asking.pin)
    feed.page(touches, query, Place(asking.pin.rev - 1), 50)


def test_the_control_without_their_index_reads_all_versions(
    crippled: Asking, directories: Directories
) -> None:
    crippled.connection.execute(text("DROP INDEX ix_versions_from"))

    def page(asking: Asking) -> None:
        _last(asking, directories, EventQuery())

    found = [step for plan in plans(crippled, page) for step in plan.steps]
    assert [step for step in found if step.startswith("SCAN versions")]


def test_the_control_without_its_index_reads_statements_otherwise(crippled: Asking) -> None:
    crippled.connection.execute(text("DROP INDEX ix_versions_statements"))

    (plan,) = plans(crippled, statements)
    assert "ix_versions_statements" not in plan.indexes


def plans(asking: Asking, ask: Callable[[Asking], None]) -> list[Plan]:
    """How the database means to answer each statement that is asked."""
    with _noted(asking.connection) as asked:
        ask(asking)
    return [asking.plan(statement) for statement in asked]


@contextmanager
def _noted(connection: Connection) -> Iterator[list[tuple[str, Any]]]:
    asked: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        asked.append((statement, parameters))

    listen(connection, "before_cursor_execute", note)
    yield asked
    remove(connection, "before_cursor_execute", note)
