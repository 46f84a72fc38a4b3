"""The tables of the ordinary version, filled from a record of ours as it is believed now.

`python -m benchmarks.peers.orm_build sqlite:///ours.db sqlite:///theirs.db`.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import orjson
from sqlalchemy import Connection, create_engine, insert, select, text

from app.domain.things import MODELS, Thing
from app.store.tables import (
    commits,
    event_actors,
    event_index,
    statement_events,
    versions,
)
from benchmarks.peers.orm_models import (
    WHEN,
    Actor,
    Base,
    Event,
    EventSource,
    EventTopic,
    Forum,
    Involvement,
    Json,
    Participation,
    Position,
    Source,
    Topic,
    instant,
)

Rows = dict[type[Base], list[Json]]
_AT_ONCE = 5_000
_SOURCE = ("id", "publisher", "title", "lang", "url", "published")
_SAME = ("id", "slug", "kind", "status", "agreement", "mode", "previous", "notes", "identifiers")
_PART = ("role", "level", "attendance", "represented_by", "collective")
# What a row points at is there before it, but for events that are parts of others: SQLite does not
# check that, and PostgreSQL is told not to.
_ORDER = (
    Actor, Forum, Topic, Source, Event, Involvement, Participation, Position, EventTopic,
    EventSource,
)  # fmt: skip


def fill(ours: str, theirs: str) -> None:
    """Makes the tables at an empty address, and copies what a record of ours has into them."""
    reader, writer = create_engine(ours), create_engine(theirs)
    with reader.connect() as record, writer.begin() as target:
        if writer.dialect.name == "postgresql":
            target.execute(text("SET LOCAL session_replication_role = replica"))
        Base.metadata.create_all(target)
        for rows in (_directory(record), *_events(record), *_involved(record)):
            for table in _ORDER:
                if rows.get(table):
                    target.execute(insert(table), rows[table])
        target.execute(text("ANALYZE"))
    reader.dispose()
    writer.dispose()


def _current(thing: Thing) -> Any:
    known = select(versions.c.document).where(versions.c.thing == thing)
    return known.where(versions.c.to_rev.is_(None), versions.c.state == "live")


def _directory(record: Connection) -> Rows:
    """Actors, forums, topics and sources."""
    named = {Thing.ACTOR: Actor, Thing.FORUM: Forum, Thing.TOPIC: Topic}
    rows: Rows = {}
    for thing, table in named.items():
        models: list[Any] = [
            MODELS[thing].model_validate_json(document)
            for document in record.scalars(_current(thing))
        ]
        rows[table] = [_named(model) for model in models]
    sources = map(orjson.loads, record.scalars(_current(Thing.SOURCE)))
    rows[Source] = [{name: source[name] for name in _SOURCE} for source in sources]
    return rows


def _named(model: Any) -> Json:
    row = {"id": model.id, "name": _text(dict(model.names))}
    return {**row, "kind": model.kind, "code": model.code} if hasattr(model, "code") else row


def _text(texts: dict[str, str] | None) -> str | None:
    """In English, or in the first language there is."""
    return texts.get("en") or next(iter(texts.values())) if texts else None


def _events(record: Connection) -> Iterator[Rows]:
    told = statement_events.c
    statements = Counter(record.scalars(select(told.entity).where(told.to_rev.is_(None))))
    e, v = event_index.c, versions.c
    found = select(
        v.document, v.version, e.changed_rev, commits.c.at, e.earliest_start_day, e.dated
    )
    found = found.join_from(event_index, versions, v.id == e.version_id)
    found = found.join(commits, commits.c.rev == e.changed_rev).where(e.to_rev.is_(None))
    for some in record.execution_options(yield_per=_AT_ONCE).execute(found).partitions():
        rows: Rows = defaultdict(list)
        for document, *row in some:
            _event(rows, orjson.loads(document), row, statements)
        yield rows


def _event(rows: Rows, document: Json, row: list[Any], statements: Counter[str]) -> None:
    version, rev, at, first_day, dated = row
    id_, title, place = document["id"], document["title"], document["place"] or {}
    rows[Event].append(
        {
            **{name: document[name] for name in _SAME},
            **{name: document["when"][name] for name in WHEN},
            "version": version,
            "rev": rev,
            "changed_at": instant(at),
            "title": _text(title),
            "lang": "en" if "en" in title else next(iter(title)),
            "summary": _text(document["summary"]),
            "first_day": first_day,
            "dated": dated,
            "place_name": _text(place.get("name")),
            "city": _text(place.get("city")),
            "country_id": place.get("country"),
            "lat": place.get("lat"),
            "lon": place.get("lon"),
            "forum_id": document["forum"],
            "part_of_id": document["part_of"],
            "statement_count": statements[id_],
        }
    )
    _lists(rows, document)


def _lists(rows: Rows, document: Json) -> None:
    for number, part in enumerate(document["participants"]):
        who = {"actor_id": part["actor"], "office_id": part["office"]}
        rows[Participation].append(
            {**_of(document, number), **who, **{name: part[name] for name in _PART}}
        )
    for number, position in enumerate(document["positions"]):
        said = {**position, "by_id": position["by"]}
        del said["by"]
        rows[Position].append({**_of(document, number), **said})
    for number, topic in enumerate(document["topics"]):
        rows[EventTopic].append({**_of(document, number), "topic_id": topic})
    for number, source in enumerate(document["sources"]):
        rows[EventSource].append({**_of(document, number), "source_id": source})


def _of(document: Json, number: int) -> Json:
    return {"event_id": document["id"], "number": number}


def _involved(record: Connection) -> Iterator[Rows]:
    a = event_actors.c
    found = select(a.entity, a.actor, a.start_key, a.end_key).where(a.to_rev.is_(None))
    for some in record.execution_options(yield_per=_AT_ONCE).execute(found).partitions():
        yield {
            Involvement: [
                {"event_id": entity, "actor_id": actor, "starts": starts, "ends": ends}
                for entity, actor, starts, ends in some
            ]
        }


if __name__ == "__main__":
    fill(sys.argv[1], sys.argv[2])
