"""A list in words, as the heading of its page and for those who only see a link to it."""

from app.domain.describe import describe
from app.domain.query import EventQuery
from app.render.site.asked import Asked

_FORMS = {
    "ics": "iCalendar", "jscalendar": "JSCalendar", "atom": "Atom", "jsonfeed": "JSON Feed",
    "jsonld": "JSON-LD", "geojson": "GeoJSON", "parquet": "Parquet",
}  # fmt: skip


def form_name(suffix: str) -> str:
    """What those who made it call a form."""
    return _FORMS.get(suffix, suffix.upper())


def in_words(asked: Asked) -> str:
    """The filter in words; what is next, and everything, have names of their own."""
    query = asked.view.query
    if query == EventQuery(now=query.now, tz=query.tz):
        return asked.say("What is next") if query.now else asked.say("All events")
    text = describe(query, asked.view.directory, asked.lang)
    return text[0].upper() + text[1:]


def describing(asked: Asked, title: str) -> str:
    """A sentence about the list."""
    message = asked.say("A timeline of diplomacy: %(filter)s. Who meets whom, when, who says so.")
    return message % {"filter": title}
