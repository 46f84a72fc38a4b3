"""Datasette over the same events: our stored documents, or its best nested SQL."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.peers.uvicorn import in_uvicorn
from benchmarks.questions import LIMIT, Asked
from benchmarks.server import Server, free_port

# Over the tables of the ordinary version: their rows are narrow, and an index covers the filter.
NESTED = f"""
SELECT json_object(
    'id', e.id, 'slug', e.slug, 'version', e.version, 'rev', e.rev, 'changed_at', e.changed_at,
    'kind', e.kind, 'status', e.status, 'agreement', e.agreement, 'title', e.title,
    'lang', e.lang, 'summary', e.summary,
    'when', json_object('edtf', e.edtf, 'precision', e.precision,
        'earliest_start', e.earliest_start, 'latest_start', e.latest_start,
        'earliest_end', e.earliest_end, 'latest_end', e.latest_end,
        'starts_at', e.starts_at, 'ends_at', e.ends_at, 'timezone', e.timezone),
    'previous', json(e.previous), 'mode', e.mode,
    'place', CASE WHEN e.city IS NULL THEN NULL ELSE json_object('city', e.city, 'country',
        (SELECT json_object('id', id, 'code', code, 'name', name) FROM actors
         WHERE id = e.country_id), 'lat', e.lat, 'lon', e.lon) END,
    'forum', (SELECT json_object('id', id, 'name', name) FROM forums WHERE id = e.forum_id),
    'part_of', (SELECT json_object('id', id, 'title', title) FROM events WHERE id = e.part_of_id),
    'participants', (SELECT json_group_array(json_object('actor',
            json_object('id', a.id, 'kind', a.kind, 'code', a.code, 'name', a.name),
            'role', p.role, 'level', p.level, 'attendance', p.attendance,
            'office', CASE WHEN o.id IS NULL THEN NULL
                ELSE json_object('id', o.id, 'name', o.name) END,
            'represented_by', json(p.represented_by)))
        FROM participations p JOIN actors a ON a.id = p.actor_id
        LEFT JOIN actors o ON o.id = p.office_id WHERE p.event_id = e.id),
    'positions', (SELECT json_group_array(json_object('actor', actor, 'position', position,
        'on', "on", 'by', by_id, 'source', source)) FROM positions WHERE event_id = e.id),
    'topics', (SELECT json_group_array(json_object('id', t.id, 'name', t.name))
        FROM event_topics et JOIN topics t ON t.id = et.topic_id WHERE et.event_id = e.id),
    'sources', (SELECT json_group_array(json_object('id', s.id, 'publisher', s.publisher,
        'title', s.title, 'lang', s.lang, 'url', s.url, 'published', s.published))
        FROM event_sources es JOIN sources s ON s.id = es.source_id WHERE es.event_id = e.id),
    'notes', json(e.notes), 'identifiers', json(e.identifiers),
    'statements', json_object('count', e.statement_count)
) AS item
FROM involvements i JOIN events e ON e.id = i.event_id
WHERE i.actor_id = :actor AND i.ends >= :first AND i.starts < (:last + 1) * 1441 AND e.dated
ORDER BY i.starts, i.ends, i.event_id LIMIT {LIMIT}
"""  # noqa: S608  Of constants alone.


@contextmanager
def serving(record: str, query: str, folder: Path) -> Iterator[Server]:
    """Datasette over a file that does not change, with this canned query."""
    name, port = Path(record).stem, free_port()
    described = folder / f"datasette-{port}.json"
    described.write_text(json.dumps({"databases": {name: {"queries": {"page": {"sql": query}}}}}))
    settings = {"DATASETTE_RECORD": record, "DATASETTE_METADATA": str(described)}
    application = "benchmarks.peers.datasette_app:app"
    with in_uvicorn(application, port, "/-/versions.json", **settings) as server:
        yield server


def address(record: str, asked: Asked, more: str = "") -> str:
    """The canned query with its parameters, as bare rows."""
    days = {"first": asked.first.toordinal(), "last": asked.last.toordinal()}
    given = urlencode({"actor": asked.actor, **days, "_shape": "arrayfirst"})
    return f"/{Path(record).stem}/page.json?{given}{more}"
