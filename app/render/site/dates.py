"""A date on a page: in words, as precisely as it is known, at the venue and for the reader."""

from datetime import datetime
from typing import Any, NamedTuple

from app.domain.datewords import Told, stored_text
from app.domain.zones import zone
from app.render import refs
from app.render.site.asked import Asked

Json = dict[str, Any]

# The precisions that HTML has a notation for (its section on the time element).
_DATES = {"day": 10, "month": 7, "year": 4}


class Said(NamedTuple):
    """A date in words; `iso` for machines where HTML has such a date, `starts_at` an instant.

    `yours` is the same moment on the clocks that the reader asked for.
    """

    text: str
    iso: str | None
    starts_at: str | None
    yours: str | None


def said_date(event: Json, asked: Asked) -> Said:
    """The `when` of an event, with its hours called after its city."""
    when = event["when"]
    told = Told(when["edtf"], when["timezone"], when["earliest_start"], when["latest_end"])
    text, starts_at, tz = stored_text(told, asked.lang), when["starts_at"], asked.view.tz
    if starts_at is None:
        return Said(text, _iso(when), None, None)
    yours = stored_text(told, asked.lang, tz) if tz and tz != when["timezone"] else None
    return Said(_with_city(text, event, asked), starts_at, starts_at, yours)


def _iso(when: Json) -> str | None:
    length, edtf = _DATES.get(when["precision"]), when["edtf"]
    return edtf if length and len(edtf) == length and edtf[-1].isdigit() else None


def _with_city(text: str, event: Json, asked: Asked) -> str:
    """“09:30 in Geneva (CET)” for “09:30 (Europe/Zurich)”, where the city is known."""
    venue = event["when"]["timezone"]
    time = text.removesuffix(f" ({venue})")
    city = refs.text(event["place"]["city"], asked.view) if event["place"] else None
    if city is None or time == text:
        return text
    # Translators: when an event begins, where, and what its clocks are called there.
    message = asked.say("%(time)s in %(city)s (%(zone)s)")
    return message % {"time": time, "city": city, "zone": _clock(event["when"])}


def _clock(when: Json) -> str:
    """What the clocks are called at that moment: CET, or an offset where they have no letters."""
    local = datetime.fromisoformat(when["starts_at"]).astimezone(zone(when["timezone"]))
    name = local.tzname() or ""
    return name if name.isalpha() else f"UTC{local:%z}"[:6] + f":{f'{local:%z}'[3:5]}"
