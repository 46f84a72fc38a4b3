"""What each worker keeps of the events it has written, so that it need not write them again.

An item is kept by its version, by the language, and by the last revision that changed what items
show of other things: it is never made out of date, only no longer asked for, and then forgotten.
"""

from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from typing import NamedTuple

from cachetools import LRUCache

from app.domain.listing import Kept


class Item(NamedTuple):
    """What an item depends on, and nothing else."""

    media_type: str
    lang: str
    epoch: str
    told_rev: int
    version: int


class Keeper:
    """Items by what they depend on, those asked for last, up to so many bytes."""

    def __init__(self, most: int) -> None:
        self._items: LRUCache[Item, Kept] = LRUCache(most, lambda kept: kept.size)
        self._lock = Lock()

    def get(
        self, keys: Iterable[Item], make: Callable[[list[Item]], Mapping[Item, Kept]]
    ) -> list[Kept]:
        """The item of each key, in their order; `make` writes those that are not kept."""
        wanted = [*keys]
        with self._lock:
            found = {key: self._items.get(key) for key in wanted}
        missing = [key for key, kept in found.items() if kept is None]
        made = make(missing) if missing else {}
        self._put(made)
        return [found[key] or made[key] for key in wanted]

    def _put(self, made: Mapping[Item, Kept]) -> None:
        with self._lock:
            for key, kept in made.items():
                if kept.size <= self._items.maxsize:
                    self._items[key] = kept
