"""Known actors in running text: who is found, who is not, and in which office."""

import pytest

from app.domain.dates import When
from app.domain.things import Thing
from app.domain.validity import EVER, Span, possible_days
from app.intake.mentions import Mentions
from app.store.directory import directory
from tests.support.world import actor, model, relation


def alias(text: str, kind: str = "alias") -> dict[str, str]:
    return {"text": text, "lang": "en", "kind": kind}


PEOPLE = (
    actor("foreign", "office", names={"en": "Foreign Minister of Russia"},
          aliases=[alias("Russian Foreign Minister")], relations=[relation("office_of", "russia")]),
    actor("sergey", "person", names={"en": "Sergey Lavrov"}, aliases=[alias("Lavrov", "surname")],
          relations=[relation("holds", "foreign", **{"from": "2004-03-09"})]),
    actor("zbigniew", "person", names={"en": "Zbigniew Rau"}, aliases=[alias("Rau", "surname")],
          relations=[
              relation("holds", "pl-minister", **{"from": "2020-08-26", "to": "2023-11-27"})]),
    actor("who", "organisation", names={"en": "World Health Organization"},
          aliases=[alias("WHO", "acronym")]),
    actor("pl-minister", "office", relations=[relation("office_of", "poland")]),
    actor("russia"), actor("poland"), actor("saudi-arabia"), actor("turkey"), actor("iran"),
    actor("papua-new-guinea"),
    actor("netherlands", aliases=[{"text": "Hollande", "lang": "fr"}]),
    actor("guinea"), actor("georgia", aliases=[alias("Georgian", "demonym")]),
    actor("dominica", aliases=[alias("Dominican", "demonym")]),
    actor("dominican-republic", aliases=[alias("Dominican", "demonym")]),
    actor("usa", names={"en": "United States"}, aliases=[alias("US", "acronym"), alias("U.S.")]),
)  # fmt: skip


@pytest.fixture(scope="module")
def mentions() -> Mentions:
    return Mentions(directory(model(Thing.ACTOR, person) for person in PEOPLE), "en")


def days(edtf: str) -> Span:
    return possible_days(When.model_validate(edtf))


MET = ("Met with", "discussions with")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Met with Russian Foreign Minister Sergey Lavrov.", ["sergey"]),
        ("Met with President Guy Parmelin. Sergey Lavrov was not there.", []),
        ("Flew home. Sergey Lavrov was elsewhere.", []),
        ("met with the Foreign Ministers of Saudi-Arabia, Turkey, Russia, and Iran.",
         ["saudi-arabia", "turkey", "russia", "iran"]),
        ("Met with U.S. officials in Papua New Guinea.", ["usa"]),
        ("Met with officials from Papua-New-Guinea.", ["papua-new-guinea"]),
        ("Met with us in Paris; WHO officials came later.", []),
        ("Met with WHO officials, and with those who came.", ["who"]),
        ("Met with the Dominican President.", []),
        ("Met with Georgian President Mikheil Saakashvili.", ["georgia"]),
        ("Met with Joseph R. Smith and Gen. Lavrov of Russia.", ["sergey", "russia"]),
        ("Held discussions with Turkey. Met with Iran.", ["turkey", "iran"]),
        ("Met with Turkey and Turkey.", ["turkey"]),
        ("Met with French President Hollande.", []),
        ("", []),
        ("Met with", []),
    ],
)  # fmt: skip
def test_who_is_found_after_the_words(mentions: Mentions, text: str, found: list[str]) -> None:
    assert [m.actor for m in mentions.found(text, MET, days("2022-01-21")).mentions] == found


@pytest.mark.parametrize(
    ("text", "day", "found"),
    [
        ("Met with Russian Foreign Minister Sergey Lavrov.", "2022-01-21", [("sergey", "foreign")]),
        ("Met with Lavrov.", "2022-01-21", [("sergey", "foreign")]),
        # A surname alone is somebody else's before he was in office; a full name is his.
        ("Met with President Rau.", "2000-05-01", []),
        ("Met with Minister Rau.", "2021-05-01", [("zbigniew", "pl-minister")]),
        ("Met with Zbigniew Rau.", "2000-05-01", [("zbigniew", None)]),
        # Not in office: then the office that is named takes part as well.
        ("Met with Russian Foreign Minister Sergey Lavrov.", "1999-01-21",
         [("sergey", None), ("foreign", None)]),
    ],
)  # fmt: skip
def test_the_office_is_the_one_held_on_the_day(
    mentions: Mentions, text: str, day: str, found: list[tuple[str, str | None]]
) -> None:
    assert [(m.actor, m.office) for m in mentions.found(text, MET, days(day)).mentions] == found


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Met with Georgian President Saakashvili", "head_of_state"),
        ("Met with Georgian Prime Minister Noghaideli", "head_of_government"),
        ("Met with Georgian Foreign Minister Bezhuashvili", "minister"),
        ("Met with Georgian Deputy Foreign Minister X", "deputy_minister"),
        ("Met with Georgian Vice President X", None),
        ("Met with Georgian leaders", None),
    ],
)
def test_a_title_tells_the_level(mentions: Mentions, text: str, level: str | None) -> None:
    [mention] = mentions.found(text, MET, EVER).mentions

    assert (mention.actor, mention.level) == ("georgia", level)


def test_the_words_that_say_so_are_kept(mentions: Mentions) -> None:
    text = "Met with Russian Foreign Minister Sergey Lavrov, and left."

    assert (
        mentions.found(text, MET, EVER).mentions[0].words
        == "Russian Foreign Minister Sergey Lavrov"
    )


def test_without_words_to_look_after_the_whole_text_counts(mentions: Mentions) -> None:
    assert [m.actor for m in mentions.found("Turkey left.", (), EVER).mentions] == ["turkey"]
