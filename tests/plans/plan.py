"""How a database means to answer a statement: which tables it reads whole, by which indexes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Select

from app.domain.cells import By
from app.domain.directory import Directory
from app.domain.query import EventQuery
from app.store import page as pages
from app.store.counts import grouped
from app.store.directory import Directories
from app.store.pins import Pin, pin
from app.store.rarity import shaped_on
from app.store.shape import Key

LARGE = ("event_index", "event_actors", "event_sides", "event_topics", "event_texts", "versions")


@dataclass(frozen=True)
class Asking:
    """A record, and the revision it is asked at."""

    connection: Connection
    directory: Directory
    pin: Pin

    @property
    def sqlite(self) -> bool:
        return self.connection.dialect.name == "sqlite"

    def at(self, rev: int) -> "Asking":
        return replace(self, pin=pin(self.connection, rev))

    def page(self, query: EventQuery, after: Key | None = None) -> tuple[str, Any]:
        """The statement of a page of 20 with its parameters, as the driver takes them."""
        shape, values = shaped_on(self.connection, query, self.directory, self.pin, after)
        return self._compiled(pages.page(shape), {**values, "limit": 21})

    def count(self, query: EventQuery) -> tuple[str, Any]:
        shape, values = shaped_on(self.connection, query, self.directory, self.pin)
        return self._compiled(pages.count(shape), dict(values))

    def counts(self, query: EventQuery, *by: By) -> tuple[str, Any]:
        """The statement of a table of counts."""
        shape, values = shaped_on(self.connection, query, self.directory, self.pin)
        return self._compiled(grouped(shape, by, of_some=False), {**values, "limit": 100})

    def plan(self, statement: tuple[str, Any]) -> "Plan":
        sql, values = statement
        if self.sqlite:
            rows = self.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
            return Plan([str(row[3]) for row in rows])
        explained = self.connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {sql}", values)
        return Plan([*_nodes(explained.scalar_one()[0]["Plan"])])

    def plain(self, sql: str) -> tuple[str, Any]:
        """A statement without parameters."""
        return sql, () if self.sqlite else {}

    def _compiled(self, statement: Select[Any], values: dict[str, Any]) -> tuple[str, Any]:
        compiled = statement.compile(dialect=self.connection.dialect)
        given = compiled.construct_params(values)
        positions = getattr(compiled, "positiontup", None)
        return str(compiled), tuple(given[n] for n in positions) if positions else given


def asking(connection: Connection, directories: Directories) -> Asking:
    """The record of a connection at its head."""
    head = pin(connection)
    return Asking(connection, directories.at(connection, head), head)


@dataclass(frozen=True)
class Plan:
    """The steps of a plan in the words of SQLite: SCAN table, SEARCH table USING INDEX name."""

    steps: list[str]

    @property
    def scanned(self) -> list[str]:
        """The large tables that are read whole, by an index or without; long events are few."""
        scans = [step for step in self.steps if step.startswith("SCAN") and _table(step) in LARGE]
        return [step for step in scans if "INDEX ix_event_index_long" not in step]

    @property
    def indexes(self) -> set[str]:
        """The indexes that are searched."""
        return {found[1] for step in self.steps if (found := _INDEX.search(step))}


_INDEX = re.compile(r"\b((?:ix|uq|pk)_\w+)")


def _table(step: str) -> str:
    return step.split()[1]


def _nodes(node: dict[str, Any]) -> Iterator[str]:
    table, index = node.get("Relation Name"), node.get("Index Name", "")
    if node["Node Type"] == "Seq Scan":
        yield f"SCAN {table}"
    elif "Index" in node["Node Type"]:
        searched = "SEARCH" if "Index Cond" in node else "SCAN"
        yield f"{searched} {table or _of(index)} USING INDEX {index}"
    for part in node.get("Plans", ()):
        yield from _nodes(part)


def _of(index: str) -> str:
    """The table of an index that only a bitmap names."""
    return next((table for table in LARGE if f"_{table}_" in index), index)
