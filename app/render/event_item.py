"""An event as every JSON form shows it: names beside ids, every member present."""

from collections.abc import Callable
from typing import Any

from app.domain.datewords import Told, stored_text
from app.domain.facts import Present, extent
from app.domain.listing import Hit, Recorded, Related, View, hits, participants, unsaid
from app.domain.text import chosen
from app.domain.validity import Span
from app.render import refs
from app.render.source_item import source_item
from app.render.statement_item import statement_item

Json = dict[str, Any]


def event_item(item: Recorded, related: Related, view: View) -> Json:
    """The event; `statements`, `sources` and `history` in full only where `include` says so."""
    stored = item.document
    lang, title = chosen(stored["title"], view.lang)
    return {
        "id": item.id,
        "slug": stored["slug"],
        "version": item.version,
        "rev": item.rev,
        "changed_at": refs.utc(item.changed_at),
        "kind": stored["kind"],
        "status": stored["status"],
        "agreement": stored["agreement"],
        "title": title,
        "lang": lang,
        "summary": refs.text(stored["summary"], view),
        "when": when(stored["when"], view),
        "previous": [_previous(former, view) for former in stored["previous"]],
        "mode": stored["mode"],
        "place": _place(stored["place"], view),
        "forum": refs.forum(stored["forum"], view),
        "part_of": _part_of(stored["part_of"], related, view),
        "participants": [_participant(row, view) for row in stored["participants"]],
        "positions": [_position(row, view) for row in stored["positions"]],
        "topics": [refs.topic(id_, view) for id_ in stored["topics"]],
        "sources": [_source(id_, related, view) for id_ in stored["sources"]],
        "notes": [{**note, "text": refs.text(note["text"], view)} for note in stored["notes"]],
        "identifiers": stored["identifiers"],
        "statements": _statements(item.id, related, view),
        "matched_by": _matched_by(item, related, view),
        "urls": _urls(item.id, view),
        **_history(item.id, related, view),
    }


def when(stored: Json, view: View) -> Json:
    """A date with its words first: no more precise than was announced."""
    told = Told(stored["edtf"], stored["timezone"], stored["earliest_start"], stored["latest_end"])
    return {"text": stored_text(told, view.lang, view.tz), **stored}


def _previous(former: Json, view: View) -> Json:
    return {**former, "when": when(former["when"], view)}


def _place(stored: Json | None, view: View) -> Json | None:
    if stored is None:
        return None
    return {
        "name": refs.text(stored["name"], view),
        "city": refs.text(stored["city"], view),
        "country": refs.country(stored["country"], view),
        "lat": stored["lat"],
        "lon": stored["lon"],
    }


def _part_of(id_: str | None, related: Related, view: View) -> Json | None:
    if id_ is None:
        return None
    return {"id": id_, "title": refs.text(related.titles.get(id_), view)}


def _participant(row: Json, view: View) -> Json:
    return {
        "actor": refs.actor(row["actor"], view),
        "role": row["role"],
        "level": row["level"],
        "attendance": row["attendance"],
        "office": refs.short(row["office"], view),
        "represented_by": [refs.short(id_, view) for id_ in row["represented_by"]],
        "collective": row["collective"],
    }


def _position(row: Json, view: View) -> Json:
    return {**row, "by": refs.short(row["by"], view)}


def _source(id_: str, related: Related, view: View) -> Json:
    return source_item(id_, related.sources.get(id_, {}), full="sources" in view.include)


def _statements(id_: str, related: Related, view: View) -> Json:
    found: Json = {
        "count": related.statement_counts.get(id_, 0),
        "url": f"{view.base_url}/v1/statements?event={id_}",
    }
    if "statements" in view.include:
        found["items"] = [statement_item(s, view) for s in related.statements.get(id_, [])]
    return found


def _history(id_: str, related: Related, view: View) -> Json:
    return {"history": related.histories.get(id_, [])} if "history" in view.include else {}


def _matched_by(item: Recorded, related: Related, view: View) -> list[Json] | None:
    if not view.query.actors:
        return None
    named = participants(item.document)
    return matched_by(item.id, named, extent(item.document), related, view)


def matched_by(
    id_: str, named: frozenset[str], days: Span, related: Related, view: View
) -> list[Json] | None:
    """The ways in which the actors asked for are in an event; null where all are named in it."""
    if not unsaid(named, view.query):
        return None
    found = Present(related.standings.get(id_, frozenset()), days)
    return [_hit(hit, view) for hit in hits(named, found, view)]


def _hit(hit: Hit, view: View) -> Json:
    through = None if hit.actor == hit.asked else refs.short(hit.actor, view)
    return {"actor": hit.asked, "via": hit.via, "through": through, "sure": hit.sure}


_FORMS_OF_ONE: dict[str, Callable[[str], str]] = {
    "self": lambda id_: f"/v1/events/{id_}",
    "history": lambda id_: f"/v1/events/{id_}/history",
}


def _urls(id_: str, view: View) -> Json:
    return {rel: view.base_url + address(id_) for rel, address in _FORMS_OF_ONE.items()}
