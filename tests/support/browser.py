"""A real browser for tests: the machine's Chromium, driven by Playwright."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.support import programs

_ARGUMENTS = (
    # As root, as in a container, Chromium starts only without its sandbox.
    "--no-sandbox",
    # A page of others, of an origin made up by a test, may ask the server on this machine.
    "--disable-features=LocalNetworkAccessChecks",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser for as long as the block lasts."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=programs.browser(), args=_ARGUMENTS)
        yield browser
        browser.close()
