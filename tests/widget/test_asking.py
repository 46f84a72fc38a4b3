"""When the widget asks, and what it shows while nobody answers."""

import pytest

from tests.widget.conftest import Reader
from tests.widget.gate import Gate

AWAY = "The record cannot be reached"
HIDE = """
hidden => {
  Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
  document.dispatchEvent(new Event("visibilitychange"));
}
"""


@pytest.fixture
def timed(reader: Reader) -> Reader:
    """A reader whose clock the test moves."""
    reader.page.clock.install()
    return reader


def test_the_second_question_carries_the_tag_and_is_answered_304(timed: Reader, gate: Gate) -> None:
    timed.reads()
    first = timed.page.locator(".event a").first.element_handle()
    timed.later(6)

    assert [(asked.status, bool(asked.tag)) for asked in gate.asked] == [(200, False), (304, True)]
    # No preflight: the browser sends the tag itself.
    assert {asked.method for asked in gate.asked} == {"GET"}
    # Nothing changed, so nothing was drawn: what is focused or selected stays.
    assert first.evaluate("it => it.isConnected")
    assert timed.page.locator("[part=age]").inner_text() in (
        "Checked just now",
        "Checked 1 minute ago",
    )


def test_it_asks_every_five_minutes_and_a_little_later(timed: Reader, gate: Gate) -> None:
    timed.reads()
    timed.later(4.9)
    assert len(gate.asked) == 1
    timed.later(0.7)
    assert len(gate.asked) == 2


@pytest.mark.parametrize(("refresh", "minutes"), [("1", 1), ("600", 10), ("1e9", 24 * 60)])
def test_the_interval_is_bounded(timed: Reader, gate: Gate, refresh: str, minutes: int) -> None:
    timed.reads(attributes=f"refresh={refresh}")
    timed.later(minutes * 0.99, step=minutes)
    assert len(gate.asked) == 1
    timed.later(minutes * 0.12, step=minutes)
    assert len(gate.asked) == 2


def test_nobody_asks_for_a_page_that_nobody_sees(timed: Reader, gate: Gate) -> None:
    timed.reads()
    timed.page.evaluate(HIDE, True)
    timed.later(60)
    assert len(gate.asked) == 1

    timed.page.evaluate(HIDE, False)
    timed.later(0.1)
    assert len(gate.asked) == 2


def test_the_last_copy_stays_while_the_api_is_away(timed: Reader, gate: Gate) -> None:
    timed.reads()
    shown = timed.page.locator(".event").count()
    timed.page.context.set_offline(True)
    timed.later(6)
    timed.page.get_by_text(AWAY).wait_for()
    timed.later(120)

    assert timed.page.locator(".event").count() == shown
    assert timed.page.get_by_role("status").inner_text().startswith(AWAY)
    assert timed.page.locator("[part=age]").inner_text() == "Checked 2 hours ago"
    tries = len([address for address in timed.requests if "/v1/events" in address])
    # At 5, 5, 10, 20, 40 and 60 minutes from each other.
    assert tries <= 7
    assert set(timed.complaints) == {"Failed to load resource: net::ERR_INTERNET_DISCONNECTED"}
    timed.complaints.clear()

    timed.page.context.set_offline(False)
    timed.later(0.1)
    timed.page.get_by_text(AWAY).wait_for(state="hidden")
    assert timed.page.locator("[part=age]").inner_text() == "Checked just now"
    assert gate.asked[-1].status == 304


def test_an_overloaded_api_is_left_alone_longer_and_longer(timed: Reader, gate: Gate) -> None:
    timed.reads()
    with gate.closed(503):
        timed.later(60)
        assert timed.page.locator(".event").count() > 1
        assert timed.page.get_by_text(AWAY).is_visible()
        assert 3 <= len([asked for asked in gate.asked if asked.status == 503]) <= 5
    timed.later(60)
    timed.page.get_by_text(AWAY).wait_for(state="hidden")
    timed.complaints.clear()


def test_a_copy_of_an_earlier_visit_serves_when_the_api_is_away(reader: Reader) -> None:
    reader.reads()
    reader.opens("")
    # The browser keeps the site's page out of the way of the API, which alone is gone.
    reader.page.evaluate("import(document.querySelector('script').src)")
    reader.page.context.set_offline(True)
    reader.page.evaluate(
        "src => { const it = document.createElement('pourparlers-timeline');"
        " it.setAttribute('src', src); document.querySelector('main').append(it) }",
        f"{reader.api}/v1/events?date=2022",
    )
    reader.page.get_by_text(AWAY).wait_for()

    assert reader.page.locator(".event").count() > 1
    assert reader.page.locator("[part=age]").inner_text() == "Checked just now"
    reader.complaints.clear()
    reader.page.context.set_offline(False)


@pytest.mark.parametrize("status", [404, 410, 451])
def test_what_was_withdrawn_is_shown_no_longer(timed: Reader, gate: Gate, status: int) -> None:
    timed.reads()
    with gate.closed(status):
        timed.later(6)
        timed.page.get_by_role("link", name="Talks in 2022").wait_for()
        assert (
            timed.page.locator(".event").count() == 0
            or not timed.page.locator(".event").first.is_visible()
        )
    timed.complaints.clear()


@pytest.mark.parametrize(
    ("query", "detail"),
    [("actor=nobody-knows-this", "actor"), ("dat=2022", "not a parameter here")],
)
def test_a_refused_question_shows_the_link(reader: Reader, query: str, detail: str) -> None:
    reader.opens(reader.widget(query))
    reader.page.get_by_text("The events cannot be shown just now.").wait_for()

    assert reader.page.get_by_role("link", name="Talks in 2022").is_visible()
    (state,) = reader.page.evaluate("states")
    assert detail in state["problem"]
    reader.complaints.clear()


@pytest.mark.parametrize(
    "src",
    [
        "",
        "javascript:alert(1)",
        "/v1/actors",
        "https://[",
        "data:application/json,{}",
        "ftp://a/v1/events",
    ],
)
def test_what_is_no_list_of_events_is_not_asked(reader: Reader, src: str) -> None:
    reader.opens(f'<pourparlers-timeline src="{src}"><a href="/">Talks</a></pourparlers-timeline>')
    reader.page.get_by_text("The events cannot be shown just now.").wait_for()

    assert reader.page.get_by_role("link", name="Talks").is_visible()
    assert not [address for address in reader.requests if "/v1/" in address]


def test_two_on_a_page_are_two(reader: Reader, gate: Gate) -> None:
    reader.opens(reader.widget("date=2022-01-12&match=certain") + reader.widget("limit=3"))
    reader.page.locator(".event").nth(3).wait_for()

    counts = reader.page.locator("pourparlers-timeline").all()
    assert [widget.locator(".event").count() for widget in counts] == [2, 3]
    assert len(gate.asked) == 2


def test_attributes_change_it_and_several_are_one_question(reader: Reader, gate: Gate) -> None:
    reader.reads("date=2022-01-12&match=certain")
    widget = reader.page.locator("pourparlers-timeline")
    widget.evaluate("it => it.setAttribute('layout', 'list')")
    assert reader.page.locator(".list .event").count() == 2
    assert len(gate.asked) == 1

    widget.evaluate(
        "(it, src) => { it.setAttribute('src', src); it.setAttribute('lang', 'fr') }",
        f"{reader.api}/v1/events?limit=2",
    )
    reader.page.locator(".event").nth(1).wait_for()
    assert [asked.address for asked in gate.asked][1:] == ["/v1/events?limit=2&lang=fr"]


def test_removed_it_asks_no_more_and_put_back_it_goes_on(timed: Reader, gate: Gate) -> None:
    timed.reads()
    timed.page.evaluate(
        "() => { window.kept = document.querySelector('[src*=events]'); kept.remove() }"
    )
    timed.later(60)
    assert len(gate.asked) == 1

    timed.page.evaluate("() => document.querySelector('main').append(kept)")
    assert timed.page.locator(".event").count() > 1
    timed.later(0.1)
    assert len(gate.asked) == 2


def test_nothing_holds_on_to_one_that_was_removed(reader: Reader) -> None:
    reader.reads()
    reader.page.evaluate(
        "() => { const it = document.querySelector('[src*=events]');"
        " window.weak = new WeakRef(it); it.remove() }"
    )
    reader.page.wait_for_timeout(50)
    reader.page.request_gc()
    assert reader.page.evaluate("weak.deref() === undefined")


def test_readers_of_a_page_do_not_all_ask_at_once(timed: Reader, gate: Gate) -> None:
    timed.page.add_init_script("Math.random = () => 0.999")
    timed.reads()
    timed.later(5.4, step=0.9)
    assert len(gate.asked) == 1
    timed.later(0.2)
    assert len(gate.asked) == 2


def test_a_script_that_is_not_the_one_promised_is_not_run(reader: Reader) -> None:
    other = reader.script.replace("sha384-", "sha384-AAAA")
    reader.page.goto(reader.site.page(reader.widget(), head=other))

    assert reader.page.get_by_role("link", name="Talks in 2022").is_visible()
    assert reader.page.evaluate("customElements.get('pourparlers-timeline')") is None
    (complaint,) = reader.complaints
    assert "integrity" in complaint
    reader.complaints.clear()
