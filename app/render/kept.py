"""An event's JSON as it can be kept: with places for what the reader's question decides.

The number of its statements and the way in which it matches stand in these places. All the rest is
the same for every reader of a language, as long as nothing that it shows of others is changed.
"""

from collections.abc import Hashable, Iterable
from hashlib import blake2b
from typing import NamedTuple

import orjson

from app.domain.facts import extent
from app.domain.listing import Kept, Recorded, Related, View, participants, unsaid
from app.render.event_item import event_item, matched_by

# JSON escapes every control character in a text, so that none of them can be taken for a place.
_PLACE = b"\x1e"
_OPEN = orjson.Fragment(_PLACE)


def keep(item: Recorded, related: Related, view: View) -> Kept:
    """The event with places left open, of which `written` is made."""
    shown = event_item(item, related, view)
    shown["statements"]["count"] = shown["matched_by"] = _OPEN
    pieces = orjson.dumps(shown).split(_PLACE)
    digest = blake2b(_PLACE.join(pieces), digest_size=16).digest()
    return Kept(item.id, participants(item.document), extent(item.document), pieces, digest)


class Written(NamedTuple):
    """Pieces of JSON, and digests that are the same where these are."""

    pieces: list[bytes]
    digested: list[bytes]


def written(items: Iterable[Kept], related: Related, view: View) -> Written:
    """Events as JSON with commas between them, their places filled in."""
    counts, asking = related.statement_counts.get, bool(view.query.actors)
    why = _Why(related, view)
    pieces: list[bytes] = []
    digested: list[bytes] = []
    for item in items:
        before, between, after = item.pieces
        count = counts(item.id)
        number = b"%d" % count if count else b"0"
        matched = why.of(item) if asking and unsaid(item.named, view.query) else b"null"
        pieces += (b",", before, number, between, matched, after)
        digested += (item.digest, number, matched)
    return Written(pieces[1:], digested)


class _Why:
    """How events match: the few ways in which those of a page do are each written once."""

    def __init__(self, related: Related, view: View) -> None:
        self._related, self._view = related, view
        self._asked = frozenset[str]().union(*view.query.actors)
        self._written: dict[Hashable, bytes] = {}

    def of(self, item: Kept) -> bytes:
        """By `via` an actor counts on some days only: it depends on those of the event then."""
        named = item.named if self._view.query.via else item.named & self._asked
        days = item.extent if self._view.query.via else None
        key = (self._related.standings.get(item.id), named, days)
        if key not in self._written:
            why = matched_by(item.id, item.named, item.extent, self._related, self._view)
            self._written[key] = orjson.dumps(why)
        return self._written[key]
