"""A real browser for tests: the machine's Chromium, driven by Playwright."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.support import programs


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser for as long as the block lasts."""
    with sync_playwright() as playwright:
        # As root, as in a container, Chromium starts only without its sandbox.
        browser = playwright.chromium.launch(
            executable_path=programs.browser(), args=["--no-sandbox"]
        )
        yield browser
        browser.close()
