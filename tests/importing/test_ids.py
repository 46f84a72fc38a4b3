"""Ids of events that others name: the same every time, and never one that is taken."""

from app.domain.actor import Identifier
from app.importing.ids import assign


def named(*values: str) -> list[Identifier]:
    return [Identifier(scheme="ours", value=value) for value in values]


def test_an_id_follows_from_its_identifier() -> None:
    (one,) = named("1")

    assert assign([one], lambda _: set()) == {one: "ev_0vlfdt24"}


def test_an_id_that_is_taken_is_passed_over() -> None:
    (one,) = named("1")
    first = assign([one], lambda _: set())[one]
    second = assign([one], lambda ids: {first} & set(ids))[one]

    assert second not in (first, None)
    assert assign([one], lambda ids: {first, second} & set(ids))[one] not in (first, second)


def test_two_that_fall_on_one_id_get_two() -> None:
    many = named(*map(str, range(2_000)))
    # Every first offer is taken, so that second offers meet each other's first ones.
    first = set(assign(many, lambda _: set()).values())
    given = assign(many, lambda ids: first & set(ids))

    assert len(set(given.values())) == len(many)
    assert not first & set(given.values())
