"""Writers against readers, in its quick form; the long one is `python -m tests.torture feed`."""

from tests.torture.feed import Scale, naive, trial


def test_nothing_is_skipped_repeated_or_out_of_order_while_sixteen_write(database_url: str) -> None:
    found = trial(database_url, Scale(commits=2_000, workers=1))

    assert len(found) == 9
    assert [reader for reader in found if not reader.sound] == []
    assert {reader.entries for reader in found} == {2_017, 2_001}


def test_the_control_skips_some(database_url: str) -> None:
    assert naive(database_url, Scale(commits=800)).skipped > 0
