"""PocketBase over the same events, in two ways: as its experts would, and as its tutorial does.

Its database is made by its own migrations, and filled with SQL while it does not run: a million
rows over its interface would take hours, and what is read afterwards is the same.
"""

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from benchmarks.peers.installed import programs
from benchmarks.questions import LIMIT, Asked
from benchmarks.server import Command, Server, free_port, started


class Way(NamedTuple):
    """Collections, what fills them, and the query of a page."""

    name: str
    collections: list[dict[str, Any]]
    fill: tuple[str, ...]
    query: str


def _fields(kind: str, *names: str) -> list[dict[str, Any]]:
    return [{"name": name, "type": kind, "maxSize": 1_000_000} for name in names]


def _pointing(name: str, to: str, most: int) -> dict[str, Any]:
    return {"name": name, "type": "relation", "to": to, "maxSelect": most}


EXPERT = Way(
    "expert",
    [
        {
            "name": "pages",
            "fields": [
                *_fields("text", "actor"),
                *_fields("number", "begins", "ends"),
                *_fields("json", "document"),
            ],
            "indexes": ["CREATE INDEX ix_pages ON pages (actor, begins, ends)"],
        }
    ],
    (
        """
        INSERT INTO pages (id, actor, begins, ends, document)
        SELECT 'r' || printf('%014d', a.id), a.actor, a.start_key, a.end_key, v.document
        FROM ours.event_actors a JOIN ours.event_index e ON e.entity = a.entity
            AND e.to_rev IS NULL JOIN ours.versions v ON v.id = e.version_id
        WHERE a.to_rev IS NULL AND e.dated ORDER BY a.actor, a.start_key
        """,
    ),
    "pages/records?fields=document&sort=begins,ends",
)
_NATURAL_EVENT = """
    id, slug, kind, status, agreement, title, summary, edtf, precision, begins, ends, city, lat,
    lon, country, forum, part_of, actors, participants, positions, topics, sources
"""
NATURAL = Way(
    "natural",
    [
        {"name": "actors", "fields": _fields("text", "name", "kind", "code")},
        {"name": "forums", "fields": _fields("text", "name")},
        {"name": "topics", "fields": _fields("text", "name")},
        {"name": "sources", "fields": _fields("text", "publisher", "title", "url", "published")},
        {
            "name": "events",
            "fields": [
                *_fields("text", "slug", "kind", "status", "agreement", "title", "summary"),
                *_fields("text", "edtf", "precision", "city", "part_of"),
                *_fields("number", "begins", "ends", "lat", "lon"),
                *_fields("json", "participants", "positions"),
                _pointing("country", "actors", 1),
                _pointing("forum", "forums", 1),
                _pointing("actors", "actors", 99),
                _pointing("topics", "topics", 99),
                _pointing("sources", "sources", 99),
            ],
            "indexes": ["CREATE INDEX ix_events ON events (begins, ends)"],
        },
    ],
    (
        """
        INSERT INTO actors (id, name, kind, code)
        SELECT id, name, kind, coalesce(code, '') FROM ours.actors
        """,
        "INSERT INTO forums (id, name) SELECT id, name FROM ours.forums",
        "INSERT INTO topics (id, name) SELECT id, name FROM ours.topics",
        """
        INSERT INTO sources (id, publisher, title, url, published)
        SELECT id, publisher, title, coalesce(url, ''), coalesce(published, '') FROM ours.sources
        """,
        f"""
        INSERT INTO events ({_NATURAL_EVENT})
        SELECT e.id, coalesce(slug, ''), kind, status, agreement, title, coalesce(summary, ''),
            coalesce(edtf, ''), precision, min(i.starts), min(i.ends), coalesce(city, ''),
            coalesce(lat, 0), coalesce(lon, 0), coalesce(country_id, ''), coalesce(forum_id, ''),
            coalesce(part_of_id, ''), json_group_array(i.actor_id),
            (SELECT json_group_array(json_object('actor', actor_id, 'role', role, 'level', level,
                'attendance', attendance, 'office', office_id))
             FROM ours.participations WHERE event_id = e.id),
            (SELECT json_group_array(json_object('actor', actor, 'position', position))
             FROM ours.positions WHERE event_id = e.id),
            (SELECT json_group_array(topic_id) FROM ours.event_topics WHERE event_id = e.id),
            (SELECT json_group_array(source_id) FROM ours.event_sources WHERE event_id = e.id)
        FROM ours.events e JOIN ours.involvements i ON i.event_id = e.id
        WHERE e.dated GROUP BY e.id ORDER BY min(i.starts)
        """,  # noqa: S608  Of constants alone.
    ),
    "events/records?sort=begins,ends&expand=actors,country,forum,topics,sources",
)
_ACTOR = {"expert": "actor='{}'", "natural": "actors.id?='{}'"}

_MIGRATION = """
migrate((app) => {
  for (const known of COLLECTIONS) {
    for (const field of known.fields) {
      if (field.to) field.collectionId = app.findCollectionByNameOrId(field.to).id;
    }
    app.save(new Collection({type: "base", listRule: "", viewRule: "", ...known}));
  }
  const settings = app.settings();
  settings.logs.maxDays = 0;  // It would write a row for each request.
  app.save(settings);
});
"""


def made(way: Way, ours: str) -> Path:
    """The data folder of a way, beside the file that it is filled from; made once."""
    file = Path(ours)
    folder = file.with_name(f"pocketbase-{way.name}-{file.stem.rpartition('-')[2]}")
    if not folder.exists():
        unfinished = folder.with_suffix(".part")
        shutil.rmtree(unfinished, ignore_errors=True)
        _make(way, ours, unfinished)
        unfinished.rename(folder)
    return folder


def _make(way: Way, ours: str, folder: Path) -> None:
    migrations = folder / "migrations"
    migrations.mkdir(parents=True)
    script = _MIGRATION.replace("COLLECTIONS", json.dumps(way.collections))
    (migrations / "1_collections.js").write_text(script)
    command: Command = [programs() / "pocketbase", "migrate", "up", *_places(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with closing(sqlite3.connect(folder / "data" / "data.db")) as data:
        data.execute("ATTACH ? AS ours", [ours])
        for statement in way.fill:
            data.execute(statement)
        data.commit()
        data.execute("ANALYZE main")
        data.commit()


def _places(folder: Path) -> Iterable[str]:
    return f"--dir={folder / 'data'}", f"--migrationsDir={folder / 'migrations'}"


@contextmanager
def serving(way: Way, ours: str) -> Iterator[Server]:
    """PocketBase over what was made of a file of ours, or of the ordinary version's."""
    port = free_port()
    command: Command = [programs() / "pocketbase", "serve", f"--http=127.0.0.1:{port}"]
    with started([*command, *_places(made(way, ours))], port, "/api/health") as server:
        yield server


def address(way: Way, asked: Asked) -> str:
    """A page without a count, of events that begin within the days."""
    first, beyond = (day.toordinal() * 1441 for day in (asked.first, asked.last + timedelta(1)))
    actor = _ACTOR[way.name].format(asked.actor)
    chosen = quote(f"({actor} && begins>={first} && begins<{beyond})")
    return f"/api/collections/{way.query}&skipTotal=1&perPage={LIMIT}&filter={chosen}"
