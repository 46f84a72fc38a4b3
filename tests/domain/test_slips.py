"""The summary of moves: what is counted, and the five numbers of days."""

from app.domain.slips import Slip, Spread, slips


def test_moves_are_counted_by_their_direction() -> None:
    found = slips(4, [Slip("a", 7), Slip("a", -2), Slip("b", 0), Slip("c", None)])

    assert (found.events, found.moved, found.moves) == (4, 3, 4)
    assert (found.later, found.earlier) == (1, 1)
    assert found.share == 0.75
    assert found.days == Spread(-2, -1, 0, 3.5, 7)


def test_a_single_move_is_all_five_numbers() -> None:
    assert slips(1, [Slip("a", 3)]).days == Spread(3, 3, 3, 3, 3)


def test_events_that_stayed_have_no_days() -> None:
    found = slips(2, [])

    assert (found.moved, found.share, found.days) == (0, 0, None)
    assert slips(2, [Slip("a", None)]).days is None


def test_quartiles_are_between_the_closest() -> None:
    found = slips(9, [Slip(str(day), day) for day in (1, 2, 3, 4, 10)])

    assert found.days == Spread(1, 2, 3, 4, 10)
