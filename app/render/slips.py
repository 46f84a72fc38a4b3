"""How events were moved, as a table in JSON and in CSV."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import orjson

from app.domain.cells import Cell
from app.domain.listing import Counted, Row, View
from app.domain.slips import Slips, Spread
from app.render import refs
from app.render.counts import columns, shown_cells, shown_key
from app.render.csv_ import lines
from app.render.json_ import asked, coverage

Json = dict[str, Any]
Found = Mapping[Cell, Slips]


class SlipForm(NamedTuple):
    """One form of the table, and what it cannot express."""

    media_type: str
    losses: str
    render: Callable[[Counted, Found, View], bytes]


def as_json(counted: Counted, found: Found, view: View) -> bytes:
    """The envelope with its rows."""
    return orjson.dumps(
        {
            "items": [_item(row, found[row.cell], view) for row in counted.rows],
            "total": counted.total,
            "by": [str(by) for by in counted.table.by],
            "exclusive": counted.table.exclusive,
            "rev": counted.rev,
            "at": refs.utc(counted.at),
            "query": asked(counted.resolved, view),
            "coverage": coverage(view),
        }
    )


def _item(row: Row, slips: Slips, view: View) -> Json:
    return {
        "key": shown_key(row, view),
        "events": slips.events,
        "moved": slips.moved,
        "share": round(slips.share, 4),
        "moves": slips.moves,
        "later": slips.later,
        "earlier": slips.earlier,
        "days": None if slips.days is None else slips.days._asdict(),
        "url": row.url,
    }


_COUNTS = ("events", "moved", "share", "moves", "later", "earlier")


def as_csv(counted: Counted, found: Found, view: View) -> bytes:
    """A header, then a line a row: ids with their names beside them."""
    names = [*columns(counted.table), *_COUNTS, *Spread._fields, "url"]
    rows = ([*shown_cells(row, view), *_numbers(found[row.cell]), row.url] for row in counted.rows)
    return lines([names]) + lines(rows)


def _numbers(slips: Slips) -> Iterator[str]:
    counts = (slips.events, slips.moved, round(slips.share, 4), slips.moves)
    yield from map(str, (*counts, slips.later, slips.earlier))
    yield from ("" if days is None else f"{days:g}" for days in slips.days or [None] * 5)


SLIP_FORMS = {
    "json": SlipForm("application/json", "Nothing is lost.", as_json),
    "csv": SlipForm(
        "text/csv; charset=utf-8",
        "The envelope: the total, the filter in words and the coverage are not said.",
        as_csv,
    ),
}
