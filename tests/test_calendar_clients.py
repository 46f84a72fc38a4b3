"""Calendars of others read ours: every start is right, and what is moved moves and is not doubled.

Readers run where clocks are three quarters of an hour beside everybody else's, so that a time read
as local is a wrong one.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from html import unescape
from pathlib import Path

import httpx
import icalendar
import pytest
import recurring_ical_events
from ical.calendar_stream import IcsCalendarStream

from app.domain.things import Thing
from tests.support.databases import SqliteTemplate
from tests.support.live import serving
from tests.support.pages import pages
from tests.support.programs import CLIENTS, dump_page, run
from tests.support.thousand import COUNT, thousand
from tests.support.world import World, event

ELSEWHERE = {"TZ": "Asia/Kathmandu"}

Starts = list[tuple[str, datetime]]


@pytest.fixture(scope="module")
def feed(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: SqliteTemplate
) -> Iterator[str]:
    """The address of a calendar of a thousand and one events on a real server."""
    url = sqlite_template.copy(tmp_path_factory.mktemp("thousand") / "record.db")
    with recording(url) as world:
        world.put(Thing.EVENT, *(document for document, _ in thousand()))
    with serving(url) as address:
        yield f"{address}/v1/events.ics"


@contextmanager
def recording(url: str) -> Iterator[World]:
    world = World(url)
    world.begin()
    yield world
    world.close()


@pytest.fixture(scope="module")
def file(feed: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("feed") / "talks.ics"
    found.write_bytes(httpx.get(feed).raise_for_status().content)
    return found


def by_icalendar(file: Path, _feed: str) -> Starts:
    calendar = icalendar.Calendar.from_ical(file.read_bytes())
    return [(str(found["UID"]), _instant(found.start)) for found in calendar.events]


def by_ical(file: Path, _feed: str) -> Starts:
    calendar = IcsCalendarStream.calendar_from_ics(file.read_bytes().decode())
    return [(found.uid, _instant(found.dtstart)) for found in calendar.events if found.uid]


def _instant(start: date | None) -> datetime:
    assert isinstance(start, datetime)
    return start


def by_recurring_ical_events(file: Path, _feed: str) -> Starts:
    calendar = icalendar.Calendar.from_ical(file.read_bytes())
    found = recurring_ical_events.of(calendar).between((2015, 1, 1), (2028, 1, 1))
    return [(str(occurrence["UID"]), occurrence.start) for occurrence in found]


def by_node(reader: str, file: Path, _feed: str) -> Starts:
    said = json.loads(run("node", "calendars.js", reader, file, cwd=CLIENTS, **ELSEWHERE))
    return [(uid, datetime.fromisoformat(start)) for uid, start in said]


def by_fullcalendar(_file: Path, feed: str) -> Starts:
    """In a browser, on a page of another origin than the feed's. It knows titles, and no UID."""
    with pages(CLIENTS) as site:
        page = dump_page(f"{site}/fullcalendar.html?feed={feed}", **ELSEWHERE)
    body = re.search(r"<body>(.*?)</body>", page, re.DOTALL)
    assert body is not None, page
    uids = {document["title"]["en"]: _uid(document["id"]) for document, _ in thousand()}
    found = json.loads(unescape(body[1]))
    return [(uids[title], datetime.fromisoformat(start)) for title, start in found]


READERS: dict[str, Callable[[Path, str], Starts]] = {
    "icalendar": by_icalendar,
    "ical": by_ical,
    "recurring-ical-events": by_recurring_ical_events,
    **{name: partial(by_node, name) for name in ("ical.js 1", "ical.js 2", "node-ical")},
    "FullCalendar": by_fullcalendar,
}


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_has_every_start_right(reader: str, file: Path, feed: str) -> None:
    found = READERS[reader](file, feed)
    starts = dict(found)
    assert len(found) == len(starts) == COUNT
    assert all(start.tzinfo is not None for start in starts.values())
    expected = {_uid(document["id"]): start for document, start in thousand()}
    assert [uid for uid, start in expected.items() if starts[uid] != start] == []


def _uid(id_: str) -> str:
    return f"{id_}@pourparlers"


class Reader:
    """Somebody who keeps a calendar with vdirsyncer and looks at it with khal."""

    def __init__(self, home: Path, feed: str, storage: str = "http") -> None:
        self.home, self.feed, self.fetched = home, feed, home / "fetched.ics"
        places = {"http": f'url = "{feed}"', "singlefile": f'path = "{self.fetched}"'}
        self._configure("vdirsyncer", VDIRSYNCER, storage=storage, place=places[storage])
        self._configure("khal", KHAL)
        self.fetch()
        self._run("vdirsyncer", "discover")

    def _configure(self, program: str, config: str, **values: str) -> None:
        (self.home / program).mkdir()
        (self.home / program / "config").write_text(config.format(home=self.home, **values))

    def fetch(self) -> None:
        """For the storage that is a file: vdirsyncer does it itself for the other."""
        self.fetched.write_bytes(httpx.get(self.feed).raise_for_status().content)

    def sync(self) -> dict[str, str]:
        """The entries kept afterwards, each in a file of its own."""
        self._run("vdirsyncer", "sync")
        return {file.name: file.read_text() for file in (self.home / "talks").glob("*.ics")}

    def listed(self) -> list[str]:
        """What khal shows."""
        options = ("--once", "--day-format", "", "--format", "{start-long-full} {status}{title}")
        return self._run("khal", "list", *options, "2016-01-01", "4100d").strip().splitlines()

    def _run(self, *command: str) -> str:
        home = str(self.home)
        places = {"XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home, "XDG_CACHE_HOME": home}
        return run(*command, cwd=self.home, HOME=home, **places, **ELSEWHERE)


VDIRSYNCER = """
[general]
status_path = "{home}/status/"

[pair talks]
a = "here"
b = "there"
collections = null

[storage here]
type = "filesystem"
path = "{home}/talks/"
fileext = ".ics"

[storage there]
type = "{storage}"
{place}
"""
KHAL = """
[calendars]
[[talks]]
path = {home}/talks/

[sqlite]
path = {home}/khal.db

[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %m-%d
longdateformat = %Y-%m-%d
datetimeformat = %m-%d %H:%M
longdatetimeformat = %Y-%m-%dT%H:%M
"""


def test_khal_lists_every_start_right(feed: str, tmp_path: Path) -> None:
    reader = Reader(tmp_path, feed)
    assert len(reader.sync()) == COUNT
    found = reader.listed()
    assert sorted(found) == sorted(
        f"{start:%Y-%m-%dT%H:%M} CONFIRMED {document['title']['en']}"
        for document, start in thousand()
    )


# Of an address vdirsyncer takes no UID, as others change theirs; of a file it does.
@pytest.mark.parametrize("storage", ["http", "singlefile"])
def test_what_moves_twice_and_is_called_off_is_one_entry_all_along(
    sqlite_url: str, tmp_path: Path, storage: str
) -> None:
    shown, names, kept = [], set[str](), dict[str, str]()
    with recording(sqlite_url) as world, serving(sqlite_url) as address:
        world.put(Thing.EVENT, event(2, "2022-12-20", status="confirmed"))
        reader = Reader(tmp_path, f"{address}/v1/events.ics", storage)
        for local, status in (
            ("2022-01-10T09:30", "announced"),
            ("2022-01-11T14:00", "announced"),
            ("2022-07-12T14:00", "confirmed"),
            ("2022-07-12T14:00", "cancelled"),
        ):
            when = {"edtf": local, "timezone": "Europe/Zurich"}
            world.put(Thing.EVENT, event(1, when, status=status))
            reader.fetch()
            kept = reader.sync()
            names |= kept.keys()
            shown.append(reader.listed())
    assert shown == [
        [line, "2022-12-20T00:00 CONFIRMED Meeting 2"]
        for line in (
            "2022-01-10T08:30 TENTATIVE Meeting 1",
            "2022-01-11T13:00 TENTATIVE Meeting 1",
            "2022-07-12T12:00 CONFIRMED Meeting 1",
            "2022-07-12T12:00 CANCELLED Cancelled: Meeting 1",
        )
    ]
    assert len(kept) == 2
    assert len(names) == (2 if storage == "singlefile" else 5)
    assert sum("SEQUENCE:3" in text for text in kept.values()) == 1


def test_a_second_sync_of_what_has_not_changed_copies_nothing(
    sqlite_url: str, tmp_path: Path
) -> None:
    with recording(sqlite_url) as world, serving(sqlite_url) as address:
        world.put(Thing.EVENT, event(1), event(2))
        reader = Reader(tmp_path, f"{address}/v1/events.ics")
        first = reader.sync()
        # The record goes on meanwhile, with what the calendar leaves out.
        world.put(Thing.EVENT, event(3, "2022-02"))
        times = [file.stat().st_mtime_ns for file in sorted((tmp_path / "talks").iterdir())]
        assert reader.sync() == first
        again = [file.stat().st_mtime_ns for file in sorted((tmp_path / "talks").iterdir())]
    assert again == times
