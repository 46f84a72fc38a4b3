"""Tokens of the query string to ids and words, each fault with its parameter and position."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from app.domain.query import Choice
from app.domain.resolve import Names, Resolution, UnknownToken
from app.errors import Fault, InvalidQuery
from app.http.raw import Values
from app.suggest import near, near_words

_MOST = 100


class Token(NamedTuple):
    """One value between commas: its text, whether `-` excludes it, where it begins."""

    text: str
    excluded: bool
    position: int


def split(value: str) -> list[Token]:
    """The values between commas."""
    tokens, position = [], 0
    for part in value.split(","):
        lead = len(part) - len(part.lstrip())
        text = part.strip()
        tokens.append(Token(text.removeprefix("-"), text.startswith("-"), position + lead))
        position += len(part) + 1
    return tokens


@dataclass
class Reader:
    """Reads values and gathers what is wrong with them, so that one answer names all faults."""

    faults: list[Fault] = field(default_factory=list)
    resolved: dict[str, list[Resolution]] = field(default_factory=dict)

    def done(self) -> None:
        """InvalidQuery with every fault found."""
        if self.faults:
            raise InvalidQuery.of(self.faults)

    def fault(self, parameter: str, detail: str, position: int | None = None, *near: str) -> None:
        """Keeps a fault."""
        text = f"{parameter}: {detail}"
        self.faults.append(
            Fault(text, parameter=parameter, position=position, suggestions=tuple(near))
        )

    def choice(self, parameter: str, value: str, resolve: "Resolve") -> Choice:
        """Comma-separated tokens as ids wanted and ids excluded."""
        any_: list[str] = []
        none: list[str] = []
        for token in self.tokens(parameter, value):
            found = self.resolve(parameter, token, resolve)
            if found is not None:
                (none if token.excluded else any_).append(found)
        return Choice(tuple(dict.fromkeys(any_)), tuple(dict.fromkeys(none)))

    def tokens(self, parameter: str, value: str) -> Iterator[Token]:
        """The tokens of a value, none empty, not too many."""
        tokens = split(value)
        if len(tokens) > _MOST:
            self.fault(parameter, f"at most {_MOST} values with commas.")
            return
        for token in tokens:
            if token.text:
                yield token
            else:
                self.fault(parameter, "there is nothing between two commas.", token.position)

    def resolve(self, parameter: str, token: Token, resolve: "Resolve") -> str | None:
        """The id a token means; a fault, and None, where it means nothing."""
        try:
            found = resolve(token.text)
        except UnknownToken as unknown:
            self._unknown(parameter, token, unknown)
            return None
        if isinstance(found, Resolution):
            self.resolved.setdefault(parameter, []).append(found)
            return found.id
        return found

    def _unknown(self, parameter: str, token: Token, unknown: UnknownToken) -> None:
        near = unknown.candidates
        if not near:
            detail = f"value {token.position} is not known; /docs lists what is."
        else:
            detail = f"value {token.position} is not known; near: {', '.join(near)}."
        self.fault(parameter, detail, token.position, *near)


Resolve = Callable[[str], Resolution | str]


def named(*spaces: Names) -> Resolve:
    """Resolves in the first of these namespaces that knows the token, with suggestions if none."""

    def resolve(token: str) -> Resolution:
        clash: UnknownToken | None = None
        for names in spaces:
            try:
                return names.resolve(token)
            except UnknownToken as unknown:
                clash = clash if clash and clash.candidates else unknown
        found = clash.candidates if clash and clash.candidates else near(token, spaces)
        raise UnknownToken(token, found)

    return resolve


def word_of(words: type[StrEnum]) -> Resolve:
    """Resolves a controlled word."""

    def resolve(token: str) -> str:
        try:
            return words(token.lower())
        except ValueError:
            raise UnknownToken(token, near_words(token, words)) from None

    return resolve


def instant(text: str) -> datetime:
    """A date-time with an offset, as UTC; ValueError says what is wrong."""
    try:
        found = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise ValueError("write an instant as 2022-01-10T09:00Z.") from None
    if found.tzinfo is None:
        raise ValueError("a date-time needs an offset: 2022-01-10T09:00Z.")
    try:
        return found.astimezone(UTC)
    except OverflowError:
        raise ValueError("that instant is beyond the years 1 to 9999.") from None


def instant_or_revision(values: Values, name: str) -> int | datetime | None:
    """The moment that a parameter names; None where it is not given."""
    if not (given := values.get(name)):
        return None
    text = given[0].strip()
    if text.isascii() and text.isdigit() and len(text) < 16:
        return int(text)
    try:
        return instant(text)
    except ValueError as error:
        detail = f"{name}: a revision number, or an instant: {error}"
        raise InvalidQuery.of([Fault(detail, parameter=name)]) from None
