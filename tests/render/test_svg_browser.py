"""The picture in a real browser: no complaints, no text outside it, none over another."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.render.pictures import SCENES, drawn
from tests.support.browser import chromium

_BOXES = """
[...document.querySelectorAll("text")].map(text => {
  const box = text.getBBox();
  const size = parseFloat(getComputedStyle(text).fontSize);
  return [box.x, box.y, box.x + box.width, box.y + box.height, size, text.textContent];
})
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_page() as opened:
        yield opened


def shown(page: Page, data: bytes) -> list[Any]:
    """The texts with their boxes, of a picture that the browser took without a complaint."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route(
        "**/*",
        lambda route: route.fulfill(body=data, content_type="image/svg+xml"),
    )
    page.goto("http://picture.test/events.svg")
    found: list[Any] = page.evaluate(_BOXES)
    assert complaints == []
    return found


@pytest.mark.parametrize("wide", [360, 1200])
@pytest.mark.parametrize("scene", SCENES)
def test_every_text_is_inside_and_beside_the_others(page: Page, scene: str, wide: int) -> None:
    found = shown(page, drawn(SCENES[scene], width=wide))
    assert found
    for left, _, right, _, size, text in found:
        assert left >= 0, text
        assert right <= wide, text
        assert size >= 11
    # A box has room above capitals and below letters that two lines may share.
    for one, other in combinations(found, 2):
        beside = one[2] <= other[0] or other[2] <= one[0]
        below = one[3] - 4 <= other[1] or other[3] - 4 <= one[1]
        assert beside or below, (one[5], other[5])


@pytest.mark.parametrize(
    ("scheme", "paper"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(21, 24, 28)")]
)
def test_it_is_light_or_dark_as_the_reader_likes(page: Page, scheme: Any, paper: str) -> None:
    page.emulate_media(color_scheme=scheme)
    shown(page, drawn(SCENES["one"]))
    colour = page.evaluate("getComputedStyle(document.querySelector('.paper')).fill")
    assert colour == paper
