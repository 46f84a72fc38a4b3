"""Every kind of change in words, French and English, with what was and what is."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from app.domain.change import Change, ChangeType, Nature, diff
from app.domain.changed import Changed
from app.domain.changewords import sentence
from app.render.change_words import in_words
from tests.support import awkward
from tests.support.world import event, party

Document = dict[str, Any]
TOKYO = "Asia/Tokyo"
HALF_PAST_NINE = "10 janvier 2022 à 9\xa0h\xa030 (Asia/Tokyo)"


def entry(before: Document | None, after: Document | None, *more: Change) -> Changed:
    was, now = (document and awkward.stored(document) for document in (before, after))
    return Changed(
        id="ev_00000001",
        rev=5,
        at=datetime(2022, 1, 2, tzinfo=UTC),
        nature=Nature.WORLD,
        reason=None,
        source=None,
        changes=[*diff(was, now), *more],
        before=was,
        after=now,
    )


def words(changed: Changed, lang: str = "en") -> list[str]:
    return in_words(changed, awkward.view(lang))


def said(old: Mapping[str, Any], new: Mapping[str, Any], lang: str = "en") -> list[str]:
    """What is said of an event that had these members and has those."""
    return words(entry({**event(1), **old}, {**event(1), **new}), lang)


RUSSIA, FRANCE = party("russia"), party("france")


@pytest.mark.parametrize(
    ("old", "new", "english", "french"),
    [
        (
            {"when": "2022-01"}, {"when": "2022-01-12"},
            "moved from January 2022 to 12 January 2022",
            "date modifiée : 12 janvier 2022 au lieu de janvier 2022",
        ),
        (
            {"when": {"edtf": "2022-01-10T09:30", "timezone": TOKYO}}, {"when": None},
            "moved from 10 January 2022, 09:30 (Asia/Tokyo) to date not announced",
            f"date modifiée : date non annoncée au lieu de {HALF_PAST_NINE}",
        ),
        (
            {"status": "announced"}, {"status": "under_way"},
            "under way, no longer announced", "en cours, auparavant annoncé",
        ),
        (
            {"place": {"city": {"en": "Bern"}}}, {"place": awkward.GENEVA},
            "place: Palais des Nations, Room VII, Geneva, France instead of Bern",
            "lieu : Palais des Nations, salle VII, Genève, France au lieu de Bern",
        ),
        (
            {}, {"place": {"country": "russia"}},
            "place: Russia", "lieu : Russie",
        ),
        (
            {"place": {"country": "russia"}}, {},
            "place withdrawn: Russia", "lieu retiré : Russie",
        ),
        (
            {"mode": "in_person"}, {"mode": "online"},
            "how they meet: online instead of in person",
            "manière de se réunir : en ligne au lieu de en personne",
        ),
        (
            {"participants": [FRANCE]}, {"participants": [FRANCE, RUSSIA]},
            "Russia joins", "Russie se joint aux participants",
        ),
        (
            {"participants": [FRANCE, RUSSIA]}, {"participants": [FRANCE]},
            "Russia no longer takes part", "Russie ne participe plus",
        ),
        (
            {"participants": [RUSSIA]}, {"participants": [{**RUSSIA, "level": "minister"}]},
            "Russia: minister instead of not known", "Russie : ministre au lieu de inconnu",
        ),
        (
            {}, {"positions": [{"actor": "russia", "position": "confirmed"}]},
            "Russia confirms it", "Russie confirme",
        ),
        (
            {"positions": [{"actor": "russia", "position": "confirmed"}]},
            {"positions": [{"actor": "russia", "position": "denied"}]},
            "Russia denies it, where before: confirms it", "Russie dément, auparavant : confirme",
        ),
        (
            {"positions": [{"actor": "russia", "position": "no_comment"}]}, {},
            "Russia no longer says anything of it, where before: does not comment",
            "Russie n’en dit plus rien, auparavant : ne commente pas",
        ),
        (
            {"title": {"en": "Talks"}}, {"title": {"en": "Meeting"}},
            "renamed from “Talks”", "auparavant « Talks »",
        ),
        ({"title": {"en": "A", "ru": "Б"}}, {"title": {"en": "A"}},
         "title corrected", "titre : corrigé"),
        ({}, {"slug": "talks"}, "slug corrected", "alias : corrigé"),
        ({}, {"sources": ["src_1", "src_2"]}, "a source was added", "une source a été ajoutée"),
        ({}, {"topics": ["arms"]}, "topics corrected", "thèmes : corrigé"),
    ],
)  # fmt: skip
def test_a_change_is_said_with_what_was_and_is(
    old: Document, new: Document, english: str, french: str
) -> None:
    assert said(old, new) == [english]
    assert said(old, new, "fr") == [french]


def test_what_is_new_is_said_with_its_date() -> None:
    assert words(entry(None, event(1))) == ["new in the record: 10 January 2022"]


def test_what_is_said_twice_is_said_once() -> None:
    added = Change(type=ChangeType.STATEMENT_ADDED, new="st_1")
    assert words(entry(event(1), event(1), added, added)) == ["a statement was added"]


@pytest.mark.parametrize("type_", sorted({*ChangeType} - {"retracted", "affiliation_changed"}))
@pytest.mark.parametrize("lang", ["en", "fr-CA"])
def test_every_type_of_an_event_has_its_sentence(type_: ChangeType, lang: str) -> None:
    assert sentence(type_, lang)
