"""The page on embedding in a browser: what is typed is seen, and can be taken along."""

import pytest
from playwright.sync_api import expect

from tests.widget.conftest import Reader
from tests.widget.test_accessible import violations


def overlook_what_is_half_typed(reader: Reader) -> None:
    """A browser notes each answer that is a 422: here they are what the page asks for."""
    kept = [said for said in reader.complaints if "a status of 422" not in said]
    reader.complaints[:] = kept


def test_what_is_typed_is_shown_and_written(reader: Reader) -> None:
    page = reader.page
    page.goto(f"{reader.api}/en/embedding")
    page.locator(".event").first.wait_for()
    page.get_by_label("Date").fill("")
    page.get_by_label("Actor").fill("FR")
    page.get_by_label("Words").fill("moved twice")
    page.get_by_label("Layout").select_option("list")
    page.get_by_label("Actor").fill("")
    expect(page.locator(".list .event")).to_have_count(1)

    snippet = page.locator("#element").inner_text()
    assert f'src="{reader.api}/v1/events?q=moved+twice"' in snippet
    assert 'layout="list"' in snippet
    assert page.url.endswith("layout=list&theme=auto&time=venue&lang=en")
    page.reload()
    assert page.get_by_label("Words").input_value() == "moved twice"
    # With a script or without, the snippet is the same.
    assert page.locator("#element").inner_text() == snippet
    overlook_what_is_half_typed(reader)


def test_the_snippet_works_where_it_is_pasted(reader: Reader) -> None:
    reader.page.goto(f"{reader.api}/fr/embedding?q=Gen%C3%A8ve&theme=dark")
    snippet = reader.page.locator("#element").inner_text()
    reader.page.goto(reader.site.page(snippet))

    expect(reader.page.locator(".event")).to_have_count(1)
    assert "Pourparlers à Genève" in reader.page.locator(".root").inner_text()


def test_a_wrong_filter_is_explained(reader: Reader) -> None:
    reader.page.goto(f"{reader.api}/en/embedding")
    reader.page.get_by_label("Date").fill("2022-13")
    expect(reader.page.locator("#problem")).to_contain_text("date")
    reader.page.get_by_label("Date").fill("2022-01")
    expect(reader.page.locator("#problem")).to_have_text("")
    overlook_what_is_half_typed(reader)


def test_names_are_suggested_also_after_a_comma(reader: Reader) -> None:
    reader.page.goto(f"{reader.api}/fr/embedding")
    reader.page.get_by_label("Acteur").fill("france,Russ")
    option = reader.page.locator("#actor-list option")
    expect(option).to_have_count(1)
    assert option.get_attribute("value") == "france,russia"
    assert option.inner_text() == "Russie"
    overlook_what_is_half_typed(reader)


def test_it_is_copied(reader: Reader) -> None:
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.page.goto(f"{reader.api}/en/embedding")
    button = reader.page.get_by_role("button", name="Copy the frame")
    button.focus()
    reader.page.keyboard.press("Enter")
    expect(reader.page.get_by_role("button", name="Copied")).to_be_visible()

    copied = reader.page.evaluate("navigator.clipboard.readText()")
    assert copied == reader.page.locator("#frame").inner_text()
    assert copied.startswith("<iframe ")


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible_and_fits_a_phone(reader: Reader, lang: str, scheme: str) -> None:
    reader.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two
    for width in (360, 768, 1280):
        reader.page.set_viewport_size({"width": width, "height": 800})
        reader.page.goto(f"{reader.api}/{lang}/embedding")
        reader.page.locator(".event").first.wait_for()
        assert reader.page.evaluate("document.documentElement.scrollWidth") == width
        assert violations(reader) == []


def test_it_is_whole_without_javascript(reader: Reader) -> None:
    reader.opens("")
    browser = reader.page.context.browser
    assert browser is not None
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{reader.api}/en/embedding")
        page.get_by_label("Words").fill("talks")
        page.get_by_role("button", name="Write the snippet").click()
        assert "q=talks" in page.locator("#element").inner_text()
        assert page.get_by_role("link", name="Events at Pourparlers").is_visible()
        assert not page.get_by_role("button", name="Copy the snippet").is_visible()
