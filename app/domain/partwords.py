"""The controlled words of what is inside an event or beside it, as a reader says them."""

from collections.abc import Mapping
from enum import StrEnum

from app.domain.actor import ActorKind, MemberRole
from app.domain.change import Nature
from app.domain.eventwords import tongue
from app.domain.forum import ForumKind
from app.domain.vocabulary import Agreement, Attendance, Basis, Level, Mode, Role

Words = Mapping[str, str]

FRENCH: Mapping[type[StrEnum], Words] = {
    Role: {
        "party": "partie", "host": "hôte", "visitor": "visiteur", "organizer": "organisateur",
        "chair": "présidence", "mediator": "médiateur", "member": "membre",
        "observer": "observateur", "invited": "invité", "speaker": "orateur",
        "delegate": "délégué", "head_of_delegation": "chef de délégation",
        "signatory": "signataire",
    },
    Level: {
        "head_of_state": "chef d’État", "head_of_government": "chef de gouvernement",
        "minister": "ministre", "deputy_minister": "vice-ministre", "ambassador": "ambassadeur",
        "senior_official": "haut fonctionnaire", "expert": "expert",
    },
    Attendance: {
        "expected": "attendu", "confirmed": "confirmé", "attended": "présent",
        "declined": "a décliné", "absent": "absent",
    },
    Agreement: {
        "none": "aucun", "one_party": "d’une seule partie", "some_parties": "de plusieurs parties",
        "all_parties": "de toutes les parties", "organiser": "de l’organisateur",
        "contradicted": "contredit",
    },
    Mode: {
        "in_person": "en personne", "online": "en ligne", "hybrid": "en personne et en ligne",
        "written": "par écrit",
    },
    Basis: {"stated": "indiqué", "inferred": "déduit", "derived": "dérivé"},
    ActorKind: {
        "country": "pays ou territoire", "organisation": "organisation", "body": "organe",
        "office": "fonction", "person": "personne", "grouping": "groupe",
    },
    ForumKind: {
        "bilateral": "bilatéral", "state_organisation": "entre un État et une organisation",
        "organ": "organe", "format": "format", "summit_series": "série de sommets",
        "conference": "conférence", "ad_hoc": "ad hoc",
    },
    MemberRole: {
        "member": "membre", "participating_state": "État participant",
        "observer": "observateur", "partner": "partenaire",
    },
    Nature: {
        "world": "le monde a changé", "correction": "nous corrigeons", "import": "import",
    },
}  # fmt: skip
_ENGLISH: Mapping[type[StrEnum], Words] = {
    ActorKind: {"country": "country or area"},
    ForumKind: {"state_organisation": "between a state and an organisation"},
    MemberRole: {"participating_state": "participating State"},
    Nature: {"world": "the world changed", "correction": "we were wrong", "import": "imported"},
}


def said(words: type[StrEnum], value: str, lang: str) -> str:
    """A word of one of these vocabularies, in French for `fr` and its regions, else in English."""
    if tongue(lang) == "fr":
        return FRENCH[words][value]
    return _ENGLISH.get(words, {}).get(value) or value.replace("_", " ")
