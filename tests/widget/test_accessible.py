"""The widget for those who do not see it, and for those who have no mouse."""

from typing import Any

import pytest

from tests.support.programs import CLIENTS
from tests.widget.conftest import Reader

AXE = CLIENTS / "node_modules" / "axe-core" / "axe.min.js"
EVERYTHING = "limit=200&actor=RU&actor=FR"


def violations(reader: Reader) -> list[str]:
    """What axe finds on the page and within the widget; it must have looked at colours too."""
    reader.page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = reader.page.evaluate("axe.run()")
    checked = {rule["id"] for rule in found["passes"]} | {
        rule["id"] for rule in found["violations"]
    }
    assert {"color-contrast", "list", "link-name"} <= checked
    return [
        f"{rule['id']}: {node['html']}" for rule in found["violations"] for node in rule["nodes"]
    ]


@pytest.mark.parametrize("layout", ["list", "timeline"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_axe_finds_nothing(reader: Reader, layout: str, theme: str, lang: str) -> None:
    attributes = f"layout={layout} theme={theme} lang={lang}"
    reader.reads("limit=200", attributes, lang=lang)
    assert violations(reader) == []


def test_axe_finds_nothing_on_a_page_with_two_and_with_one_that_failed(reader: Reader) -> None:
    reader.opens(reader.widget() + reader.widget() + reader.widget("dat=2022"))
    reader.page.get_by_text("cannot be shown").wait_for()
    reader.page.locator(".event").last.wait_for()
    assert violations(reader) == []
    reader.complaints.clear()


def test_axe_would_find_what_is_too_pale(reader: Reader) -> None:
    reader.site.files["/pale.css"] = "text/css", "* { --pourparlers-text: #ddd }"
    reader.reads(head='<link rel="stylesheet" href="/pale.css">')
    assert any(found.startswith("color-contrast") for found in violations(reader))


def test_a_keyboard_reaches_everything_in_order_and_sees_where_it_is(reader: Reader) -> None:
    reader.reads("date=2022-01-10")
    reached = []
    for _ in range(7):
        reader.page.keyboard.press("Tab")
        focused = "document.activeElement?.shadowRoot?.activeElement"
        name, ring = reader.page.evaluate(
            f"[{focused}.textContent, getComputedStyle({focused}).outlineStyle]"
        )
        assert ring == "solid"
        reached.append(name)
    assert reached[0] == "Show your time"
    assert reached[1:6] == reader.page.locator("[part=link]").all_inner_texts()
    assert reached[6] == "Pourparlers"


def test_what_a_screen_reader_is_told(reader: Reader) -> None:
    reader.reads("q=called+lately", "layout=list")

    told = reader.page.locator("main").aria_snapshot()
    assert 'group "Events: saying “called lately”"' in told
    before, _, after = told.partition('link "Called off lately"')
    assert "Cancelled" in before
    assert "Cancelled" not in after
    # A status that is empty at first is what makes later words in it heard.
    assert reader.page.locator("[role=status]").count() == 1


def test_it_is_readable_without_colours_and_in_print(reader: Reader) -> None:
    reader.page.emulate_media(media="print", color_scheme="dark", forced_colors="active")
    reader.reads("limit=200")

    assert reader.page.get_by_text("Cancelled").first.is_visible()
    off = reader.page.locator(".off .title a").first
    assert "line-through" in off.evaluate("it => getComputedStyle(it).textDecorationLine")
    assert not reader.page.get_by_role("button").is_visible()
