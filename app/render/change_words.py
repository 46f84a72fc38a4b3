"""A change of an event in words: what it was and what it is, in the reader's language."""

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.change import Change, ChangeType
from app.domain.changed import Changed
from app.domain.changewords import sentence, word
from app.domain.eventwords import stance_text, status_text
from app.domain.listing import View
from app.render import feed, refs
from app.render.event_item import when

Json = dict[str, Any]
# A change, the entry it belongs to, and how the reader wants it.
Say = Callable[[Change, Changed, View], str]


def in_words(entry: Changed, view: View) -> list[str]:
    """Each of its changes, in their order, none twice."""
    said = (_WORDS.get(change.type, _plain)(change, entry, view) for change in entry.changes)
    return list(dict.fromkeys(said))


def _plain(change: Change, _entry: Changed, view: View) -> str:
    return sentence(change.type, view.lang)


def _created(_change: Change, entry: Changed, view: View) -> str:
    new = when(entry.shown["when"], view)["text"]
    return sentence(ChangeType.CREATED, view.lang).format(new=new)


def _rescheduled(_change: Change, entry: Changed, view: View) -> str:
    """From the documents: the change alone does not know the venue's time zone."""
    old, new = (
        when(document["when"], view)["text"] if document else word(None, view.lang)
        for document in (entry.before, entry.after)
    )
    return sentence(ChangeType.RESCHEDULED, view.lang).format(old=old, new=new)


def _status(change: Change, _entry: Changed, view: View) -> str:
    old, new = (status_text(status, view.lang) for status in (change.old, change.new))
    return sentence(ChangeType.STATUS_CHANGED, view.lang).format(old=old, new=new)


def _place(change: Change, _entry: Changed, view: View) -> str:
    if change.field == "mode":
        old, new = word(change.old, view.lang), word(change.new, view.lang)
        return sentence("mode", view.lang).format(old=old, new=new)
    was, now = feed.place_text(change.old, view), feed.place_text(change.new, view)
    key = ChangeType.PLACE_CHANGED if was and now else "place" if now else "no place"
    unknown = word(None, view.lang)
    return sentence(key, view.lang).format(old=was or unknown, new=now or unknown)


def _participant(change: Change, _entry: Changed, view: View) -> str:
    row = change.new or change.old
    return sentence(change.type, view.lang).format(who=_actor(row, view))


def _level(change: Change, _entry: Changed, view: View) -> str:
    old, new = (word(row["level"], view.lang) for row in (change.old, change.new))
    who = _actor(change.new, view)
    return sentence(ChangeType.LEVEL_CHANGED, view.lang).format(who=who, old=old, new=new)


def _position(change: Change, _entry: Changed, view: View) -> str:
    who, old, new = _actor(change.new or change.old, view), change.old, change.new
    known = {"who": who, "old": old and stance_text(old["position"], view.lang)}
    says = stance_text(new["position"], view.lang) if new else sentence("unsaid", view.lang)
    key = "position" if old and old["position"] != (new or {}).get("position") else change.type
    return sentence(key, view.lang).format(**known, new=says)


def _renamed(change: Change, entry: Changed, view: View) -> str:
    """A slug is no name that a reader knows, nor is a language that they do not read."""
    both = (entry.before or {}, entry.after or {})
    old, new = (refs.text(document.get("title"), view) for document in both)
    if change.field != "title" or old == new or old is None:
        return _corrected(change, entry, view)
    return sentence(ChangeType.RENAMED, view.lang).format(old=old)


def _corrected(change: Change, _entry: Changed, view: View) -> str:
    return sentence(ChangeType.CORRECTED, view.lang).format(field=word(change.field, view.lang))


def _actor(row: Json, view: View) -> str:
    return view.names.actors[row["actor"]] or row["actor"]


_WORDS: Mapping[ChangeType, Say] = {
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
