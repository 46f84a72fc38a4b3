"""Texts that are scripts where a page is careless: an API that means harm changes nothing."""

import json
from typing import Any

from playwright.sync_api import BrowserContext

from tests.support.payloads import PAYLOADS
from tests.widget.conftest import Reader

_COUNT = "top.fired ??= 0; window.alert = () => { top.fired += 1 };"


def poisoned(value: Any, payload: str) -> Any:
    """The same with the payload for every text, whatever it means."""
    if isinstance(value, dict):
        return {name: poisoned(member, payload) for name, member in value.items()}
    if isinstance(value, list):
        return [poisoned(member, payload) for member in value]
    return payload if isinstance(value, str) else value


def hostile_page(reader: Reader) -> str:
    """A list in which each event says one payload everywhere, dates and ids included."""
    answer = reader.page.request.get(f"{reader.api}/v1/events?sort=date&actor=RU&limit=50").json()
    full = next(item for item in answer["items"] if item["place"] and item["place"]["name"])
    full["previous"] = [{"when": full["when"], "rev": 1}]
    items = [poisoned(full, payload) for payload in PAYLOADS]
    return json.dumps({**poisoned(answer, PAYLOADS[0]), "items": items})


def shown(reader: Reader, attributes: str) -> None:
    """The widget on a page without any policy, reading the hostile list."""
    reader.site.policy = ""
    reader.site.files["/v1/events?lang=en"] = "application/json", hostile_page(reader)
    reader.opens(f'<pourparlers-timeline src="/v1/events" {attributes}></pourparlers-timeline>')
    reader.page.locator(".event").nth(len(PAYLOADS) - 1).wait_for()


def test_no_text_is_ever_run(reader: Reader) -> None:
    assert len(PAYLOADS) >= 120
    reader.page.add_init_script(_COUNT)
    for attributes in ("layout=list", "layout=timeline time=reader"):
        shown(reader, attributes)
        reader.page.locator(".event").last.scroll_into_view_if_needed()
        reader.page.wait_for_timeout(300)

        assert reader.page.evaluate("fired") == 0
        # What is there is what the widget makes, and each text is there as it is.
        kinds = (
            "[...new Set([...document.querySelector('[src*=events]').shadowRoot"
            ".querySelectorAll('*')].map(it => it.localName))].sort().join(' ')"
        )
        assert reader.page.evaluate(kinds) == "a b button div li ol p slot span time"
        titles = reader.page.locator("[part=link]").evaluate_all(
            "all => all.map(a => a.textContent)"
        )
        assert sorted(titles) == sorted(PAYLOADS)
        links = reader.page.locator(".root a").evaluate_all("all => all.map(a => a.href)")
        assert {link.partition("/en/")[0] for link in links} == {reader.site.address}
        assert not reader.page.evaluate(
            "[...document.querySelector('[src*=events]').shadowRoot.querySelectorAll('*')]"
            ".some(it => it.getAttributeNames().some(name => name.startsWith('on')))"
        )


def test_the_same_texts_run_where_a_page_is_careless(context: BrowserContext) -> None:
    """The control: without it, texts that do nothing would prove nothing."""
    page = context.new_page()
    page.add_init_script(_COUNT)
    page.goto("about:blank")
    for payload in PAYLOADS:
        page.evaluate(
            "text => document.body.append(document.createRange().createContextualFragment(text))",
            payload,
        )
    page.evaluate("for (const it of document.querySelectorAll('a, b')) it.click?.()")
    page.wait_for_timeout(500)

    assert page.evaluate("fired") > len(PAYLOADS) / 2


def test_an_answer_of_another_shape_shows_the_link(reader: Reader) -> None:
    bodies = ("[]", "null", "{", '{"items": {}}', '{"items": [{}]}', '{"items": [null]}', "")
    reader.site.policy = ""
    for number, body in enumerate(bodies):
        path = f"/{number}/v1/events"
        reader.site.files[f"{path}?lang=en"] = "application/json", body
        reader.opens(
            f'<pourparlers-timeline src="{path}"><a href="/">Talks</a></pourparlers-timeline>'
        )
        reader.page.get_by_text("cannot be shown just now").wait_for()
        assert reader.page.get_by_role("link", name="Talks").is_visible(), body
