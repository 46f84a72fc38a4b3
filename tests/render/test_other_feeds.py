"""The feeds of changes and of statements: what an entry says, and what is said of the withdrawn."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest

from app.domain.change import Nature, diff
from app.domain.changed import Changed
from app.domain.listing import Listing, Recorded, Related
from app.domain.things import Thing, dump
from app.render import changes_atom, statements_atom
from app.store.states import parsed
from tests.support import awkward
from tests.support.atom import ATOM, TOMBSTONE, elements, links, texts
from tests.support.world import event

FOLDER = Path(__file__).with_name("golden")
TAG = "tag:pourparlers.example,2026:"
CHANGES = f"{awkward.BASE_URL}/v1/changes.atom?actor=RU"
STATEMENTS = f"{awkward.BASE_URL}/v1/statements.atom"


def at(day: int) -> datetime:
    return datetime(2022, 1, day, 12, tzinfo=UTC)


def changed(rev: int, before: Any, after: Any, **more: Any) -> Changed:
    was, now = (document and awkward.stored(document) for document in (before, after))
    return Changed(
        "ev_00000001", rev, at(rev), Nature.WORLD, None, None, diff(was, now), was, now, **more
    )


NEW = changed(2, None, event(1))
MOVED = replace(
    changed(3, event(1), event(1, "2022-01-12", status="confirmed")),
    reason="Said so; <at:deleted-entry> & more",
    source="src_1",
)
GONE = changed(4, event(1), None, revs=(3, 2))


def changes(*entries: Changed, lang: str = "en", next_: str | None = None) -> bytes:
    view = awkward.view(lang, address=CHANGES)
    return changes_atom.page(changes_atom.Page(entries, awkward.AT, next_), view)


STATEMENT = dump(
    parsed(
        Thing.STATEMENT,
        {
            "id": "st_1",
            "speaker": "lavrov",
            "office": "minister",
            "date": "2021-12-28",
            "lang": "ru",
            "summary": {"fr": "Annonce des négociations."},
            "quotation": "Переговоры <b>будут</b>.",
            "about": [
                {"event": "ev_00000001", "relation": "announces"},
                {"event": "ev_00000001", "relation": "comments"},
            ],
            "source": "src_1",
        },
    )
)


def statements(lang: str = "en", **more: Any) -> bytes:
    item = Recorded("st_1", 1, 2, at(1), {**STATEMENT, **more})
    related = Related(
        titles={"ev_00000001": {"en": "Talks in Geneva"}},
        sources={"src_1": {"url": "https://gazette.example/?a=1&b=2"}},
    )
    listing = Listing([item], related, awkward.REV, awkward.AT, next="https://next.example/")
    return statements_atom.page(listing, awkward.view(lang, address=STATEMENTS))


# As `python -m tests.render.test_other_feeds` writes them anew, to be read.
GOLDEN = {
    "changes.atom": changes(GONE, MOVED, NEW),
    "changes,lang=fr.atom": changes(GONE, MOVED, NEW, lang="fr"),
    "statements.atom": statements(),
    "statements,lang=fr.atom": statements("fr"),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_both_are_as_they_were_kept(name: str) -> None:
    assert (FOLDER / name).read_bytes() == GOLDEN[name]


@pytest.mark.parametrize("feed", [changes(GONE, MOVED, NEW), statements()])
def test_feedparser_reads_both_without_complaint(feed: bytes) -> None:
    found = feedparser.parse(feed)
    assert found.bozo == 0, found.get("bozo_exception")
    assert found.entries
    assert all(entry.link.startswith(awkward.BASE_URL) for entry in found.entries)


def test_a_change_is_an_entry_of_its_own() -> None:
    feed = elements(changes(MOVED, NEW, next_="https://next.example/"))
    assert texts(feed, "id") == [f"{TAG}change/ev_00000001/3", f"{TAG}change/ev_00000001/2"]
    assert texts(feed, "summary") == [
        "confirmed, no longer announced; moved from 10 January 2022 to 12 January 2022",
        "new in the record: 10 January 2022",
    ]
    assert feed.findtext(f"{ATOM}updated") == "2022-01-03T12:00:00Z"
    assert links(feed)["next"] == "https://next.example/"


def test_an_entry_leads_to_the_event_as_it_was_left_and_to_who_says_so() -> None:
    (entry,) = elements(changes(MOVED)).findall(f"{ATOM}entry")
    assert links(entry) == {
        "alternate": f"{awkward.BASE_URL}/v1/events/ev_00000001?as_of=3",
        "via": f"{awkward.BASE_URL}/v1/sources/src_1",
    }
    terms = [category.attrib["term"] for category in entry.findall(f"{ATOM}category")]
    assert terms == ["status_changed", "rescheduled", "world"]


def test_of_the_withdrawn_nothing_is_said_but_that_it_is() -> None:
    feed = elements(changes(GONE))
    deleted = [(found.attrib["ref"], found.attrib["when"]) for found in feed.findall(TOMBSTONE)]
    refs = ["event/ev_00000001", "change/ev_00000001/3", "change/ev_00000001/2"]
    assert deleted == [(TAG + ref, "2022-01-04T12:00:00Z") for ref in refs]
    assert "Meeting 1" not in changes(GONE).decode()


def test_without_changes_a_feed_is_of_its_revision() -> None:
    assert elements(changes()).findtext(f"{ATOM}updated") == "2022-06-01T12:00:00.250000Z"


def test_a_statement_is_titled_by_who_said_it_and_when() -> None:
    feed = elements(statements())
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Lavrov, Minister, 28 December 2021"
    assert elements(statements(speaker=None)).findtext(f"{ATOM}entry/{ATOM}title") == (
        "Minister, 28 December 2021"
    )
    assert links(entry) == {
        "alternate": f"{awkward.BASE_URL}/v1/statements/st_1",
        "related": f"{awkward.BASE_URL}/v1/events/ev_00000001",
        "via": "https://gazette.example/?a=1&b=2",
    }
    said = [(part.get(_LANG), part.text) for part in entry if part.text and part.get(_LANG)]
    assert said == [("fr", "Annonce des négociations."), ("ru", "Переговоры <b>будут</b>.")]


_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


if __name__ == "__main__":
    for name, feed in GOLDEN.items():
        (FOLDER / name).write_bytes(feed)
