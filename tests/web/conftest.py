"""A real browser over a real server for the tests of pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.support import stage
from tests.support.browser import chromium
from tests.support.databases import SqliteTemplate
from tests.support.live import serving
from tests.support.programs import CLIENTS

AXE = CLIENTS / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """For a module alone: while it runs, other tests of the thread could run no event loop."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def site(
    sqlite_template: SqliteTemplate, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of the record in which everything has happened."""
    url = sqlite_template.copy(tmp_path_factory.mktemp("site") / "record.db")
    stage.set_up(url)
    with serving(url) as base:
        yield base


class Watched:
    """A page of the browser that keeps what nobody should hear of: complaints, strange requests."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._watch(request.url, origin))
        page.add_init_script(_REPORTS)

    def _watch(self, url: str, origin: str) -> None:
        if not url.startswith((f"{origin}/", "data:", "about:")):
            self.complaints.append(f"a request to {url}")

    def open(self, address: str, status: int = 200) -> Page:
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == status
        if status >= 400:
            # The browser itself says that the answer is no success.
            self.complaints = [c for c in self.complaints if "Failed to load" not in c]
        return self.page

    def axe(self) -> list[str]:
        """What the rules of axe say against the page, each with the element."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        return list(self.page.evaluate(_JUDGED))

    def is_quiet(self) -> None:
        assert self.complaints == []
        assert self.page.evaluate("window.reports") == []


_REPORTS = """
window.reports = [];
addEventListener("securitypolicyviolation", (event) => {
  window.reports.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
"""
_JUDGED = """
axe.run(document, {resultTypes: ["violations"]}).then((found) => found.violations.flatMap(
  (rule) => rule.nodes.map(
    (node) => `${rule.id}: ${node.html.slice(0, 200)} ${node.failureSummary}`
  )
))
"""


@contextmanager
def watched(browser: Browser, origin: str, **how: Any) -> Iterator[Watched]:
    context: BrowserContext = browser.new_context(**how)
    try:
        yield Watched(context.new_page(), origin)
    finally:
        context.close()
