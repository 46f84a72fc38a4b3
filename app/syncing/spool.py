"""A whole ledger in a temporary file, fetched before anything here is changed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import BinaryIO, NamedTuple

from app.syncing.remote import LedgerPage
from app.syncing.said import EndSaid


class Spool(NamedTuple):
    """The file, with the number of lines and the end of each page."""

    file: BinaryIO
    ends: list[tuple[int, EndSaid]]

    @property
    def epoch(self) -> str:
        """The epoch that all of it is of."""
        return self.ends[-1][1].epoch

    @property
    def rev(self) -> int:
        """The last revision in it."""
        return self.ends[-1][1].rev

    def pages(self) -> Iterator[LedgerPage]:
        """The pages as they came."""
        self.file.seek(0)
        for count, end in self.ends:
            yield LedgerPage([self.file.readline() for _ in range(count)], end)


@contextmanager
def spooled(pages: Iterable[LedgerPage]) -> Iterator[Spool]:
    """The pages in a file that is gone at the end of the block."""
    with TemporaryFile() as file:
        ends = []
        for page in pages:
            file.writelines(page.lines)
            ends.append((len(page.lines), page.end))
        yield Spool(file, ends)
