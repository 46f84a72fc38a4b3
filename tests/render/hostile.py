"""Texts that would break out of a form, and everything of ours filled with one of them.

They are put in without the checks of the record, which would refuse control characters: a form
must not rest on them.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from hypothesis import strategies as st

from app.domain.change import Nature, diff
from app.domain.changed import Changed
from app.domain.directory import Directory
from app.domain.listing import Listing, Recorded, Related, View, Whole
from app.render import changes_atom, statements_atom
from app.render.forms import FORMS
from app.store.directory import directory
from tests.support import awkward

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
FULLEST, SOURCE = awkward.items()[0], awkward.related().sources["src_1"]
SMALL = awkward.small_directory()
_DAY = awkward.items()[2].document["when"]


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
    """The form of that event, in that world."""
    form = FORMS[suffix]
    options = {option.name: option.default for option in form.options}
    return b"".join(form.whole(filled(text), _view(text, options=options)))


def _view(text: str, **more: Any) -> View:
    return awkward.view(directory=called(text), **more)


def changes(text: str) -> bytes:
    """The event renamed, moved and joined by who is called so, for that reason; one withdrawn."""
    after = {**FULLEST.document, **_texts(FULLEST.document, text)}
    before = {**after, **_texts(after, "before"), "when": _DAY, "participants": []}
    moved = Changed(
        "ev_1", 3, awkward.AT, Nature.WORLD, text, "src_1", diff(before, after), before, after
    )
    gone = Changed("ev_2", 2, awkward.AT, Nature.WORLD, text, None, diff(after, None), after, None)
    return changes_atom.page(changes_atom.Page([moved, gone], awkward.AT), _view(text))


def statements(text: str) -> bytes:
    """One whose summary and quotation are this text, about an event that is called so."""
    document = {
        **dict.fromkeys(("speaker", "office", "on_behalf_of"), "minister"),
        "date": "2021-12-28",
        "lang": "fr",
        "summary": {"en": text},
        "quotation": text,
        "about": [{"event": "ev_00000033", "relation": "announces"}],
        "source": "src_1",
    }
    ((_, related),) = filled(text).batches
    items = [Recorded("st_1", 1, 2, awkward.AT, document)]
    return statements_atom.page(Listing(items, related, 3, awkward.AT), _view(text))


# Each form of the list of events, then what is written beside them.
WRITERS: Mapping[str, Callable[[str], bytes]] = {
    **{suffix: partial(rendered, suffix) for suffix in FORMS},
    "changes.atom": changes,
    "statements.atom": statements,
}
