"""Widgets of others show our JSON by the lines of our documentation, in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.http.conftest import fill
from tests.support.browser import chromium
from tests.support.databases import SqliteTemplate
from tests.support.live import serving
from tests.support.pages import pages
from tests.support.programs import CLIENTS

ROOT = Path(__file__).parents[1]
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<link rel="stylesheet" href="{style}"><script src="{script}"></script>
<div id="calendar"></div><div id="timeline" style="height: 600px"></div>
<script type="module">{lines}</script></html>"""


@pytest.fixture(scope="module")
def address(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: SqliteTemplate
) -> Iterator[str]:
    """A server that holds the first record."""
    url = sqlite_template.copy(tmp_path_factory.mktemp("record") / "record.db")
    fill(url)
    with serving(url) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


def documented(name: str) -> str:
    """The lines of the documentation that begin this widget."""
    blocks: list[str] = re.findall(
        r"```js\n(.*?)```", (ROOT / "docs/forms/json.md").read_text(), re.DOTALL
    )
    (lines,) = (block for block in blocks if f"new {name}" in block)
    assert lines.count("\n") == 3
    return lines


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """Where `page.html` is to be written to."""
    (tmp_path / "modules").symlink_to(CLIENTS / "node_modules")
    with pages(tmp_path) as found:
        yield found


class Site:
    """A page with the documented lines of a widget, as a browser has it at the end."""

    def __init__(self, browser: Browser, address: str, site: str, folder: Path) -> None:
        self.browser, self.address, self.site, self.folder = browser, address, site, folder

    def page(self, name: str, script: str, style: str = "") -> Page:
        lines = documented(name).replace("http://127.0.0.1:8000", self.address)
        html = _PAGE.format(script=script, style=style, lines=lines)
        (self.folder / "page.html").write_text(html, encoding="utf-8")
        complaints: list[str] = []
        page = self.browser.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{self.site}/page.html")
        page.wait_for_load_state("networkidle")
        assert complaints == []
        return page


@pytest.fixture
def widgets(browser: Browser, address: str, site: str, tmp_path: Path) -> Site:
    return Site(browser, address, site, tmp_path)


def test_fullcalendar_shows_the_events_on_their_days(widgets: Site) -> None:
    page = widgets.page("FullCalendar", "modules/fullcalendar/index.global.min.js")
    days = page.locator(".fc-daygrid-day").filter(has=page.locator(".fc-event"))

    found = {
        day.get_attribute("data-date"): day.locator(".fc-event-title").inner_text()
        for day in days.all()
    }
    assert found == {
        "2022-01-10": "Russia–US bilateral consultations in Geneva",
        "2022-01-12": "NATO–Russia talks",
        "2022-01-13": "First 2022 meeting of the OSCE Permanent Council",
    }


def test_timelinejs_shows_every_event_with_its_date_in_words(widgets: Site) -> None:
    folder = "modules/@knight-lab/timelinejs/dist"
    page = widgets.page("TL", f"{folder}/js/timeline.js", f"{folder}/css/timeline.css")
    page.wait_for_selector(".tl-timemarker")

    headlines = page.locator(".tl-slide .tl-headline").all_inner_texts()
    dates = page.locator(".tl-slide .tl-headline-date").all_inner_texts()
    assert [text.strip() for text in headlines] == [
        "January talks on Ukraine, NATO and security in Europe",
        "Russia–US bilateral consultations in Geneva",
        "NATO–Russia talks",
        "First 2022 meeting of the OSCE Permanent Council",
    ]
    assert [text.strip() for text in dates] == [
        "January 2022",
        "10 January 2022",
        "12 January 2022",
        "13 January 2022",
    ]
