"""Our own addresses, read back: which events a page shows, whatever it looks like."""

import re
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, urlsplit

from app.http.parameters import EVENTS

Pairs = tuple[tuple[str, str], ...]

# What says which part of a list is shown, or what with it, and not which list it is.
_NOT_OF_THE_FILTER = {"cursor", "include", "count"}
_FILTER = EVENTS.keys() - _NOT_OF_THE_FILTER
_NAME = r"[a-z0-9][a-z0-9_-]*"
_PAGES = (
    re.compile(r"/(?:(?P<lang>en|fr)/?)?"),
    re.compile(rf"/(?P<lang>en|fr)/events/(?P<id>{_NAME})"),
    re.compile(rf"/(?P<lang>en|fr)/actors/(?P<actor>{_NAME})"),
    re.compile(rf"/(?P<lang>en|fr)/forums/(?P<forum>{_NAME})"),
    re.compile(r"/embed"),
    re.compile(r"/v1/events(?:\.[a-z]+)?"),
    re.compile(rf"/v1/events/(?P<id>(?!counts\b|diff\b){_NAME})(?:\.[a-z]+)?"),
)


class Shown(NamedTuple):
    """The filter of a page, and the one event where it is the page of one."""

    pairs: Pairs
    id: str | None


def shown(address: str, base_url: str) -> Shown | None:
    """What an address of ours shows; None where it is not ours or shows no events."""
    try:
        page, base = urlsplit(address), urlsplit(base_url)
    except ValueError:
        return None
    if not _same_place(page, base) or not page.path.startswith(base.path):
        return None
    path = page.path.removeprefix(base.path) or "/"
    found = next(filter(None, (pattern.fullmatch(path) for pattern in _PAGES)), None)
    return None if found is None else _shown(found.groupdict(), page.query)


def _same_place(page: SplitResult, base: SplitResult) -> bool:
    """Whether it is our host; http and https lead to the same page."""
    return page.scheme in ("http", "https") and page.netloc.lower() == base.netloc.lower()


def _shown(told: dict[str, str | None], query: str) -> Shown:
    """What the path says comes first; a page's own parameters are no part of the filter."""
    path = {name: value for name, value in told.items() if value}
    # An actor in the path is one more that must be there; of the others there can be one alone.
    single = path.keys() - {"actor"}
    asked = [(name, value) for name, value in parse_qsl(query) if name in _FILTER - single]
    if "id" in path:
        asked = [pair for pair in asked if pair[0] in ("lang", "tz", "as_of")]
    return Shown((*path.items(), *asked), path.get("id"))
