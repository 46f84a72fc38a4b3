"""The parameters of each list, as rows: they parse it, and they are its documentation."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum

from app.domain.actor import ActorKind
from app.domain.cells import By
from app.domain.query import Match, Sort, Via
from app.domain.vocabulary import Agreement, EventKind, Level, Role, Status
from app.http.raw import Parameter
from app.render.form import Form, Option


class Order(StrEnum):
    """The orders of a table of counts."""

    KEY = "key"
    MOST_FIRST = "-count"


class Told(StrEnum):
    """What changes are told of."""

    EVENT = "event"
    ALL = "all"


DEFAULT_LIMIT = 50
MOST = 200


def _text(name: str, description: str, example: str, *, repeatable: bool = False) -> Parameter:
    return Parameter(name, description, {"type": "string"}, example, repeatable)


def _words(name: str, description: str, words: type[StrEnum], example: str) -> Parameter:
    return _any_of(name, f"{description} A leading `-` excludes.", words, example)


def _any_of(name: str, description: str, words: type[StrEnum], example: str) -> Parameter:
    return _text(name, f"{description} Comma = any of: {', '.join(words)}.", example)


def _one_of(name: str, description: str, words: Iterable[str], default: str) -> Parameter:
    schema = {"type": "string", "enum": [str(word) for word in words], "default": default}
    return Parameter(name, description, schema, default)


def _flag(name: str, description: str) -> Parameter:
    return Parameter(name, description, {"type": "boolean", "default": False}, True)


def _sort(default: Sort) -> Parameter:
    description = "By date, latest first, or last changed first; the undated are last."
    return _one_of("sort", description, Sort, default)


LANG = _text(
    "lang",
    "Language of names and titles (BCP 47), with fallback; else Accept-Language; else English.",
    "fr",
)
AS_OF = _text("as_of", "The record as of a revision, or of an instant with an offset.", "1")
LIMIT = Parameter(
    "limit",
    f"How many items at most; {DEFAULT_LIMIT} by default where a form pages, all where it does not.",
    {"type": "integer", "minimum": 1, "maximum": MOST},
    20,
)
CURSOR = _text("cursor", "Where to go on: the value in `next` of the page before.", "…")
INCLUDE = _text(
    "include", "In full: `statements`, `sources`, `history`, comma-separated.", "statements"
)

_EVENTS = (
    _text("actor", "Who takes part: an id, a code, a name, an acronym, or scheme:value. Comma = any of, repeated = all of, a leading `-` excludes.", "RU,US", repeatable=True),
    _text("between", "These are all the sides, and each is there.", "RU,US"),
    _any_of("via", "Count others for an actor: its members, the organisations it belongs to, its predecessors.", Via, "members"),
    _any_of("role", "The role of the same participation as each `actor`.", Role, "party"),
    _text("forum", "In which forum; an organisation or a parent includes its organs.", "osce"),
    _text("date", "A day, month or year, `A/B`, `A/..`, `../B`, whole days with both ends; or date-times with offsets.", "2022-01"),
    _one_of("match", "How an event meets the dates: possible, starts, certain, within.", Match, Match.POSSIBLE),
    _one_of("undated", "With `date`: whether events without any date are listed too.", ("include", "exclude"), "exclude"),
    _text("tz", "The time zone that decides days and words for events with a time; the venue's by default.", "Europe/Paris"),
    _flag("upcoming", "Only events that may not have ended, and are not held."),
    _words("kind", "What sort of event.", EventKind, "consultation"),
    _words("status", "How far it has come.", Status, "confirmed"),
    _text("topic", "What it is about.", "european-security"),
    _text("place", "The country it is held in.", "CH"),
    _text("part_of", "The process it belongs to: an id or a slug.", "pourparlers-janvier-2022"),
    _words("level", "At what level somebody takes part.", Level, "minister"),
    _words("agreement", "How far the parties agree.", Agreement, "all_parties"),
    _text("id", "These events: ids or slugs.", "ev_7k2m9q4x"),
    _text("cell", "What they are counted under: a cell of `/v1/events/counts`, as in its addresses.", "year:2022,kind:consultation"),
    _text("q", "Words of the event, of its statements and of its actors' names; all must be found.", "consultations"),
    AS_OF,
    _sort(Sort.DATE),
    LIMIT,
    CURSOR,
    _flag("count", "Count all events of the filter, exactly."),
    LANG,
    INCLUDE,
)  # fmt: skip
EVENTS = {parameter.name: parameter for parameter in _EVENTS}
_BY = replace(
    _text("by", f"What to count by, several with commas: {', '.join(By)}.", "year,kind"),
    required=True,
)
_COUNTS = (
    _BY,
    _text(
        "actor_kind", f"With by=actor: which kinds have rows: {', '.join(ActorKind)}.", "country"
    ),
    *(p for p in _EVENTS if p.name not in ("sort", "limit", "cursor", "count", "include")),
    _one_of("sort", "By key, or the most first.", Order, Order.KEY),
)
COUNTS = {parameter.name: parameter for parameter in _COUNTS}
_DIFF = (
    replace(
        _text("a", "The earlier moment: a revision, or an instant with an offset.", "1"),
        required=True,
    ),
    _text("b", "The later moment, in the same way; the newest revision by default.", "2"),
    *(p for p in _EVENTS if p.name not in ("as_of", "upcoming", "sort", "count", "include")),
    _flag("count", "Count all differences by their effect, exactly."),
)
DIFF = {parameter.name: parameter for parameter in _DIFF}
CHANGES = {p.name: p for p in _EVENTS if p.name not in ("upcoming", "sort", "count", "include")}
SINCE = replace(
    _text(
        "since",
        "What followed this: the `since` or `rev` of the last page, an instant, or 0.",
        "1",
    ),
    required=True,
)
_THING = _one_of(
    "thing", "Events of the filter, or all things of the record as it keeps them.", Told, Told.EVENT
)
FEED = {p.name: p for p in (SINCE, _THING, *(p for p in CHANGES.values() if p is not CURSOR))}
STREAM = {
    **{p.name: p for p in FEED.values() if p.name not in ("limit", "as_of")},
    "since": replace(SINCE, required=False),
}
_SKIP = Parameter(
    "skip",
    "So many lines of the revision after `since` are left out: you have them.",
    {"type": "integer", "minimum": 0, "default": 0},
    0,
)
LEDGER = {p.name: p for p in (SINCE, _SKIP, AS_OF)}
DIGEST = {p.name: p for p in (AS_OF,)}
EVENT = {p.name: p for p in (AS_OF, LANG, EVENTS["tz"], INCLUDE)}


def with_options(known: Mapping[str, Parameter], form: Form) -> Mapping[str, Parameter]:
    """These parameters with those that the form alone has, and with its order."""
    own = {option.name: _option(option) for option in form.options}
    order = {"sort": _sort(form.order)} if "sort" in known else {}
    return {**known, **order, **own}


def _option(option: Option) -> Parameter:
    if option.words:
        return _one_of(option.name, option.description, option.words, option.default)
    schema = {"type": "integer", "minimum": option.least, "maximum": option.most}
    return Parameter(
        option.name,
        option.description,
        {**schema, "default": int(option.default)},
        int(option.default),
    )


HISTORY = {p.name: p for p in (AS_OF,)}

_Q = _text("q", "Part of a name or alias, in any language.", "riabkov")
_NAMED = (AS_OF, LIMIT, CURSOR, LANG)
_NAMES = _text("include", "`names`: names in every language.", "names")
_KIND = _text("kind", "Only this kind; comma = any of, a leading `-` excludes.", "person")
THING = {p.name: p for p in (AS_OF, LANG, _NAMES)}
NAMED = {p.name: p for p in (_Q, _KIND, *_NAMED, _NAMES)}
TOPICS = {p.name: p for p in (_Q, *_NAMED, _NAMES)}
PLAIN = {p.name: p for p in (AS_OF, LANG)}
SOURCES = {p.name: p for p in _NAMED}
STATEMENTS = {
    p.name: p
    for p in (
        _text("event", "Statements about this event: an id or a slug.", "ev_7k2m9q4x"),
        *_NAMED,
    )
}
