"""A real browser for tests: the machine's Chromium, driven by Playwright."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser for as long as the block lasts."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("chromium is missing: on Debian, apt-get install chromium brings it")
    with sync_playwright() as playwright:
        # As root, as in a container, Chromium starts only without its sandbox.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()
