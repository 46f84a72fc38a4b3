"""Nearest names: misspelt and cut short, never a mere word or acronym in common."""

import pytest

from app.domain.actor import Actor
from app.domain.resolve import Names
from app.suggest import near
from tests.support.world import actor

LISTED = [
    actor("france"), actor("germany", names={"en": "Germany", "fr": "Allemagne"}),
    actor("north-korea", names={"en": "North Korea"}),
    actor("south-korea", names={"en": "South Korea"}),
    actor("development-bank", names={"en": "African Development Bank"}),
    actor("aiib", names={"en": "AIIB"}), actor("ai", names={"en": "AI"}),
]  # fmt: skip
NAMES = Names({a["id"]: Actor.model_validate(a) for a in LISTED})


@pytest.mark.parametrize(
    ("token", "found"),
    [
        ("Frnce", ["france"]),
        ("allemange", ["germany"]),
        ("Korea", ["north-korea", "south-korea"]),
        ("North Koera", ["north-korea"]),
        ("West Bank", []),
        ("Hawaii", []),
        ("xyz", []),
        ("", []),
    ],
)
def test_the_nearest_names(token: str, found: list[str]) -> None:
    assert sorted(near(token, [NAMES])) == found
