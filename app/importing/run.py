"""Runs an import: every line read, each batch committed whole or not at all, all of it reported."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice

from app.domain.change import Nature
from app.domain.things import Thing, dump
from app.errors import Conflict, InvalidDocument, PreconditionFailed
from app.importing.likeness import likenesses
from app.importing.options import Options
from app.importing.plan import Plan, Planner, Seen
from app.importing.report import Likeness, Report
from app.intake.draft import Draft, Json, Known, Line, Reader, Trouble
from app.store import identify, ledger
from app.store.directory import Directories
from app.store.ledger import Entry
from app.store.pins import pin
from app.store.sessions import Connection, Database
from app.store.states import states

_RETRIES = 2


def run(
    database: Database,
    directories: Directories,
    reader: Reader,
    options: Options,
    progress: Callable[[int], object] = lambda _lines: None,
) -> Report:
    """Imports all lines, batch by batch; a batch with a trouble leaves nothing in the record."""
    report = Report()
    seen: Seen = {}
    for lines in _batches(reader.lines(), options.batch):
        _Batch(database, directories, reader, options, report, seen).run(lines)
        progress(len(lines))
    return report


def _batches(lines: Iterable[Line], size: int) -> Iterator[list[Line]]:
    waiting = iter(lines)
    while batch := list(islice(waiting, size)):
        yield batch


@dataclass
class _Batch:
    database: Database
    directories: Directories
    reader: Reader
    options: Options
    report: Report
    seen: Seen

    def run(self, lines: list[Line]) -> None:
        drafts = self._drafts(lines)
        troubles = [trouble for draft in drafts for trouble in draft.troubles]
        self.report.lines += len(lines)
        for draft in drafts:
            self.report.read(draft)
        if not troubles:
            troubles = self._tried(drafts)
        if troubles:
            self.report.troubles += sorted(troubles, key=lambda trouble: trouble.line)
            self.report.refused += len(lines)

    def _drafts(self, lines: list[Line]) -> list[Draft]:
        with self.database.reading() as connection:
            known = self.reader.prepared(lines, _known(connection, self.directories))
            return [_draft(self.reader, line, known) for line in lines]

    def _tried(self, drafts: list[Draft], retries: int = _RETRIES) -> list[Trouble]:
        """What the ledger refuses is of no one line; where somebody came between, planned anew."""
        try:
            return self._commit(drafts)
        except (Conflict, InvalidDocument, PreconditionFailed) as error:
            if retries and isinstance(error, PreconditionFailed):
                return self._tried(drafts, retries - 1)
            return [Trouble(drafts[0].line, None, f"this batch: {error.detail}")]

    def _commit(self, drafts: list[Draft]) -> list[Trouble]:
        with self._transaction() as connection:
            directory = self.directories.at(connection, pin(connection))
            plan = Planner(connection, directory, self._theirs, drafts, self.seen).run()
            if plan.troubles:
                return plan.troubles
            entry = Entry(self._author, Nature.IMPORT, self.options.reason)
            made = ledger.commit(connection, self.directories, [*plan.puts.values()], entry)
            self.report.likenesses += self._likenesses(connection, plan)
        self._count(plan, made.rev if made else None)
        return []

    @property
    def _author(self) -> str:
        return f"{self.options.author}: {self.reader.publisher}"

    def _theirs(self, author: str) -> bool:
        """The files of one publisher are one voice, whoever brings them and by which door.

        What it said before is the base of a merge. No name of a key has a colon.
        """
        return author.partition(": ")[2] == self.reader.publisher

    def _likenesses(self, connection: Connection, plan: Plan) -> Iterator[Likeness]:
        """Sought once the batch is in its tables, so that it is held against itself as well."""
        created = [dump(plan.puts[key].document) for key in plan.created if key[0] is Thing.EVENT]
        return likenesses(connection, created, self._line_of)

    def _line_of(self, id_: str) -> int | None:
        said = self.seen.get((Thing.EVENT, id_))
        return said[0] if said else None

    def _transaction(self) -> AbstractContextManager[Connection]:
        rehearse = self.options.rehearse
        return self.database.rehearsing() if rehearse else self.database.writing()

    def _count(self, plan: Plan, rev: int | None) -> None:
        report = self.report
        events = sum(1 for thing, _ in plan.created if thing is Thing.EVENT)
        report.created += events - plan.holders
        report.holders += plan.holders
        report.supporting += plan.supporting
        report.changes += plan.changes
        report.unchanged += plan.unchanged
        report.repeated += plan.repeated
        report.retracted += plan.retracted
        report.conflicts += plan.conflicts
        if rev is not None and not self.options.rehearse:
            report.revisions.append(rev)


def _draft(reader: Reader, line: Line, known: Known) -> Draft:
    if line.trouble is not None:
        return Draft(line.number, troubles=[line.trouble])
    try:
        return reader.draft(line, known)
    except RecursionError:
        deep = Trouble(line.number, None, "expected values that are not nested so deeply")
        return Draft(line.number, troubles=[deep])


def _known(connection: Connection, directories: Directories) -> Known:
    """The record at its head, asked as lines are read."""
    pinned = pin(connection)

    def current(id_: str) -> Json | None:
        state = states(connection, [(Thing.EVENT, id_)]).get((Thing.EVENT, id_))
        return state.document if state else None

    directory = directories.at(connection, pinned)
    return Known(directory, lambda token: identify.find(connection, token, pinned), current)
