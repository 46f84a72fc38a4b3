"""The small world, on each kind of database."""

from tests.store.conftest import world

__all__ = ["world"]
