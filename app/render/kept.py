"""An event's JSON as it can be kept: with places for what the reader's question decides.

The number of its statements and the way in which it matches stand in these places. All the rest is
the same for every reader of a language, as long as nothing that it shows of others is changed.
"""

import orjson

from app.domain.facts import extent
from app.domain.listing import Kept, Recorded, Related, View, participants
from app.render.event_item import event_item, matched_by

# JSON escapes every control character in a text, so that none of them can be taken for a place.
_PLACE = b"\x1e"
_OPEN = orjson.Fragment(_PLACE)


def keep(item: Recorded, related: Related, view: View) -> Kept:
    """The event with places left open, of which `written` is made."""
    shown = event_item(item, related, view)
    shown["statements"]["count"] = shown["matched_by"] = _OPEN
    pieces = orjson.dumps(shown).split(_PLACE)
    return Kept(item.id, participants(item.document), extent(item.document), pieces)


def written(kept: Kept, related: Related, view: View) -> bytes:
    """The event as JSON, its places filled in."""
    before, between, after = kept.pieces
    count = related.statement_counts.get(kept.id, 0)
    why = matched_by(kept.id, kept.named, kept.extent, related, view)
    return b"%b%d%b%b%b" % (before, count, between, orjson.dumps(why), after)
