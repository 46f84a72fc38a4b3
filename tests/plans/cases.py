"""The questions whose plans are held: what readers ask most, alone and in company."""

from datetime import UTC, datetime

from app.domain.cells import By
from app.domain.query import Choice, EventQuery, Match, Sort, Via
from app.domain.vocabulary import Role
from app.domain.window import parse_window
from app.store.words import asked

MONTH = parse_window("2012-05")
DAYS = parse_window("2012-05-03T00:00Z/2012-05-05T00:00Z")
US, RUSSIA = "united-states", "russia"

# The table whose rows drive, and what they are found and ordered by.
ACTOR_DATES, ACTOR_ALL = "ix_event_actors_current_long", "ix_event_actors_%date"
DATES, FORUM = "ix_event_index_current_long", "ix_event_index_current_%"

# What narrows to a few events whatever the size of the record, and by which index.
NARROW: dict[str, tuple[EventQuery, str]] = {
    "actor and date": (EventQuery(actors=((US,),), window=MONTH), ACTOR_DATES),
    "actor, certain": (
        EventQuery(actors=((US,),), window=MONTH, match=Match.CERTAIN),
        ACTOR_DATES,
    ),
    "actor in a role": (
        EventQuery(actors=((US,),), roles=(Role.HOST,), window=MONTH),
        ACTOR_DATES,
    ),
    "actor and days of a zone": (
        EventQuery(actors=((US,),), window=MONTH, tz="Asia/Tokyo"),
        ACTOR_DATES,
    ),
    "actor or undated": (EventQuery(actors=((US,),), window=MONTH, undated=True), ACTOR_DATES),
    "actor between instants": (EventQuery(actors=((US,),), window=DAYS), ACTOR_DATES),
    "two popular actors": (EventQuery(actors=((US,), (RUSSIA,)), window=MONTH), ACTOR_DATES),
    "one of two actors": (EventQuery(actors=((US, RUSSIA),), window=MONTH), DATES),
    "without an actor": (EventQuery(not_actors=(US,), window=MONTH), DATES),
    "between two": (EventQuery(between=(RUSSIA, US), window=MONTH), DATES),
    "members": (EventQuery(actors=(("nato",),), via=(Via.MEMBERS,), window=MONTH), DATES),
    "forum and date": (EventQuery(forum=Choice(("forum-003",)), window=MONTH), FORUM),
    "date": (EventQuery(window=MONTH), DATES),
    "date, latest first": (EventQuery(window=MONTH, sort=Sort.DATE_REVERSED), DATES),
    "place and date": (
        EventQuery(place=Choice(("japan",)), window=MONTH),
        "ix_event_index_current_country",
    ),
    "topic and date": (EventQuery(topic=Choice(("topic-03",)), window=MONTH), DATES),
    "kind, status and date": (
        EventQuery(kind=Choice(("visit",)), status=Choice(("held",)), window=MONTH),
        DATES,
    ),
    "words and date": (EventQuery(words=asked("missiles talks"), window=MONTH), DATES),
    "a month's cell": (
        EventQuery(cell=((By.MONTH, "2012-05"),)),
        "ix_event_index_current_%",
    ),
    "part of": (
        EventQuery(part_of=Choice(("ev_00000050",))),
        "ix_event_index_current_part_of",
    ),
    "id": (EventQuery(id=Choice(("ev_00000050", "ev_03000007"))), "uq_event_index_current"),
}
# What has very many answers: the page is the beginning of a walk in the order asked for.
WALKED: dict[str, tuple[EventQuery, str]] = {
    "all": (EventQuery(), "ix_event_index_current_date"),
    "all, latest first": (EventQuery(sort=Sort.DATE_REVERSED), "ix_event_index_current_date"),
    "all, last changed": (EventQuery(sort=Sort.CHANGED), "ix_event_index_current_changed"),
    "a common word": (EventQuery(words=asked("prisoners")), "ix_event_index_current_date"),
    "actor alone": (EventQuery(actors=((US,),)), ACTOR_ALL),
    "a rare actor": (EventQuery(actors=(("antarctica",),)), ACTOR_ALL),
    "place alone": (EventQuery(place=Choice(("japan",))), "ix_event_index_%country"),
    "upcoming": (
        EventQuery(now=datetime(2020, 6, 1, tzinfo=UTC), actors=((US,),)),
        ACTOR_ALL,
    ),
}
# The same at an earlier revision, by an index of all rows.
_FULL = {
    ACTOR_DATES: "ix_event_actors_date",
    DATES: "ix_event_index_date",
    FORUM: "ix_event_index_%",
    "ix_event_index_current_country": "ix_event_index_country",
    "ix_event_index_current_part_of": "ix_event_index_part_of",
    "uq_event_index_current": "ix_event_index_entity",
}
EARLIER = {name: (query, _FULL[index]) for name, (query, index) in NARROW.items()} | {
    "forum and date": (NARROW["forum and date"][0], "ix_event_index_forum"),
}
EARLIER_WALKED: dict[str, tuple[EventQuery, str]] = {
    "all": (EventQuery(), "ix_event_index_date"),
    "all, latest first": (EventQuery(sort=Sort.DATE_REVERSED), "ix_event_index_date"),
    "actor alone": (EventQuery(actors=((US,),)), "ix_event_actors_date"),
    "place alone": (EventQuery(place=Choice(("japan",))), "ix_event_index_country"),
}
