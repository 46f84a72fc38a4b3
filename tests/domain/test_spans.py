"""Several dates as one interval."""

import pytest

from app.domain.spans import covering


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], None),
        (["2022-01-10"], "2022-01-10"),
        (["2022-01-12", "2022-01-10"], "2022-01-10/2022-01-12"),
        (["2022-01-10/2022-01-12", "2022-01-11"], "2022-01-10/2022-01-12"),
        (["2022-01", "2022-03-05"], "2022-01-01/2022-03-05"),
        (["2022-01-10/..", "2022-01-12"], "2022-01-10/2022-01-12"),
        (["../2022-01-12", "2022-01-10"], "2022-01-10/2022-01-12"),
        (["[..2022-01-12]"], None),
    ],
)
def test_the_interval_covers_them_all(texts: list[str], expected: str | None) -> None:
    assert covering(texts) == expected
