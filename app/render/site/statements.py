"""What officials said of an event, and where it was read."""

from typing import Any, NamedTuple

from app.domain.datewords import Told, stored_text
from app.domain.listing import Document, Recorded, Related
from app.domain.text import chosen
from app.render.site.asked import Asked, Link
from app.render.site.entry import foreign

Json = dict[str, Any]


class Quoted(NamedTuple):
    """A statement: who, for whom, when, and what, in our words or theirs."""

    speaker: Link
    office: Link | None
    on_behalf_of: Link | None
    date: str
    summary: str
    lang: str | None
    quotation: str | None
    said_in: str | None


class Source(NamedTuple):
    """Where a fact was read."""

    publisher: str
    title: str
    lang: str | None
    url: str | None
    published: str | None


def statements(said: list[Recorded], asked: Asked) -> list[Quoted]:
    """The statements, each in the reader's language where it is known."""
    return [_statement(item.document, asked) for item in said]


def _statement(stored: Json, asked: Asked) -> Quoted:
    lang, summary = chosen(stored["summary"], asked.view.lang)
    speaker, office, behalf = stored["speaker"], stored["office"], stored["on_behalf_of"]
    return Quoted(
        speaker=asked.actor(speaker or office),
        office=asked.actor(office) if speaker and office else None,
        on_behalf_of=asked.actor(behalf) if behalf else None,
        date=_date(stored["date"], asked),
        summary=summary,
        lang=foreign(lang, asked.lang),
        quotation=stored["quotation"],
        said_in=stored["lang"],
    )


def sources(ids: list[str], related: Related, asked: Asked) -> list[Source]:
    """The sources that the record has."""
    return [_source(related.sources[id_], asked) for id_ in ids if id_ in related.sources]


def _source(stored: Document, asked: Asked) -> Source:
    published = stored["published"]
    return Source(
        publisher=stored["publisher"],
        title=stored["title"],
        lang=foreign(stored["lang"], asked.lang) if stored["lang"] else None,
        url=stored["url"],
        published=_date(published, asked) if published else None,
    )


def _date(edtf: str, asked: Asked) -> str:
    return stored_text(Told(edtf, None, None, None), asked.lang)
