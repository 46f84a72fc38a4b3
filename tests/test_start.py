"""What is not imported before it is wanted: it would cost each start its time and its memory."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

# What takes steps of the schema, sends requests, compares names, finds stems, reads files of
# others, writes Parquet and PNG, asks PostgreSQL, and shows what answers look like.
RARELY_WANTED = {
    "alembic",
    "app.http.shapes",
    "app.importing.run",
    "app.intake.mapped",
    "httpcore",
    "httpx",
    "psycopg",
    "pyarrow",
    "rapidfuzz",
    "resvg_py",
    "snowballstemmer",
}
SERVER = {"app.http.reading", "fastapi", "starlette", "uvicorn"}

# What wants each, the control: these are the names under which it would be found.
WANTING: list[tuple[str, set[str]]] = [
    ("from app.store import migrate", {"alembic"}),
    ("from app.serving import app; app.openapi()", {"app.http.shapes"}),
    ("from app.http import importer", {"app.importing.run", "app.intake.mapped"}),
    ("from app.outbound import client", {"httpx", "httpcore"}),
    ("from app.store.sessions import Database; Database('postgresql://x/y')", {"psycopg"}),
    ("from app.render import rowgroups", {"pyarrow"}),
    ("from app.suggest import near_words; near_words('franse', ['france'])", {"rapidfuzz"}),
    ("from app.render import png; png._rendered('<svg/>')", {"resvg_py"}),
    ("from app.store.words import analyse; analyse('talks', 'en')", {"snowballstemmer"}),
    ("import app.cli_serve, app.serving", SERVER),
]


def imported(program: str, tmp_path: Path) -> set[str]:
    """The modules that a fresh Python has in the end, over SQLite."""
    said = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys; print(*sys.modules)"],
        env=os.environ | {"POURPARLERS_DATABASE_URL": f"sqlite:///{tmp_path / 'none.db'}"},
        cwd=Path(__file__).parents[1],
        check=True,
        capture_output=True,
        text=True,
    )
    return set(said.stdout.split())


@pytest.mark.parametrize(
    ("start", "never"),
    [
        ("import app.serving", RARELY_WANTED),
        ("import app.cli_serve", RARELY_WANTED | {"fastapi"}),
        ("import app.cli_export", RARELY_WANTED | SERVER),
        ("import app.cli", {"app.store", "fastapi", "pydantic", "sqlalchemy"}),
    ],
)
def test_a_start_imports_what_it_uses(start: str, never: set[str], tmp_path: Path) -> None:
    assert imported(start, tmp_path) & never == set()


@pytest.mark.parametrize(("use", "brings"), WANTING)
def test_using_it_brings_it(use: str, brings: set[str], tmp_path: Path) -> None:
    assert imported(use, tmp_path) >= brings


def test_each_is_wanted_by_something() -> None:
    assert set[str]().union(*(brings for _, brings in WANTING)) == RARELY_WANTED | SERVER
