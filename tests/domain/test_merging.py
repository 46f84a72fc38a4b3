"""The three-way merge: only what the other side changed, and never over our own changes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.merging import last_said, merged

Document = dict[str, Any]

DOCUMENTS = st.dictionaries(st.sampled_from("abcd"), st.sampled_from([None, 0, 1, [], ["x"]]))


@pytest.mark.parametrize(
    ("base", "current", "new", "document", "conflicts"),
    [
        ({"a": 1}, {"a": 1}, {"a": 1}, {"a": 1}, ()),
        ({"a": 1}, {"a": 1}, {"a": 2}, {"a": 2}, ()),
        ({"a": 1}, {"a": 2}, {"a": 1}, {"a": 2}, ()),
        ({"a": 1}, {"a": 2}, {"a": 2}, {"a": 2}, ()),
        ({"a": 1}, {"a": 2}, {"a": 3}, {"a": 2}, ("a",)),
        ({"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 2}, {"a": 2, "b": 2}, ()),
        ({"a": [1]}, {"a": [1]}, {"a": [1, 2]}, {"a": [1, 2]}, ()),
        ({"a": [1]}, {"a": [1, 2]}, {"a": [1, 3]}, {"a": [1, 2]}, ("a",)),
        ({}, {}, {"a": 1}, {"a": 1}, ()),
        ({}, {"a": 1}, {}, {"a": 1}, ()),
        ({"a": 1}, {"a": 1}, {}, {}, ()),
        ({"a": 1}, {}, {"a": 1}, {}, ()),
        ({"a": 1}, {}, {"a": 2}, {}, ("a",)),
        ({"a": 1}, {"a": 2}, {}, {"a": 2}, ("a",)),
        ({"a": None}, {"a": None}, {}, {}, ()),
        ({}, {"a": 1, "b": 1}, {"a": 1, "b": 2}, {"a": 1, "b": 1}, ("b",)),
    ],
)
def test_cases(
    base: Document, current: Document, new: Document, document: Document, conflicts: tuple[str, ...]
) -> None:
    assert merged(base, current, new) == (document, conflicts)


@given(DOCUMENTS, DOCUMENTS)
def test_what_only_one_side_changed_is_taken_whole(base: Document, other: Document) -> None:
    assert merged(base, base, other) == (other, ())
    assert merged(base, other, base) == (other, ())
    assert merged(base, other, other) == (other, ())


@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_a_second_merge_changes_nothing(base: Document, current: Document, new: Document) -> None:
    first = merged(base, current, new)
    assert merged(new, first.document, new).document == first.document


@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_nothing_given_is_changed(base: Document, current: Document, new: Document) -> None:
    copies = [dict(base), dict(current), dict(new)]
    merged(base, current, new)
    assert [base, current, new] == copies


THEIRS, OURS = True, False


@pytest.mark.parametrize(
    ("history", "said"),
    [
        ([], {}),
        ([(THEIRS, {"a": 1, "b": 1})], {"a": 1, "b": 1}),
        ([(THEIRS, {"a": 1}), (THEIRS, {"a": 2})], {"a": 2}),
        ([(THEIRS, {"a": 1}), (OURS, {"a": 2})], {"a": 1}),
        ([(OURS, {"a": 1})], {}),
        ([(OURS, {"a": 1, "b": 1}), (THEIRS, {"a": 1, "b": 2})], {"b": 2}),
        # Their second version kept our a: it does not say it.
        (
            [(THEIRS, {"a": 1, "b": 1}), (OURS, {"a": 2, "b": 1}), (THEIRS, {"a": 2, "b": 2})],
            {"a": 1, "b": 2},
        ),
        ([(THEIRS, {"a": 1}), (OURS, {"a": 2}), (THEIRS, {"a": 3})], {"a": 3}),
        ([(THEIRS, {"a": 1, "b": 1}), (THEIRS, {"a": 1})], {"a": 1}),
    ],
)
def test_what_a_publisher_last_said(history: list[tuple[bool, Document]], said: Document) -> None:
    assert last_said(history) == said


@given(st.lists(st.tuples(st.booleans(), DOCUMENTS), max_size=6))
def test_our_changes_survive_every_further_merge(sides: list[tuple[bool, Document]]) -> None:
    """However the two took turns, a member that is not as they last said it is not overwritten."""
    history: list[tuple[bool, Document]] = []
    current: Document = {}
    for theirs, document in sides:
        base = last_said(history)
        made = merged(base, current, document).document if theirs else document
        if theirs:
            touched = {name for name in made if made[name] != current.get(name, made)}
            assert all(current.get(name, None) == base.get(name, None) for name in touched)
        history.append((theirs, made))
        current = made
