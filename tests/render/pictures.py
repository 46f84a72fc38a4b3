"""Pictures for tests: of awkward events, of many, of few."""

from collections.abc import Iterable, Iterator
from random import Random
from typing import Any

from app.domain.listing import Listing, Recorded
from app.render import svg
from tests.support import awkward
from tests.support.world import event, party

LONG = "A " + "very long title about the continuing negotiations of the parties " * 7
ARABIC = "محادثات بشأن أوكرانيا والأمن في أوروبا بين روسيا والولايات المتحدة الأمريكية في جنيف"
HEBREW = "שיחות על ביטחון באירופה (2022)"
JAPANESE = (
    "ウクライナと欧州の安全保障に関する米露二国間協議が一月十日にジュネーブで開催される予定である"
)
_WORDS = (
    "talks",
    "on",
    "gas",
    "between",
    "two",
    "ministries",
    "of",
    "foreign",
    "affairs",
    "council",
)
_STATUSES = ("confirmed", "announced", "proposed", "held", "cancelled", "postponed", "suspended")


def recorded(documents: Iterable[dict[str, Any]]) -> list[Recorded]:
    return [
        Recorded(document["id"], 1, 2, awkward.AT, awkward.stored(document))
        for document in documents
    ]


def drawn(items: list[Recorded], count: int | None = None, **asked: Any) -> bytes:
    """The picture of a page of these."""
    given = {"width": "800", "lanes": "forum"} | {
        name: str(asked.pop(name)) for name in ("width", "lanes") if name in asked
    }
    listing = Listing(items, awkward.related(), awkward.REV, awkward.AT, count=count)
    return svg.page(listing, awkward.view(options=given, **asked))


def _some(chance: Random, number: int, when: Any) -> dict[str, Any]:
    return event(
        number,
        when,
        title={"en": " ".join(chance.choices(_WORDS, k=chance.randint(2, 14)))},
        status=chance.choice(_STATUSES),
        forum=chance.choice(["council", "group", "pair", None]),
        participants=[party(id_) for id_ in chance.sample(["russia", "france", "nato"], 2)],
    )


def _many(days: Iterable[Any]) -> list[Recorded]:
    chance = Random(3)
    return recorded(_some(chance, number, day) for number, day in enumerate(days))


def _days(count: int, first: int, last: int) -> Iterator[str]:
    chance = Random(5)
    for _ in range(count):
        year, month, day = chance.randint(first, last), chance.randint(1, 12), chance.randint(1, 28)
        yield f"{year:04}-{month:02}-{day:02}"


def _titled(*titles: str) -> list[Recorded]:
    return recorded(
        event(number, f"2022-{1 + 2 * number:02}-10", title={"en": title})
        for number, title in enumerate(titles)
    )


SCENES: dict[str, list[Recorded]] = {
    "awkward": awkward.items(),
    "nothing": [],
    "one": awkward.items()[:1],
    "a page": _many(_days(50, 2019, 2023)),
    "200 on one day": _many(["2022-01-10"] * 200),
    "two centuries": _many(_days(60, 1866, 2026)),
    "undated": _many([None] * 5),
    "long and foreign": _titled(LONG, "x" * 400, ARABIC, HEBREW, JAPANESE, "\ufdfd" * 9),
}
