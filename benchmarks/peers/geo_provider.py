"""A provider of features for pygeoapi: our stored documents, by the indexes that ours reads.

pygeoapi's own provider of SQLite wants SpatiaLite, and filters neither by date nor by another
table. This is the plugin that its documentation has one write then; it runs in the peers' Python.
"""

import json
import sqlite3
from datetime import date
from functools import cache
from typing import Any

from pygeoapi.provider.base import BaseProvider

from benchmarks.peers.stored import STORED

_FIELDS = {"actor": {"type": "string"}, "when": {"type": "string"}}


class Events(BaseProvider):  # type: ignore[misc]  # pygeoapi has no types.
    """Events of an actor within two days."""

    def __init__(self, given: dict[str, Any]) -> None:
        super().__init__(given)
        self._fields = _FIELDS

    def get_fields(self) -> dict[str, Any]:
        """What may be asked of a feature."""
        return _FIELDS

    def query(
        self,
        datetime_: str | None = None,
        properties: list[tuple[str, str]] = [],  # noqa: B006  As pygeoapi declares it.
        **_more: Any,
    ) -> dict[str, Any]:
        """A page of features in order of their dates."""
        first, _, last = (datetime_ or "1900-01-01/2100-01-01").partition("/")
        days = {"first": _day(first), "last": _day(last or first)}
        found = _opened(self.data).execute(STORED, {**dict(properties), **days})
        return {"type": "FeatureCollection", "features": [_feature(text) for (text,) in found]}


def _day(text: str) -> int:
    return date.fromisoformat(text[:10]).toordinal()


@cache
def _opened(file: str) -> sqlite3.Connection:
    """One connection for all requests: pygeoapi makes a provider anew for each."""
    return sqlite3.connect(f"file:{file}?mode=ro", uri=True, check_same_thread=False)


def _feature(text: str) -> dict[str, Any]:
    document = json.loads(text)
    place = document["place"] or {}
    at = place.get("lon"), place.get("lat")
    point = None if None in at else {"type": "Point", "coordinates": at}
    return {"type": "Feature", "id": document.pop("id"), "geometry": point, "properties": document}
