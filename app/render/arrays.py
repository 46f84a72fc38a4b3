"""A JSON array that is written a batch at a time, and can be gone on with after any."""

from collections.abc import Callable, Iterator
from typing import Any

import orjson

from app.domain.listing import Recorded, Related, Whole

Dump = Callable[[Any], bytes]


def members(
    all_: Whole, shown: Callable[[Recorded, Related], Any], dump: Dump = orjson.dumps
) -> Iterator[bytes]:
    """The items as they are shown, one a line with commas between: one piece a batch."""
    comma = all_.begun
    for items, related in all_.batches:
        dumped = [dump(shown(item, related)) for item in items]
        yield (b",\n" if comma and dumped else b"") + b",\n".join(dumped)
        comma = comma or bool(dumped)
