"""Memberships: how many there are on a day, and the dates of some that are often got wrong."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

import pytest

from app.domain.actor import Relation, RelationKind
from app.domain.validity import Span, validity
from app.gazetteer import Document

Actors = dict[str, Document]


def memberships(actor: Document) -> Iterator[Relation]:
    """The memberships in an actor's document."""
    for relation in map(Relation.model_validate, actor["relations"]):
        if relation.relation is RelationKind.MEMBER_OF:
            yield relation


def members(actors: Actors, organisation: str, role: str, day: str) -> set[str]:
    """The ids of those that surely belong on a day."""
    on = Span(*[date.fromisoformat(day).toordinal()] * 2)
    return {
        id_
        for id_, actor in actors.items()
        for held in memberships(actor)
        if (held.object, held.role) == (organisation, role) and on.within(validity(held).sure)
    }


@pytest.mark.parametrize(
    ("organisation", "role", "day", "count"),
    [
        ("nato", "member", "1949-08-23", 0),
        ("nato", "member", "1949-08-24", 12),
        ("nato", "member", "1990-10-03", 16),
        ("nato", "member", "2022-01-12", 30),
        ("nato", "member", "2023-04-03", 30),
        ("nato", "member", "2023-04-04", 31),
        ("nato", "member", "2024-03-07", 32),
        ("eu", "member", "1958-01-01", 6),
        ("eu", "member", "1986-01-01", 12),
        ("eu", "member", "1995-01-01", 15),
        ("eu", "member", "2004-05-01", 25),
        ("eu", "member", "2020-01-31", 28),
        ("eu", "member", "2020-02-01", 27),
        ("osce", "participating_state", "2022-01-13", 57),
        ("osce", "participating_state", "2012-11-20", 56),
        ("osce", "participating_state", "1992-01-31", 46),
        ("un", "member", "1945-12-31", 49),
        ("un", "member", "2002-09-10", 190),
        ("un", "member", "2022-01-10", 193),
        ("un", "observer", "2022-01-10", 2),
        ("un-security-council", "member", "2022-01-10", 5),
        ("g7", "member", "1976-01-01", 6),
        ("g7", "member", "2022-01-10", 7),
        ("g7", "partner", "2022-01-10", 1),
        ("g8", "member", "1998-05-15", 8),
        ("g8", "member", "2014-03-25", 0),
        ("g20", "member", "2022-01-10", 20),
        ("g20", "member", "2023-09-09", 21),
        ("council-of-europe", "member", "1949-05-05", 10),
        ("council-of-europe", "member", "1973-01-01", 17),
        # With Czechoslovakia it had 26; former states have no memberships here.
        ("council-of-europe", "member", "1991-11-26", 25),
        ("council-of-europe", "member", "2022-03-16", 47),
        ("council-of-europe", "member", "2022-03-17", 46),
        ("council-of-europe", "observer", "2022-01-10", 5),
    ],
)
def test_counts(actors: Actors, organisation: str, role: str, day: str, count: int) -> None:
    assert len(members(actors, organisation, role, day)) == count


@pytest.mark.parametrize(
    ("member", "organisation", "since"),
    [
        ("finland", "nato", "2023-04-04"),
        ("sweden", "nato", "2024-03-07"),
        ("russia", "un", "1945-10-24"),
        ("china", "un", "1945-10-24"),
        ("serbia", "un", "2000-11-01"),
        ("switzerland", "un", "2002-09-10"),
        ("albania", "osce", "1991-06-19"),
        ("ukraine", "osce", "1992-01-30"),
        ("monaco", "osce", "1973"),
        ("mongolia", "osce", "2012-11-21"),
        ("china", "un-security-council", "1945-10-24"),
        ("canada", "g7", "1976-06-27"),
        ("african-union", "g20", "2023-09-09"),
        ("poland", "council-of-europe", "1991-11-26"),
        ("montenegro", "council-of-europe", "2007-05-11"),
    ],
)
def test_dates(actors: Actors, member: str, organisation: str, since: str) -> None:
    [relation] = [r for r in actors[member]["relations"] if r["object"] == organisation]
    assert relation["from"] == since
    assert "to" not in relation


@pytest.mark.parametrize(
    ("member", "organisation", "terms"),
    [
        ("united-kingdom", "eu", [("1973-01-01", "2020-01-31")]),
        ("russia", "g8", [("[1997-06-20..1998-05-15]", "2014-03-24")]),
        ("russia", "council-of-europe", [("1996-02-28", "2022-03-16")]),
        (
            "greece",
            "council-of-europe",
            [("1949-08-09", "[1969-12-12..1970-12-31]"), ("1974-11-28", None)],
        ),
    ],
)
def test_who_left(
    actors: Actors, member: str, organisation: str, terms: list[tuple[str, str | None]]
) -> None:
    held = [m for m in memberships(actors[member]) if m.object == organisation]
    assert [(m.since, m.until) for m in held] == terms


def test_greece_was_out_of_the_council_of_europe_and_came_back(actors: Actors) -> None:
    belonged = {
        year: "greece" in members(actors, "council-of-europe", "member", f"{year}-06-01")
        for year in (1969, 1972, 1975)
    }
    assert belonged == {1969: True, 1972: False, 1975: True}


def test_no_two_memberships_overlap(actors: Actors) -> None:
    for actor in actors.values():
        for one, other in combinations(memberships(actor), 2):
            apart = one.object != other.object or not validity(one).may.meets(validity(other).may)
            assert apart, (actor["id"], one.object)


def test_nobody_belongs_to_what_is_not_there(actors: Actors) -> None:
    objects = {held.object for actor in actors.values() for held in memberships(actor)}
    assert objects == {"nato", "osce", "eu", "un", "council-of-europe", "un-security-council"} | {
        "g7",
        "g8",
        "g20",
    }
    assert {actors[id_]["kind"] for id_ in objects} == {"organisation", "body", "grouping"}
