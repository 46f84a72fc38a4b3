"""Dates in French and English words, ranges included."""

import pytest

from app.intake.worddates import words_to_edtf


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("14 November 2008", "2008-11-14"), ("14–15 November 2008", "2008-11-14/2008-11-15"),
        ("14-15 novembre 2008", "2008-11-14/2008-11-15"), ("1er mars 2022", "2022-03-01"),
        ("30 June – 1 July 2013", "2013-06-30/2013-07-01"), ("mars 2022", "2022-03"),
        ("31 December 2021 – 2 January 2022", "2021-12-31/2022-01-02"), ("1975", "1975"),
        ("November 14, 2008", "2008-11-14"), ("November 14–15, 2008", "2008-11-14/2008-11-15"),
        ("June 30 – July 1, 2013", "2013-06-30/2013-07-01"), ("Sept. 5, 2019", "2019-09-05"),
        ("du 24 au 26 août 2019", "2019-08-24/2019-08-26"), ("le 5 févr. 2020", "2020-02-05"),
        ("March–April 2022", "2022-03/2022-04"), ("2nd May 1999", "1999-05-02"),
        ("14 – 14 May 2008", "2008-05-14"),
    ],
)  # fmt: skip
def test_words_become_edtf(text: str, edtf: str) -> None:
    assert words_to_edtf(text) == edtf


@pytest.mark.parametrize("text", ["", "soon", "14 Brumaire 1799", "14", "14/11/2008", "May", "–"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        words_to_edtf(text)
