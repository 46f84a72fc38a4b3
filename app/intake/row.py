"""One row of a mapped file: its cells, read as words, names and texts of the record."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.intake.cells import Cells, Tables, Token, alternatives, texts_of
from app.intake.draft import Doubtful, Draft, Line, Unresolved
from app.intake.extent import Extents
from app.intake.mapping import FileMapping, Text, Tokens
from app.intake.people import People
from app.intake.resolver import Resolver

Json = dict[str, Any]


@dataclass(frozen=True)
class Facts:
    """What holds for every row of one file, read against one directory."""

    mapping: FileMapping
    tables: Tables
    people: People
    extents: Extents
    resolver: Resolver


class Row:
    """One row being read; `result` gathers what came of it, `notes` what was derived."""

    def __init__(self, facts: Facts, line: Line) -> None:
        self.facts = facts
        self.mapping = facts.mapping
        self.resolver = facts.resolver
        self.lang = facts.mapping.file.lang
        self.cells: Cells = line.content
        self.result = Draft(line.number)
        self.notes: list[Json] = []

    def tokens(self, tokens: Tokens | None) -> list[Token]:
        """Those of the first alternative that has any."""
        return next(alternatives(tokens, self.cells, self.facts.tables), [])

    def word(self, key: str, tokens: Tokens | None, words: type[StrEnum]) -> str | None:
        """A controlled word; a trouble where the cell is none."""
        for token in self.tokens(tokens)[:1]:
            if token.text in list(words):
                return token.text
            detail = f"{key}: expected one of {', '.join(words)}"
            self.result.trouble(token.column or key, detail, token.said)
        return None

    def ids(self, space: str, tokens: Tokens | None) -> list[str]:
        """The actors, forums or topics that the tokens name; what nothing is called is noted."""
        missed: list[Token] = []
        for options in alternatives(tokens, self.cells, self.facts.tables):
            found = [self._id(space, token) for token in options]
            if any(found):
                missed = [t for t, id_ in zip(options, found, strict=True) if id_ is None]
                self._note_missed(space, missed)
                return list(dict.fromkeys(id_ for id_ in found if id_))
            missed = options
        self._note_missed(space, missed)
        return []

    def texts(self, key: str, text: Text | None) -> dict[str, str] | None:
        """A text by language, None where its columns are empty; a trouble where it is too long."""
        found = texts_of(text, self.cells, self.lang)
        longest = 500 if key == "title" else 10_000
        if found and any(len(told_) > longest for told_ in found.values()):
            self.result.trouble(key, f"expected at most {longest} characters")
        return found

    def missing(
        self, key: str, columns: Iterable[str] = (), expected: str = "one of the mapping's words"
    ) -> None:
        """A trouble: the row must say this; its cell is empty, or says nothing that is known."""
        named = list(columns)
        empty = [column for column in named if not self.cells[column]]
        if empty or not named:
            self.result.trouble((*empty, key)[0], f"expected a value: it gives {key}")
        else:
            self.result.trouble(named[0], f"{key}: expected {expected}", self.cells[named[0]])

    def derived(self, field: str, en: str, fr: str) -> None:
        """Marks what no source states in so many words."""
        self.notes.append({"field": field, "basis": "derived", "text": {"en": en, "fr": fr}})

    def _id(self, space: str, token: Token) -> str | None:
        if token.text is None:
            return None
        found = self.resolver.meaning(space, token.text, token.by)
        if found.id and found.other and token.column and not token.fixed:
            doubt = Doubtful(token.column, token.text, found.id, found.other)
            self.result.doubtful.append(doubt)
        return found.id

    def _note_missed(self, space: str, missed: list[Token]) -> None:
        for token in missed:
            near = self.resolver.meaning(space, token.text or token.said, token.by).near
            self.result.unresolved.append(Unresolved(token.column or "", token.said, space, near))
