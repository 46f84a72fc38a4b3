"""No text of the record changes the structure of a form, wherever it stands."""

from types import ModuleType
from xml.etree import ElementTree as ET

import orjson
import pytest
from hypothesis import example, given, settings
from markupsafe import Markup

from app.render import ical, png, xml
from app.render.picture import elements as marks
from tests.render.hostile import HOSTILE, TEXTS, WRITERS, rendered
from tests.render.structures import STRUCTURES
from tests.support.atom import ATOM, elements

HARMLESS = "harmless"


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PNG is the picture that is drawn: its dots are the same for texts that are not shown.

    What comes of drawing as many texts is in `test_png`.
    """
    monkeypatch.setattr(png, "_rendered", lambda picture, _zoom=1: picture.encode())


def test_every_form_is_put_to_the_test() -> None:
    assert STRUCTURES.keys() == WRITERS.keys()


@pytest.mark.parametrize("name", WRITERS)
def test_no_text_changes_the_structure(name: str) -> None:
    read, write = STRUCTURES[name], WRITERS[name]
    expected = read(write(HARMLESS))

    @settings(max_examples=2_000, deadline=None, database=None, derandomize=True)
    @given(TEXTS)
    @example("".join(HOSTILE))
    def holds(text: str) -> None:
        assert read(write(text)) == expected

    holds()


# Who writes the form, and what of it keeps a text from being more than that.
_ESCAPES = [
    ("ics", ical, "text"),
    ("svg", marks, "markup"),
    ("atom", xml, "_text"),
    ("changes.atom", xml, "_text"),
    ("statements.atom", xml, "_text"),
]


@pytest.mark.parametrize(("name", "module", "escape"), _ESCAPES)
def test_without_escaping_it_would_be_noticed(
    name: str, module: ModuleType, escape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the texts are such that a writer that does not escape is found out."""
    read, write = STRUCTURES[name], WRITERS[name]
    expected = read(write(HARMLESS))
    monkeypatch.setattr(module, escape, Markup)
    broken = 0
    for text in HOSTILE:
        try:
            broken += read(write(text)) != expected
        except (AssertionError, ValueError, ET.ParseError):
            broken += 1
    assert broken > 10


@settings(max_examples=200, deadline=None, database=None, derandomize=True)
@given(TEXTS)
def test_a_text_is_read_back_as_it_was(text: str) -> None:
    feed = orjson.loads(rendered("jsonfeed", text))
    assert feed["items"][0]["title"] == text
    told = elements(rendered("atom", text)).findtext(f"{ATOM}entry/{ATOM}title") or ""
    assert told == _as_xml_holds_it(text)


def _as_xml_holds_it(text: str) -> str:
    """XML 1.0, sections 2.2 and 2.11: some characters cannot be, and line ends are one."""
    kept = "".join(c for c in text if c in "\t\n\r" or " " <= c <= "\ufffd" or c >= "\U00010000")
    return kept.replace("\r\n", "\n").replace("\r", "\n")


@settings(max_examples=200, deadline=None, database=None, derandomize=True)
@given(TEXTS)
def test_linked_data_never_ends_its_script_element(text: str) -> None:
    assert not any(character in rendered("jsonld", text) for character in b"<>&")
