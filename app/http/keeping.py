"""What each worker keeps of the events it has written, so that it need not write them again.

An item is kept by its version, by the language, and by the last revision that changed what items
show of other things: it is never made out of date, only no longer asked for, and then forgotten.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from typing import NamedTuple

from app.domain.listing import Kept


class Alike(NamedTuple):
    """What the items of one page depend on beside their versions, and nothing else."""

    media_type: str
    lang: str
    epoch: str
    told_rev: int


class Keeper:
    """Items by what they depend on, those asked for last, up to so many bytes."""

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._items: OrderedDict[tuple[Alike, int], Kept] = OrderedDict()
        self._lock = Lock()

    def get(
        self,
        alike: Alike,
        versions: Iterable[int],
        make: Callable[[list[int]], Mapping[int, Kept]],
    ) -> list[Kept]:
        """The item of each version, in their order; `make` writes those that are not kept."""
        wanted = [*versions]
        found = self._found(alike, wanted)
        missing = [version for version in wanted if version not in found]
        if missing:
            made = make(missing)
            self._put(alike, made)
            found |= made
        return [found[version] for version in wanted]

    def _found(self, alike: Alike, wanted: Iterable[int]) -> dict[int, Kept]:
        items, found = self._items, {}
        with self._lock:
            for version in wanted:
                key = (alike, version)
                if key in items:
                    items.move_to_end(key)
                    found[version] = items[key]
        return found

    def _put(self, alike: Alike, made: Mapping[int, Kept]) -> None:
        with self._lock:
            for version, kept in made.items():
                self._size += kept.size - self._sized(self._items.pop((alike, version), None))
                self._items[alike, version] = kept
            while self._size > self._most:
                self._size -= self._sized(self._items.popitem(last=False)[1])

    @staticmethod
    def _sized(kept: Kept | None) -> int:
        return kept.size if kept else 0
