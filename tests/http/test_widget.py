"""The widget's file: one module, small, of a lasting address, taken by pages of other origins."""

import gzip
import re
from base64 import b64encode
from hashlib import sha384
from pathlib import Path

import pytest

from app.render import widget
from app.render.widget import CURRENT, FOLDER, Script
from tests.http.conftest import Client
from tests.support.programs import CLIENTS, node

DOCS = Path(__file__).parents[2] / "docs"
FORBIDDEN = (
    "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function",
    ".style", "localStorage", "sessionStorage", "document.cookie", "setTimeout(\"",
)  # fmt: skip


def test_it_weighs_less_than_15_kilobytes() -> None:
    assert len(gzip.compress(CURRENT.body)) < 15_000


def test_it_is_one_module_that_needs_no_other() -> None:
    text = CURRENT.body.decode()

    assert re.findall(r"^\s*(?:import|export)\b", text, re.MULTILINE) == []
    # Each of its files is in it, whole but for what joined them.
    for file in FOLDER.glob("*.js"):
        (last,) = file.read_text(encoding="utf-8").strip().splitlines()[-1:]
        assert last in text


def test_its_parts_are_sound_to_a_type_checker() -> None:
    node("tsc", "--project", CLIENTS / "widget.tsconfig.json")


@pytest.mark.parametrize("name", FORBIDDEN)
def test_it_makes_no_markup_of_texts_and_keeps_nothing(name: str) -> None:
    assert name not in CURRENT.body.decode()


def test_the_newest_is_asked_for_anew_each_time(client: Client) -> None:
    answer = client.get("/widget.js")

    assert answer.content == CURRENT.body
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    again = client.get("/widget.js", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_version_is_for_ever(client: Client) -> None:
    answer = client.get(CURRENT.path)

    assert answer.content == CURRENT.body
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get("/widget-000000000000.js").status_code == 404


def test_its_integrity_is_that_of_what_is_served(client: Client) -> None:
    served = client.get(CURRENT.path).content
    assert CURRENT.integrity == "sha384-" + b64encode(sha384(served).digest()).decode()


def test_one_letter_more_is_another_version() -> None:
    other = Script(CURRENT.body + b"\n")
    assert other.version != CURRENT.version
    assert other.integrity != CURRENT.integrity


def test_a_release_keeps_what_its_pages_are_told_to_insist_on() -> None:
    """Before a release its widget goes into `released`, so that later ones serve it too."""
    kept = FOLDER / "released"
    assert {file.stem for file in kept.glob("*.js")} <= widget.SCRIPTS.keys()
    unreleased = "## Unreleased" in (DOCS.parent / "CHANGELOG.md").read_text(encoding="utf-8")
    assert unreleased or (kept / f"{CURRENT.version}.js").is_file()


def sources() -> str:
    return "".join(file.read_text(encoding="utf-8") for file in FOLDER.glob("*.js"))


def test_all_that_a_page_may_set_is_documented() -> None:
    text, source = (DOCS / "embedding.md").read_text(encoding="utf-8"), sources()

    properties = set(re.findall(r"var\((--pourparlers-\w+)", source))
    (observed,) = re.findall(r"observedAttributes = \[\.\.\.ASKED_ANEW, (.*?)\]", source)
    (asked,) = re.findall(r"ASKED_ANEW = \[(.*?)\]", source)
    attributes = {"theme", *re.findall(r"\w+", f"{observed} {asked}")}
    assert len(properties) == 9
    assert len(attributes) == 6
    assert [name for name in properties | attributes if f"| `{name}` |" not in text] == []
    parts = set(re.findall(r'part: [`"](\w+)', source))
    assert len(parts) == 19
    assert [name for name in parts if f"`{name}`" not in text] == []
