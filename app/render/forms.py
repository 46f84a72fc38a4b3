"""The forms of a list of events, by suffix: a form is one file and one line here."""

from importlib.util import find_spec

from app.render import (
    atom,
    csv_,
    geojson,
    html,
    ical,
    jscalendar,
    json_,
    jsonfeed,
    jsonld,
    ndjson,
    parquet,
    png,
    svg,
)
from app.render.form import Form

FORMS: dict[str, Form] = {
    "json": json_.FORM,
    "ndjson": ndjson.FORM,
    "csv": csv_.FORM,
    "ics": ical.FORM,
    "jscalendar": jscalendar.FORM,
    "atom": atom.FORM,
    "jsonfeed": jsonfeed.FORM,
    "jsonld": jsonld.FORM,
    "geojson": geojson.FORM,
    "svg": svg.FORM,
    "html": html.FORM,
}
# Forms that take a package which not everybody wants: the extra of the same name brings it.
_EXTRAS = {"parquet": ("pyarrow", parquet.FORM), "png": ("resvg_py", png.FORM)}
FORMS |= {suffix: form for suffix, (package, form) in _EXTRAS.items() if find_spec(package)}
MISSING = tuple(_EXTRAS.keys() - FORMS.keys())
