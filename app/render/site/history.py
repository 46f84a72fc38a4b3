"""The history of an event as sentences a reader understands, and what differs in each."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from app.domain.change import ChangeType, Nature
from app.domain.changewords import sentence, word
from app.domain.datewords import Told, stored_text
from app.domain.eventwords import kind_text, stance_text, status_text
from app.domain.partwords import said
from app.render import refs
from app.render.site.asked import Asked

Json = dict[str, Any]


class Line(NamedTuple):
    """What changed, in words; `old` and `new` where the sentence does not say the two."""

    text: str
    old: str | None = None
    new: str | None = None


class Step(NamedTuple):
    """One version: when it was made, why, and what it changed."""

    version: int
    at: str
    instant: str
    nature: str
    reason: str | None
    href: str
    lines: list[Line]


def steps(history: list[Json], asked: Asked) -> list[Step]:
    """A step a version, the newest first."""
    return [_step(version, asked) for version in reversed(history)]


def _step(version: Json, asked: Asked) -> Step:
    day = datetime.fromisoformat(version["at"]).date().isoformat()
    lines = dict.fromkeys(line for change in version["changes"] for line in _lines(change, asked))
    return Step(
        version=version["version"],
        at=stored_text(Told(day, None, None, None), asked.lang),
        instant=version["at"],
        nature=said(Nature, version["nature"], asked.lang),
        reason=version["reason"],
        href=asked.address.having(as_of=str(version["rev"])).here,
        lines=[line._replace(text=line.text[0].upper() + line.text[1:]) for line in lines],
    )


def _lines(change: Json, asked: Asked) -> Iterator[Line]:
    tell = _TELLERS.get(change["type"])
    yield tell(change, asked) if tell else Line(sentence(change["type"], asked.lang))


def _created(_change: Json, asked: Asked) -> Line:
    return Line(asked.say("published in the record"))


def _rescheduled(change: Json, asked: Asked) -> Line:
    old, new = (_date(change[side], asked) for side in ("old", "new"))
    return Line(sentence(ChangeType.RESCHEDULED, asked.lang).format(old=old, new=new))


def _status(change: Json, asked: Asked) -> Line:
    old, new = (status_text(change[side], asked.lang) for side in ("old", "new"))
    return Line(sentence(ChangeType.STATUS_CHANGED, asked.lang).format(old=old, new=new))


def _place(change: Json, asked: Asked) -> Line:
    if change["field"] == "mode":
        old, new = (word(change[side], asked.lang) for side in ("old", "new"))
        return Line(sentence("mode", asked.lang).format(old=old, new=new))
    was, now = (_where(change[side], asked) for side in ("old", "new"))
    key = ChangeType.PLACE_CHANGED if was and now else "place" if now else "no place"
    unknown = word(None, asked.lang)
    old, new = was or unknown, now or unknown
    return Line(sentence(key, asked.lang).format(old=old, new=new))


def _participant(change: Json, asked: Asked) -> Line:
    who = _actor(change["new"] or change["old"], asked)
    return Line(sentence(change["type"], asked.lang).format(who=who))


def _level(change: Json, asked: Asked) -> Line:
    old, new = (word(change[side]["level"], asked.lang) for side in ("old", "new"))
    who = _actor(change["new"], asked)
    return Line(sentence(ChangeType.LEVEL_CHANGED, asked.lang).format(who=who, old=old, new=new))


def _position(change: Json, asked: Asked) -> Line:
    was, now, lang = change["old"], change["new"], asked.lang
    who = _actor(now or was, asked)
    old = stance_text(was["position"], lang) if was else None
    new = stance_text(now["position"], lang) if now else sentence("unsaid", lang)
    key = "position" if old and old != new else ChangeType.POSITION_CHANGED
    return Line(sentence(key, lang).format(who=who, old=old, new=new))


def _renamed(change: Json, asked: Asked) -> Line:
    if change["field"] != "title":
        return _corrected(change, asked)
    old, new = (refs.text(change[side], asked.view) or "" for side in ("old", "new"))
    return Line(sentence(ChangeType.RENAMED, asked.lang).format(old=old), old, new)


def _corrected(change: Json, asked: Asked) -> Line:
    field = change["field"]
    text = sentence(ChangeType.CORRECTED, asked.lang).format(field=word(field, asked.lang))
    tell = _VALUES.get(field)
    old, new = (tell(change[side], asked) if tell else None for side in ("old", "new"))
    return Line(text, old, new)


def _actor(row: Json, asked: Asked) -> str:
    return asked.actor(row["actor"]).name


def _date(edtf: str | None, asked: Asked) -> str:
    return stored_text(Told(edtf, None, None, None), asked.lang)


def _where(place: Json | None, asked: Asked) -> str:
    if place is None:
        return ""
    country = place["country"]
    parts = (
        refs.text(place["name"], asked.view),
        refs.text(place["city"], asked.view),
        asked.actor(country).name if country else None,
    )
    return ", ".join(part for part in parts if part)


def _when(when: Json | None, asked: Asked) -> str | None:
    return _date(when["edtf"], asked) if when else None


def _texts(texts: Mapping[str, str] | None, asked: Asked) -> str | None:
    return refs.text(texts, asked.view)


def _kind(kind: str | None, asked: Asked) -> str | None:
    return kind and kind_text(kind, asked.lang)


def _forum(forum: str | None, asked: Asked) -> str | None:
    return forum and asked.forum(forum).name


def _slug(slug: str | None, _asked: Asked) -> str | None:
    return slug


_TELLERS: Mapping[str, Callable[[Json, Asked], Line]] = {
    ChangeType.CREATED: _created,
    ChangeType.RESCHEDULED: _rescheduled,
    ChangeType.STATUS_CHANGED: _status,
    ChangeType.PLACE_CHANGED: _place,
    ChangeType.PARTICIPANT_JOINED: _participant,
    ChangeType.PARTICIPANT_LEFT: _participant,
    ChangeType.LEVEL_CHANGED: _level,
    ChangeType.POSITION_CHANGED: _position,
    ChangeType.RENAMED: _renamed,
    ChangeType.CORRECTED: _corrected,
}
# The values of a corrected member that can be read, old beside new.
_VALUES: Mapping[str, Callable[[Any, Asked], str | None]] = {
    "when": _when, "summary": _texts, "kind": _kind, "forum": _forum, "slug": _slug,
}  # fmt: skip
