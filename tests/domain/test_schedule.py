"""When a message is tried again."""

from datetime import timedelta

import pytest

from app.domain.webhook import WAITS, Schedule, message_id


def test_it_lasts_some_three_days_as_standard_webhooks_proposes() -> None:
    assert [wait.total_seconds() for wait in WAITS[:4]] == [5, 300, 1800, 7200]
    assert timedelta(days=3) < sum(WAITS, timedelta()) < timedelta(days=3.5)


@pytest.mark.parametrize("chance", [0.0, 0.5, 1.0])
def test_no_two_try_again_at_the_same_time(chance: float) -> None:
    schedule = Schedule(lambda: chance)
    waits = [schedule.wait(attempts) for attempts in range(1, len(WAITS) + 1)]

    assert waits == [wait * (0.9 + 0.2 * chance) for wait in WAITS]
    assert schedule.wait(len(WAITS) + 1) is None


def test_a_receiver_may_ask_for_more_time_and_for_no_less() -> None:
    schedule = Schedule(lambda: 0.5)

    assert schedule.wait(1, timedelta(minutes=2)) == timedelta(minutes=2)
    assert schedule.wait(1, timedelta(seconds=-9)) == timedelta(seconds=5)
    assert schedule.wait(1, timedelta(days=365)) == timedelta(days=1)


def test_a_message_is_called_the_same_by_everybody_and_no_other_is() -> None:
    first = message_id("wh_1", 1_700_000_000_000_000, "event", "ev_1")

    assert first == message_id("wh_1", 1_700_000_000_000_000, "event", "ev_1")
    others = [
        ("wh_2", 1_700_000_000_000_000, "event", "ev_1"),
        ("wh_1", 1_700_000_000_000_001, "event", "ev_1"),
        ("wh_1", 1_700_000_000_000_000, "event", "ev_2"),
    ]
    assert first not in [message_id(*other) for other in others]
    assert first.startswith("msg_")
    assert len(first) == 30
