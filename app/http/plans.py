"""What a list comes to before the record is read, worked out once for all who ask for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from cachetools import LRUCache

from app.domain.query import EventQuery
from app.domain.resolve import Resolution
from app.http.respond import Links

# So many are kept, some kilobytes each.
_KEPT = 2_048


@dataclass(frozen=True, slots=True)
class Plan:
    """A question under one directory, which it does not hold: an old one is large, and goes.

    `address` is where the list can be asked for again. `kept` is what those who answer make of it.
    """

    query: EventQuery
    resolved: Mapping[str, list[Resolution]]
    counting: bool
    include: frozenset[str] = frozenset()
    options: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    others: Links = ()
    kept: dict[Any, Any] = field(default_factory=dict)


class Plans:
    """Those that were asked for last."""

    def __init__(self) -> None:
        self._plans: LRUCache[Any, Plan] = LRUCache(_KEPT)
        self._lock = Lock()

    def get(self, key: Any, make: Callable[[], tuple[Plan, bool]]) -> Plan:
        """The plan under a key that says all it depends on; `make` also says whether to keep it."""
        with self._lock:
            found = self._plans.get(key)
        if found is None:
            found, lasting = make()
            if lasting:
                with self._lock:
                    self._plans[key] = found
        return found
