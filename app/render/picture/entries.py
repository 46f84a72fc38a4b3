"""The events of a picture: what is said of each, and the days on which it may and must be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from app.domain.dates import When
from app.domain.datewords import when_text
from app.domain.listing import Recorded, View
from app.domain.text import chosen
from app.domain.zones import zone
from app.render import refs
from app.render.picture.text import shown
from app.render.picture.words import word

Json = dict[str, Any]


class Extent(NamedTuple):
    """Days since the beginning of the calendar, with fractions; None where nothing is known.

    It lies between `first` and `last`; from `sure_from` to `sure_to`, where that is a span at all,
    it surely goes on.
    """

    first: float | None
    sure_from: float | None
    sure_to: float | None
    last: float | None

    @property
    def known(self) -> tuple[float, ...]:
        """The ends that are known."""
        return tuple(end for end in self if end is not None)

    @property
    def sure(self) -> tuple[float, float] | None:
        """When it surely goes on."""
        if self.sure_from is None or self.sure_to is None or self.sure_from > self.sure_to:
            return None
        return self.sure_from, self.sure_to


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of the picture; `said` stands below its title, `timed` where hours are known."""

    id: str
    title: str
    lang: str
    when: str
    status: str
    said: str
    forum: str | None
    forum_name: str | None
    actors: tuple[str, ...]
    extent: Extent | None
    timed: bool
    doubted: bool
    url: str


def entries(items: Iterable[Recorded], view: View) -> list[Entry]:
    """An entry an event, in their order."""
    return [_entry(item, view) for item in items]


def _entry(item: Recorded, view: View) -> Entry:
    stored = item.document
    lang, title = chosen(stored["title"], view.lang)
    when = When.model_validate(stored["when"])
    words, status = when_text(when, view.lang, view.tz), word(stored["status"], view.lang)
    forum = view.names.forums[stored["forum"] or ""]
    return Entry(
        id=item.id,
        title=shown(title),
        lang=lang,
        when=words,
        status=stored["status"],
        said="\u00a0· ".join(filter(None, (words, status, _city(stored["place"], view)))),
        forum=stored["forum"],
        forum_name=shown(forum) if forum else None,
        actors=sides(stored["participants"]),
        extent=_extent(when, view.tz),
        timed=when.starts_at is not None,
        doubted=any(mark in (when.edtf or "") for mark in "?~%"),
        url=f"{view.base_url}/v1/events/{item.id}",
    )


def _city(place: Json | None, view: View) -> str | None:
    city = refs.text(place["city"], view) if place else None
    return None if city is None else shown(city)


def sides(participants: list[Json]) -> tuple[str, ...]:
    """The parties, or all who take part where nobody is called a party."""
    parties = [row["actor"] for row in participants if row["role"] == "party"]
    return tuple(dict.fromkeys(parties or [row["actor"] for row in participants]))


def _extent(when: When, tz: str | None) -> Extent | None:
    if not when.dated:
        return None
    if when.starts_at is not None:
        return _timed(when, tz or when.timezone or "UTC")
    return Extent(
        _day(when.earliest_start),
        _day(when.latest_start),
        _day(when.earliest_end, after=1),
        _day(when.latest_end, after=1),
    )


def _timed(when: When, tz: str) -> Extent:
    """On the clocks of a zone. Where only its end is not known, it is shown as its start."""
    assert when.starts_at is not None
    start = _clock(when.starts_at, tz)
    if when.ends_at is not None:
        end = max(start, _clock(when.ends_at, tz))
        return Extent(start, start, end, end)
    open_ = when.latest_end is None
    return Extent(start, start, start, None if open_ else start)


def _day(day: date | None, after: int = 0) -> float | None:
    return None if day is None else float(day.toordinal() + after)


def _clock(instant: datetime, tz: str) -> float:
    there = instant.astimezone(zone(tz)).replace(tzinfo=UTC)
    midnight = there.replace(hour=0, minute=0, second=0, microsecond=0)
    return there.toordinal() + (there - midnight).total_seconds() / 86_400
