"""At 100,000 events no list reads a table whole, and each is found by the index made for it."""

from fnmatch import fnmatchcase

import pytest
from sqlalchemy import text

from app.domain.cells import By
from app.store.shape import Key
from tests.plans.cases import EARLIER, EARLIER_WALKED, NARROW, WALKED
from tests.plans.plan import Asking, Plan

AFTER = Key(0, 734_628 * 1441, 734_628, "ev_00000000")


def uses(plan: Plan, index: str) -> bool:
    """Whether an index of that name is in the plan; % stands for any letters."""
    return any(fnmatchcase(found, index.replace("%", "*")) for found in plan.indexes)


@pytest.mark.parametrize("name", NARROW)
def test_a_page_is_found_by_its_index(large: Asking, name: str) -> None:
    query, index = NARROW[name]
    for after in (None, AFTER):
        plan = large.plan(large.page(query, after))
        assert plan.scanned == [], plan.steps
        assert uses(plan, index), plan.steps


@pytest.mark.parametrize("name", NARROW)
def test_a_count_reads_what_the_filter_narrows(large: Asking, name: str) -> None:
    plan = large.plan(large.count(NARROW[name][0]))
    assert plan.scanned == [], plan.steps


@pytest.mark.parametrize("name", NARROW)
def test_a_table_of_counts_reads_what_the_filter_narrows(large: Asking, name: str) -> None:
    for by in ((By.MONTH, By.KIND), (By.ACTOR,)):
        plan = large.plan(large.counts(NARROW[name][0], *by))
        assert plan.scanned == [], plan.steps


@pytest.mark.parametrize("name", WALKED)
def test_a_walk_follows_an_index_in_its_order(large: Asking, name: str) -> None:
    query, index = WALKED[name]
    for after in (None, AFTER):
        plan = large.plan(large.page(query, after))
        assert all("USING INDEX" in step for step in plan.scanned), plan.steps
        assert uses(plan, index), plan.steps


@pytest.mark.parametrize("name", EARLIER)
def test_an_earlier_revision_is_found_by_an_index(large: Asking, name: str) -> None:
    query, index = EARLIER[name]
    earlier = large.at(large.pin.rev // 2)
    for after in (None, AFTER):
        plan = earlier.plan(earlier.page(query, after))
        assert plan.scanned == [], plan.steps
        assert uses(plan, index), plan.steps


@pytest.mark.parametrize("name", EARLIER_WALKED)
def test_an_earlier_walk_follows_an_index_in_its_order(large: Asking, name: str) -> None:
    query, index = EARLIER_WALKED[name]
    earlier = large.at(large.pin.rev // 2)
    for after in (None, AFTER):
        plan = earlier.plan(earlier.page(query, after))
        assert all("USING INDEX" in step for step in plan.scanned), plan.steps
        assert uses(plan, index), plan.steps


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("actor and date", "ix_event_actors_current_long"),
        ("date", "ix_event_index_current_long"),
        ("part of", "ix_event_index_current_part_of"),
    ],
)
def test_the_control_without_its_index_fails(crippled: Asking, name: str, index: str) -> None:
    query, wanted = NARROW[name]
    crippled.connection.execute(text(f"DROP INDEX {index}"))

    assert not uses(crippled.plan(crippled.page(query)), wanted)


def test_a_plan_that_reads_all_is_seen(large: Asking) -> None:
    statement = large.plain("SELECT id FROM event_index WHERE kind > 'm'")
    assert large.plan(statement).scanned
