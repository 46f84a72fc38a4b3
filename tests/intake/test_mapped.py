"""Rows through a mapping: a table of cells and what they say of an event."""

from pathlib import Path
from typing import Any

import pytest

from app.errors import InvalidMapping
from app.intake.draft import Doubtful, Draft, Unresolved
from tests.intake.files import SMALL, drafts, known, mapped, party, relation, small, world
from tests.support.world import actor

Json = dict[str, Any]
HEAD = "id,title,date,who,where,text\n"


def one(tmp_path: Path, row: str, mapping: Json = SMALL, *actors: Json, **tables: str) -> Draft:
    [draft] = drafts(mapped(tmp_path, HEAD + row, mapping, **tables), known(world(*actors)))
    return draft


def with_actor(who: Any, **more: Any) -> Json:
    return SMALL | {"participants": [{"role": "party", "actor": who, **more}]}


def actors(draft: Draft) -> list[str]:
    return [participation["actor"] for participation in draft.document["participants"]]


def test_a_row_is_an_event_with_its_source_and_its_identifier(tmp_path: Path) -> None:
    draft = one(tmp_path, "7,Talks,2022-01-10,,,\n")

    assert draft.troubles == []
    assert draft.identity is not None
    assert draft.identity.model_dump() == {"scheme": "ours", "value": "7"}
    assert draft.document["title"] == {"en": "Talks"}
    assert draft.document["when"] == {"edtf": "2022-01-10", "timezone": None}
    assert draft.document["sources"] == ["a-list"]
    [(_, source)] = draft.support
    assert source == {"id": "a-list", "publisher": "A gazette", "title": "A list"}


@pytest.mark.parametrize(
    ("who", "cell", "expected"),
    [
        ("france", "", ["france"]),
        ({"column": "who"}, "France", ["france"]),
        ({"column": "who"}, "Russie", ["russia"]),
        ({"column": "who"}, "ru", ["russia"]),
        ({"column": "who", "split": "|"}, "France|Russia| |France", ["france", "russia"]),
        ({"column": "who", "split": "|", "take": 1}, "France|Russia", ["france"]),
        ({"column": "who", "values": {"Gaul": "france"}}, "Gaul", ["france"]),
        ({"column": "who", "table": "codes", "by": ["code"]}, "rus", ["russia"]),
        ([{"column": "who", "values": {"U.S.S.R.": "ussr"}, "only": True},
          {"column": "where"}], "U.S.S.R.", ["ussr"]),
        ([{"column": "who", "values": {"U.S.S.R.": "ussr"}, "only": True},
          {"column": "where"}], "Russia", ["russia"]),
        ({"column": "who", "words": {"Moscow": "russia", "Paris": "france"}}, "To Paris, in May",
         ["france"]),
    ],
)  # fmt: skip
def test_cells_name_actors(tmp_path: Path, who: Any, cell: str, expected: list[str]) -> None:
    tables = {"tables": {"codes": {"file": "codes.csv", "key": "slug", "value": "code"}}}
    row = f'7,Talks,2022-01-10,"{cell}",Russia,\n'
    draft = one(tmp_path, row, with_actor(who) | tables, codes="slug,code\nrus,RU\nyug,\n")

    assert actors(draft) == expected
    assert draft.unresolved == []


@pytest.mark.parametrize(
    ("who", "cell", "missed"),
    [
        ({"column": "who"}, "Frnce", [Unresolved("who", "Frnce", "actor", ("france",))]),
        (
            {"column": "who", "split": "|"},
            "France|Atlantis",
            [Unresolved("who", "Atlantis", "actor")],
        ),
        ({"column": "who", "table": "codes"}, "yug", [Unresolved("who", "yug", "actor")]),
        ({"column": "who", "table": "codes"}, "xyz", [Unresolved("who", "xyz", "actor")]),
        ({"column": "who", "by": ["name"]}, "RU", [Unresolved("who", "RU", "actor")]),
        ({"column": "who"}, "", []),
    ],
)
def test_what_is_not_known_is_listed_and_not_guessed(
    tmp_path: Path, who: Any, cell: str, missed: list[Unresolved]
) -> None:
    tables = {"tables": {"codes": {"file": "codes.csv", "key": "slug", "value": "code"}}}
    row = f"7,Talks,2022-01-10,{cell},,\n"
    draft = one(tmp_path, row, with_actor(who) | tables, codes="slug,code\nrus,RU\nyug,\n")

    found = [u._replace(near=u.near if u.near == ("france",) else ()) for u in draft.unresolved]
    assert found == missed
    assert draft.troubles == []


def test_an_acronym_that_is_a_code_too_is_read_as_the_mapping_says(tmp_path: Path) -> None:
    union = actor("african-union", "organisation", aliases=[{"text": "AU", "kind": "acronym"}])
    australia = actor("australia", identifiers=[{"scheme": "iso", "value": "AU"}])
    row = "7,Talks,2022-01-10,AU,,\n"

    by_name = one(tmp_path, row, with_actor({"column": "who", "by": ["name"]}), union, australia)
    by_code = one(tmp_path, row, with_actor({"column": "who", "by": ["code"]}), union, australia)
    assert actors(by_name) == ["african-union"]
    assert actors(by_code) == ["australia"]


@pytest.mark.parametrize(
    ("row", "mapping", "at", "expected"),
    [
        (",Talks,2022-01-10,,,\n", SMALL, "id", "a value: it gives id"),
        ("7,,2022-01-10,,,\n", SMALL, "title", "a value: it gives title"),
        ("7,Talks,soon,,,\n", SMALL, "date", "a date as 2022-01-31 (%Y-%m-%d)"),
        ("7,Talks,2022-01-10,fun,,\n", small(kind={"column": "who"}),
         "who", "kind: expected one of"),
        ("7,Talks,2022-01-10,,,\n", small(kind={"column": "who"}), "who", "it gives kind"),
        ("7,Talks,2022-01-10,dinner,,\n",
         small(kind={"column": "who", "words": {"talks": "meeting"}}),
         "who", "kind: expected one of the mapping's words"),
        ("7,Talks,2022-01-10,,,\n", SMALL | {"id": {"scheme": "ours", "value": "{id}-{who}"}},
         "who", "it gives id"),
        (f"{'7' * 201},Talks,2022-01-10,,,\n", SMALL, "id", "at most 200 characters"),
        ("7,Talks,2022-01-10,,,\n", with_actor({"column": "who"}, required=True), None,
         "somebody who takes part as party"),
        (f"7,{'x' * 501},2022-01-10,,,\n", SMALL, "title", "at most 500 characters"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_an_event_is_said(
    tmp_path: Path, row: str, mapping: Json, at: str | None, expected: str
) -> None:
    [trouble] = one(tmp_path, row, mapping).troubles

    assert (trouble.line, trouble.at) == (2, at)
    assert expected in trouble.detail


def test_every_trouble_of_a_row_is_said_at_once(tmp_path: Path) -> None:
    troubles = one(tmp_path, ",,soon,,,\n").troubles

    assert {trouble.at for trouble in troubles} == {"id", "title", "date"}


def test_the_first_text_without_an_empty_column_counts(tmp_path: Path) -> None:
    mapping = small(title={"en": ["{title}", "Event {id}"], "fr": "Réunion {id}"})

    assert one(tmp_path, "7,,,,,\n", mapping).document["title"] == {
        "en": "Event 7", "fr": "Réunion 7"
    }  # fmt: skip


def test_a_known_city_gives_country_coordinates_and_zone(tmp_path: Path) -> None:
    seat = {"city": {"en": "Geneva", "fr": "Genève"}, "country": "france", "lat": 46.2,
            "lon": 6.15, "timezone": "Europe/Zurich"}  # fmt: skip
    office = actor("office", "organisation", seats=[seat])
    place = small(place={"city": {"column": "where"}, "name": "{who}"})
    draft = one(tmp_path, "7,Talks,2022-01-10,Palais,GENEVA,\n", place, office)

    assert draft.document["place"] == {
        "name": {"en": "Palais"}, "city": {"en": "GENEVA", "fr": "Genève"}, "country": "france",
        "lat": 46.2, "lon": 6.15,
    }  # fmt: skip
    assert draft.document["when"]["timezone"] == "Europe/Zurich"
    assert [(n["field"], n["basis"]) for n in draft.document["notes"]] == [("place", "derived")]


def test_a_city_of_another_country_is_only_a_name(tmp_path: Path) -> None:
    office = actor(
        "office", "organisation", seats=[{"city": {"en": "Geneva"}, "country": "france"}]
    )
    place = small(place={"city": {"column": "where"}, "country": "russia"})
    draft = one(tmp_path, "7,Talks,2022-01-10,,Geneva,\n", place, office)

    assert draft.document["place"] == {"name": None, "city": {"en": "Geneva"}, "country": "russia"}
    assert draft.document["notes"] == []


OFFICE = {
    "thing": "actor", "id": "fr-minister", "kind": "office", "names": {"en": "Minister"},
    "relations": [relation("office_of", "france")],
}  # fmt: skip
TRAVEL = SMALL | {
    "define": [OFFICE],
    "participants": [
        {
            "role": "visitor",
            "level": "minister",
            "person": {"scheme": "ours", "value": "{who}", "name": "{title}"},
            "office": "fr-minister",
        }
    ],
}


def test_a_person_is_made_with_an_office_held_while_the_file_says_so(tmp_path: Path) -> None:
    rows = "1,Jean Été,2022-03-01,je,,\n2,Jean Été,2021-02-03,je,,\n3,Jean Été,2020-01-01,other,,\n"
    first, second, third = drafts(mapped(tmp_path, HEAD + rows, TRAVEL))
    [person] = [document for _, document in first.support if document["id"] == "jean-ete"]

    assert first.document["participants"] == [
        {**party("jean-ete", "visitor"), "level": "minister", "attendance": "attended",
         "office": "fr-minister", "represented_by": []}
    ]  # fmt: skip
    assert person["relations"][0]["attested"] == "2021-02-03/2022-03-01"
    assert person["identifiers"] == [{"scheme": "ours", "value": "je"}]
    assert second.document["participants"][0]["actor"] == "jean-ete"
    assert third.document["participants"][0]["actor"] == "jean-ete-2"


def test_a_person_is_found_by_name_only_on_the_same_side(tmp_path: Path) -> None:
    namesake = actor("rau-of-poland", "person", names={"en": "Jean Rau"},
                     relations=[relation("holds", "pl-minister")])  # fmt: skip
    french = {**namesake, "id": "rau-of-france", "relations": [relation("holds", "fr-minister")]}
    office = {name: value for name, value in OFFICE.items() if name != "thing"}
    row = "1,Jean Rau,2022-03-01,jr,,\n"

    assert actors(one(tmp_path, row, TRAVEL, namesake)) == ["jean-rau"]
    assert actors(one(tmp_path, row, TRAVEL, office, french)) == ["rau-of-france"]


def test_a_holder_lasts_from_the_first_to_the_last_of_its_rows(tmp_path: Path) -> None:
    holder = {"part_of": {"scheme": "meeting", "value": "{who}", "kind": "conference",
                          "status": "held", "title": "Meeting {who}"}}  # fmt: skip
    rows = "1,A,2022-01-12,x,,\n2,B,2022-01-10,x,,\n3,C,2022-02-01,y,,\n"
    first, _, third = drafts(mapped(tmp_path, HEAD + rows, SMALL | holder))

    assert first.holder is not None
    assert first.holder["when"] == "2022-01-10/2022-01-12"
    assert first.part_of is not None
    assert first.part_of.value == "x"
    assert third.holder is not None
    assert third.holder["when"] == "2022-02-01"


def test_new_topics_are_made_where_the_mapping_allows_it(tmp_path: Path) -> None:
    topics = small(topics={"column": "text", "split": "|"}, new_topics=True)
    draft = one(tmp_path, "7,Talks,2022-01-10,,,Arms|Loss and Damage\n", topics)

    assert draft.document["topics"] == ["arms", "loss-and-damage"]
    made = [document for thing, document in draft.support if thing == "topic"]
    assert made == [{"id": "loss-and-damage", "names": {"en": "Loss and Damage"}}]


def test_a_source_for_each_value_of_its_columns(tmp_path: Path) -> None:
    source = SMALL | {"source": {"id": "list-{who}", "publisher": "A", "title": "{title}"}}
    draft = one(tmp_path, "7,Talks,2022-01-10,Vol. 12,,\n", source)

    assert draft.document["sources"] == ["list-vol-12"]


def test_an_organisation_is_no_country_to_be_held_in(tmp_path: Path) -> None:
    union = actor("eu", "organisation", names={"en": "European Union"})
    place = small(place={"country": {"column": "who"}, "city": {"column": "where"}})
    draft = one(tmp_path, "7,Talks,2022-01-10,European Union,Brussels,\n", place, union)

    assert draft.document["place"]["country"] is None
    assert [(u.token, u.wanted) for u in draft.unresolved] == [("European Union", "country")]


def test_a_person_said_to_be_known_must_be_one(tmp_path: Path) -> None:
    [visitor] = TRAVEL["participants"]
    for known_as in ("nobody-at-all", "france"):
        person = {**visitor["person"], "known": {"je": known_as}}
        wrong = TRAVEL | {"participants": [{**visitor, "person": person}]}
        with pytest.raises(InvalidMapping, match=f"no person {known_as}"):
            one(tmp_path, "1,Jean,2022-03-01,je,,\n", wrong)


def test_who_speaks_in_the_text_speaks_although_it_chairs(tmp_path: Path) -> None:
    roles = [
        {"role": "chair", "actor": {"column": "who"}},
        {"role": "speaker", "found_in": "text"},
        {"role": "party", "found_in": "text"},
    ]
    row = "7,Talks,2022-01-10,Russia,,Statements by Russia and France\n"
    draft = one(tmp_path, row, SMALL | {"participants": roles})

    found = [(p["actor"], p["role"]) for p in draft.document["participants"]]
    assert found == [("russia", "chair"), ("russia", "speaker"), ("france", "speaker")]


def test_what_a_text_names_of_several_is_listed_unless_one_takes_part(tmp_path: Path) -> None:
    union = actor("soviet", names={"en": "Russia"})
    roles = [
        {"role": "host", "actor": {"column": "who", "by": ["id"]}},
        {"role": "party", "found_in": "text"},
    ]
    mapping = SMALL | {"participants": roles}
    elsewhere = one(tmp_path, "7,Talks,2022-01-10,france,,Talks with Russia\n", mapping, union)
    there = one(tmp_path, "7,Talks,2022-01-10,russia,,Talks with Russia\n", mapping, union)

    assert elsewhere.unresolved == [Unresolved("text", "Russia", "actor", ("russia", "soviet"))]
    assert (actors(there), there.unresolved) == (["russia"], [])


def test_a_code_that_is_a_name_as_well_is_doubtful(tmp_path: Path) -> None:
    union = actor("african-union", "organisation", aliases=[{"text": "UA", "kind": "acronym"}])
    ukraine = actor("ukraine", identifiers=[{"scheme": "iso", "value": "UA"}])
    row = "7,Talks,2022-01-10,UA,,\n"
    draft = one(tmp_path, row, with_actor({"column": "who"}), union, ukraine)
    certain = one(tmp_path, row, with_actor({"column": "who", "by": ["code"]}), union, ukraine)

    assert actors(draft) == ["ukraine"]
    assert draft.doubtful == [Doubtful("who", "UA", "ukraine", "african-union")]
    assert certain.doubtful == []


def test_a_cell_may_be_said_to_hold_nothing(tmp_path: Path) -> None:
    mapping = with_actor({"column": "who"}) | {"file": {"empty": ["TBD"]}}
    draft = one(tmp_path, "7,Talks,2022-01-10,TBD,,\n", mapping)

    assert (draft.document["participants"], draft.unresolved) == ([], [])


def test_date_and_time_may_stand_in_two_columns(tmp_path: Path) -> None:
    when = {"start": ["{date} {where}", "date"], "format": ["%Y-%m-%d %Hh%M", "%Y-%m-%d"],
            "zone": "Europe/Paris"}  # fmt: skip
    timed = one(tmp_path, "7,Talks,2022-01-10,,14h30,\n", small(when=when))
    untimed = one(tmp_path, "7,Talks,2022-01-10,,,\n", small(when=when))

    assert timed.document["when"] == {"edtf": "2022-01-10T14:30", "timezone": "Europe/Paris"}
    assert untimed.document["when"]["edtf"] == "2022-01-10"
