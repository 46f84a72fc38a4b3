"""The address of another installation, as it is given, and the filter that may be in it."""

from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from app.errors import InvalidQuery

# What is of one answer, and of no list that can be followed.
_OF_AN_ANSWER = ("limit", "cursor", "sort", "count", "include", "as_of", "since", "thing")
_LISTS = ("/v1/events", "/v1/events.json", "/v1/events.ndjson", "/v1/changes")


class Source(NamedTuple):
    """An installation, and the filter of a list of its events."""

    base: str
    query: tuple[tuple[str, str], ...] = ()


def source(address: str) -> Source:
    """An address of an installation, or of its events under a filter; InvalidQuery for others."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.fragment:
        raise InvalidQuery(f"{address} is not the address of an installation.")
    query = parse_qsl(parts.query, keep_blank_values=True)
    path, _, named = parts.path.rstrip("/").partition("/v1/")
    if named and f"/v1/{named}" not in _LISTS:
        raise InvalidQuery("Give the address of an installation, or of its /v1/events?….")
    refused = sorted({name for name, _ in query if name in _OF_AN_ANSWER})
    if refused:
        raise InvalidQuery(f"{', '.join(refused)}: a list that is followed has none; leave it out.")
    return Source(f"{parts.scheme}://{parts.netloc}{path}", tuple(query))
