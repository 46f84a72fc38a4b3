"""The ordinary version of our list: FastAPI and SQLAlchemy's ORM, as their tutorials have it.

`create_app` reads what `benchmarks.peers.orm_build` wrote, on SQLite or on PostgreSQL.
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query
from sqlalchemy import Select, create_engine, select
from sqlalchemy.orm import Session, joinedload, selectinload, sessionmaker

from benchmarks.peers.orm_models import BASE, Event, Involvement, Participation, Position
from benchmarks.peers.orm_shapes import EventPage

# What is one of is joined, what is many of is a query for each list, however many events.
_LOADED = (
    joinedload(Event.country),
    joinedload(Event.forum),
    joinedload(Event.part_of).load_only(Event.title),
    selectinload(Event.participants).joinedload(Participation.actor),
    selectinload(Event.participants).joinedload(Participation.office),
    selectinload(Event.positions).joinedload(Position.by),
    selectinload(Event.topics),
    selectinload(Event.sources),
)


def create_app(url: str) -> FastAPI:
    """The application over the tables at an address; `state.engine` holds its connections."""
    app = FastAPI()
    app.state.engine = create_engine(url)
    make_session = sessionmaker(app.state.engine)

    def session_of() -> Iterator[Session]:
        with make_session() as session:
            yield session

    @app.get("/v1/events", response_model=EventPage)
    def read_events(
        session: Annotated[Session, Depends(session_of)],
        actor: str,
        date_from: date,
        date_to: date,
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
        offset: Annotated[int, Query(ge=0)] = 0,
    ) -> Any:
        wanted = wanted_events(actor, date_from, date_to).limit(limit + 1).offset(offset)
        found = session.scalars(wanted).all()
        more = f"{BASE}/events?offset={offset + limit}" if len(found) > limit else None
        return {"items": found[:limit], "next": more}

    return app


def wanted_events(actor: str, first: date, last: date) -> Select[Event]:
    """Events of an actor that may happen within these days, by when they begin."""
    rows = select(Event).join(Involvement, Involvement.event_id == Event.id)
    rows = rows.where(Involvement.actor_id == actor, Involvement.ends >= first.toordinal())
    rows = rows.where(Event.dated, Event.first_day <= last.toordinal())
    return rows.order_by(Involvement.starts, Involvement.ends, Involvement.event_id).options(
        *_LOADED
    )
