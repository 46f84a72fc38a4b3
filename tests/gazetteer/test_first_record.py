"""The first record: what the article says is in it, what it does not say is not."""

import json
from collections import Counter

import pytest

from app.gazetteer import Document, Entry


def things(record: list[Entry], *kinds: str) -> list[Document]:
    return [document for thing, document in record if thing in kinds]


def event(record: list[Entry], slug: str) -> Document:
    return next(e for e in things(record, "event") if e["slug"] == slug)


def test_how_much_there_is(record: list[Entry]) -> None:
    counts = Counter(thing for thing, _ in record)
    assert counts == {
        "source": 1,
        "topic": 3,
        "actor": 13,
        "forum": 3,
        "event": 4,
        "statement": 6,
    }


def test_the_process_holds_the_three_events(record: list[Entry]) -> None:
    process, *events = things(record, "event")
    assert (process["id"], process["kind"], process["when"]) == (
        "ev_3d8f1w6p",
        "process",
        "2022-01",
    )
    assert [e["part_of"] for e in events] == [process["id"]] * 3


def test_only_geneva_has_a_place(record: list[Entry]) -> None:
    geneva = event(record, "ru-us-consultations-geneva-2022-01")
    assert geneva["id"] == "ev_7k2m9q4x"
    assert geneva["when"] == {"edtf": "2022-01-10", "timezone": "Europe/Zurich"}
    assert geneva["place"]["country"] == "switzerland"
    assert [e["slug"] for e in things(record, "event") if e.get("place")] == [geneva["slug"]]


@pytest.mark.parametrize(
    "absent",
    ["Brussels", "Bruxelles", "Vienna", "Vienne", "NATO–Russia Council", "Conseil OTAN", '"held"'],
)
def test_what_the_article_does_not_say(record: list[Entry], absent: str) -> None:
    text = json.dumps(things(record, "event", "forum", "statement"), ensure_ascii=False)
    assert absent not in text


@pytest.mark.parametrize("slug", ["pourparlers-janvier-2022", "nato-russia-talks-2022-01"])
def test_what_is_inferred_is_marked(record: list[Entry], slug: str) -> None:
    notes = {(note["field"], note["basis"]) for note in event(record, slug)["notes"]}
    assert ("when", "inferred") in notes


def test_texts_are_in_both_languages(record: list[Entry]) -> None:
    texts = [s["summary"] for s in things(record, "statement")]
    for e in things(record, "event"):
        texts += [e["title"], *(note["text"] for note in e["notes"])]
    assert {frozenset(text) for text in texts} == {frozenset({"en", "fr"})}


@pytest.mark.parametrize(
    ("person", "since", "until"),
    [
        ("sergei-lavrov", "2004-03-09", None),
        ("zbigniew-rau", "2020-08-26", "2023-11-27"),
        ("joe-biden", "2021-01-20", "2025-01-20"),
        ("dmitry-polyanskiy", None, None),
    ],
)
def test_terms_of_office(
    record: list[Entry], person: str, since: str | None, until: str | None
) -> None:
    [term] = next(a for a in things(record, "actor") if a["id"] == person)["relations"]
    assert (term.get("from"), term.get("to"), term["attested"]) == (since, until, "2021-12")
