"""The OpenAPI document satisfies others' linters, and the clients they generate from it work."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.databases import SqliteTemplate
from tests.support.live import serving
from tests.support.programs import CLIENTS, node, run


@pytest.fixture(scope="module")
def address(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: SqliteTemplate
) -> Iterator[str]:
    """A server that holds the first record."""
    url = sqlite_template.copy(tmp_path_factory.mktemp("record") / "record.db")
    run("pourparlers", "load", POURPARLERS_DATABASE_URL=url)
    with serving(url) as address:
        yield address


@pytest.fixture(scope="module")
def document(address: str) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"{address}/openapi.json").raise_for_status().json()
    return found


@pytest.fixture
def openapi(document: dict[str, Any], tmp_path: Path) -> Path:
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(document, indent=2))
    return file


@pytest.fixture(scope="module")
def ids(address: str) -> list[str]:
    """What a client that knows nothing of OpenAPI is told."""
    page = httpx.get(f"{address}/v1/events", params={"date": "2022-01"}).raise_for_status().json()
    found = [event["id"] for event in page["items"]]
    assert found
    return found


def test_redocly_finds_nothing(openapi: Path) -> None:
    node("redocly", "lint", "--config", CLIENTS / "redocly.yaml", openapi)


def test_spectral_finds_nothing(openapi: Path) -> None:
    ruleset = CLIENTS / "spectral.yaml"
    node("spectral", "lint", "--fail-severity", "hint", "--ruleset", ruleset, openapi)


def test_a_typescript_client_compiles_and_fetches(
    openapi: Path, address: str, ids: list[str], tmp_path: Path
) -> None:
    for name in ("fetch.ts", "tsconfig.json", "package.json"):
        shutil.copy(CLIENTS / name, tmp_path)
    (tmp_path / "node_modules").symlink_to(CLIENTS / "node_modules")
    node("openapi-typescript", openapi, "--output", "schema.d.ts", cwd=tmp_path)
    node("tsc", "--project", tmp_path, cwd=tmp_path)
    assert run("node", "built/fetch.js", address, cwd=tmp_path).split() == ids


def test_a_python_client_compiles_and_fetches(
    openapi: Path, address: str, ids: list[str], tmp_path: Path
) -> None:
    config, package = CLIENTS / "python-client.yaml", tmp_path / "pourparlers_client"
    options = "--meta", "none", "--config", config, "--path", openapi, "--output-path", package
    run("openapi-python-client", "generate", *options)
    run("python", "-W", "error", "-m", "compileall", "-q", package)
    module = _module_for("/v1/events", package)
    said = run("python", CLIENTS / "fetch.py", address, module, PYTHONPATH=str(tmp_path))
    assert said.split() == ids


def _module_for(path: str, package: Path) -> str:
    """The generator names a module by an operation's tag and id; what it asks for tells which."""
    asked = '"method": "get"', f'"url": "{path}",'
    listed = [(file, file.read_text()) for file in package.glob("api/*/*.py")]
    [file] = (file for file, text in listed if all(word in text for word in asked))
    return ".".join(file.relative_to(package.parent).with_suffix("").parts)
