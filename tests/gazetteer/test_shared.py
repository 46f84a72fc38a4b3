"""Our files against the team's collected facts: nothing lost, and every difference known."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.domain.actor import Actor, ActorKind
from app.domain.resolve import Names, UnknownToken
from app.gazetteer import Document, Entry

pytestmark = pytest.mark.shared
Actors = dict[str, Document]

Belonging = tuple[str, str, str]

# The organisations of their file whose members we list, by our ids.
KEPT = {
    "NATO": "nato",
    "EU": "eu",
    "OSCE": "osce",
    "UN": "un",
    "CE": "council-of-europe",
    "G-7": "g7",
    "G-20": "g20",
}
# Israel observes the Parliamentary Assembly, not the Council of Europe.
NOT_MEMBERS = {("israel", "council-of-europe", "observer")}
# Their list of the UN has the Holy See, and not the other observer state.
ONLY_OURS = {("palestine", "un", "observer")}
IDENTIFIERS = {"iso3166_1_alpha2": "iso", "iso3166_1_alpha3": "iso", "wikidata": "wd"}
# Empty or user-assigned there; the Sahrawi republic's item where the ISO entry is the area.
ELSEWHERE = {"kosovo", "namibia", "western-sahara"}

# What is left to an importer: no country, several, a part of one, a government that was not yet or
# no longer its country's, a state that is not in the gazetteer, and a misspelling.
NOT_COUNTRIES = {
    ("enb/enb_sections.csv", "countries"): {"Congo", "Indigenous Peoples", "Youth NGOs"},
    ("hsg/hsg_travels.csv", "country"): {
        "Denmark (Greenland)",
        "Serbia-Montenegro (Kosovo)",
        "United Kingdom (Northern Ireland)",
        "United Kingdom (Wales)",
        "West Bank",
        "Yugoslavia (Kosovo)",
        "Netherlands Antilles",
    },
    ("hsg/hsg_visits.csv", "from_"): {
        "Korea",
        "Bosnian Federation",
        "Afghanistan (Interim Authority)",
        "China, Republic of",
        "Cuba (Provisional Government)",
        "Czechoslovakia (government-in-exile)",
        "France (Provisional Government)",
        "Israel (Provisional Government)",
        "Poland (government-in-exile)",
        "Hawaii",
        "Tanganyika",
        "Yemen Arab Republic",
        "Somoa",
    },
}


@pytest.fixture(scope="session")
def facts(shared_data: Path) -> dict[str, Any]:
    text = (shared_data / "first_record.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


@pytest.fixture(scope="session")
def everybody(actors: Actors, record: list[Entry]) -> Actors:
    return actors | {d["id"]: d for thing, d in record if thing == "actor"}


@pytest.fixture(scope="session")
def events(record: list[Entry]) -> Actors:
    return {d["slug"]: d for thing, d in record if thing == "event"}


def rows(shared_data: Path, name: str) -> Iterator[dict[str, str]]:
    with (shared_data / "gazetteer" / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def column(shared_data: Path, name: str, column: str) -> set[str]:
    """The names in a column that holds several in a cell, separated by bars."""
    with (shared_data / name).open(encoding="utf-8", newline="") as file:
        return {name for row in csv.DictReader(file) for name in row[column].split("|") if name}


def knows(names: Names, token: str) -> bool:
    """Whether it means one actor, and a country."""
    try:
        return getattr(names.ids[names.resolve(token).id], "kind", None) is ActorKind.COUNTRY
    except UnknownToken:
        return False


def item(actor: Document) -> str:
    """The Wikidata item, or nothing."""
    return next((i["value"] for i in actor["identifiers"] if i["scheme"] == "wd"), "")


def terms(actors: Actors) -> dict[Belonging, set[tuple[str, str]]]:
    """For each member, what it belongs to and its role: when that began and ended."""
    found: dict[Belonging, set[tuple[str, str]]] = {}
    for id_, actor in actors.items():
        for r in actor["relations"]:
            if r["relation"] == "member_of":
                dates = {(bound, r[bound]) for bound in ("from", "to") if bound in r}
                found.setdefault((id_, r["object"], r["role"]), set()).update(dates)
    return found


def codes(actor: Document) -> list[str]:
    return [i["value"] for i in actor["identifiers"]]


def known(document: dict[str, Any], *left_out: str) -> dict[str, Any]:
    """Without what is null."""
    return {k: v for k, v in document.items() if v is not None and k not in left_out}


def test_states(countries: Actors, shared_data: Path) -> None:
    ours = {codes(country)[0]: country for country in countries.values()}
    theirs = {row["iso2"]: row for row in rows(shared_data, "states.csv")}
    assert ours.keys() == theirs.keys()
    differ = {
        c["id"]
        for code, c in ours.items()
        if not {theirs[code]["iso3"], theirs[code]["qid"]} <= set(codes(c))
    }
    assert differ == ELSEWHERE


def test_memberships(countries: Actors, shared_data: Path) -> None:
    """Who belongs as what; and since when and until when, where their file says it."""
    ids = {codes(country)[1]: id_ for id_, country in countries.items()}
    theirs = [row for row in rows(shared_data, "memberships.csv") if row["org"] in KEPT]
    belong = {(ids[row["state_iso3"]], KEPT[row["org"]], row["role"]) for row in theirs}
    known_terms = terms(countries)
    ours = {key for key in known_terms if key[1] in KEPT.values()}
    assert belong - ours == NOT_MEMBERS
    assert ours - belong == ONLY_OURS
    for row in theirs:
        key = (ids[row["state_iso3"]], KEPT[row["org"]], row["role"])
        dated = {"from": row["valid_from"], "to": row["valid_to"]}.items()
        assert key in NOT_MEMBERS or {d for d in dated if d[1]} <= known_terms[key]


def test_organisations(actors: Actors, shared_data: Path) -> None:
    theirs = {row["qid"]: row for row in rows(shared_data, "igos.csv")}
    assert {a["names"]["en"] for a in actors.values() if item(a) in theirs} >= {"NATO", "OSCE"}
    for actor in actors.values():
        row = theirs.get(item(actor))
        if row:
            names = Names({actor["id"]: Actor.model_validate(actor)})
            called = [row[c] for c in ("name_en", "name_fr", "acronym_en", "acronym_fr")]
            assert {names.resolve(token).id for token in called if token} == {actor["id"]}


@pytest.mark.parametrize(("file", "cells"), NOT_COUNTRIES)
def test_countries_as_others_write_them(
    actors: Actors, shared_data: Path, file: str, cells: str
) -> None:
    names = Names({id_: Actor.model_validate(actor) for id_, actor in actors.items()})
    unknown = {name for name in column(shared_data, file, cells) if not knows(names, name)}
    assert unknown == NOT_COUNTRIES[file, cells]


def test_groups_of_the_climate_negotiations(actors: Actors, shared_data: Path) -> None:
    names = Names({id_: Actor.model_validate(actor) for id_, actor in actors.items()})
    called = column(shared_data, "enb/enb_sections.csv", "actors")
    assert {names.resolve(name).by for name in called} == {"name"}
    assert len(called) == 25


def test_the_source_and_the_topics(facts: dict[str, Any], record: list[Entry]) -> None:
    [source] = [d for thing, d in record if thing == "source"]
    published = {"published": facts["source"]["published"]["edtf"]}
    assert source == known(facts["source"] | published)
    topics = [d for thing, d in record if thing == "topic"]
    assert topics == [{"id": t["slug"], "names": t["names"]} for t in facts["topics"]]


def test_the_actors(facts: dict[str, Any], everybody: Actors) -> None:
    for theirs in facts["actors"]:
        ours = everybody[theirs["slug"]]
        assert ours["kind"] == theirs["kind"]
        assert ours["names"]["en"] == theirs["names"]["en"]
        identifiers = theirs.get("identifiers", {}).items()
        expected = [{"scheme": IDENTIFIERS[k], "value": v} for k, v in identifiers]
        assert all(identifier in ours.get("identifiers", []) for identifier in expected)


def test_the_relations(facts: dict[str, Any], everybody: Actors) -> None:
    for theirs in facts["actor_relations"]:
        expected = known(theirs, "subject").items()
        relations = everybody[theirs["subject"]]["relations"]
        assert any(expected <= ours.items() for ours in relations)


def test_the_forums(facts: dict[str, Any], record: list[Entry]) -> None:
    forums = {d["id"]: d for thing, d in record if thing == "forum"}
    for theirs in facts["forums"]:
        ours = forums[theirs["slug"]]
        assert {m: ours.get(m) for m in ("kind", "names", "parties", "organ_of")} == {
            m: theirs.get(m) for m in ("kind", "names", "parties", "organ_of")
        }
    council = forums["osce-permanent-council"]
    assert council["recurrence"] == "FREQ=WEEKLY"
    assert council["members"] == {"of": "osce", "role": "participating_state", "count": 57}


def test_the_events(facts: dict[str, Any], events: Actors) -> None:
    members = ("kind", "status", "forum", "topics", "sources")
    for theirs in [facts["process"], *facts["events"]]:
        ours = events[theirs["slug"]]
        assert [ours.get(m) for m in members] == [theirs.get(m) for m in members]
        assert ours.get("participants", []) == theirs["participants"]
        positions = [known(p | {"source": "src_1"}) for p in theirs["positions"]]
        assert ours.get("positions", []) == positions
        when = ours["when"]
        assert (when if isinstance(when, str) else when["edtf"]) == theirs["when"]["edtf"]


def test_the_notes(facts: dict[str, Any], events: Actors) -> None:
    for theirs in [facts["process"], *facts["events"]]:
        marked = {(n["field"], n["basis"]) for n in events[theirs["slug"]]["notes"]}
        assert {(n["field"], n["basis"]) for n in theirs["notes"]} <= marked


def test_the_statements(facts: dict[str, Any], record: list[Entry], events: Actors) -> None:
    ids = {slug: e["id"] for slug, e in events.items()}
    ours = [d for thing, d in record if thing == "statement"]
    for mine, theirs in zip(ours, facts["statements"], strict=True):
        about = [a | {"event": ids[a["event"]]} for a in theirs["about"]]
        renamed = {"id": theirs["id"].replace("-", "_"), "office": theirs["speaker_office"]}
        expected = known(theirs | renamed | {"about": about}, "speaker_office", "summary")
        assert known(mine, "summary") == expected


def test_the_summaries_are_our_own_words(facts: dict[str, Any], record: list[Entry]) -> None:
    theirs = {text for s in facts["statements"] for text in s["summary"].values()}
    ours = {t for thing, d in record if thing == "statement" for t in d["summary"].values()}
    assert ours & theirs == set()
