"""Where a reader of changes stands, as text for addresses and for `Last-Event-ID`.

A revision alone, `42`; with the epoch that counted it, `9f3c21ab.42`; and within a commit that was
told of in part, after which thing: `9f3c21ab.42.event.ev_7k2m9q4x`.
"""

import re
from typing import NamedTuple

from app.domain.feed import Key, Place
from app.domain.things import Thing
from app.errors import EpochEnded
from app.store.pins import Pin

_TOKEN = re.compile(
    r"(?:(?P<epoch>[0-9a-f]{8})\.)?(?P<rev>0|[1-9][0-9]{0,14})"
    rf"(?:\.(?P<thing>{'|'.join(Thing)})\.(?P<id>[a-z0-9][a-z0-9_-]{{0,119}}))?"
)


class Token(NamedTuple):
    """A place, and the epoch whose revisions it counts; None where that was not said."""

    epoch: str | None
    place: Place


def encode(epoch: str, place: Place) -> str:
    """The place as text."""
    return ".".join([epoch, str(place.rev), *(place.last or ())])


def decode(text: str) -> Token | None:
    """The place that a text names; None where it names none."""
    found = _TOKEN.fullmatch(text)
    if found is None or (found["thing"] and not found["epoch"]):
        return None
    last = Key(Thing(found["thing"]), found["id"]) if found["thing"] else None
    return Token(found["epoch"], Place(int(found["rev"]), last))


def refuse_ended(token: Token, head: Pin, restart: str) -> None:
    """EpochEnded, with the address to begin anew at, for a place that this record never had."""
    if token.epoch not in (None, head.epoch):
        raise _ended("The record was replaced by a restored copy since you last asked.", restart)
    if token.place.rev > head.rev:
        detail = f"This record reaches to revision {head.rev}: it was replaced by an older copy."
        raise _ended(detail, restart)


def _ended(detail: str, restart: str) -> EpochEnded:
    return EpochEnded.at(
        f"{detail} Drop what you have and begin anew at {restart}", restart, "since"
    )
