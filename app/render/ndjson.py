"""NDJSON: one self-contained line an event, for streams and for tools that read line by line."""

from collections.abc import Iterator

import orjson

from app.domain.listing import View, Whole
from app.render.event_item import event_item
from app.render.form import Form


def whole(all_: Whole, view: View) -> Iterator[bytes]:
    """A line an event, each the item as JSON shows it."""
    for items, related in all_.batches:
        yield b"".join(
            orjson.dumps(event_item(item, related, view), option=orjson.OPT_APPEND_NEWLINE)
            for item in items
        )


FORM = Form(
    "application/x-ndjson",
    losses="The envelope: the revision is in the headers, the filter in words is not said.",
    whole=whole,
)
