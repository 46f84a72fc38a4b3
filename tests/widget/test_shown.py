"""What the widget shows, to readers of every kind, on a page that does its worst."""

import re

import pytest

from tests.support import awkward
from tests.support.foreign import HOSTILE
from tests.widget.conftest import DOCUMENTS, Reader

A_DAY = r"\d{4}-\d\d-\d\d"


def event(reader: Reader, title: str) -> str:
    """All the words of an event."""
    link = reader.page.get_by_role("link", name=title, exact=title == "A day")
    return reader.page.locator(".event", has=link).inner_text()


def test_every_event_is_there_with_its_date_as_it_is_known(reader: Reader) -> None:
    reader.reads("limit=200", "layout=list")

    assert reader.page.locator(".event").count() == len(DOCUMENTS)
    assert "June 2022\n" in event(reader, "Some day in June")
    assert "summer 2022\n" in event(reader, "In summer")
    assert "date not announced\n" in event(reader, "No date yet")
    # A summer is no instant, and a machine is told nothing that the record does not say.
    dates = [awkward.stored(document)["when"] for document in DOCUMENTS]
    told = [when for when in dates if when["starts_at"] or re.fullmatch(A_DAY, when["edtf"] or "")]
    assert reader.page.locator("time[datetime]").count() == len(told)


def test_a_timeline_is_by_month_where_the_month_is_known(reader: Reader) -> None:
    reader.reads("limit=200")

    months = reader.page.locator(".month").all_inner_texts()
    assert len(months) == len(set(months))
    assert {"January 2022", "2022", "2020–2029", "Start not known"} <= set(months)
    june = reader.page.locator(".timeline > li", has=reader.page.get_by_text("June 2022").first)
    assert "Some day in June" in june.inner_text()


def test_a_month_begins_with_a_capital_as_on_our_pages(reader: Reader) -> None:
    reader.reads("date=2022-01&lang=fr", "lang=fr")

    month = reader.page.locator(".month", has_text="janvier 2022")
    first = "element => getComputedStyle(element, '::first-letter').textTransform"
    assert month.evaluate(first) == "uppercase"


def test_times_are_the_venues_or_the_readers(reader: Reader) -> None:
    reader.reads("limit=200", "layout=list")
    # At New York it is the evening before.
    assert "11 January 2022, 06:15 (Asia/Tokyo)" in event(reader, "Call; before breakfast")
    days = event(reader, "Through the change")
    reader.page.get_by_role("button", name="Show your time").press("Enter")

    assert "10 January 2022 at 16:15 (America/New_York)" in event(reader, "Call; before breakfast")
    assert "(America/New_York)" in event(reader, "Talks in Geneva")
    assert event(reader, "Through the change") != days
    # A day stays a day, and a month a month.
    assert "12 January 2022\n" in event(reader, "A day")
    assert "June 2022\n" in event(reader, "Some day in June")
    # Nor does what goes on from an hour become a moment.
    assert "from 24 January 2022, 10:00 (Europe/Zurich)" in event(reader, "Since that hour")
    reader.page.get_by_role("button", name="Show local time").click()
    assert event(reader, "Through the change") == days


@pytest.mark.parametrize(
    ("query", "title", "said"),
    [
        ("", "Called off lately", "Cancelled"),
        ("", "Put off", "Postponed"),
        ("", "Moved twice", "Moved; before: 1 March 2022 ·\u00a015 March 2022"),
        ("&lang=fr", "Called off lately", "Annulé"),
        ("&lang=fr", "Moved twice", "Déplacé ; auparavant : 1er mars 2022 ·\u00a015 mars 2022"),
    ],
)
def test_what_changed_is_said_in_words(reader: Reader, query: str, title: str, said: str) -> None:
    reader.reads(f"date=2022{query}")
    words = event(reader, title)

    assert said in words
    # Read out before the title, or right after it.
    assert abs(words.index(said) - words.index(title)) < 60


def test_the_language_is_that_of_the_element_or_of_the_page(reader: Reader) -> None:
    reader.reads(lang="fr-CH")
    assert reader.page.locator(".caption").inner_text() == "2022"
    assert "Pourparlers à Genève" in reader.page.locator(".root").inner_text()
    assert "Janvier 2022" in reader.page.locator(".month").all_inner_texts()

    reader.page.locator("pourparlers-timeline").evaluate("it => it.setAttribute('lang', 'en')")
    reader.page.get_by_role("link", name="Talks in Geneva").wait_for()
    assert reader.page.locator(".root").get_attribute("lang") == "en"
    assert reader.page.locator("a[lang=ru]").count() == 1


@pytest.mark.parametrize("layout", ["list", "timeline"])
def test_a_hostile_page_does_not_hide_it(reader: Reader, layout: str) -> None:
    reader.site.files["/hostile.css"] = "text/css", HOSTILE
    reader.reads(
        "limit=200", f"layout={layout}", head='<link rel="stylesheet" href="/hostile.css">'
    )
    assert not reader.page.get_by_role("heading", name="News").is_visible()
    last = reader.page.locator(".event a").last
    last.scroll_into_view_if_needed()

    assert last.is_visible()
    box = last.bounding_box()
    assert box is not None
    assert box["height"] >= 16
    assert box["x"] >= 0
    style = "getComputedStyle(it)"
    text = f"[{style}.color, {style}.direction, {style}.letterSpacing, {style}.textTransform]"
    assert last.evaluate(f"it => {text}") == ["rgb(26, 29, 33)", "ltr", "normal", "none"]
    assert reader.page.locator(".root").evaluate(f"it => {style}.direction") == "ltr"
    # Where a finger would tap, there it is.
    assert last.evaluate(
        "it => { const b = it.getBoundingClientRect();"
        " return it.getRootNode().elementFromPoint(b.x + 5, b.y + 5) === it }"
    )


def test_a_hostile_page_does_not_hide_the_link_either(reader: Reader) -> None:
    reader.site.files["/hostile.css"] = "text/css", HOSTILE
    reader.opens(
        '<pourparlers-timeline src="/nowhere"><a href="/">Talks</a></pourparlers-timeline>',
        head='<link rel="stylesheet" href="/hostile.css">',
    )
    reader.page.get_by_text("cannot be shown").wait_for()

    assert reader.page.get_by_role("link", name="Talks").is_visible()


@pytest.mark.parametrize("layout", ["list", "timeline"])
def test_it_fits_a_phone(reader: Reader, layout: str) -> None:
    reader.page.set_viewport_size({"width": 360, "height": 740})
    reader.reads("limit=200", f"layout={layout}")

    assert reader.page.evaluate("document.documentElement.scrollWidth") == 360
    assert reader.page.locator(".root").evaluate("it => it.scrollWidth <= it.clientWidth")


def test_a_page_themes_it(reader: Reader) -> None:
    reader.site.files["/ours.css"] = (
        "text/css",
        """pourparlers-timeline { --pourparlers-link: rgb(1, 2, 3); --pourparlers-font: serif;
        width: 300px } ::part(caption) { display: none }""",
    )
    reader.reads(head='<link rel="stylesheet" href="/ours.css">', attributes="theme=dark")
    root = reader.page.locator(".root")

    assert root.evaluate("it => getComputedStyle(it).backgroundColor") == "rgb(21, 24, 28)"
    assert root.evaluate("it => getComputedStyle(it).fontFamily") == "serif"
    assert root.bounding_box()["width"] == 300  # type: ignore[index]  # it is visible
    assert reader.page.locator(".foot a").evaluate("it => getComputedStyle(it).color") == (
        "rgb(1, 2, 3)"
    )
    assert not reader.page.locator(".caption").is_visible()


@pytest.mark.parametrize(
    ("theme", "scheme", "paper"),
    [
        ("", "dark", "rgb(21, 24, 28)"),
        ("theme=auto", "light", "rgb(255, 255, 255)"),
        ("theme=light", "dark", "rgb(255, 255, 255)"),
        ("theme=dark", "light", "rgb(21, 24, 28)"),
    ],
)
def test_it_is_light_or_dark(reader: Reader, theme: str, scheme: str, paper: str) -> None:
    reader.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two
    reader.reads(attributes=theme)

    assert reader.page.locator(".root").evaluate("it => getComputedStyle(it).backgroundColor") == (
        paper
    )


def test_without_javascript_there_is_the_link(reader: Reader) -> None:
    off = reader.page.context.browser
    assert off is not None
    with off.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(reader.site.page(reader.widget(), head=reader.script))
        assert page.get_by_role("link", name="Talks in 2022").is_visible()
    reader.opens("")
