"""No text of the record runs in a browser, wherever a page shows it."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from app.domain.change import Nature
from app.domain.things import Thing
from app.http import cached
from app.store import ledger
from app.store.ledger import Entry
from app.web import templating
from tests.support.databases import SqliteTemplate
from tests.support.live import serving
from tests.support.world import World, actor, event, party, puts, relation
from tests.web.conftest import watched
from tests.web.payloads import PAYLOADS

HUB = "hub"
# What a text that runs would be noticed by; the rest of the page has no such thing.
_NOTICE = """
window.hits = 0;
window.xss = window.alert = window.confirm = window.prompt = () => { window.hits += 1; };
"""
# Scripts that are not ours, handlers, and addresses that run something.
_FOREIGN = """
[
  window.hits,
  window.reports.length,
  [...document.scripts].filter((script) => script.src
    ? !script.src.startsWith(location.origin + "/static/")
    : script.type !== "application/ld+json").length,
  [...document.querySelectorAll("*")].filter((element) => [...element.attributes].some(
    ({name, value}) => name.startsWith("on") || (
      /^(href|src|action|formaction|data|xlink:href)$/.test(name)
      && /^\\s*(java|vb)script:/i.test(value)
    )
  )).length,
]
"""


def text(number: int) -> dict[str, str]:
    return {"en": PAYLOADS[number], "fr": PAYLOADS[number]}


def documents(number: int) -> Iterator[tuple[Thing, dict[str, Any]]]:
    """One of each thing, with the payload of that number wherever it holds a text."""
    said = text(number)
    line = PAYLOADS[number]
    yield (
        Thing.SOURCE,
        {"id": f"src_{number}", "publisher": line, "title": line, "document_type": line},
    )
    yield Thing.TOPIC, {"id": f"topic-{number}", "names": said, "aliases": [{"text": line}]}
    yield (
        Thing.ACTOR,
        actor(
            f"actor-{number}",
            names=said,
            aliases=[{"text": line}],
            # Of a scheme of its own: two that differ in case alone are the same identifier.
            identifiers=[{"scheme": f"x{number}", "value": line}],
            seats=[{"city": said}],
        ),
    )
    yield (
        Thing.FORUM,
        {
            "id": f"forum-{number}", "kind": "organ", "names": said, "aliases": [{"text": line}],
            "organ_of": f"actor-{number}", "parties": [f"actor-{number}"], "recurrence": line,
            "coverage": {"since": "2020", "every": line, "last_checked": "2021"},
        },
    )  # fmt: skip
    yield (
        Thing.EVENT,
        event(
            number,
            "2099-01-10",
            title=said,
            summary=said,
            place={"name": said, "city": said, "country": f"actor-{number}"},
            participants=[party(f"actor-{number}", represented_by=[f"actor-{number}"])],
            positions=[
                {"actor": f"actor-{number}", "position": "denied", "source": f"src_{number}"}
            ],
            forum=f"forum-{number}",
            topics=[f"topic-{number}"],
            sources=[f"src_{number}"],
            notes=[{"field": "title", "basis": "stated", "text": said}],
            identifiers=[{"scheme": "x", "value": line}],
        ),
    )
    yield (
        Thing.STATEMENT,
        {
            "id": f"st_{number}", "speaker": f"actor-{number}", "date": "2021", "summary": said,
            "quotation": line, "about": [{"event": f"ev_{number:08d}", "relation": "comments"}],
            "source": f"src_{number}",
        },
    )  # fmt: skip


def write(url: str) -> None:
    """Commits a payload, each its own reason; then an actor whose page names all the others."""
    world = World(url)
    for number, line in enumerate(PAYLOADS):
        changes = [put for thing, document in documents(number) for put in puts(thing, [document])]
        moved = {
            **dict(documents(number))[Thing.EVENT],
            "when": "2099-02-10",
            "title": text(-number),
        }
        for some in (changes, puts(Thing.EVENT, [moved])):
            with world.database.writing() as connection:
                ledger.commit(connection, world.directories, some, Entry("x", Nature.WORLD, line))
    others = [relation("successor_of", f"actor-{number}") for number in range(len(PAYLOADS))]
    aliases = [{"text": line} for line in PAYLOADS]
    world.put(Thing.ACTOR, actor(HUB, relations=others, aliases=aliases))
    world.close()


@pytest.fixture(scope="module")
def hostile(
    sqlite_template: SqliteTemplate, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    url = sqlite_template.copy(tmp_path_factory.mktemp("hostile") / "record.db")
    write(url)
    with serving(url) as base:
        yield base


def lists() -> list[str]:
    starts = (
        "/en/?sort=date",
        "/fr/?sort=-date&lanes=actor",
        "/embed?sort=date",
        "/v1/events.html?sort=date",
    )
    return [f"{start}&limit=200" for start in starts]


def pages() -> list[str]:
    """Each payload on the page of its event; of actors and forums some, and one that names all."""
    numbers = range(len(PAYLOADS))
    return [
        *lists(),
        *(f"/{('en', 'fr')[n % 2]}/events/ev_{n:08d}" for n in numbers),
        *(f"/en/actors/actor-{n}" for n in numbers[::6]),
        *(f"/fr/forums/forum-{n}" for n in numbers[3::6]),
        f"/en/actors/{HUB}",
    ]


def test_there_are_many_ways() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 120


def test_nothing_runs_on_any_page(browser: Browser, hostile: str) -> None:
    with watched(browser, hostile) as tab:
        tab.page.add_init_script(_NOTICE)
        for address in pages():
            page = tab.open(hostile + address)
            assert page.evaluate(_FOREIGN) == [0, 0, 0, 0], address
        tab.is_quiet()


def test_nothing_runs_of_what_a_reader_asks(browser: Browser, hostile: str) -> None:
    """The form shows what was asked, and a page of a problem what was not understood."""
    with watched(browser, hostile) as tab:
        tab.page.add_init_script(_NOTICE)
        for number in range(0, len(PAYLOADS), 6):
            tab.page.goto(f"{hostile}/en/")
            tab.page.get_by_label("Words").fill(PAYLOADS[number])
            tab.page.get_by_role("combobox", name="Actor").fill(PAYLOADS[number])
            tab.page.get_by_role("button", name="Show").click()
            assert tab.page.evaluate(_FOREIGN) == [0, 0, 0, 0], PAYLOADS[number]
        assert [c for c in tab.complaints if "422" not in c] == []


def test_without_escaping_and_policy_they_would_run(
    browser: Browser, hostile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the texts are such that a page which lets them in is found out."""
    monkeypatch.setattr(templating, "environment", unsafe)
    monkeypatch.setattr(cached.Entry, "holds", lambda *_: False)  # Pages were kept while safe.
    with watched(browser, hostile, bypass_csp=True) as tab:
        tab.page.add_init_script(_NOTICE)
        tab.page.route(re.compile("evil"), lambda route: route.abort())
        ran = [number for number in range(0, len(PAYLOADS), 4) if runs(tab.page, hostile, number)]
    assert len(ran) > 12


def unsafe(lang: str) -> Any:
    made = _SAFE(lang).overlay(autoescape=False)
    made.globals = dict(_SAFE(lang).globals)
    return made


_SAFE = templating.environment


def runs(page: Page, base: str, number: int) -> bool:
    page.goto(f"{base}/en/events/ev_{number:08d}", wait_until="load")
    counted: Sequence[int] = page.evaluate(_FOREIGN)
    return counted[0] > 0
