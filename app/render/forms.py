"""The forms of a list of events, by suffix: a form is one file and one line here."""

from app.render import csv_, ical, jscalendar, json_, ndjson, svg
from app.render.form import Form

FORMS: dict[str, Form] = {
    "json": json_.FORM,
    "ndjson": ndjson.FORM,
    "csv": csv_.FORM,
    "ics": ical.FORM,
    "jscalendar": jscalendar.FORM,
    "svg": svg.FORM,
}
