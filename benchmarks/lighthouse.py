"""What Lighthouse says of the front page and of the embed: `python -m benchmarks.lighthouse`.

Of 100 each, the median of three runs; it ends with 1 where one is below 95.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from app.store import migrate
from tests.http.conftest import fill
from tests.support.live import serving
from tests.support.programs import browser, node

PAGES = ("/", "/embed")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_RUNS, _LEAST = 3, 95


def main() -> int:
    """Prints a row a page."""
    print(f"| page | {' | '.join(CATEGORIES)} |")
    print("|---" * (len(CATEGORIES) + 1) + "|")
    low = False
    with _first_record() as base:
        for page in PAGES:
            runs = [judged(base + page) for _ in range(_RUNS)]
            scores = [median(run[category] for run in runs) for category in CATEGORIES]
            print(f"| `{page}` | {' | '.join(f'{score:.0f}' for score in scores)} |", flush=True)
            low = low or min(scores) < _LEAST
    return int(low)


@contextmanager
def _first_record() -> Iterator[str]:
    """The address of what a fresh installation serves."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/record.db"
        migrate.upgrade(url)
        fill(url)
        with serving(url) as base:
            yield base


def judged(address: str) -> dict[str, float]:
    """The scores of a page."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        os.environ["CHROME_PATH"] = browser()
        node(
            "lighthouse", address, "--quiet", "--output=json", f"--output-path={report}",
            f"--only-categories={','.join(CATEGORIES)}",
            "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
        )  # fmt: skip
        found = json.loads(report.read_text(encoding="utf-8"))
    return {name: 100 * found["categories"][name]["score"] for name in CATEGORIES}


if __name__ == "__main__":
    sys.exit(main())
