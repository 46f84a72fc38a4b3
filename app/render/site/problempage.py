"""The page of a problem: what went wrong, and what to try instead."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from app.domain.resolve import UnknownToken
from app.errors import AppError, EpochEnded, Fault, Gone, InvalidQuery, NotFound, Unavailable
from app.render.site.address import Address
from app.render.site.asked import Asked, Link
from app.render.site.filters import label, worded
from app.render.site.head import Head, Tongue, tongues, ways
from app.web.templating import rendered


class Wrong(NamedTuple):
    """One thing wrong with the question, and links to questions that are right.

    `text` is what there is to say beside them; `detail`, in English, what programs are told.
    """

    name: str
    value: str | None
    text: str | None
    detail: str | None
    instead: list[Link]


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """What the template of a problem shows."""

    head: Head
    heading: str
    text: str
    wrong: list[Wrong]
    asked: Asked


def render(error: AppError, asked: Asked) -> bytes:
    """The page for an error on a page of ours."""
    heading, text = _said(error, asked)
    page = ProblemPage(
        head=_head(asked, heading, text),
        heading=heading,
        text=text,
        wrong=[_wrong(fault, asked) for fault in error.faults if fault.parameter],
        asked=asked,
    )
    return rendered("problem.html", asked.lang, page=page, root=asked.address.root)


def _head(asked: Asked, heading: str, text: str) -> Head:
    address, others = asked.address, _elsewhere(asked.address, asked.lang)
    return Head(
        title=heading,
        description=text,
        canonical=address.whole,
        tongues=others,
        alternates=[],
        picture=None,
        home=asked.page(""),
        ways=ways(asked),
        here="",
        robots="noindex",
    )


def _elsewhere(address: Address, lang: str) -> list[Tongue]:
    """The same page in the other language; the front where the address names no language."""
    inside = address.path.startswith(f"/{lang}/")
    return tongues(address if inside else Address(address.base_url, f"/{lang}/"), lang)


def _said(error: AppError, asked: Asked) -> tuple[str, str]:
    say = asked.say
    known: dict[type[AppError], tuple[str, str]] = {
        NotFound: (
            say("There is nothing here"),
            say("No page has this address. It may have been mistyped, or never have existed."),
        ),
        Gone: (
            say("This was withdrawn"),
            say("It was published once, and should never have been."),
        ),
        InvalidQuery: (
            say("The filter cannot be read"),
            say("Something in it is not known here. This may be what was meant:"),
        ),
        EpochEnded: (
            say("This part of the list is gone"),
            say("The record was replaced by a restored copy. Begin again at its first page."),
        ),
        Unavailable: (
            say("The record cannot be read just now"),
            say("Please try again in a moment."),
        ),
    }
    found = next((said for kind, said in known.items() if isinstance(error, kind)), None)
    return found or (say("Something went wrong"), say("The page cannot be shown."))


def _wrong(fault: Fault, asked: Asked) -> Wrong:
    name = fault.parameter or ""
    number = _where(fault, asked)
    value = None if number is None else asked.address.pairs[number][1]
    text = _helping(fault, value, asked)
    detail = None if text or fault.suggestions else fault.detail
    return Wrong(label(name, asked), value, text, detail, list(_instead(fault, number, asked)))


def _helping(fault: Fault, value: str | None, asked: Asked) -> str | None:
    if value is None or fault.suggestions:
        return None
    if fault.parameter == "date":
        return asked.say("A day, month or year, or from/to: 2022-01-10/2022-02")
    return (
        asked.say("Nobody and nothing here has that name.") if fault.parameter in _NAMED else None
    )


# What is filled in with the names of things.
_NAMED = frozenset({"actor", "between", "forum", "topic", "place"})


def _where(fault: Fault, asked: Asked) -> int | None:
    """Which of the parameters it is: of one that is repeated, the first that means nothing."""
    numbers = [i for i, (name, _) in enumerate(asked.address.pairs) if name == fault.parameter]
    unknown = (i for i in numbers if len(numbers) > 1 and _unknown(i, fault, asked))
    return next(unknown, numbers[0] if numbers else None)


def _unknown(number: int, fault: Fault, asked: Asked) -> bool:
    start, end = _token(asked.address.pairs[number][1], fault.position or 0)
    try:
        asked.view.directory.actor_names.resolve(asked.address.pairs[number][1][start:end])
    except UnknownToken:
        return True
    return False


def _token(value: str, position: int) -> tuple[int, int]:
    """From where to where the value between commas is, without the sign that excludes it."""
    start = position + (value[position : position + 1] == "-")
    comma = value.find(",", start)
    return start, len(value) if comma < 0 else comma


def _instead(fault: Fault, number: int | None, asked: Asked) -> Iterable[Link]:
    if number is None:
        return
    name, value = asked.address.pairs[number]
    start, end = _token(value, fault.position or 0)
    names = asked.view.names
    for id_ in fault.suggestions:
        pairs = list(asked.address.pairs)
        pairs[number] = (name, value[:start] + id_ + value[end:])
        shown = (
            names.actors[id_] or names.forums[id_] or names.topics[id_] or worded(name, id_, asked)
        )
        yield Link(shown, asked.address.with_pairs(pairs).here)
    yield Link(asked.say("without it"), asked.address.without(number).here)
