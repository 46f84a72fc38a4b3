"""Makes this record the mirror of another installation, and holds it to that one's digest."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from app.errors import Conflict, EpochEnded, NotUsable
from app.store import ledger, mirror
from app.store.digest import Digest, Digests
from app.store.directory import Directories
from app.store.mirror import Standing
from app.store.pins import Pin, pin
from app.store.redact import scrub
from app.store.sessions import Connection, Database
from app.syncing.commits import Batch, whole
from app.syncing.differences import differences
from app.syncing.remote import Remote
from app.syncing.said import DigestSaid
from app.syncing.spool import spooled


class Mirrored(NamedTuple):
    """How far the mirror has come, how many commits that took, and what both records amount to."""

    epoch: str
    rev: int
    commits: int
    digest: str


def _quiet(_: object) -> None:
    return None


class Mirror:
    """This database as the mirror of one installation."""

    def __init__(
        self,
        database: Database,
        remote: Remote,
        tell: Callable[[str], object] = _quiet,
        progress: Callable[[int], object] = _quiet,
    ) -> None:
        self.database = database
        self.remote = remote
        self.digests = Digests()
        self._tell = tell
        self._progress = progress

    def sync(self, *, restart: bool = False) -> Mirrored:
        """Repeats all that was committed there since; NotUsable where both then differ.

        Each page of commits is one transaction, so that what is cut off goes on where it was.
        Where the epoch has ended there, or where that is asked for, it begins anew: then all of it
        is one transaction, and until then the mirror stays what it was.
        """
        with self.database.reading() as connection:
            found = mirror.standing(connection)
        if restart and found.of is not None:
            return self._restarted()
        self._refuse(found)
        try:
            return self._gone_on(found)
        except EpochEnded:
            self._tell("The other installation began another epoch: mirroring it anew.")
            return self._restarted()

    @property
    def _of(self) -> str:
        return self.remote.source.base

    def _refuse(self, found: Standing) -> None:
        if found.of not in (None, self._of):
            detail = f"This record is a mirror of {found.of}: give that address, or --restart."
            raise Conflict(detail)

    def _gone_on(self, found: Standing) -> Mirrored:
        since = "0" if found.of is None else f"{found.epoch}.{found.rev}"
        made, directories = 0, Directories()
        for number, batch in enumerate(whole(self.remote.ledger(since))):
            with self.database.writing() as connection:
                if number == 0 and found.of is None:
                    mirror.adopt(connection, self._of, batch.epoch)
                _repeat(connection, directories, batch)
            made += len(batch.commits)
            self._progress(len(batch.commits))
        with self.database.reading() as connection:
            pinned = pin(connection)
            digest = self._proven(connection, pinned, self.remote.digest(pinned.rev))
        return Mirrored(pinned.epoch, pinned.rev, made, digest)

    def _restarted(self) -> Mirrored:
        """All of it is fetched before anything is dropped, and proven before it is kept."""
        self.digests = Digests()
        with spooled(self.remote.ledger("0")) as spool:
            theirs = self.remote.digest(spool.rev)
            with self.database.writing() as connection:
                former = mirror.standing(connection)
                mirror.empty(connection)
                mirror.adopt(connection, self._of, spool.epoch)
                made = _all(connection, whole(spool.pages()))
                pinned = pin(connection)
                digest = self._proven(connection, pinned, theirs)
        if former.rev:
            # A redaction there is to leave nothing here.
            scrub(self.database)
        self._progress(made)
        return Mirrored(pinned.epoch, pinned.rev, made, digest)

    def _proven(self, connection: Connection, pinned: Pin, theirs: DigestSaid) -> str:
        """The digest of both; NotUsable where they differ."""
        if theirs.epoch != pinned.epoch:
            raise EpochEnded("The other installation began another epoch meanwhile.")
        ours = self.digests.at(connection, pinned, most=None)
        if ours.digest == theirs.digest:
            return ours.digest
        self.digests = Digests()
        raise NotUsable(self._sentence(connection, ours, theirs))

    def _sentence(self, connection: Connection, ours: Digest, theirs: DigestSaid) -> str:
        what = "; ".join(differences(connection, self.remote, ours, theirs))
        return f"At revision {theirs.rev} the mirror is not what {self._of} is: {what}."


def _all(connection: Connection, batches: Iterable[Batch]) -> int:
    made, directories = 0, Directories()
    for batch in batches:
        _repeat(connection, directories, batch)
        made += len(batch.commits)
    return made


def _repeat(connection: Connection, directories: Directories, batch: Batch) -> None:
    for original in batch.commits:
        ledger.repeat(connection, directories, original)
