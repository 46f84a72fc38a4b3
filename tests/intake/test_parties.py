"""Whom texts name as parties, in both languages, among all that the gazetteer knows."""

import pytest

from app.domain.things import Thing
from app.domain.validity import EVER
from app.gazetteer import first_record, gazetteer
from app.intake.mentions import Found, Mentions
from app.store.directory import directory
from app.store.states import parsed

MET = ("Met with",)
AVEC = ("Rencontre avec",)


@pytest.fixture(scope="module")
def english() -> Mentions:
    return mentions("en")


@pytest.fixture(scope="module")
def french() -> Mentions:
    return mentions("fr")


def mentions(lang: str) -> Mentions:
    entries = [*gazetteer(), *first_record()]
    actors = (document for thing, document in entries if thing == "actor")
    return Mentions(directory(parsed(Thing.ACTOR, document) for document in actors), lang)


def levels(found: Found) -> list[tuple[str, str | None]]:
    return [(mention.actor, mention.level) for mention in found.mentions]


def actors(found: Found) -> list[str]:
    return [mention.actor for mention in found.mentions]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # Other things and people with the name of a country.
        ("members of the Latin American Parliament", []),
        ("Central American heads of state", []),
        ("Prime Minister Michael Jordan", []),
        ("Prime Minister Jordan", []),
        ("Chad Smith", []),
        ("Mr. Holland", []),
        ("Israel Katz and Turkish officials", ["turkiye"]),
        ("the mayor of Lebanon, Ohio", []),
        ("the mayor of Jordan, New Jersey", []),
        ("leaders of the Niger Delta", []),
        ("New Guinea officials", []),
        ("Northern Irish leaders", []),
        ("Turkish Cypriot leaders", []),
        # Places and subjects.
        ("leaders in Kabul, Afghanistan", []),
        ("leaders in Kabul, Afghanistan, and with Turkey", ["turkiye"]),
        ("the King in Turkey, Russia, and the Soviet Union", []),
        ("the American ambassador to Turkey", ["united-states"]),
        ("an envoy for Syria on Iran", []),
        ("leaders while returning to the U.S.", []),
        ("leaders at NATO", []),
        ("leaders in Vienna and the French President", ["france"]),
        ("leaders in New York on Monday, Turkey, and Russia", ["turkiye", "russia"]),
        ("envoys to Turkey's Foreign Minister", ["turkiye"]),
        # Parties.
        ("Turkey", ["turkiye"]),
        ("the Foreign Ministers of Saudi Arabia, Turkey, Russia, and Iran",
         ["saudi-arabia", "turkiye", "russia", "iran"]),
        ("representatives of NATO", ["nato"]),
        ("the Presidents of Peru, Colombia, and Bolivia", ["peru", "colombia", "bolivia"]),
        ("officials from Turkey", ["turkiye"]),
        ("King Hussein of Jordan", ["jordan"]),
        ("Guinea, Guinea-Bissau, and Papua New Guinea",
         ["guinea", "guinea-bissau", "papua-new-guinea"]),
        ("Niger and Nigeria", ["niger", "nigeria"]),
        ("those who came from the WHO", ["who"]),
        ("U.S. leaders", ["united-states"]),
        ("UAE Trade Envoy Smith", ["united-arab-emirates"]),
        ("United States Senator Smith", ["united-states"]),
        # Possessives.
        ("Jordan's Foreign Minister", ["jordan"]),
        ("Jordan’s King Abdullah II", ["jordan"]),
        ("Turkey's senior diplomats", ["turkiye"]),
        ("Turkey's Erdogan", ["turkiye"]),
        ("leaders after Russia’s invasion", []),
        ("leaders before President Biden's visit", []),
    ],
)  # fmt: skip
def test_parties_are_told_from_places_and_namesakes(
    english: Mentions, text: str, found: list[str]
) -> None:
    assert actors(english.found(f"Met with {text}.", MET, EVER)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("On Monday, Turkey met Russia. Yesterday Iran left.", ["turkiye", "russia", "iran"]),
        ("He said: “The Sudan is ready.”", ["sudan"]),
        ("Visit to Turkey\n\nIran agrees", ["iran"]),
        ("It met Turkey. President Smith left.", ["turkiye"]),
    ],
)
def test_any_word_has_a_capital_where_a_sentence_begins(
    english: Mentions, text: str, found: list[str]
) -> None:
    assert levels(english.found(text, (), EVER)) == [(actor, None) for actor in found]


def test_what_the_words_introduce_is_no_place(english: Mentions) -> None:
    assert actors(english.found("A visit to Turkey.", ("visit to",), EVER)) == ["turkiye"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Turkey's Foreign Minister", [("turkiye", "minister")]),
        ("Jordan's King Abdullah II", [("jordan", "head_of_state")]),
        ("Russian Foreign Minister Primakov", [("ru-foreign-minister", "minister")]),
        ("Russian Foreign Minister Sergei Lavrov", [("sergei-lavrov", "minister")]),
        ("Sergei Ryabkov", [("sergei-ryabkov", "deputy_minister")]),
        ("the President of the United States", [("us-president", "head_of_state")]),
        ("Italian officials, the Italian President, and the Italian Prime Minister",
         [("italy", "head_of_state")]),
        ("the Georgian Vice President", [("georgia", None)]),
    ],
)  # fmt: skip
def test_the_highest_level_counts(
    english: Mentions, text: str, found: list[tuple[str, str | None]]
) -> None:
    assert levels(english.found(f"Met with {text}.", MET, EVER)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("le président français et la chancelière allemande",
         [("france", "head_of_state"), ("germany", "head_of_government")]),
        ("la présidente argentine", [("argentina", "head_of_state")]),
        ("le Premier ministre britannique", [("united-kingdom", "head_of_government")]),
        ("le chef de la diplomatie turque", [("turkiye", "minister")]),
        ("le vice-ministre russe des Affaires étrangères Sergueï Riabkov",
         [("sergei-ryabkov", "deputy_minister")]),
        ("le chef de la diplomatie russe", [("ru-foreign-minister", "minister")]),
        ("les premiers Français", [("france", None)]),
        ("les ministres suédoise et norvégien", [("sweden", "minister"), ("norway", None)]),
        ("l’OTAN", [("nato", None)]),
        ("l’Otan", [("nato", None)]),
        ("des représentants d’Allemagne et de l'Italie", [("germany", None), ("italy", None)]),
        ("la Côte d’Ivoire et la Suède", [("cote-divoire", None), ("sweden", None)]),
        ("des élus à Kiev, en Ukraine, et au Mali", []),
        ("ceux qui parlent en français", []),
        ("l’ambassadeur américain en Turquie", [("united-states", "ambassador")]),
        ("le président François Hollande", []),
        ("le président Hollande", []),
    ],
)  # fmt: skip
def test_french_is_read_as_it_is_written(
    french: Mentions, text: str, found: list[tuple[str, str | None]]
) -> None:
    assert levels(french.found(f"Rencontre avec {text}.", AVEC, EVER)) == found


def test_french_sentences_begin_with_an_article(french: Mentions) -> None:
    text = "« La Turquie est prête. Réunion de l’OTAN. L’Allemagne a accepté."

    assert actors(french.found(text, (), EVER)) == ["turkiye", "nato", "germany"]


@pytest.mark.parametrize(
    ("text", "ambiguous"),
    [
        ("the Congolese President", {"Congolese": ("congo-brazzaville", "congo-kinshasa")}),
        ("the Dominican President", {"Dominican": ("dominica", "dominican-republic")}),
        ("leaders in Korea", {}),
        ("the South Korean President", {}),
    ],
)
def test_what_may_be_one_of_several_is_told(
    english: Mentions, text: str, ambiguous: dict[str, tuple[str, ...]]
) -> None:
    assert english.found(f"Met with {text}.", MET, EVER).ambiguous == ambiguous
