"""The screenshots of the documentation, taken anew: `make screenshots`.

From the first record, as a fresh installation shows it; and from a record in which talks are moved
and called off.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser

from app.store import migrate
from tests.http.conftest import fill
from tests.support import stage
from tests.support.browser import chromium
from tests.support.live import serving

DOCS = Path(__file__).parents[1] / "docs" / "pages"
TALLEST = 1_000


class Shot(NamedTuple):
    """A page as it is shown: its name, its address, the width and colours of the window."""

    name: str
    path: str
    width: int = 1280
    scheme: str = "light"


FIRST = (
    Shot("timeline", "/en/"),
    Shot("timeline-phone", "/fr/", 360, "dark"),
    Shot("event", "/en/events/ev_7k2m9q4x", 768),
)
STAGED = (Shot("moved", "/en/?date=2099-01", 768),)


def main() -> None:
    """Writes every picture."""
    DOCS.mkdir(exist_ok=True)
    with chromium() as browser:
        for filled, shots in ((fill, FIRST), (stage.set_up, STAGED)):
            with served(filled) as base:
                for shot in shots:
                    taken(browser, base, shot)


@contextmanager
def served(fill_: Callable[[str], None]) -> Iterator[str]:
    """The address of a record, for as long as the block lasts."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/record.db"
        migrate.upgrade(url)
        fill_(url)
        with serving(url) as base:
            yield base


def taken(browser: Browser, base: str, shot: Shot) -> None:
    """Takes one, no taller than what one looks at."""
    page = browser.new_page(viewport={"width": shot.width, "height": 700}, color_scheme=shot.scheme)  # type: ignore[arg-type]
    page.goto(base + shot.path)
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": shot.width, "height": min(height, TALLEST)})
    page.screenshot(path=DOCS / f"{shot.name}.png")
    page.close()


if __name__ == "__main__":
    main()
