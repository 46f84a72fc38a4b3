"""Which schema the database has, and which one this release was written for."""

import re
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, column, inspect, select, table

from app.errors import NotMigrated

_HERE = Path(__file__).resolve().parent.parent
# Where the steps keep which of them was taken last.
_TAKEN = table("alembic_version", column("version_num"))
_STEP = re.compile(r"(\d{4})_\w+\.py")


def check(connection: Connection) -> None:
    """NotMigrated unless the schema is the one this release was written for.

    What takes the steps is not asked: it is a tenth of the memory of a server and of its start.
    """
    found = _taken(connection)
    if found != wanted():
        raise NotMigrated(
            f"The database has schema {found or 'none'}, this release needs {wanted()}: "
            "run `pourparlers migrate`."
        )


@cache
def wanted() -> str:
    """The number of the last step, which the name of its file begins with."""
    names = (path.name for path in (scripts() / "versions").iterdir())
    return max(step[1] for name in names if (step := _STEP.fullmatch(name)))


def scripts() -> Path:
    """The folder of the steps: beside the package in a checkout, inside it in a wheel."""
    packed = _HERE / "migrations"
    return packed if packed.is_dir() else _HERE.parent / "migrations"


def _taken(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_TAKEN.name):
        return None
    return connection.scalar(select(_TAKEN.c.version_num))
