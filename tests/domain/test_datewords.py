"""Dates in words: a table of texts in English and French, and what no zone may change."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import When
from app.domain.datewords import when_text
from app.domain.edtf import parse
from app.domain.edtfhints import MONTHS
from tests.domain.edtf_texts import ACCEPTED

ZURICH = "Europe/Zurich"
NBSP = "\N{NO-BREAK SPACE}"
FRENCH = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
MONTH_NAMES = "|".join([*MONTHS, *FRENCH.split()])


def when(edtf: str | None, timezone: str | None = None, **members: Any) -> When:
    return When.model_validate({"edtf": edtf, "timezone": timezone, **members})


DATES = [
    (None, "date not announced", "date non annoncée"),
    ("2022-01-10", "10 January 2022", "10 janvier 2022"),
    ("2022-01-01", "1 January 2022", "1er janvier 2022"),
    ("0800-12-25", "25 December 800", "25 décembre 800"),
    ("2022-01", "January 2022", "janvier 2022"),
    ("2022", "2022", "2022"),
    ("2022-21", "spring 2022", "printemps 2022"),
    ("2022-22", "summer 2022", "été 2022"),
    ("2022-23", "autumn 2022", "automne 2022"),
    ("2022-24", "winter 2022–2023", "hiver 2022-2023"),
    ("201X", "the 2010s", "les années 2010"),
    ("190X", "the years 1900–1909", "les années 1900 à 1909"),
    ("20XX", "the years 2000–2099", "les années 2000 à 2099"),
    ("2004-XX", "one month in 2004", "un mois de 2004"),
    ("1985-04-XX", "one day in April 1985", "un jour d’avril 1985"),
    ("1985-XX-XX", "one day in 1985", "un jour de 1985"),
    ("2022-01?", "January 2022 (uncertain)", "janvier 2022 (incertain)"),
    ("2022-01~", "around January 2022", "vers janvier 2022"),
    ("2022-01%", "around January 2022 (uncertain)", "vers janvier 2022 (incertain)"),
    ("2022-01-10~", "around 10 January 2022", "vers le 10 janvier 2022"),
    ("2022-22~", "around summer 2022", "vers l’été 2022"),
    ("201X~", "around the 2010s", "vers les années 2010"),
    ("1985-04-XX~", "around April 1985", "vers avril 1985"),
    ("2020-12-01/2020-12-02", "1–2 December 2020", "du 1er au 2 décembre 2020"),
    ("2022-01-10/2022-01-10", "10 January 2022", "10 janvier 2022"),
    (
        "2020-11-28/2020-12-02",
        "28 November – 2 December 2020",
        "du 28 novembre au 2 décembre 2020",
    ),
    (
        "2021-12-31/2022-01-02",
        "31 December 2021 – 2 January 2022",
        "du 31 décembre 2021 au 2 janvier 2022",
    ),
    ("2022-01/2022-03", "January–March 2022", "de janvier à mars 2022"),
    ("2022-08/2022-10", "August–October 2022", "d’août à octobre 2022"),
    ("2021-12/2022-03", "December 2021 – March 2022", "de décembre 2021 à mars 2022"),
    ("2010/2012", "2010–2012", "de 2010 à 2012"),
    (
        "2022-21/2022-23",
        "from spring 2022 to autumn 2022",
        "du printemps 2022 à l’automne 2022",
    ),
    ("199X/201X", "from the 1990s to the 2010s", "des années 1990 aux années 2010"),
    ("2022-01/2022-03-05", "from January to 5 March 2022", "de janvier au 5 mars 2022"),
    (
        "2022-01-10~/2022-02?",
        "from around 10 January 2022 to February 2022 (uncertain)",
        "du 10 janvier 2022 (environ) à février 2022 (incertain)",
    ),
    (
        "[2022-04-05..2022-04-07]",
        "one day from 5 to 7 April 2022",
        "un jour du 5 au 7 avril 2022",
    ),
    (
        "[2022-04-30..2022-05-02]",
        "one day from 30 April to 2 May 2022",
        "un jour du 30 avril au 2 mai 2022",
    ),
    (
        "[2022-04..2022-06]",
        "one of the months from April to June 2022",
        "un des mois d’avril à juin 2022",
    ),
    ("[2022-04..2022-04]", "April 2022", "avril 2022"),
    ("[..2016-02-25]", "by 25 February 2016", "au plus tard le 25 février 2016"),
    ("[..2016-02]", "no later than February 2016", "au plus tard en février 2016"),
    ("[2016-02-25..]", "on or after 25 February 2016", "au plus tôt le 25 février 2016"),
    ("[2016-02..]", "in or after February 2016", "au plus tôt en février 2016"),
    ("../2016-02-05", "until 5 February 2016", "jusqu’au 5 février 2016"),
    ("../2016-02", "until February 2016", "jusqu’en février 2016"),
    ("../2016", "until 2016", "jusqu’en 2016"),
    ("../2016-22", "until summer 2016", "jusqu’à l’été 2016"),
    ("../201X", "until the 2010s", "jusqu’aux années 2010"),
    (
        "/2016-02-05",
        "until 5 February 2016, start unknown",
        "jusqu’au 5 février 2016, début inconnu",
    ),
    ("2022-01-24/..", "from 24 January 2022", "à partir du 24 janvier 2022"),
    ("2022-04/..", "from April 2022", "à partir d’avril 2022"),
    ("2022-22/..", "from summer 2022", "à partir de l’été 2022"),
    ("201X/..", "from the 2010s", "à partir des années 2010"),
    ("2022-01~/..", "from around January 2022", "à partir de janvier 2022 (environ)"),
    (
        "2022-01-24/",
        "from 24 January 2022, end unknown",
        "à partir du 24 janvier 2022, fin inconnue",
    ),
]


@pytest.mark.parametrize(("edtf", "english", "french"), DATES)
@pytest.mark.parametrize("zone", [None, ZURICH])
def test_dates_in_words(edtf: str | None, english: str, french: str, zone: str | None) -> None:
    for tz in (None, "Asia/Tokyo"):
        assert when_text(when(edtf, zone), "en", tz) == english
        assert when_text(when(edtf, zone), "fr", tz) == french


TIMES = [
    ("2022-01-10T09:30", None, "10 January 2022, 09:30 (Europe/Zurich)"),
    ("2022-01-10T09:30/2022-01-10T12:00", None, "10 January 2022, 09:30–12:00 (Europe/Zurich)"),
    ("2022-01-10T09:30/2022-01-10T09:30", None, "10 January 2022, 09:30 (Europe/Zurich)"),
    (
        "2022-01-10T22:00/2022-01-11T02:00",
        None,
        "10 January 2022, 22:00 – 11 January 2022, 02:00 (Europe/Zurich)",
    ),
    ("2022-01-10T09:30/..", None, "from 10 January 2022, 09:30 (Europe/Zurich)"),
    ("2022-01-10T09:30/", None, "from 10 January 2022, 09:30, end unknown (Europe/Zurich)"),
    ("../2022-01-10T17:00", None, "until 10 January 2022, 17:00 (Europe/Zurich)"),
    ("../2022-01-10T17:00", "Asia/Tokyo", "until 11 January 2022, 01:00 (Asia/Tokyo)"),
    ("2022-01-10T20:00", "Asia/Tokyo", "11 January 2022, 04:00 (Asia/Tokyo)"),
    (
        "2022-01-10T22:00/2022-01-11T02:00",
        "America/New_York",
        "10 January 2022, 16:00–20:00 (America/New_York)",
    ),
    (
        "2022-01-10T09:30/2022-01-12",
        "Asia/Tokyo",
        "from 10 January 2022, 09:30 to 12 January 2022 (Europe/Zurich)",
    ),
    ("2022-10-30T02:30", None, "30 October 2022, 02:30 UTC+02:00 (Europe/Zurich)"),
    (
        "2022-11-06T06:30/2022-11-06T07:30",
        "America/New_York",
        "6 November 2022, 01:30 UTC−04:00–01:30 UTC−05:00 (America/New_York)",
    ),
]


@pytest.mark.parametrize(("edtf", "tz", "english"), TIMES)
def test_times_name_their_zone(edtf: str, tz: str | None, english: str) -> None:
    assert when_text(when(edtf, ZURICH), "en", tz) == english


@pytest.mark.parametrize(
    ("edtf", "french"),
    [
        ("2022-01-10T09:30", "10 janvier 2022 à 9 h 30 (Europe/Zurich)"),
        ("2022-01-10T00:05", "10 janvier 2022 à 0 h 05 (Europe/Zurich)"),
        (
            "2022-01-01T09:30/2022-01-01T12:00",
            "1er janvier 2022, de 9 h 30 à 12 h (Europe/Zurich)",
        ),
        (
            "2022-01-10T22:00/2022-01-11T02:00",
            "du 10 janvier 2022 à 22 h au 11 janvier 2022 à 2 h (Europe/Zurich)",
        ),
        ("../2022-01-10T17:00", "jusqu’au 10 janvier 2022 à 17 h (Europe/Zurich)"),
        ("2022-01-10T09:30/..", "à partir du 10 janvier 2022 à 9 h 30 (Europe/Zurich)"),
    ],
)
def test_french_hours_have_no_break_spaces(edtf: str, french: str) -> None:
    expected = re.sub(r"(\d) h(?: (\d))?", rf"\1{NBSP}h{NBSP}\2", french)
    expected = re.sub(rf"h{NBSP}(?!\d)", "h", expected)
    assert when_text(when(edtf, ZURICH), "fr") == expected


@pytest.mark.parametrize(
    ("edtf", "first", "last", "english", "french"),
    [
        (
            "2022-01~",
            "2022-01-21",
            "2022-01-31",
            "between 21 and 31 January 2022 (approximately)",
            "entre le 21 et le 31 janvier 2022 (environ)",
        ),
        (
            "2022-01%",
            "2021-12-28",
            "2022-02-01",
            "between 28 December 2021 and 1 February 2022 (approximately, uncertain)",
            "entre le 28 décembre 2021 et le 1er février 2022 (environ, incertain)",
        ),
        (
            "2022-01~",
            "2022-01-21",
            "2022-01-21",
            "around 21 January 2022",
            "vers le 21 janvier 2022",
        ),
        ("2022-01~", "2022-01-01", "2022-01-31", "around January 2022", "vers janvier 2022"),
    ],
)
def test_an_explicit_window_says_more_than_its_date(
    edtf: str, first: str, last: str, english: str, french: str
) -> None:
    value = when(edtf, None, earliest_start=first, latest_end=last)
    assert when_text(value, "en") == english
    assert when_text(value, "fr") == french


@pytest.mark.parametrize("lang", ["en", "en-GB", "de", "", "frr", "русский"])
def test_any_other_language_is_answered_in_english(lang: str) -> None:
    assert when_text(when("2022-01"), lang) == "January 2022"


@pytest.mark.parametrize("lang", ["fr", "fr-CH", "FR"])
def test_french_of_any_region_is_french(lang: str) -> None:
    assert when_text(when("2022-01"), lang) == "janvier 2022"


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="not in the IANA database"):
        when_text(when("2022-01-10T09:30", ZURICH), "en", "Zurich")


@given(ACCEPTED, st.sampled_from(["en", "fr"]), st.sampled_from([None, "Pacific/Apia"]))
def test_words_are_whole_and_say_no_day_that_is_not_known(
    edtf: str, lang: str, tz: str | None
) -> None:
    text = when_text(when(edtf, "UTC"), lang, tz)
    assert text == text.strip()
    assert "None" not in text
    assert not re.search(r"  | ,|\( | \)|\bde (?:le|les)\b|\bà (?:le|les)\b|[{}]", text)
    if not any(point.unit <= point.unit.DAY for point in parse(edtf).points):
        assert not re.search(rf"\d(?:er)? (?:{MONTH_NAMES})", text)
