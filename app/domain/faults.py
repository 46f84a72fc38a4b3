"""What is wrong with a document, as faults with JSON pointers and what would be right."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from app.domain.bodyreader import escaped
from app.errors import Fault, InvalidDocument

_SENTENCES = {
    "missing": "this member is required.",
    "extra_forbidden": "there is no such member.",
    "finite_number": "write a finite number.",
}
_NOT_NULL = "this member cannot be null; leave it out."


def refused(faults: Iterable[Fault]) -> InvalidDocument:
    """The error that says all of them."""
    listed = tuple(faults)
    told = " ".join(f"{fault.pointer or '/'}: {fault.detail}" for fault in listed[:10])
    return InvalidDocument(told, listed)


def faults_of(error: ValidationError) -> Iterator[Fault]:
    """One for each thing that the model refuses. What was sent is not repeated."""
    for found in error.errors(include_url=False):
        yield _fault(found["type"], found["loc"], found["msg"], found.get("ctx", {}), found)


def _fault(type_: str, loc: Iterable[Any], message: str, context: Any, found: Any) -> Fault:
    pointer = "".join(f"/{escaped(str(part))}" for part in loc if part != "[key]")
    given = found.get("input")
    if type_ == "enum":
        words = [word.strip("'") for word in context["expected"].replace(" or ", ", ").split(", ")]
        near = tuple(get_close_matches(given, words, n=3)) if isinstance(given, str) else ()
        return Fault(
            f"one of {', '.join(words)}.", pointer=pointer, suggestions=near or tuple(words)
        )
    if given is None and type_ not in ("missing", "value_error"):
        return Fault(_NOT_NULL, pointer=pointer)
    said = _SENTENCES.get(type_) or _plain(message)
    return Fault(said, pointer=pointer, position=getattr(context.get("error"), "position", None))


def _plain(message: str) -> str:
    said = message.removeprefix("Value error, ").replace("Input should be", "expected")
    return said if said.endswith((".", "?")) else f"{said}."


def without_echoes(first: Iterable[Fault], then: Iterable[Fault]) -> list[Fault]:
    """All of them, but those of the second that repeat what the first say of the same place."""
    found = list(first)
    told = {fault.pointer for fault in found}
    return found + [fault for fault in then if not _below(fault.pointer or "", told)]


def _below(pointer: str, told: Iterable[str | None]) -> bool:
    return any(at is not None and (pointer + "/").startswith(f"{at}/") for at in told)
