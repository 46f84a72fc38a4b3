"""The command line: plain words for people, data alone for pipes."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import commands, main
from app.domain.things import Thing
from app.store.steps import Retract
from tests.http.conftest import fill
from tests.support.world import World, actor


@pytest.fixture
def record(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("POURPARLERS_DATABASE_URL", database_url)
    fill(database_url)
    return database_url


def run(*arguments: str) -> str:
    done = CliRunner().invoke(commands, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_an_export_is_what_the_interface_answers(record: str) -> None:
    assert record
    lines = run("export", "actor=RU&date=2022-01&kind=-process").splitlines()

    assert [json.loads(line)["when"]["edtf"][-2:] for line in lines] == ["10", "12", "13"]
    assert run("export", "--form", "csv").count("\n") == 5
    assert len(json.loads(run("export", "--form", "json"))["items"]) == 4


def test_a_loaded_record_is_whole_and_loads_once(record: str) -> None:
    assert record
    assert run("migrate") == "The schema is up to date.\n"
    assert run("load") == ""
    assert run("check") == ""


def test_a_load_says_what_it_left_as_it_is(record: str, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(record)
    world.commit(Retract(Thing.ACTOR, "bouvet-island"))
    world.close()
    monkeypatch.setattr("app.load.gazetteer", lambda: [("actor", actor("bouvet-island"))])

    done = CliRunner().invoke(commands, "load")
    assert done.stderr == "actor bouvet-island was withdrawn here, and stays so.\n"
    assert (done.stdout, done.exit_code) == ("", 0)


def test_without_the_first_record_there_are_countries_and_no_events(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POURPARLERS_DATABASE_URL", database_url)
    monkeypatch.setenv("POURPARLERS_FIRST_RECORD", "false")
    run("load")

    assert run("export") == ""


@pytest.mark.parametrize(
    ("url", "arguments", "says"),
    [
        ("sqlite:///empty.db", ["load"], "run `pourparlers migrate`"),
        ("sqlite:///empty.db", ["serve"], "run `pourparlers migrate`"),
        ("postgresql://127.0.0.1:1/none", ["serve"], "cannot be reached"),
        ("sqlite:///no/such/folder/x.db", ["migrate"], "cannot be reached"),
        ("mysql://x", ["load"], "POURPARLERS_DATABASE_URL"),
    ],
)
def test_what_goes_wrong_is_one_sentence(
    url: str, arguments: list[str], says: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("POURPARLERS_DATABASE_URL", url)
    monkeypatch.setattr("sys.argv", ["pourparlers", *arguments])

    with pytest.raises(SystemExit) as ended:
        main()
    assert says in str(ended.value.code)


MAPPING = """
[id]
scheme = "ours"
value = "{No}"
[source]
id = "ours"
publisher = "Our newsroom"
title = "Meetings"
[event]
kind = "meeting"
status = "announced"
title = "{What}"
when = { start = "Day" }
[[participants]]
role = "party"
actor = { column = "Who", split = "|" }
"""


def test_an_import_says_what_it_did_and_what_it_could_not(record: str, tmp_path: Path) -> None:
    assert record
    (tmp_path / "m.toml").write_text(MAPPING, encoding="utf-8")
    table = tmp_path / "meetings.csv"
    table.write_text("No,Day,Who,What\n1,2022-02-01,FR|Atlantis,Talks\n", encoding="utf-8")
    command = ("import", str(table), "--mapping", str(tmp_path / "m.toml"))

    assert run(*command, "--dry-run").startswith("A dry run: 1 lines, 1 new events")
    assert "Who “Atlantis” (actor), in line 2" in run(*command)
    assert json.loads(run("export", "id=ours:1"))["participants"][0]["actor"]["id"] == "france"
    assert "1 unchanged, no commit" in run(*command)


def test_a_refused_line_ends_with_1_and_is_in_the_report(record: str, tmp_path: Path) -> None:
    assert record
    lines = tmp_path / "events.ndjson"
    lines.write_text('{"title": "Talks"}\n{\n', encoding="utf-8")
    done = CliRunner().invoke(commands, ["import", str(lines), "--report", "report.json"])

    assert done.exit_code == 1
    assert "line 1, /id: expected an id or identifiers" in done.stdout
    troubles = json.loads((tmp_path / "report.json").read_text())["troubles"]
    assert [trouble["line"] for trouble in troubles] == [1, 2]


def test_what_an_export_gave_an_import_takes_back_unchanged(record: str, tmp_path: Path) -> None:
    assert record
    (tmp_path / "all.ndjson").write_text(run("export"), encoding="utf-8")

    assert "0 new events, 0 changed, 4 unchanged, no commit" in run("import", "all.ndjson")


def test_a_table_without_a_mapping_is_told_to_have_one(
    record: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert record
    (tmp_path / "x.csv").write_text("a\n", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["pourparlers", "import", "x.csv"])

    with pytest.raises(SystemExit, match="needs --mapping"):
        main()
