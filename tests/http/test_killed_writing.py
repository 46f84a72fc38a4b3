"""kill -9 while writing: every commit that was acknowledged is there, and none is there by half."""

from tests.support.killing import killed

KILLS, CONTROL = 20, 6


def test_what_was_acknowledged_is_there_and_whole(database_url: str) -> None:
    found = killed(database_url, KILLS)

    assert found.acknowledged > KILLS
    assert (found.lost, found.torn, found.faults) == ([], [], [])


def test_what_is_acknowledged_before_it_is_committed_is_lost(database_url: str) -> None:
    """The control: the same kills of servers that answer first and commit after."""
    found = killed(database_url, CONTROL, "early")

    assert found.lost != []


def test_what_is_committed_in_two_halves_is_found_by_half(database_url: str) -> None:
    """The control: the same kills of servers whose commits are two transactions each."""
    found = killed(database_url, CONTROL, "torn")

    assert [*found.torn, *found.faults] != []
