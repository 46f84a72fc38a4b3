"""Many operations in one commit: all of them, or none."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from app.domain.change import Nature
from app.domain.commitment import below
from app.domain.faults import refused
from app.domain.things import Thing
from app.editing.acts import Editor, Plan
from app.editing.expected import Expected
from app.editing.standings import published
from app.errors import AppError, Fault
from app.store import circles, drafts, integrity
from app.store.steps import Put

Json = dict[str, Any]

MOST = 100
_THING = Thing.EVENT


def batch(editor: Editor, sent: Json) -> Plan:
    """One plan of the operations on events; the faults of each are below its own pointer."""
    operations = _operations(sent)
    editor.desk.states((_THING, id_) for id_ in _named(operations))
    plans = [_placed(editor, i, operation) for i, operation in enumerate(operations)]
    return Plan(
        [change for plan in plans for change in plan.changes],
        [subject for plan in plans for subject in plan.subjects],
        _nature(editor, plans),
        [draft for plan in plans for draft in plan.drafts],
        blame=lambda: _refuse_misplaced(editor, plans, operations),
    )


def _named(operations: Iterable[Any]) -> Iterator[str]:
    """The ids of events that operations begin from, so that all are read at once."""
    for told in operations:
        for member in ("change", "retract"):
            id_ = told.get(member) if isinstance(told, dict) else None
            if isinstance(id_, str) and id_.startswith("ev_"):
                yield id_


def _nature(editor: Editor, plans: Sequence[Plan]) -> Nature:
    """What all are by themselves, else what the commit says; InvalidDocument where a draft differs.

    Its author proposed a correction, or a change of the world, and it is never told as the other.
    """
    natures = {plan.nature for plan in plans}
    nature = natures.pop() if len(natures) == 1 else editor.nature()
    faults = [
        Fault(f"its draft is of nature {plan.nature}: {_APART}", pointer=f"/operations/{i}/publish")
        for i, plan in enumerate(plans)
        if plan.drafts and plan.nature is not nature
    ]
    if faults:
        raise refused(faults)
    return nature


_APART = "publish it by itself, or say in commit.nature what all of this is."


def _operations(sent: Json) -> list[Any]:
    unknown = sorted(sent.keys() - {"operations"})
    if unknown:
        detail = "this address takes operations and commit, and nothing else."
        raise refused([Fault(detail, pointer="")])
    listed = sent.get("operations")
    if not isinstance(listed, list) or not 1 <= len(listed) <= MOST:
        detail = f"write a list of 1 to {MOST} operations."
        raise refused([Fault(detail, pointer="/operations")])
    return listed


def _placed(editor: Editor, number: int, operation: Any) -> Plan:
    """What is wrong with an operation is told with its number."""
    pointer = f"/operations/{number}"
    try:
        return _plan(editor, operation)
    except AppError as error:
        error.detail = f"{pointer}: {error.detail}"
        error.faults = tuple(below(pointer, error.faults or [Fault(error.detail)]))
        raise


def _plan(editor: Editor, operation: Any) -> Plan:
    told = operation if isinstance(operation, dict) else {}
    named = sorted(told.keys() & _KINDS.keys())
    if len(named) != 1:
        detail = f"write an object with one of {', '.join(_KINDS)}."
        raise refused([Fault(detail, pointer="")])
    known, plan = _KINDS[named[0]]
    if told.keys() - {named[0], *known}:
        detail = f"with {named[0]} it takes {', '.join(known) or 'nothing else'}."
        raise refused([Fault(detail, pointer="")])
    return plan(editor, told)


def _create(editor: Editor, told: Json) -> Plan:
    body = _object(told, "create")
    return _below("create", lambda: editor.create(_THING, body))


def _change(editor: Editor, told: Json) -> Plan:
    patch = _object(told, "with")
    token, expected = _text(told, "change"), _version(told)
    return _below("with", lambda: editor.patch(_THING, token, patch, expected))


def _retract(editor: Editor, told: Json) -> Plan:
    return editor.retract(_THING, _text(told, "retract"), _version(told))


def _publish(editor: Editor, told: Json) -> Plan:
    draft = drafts.get(editor.desk.connection, _text(told, "publish"))
    if draft.thing is not _THING:
        raise refused([Fault("it is no draft of an event.", pointer="/publish")])
    return published(editor, draft, _version(told))


_KINDS: Mapping[str, tuple[tuple[str, ...], Callable[[Editor, Json], Plan]]] = {
    "create": ((), _create),
    "change": (("version", "with"), _change),
    "retract": (("version",), _retract),
    "publish": (("version",), _publish),
}


def _below(name: str, plan: Callable[[], Plan]) -> Plan:
    try:
        return plan()
    except AppError as error:
        error.faults = tuple(below(f"/{name}", error.faults))
        raise


def _object(told: Json, name: str) -> Json:
    found = told.get(name)
    if not isinstance(found, dict):
        raise refused([Fault("write an object.", pointer=f"/{name}")])
    return found


def _text(told: Json, name: str) -> str:
    found = told.get(name)
    if not isinstance(found, str):
        raise refused([Fault("write an id.", pointer=f"/{name}")])
    return found


def _version(told: Json) -> Expected:
    """In a batch this says what If-Match says of one."""
    found = told.get("version")
    if type(found) is not int or not 0 < found < 2**31:
        detail = "say which version you have read: there is no If-Match for each."
        raise refused([Fault(detail, pointer="/version")])
    return Expected(frozenset({found}))


def _refuse_misplaced(editor: Editor, plans: Iterable[Plan], operations: Sequence[Any]) -> None:
    """By the operation that points at what is not there, or at itself: the ledger knows of none."""
    puts = [
        (i, change)
        for i, plan in enumerate(plans)
        for change in plan.changes
        if isinstance(change, Put)
    ]
    numbers = {id(put.document): i for i, put in puts}
    documents = [(put.thing, put.document) for _, put in puts]
    desk, models = editor.desk, [model for _, model in documents]
    told = [
        (model, Fault(f"there is no {ref.thing} {ref.id}.", pointer=ref.pointer))
        for model, ref in integrity.dangling(desk.connection, desk.directory, documents)
    ]
    told += circles.circular(desk.connection, desk.directory, models)
    faults = [
        fault
        for model, found in told
        for fault in below(_held_at(numbers[id(model)], operations), [found])
    ]
    if faults:
        raise refused(faults)


def _held_at(number: int, operations: Sequence[Any]) -> str:
    (member,) = operations[number].keys() & _HOLDING.keys()
    return f"/operations/{number}{_HOLDING[member]}"


# Where in an operation the document stands that it makes.
_HOLDING = {"create": "/create", "change": "/with", "publish": ""}
