"""Hostile texts of a megabyte are read in time that grows with their length alone."""

from time import process_time

import pytest

from app.domain.things import Thing
from app.domain.validity import EVER
from app.intake.mentions import Mentions
from app.store.directory import directory
from tests.support.world import actor, model

LONG, SHORT = 1_000_000, 32_000
# With an exponent of 1.5: caches that others share make a long text dearer, at worst 1.32 was seen.
# Twice the length in four times the time would be some 980, this is some 170.
SLOWEST = (LONG / SHORT) ** 1.5
MET = ("Met with",)


@pytest.fixture(scope="module")
def mentions() -> Mentions:
    known = [
        actor("turkey", aliases=[{"text": "Turkish", "kind": "demonym"}]),
        actor("russia"),
        actor("korea"),
        actor("another", names={"en": "Korea"}),
    ]
    return Mentions(directory(model(Thing.ACTOR, document) for document in known), "en")


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("A. ", MET),
        ("Met with ", MET),
        (".,;! ", MET),
        ("Turkey ", MET),
        ("Turkey, Russia and ", MET),
        ("Turkey's ", MET),
        ("in Turkey, ", MET),
        ("l’", MET),
        (".,;! ", ()),
        ("\n ", ()),
        ("Korea left. ", ()),
    ],
)
def test_a_long_text_takes_its_length_and_no_longer(
    mentions: Mentions, text: str, after: tuple[str, ...]
) -> None:
    def spent(length: int) -> float:
        hostile = "Met with " + text * (length // len(text))
        begin = process_time()
        mentions.found(hostile, after, EVER)
        return process_time() - begin

    short = max(sorted(spent(SHORT) for _ in range(3))[1], 0.002)
    assert spent(LONG) < SLOWEST * short
