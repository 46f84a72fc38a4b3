"""The body of a message to a webhook: the envelope of Standard Webhooks."""

from datetime import datetime
from typing import Any

import orjson

from app.render import refs

Json = dict[str, Any]


def message(type_: str, at: datetime, data: Json) -> bytes:
    """The same bytes for the same matter, however often it is sent. `at` is when it came to be."""
    return orjson.dumps({"type": type_, "timestamp": refs.utc(at), "data": data})
