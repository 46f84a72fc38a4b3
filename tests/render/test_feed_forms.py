"""Feeds, linked data and maps of awkward events: the same, however they are asked for."""

import orjson
import pytest

from app.render.forms import FORMS
from tests.support import awkward
from tests.support.atom import elements, texts
from tests.support.forms import page, written

OURS = ("atom", "jsonfeed", "jsonld", "geojson")
PAGED = ("atom", "jsonfeed", "jsonld")


@pytest.mark.parametrize("suffix", OURS)
@pytest.mark.parametrize("after", [1, 5, 29])
def test_what_is_gone_on_with_is_as_if_never_interrupted(suffix: str, after: int) -> None:
    form, view = FORMS[suffix], awkward.view()
    begun = list(form.whole(awkward.whole(batch=1), view))[: after + 1]
    rest = awkward.whole(awkward.items()[after:], batch=1, begun=True)
    assert b"".join([*begun, *form.whole(rest, view)]) == written(suffix)


@pytest.mark.parametrize("suffix", OURS)
def test_a_whole_form_is_one_piece_a_batch(suffix: str) -> None:
    count = len(awkward.DOCUMENTS)
    pieces = list(FORMS[suffix].whole(awkward.whole(batch=3), awkward.view()))
    assert len(pieces) == -(-count // 3) + 2


@pytest.mark.parametrize("suffix", OURS)
def test_nothing_at_all_is_a_document_too(suffix: str) -> None:
    empty = b"".join(FORMS[suffix].whole(awkward.whole([]), awkward.view()))
    if suffix == "atom":
        assert texts(elements(empty), "id") == []
    else:
        assert orjson.loads(empty)


@pytest.mark.parametrize("suffix", PAGED)
def test_a_page_has_the_entries_of_the_whole(suffix: str) -> None:
    whole, paged = written(suffix), page(suffix, next_=None)
    if suffix == "atom":
        assert texts(elements(whole), "id") == texts(elements(paged), "id")
    else:
        assert orjson.loads(whole) == orjson.loads(paged)
