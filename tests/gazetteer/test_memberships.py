"""Memberships: how many there are on a day, and the dates of some that are often got wrong."""

from collections.abc import Iterator
from datetime import date

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
    ],
)
def test_dates(actors: Actors, member: str, organisation: str, since: str) -> None:
    [relation] = [r for r in actors[member]["relations"] if r["object"] == organisation]
    assert relation["from"] == since
    assert "to" not in relation


def test_the_united_kingdom_left_the_union(actors: Actors) -> None:
    [relation] = [r for r in actors["united-kingdom"]["relations"] if r["object"] == "eu"]
    assert (relation["from"], relation["to"]) == ("1973-01-01", "2020-01-31")


def test_nobody_belongs_twice_nor_to_what_is_not_there(actors: Actors) -> None:
    for actor in actors.values():
        objects = [held.object for held in memberships(actor)]
        assert len(objects) == len(set(objects))
        assert all(actors[id_]["kind"] == "organisation" for id_ in objects)
