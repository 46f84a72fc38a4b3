"""Dates in words, French and English, no more precise than known.

The words are our own, so that an upgrade of a library does not reword the past.
"""

from datetime import date, datetime

from app.domain import zones
from app.domain.dates import When
from app.domain.edtf import Edtf, Extent, parse

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
_SEASONS = {
    "en": ("spring", "summer", "autumn", "winter"),
    "fr": ("printemps", "été", "automne", "hiver"),
}
_WORDS = {
    "en": {
        "unknown": "date not announced", "from": "from {}", "until": "until {}", "by": "by {}",
        "after": "on or after {}", "one": "one day from {} to {}", "around": "around {}",
        "between": "between {} and {}", "doubt": "{} (uncertain)", "decade": "the {}s",
        "century": "{}–{}", "month": "{} {}",
    },
    "fr": {
        "unknown": "date non annoncée", "from": "à partir du {}", "until": "jusqu’au {}",
        "by": "au plus tard le {}", "after": "au plus tôt le {}", "one": "un jour du {} au {}",
        "around": "vers {}", "between": "entre le {} et le {}", "doubt": "{} (incertain)",
        "decade": "les années {}", "century": "{}–{}", "month": "{} {}",
    },
}  # fmt: skip
_FROM_MONTH = {"à partir du": "à partir de", "jusqu’au": "jusqu’à", "au plus tard le": "d’ici"}


def when_text(when: When, lang: str, tz: str | None = None) -> str:
    """The date in French for `fr`, else in English; its times in `tz`, else at the venue."""
    say = _Words("fr" if lang.partition("-")[0] == "fr" else "en")
    if when.edtf is None:
        return say.word("unknown")
    found = parse(when.edtf)
    if when.starts_at is not None:
        place = tz or when.timezone or "UTC"
        return say.doubted(found, say.times(when.starts_at, when.ends_at, place))
    if found.approximate:
        return say.around(when, found)
    return say.doubted(found, say.days(found))


class _Words:
    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.months = _MONTHS[lang].split()

    def word(self, key: str, *of: str) -> str:
        return _WORDS[self.lang][key].format(*of)

    def doubted(self, found: Edtf, text: str) -> str:
        return self.word("doubt", text) if found.uncertain else text

    def around(self, when: When, found: Edtf) -> str:
        """With a window of its own, the window says more than the word around."""
        first, last = when.earliest_start, when.latest_end
        own = found.start and (first, last) != (found.start.first, found.start.last)
        if own and first and last:
            return self.doubted(found, self.word("between", *self.pair(first, last)))
        return self.doubted(found, self.word("around", self.days(found)))

    def days(self, found: Edtf) -> str:
        start, end = found.start, found.end
        if start is None:
            return self.open(found, end)
        if end is None:
            return self.open(found, start)
        if found.shape == "set":
            return self.word("one", *self.pair(start.first, end.last))
        if start == end:
            return self.one(start)
        if start.unit == end.unit == "day":
            return self.range(start.first, end.first)
        return f"{self.one(start)} – {self.one(end)}"

    def open(self, found: Edtf, known: Extent | None) -> str:
        if known is None:
            return self.word("unknown")
        if found.shape == "set":
            key = "by" if found.start is None else "after"
        else:
            key = "until" if found.start is None else "from"
        text = self.word(key, self.one(known))
        return text if known.unit in ("day", "minute") else self.by_month(text)

    def by_month(self, text: str) -> str:
        for with_day, without in _FROM_MONTH.items():
            text = text.replace(with_day, without)
        return text

    def one(self, extent: Extent) -> str:
        first, year = extent.first, f"{extent.first.year}"
        if extent.unit == "day":
            return self.day(first)
        if extent.unit == "month":
            return self.word("month", self.months[first.month - 1], year)
        if extent.unit == "season":
            return f"{_SEASONS[self.lang][first.month // 3 - 1]} {year}"
        return self.years(extent)

    def years(self, extent: Extent) -> str:
        first, last = extent.first.year, extent.last.year
        if first == last:
            return f"{first}"
        key = "decade" if last - first == 9 else "century"
        return self.word(key, f"{first}", f"{last}")

    def day(self, day: date, *, month: bool = True, year: bool = True) -> str:
        number = "1er" if self.lang == "fr" and day.day == 1 else f"{day.day}"
        words = [number, self.months[day.month - 1] if month else "", f"{day.year}" if year else ""]
        return " ".join(filter(None, words))

    def pair(self, first: date, last: date) -> tuple[str, str]:
        same_year, same_month = first.year == last.year, first.month == last.month
        begin = self.day(first, month=not (same_year and same_month), year=not same_year)
        return begin, self.day(last)

    def range(self, first: date, last: date) -> str:
        begin, end = self.pair(first, last)
        return f"{begin}–{end}" if " " not in begin else f"{begin} – {end}"

    def times(self, starts: datetime, ends: datetime | None, tz: str) -> str:
        zone = zones.zone(tz)
        return f"{self.clock(starts.astimezone(zone), ends and ends.astimezone(zone))} ({tz})"

    def clock(self, starts: datetime, ends: datetime | None) -> str:
        begin = f"{self.day(starts.date())}, {starts:%H:%M}"
        if ends is None:
            return begin
        if ends.date() == starts.date():
            return f"{begin}–{ends:%H:%M}"
        return f"{begin} – {self.day(ends.date())}, {ends:%H:%M}"
