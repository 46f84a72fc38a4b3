"""A source as JSON shows it: enough to cite it inside an event, all of it on its own."""

from typing import Any

Json = dict[str, Any]

_CITED = ("publisher", "title", "lang", "url", "published")
_FULL = (*_CITED, "document_type", "retrieved", "sha256")


def source_item(id_: str, stored: Json, *, full: bool = True) -> Json:
    """The source; `full` adds what only someone who checks it needs."""
    return {"id": id_, **{member: stored.get(member) for member in (_FULL if full else _CITED)}}
