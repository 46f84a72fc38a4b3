"""A record with awkward events behind a gate, a site of somebody else, and a browser on it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from app.domain.things import Thing
from app.render.widget import CURRENT
from tests.support import awkward
from tests.support.browser import chromium
from tests.support.databases import SqliteTemplate
from tests.support.foreign import STRICT, Site, site
from tests.support.live import serving
from tests.support.world import World, event
from tests.widget.gate import Gate

# An hour from which something goes on is no moment at which it takes place.
DOCUMENTS = (
    *awkward.DOCUMENTS,
    event(
        40,
        {"edtf": "2022-01-24T10:00/..", "timezone": "Europe/Zurich"},
        title={"en": "Since that hour"},
    ),
)
_WATCH = """
window.violations = [];
addEventListener("securitypolicyviolation", e => violations.push(e.blockedURI));
addEventListener("pourparlers-state", e => (window.states ??= []).push(e.detail));
"""


@dataclass
class Reader:
    """Somebody who reads the foreign site, and all that went wrong meanwhile."""

    page: Page
    site: Site
    api: str
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    under_way: set[str] = field(default_factory=set)

    @property
    def script(self) -> str:
        """The snippet's script, as the documentation has it."""
        address, integrity = self.api + CURRENT.path, CURRENT.integrity
        return (
            f'<script type="module" src="{address}" integrity="{integrity}" crossorigin></script>'
        )

    def widget(self, query: str = "date=2022", attributes: str = "") -> str:
        """The snippet's element, with its link."""
        return (
            f'<pourparlers-timeline src="{self.api}/v1/events?{query}" {attributes}>'
            f'<a href="{self.api}/en/">Talks in 2022</a></pourparlers-timeline>'
        )

    def opens(self, body: str, head: str = "", lang: str = "en") -> None:
        self.page.goto(self.site.page(body, head=head + self.script, lang=lang))

    def reads(self, query: str = "date=2022", attributes: str = "", **how: Any) -> None:
        """Opens a page with one widget, and waits until it shows events."""
        self.opens(self.widget(query, attributes), **how)
        self.page.locator("pourparlers-timeline .event").first.wait_for()

    def later(self, minutes: float, step: float = 5) -> None:
        """Time goes by on the clock of the page, and what is asked meanwhile is answered."""
        while minutes > 0:
            self.page.clock.fast_forward(int(min(step, minutes) * 60_000))
            self.page.wait_for_timeout(20)
            while self.under_way:
                self.page.wait_for_timeout(5)
            minutes -= step

    def origins(self) -> set[str]:
        """Whom the browser has asked for anything."""
        return {"/".join(address.split("/")[:3]) for address in self.requests}

    def violations(self) -> list[str]:
        found: list[str] = self.page.evaluate("violations")
        return found


@pytest.fixture(scope="package")
def gate() -> Gate:
    return Gate()


@pytest.fixture(scope="package")
def api(
    gate: Gate, sqlite_template: SqliteTemplate, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    url = sqlite_template.copy(tmp_path_factory.mktemp("widget") / "record.db")
    world = World(url)
    world.begin()
    # The ledger itself remembers from where an event was moved.
    for when in ("2022-03-01", "2022-03-15"):
        world.put(Thing.EVENT, {**awkward.DOCUMENTS[9], "when": when})
    world.put(Thing.EVENT, *DOCUMENTS)
    world.close()
    with serving(url, gate.before) as address:
        yield address


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def foreign(api: str) -> Iterator[Site]:
    with site() as found:
        found.policy = STRICT.format(api=api)
        yield found


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(timezone_id="America/New_York", locale="en-GB") as made:
        yield made


@pytest.fixture
def reader(context: BrowserContext, foreign: Site, api: str, gate: Gate) -> Iterator[Reader]:
    """A reader whose browser has nothing to complain of, unless the test says so."""
    gate.asked.clear()
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.add_init_script(_WATCH)
    found = Reader(page, foreign, api)
    page.on("console", lambda message: found.complaints.append(message.text))
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    page.on("request", lambda request: found.requests.append(request.url))
    page.on("request", lambda request: found.under_way.add(request.url))
    page.on("requestfinished", lambda request: found.under_way.discard(request.url))
    page.on("requestfailed", lambda request: found.under_way.discard(request.url))
    yield found
    assert found.complaints == []
    assert found.violations() == []
    assert found.origins() <= {foreign.address, api}
