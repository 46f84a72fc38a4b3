"""A mirror as it is often made, the control: it notes its place, then writes the commits."""

from sqlalchemy import update

from app import cli
from app.store import ledger, mirror
from app.store.directory import Directories
from app.store.mirror import Standing
from app.store.tables import ledger as row
from app.syncing.commits import whole
from app.syncing.mirror import Mirror, Mirrored


def _gone_on(self: Mirror, found: Standing) -> Mirrored:
    since = "0" if found.of is None else f"{found.epoch}.{found.rev}"
    for batch in whole(self.remote.ledger(since)):
        with self.database.writing() as connection:
            if found.of is None:
                mirror.adopt(connection, self.remote.source.base, batch.epoch)
                found = Standing(self.remote.source.base, batch.epoch, 0)
        for original in batch.commits:
            with self.database.writing() as connection:
                connection.execute(update(row).values(rev=original.rev - 1))
                ledger.repeat(connection, Directories(), original)
                connection.execute(update(row).values(rev=batch.commits[-1].rev))
    return Mirrored(found.epoch, found.rev, 0, "")


def main() -> None:
    """Runs the command with it."""
    Mirror._gone_on = _gone_on  # type: ignore[method-assign]
    print("ready", flush=True)
    cli.main()


if __name__ == "__main__":
    main()
