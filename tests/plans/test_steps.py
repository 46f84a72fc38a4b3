"""What a page makes SQLite do hardly grows with the record: counted, not timed."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Integer, bindparam, text

from app.domain.query import Choice, EventQuery
from app.domain.window import parse_window
from app.render.form import ITEM
from app.store import events, keyed, migrate, rarity
from app.store import page as pages
from app.store.directory import Directories
from app.store.sessions import Database
from benchmarks.build import build
from benchmarks.bulk import Scale
from benchmarks.cast import ACTORS, FORUMS
from tests.plans.plan import Asking, asking

EVERY = 5
QUERIES = [
    EventQuery(actors=((actor,),), window=parse_window(f"{year}-03/.."))
    for actor in ACTORS.ids[:6]
    for year in (1997, 2003, 2009)
]


ON_SQLITE = pytest.mark.parametrize("hundred_thousand", ["sqlite"], indirect=True)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    """The record of ten thousand events, enough for some long ones of each actor."""
    url = f"sqlite:///{tmp_path_factory.mktemp('small')}/small.db"
    migrate.upgrade(url)
    build(url, Scale(5_000, 2, 20))
    database = Database(url)
    with database.reading() as connection:
        yield asking(connection, Directories())
    database.close()


@pytest.fixture
def fresh(hundred_thousand: Database, directories: Directories) -> Iterator[Asking]:
    """The large record over a connection of its own: one that was asked much counts otherwise."""
    database = Database(str(hundred_thousand.url))
    with database.reading() as connection:
        yield asking(connection, directories)
    database.close()


@ON_SQLITE
def test_a_page_at_100_000_takes_a_quarter_more_steps_than_at_10_000(
    small: Asking, fresh: Asking
) -> None:
    assert _steps(fresh) <= 1.25 * _steps(small)


@ON_SQLITE
def test_the_control_without_its_index_takes_many_more(small: Asking, crippled: Asking) -> None:
    for index in ("current_long", "current_date", "date"):
        crippled.connection.execute(text(f"DROP INDEX ix_event_actors_{index}"))

    assert _steps(crippled) > 10 * _steps(small)


@ON_SQLITE
def test_of_two_ranges_no_more_is_read_than_is_shown(
    fresh: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control reads a page of each, and sorts both: it takes twice the steps."""
    shown = _steps(fresh, _ask_keys)
    pages.keys.cache_clear()
    monkeypatch.setattr(pages, "_merged", pages._united)

    assert _steps(fresh, _ask_keys) > 1.8 * shown

    pages.keys.cache_clear()


@ON_SQLITE
def test_a_page_is_read_from_the_rows_of_what_is_rarest(
    fresh: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control walks along those of the actor that is named first, who is nearly everywhere."""
    rarest = _steps(fresh, _ask_rare)
    monkeypatch.setattr(rarity, "lead", lambda *_: "actor0")

    assert _steps(fresh, _ask_rare) > 20 * rarest


@ON_SQLITE
def test_what_is_asked_again_is_not_prepared_again(fresh: Asking) -> None:
    """SQLite asks its authorizer about each table and column when it prepares, and only then."""
    assert _prepares(fresh) == 0


@ON_SQLITE
def test_the_control_with_a_bare_limit_is_prepared_again(
    fresh: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.page.cache_clear()
    monkeypatch.setattr(pages, "LIMIT", bindparam("limit", type_=Integer))

    assert _prepares(fresh) > 0

    pages.page.cache_clear()


def _prepares(asking: Asking) -> int:
    """How often SQLite's authorizer is asked while pages are asked for that have been before."""
    driver = asking.connection.connection.driver_connection
    assert driver is not None
    asked = 0

    def allow(*_: object) -> int:
        nonlocal asked
        asked += 1
        return 0

    driver.set_authorizer(allow)
    _ask(asking)
    before = asked
    _ask(asking)
    driver.set_authorizer(None)
    return asked - before


def _steps(asking: Asking, ask: Callable[[Asking], None] | None = None) -> int:
    """How many instructions SQLite's machine runs for the pages, all of them full."""
    driver = asking.connection.connection.driver_connection
    assert driver is not None
    steps, ask = 0, ask or _ask

    def count() -> int:
        nonlocal steps
        steps += EVERY
        return 0

    ask(asking)  # To prepare a statement takes steps too, more of them the more indexes there are.
    driver.set_progress_handler(count, EVERY)
    ask(asking)
    driver.set_progress_handler(None, EVERY)
    return steps


def _ask(asking: Asking) -> None:
    for query in QUERIES:
        items, _ = events.page(asking.connection, query, asking.directory, asking.pin, 20)
        events.related(asking.connection, asking.pin, items, ITEM)
        assert len(items) == 20


def _ask_rare(asking: Asking) -> None:
    """Somebody popular with somebody who is not, and with a forum that seldom meets."""
    popular, window = (ACTORS.ids[0],), parse_window("2003-03-05/..")
    for query in (
        EventQuery(actors=(popular, (ACTORS.ids[50],)), window=window),
        EventQuery(actors=(popular,), forum=Choice((FORUMS.ids[20],)), window=window),
    ):
        asked = (asking.connection, query, asking.directory, asking.pin, 20)
        assert len(keyed.page(asking.connection, keyed.asked(*asked)).numbers) == 20


def _ask_keys(asking: Asking) -> None:
    for query in QUERIES:
        asked = (asking.connection, query, asking.directory, asking.pin, 20)
        keyed.page(asking.connection, keyed.asked(*asked))
