"""What calendars show of an event, whatever their format: its days, its status, its words."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from app.domain.datewords import Told, stored_text
from app.domain.describe import describe
from app.domain.listing import Recorded, Related, View
from app.domain.names import Named
from app.domain.text import chosen
from app.render.form import Needs, Option

Json = dict[str, Any]

NEEDS = frozenset({Needs.SOURCES, Needs.SEQUENCES, Needs.CALLED_OFF})
IMPRECISE = Option(
    "imprecise",
    "Events whose days are not known exactly: left out, or tentative over all their possible days.",
    "omit",
    ("omit", "span"),
)
KEPT = timedelta(days=90)


class Span(NamedTuple):
    """From a start up to an end, which is no part of it: both days, or both instants in UTC.

    Without an end nobody knows when it ends. `exact` is false where the days are those on which it
    may take place, `sure` also where the source was not certain of them.
    """

    start: str
    end: str | None
    exact: bool
    sure: bool

    @property
    def timed(self) -> bool:
        """Whether it is told in instants."""
        return "T" in self.start


def span(when: Json, *, imprecise: bool) -> Span | None:
    """When it is, or None where no calendar can show that; days that it may be if those are asked.

    RFC 5545, section 3.6.1: an end is exclusive, and later than the start.
    """
    sure = _QUALIFIERS.isdisjoint(when["edtf"] or "")
    if start := when["starts_at"]:
        end = when["ends_at"]
        return Span(start, None if end == start else end, True, sure)
    first, last = when["earliest_start"], when["latest_end"]
    if first is None or last is None:
        return None
    exact = first == when["latest_start"] and last == when["earliest_end"]
    return Span(first, _day_after(last), exact, exact and sure) if exact or imprecise else None


_QUALIFIERS = frozenset("?~%")


@lru_cache(maxsize=16_384)
def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


# An entry that is struck out says so in its title as well: not every reader shows a status.
STRUCK = {
    "cancelled": {"en": "Cancelled: ", "fr": "Annulé : "},
    "postponed": {"en": "Postponed: ", "fr": "Reporté : "},
}
_TENTATIVE = ("proposed", "announced", "suspended")


class Standing(NamedTuple):
    """How an entry stands, in the words of the format at hand."""

    confirmed: str
    tentative: str
    cancelled: str

    def of(self, status: str, span: Span) -> str:
        """Struck out while it is off, or has no new date; tentative until all say so."""
        if status in STRUCK:
            return self.cancelled
        return self.tentative if status in _TENTATIVE or not span.sure else self.confirmed


def kept(item: Recorded, related: Related, at: datetime) -> bool:
    """Whether an entry is shown: one that was called off stays so long that all readers strike it.

    Measured up to the revision shown, so that what is shown follows from the revision alone.
    """
    if item.document["status"] not in STRUCK:
        return True
    return at - related.called_off.get(item.id, item.changed_at) <= KEPT


_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "with": "With: ", "positions": "Positions: ", "sources": "According to: ",
        "proposed": "proposed", "confirmed": "confirmed", "not_confirmed": "not confirmed",
        "denied": "denied", "no_comment": "no comment",
        "omit": "Events whose days are not known exactly (a month, a season, a year, no end, no "
        "date) are left out; with imprecise=span they stand on all their possible days.",
        "span": "Events whose days are not known exactly stand, tentative, on all their possible "
        "days; those without a first or a last one are left out.",
        "struck": "What was cancelled or postponed is shown for 90 days.",
    },
    "fr": {
        "with": "Avec : ", "positions": "Positions : ", "sources": "Selon : ",
        "proposed": "proposé", "confirmed": "confirmé", "not_confirmed": "non confirmé",
        "denied": "démenti", "no_comment": "sans commentaire",
        "omit": "Les événements dont les jours ne sont pas connus exactement (un mois, une saison, "
        "une année, sans fin, sans date) sont omis ; avec imprecise=span ils occupent tous leurs "
        "jours possibles.",
        "span": "Les événements dont les jours ne sont pas connus exactement occupent, comme "
        "provisoires, tous leurs jours possibles ; ceux qui n’en ont pas de premier ou de dernier "
        "sont omis.",
        "struck": "Ce qui est annulé ou reporté reste affiché 90 jours.",
    },
}  # fmt: skip


class Teller:
    """Tells entries in the reader's language; keeps the names that it has looked up."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.lang = "fr" if view.lang.partition("-")[0] == "fr" else "en"
        self.word = _WORDS[self.lang]
        self.imprecise = view.options["imprecise"] == "span"
        self._events = f"{view.base_url}/v1/events/"
        directory = view.directory
        self.actors = _Names(directory.actors.get, view.lang)
        self.topics = _Names(directory.topics.get, view.lang)

    @property
    def name(self) -> str:
        """What the calendar of a list is called: the filter in words."""
        view = self.view
        return f"Pourparlers – {describe(view.query, view.directory, view.lang)}"

    @property
    def rule(self) -> str:
        """What a calendar leaves out, and how to get it."""
        return f"{self.word[self.view.options['imprecise']]} {self.word['struck']}"

    def date(self, when: Json) -> str:
        """The date in words, no more precise than known."""
        told = Told(when["edtf"], when["timezone"], when["earliest_start"], when["latest_end"])
        return stored_text(told, self.view.lang, self.view.tz)

    def title(self, document: Json, span: Span) -> str:
        """The title; what is struck out, and dates wider than the event, are said in it."""
        title = self.text(document["title"])
        if document["status"] in STRUCK:
            title = STRUCK[document["status"]][self.lang] + title
        return title if span.exact else f"{title} ({self.date(document['when'])})"

    def text(self, texts: Mapping[str, str]) -> str:
        """The text in the reader's language, or the nearest there is."""
        return chosen(texts, self.view.lang)[1]

    def address(self, id_: str) -> str:
        """Where the event is found."""
        return self._events + id_

    def place(self, place: Json) -> str:
        """Room, city, country, as far as known; empty where nothing is."""
        room, city, country = place["name"], place["city"], place["country"]
        parts = (
            self.text(room) if room else "",
            self.text(city) if city else "",
            self.actors[country] if country else "",
        )
        return ", ".join(filter(None, parts))

    def keywords(self, document: Json) -> list[str]:
        """The topics by name, and the kind."""
        return [*(self.topics[id_] for id_ in document["topics"]), plain(document["kind"])]

    def participants(self, document: Json) -> list[str]:
        """Who takes part, by name, each once."""
        ids = dict.fromkeys([row["actor"] for row in document["participants"]])
        return [self.actors[id_] for id_ in ids]

    def paragraphs(self, item: Recorded, related: Related) -> list[str]:
        """The date in words, the summary, who takes part and says so, and where to read on."""
        document, word = item.document, self.word
        said = [self.date(document["when"])]
        if document["summary"]:
            said.append(self.text(document["summary"]))
        if document["participants"]:
            said.append(word["with"] + ", ".join(self.participants(document)))
        if document["positions"]:
            said.append(word["positions"] + "; ".join(map(self._position, document["positions"])))
        if publishers := _publishers(document, related):
            said.append(word["sources"] + publishers)
        said.append(self.address(item.id))
        return said

    def _position(self, row: Json) -> str:
        return f"{self.actors[row['actor']]}, {self.word[row['position']]}"


def _publishers(document: Json, related: Related) -> str:
    known = related.sources
    named = [known[id_]["publisher"] for id_ in document["sources"] if id_ in known]
    return ", ".join(dict.fromkeys(named))


def coordinates(place: Json) -> tuple[str, str] | None:
    """Latitude and longitude to a metre or less (RFC 5545, section 3.8.1.6); none is -0."""
    lat, lon = place["lat"], place["lon"]
    if lat is None or lon is None:
        return None
    return f"{round(lat, 6) + 0.0:.6f}", f"{round(lon, 6) + 0.0:.6f}"


def plain(word: str) -> str:
    """A word of the vocabulary as one writes it."""
    return word.replace("_", " ")


class _Names(dict[str, str]):
    """Names by id; the id itself of a thing that the directory does not have."""

    def __init__(self, find: Callable[[str], Named | None], lang: str) -> None:
        super().__init__()
        self._find, self._lang = find, lang

    def __missing__(self, id_: str) -> str:
        found = self._find(id_)
        self[id_] = name = id_ if found is None else chosen(found.names, self._lang)[1]
        return name
