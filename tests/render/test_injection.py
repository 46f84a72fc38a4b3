"""No text of the record changes the structure of a form, wherever it stands.

Texts are put in without the checks of the record, which would refuse control characters: a form
must not rest on them.
"""

from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain.directory import Directory
from app.domain.listing import Recorded, Related, Whole
from app.render import ical
from app.render.forms import FORMS
from app.render.picture import elements as marks
from app.store.directory import directory
from tests.render.structures import STRUCTURES
from tests.support import awkward
from tests.support.atom import ATOM, elements

HOSTILE = (
    "\r\n", "\r", "\n", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x00", "\x08", "\x1b",
    "\x7f", "\x9f", "\t", "</script>", "]]>", "<!--", "-->", "&amp;", "<![CDATA[", "=1+1",
    '=cmd|"/C calc"!A0', "BEGIN:VEVENT", "END:VEVENT\r\n", "END:VCALENDAR", "DTSTART:19700101",
    "ATTENDEE:mailto:a@b", "\\", "\\n", ";", ",", ":", '"', "'", '","', "\\,", "data: x\n\n", "é",
    "漢", "🕊️", "\ufeff", "\u202e", "\u200d", " ", "%0A", "x" * 74, "я" * 37, "\ufffe", "\uffff",
    "\U0001ffff", "<script>alert(1)</script>", "--", "&#0;", "&", "<", ">", "<image href=x>",
    "</text>", "</a><a href='javascript:alert(1)'>", '" onload="alert(1)', "' onload='alert(1)",
    "<?xml version='1.0'?>", "<!DOCTYPE svg [<!ENTITY a 'b'>]>", "</style>", "\u2066",
    "&x;", "\\u003c", "@SUM(A1)", "</title></entry><entry>",
    "</feed>", '<entry xmlns="x">', '<at:deleted-entry ref="x" when="2022-01-01T00:00:00Z"/>',
    '"},{"', '"]}', "{{7*7}}", "%s", "{0}",
)  # fmt: skip
TEXTS = st.lists(
    st.one_of(
        st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
    ),
    min_size=1,
    max_size=6,
).map("".join)
HARMLESS = "harmless"
FULLEST, SOURCE = awkward.items()[0], awkward.related().sources["src_1"]
SMALL = awkward.small_directory()


def filled(text: str) -> Whole:
    """The fullest of the awkward events, with this text wherever it holds one."""
    document, source = FULLEST.document, SOURCE
    document = {**document, **_texts(document, text)}
    # Addresses hold printable ASCII alone.
    url = "https://x.example/" + "".join(c for c in text if "!" <= c <= "~")
    related = Related(
        titles={"ev_00000033": {"en": text}},
        sources={"src_1": {**source, "publisher": text, "title": text, "url": url}},
        published={FULLEST.id: FULLEST.changed_at},
    )
    item = Recorded(FULLEST.id, 1, 2, FULLEST.changed_at, document)
    return Whole([([item], related)], awkward.REV, awkward.AT)


def _texts(document: dict[str, Any], text: str) -> dict[str, Any]:
    said = {"en": text}
    return {
        "title": said,
        "summary": said,
        "place": {**document["place"], "name": said, "city": said},
        "notes": [{**note, "text": said} for note in document["notes"]],
        "identifiers": [{**known, "value": text} for known in document["identifiers"]],
        "part_of": "ev_00000033",
    }


def called(text: str) -> Directory:
    """The small world, in which everything has this name."""
    known, names = SMALL, {"names": {"en": text}}
    return directory(
        [
            *(actor.model_copy(update=names) for actor in known.actors.values()),
            *(forum.model_copy(update=names) for forum in known.forums.values()),
            *(topic.model_copy(update=names) for topic in known.topics.values()),
        ]
    )


def rendered(suffix: str, text: str) -> bytes:
    form = FORMS[suffix]
    options = {option.name: option.default for option in form.options}
    view = awkward.view(directory=called(text), options=options)
    return b"".join(form.whole(filled(text), view))


@pytest.mark.parametrize("suffix", STRUCTURES)
def test_no_text_changes_the_structure(suffix: str) -> None:
    read = STRUCTURES[suffix]
    expected = read(rendered(suffix, HARMLESS))

    @settings(max_examples=2_000, deadline=None, database=None, derandomize=True)
    @given(TEXTS)
    @example("".join(HOSTILE))
    def holds(text: str) -> None:
        assert read(rendered(suffix, text)) == expected

    holds()


@pytest.mark.parametrize(
    ("suffix", "escape"), [("ics", (ical, "text")), ("svg", (marks, "markup"))]
)
def test_without_escaping_it_would_be_noticed(
    suffix: str, escape: tuple[ModuleType, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the texts are such that a writer that does not escape is found out."""
    read = STRUCTURES[suffix]
    expected = read(rendered(suffix, HARMLESS))
    monkeypatch.setattr(*escape, lambda value: value)
    broken = 0
    for text in HOSTILE:
        try:
            broken += read(rendered(suffix, text)) != expected
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
