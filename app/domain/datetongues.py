"""How English and French say the dates of the grammar: words, articles, dashes, clocks."""

from datetime import time, timedelta
from typing import Protocol

from app.domain.edtf import Point, Unit
from app.domain.edtfhints import MONTHS


class Tongue(Protocol):
    """What a language must be able to say; `about` is told with its `?`, `~` or `%`."""

    undated: str
    end_unknown: str
    start_unknown: str

    def alone(self, point: Point) -> str:
        """The date as the whole text."""

    def since(self, start: Point) -> str:
        """From that date on."""

    def until(self, end: Point) -> str:
        """Lasting until that date."""

    def no_earlier(self, start: Point) -> str:
        """On some day or in some month from that one on."""

    def no_later(self, end: Point) -> str:
        """On some day or in some month up to that one."""

    def interval(self, start: Point, end: Point) -> str:
        """From one to the other."""

    def one_of(self, start: Point, end: Point) -> str:
        """One day or one month of a range."""

    def between(self, first: Point, last: Point) -> str:
        """Some time between two days, as one reads an approximate date."""


def _shared(start: Point, end: Point) -> Unit | None:
    """What the first of two dates need not repeat: MONTH with its year, YEAR, or None."""
    finest, coarsest = sorted((start.unit, end.unit))
    repeats = start.first.year == end.first.year
    if finest < Unit.DAY or coarsest > Unit.MONTH or not repeats or _doubted(start, end):
        return None
    same_month = start.first.month == end.first.month
    return Unit.MONTH if coarsest is Unit.DAY and same_month else Unit.YEAR


def _doubted(*points: Point) -> bool:
    return any(point.qualifier for point in points)


def _same_day(start: Point, end: Point) -> bool:
    return start.unit is end.unit is Unit.MINUTE and start.first == end.first


def _calendar(point: Point, months: tuple[str, ...], number: str, omit: Unit | None) -> str:
    words = [number] if point.unit <= Unit.DAY else []
    if omit is not Unit.MONTH:
        words.append(months[point.first.month - 1])
    return " ".join(words if omit else (*words, f"{point.first.year}"))


def _season(point: Point, seasons: tuple[str, ...], dash: str) -> str:
    """Winter has two years, as it lies in both."""
    first, last = point.first.year, point.last.year
    years = f"{first}" if first == last else f"{first}{dash}{last}"
    return f"{seasons[point.first.month // 3 - 1]} {years}"


def _named_decade(point: Point) -> bool:
    """The 1900s may mean ten years or a hundred, so they are not named so."""
    return point.unit is Unit.DECADE and point.first.year % 100 != 0


def _offset(clock: time) -> str:
    """Set only where the clocks show that time twice."""
    offset = clock.utcoffset()
    if offset is None:
        return ""
    sign = "\N{MINUS SIGN}" if offset < timedelta() else "+"
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    return f" UTC{sign}{hours:02}:{minutes:02}"


class English:
    """British order; dashes are closed up between single words, spaced between longer ones."""

    undated = "date not announced"
    end_unknown = ", end unknown"
    start_unknown = ", start unknown"
    _seasons = ("spring", "summer", "autumn", "winter")

    def alone(self, point: Point) -> str:
        if point.part is None or point.approximate:
            return self._told(point)
        part = "one day in" if point.part is Unit.DAY else "one month in"
        return f"{part} {self._told(point)}"

    def since(self, start: Point) -> str:
        return f"from {self._told(start)}"

    def until(self, end: Point) -> str:
        return f"until {self._told(end)}"

    def no_earlier(self, start: Point) -> str:
        return f"{'on' if start.unit is Unit.DAY else 'in'} or after {self._noun(start)}"

    def no_later(self, end: Point) -> str:
        # "By February" may leave February out.
        return f"{'by' if end.unit is Unit.DAY else 'no later than'} {self._noun(end)}"

    def interval(self, start: Point, end: Point) -> str:
        if _same_day(start, end) and end.clock:
            return f"{self._noun(start)}–{self._clock(end.clock)}"
        if _doubted(start, end) or start.unit is not end.unit or start.unit in _IN_WORDS:
            return self._from_to(start, end)
        short = self._noun(start, _shared(start, end))
        dash = " – " if " " in short else "–"
        return f"{short}{dash}{self._noun(end)}"

    def one_of(self, start: Point, end: Point) -> str:
        one = "one day" if end.unit is Unit.DAY else "one of the months"
        return f"{one} {self._from_to(start, end)}"

    def between(self, first: Point, last: Point) -> str:
        doubt = "approximately, uncertain" if last.uncertain else "approximately"
        first, last = _plain(first), _plain(last)
        short = self._noun(first, _shared(first, last))
        return f"between {short} and {self._noun(last)} ({doubt})"

    def _from_to(self, start: Point, end: Point) -> str:
        return f"from {self._told(start, _shared(start, end))} to {self._told(end)}"

    def _told(self, point: Point, omit: Unit | None = None) -> str:
        around = "around " if point.approximate else ""
        doubt = " (uncertain)" if point.uncertain else ""
        return f"{around}{self._noun(point, omit)}{doubt}"

    def _noun(self, point: Point, omit: Unit | None = None) -> str:
        if point.unit is Unit.SEASON:
            return _season(point, self._seasons, "–")
        if point.unit >= Unit.YEAR:
            return self._years(point)
        day = _calendar(point, MONTHS, f"{point.first.day}", omit)
        return f"{day}, {self._clock(point.clock)}" if point.clock else day

    def _years(self, point: Point) -> str:
        first, last = point.first.year, point.last.year
        if first == last:
            return f"{first}"
        return f"the {first}s" if _named_decade(point) else f"the years {first}–{last}"

    def _clock(self, clock: time) -> str:
        return f"{clock:%H:%M}{_offset(clock)}"


_IN_WORDS = (Unit.SEASON, Unit.DECADE, Unit.CENTURY)


def _plain(point: Point) -> Point:
    return Point(point.first, point.last, point.unit)


class French:
    """Nouns carry their article (« le 5 avril »), which contracts with de and à."""

    undated = "date non annoncée"
    end_unknown = ", fin inconnue"
    start_unknown = ", début inconnu"
    _months = (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    )
    _seasons = ("le printemps", "l’été", "l’automne", "l’hiver")

    def alone(self, point: Point) -> str:
        noun = self._noun(point)
        if point.approximate:
            return f"vers {noun}{' (incertain)' if point.uncertain else ''}"
        if point.part is not None:
            part = "un jour" if point.part is Unit.DAY else "un mois"
            noun = f"{part} {_de(noun)}"
        return f"{_bare(noun)}{self._doubt(point)}"

    def since(self, start: Point) -> str:
        return f"à partir {_de(self._told(start))}"

    def until(self, end: Point) -> str:
        told = self._told(end)
        return f"jusqu’{_a(told) if _has_article(told) else _en(told)}"

    def no_earlier(self, start: Point) -> str:
        return f"au plus tôt {_en(self._noun(start))}"

    def no_later(self, end: Point) -> str:
        return f"au plus tard {_en(self._noun(end))}"

    def interval(self, start: Point, end: Point) -> str:
        if _same_day(start, end) and start.clock and end.clock:
            day = _calendar(start, self._months, _ordinal(start.first.day), None)
            return f"{day}, de {self._clock(start.clock)} à {self._clock(end.clock)}"
        short = self._told(start, _shared(start, end))
        return f"{_de(short)} {_a(self._told(end))}"

    def one_of(self, start: Point, end: Point) -> str:
        one = "un jour" if end.unit is Unit.DAY else "un des mois"
        return f"{one} {self.interval(start, end)}"

    def between(self, first: Point, last: Point) -> str:
        doubt = self._doubt(last)
        first, last = _plain(first), _plain(last)
        short = self._noun(first, _shared(first, last))
        return f"entre {short} et {self._noun(last)}{doubt}"

    def _told(self, point: Point, omit: Unit | None = None) -> str:
        return f"{self._noun(point, omit)}{self._doubt(point)}"

    def _doubt(self, point: Point) -> str:
        doubts = {"~": " (environ)", "?": " (incertain)", "%": " (environ, incertain)"}
        return doubts.get(point.qualifier, "")

    def _noun(self, point: Point, omit: Unit | None = None) -> str:
        if point.unit is Unit.SEASON:
            return _season(point, self._seasons, "-")
        if point.unit >= Unit.YEAR:
            return self._years(point)
        words = _calendar(point, self._months, _ordinal(point.first.day), omit)
        day = words if point.unit is Unit.MONTH else f"le {words}"
        return f"{day} à {self._clock(point.clock)}" if point.clock else day

    def _years(self, point: Point) -> str:
        first, last = point.first.year, point.last.year
        if first == last:
            return f"{first}"
        return f"les années {first}{'' if _named_decade(point) else f' à {last}'}"

    def _clock(self, clock: time) -> str:
        """« 9 h 30 » with no-break spaces: Lexique des règles typographiques, heure."""
        minutes = f"\N{NO-BREAK SPACE}{clock:%M}" if clock.minute else ""
        return f"{clock.hour}\N{NO-BREAK SPACE}h{minutes}{_offset(clock)}"


def _ordinal(day: int) -> str:
    """French counts the first of a month, and only that, as an ordinal."""
    return "1er" if day == 1 else f"{day}"


def _has_article(noun: str) -> bool:
    return noun.startswith(("le ", "l’", "les "))


def _bare(noun: str) -> str:
    return noun.removeprefix("le ").removeprefix("l’")


def _en(noun: str) -> str:
    return noun if _has_article(noun) else f"en {noun}"


def _de(noun: str) -> str:
    if noun.startswith(("le ", "les ")):
        return noun.replace("les ", "des ", 1) if noun[2] == "s" else f"du {noun[3:]}"
    return f"d’{noun}" if noun[0] in "ao" else f"de {noun}"


def _a(noun: str) -> str:
    if noun.startswith(("le ", "les ")):
        return noun.replace("les ", "aux ", 1) if noun[2] == "s" else f"au {noun[3:]}"
    return f"à {noun}"


ENGLISH: Tongue = English()
FRENCH: Tongue = French()
