"""The command line: plain words for people, data alone for pipes."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import commands, main
from tests.http.conftest import fill


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
