"""A list of another installation's events as NDJSON in a plain file, kept current."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from app.domain.difference import Effect
from app.errors import Conflict, EpochEnded
from app.syncing.remote import Remote

Item = dict[str, Any]


class Happened(NamedTuple):
    """What became of an event in the file."""

    effect: Effect
    id: str
    title: str


Tell = Callable[[Happened], object]


class File:
    """The file, and beside it where it stands: `<file>.sync`.

    The file is replaced whole, then it is told what happened, then its place is noted: one that
    was cut off in between is brought up to date again, and told of again.
    """

    def __init__(self, path: Path, remote: Remote) -> None:
        self.path = path
        self.remote = remote
        self._beside = path.with_name(f"{path.name}.sync")
        self._of = {"url": remote.source.base, "query": [list(p) for p in remote.source.query]}

    def sync(self, tell: Tell, *, restart: bool = False) -> None:
        """Brings the file up to date, and tells what happened, oldest first.

        Conflict where the file is of another list, or not one that can be read. Where the epoch has
        ended there, or where that is asked for, the list is fetched whole and compared.
        """
        since = self._since()
        former = self._read()
        if restart or since is None:
            self._begun(former, tell)
            return
        try:
            self._gone_on(former, since, tell)
        except EpochEnded:
            self._begun(former, tell)

    def _begun(self, former: Mapping[str, Item], tell: Tell) -> None:
        """The list as it is; what was in the file and is not in it has left."""
        epoch, items, rev = self.remote.epoch(), dict[str, Item](), 0
        for page in self.remote.events():
            items |= {item["id"]: item for item in page.items}
            rev = page.rev
        # What was committed since; of another epoch, if one began meanwhile.
        _, since = self._followed(items, f"{epoch}.{rev}")
        self._write(items, _compared(former, items), since, tell)

    def _gone_on(self, items: dict[str, Item], since: str, tell: Tell) -> None:
        happened, reached = self._followed(items, since)
        if reached != since:
            self._write(items, happened, reached, tell)

    def _followed(self, items: dict[str, Item], since: str) -> tuple[list[Happened], str]:
        """Does to the items what was committed since; where that leads to."""
        happened: list[Happened] = []
        for page in self.remote.changes(since):
            for said in page.items:
                former = items.pop(said.id, None)
                if said.item is not None:
                    items[said.id] = said.item
                shown = said.item or former or {}
                happened.append(Happened(said.effect, said.id, shown.get("title", "")))
            since = page.since
        return happened, since

    def _since(self) -> str | None:
        """Where the file stands; None where it does not exist yet."""
        if not self._beside.exists():
            if self.path.exists():
                raise Conflict(f"{self.path} is not a file of pourparlers sync: name another one.")
            return None
        known = orjson.loads(self._beside.read_bytes())
        if {name: known[name] for name in self._of} != self._of:
            raise Conflict(f"{self.path} is kept current of another list: name another file.")
        return str(known["since"]) if self.path.exists() else None

    def _read(self) -> dict[str, Item]:
        if not self.path.exists():
            return {}
        try:
            items = map(orjson.loads, self.path.read_bytes().splitlines())
            return {item["id"]: item for item in items}
        except (orjson.JSONDecodeError, KeyError, TypeError) as error:
            detail = f"{self.path} was changed by others: delete it, and it is fetched whole."
            raise Conflict(detail) from error

    def _write(
        self, items: Mapping[str, Item], happened: Iterable[Happened], since: str, tell: Tell
    ) -> None:
        ordered = sorted(items.values(), key=_order)
        lines = (orjson.dumps(item, option=orjson.OPT_APPEND_NEWLINE) for item in ordered)
        _replace(self.path, b"".join(lines))
        for one in happened:
            tell(one)
        _replace(self._beside, orjson.dumps({**self._of, "since": since}))


def _compared(former: Mapping[str, Item], items: Mapping[str, Item]) -> Iterator[Happened]:
    for id_, item in former.items():
        if id_ not in items:
            yield Happened(Effect.LEFT, id_, item.get("title", ""))
    for id_, item in items.items():
        if former.get(id_) != item:
            effect = Effect.CHANGED if id_ in former else Effect.ENTERED
            yield Happened(effect, id_, item["title"])


def _order(item: Item) -> tuple[str, str, str, str]:
    """As a list stands: by date and local time, what has none last, then by its end."""
    when, last = item["when"], "9999-99-99"
    start = when["earliest_start"] or when["latest_start"] or last
    return start, _time(when), when["latest_end"] or last, item["id"]


def _time(when: Item) -> str:
    """The local time at which it starts; what has none comes before."""
    first = when["edtf"].partition("/")[0] if when["precision"] == "minute" else ""
    return str(first).partition("T")[2]


def _replace(path: Path, content: bytes) -> None:
    """The file as it was or as it is to be, whatever happens meanwhile."""
    written = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with written.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        written.replace(path)
    finally:
        written.unlink(missing_ok=True)
