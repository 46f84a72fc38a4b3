"""The cell of a table of counts as text, `year:2022,kind:visit`: read from a query, and written."""

from app.domain.cells import By, Cell, is_value
from app.domain.directory import Directory
from app.domain.resolve import UnknownToken
from app.domain.vocabulary import EventKind, Status
from app.http.tokens import Reader, Resolve, Token, named, word_of


def written(cell: Cell) -> str:
    """The cell as `cell` takes it; nothing after the colon where it has no value."""
    return ",".join(f"{by}:{value or ''}" for by, value in cell)


class Cells:
    """Reads the parameter `cell`, with the directory that its tokens are resolved in."""

    def __init__(self, reader: Reader, directory: Directory) -> None:
        self.reader = reader
        self.directory = directory

    def read(self, value: str) -> Cell:
        """The cell; faults go to the reader."""
        if not value:
            return ()
        found: list[tuple[By, str | None]] = []
        for token in self.reader.tokens("cell", value):
            name, _, text = token.text.partition(":")
            by = self._by(token, name.strip())
            if by is not None:
                found.append((by, self._value(by, token, text.strip())))
        return tuple(dict.fromkeys(found))

    def _by(self, token: Token, name: str) -> By | None:
        known = self.reader.resolve("cell", token._replace(text=name), word_of(By))
        if token.excluded or ":" not in token.text:
            detail = "write a key, a colon and a value, as in year:2022,kind:visit."
            self.reader.fault("cell", detail, token.position)
            return None
        return None if known is None else By(known)

    def _value(self, by: By, token: Token, text: str) -> str | None:
        if not text and by not in (By.KIND, By.STATUS):
            return None
        position = token.position + len(token.text) - len(text)
        return self.reader.resolve("cell", Token(text, False, position), self._ways(by))

    def _ways(self, by: By) -> Resolve:
        ways = {
            By.KIND: word_of(EventKind),
            By.STATUS: word_of(Status),
            By.FORUM: named(self.directory.forum_names),
            By.ACTOR: named(self.directory.actor_names),
            By.PLACE: named(self.directory.actor_names),
        }
        return ways.get(by) or _dated(by)


def _dated(by: By) -> Resolve:
    def resolve(text: str) -> str:
        if not is_value(by, text):
            raise UnknownToken(text, ["2022", "2022-01"] if by is By.MONTH else ["2022"])
        return text

    return resolve
