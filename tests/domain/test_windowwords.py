"""A window of the filter in words, in years of every length."""

import pytest

from app.domain.window import parse_window
from app.domain.windowwords import window_text


@pytest.mark.parametrize(
    ("window", "english", "french"),
    [
        ("2022-01", "January 2022", "janvier 2022"),
        ("2022", "2022", "2022"),
        ("0050-02", "February 50", "février 50"),
        ("0999", "999", "999"),
        ("2022-01-05/2022-01-12", "5–12 January 2022", "du 5 au 12 janvier 2022"),
    ],
)
def test_a_window_is_told_by_its_name(window: str, english: str, french: str) -> None:
    assert window_text(parse_window(window), "en") == english
    assert window_text(parse_window(window), "fr") == french
