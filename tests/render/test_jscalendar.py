"""The JSCalendar form: its types, and the same entries as the calendar."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest

from app.domain.listing import Recorded, Related
from app.render import ical, jscalendar
from tests.render.test_ical import unfolded
from tests.support import awkward
from tests.support.awkward import ZURICH
from tests.support.thousand import thousand
from tests.support.world import event, party

Json = dict[str, Any]
Check = Callable[[Any], bool]


def one(when: Any = "2022-01-10", **more: Any) -> Json:
    """The event of a group of one."""
    stored = awkward.stored(event(1, when, **more))
    item = Recorded(stored["id"], 1, 2, awkward.AT, stored)
    view = awkward.view(options={"imprecise": "omit"})
    (found,) = orjson.loads(jscalendar.one(item, Related(), view))["entries"]
    assert isinstance(found, dict)
    return found


def group(imprecise: str = "omit") -> Json:
    view = awkward.view(options={"imprecise": imprecise})
    found = orjson.loads(b"".join(jscalendar.whole(awkward.whole(), view)))
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2022-01-10", ("2022-01-10T00:00:00", None, "P1D")),
        ("2022-01-30/2022-02-01", ("2022-01-30T00:00:00", None, "P3D")),
        ("2022-01-10T09:30", ("2022-01-10T09:30:00", ZURICH, None)),
        ("2022-07-10T09:30/2022-07-10T11:00", ("2022-07-10T09:30:00", ZURICH, "PT1H30M")),
        # Section 1.4.6: hours are exact. Two by the clock are one here, and 26 are 25 there.
        ("2022-03-27T01:30/2022-03-27T03:30", ("2022-03-27T01:30:00", ZURICH, "PT1H")),
        ("2022-10-29T12:00/2022-10-30T14:00", ("2022-10-29T12:00:00", ZURICH, "PT27H")),
        ("2022-10-30T02:30", ("2022-10-30T02:30:00", ZURICH, None)),
    ],
)
def test_a_time_is_the_venues_and_a_day_in_no_zone(
    when: str, expected: tuple[str | None, ...]
) -> None:
    found = one({"edtf": when, "timezone": ZURICH})
    assert (found["start"], found.get("timeZone"), found.get("duration")) == expected
    assert found.get("showWithoutTime", False) is (expected[1] is None)


def test_every_start_of_a_thousand_is_right() -> None:
    for document, start in thousand():
        found = one(document["when"])
        local = datetime.fromisoformat(found["start"])
        assert local.replace(tzinfo=ZoneInfo(found["timeZone"])).astimezone(UTC) == start
        assert found.get("duration", "PT30H") == "PT30H"


def test_it_has_the_entries_of_the_calendar() -> None:
    view = awkward.view(options={"imprecise": "span"})
    lines = unfolded(b"".join(ical.whole(awkward.whole(), view)))
    for name, member in (("UID:", "uid"), ("SEQUENCE:", "sequence"), ("STATUS:", "status")):
        told = [line.removeprefix(name) for line in lines if line.startswith(name)]
        assert [str(entry[member]) for entry in group("span")["entries"]] == [
            text.lower() if member == "status" else text for text in told
        ]


def test_who_takes_part_is_there_once_with_all_roles() -> None:
    cast = [party("france", "chair", attendance="confirmed"), party("france"), party("rau", "host")]
    assert one(participants=cast)["participants"] == {
        "france": {"@type": "Participant", "name": "France", "kind": "group",
                   "roles": {"chair": True, "attendee": True}, "participationStatus": "accepted"},
        "rau": {"@type": "Participant", "name": "Rau", "kind": "individual",
                "roles": {"owner": True}},
    }  # fmt: skip


def test_sources_on_the_web_are_linked() -> None:
    stored = awkward.stored(event(1))
    source = {"publisher": "A gazette", "title": "Talks", "url": "https://gazette.example/1"}
    item = Recorded(stored["id"], 1, 2, awkward.AT, stored)
    view = awkward.view(options={"imprecise": "omit"})
    said = jscalendar.one(item, Related(sources={"src_1": source}), view)
    assert orjson.loads(said)["entries"][0]["links"]["src_1"] == {
        "@type": "Link", "href": "https://gazette.example/1", "rel": "via", "title": "Talks",
    }  # fmt: skip


def test_it_goes_on_where_it_was_interrupted() -> None:
    view = awkward.view(options={"imprecise": "span"})
    pieces = list(jscalendar.whole(awkward.whole(), view))
    before = len(b"".join(pieces[:3]))
    rest = jscalendar.whole(awkward.whole(awkward.items()[10:], begun=True, written=before), view)
    assert pieces[:3] + list(rest) == pieces


def text(value: Any) -> bool:
    return isinstance(value, str)


def matching(pattern: str) -> Check:
    return lambda value: text(value) and re.fullmatch(pattern, value) is not None


def one_of(*words: str) -> Check:
    return lambda value: value in words


def true_by(key: Check) -> Check:
    return lambda value: bool(value) and all(key(k) and v is True for k, v in value.items())


def by_id(type_: str) -> Check:
    identifier = matching("[A-Za-z0-9_-]{1,255}")
    return lambda value: all(
        identifier(key) and typed(inner, type_) for key, inner in value.items()
    )


def related(value: Any) -> bool:
    return all(text(key) and typed(inner, "Relation") for key, inner in value.items())


URI = matching(r"[a-z]+:[!-~]+")
UTC_TIME = matching(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d*[1-9])?Z")
TAG = matching("[a-z]{2,3}(-[A-Za-z0-9]+)*")
# RFC 8984: of each type the properties that we write, with their types; + marks the mandatory.
RULES: dict[str, dict[str, Check]] = {
    "Group": {
        "+uid": text, "prodId": text, "+updated": UTC_TIME, "title": text, "description": text,
        "locale": TAG, "color": matching("[a-z]+"), "source": URI,
        "+entries": lambda value: all(typed(inner, "Event") for inner in value),
    },
    "Event": {
        "+uid": text, "+updated": UTC_TIME, "title": text, "description": text, "locale": TAG,
        "+start": matching(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"),
        "timeZone": lambda value: bool(ZoneInfo(value)),
        "duration": matching(r"P(\d+D|T(?=\d)(\d+H)?(\d+M)?(\d+S)?)"),
        "showWithoutTime": lambda value: isinstance(value, bool),
        "sequence": lambda value: isinstance(value, int) and value >= 0,
        "status": one_of("confirmed", "cancelled", "tentative"),
        "freeBusyStatus": one_of("free", "busy"),
        "keywords": true_by(text), "categories": true_by(URI), "locations": by_id("Location"),
        "links": by_id("Link"), "participants": by_id("Participant"), "relatedTo": related,
    },
    "Location": {"name": text, "coordinates": matching(r"geo:-?\d+\.\d{6},-?\d+\.\d{6}")},
    "Link": {"+href": URI, "rel": one_of("describedby", "via"), "title": text},
    "Participant": {
        "name": text, "kind": one_of("individual", "group"),
        "+roles": true_by(one_of("owner", "attendee", "optional", "informational", "chair")),
        "participationStatus": one_of("accepted", "declined"),
    },
    "Relation": {"relation": true_by(one_of("parent"))},
}  # fmt: skip


def typed(value: Json, type_: str) -> bool:
    """Whether an object has this type, its mandatory properties, and no unknown or wrong one."""
    rules = RULES[type_]
    mandatory = {name[1:] for name in rules if name.startswith("+")}
    known = {name.removeprefix("+"): check for name, check in rules.items()}
    given = value.keys() - {"@type"}
    assert value["@type"] == type_
    assert mandatory <= given <= known.keys(), (type_, given)
    wrong = [name for name in given if not known[name](value[name])]
    assert wrong == [], (type_, wrong, value)
    return True


@pytest.mark.parametrize("imprecise", ["omit", "span"])
def test_every_object_is_of_its_type(imprecise: str) -> None:
    assert typed(group(imprecise), "Group")
