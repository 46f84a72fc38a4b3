"""What a picture says in its own words, French and English."""

from collections.abc import Mapping
from datetime import date, datetime

from app.domain.dates import When
from app.domain.datewords import when_text

_WORDS: dict[str, Mapping[str, str]] = {
    "en": {
        "proposed": "proposed", "announced": "announced", "confirmed": "confirmed",
        "under_way": "under way", "suspended": "suspended", "held": "held",
        "postponed": "postponed", "cancelled": "cancelled",
        "nothing": "Nothing in this filter", "one": "1 event", "all": "{total} events",
        "some": "{shown} of {total} events", "revision": "revision {rev}, {day}",
        "undated": "Without a date", "no_forum": "No forum", "no_actor": "Nobody named",
        "others": "Others", "hours": "Hours are those of each venue.",
        "hours_in": "Hours are those of {tz}.",
        "exact": "known to the day or closer", "span": "from start to end",
        "possible": "some time in this span", "settled": "confirmed, under way or held",
        "open": "end or start not known",
        "waiting": "postponed or suspended",
        "desc": "A timeline. {count}. First: {first}. Last: {last}.",
    },
    "fr": {
        "proposed": "proposé", "announced": "annoncé", "confirmed": "confirmé",
        "under_way": "en cours", "suspended": "suspendu", "held": "tenu",
        "postponed": "reporté", "cancelled": "annulé",
        "nothing": "Rien pour ce filtre", "one": "1 événement", "all": "{total} événements",
        "some": "{shown} événements sur {total}", "revision": "révision {rev}, {day}",
        "undated": "Sans date", "no_forum": "Hors de tout forum", "no_actor": "Personne de nommé",
        "others": "Autres", "hours": "Les heures sont celles de chaque lieu.",
        "hours_in": "Les heures sont celles de {tz}.",
        "exact": "connu au jour près ou mieux", "span": "du début à la fin",
        "settled": "confirmé, en cours ou tenu",
        "possible": "à un moment de cette période", "open": "fin ou début inconnus",
        "waiting": "reporté ou suspendu",
        "desc": "Une chronologie. {count}. D’abord : {first}. Enfin : {last}.",
    },
}  # fmt: skip
_MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "fr": (
        *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
        *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
    ),
}


def tongue(lang: str) -> str:
    """French for `fr` and its regions, else English: the languages a picture speaks."""
    return "fr" if lang.partition("-")[0].lower() == "fr" else "en"


def word(key: str, lang: str, **parts: object) -> str:
    """The words for it, with what is put in."""
    return _WORDS[tongue(lang)][key].format(**parts)


def counted(shown: int, total: int, lang: str) -> str:
    """How many events are in the picture, of how many."""
    key = "some" if shown < total else "one" if total == 1 else "all"
    return word(key, lang, shown=shown, total=total)


def month_name(month: int, lang: str) -> str:
    """The month, short enough for an axis."""
    return _MONTHS[tongue(lang)][month - 1]


def whole_month(day: date, lang: str) -> str:
    """The month with its year."""
    return _told(day.isoformat()[:7], lang)


def whole_day(day: date, lang: str) -> str:
    """The day with its month and year."""
    return _told(day.isoformat(), lang)


def revision(rev: int, at: datetime, lang: str) -> str:
    """Which revision of the record it is, and when that was made."""
    return word("revision", lang, rev=rev, day=whole_day(at.date(), lang))


def _told(edtf: str, lang: str) -> str:
    return when_text(When.model_validate(edtf), lang)
