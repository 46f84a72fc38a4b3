"""Bodies against the record: what an answer says is understood, and nothing else is let through."""

from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.directory import Directory
from app.domain.drafts import EventDraft
from app.domain.event import Event
from app.domain.listing import Document, Recorded, View
from app.domain.things import MODELS, Thing, dump
from app.editing.reading import Desk, read
from app.errors import Fault, InvalidDocument
from app.http.things import KINDS
from app.render.event_item import event_item
from app.store import documents, events
from tests.editing.conftest import desk_of
from tests.support import awkward
from tests.support.world import World, event
from tests.support.world import events as some_events

ITEMS = {kind.thing: kind.item for kind in KINDS}
LANGS = ("en", "fr", "ru", "zh")
NEEDS = frozenset({"titles", "sources", "statement_counts", "statements", "history"})


def sent_back(desk: Desk, thing: Thing, item: Recorded, view: View) -> Document:
    """What comes of an answer that is sent back as it is."""
    if thing is Thing.EVENT:
        related = events.related(desk.connection, desk.pin, [item], NEEDS)
        answer = event_item(item, related, view)
    else:
        answer = ITEMS[thing](item, view)
    body = orjson.loads(orjson.dumps(answer))
    return dump(read(thing, body, MODELS[thing], desk.directory, desk.find, item.document))


def viewed(directory: Directory, lang: str, *include: str) -> View:
    return View(lang, "https://pourparlers.example", directory, include=frozenset(include))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("include", [(), ("names", "sources", "statements", "history")])
def test_every_thing_sent_back_as_it_was_answered_changes_nothing(
    first: World, lang: str, include: tuple[str, ...]
) -> None:
    with desk_of(first) as desk:
        view, seen = viewed(desk.directory, lang, *include), 0
        for thing in Thing:
            listed, _ = documents.listed(desk.connection, thing, desk.pin, 2_000)
            changed = [i.id for i in listed if sent_back(desk, thing, i, view) != i.document]
            assert (thing, changed) == (thing, [])
            seen += len(listed)

    assert seen > 500


@pytest.mark.parametrize("lang", LANGS)
def test_awkward_events_sent_back_change_nothing(world: World, lang: str) -> None:
    made = [*awkward.DOCUMENTS, *({**e, "id": f"ev_w{e['id'][4:]}"} for e in some_events(200))]
    made = [{**e, "part_of": e.get("part_of") and "ev_00000001"} for e in made]
    world.put(Thing.EVENT, *made)
    with desk_of(world) as desk:
        view = viewed(desk.directory, lang)
        listed, _ = documents.listed(desk.connection, Thing.EVENT, desk.pin, 500)
        changed = [i.id for i in listed if sent_back(desk, Thing.EVENT, i, view) != i.document]

    assert len(listed) > 200
    assert changed == []


def test_an_edit_of_one_member_is_an_edit_of_that_member(first: World) -> None:
    """What proves nothing changed must see it where something did."""
    with desk_of(first) as desk:
        view = viewed(desk.directory, "fr")
        item = documents.get(desk.connection, Thing.EVENT, "ev_7k2m9q4x", desk.pin)
        answer = event_item(item, events.related(desk.connection, desk.pin, [item], NEEDS), view)
        answer["title"] = "Consultations"
        made = dump(read(Thing.EVENT, answer, Event, desk.directory, desk.find, item.document))

    assert made == item.document | {"title": item.document["title"] | {"fr": "Consultations"}}


CURRENT = event(
    1,
    title={"en": "Talks", "fr": "Pourparlers"},
    place={"city": {"en": "Lyon"}, "country": "france", "lat": 45.7, "lon": 4.8},
    when={"edtf": "2022-01-10", "timezone": "Europe/Paris"},
    participants=[{"actor": "russia", "role": "party"}, {"actor": "france", "role": "party"}],
)


def told(world: World, body: dict[str, Any], model: Any = Event) -> Document:
    """What a body makes of the current event."""
    with desk_of(world) as desk:
        current = dump(Event.model_validate(CURRENT))
        return dump(read(Thing.EVENT, body, model, desk.directory, desk.find, current))


@pytest.mark.parametrize(
    ("body", "member", "made"),
    [
        ({"title": "Entretiens", "lang": "fr"}, "title", {"en": "Talks", "fr": "Entretiens"}),
        ({"title": {"de": "Gespräche"}}, "title",
         {"en": "Talks", "fr": "Pourparlers", "de": "Gespräche"}),
        ({"title": {"fr": None}}, "title", {"en": "Talks"}),
        ({"place": {"lat": None}}, "place",
         {"name": None, "city": {"en": "Lyon"}, "country": "france", "lat": None, "lon": 4.8}),
        ({"place": None}, "place", None),
        ({"participants": None}, "participants", []),
        ({"forum": "Council"}, "forum", "council"),
        ({"forum": {"id": "council", "name": "anything"}}, "forum", "council"),
        ({"topics": ["Arms", {"id": "trade"}, "arms"]}, "topics", ["arms", "trade"]),
        ({"agreement": "all_parties", "version": 9}, "agreement", "none"),
    ],
)  # fmt: skip
def test_members_are_read_as_they_are_shown_or_as_a_filter_has_them(
    world: World, body: dict[str, Any], member: str, made: Any
) -> None:
    assert told(world, body)[member] == made


@pytest.mark.parametrize("token", ["russia", "RU", "ru", "Russie", "iso:RU", {"id": "russia"}])
def test_an_actor_is_named_by_any_token_of_the_filter(world: World, token: Any) -> None:
    made = told(world, {"participants": [{"actor": token, "role": "party"}]})

    assert [row["actor"] for row in made["participants"]] == ["russia"]


@pytest.mark.parametrize(
    ("when", "edtf", "timezone"),
    [
        ("2022-01-12", "2022-01-12", "Europe/Paris"),
        ("2022-01-12T09:30", "2022-01-12T09:30", "Europe/Paris"),
        ({"edtf": "2022-02"}, "2022-02", None),
        ({"edtf": "2022-02", "timezone": "UTC", "text": "of old"}, "2022-02", "UTC"),
        (None, None, None),
    ],
)
def test_a_date_is_text_or_its_parts_and_replaced_whole(
    world: World, when: Any, edtf: str | None, timezone: str | None
) -> None:
    made = told(world, {"when": when})["when"]

    assert (made["edtf"], made["timezone"]) == (edtf, timezone)


def test_an_approximate_date_takes_its_window_with_it(world: World) -> None:
    window = {"earliest_start": "2022-01-21", "latest_end": "2022-01-31"}
    made = told(world, {"when": {"edtf": "2022-01~", **window}})["when"]

    assert {name: made[name] for name in window} == window


FAULTS: tuple[tuple[dict[str, Any], str, tuple[str, ...]], ...] = (
    ({"titel": "Talks"}, "/titel", ("title",)),
    ({"a/b~c": 1}, "/a~1b~0c", ()),
    ({"title": None}, "/title", ()),
    ({"title": ""}, "/title/en", ()),
    ({"title": {"de": "x" * 501}}, "/title/de", ()),
    ({"title": {"english": "x"}}, "/title/english", ()),
    ({"title": 1}, "/title", ()),
    ({"lang": 1}, "/lang", ()),
    ({"kind": "metting"}, "/kind", ("meeting",)),
    ({"status": None}, "/status", ()),
    ({"when": "2022-13-01"}, "/when", ()),
    ({"when": {"edtf": "2022", "zone": "UTC"}}, "/when/zone", ()),
    ({"when": 2022}, "/when", ()),
    ({"when": {"edtf": "2022-01-10T09:30"}, "place": None}, "/when", ()),
    ({"place": {"town": "Lyon"}}, "/place/town", ()),
    ({"place": {"lat": 91}}, "/place/lat", ()),
    ({"place": {"country": "Frence"}}, "/place/country", ("france",)),
    ({"place": "Lyon"}, "/place", ()),
    ({"forum": "cuncil"}, "/forum", ("council",)),
    ({"forum": 7}, "/forum", ()),
    ({"topics": "arms"}, "/topics", ()),
    ({"topics": ["armes"]}, "/topics/0", ("arms",)),
    ({"participants": [{"actor": "russia", "role": "party"}, {"actor": "Rusia", "role": "party"}]},
     "/participants/1/actor", ("russia",)),
    ({"participants": [{"role": "party"}]}, "/participants/0/actor", ()),
    ({"participants": [{"actor": "russia", "role": "partie"}]}, "/participants/0/role", ("party",)),
    ({"participants": [{"actor": "russia", "role": "party", "rank": 1}]},
     "/participants/0/rank", ()),
    ({"participants": ["russia"]}, "/participants/0", ()),
    ({"part_of": "no-such-process"}, "/part_of", ()),
    ({"positions": [{"actor": "russia", "position": "confirmd"}]},
     "/positions/0/position", ("confirmed",)),
    ({"notes": [{"field": "when", "basis": "guessed", "text": "x"}]}, "/notes/0/basis", ()),
    ({"slug": "a slug"}, "/slug", ()),
    ({"slug": "counts"}, "", ()),
    ({"mode": float("inf")}, "/mode", ()),
)  # fmt: skip


@pytest.mark.parametrize(("body", "pointer", "suggestions"), FAULTS)
def test_what_is_wrong_is_named_by_its_pointer(
    world: World, body: dict[str, Any], pointer: str, suggestions: tuple[str, ...]
) -> None:
    with pytest.raises(InvalidDocument) as refused:
        told(world, body)

    (fault,) = refused.value.faults
    assert fault.pointer == pointer
    assert set(suggestions) <= set(fault.suggestions)


def test_all_faults_are_named_at_once(world: World) -> None:
    body = {"titel": "x", "kind": "metting", "forum": "nothing", "when": "2022-13"}
    with pytest.raises(InvalidDocument) as refused:
        told(world, body)

    pointers = [fault.pointer for fault in refused.value.faults]
    assert sorted(map(str, pointers)) == ["/forum", "/kind", "/titel", "/when"]


@pytest.mark.parametrize("thing", Thing)
def test_nothing_at_all_is_refused_by_what_it_lacks(world: World, thing: Thing) -> None:
    with desk_of(world) as desk, pytest.raises(InvalidDocument) as refused:
        read(thing, {}, MODELS[thing], desk.directory, desk.find)

    required = {f"/{n}" for n, f in MODELS[thing].model_fields.items() if f.is_required()}
    assert {fault.pointer for fault in refused.value.faults} == required


def test_only_a_draft_may_be_without_a_source(world: World) -> None:
    assert told(world, {"sources": []}, EventDraft)["sources"] == []
    with pytest.raises(InvalidDocument) as refused:
        told(world, {"sources": []})

    assert [fault.pointer for fault in refused.value.faults] == ["/sources"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
MEMBERS = st.sampled_from([*Event.model_fields, "lang", "text", "x"])


@settings(max_examples=300, deadline=None)
@given(body=st.dictionaries(MEMBERS, JSON, max_size=4))
def test_whatever_is_sent_is_read_or_refused_by_name(body: dict[str, Any]) -> None:
    directory = awkward.view("en").directory
    current = dump(Event.model_validate(CURRENT))
    find = {"ev_00000002": "ev_00000002"}.get

    assert all(fault.pointer is not None for fault in faults_in(body, directory, find, current))


def faults_in(body: dict[str, Any], *record: Any) -> tuple[Fault, ...]:
    """What is refused; any other exception is a failure."""
    try:
        read(Thing.EVENT, body, Event, *record)
    except InvalidDocument as refused:
        return refused.faults
    return ()
