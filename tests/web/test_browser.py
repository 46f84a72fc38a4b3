"""Every page in a real browser: at each width, light and dark, in both languages, quiet."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.support import stage
from tests.web.conftest import Watched, watched

WIDTHS = (360, 768, 1280)
PAGES = {
    "front": "/{lang}/",
    "list": "/{lang}/?actor=russia&date=2099&lanes=actor",
    "nothing": "/{lang}/?date=1950",
    "event": f"/{{lang}}/events/{stage.TIMED}",
    "moved": f"/{{lang}}/events/{stage.MOVED}",
    "cancelled": f"/{{lang}}/events/{stage.CANCELLED}",
    "process": f"/{{lang}}/events/{stage.PROCESS}",
    "past": f"/{{lang}}/events/{stage.MOVED}?as_of=2",
    "actor": "/{lang}/actors/russia",
    "forum": "/{lang}/forums/council",
    "problem": "/{lang}/?actor=Rusia",
    "lost": "/{lang}/nowhere",
    "embed": "/embed?lang={lang}",
    "document": "/v1/events.html?lang={lang}&date=2099",
}
STATUSES = {"problem": 422, "lost": 404}


@pytest.fixture
def tab(browser: Browser, site: str) -> Iterator[Watched]:
    with watched(browser, site, viewport={"width": 1280, "height": 800}) as opened:
        yield opened


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_sound_for_everybody(tab: Watched, site: str, name: str, lang: str) -> None:
    page = tab.open(site + PAGES[name].format(lang=lang), STATUSES.get(name, 200))

    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert tab.axe() == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert beyond(page) == [], width
    page.set_viewport_size({"width": 360, "height": 800})
    assert tab.axe() == []
    tab.is_quiet()


def beyond(page: Page) -> list[str]:
    """The elements that reach beyond the right edge of the window, but for those that scroll."""
    return list(page.evaluate(_BEYOND))


_BEYOND = """
[...document.querySelectorAll("body *")].filter((element) => {
  const box = element.getBoundingClientRect();
  return box.width > 1 && box.right > innerWidth + 0.5 && !element.closest("svg, pre, .hidden");
}).map((element) => element.outerHTML.slice(0, 120))
"""


@pytest.mark.parametrize("address", ["/fr/?date=2099", "/embed?lang=fr&date=2099"])
def test_no_dot_is_left_alone_where_a_line_is_full(tab: Watched, site: str, address: str) -> None:
    page = tab.open(site + address)
    shown = set[bool]()
    for width in (320, 360, 768):
        page.set_viewport_size({"width": width, "height": 800})
        for begins_a_line, seen in page.evaluate(_DOTS):
            assert seen is not begins_a_line, width
            shown.add(seen)
    assert shown == {True, False}


_DOTS = """
[...document.querySelectorAll(".said")].flatMap((line) => {
  const clipped = getComputedStyle(line).clipPath.match(/inset\\((.*)\\)/)?.[1].split(" ") ?? [];
  const edge = line.getBoundingClientRect().left + parseFloat(clipped.at(-1) ?? "0");
  const walk = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  const letters = [];
  for (let node; (node = walk.nextNode()); )
    for (let at = 0; at < node.data.length; at++) {
      const range = new Range();
      range.setStart(node, at), range.setEnd(node, at + 1);
      const box = range.getBoundingClientRect();
      if (node.data[at].trim()) letters.push({ is: node.data[at], box });
    }
  return letters.flatMap(({ is, box }, at) => is !== "·" ? [] : [[
    letters[at - 1].box.bottom <= box.top || box.bottom <= letters[at + 1].box.top,
    box.right > edge,
  ]]);
})
"""


def test_it_is_light_or_dark_as_the_reader_likes_and_black_on_white_in_print(
    tab: Watched, site: str
) -> None:
    page = tab.open(f"{site}/en/?date=2099")
    paper = "getComputedStyle(document.body).backgroundColor"

    page.emulate_media(color_scheme="light")
    light = page.evaluate(paper)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(paper) != light
    page.emulate_media(media="print", color_scheme="light")
    assert page.evaluate(paper) == "rgb(255, 255, 255)"
    assert not page.locator("form.filter").is_visible()
    assert page.locator("article.entry").first.is_visible()
    # Nothing of it is printed: not its line and its room either. Paper is narrower than windows.
    page.set_viewport_size({"width": 768, "height": 800})
    assert page.locator("aside").evaluate("element => element.offsetHeight") == 0


def test_french_quotes_keep_their_distance(tab: Watched, site: str) -> None:
    page = tab.open(f"{site}/fr/?actor=Rusia", 422)

    quotes = page.locator("q").evaluate("element => getComputedStyle(element).quotes")
    assert quotes == '"«\u202f" "\u202f»"'


def test_the_month_after_stands_on_the_right_also_on_a_phone(tab: Watched, site: str) -> None:
    page = tab.open(f"{site}/fr/?date=2098-10")
    page.set_viewport_size({"width": 320, "height": 800})
    steps, after = page.locator(".steps"), page.locator(".steps [rel=next]")

    right = "element => element.getBoundingClientRect().right"
    assert after.evaluate(right) == pytest.approx(steps.evaluate(right), abs=1)


def test_what_is_off_or_moved_is_seen_without_colour_and_read_out(tab: Watched, site: str) -> None:
    page = tab.open(f"{site}/en/?date=2099-01")
    cancelled = page.locator(f"#{stage.CANCELLED}")
    moved = page.locator(f"#{stage.MOVED}")

    assert cancelled.get_by_role("heading").inner_text() == "Cancelled: Summit"
    struck = "element => getComputedStyle(element).textDecorationLine"
    assert cancelled.locator(".title a").evaluate(struck) == "line-through"
    sign = "element => getComputedStyle(element, '::before').content"
    assert cancelled.locator(".sign").evaluate(sign) == '"✕"'
    assert moved.locator(".moved").inner_text() == "Moved 12 January 2099"
    assert moved.locator("del").evaluate(struck) == "line-through"


class TestKeyboard:
    """Nothing but keys."""

    def test_the_first_key_leads_to_the_content(self, tab: Watched, site: str) -> None:
        page = tab.open(f"{site}/en/")
        page.keyboard.press("Tab")
        assert focused(page) == "Skip to the content"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"

    def test_every_link_and_field_is_reached_and_seen(self, tab: Watched, site: str) -> None:
        page = tab.open(f"{site}/en/?date=2099-01")
        wanted = page.evaluate(_REACHABLE)
        reached, seen = set[int](), True
        for _ in range(wanted + 5):
            page.keyboard.press("Tab")
            number, visible = page.evaluate(_FOCUS)
            reached.add(number)
            seen = seen and visible
        assert len(reached - {-1}) == wanted
        assert seen

    def test_the_questions_of_a_newcomer_are_answered(self, tab: Watched, site: str) -> None:
        """What is next? What did each side say? What changed?"""
        page = tab.open(f"{site}/")
        assert page.url == f"{site}/en/"
        activate(page, "Talks in Geneva")
        said = page.locator("section", has=page.get_by_role("heading", name="What each side says"))
        assert "France denies it" in said.inner_text()
        changed = page.locator("section", has=page.get_by_role("heading", name="What changed"))
        assert "Announced, no longer proposed." in changed.inner_text()
        activate(page, "What is next")
        assert page.locator("h1").inner_text() == "What is next"

    def test_a_name_is_suggested_and_taken(self, tab: Watched, site: str) -> None:
        page = tab.open(f"{site}/en/")
        field = page.get_by_role("combobox", name="Actor")
        field.focus()
        page.keyboard.type("nato,fran")
        option = page.get_by_role("option", name="France")
        option.wait_for()
        assert field.get_attribute("aria-expanded") == "true"
        assert tab.axe() == []
        page.keyboard.press("ArrowDown")
        assert option.get_attribute("aria-selected") == "true"
        page.keyboard.press("Enter")
        assert field.input_value() == "nato,france"
        page.keyboard.press("Enter")
        page.wait_for_url("**/en/?actor=nato%2Cfrance*")
        assert page.locator("h1").inner_text().startswith("With Nato or France")
        tab.is_quiet()


_REACHABLE = """
(() => {
  const all = [...document.querySelectorAll(
    "a[href], input:not([type=hidden]), select, button, summary, [tabindex='0']"
  )].filter((element) => element.checkVisibility());
  all.forEach((element, i) => { element.dataset.number = i; });
  return all.length;
})()
"""
_FOCUS = """
(() => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  const seen = element === document.body || (outlined && box.width > 0);
  return [Number(element.dataset.number ?? -1), seen];
})()
"""


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent"))


def activate(page: Page, name: str) -> None:
    """Goes to a link by its name with the key for the next one, and follows it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if focused(page).strip() == name:
            page.keyboard.press("Enter")
            page.wait_for_load_state()
            return
    pytest.fail(f"no key leads to {name}")


def test_without_javascript_nothing_is_missing(browser: Browser, site: str) -> None:
    with watched(browser, site, java_script_enabled=False) as quiet:
        page = quiet.page
        page.goto(f"{site}/fr/")
        page.get_by_label("Acteur").first.fill("France")
        page.get_by_role("button", name="Afficher").click()
        assert page.url == f"{site}/fr/?actor=France&upcoming=true"
        assert page.locator("article.entry").count() == 1
        page.locator(".title a").first.click()
        assert page.locator("h1").inner_text() == "Pourparlers à Genève"
        page.get_by_text("Citer", exact=True).click()
        pinned = page.locator("a[rel=memento]")
        assert pinned.is_visible()
        pinned.click()
        assert "telle qu’elle fut" in page.locator("main").inner_text()
        assert quiet.complaints == []


def test_hours_are_told_on_the_readers_clock(browser: Browser, site: str) -> None:
    with watched(browser, site, timezone_id="Asia/Tokyo", locale="en-GB") as far:
        page = far.open(f"{site}/en/events/{stage.TIMED}")
        said = page.locator("dd.big").inner_text()
        assert "10 January 2099, 09:30–17:00 in Geneva (CET)" in said
        assert "10 January, 17:30 your time" in said
        far.is_quiet()


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("Asia/Tokyo", "le 10 janvier à 17\u00a0h\u00a030 chez vous"),
        ("Africa/Abidjan", "le 10 janvier à 8\u00a0h\u00a030 chez vous"),
        ("Pacific/Marquesas", "le 9 janvier à 23\u00a0h chez vous"),
    ],
)
def test_french_hours_on_the_readers_clock_are_written_as_the_venues(
    browser: Browser, site: str, zone: str, told: str
) -> None:
    with watched(browser, site, timezone_id=zone, locale="fr-FR") as far:
        page = far.open(f"{site}/fr/events/{stage.TIMED}")
        assert page.locator("dd.big .yours").inner_text() == told


def test_an_address_is_copied_with_one_key(browser: Browser, site: str) -> None:
    with watched(browser, site, permissions=["clipboard-read", "clipboard-write"]) as tab:
        page = tab.open(f"{site}/en/?actor=russia")
        page.get_by_text("Share", exact=True).click()
        page.get_by_role("button", name="Copy").first.press("Enter")
        page.get_by_role("button", name="Copied").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == f"{site}/en/?actor=russia"


_HOST = """<!doctype html><title>News</title><body>
<iframe src="{site}/embed?actor=russia&date=2099" title="Talks" width="100%" height="90"
  sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox"></iframe>
<iframe src="http://other.test/" title="Other" height="90"></iframe>
<script src="{site}/embed.js" async></script>"""
_LIAR = "<script>parent.postMessage({type: 'pourparlers:height', height: 5000}, '*')</script>"


class TestFrame:
    """The embed in a page of others, which has a policy of its own."""

    @pytest.fixture
    def host(self, browser: Browser, site: str) -> Iterator[Page]:
        policy = f"default-src 'none'; script-src {site}; frame-src {site} http://other.test"
        with watched(browser, site) as tab:
            page = tab.page
            page.route(
                "http://news.test/",
                lambda route: route.fulfill(
                    body=_HOST.format(site=site),
                    headers={"Content-Type": "text/html", "Content-Security-Policy": policy},
                ),
            )
            page.route(
                "http://other.test/",
                lambda route: route.fulfill(body=_LIAR, content_type="text/html"),
            )
            page.goto("http://news.test/")
            yield page
            unwanted = [c for c in tab.complaints if not c.startswith("a request to http://")]
            assert [c for c in unwanted if "frame-ancestors" not in c] == []

    def test_it_becomes_as_high_as_its_list(self, host: Page) -> None:
        until_higher(host)
        frame = host.frames[1]
        needed = frame.evaluate("document.documentElement.scrollHeight")
        assert int(host.locator("iframe").first.get_attribute("height") or 0) >= needed - 1
        assert frame.locator("article").count() == 3

    def test_nobody_else_sets_a_height(self, host: Page) -> None:
        until_higher(host)
        host.evaluate("postMessage({type: 'pourparlers:height', height: 4000}, '*')")
        host.wait_for_timeout(100)
        assert host.locator("iframe").nth(1).get_attribute("height") == "90"
        assert int(host.locator("iframe").first.get_attribute("height") or 0) < 3000

    def test_pages_themselves_are_not_framed(self, host: Page, site: str) -> None:
        with host.expect_event("framenavigated"):
            host.evaluate(f"document.querySelector('iframe').src = '{site}/en/'")
        assert host.frames[1].url == "chrome-error://chromewebdata/"


def until_higher(host: Page) -> None:
    """Until the frame has a height of its own; the policy of the page forbids to wait inside it."""
    for _ in range(100):
        if host.locator("iframe").first.get_attribute("height") != "90":
            return
        host.wait_for_timeout(50)
    pytest.fail("the frame keeps the height that it began with")


def test_the_picture_of_a_month_says_what_it_shows(tab: Watched, site: str) -> None:
    page = tab.open(f"{site}/en/?date=2099-01")
    strip = page.get_by_role("img", name="events on the line of days of January 2099")

    assert strip.count() == 1
    marks: dict[str, Any] = {
        kind: strip.locator(selector).count()
        for kind, selector in (
            ("dots", "circle.mark"), ("crosses", ".cross"), ("bars", "rect.mark"),
        )
    }  # fmt: skip
    assert marks == {"dots": 2, "crosses": 1, "bars": 0}
