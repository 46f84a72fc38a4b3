"""A table of cases for every parameter of the filter, over the first record."""

import pytest

from tests.http.conftest import Client

PROCESS, GENEVA, NATO, OSCE = (
    "pourparlers-janvier-2022",
    "ru-us-consultations-geneva",
    "nato-russia-talks",
    "osce-permanent-council",
)
ALL = [PROCESS, GENEVA, NATO, OSCE]

CASES: tuple[tuple[str, list[str]], ...] = (
    ("", ALL),
    ("actor=US&actor=RU&date=2022-01", [GENEVA, OSCE]),
    ("actor=US,nato", [GENEVA, NATO, OSCE]),
    ("actor=PL", [OSCE]),
    ("actor=UA", []),
    ("actor=UA&via=organisations", [OSCE]),
    ("actor=nato&via=members", [GENEVA, NATO, OSCE]),
    ("actor=nato", [NATO]),
    ("actor=RU,-US", [NATO]),
    ("actor=-US", [PROCESS, NATO]),
    ("actor=russia", [GENEVA, NATO, OSCE]),
    ("actor=ru", [GENEVA, NATO, OSCE]),
    ("actor=RUS", [GENEVA, NATO, OSCE]),
    ("actor=643", [GENEVA, NATO, OSCE]),
    ("actor=iso:RU", [GENEVA, NATO, OSCE]),
    ("actor=wd:Q159", [GENEVA, NATO, OSCE]),
    ("actor=Russie", [GENEVA, NATO, OSCE]),
    ("actor=OTAN", [NATO]),
    ("actor=russes", [GENEVA, NATO, OSCE]),
    ("actor=zbigniew-rau", [OSCE]),
    ("actor=pl-foreign-minister", [OSCE]),
    ("between=RU,US", [GENEVA]),
    ("between=RU,nato", [NATO]),
    ("between=RU,PL", []),
    ("actor=RU&role=party", [GENEVA, NATO]),
    ("actor=RU&role=member", [OSCE]),
    ("role=speaker", [OSCE]),
    ("role=mediator", []),
    ("forum=osce", [OSCE]),
    ("forum=osce-permanent-council", [OSCE]),
    ("forum=nato", []),
    ("forum=-osce", [PROCESS, GENEVA, NATO]),
    ("date=2022-01", ALL),
    ("date=2022-01-10", [PROCESS, GENEVA]),
    ("date=2022-01-12/2022-01-13", [PROCESS, NATO, OSCE]),
    ("date=2022-02/..", []),
    ("date=../2021-12-31", []),
    ("date=2022", ALL),
    ("date=2022-01-12&match=certain", [NATO]),
    ("date=2022-01&match=within", ALL),
    ("date=2022-01-12/2022-01-31&match=within", [NATO, OSCE]),
    ("date=2022-01-31/..&match=starts", [PROCESS]),
    ("date=2022-01-10T23:30Z/2022-01-11T23:00Z&kind=-process", [NATO]),
    ("date=2022-01-10T00:00 01:00&kind=-process", [GENEVA]),
    ("date=2022-01&undated=include&kind=process", [PROCESS]),
    ("date=2022-01-10&tz=Asia/Tokyo&kind=-process", [GENEVA]),
    ("upcoming=true", []),
    ("upcoming=false", ALL),
    ("kind=consultation", [GENEVA]),
    ("kind=-process", [GENEVA, NATO, OSCE]),
    ("kind=call", []),
    ("status=announced", [PROCESS, NATO]),
    ("status=-announced", [GENEVA, OSCE]),
    ("topic=ukraine", [PROCESS, GENEVA]),
    ("topic=-ukraine", [NATO, OSCE]),
    ("place=CH", [GENEVA]),
    ("place=Suisse", [GENEVA]),
    ("place=FR", []),
    ("part_of=pourparlers-janvier-2022", [GENEVA, NATO, OSCE]),
    ("part_of=-pourparlers-janvier-2022", [PROCESS]),
    ("level=minister", [OSCE]),
    ("level=expert", []),
    ("agreement=all_parties", [PROCESS, GENEVA]),
    ("agreement=organiser", [OSCE]),
    ("agreement=none", [NATO]),
    ("id=ev_7k2m9q4x,nato-russia-talks-2022-01", [GENEVA, NATO]),
    ("cell=month:2022-01,kind:consultation", [GENEVA]),
    ("cell=actor:RU,actor:US", [GENEVA, OSCE]),
    ("cell=forum:", [PROCESS]),
    ("cell=forum:osce-permanent-council", [OSCE]),
    ("cell=year:2021", []),
    ("q=consultations", [GENEVA]),
    ("q=Pologne", [OSCE]),
    ("q=Russians", [GENEVA, NATO, OSCE]),
    ("q=allemand", []),
    ("q=GENÈVE", [GENEVA]),
    ("q=consultations otan", []),
    ("sort=-date", [OSCE, NATO, GENEVA, PROCESS]),
    ("as_of=1", []),
    ("as_of=2", ALL),
    ("limit=2", [PROCESS, GENEVA]),
    ("lang=fr&actor=PL", [OSCE]),
)


@pytest.mark.parametrize(("query", "expected"), CASES)
def test_each_parameter(client: Client, query: str, expected: list[str]) -> None:
    assert client.ids(query) == expected


REFUSED: tuple[tuple[str, int, str], ...] = (
    ("foo=1", 422, "is not a parameter"),
    ("from=2022-01-01", 422, "date=A/B"),
    ("country=RU", 422, "place or actor"),
    ("actor[]=RU", 422, "without brackets"),
    ("kind=visit&kind=call", 422, "more than once"),
    ("actor=", 422, "no value"),
    ("actor=Atlantis", 422, "not known"),
    ("actor=RU,,US", 422, "between two commas"),
    ("actor=Congo", 422, "congo-kinshasa"),
    ("between=RU", 422, "two sides"),
    ("via=members", 422, "actor"),
    ("count=yes", 422, "true or false"),
    ("cell=month:January", 422, "2022-01"),
    ("cell=forum:osce", 422, "not known"),
    ("undated=include", 422, "date"),
    ("forum=agora", 422, "not known"),
    ("id=ev_00000000", 422, "not known"),
    ("part_of=no-such-process", 422, "not known"),
    ("kind=party", 422, "near"),
    ("date=2022-13", 422, "date:"),
    ("date=2022-02-30", 422, "date:"),
    ("date=10/01/2022", 422, "date:"),
    ("date=2022-02/2022-01", 422, "before it starts"),
    ("date=2022-01-10T09:00", 422, "offset"),
    ("match=maybe", 422, "possible"),
    ("tz=Mars/Olympus", 422, "time zone"),
    ("upcoming=yes", 422, "true or false"),
    ("limit=-1", 422, "1 to 200"),
    ("limit=201", 422, "1 to 200"),
    ("limit=ten", 422, "1 to 200"),
    ("cursor=abc", 422, "not a cursor"),
    ("as_of=99", 422, "revision"),
    ("as_of=0", 422, "revision"),
    ("as_of=2099-01-01T00:00Z", 422, "revision"),
    ("as_of=1999-01-01T00:00Z", 422, "revision"),
    ("as_of=yesterday", 422, "instant"),
    ("sort=title", 422, "sort:"),
    ("lang=!!", 422, "language tag"),
    ("include=everything", 422, "include"),
    ("q=%00", 422, "control character"),
    ("q=...", 422, "no word"),
    ("q=%ff", 400, "UTF-8"),
    ("q=%ed%a0%80", 400, "UTF-8"),
    ("actor=%00", 422, "control character"),
)


@pytest.mark.parametrize(("query", "status", "says"), REFUSED)
def test_what_cannot_be_read_is_said(client: Client, query: str, status: int, says: str) -> None:
    answer = client.get(f"/v1/events?{query}")

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert says in answer.json()["detail"]


def test_all_faults_are_named_at_once(client: Client) -> None:
    faults = client.get("/v1/events?date=2022-13&actor=Atlantis&match=x").json()["errors"]

    assert {fault["parameter"] for fault in faults} == {"date", "actor", "match"}


def test_nothing_sent_is_repeated(client: Client) -> None:
    answer = client.get("/v1/events?zzz=1&actor=Qwxyzk")

    assert "zzz" not in answer.json()["detail"]
    assert "Qwxyzk" not in answer.text


@pytest.mark.parametrize("token", ["Riabkov", "Ryabkov", "Рябков"])
def test_three_spellings_find_one_person(client: Client, token: str) -> None:
    found = client.get("/v1/actors", params={"q": token}).json()["items"]
    resolved = client.get("/v1/events", params={"actor": token}).json()["query"]["resolved"]

    assert [actor["id"] for actor in found if actor["kind"] == "person"] == ["sergei-ryabkov"]
    assert resolved["actor"][0]["id"] == "sergei-ryabkov"


def test_a_hit_says_which_way_and_how_surely(client: Client) -> None:
    (item,) = client.get("/v1/events?actor=UA&via=organisations").json()["items"]

    assert item["matched_by"] == [
        {
            "actor": "ukraine",
            "via": "organisations",
            "through": {"id": "osce", "name": "OSCE"},
            "sure": True,
        }
    ]
