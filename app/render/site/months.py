"""A list by month: each month with its days in lanes, then its events."""

from collections.abc import Iterable
from typing import NamedTuple

from app.domain.datewords import Told, stored_text
from app.render.site.address import Address
from app.render.site.asked import Asked
from app.render.site.entry import Entry
from app.render.site.strip import Lane, lanes

# The calendar begins and ends within these years: as a whole they are no dates of it.
_EDGES = frozenset({"0001", "9999"})


class Month(NamedTuple):
    """The events that begin in a month, or in a year of which the month is not known."""

    key: str
    heading: str
    text: str
    href: str | None
    lanes: list[Lane]
    days: int
    entries: list[Entry]


def months(entries: Iterable[Entry], asked: Asked, address: Address) -> list[Month]:
    """The months in the order of their first events, each once; their list is at `address`."""
    found: dict[str | None, list[Entry]] = {}
    for entry in entries:
        found.setdefault(_month(entry), []).append(entry)
    return [_made(key, inside, asked, address) for key, inside in found.items()]


def _month(entry: Entry) -> str | None:
    """No more precise than known: an event of some day in 2022 stands under 2022."""
    when = entry.stored["when"]
    first, last = when["earliest_start"], when["latest_start"]
    if first is None or last is None or first[:4] != last[:4]:
        return None
    return str(first[:7] if first[:7] == last[:7] else first[:4])


def _made(key: str | None, inside: list[Entry], asked: Asked, address: Address) -> Month:
    if key is None:
        return Month("undated", asked.say("Month not known"), "", None, [], 0, inside)
    href = None
    if key[:4] not in _EDGES:
        href = asked.link(address.having(date=key, cursor=None, upcoming=None))
    # One event makes no picture: its line says all.
    drawn = len(key) == 7 and len(inside) > 1
    rows, days = lanes(key, inside, asked) if drawn else ([], 0)
    text = in_words(key, asked.lang)
    return Month(key, heading(key, asked.lang), text, href, rows, days, inside)


def in_words(key: str, lang: str) -> str:
    """A month or a year within a sentence."""
    if key[:4] in _EDGES:
        return key
    return stored_text(Told(key, None, None, None), lang)


def heading(key: str, lang: str) -> str:
    """A month or a year as a heading."""
    text = in_words(key, lang)
    return text[0].upper() + text[1:]
