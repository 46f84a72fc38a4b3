"""What a change is, in French and English: sentences with blanks for what it was and is."""

from collections.abc import Mapping

from app.domain.change import ChangeType
from app.domain.eventwords import tongue

Words = Mapping[str, str]

# Beside the types themselves, variants of their sentences and a few words of their own.
_ENGLISH: Words = {
    ChangeType.CREATED: "new in the record: {new}",
    ChangeType.RESCHEDULED: "moved from {old} to {new}",
    ChangeType.STATUS_CHANGED: "{new}, no longer {old}",
    ChangeType.PLACE_CHANGED: "place: {new} instead of {old}",
    ChangeType.PARTICIPANT_JOINED: "{who} joins",
    ChangeType.PARTICIPANT_LEFT: "{who} no longer takes part",
    ChangeType.LEVEL_CHANGED: "{who}: {new} instead of {old}",
    ChangeType.POSITION_CHANGED: "{who} {new}",
    ChangeType.STATEMENT_ADDED: "a statement was added",
    ChangeType.SOURCE_ADDED: "a source was added",
    ChangeType.RENAMED: "renamed from “{old}”",
    ChangeType.CORRECTED: "{field} corrected",
    ChangeType.MERGED: "merged with another",
    ChangeType.REDACTED: "a part was removed",
    "place": "place: {new}",
    "no place": "place withdrawn: {old}",
    "position": "{who} {new}, where before: {old}",
    "mode": "how they meet: {new} instead of {old}",
    "unknown": "not known",
    "unsaid": "no longer says anything of it",
    "because": "Reason: {}",
}
_FRENCH: Words = {
    ChangeType.CREATED: "nouveau dans la chronologie : {new}",
    ChangeType.RESCHEDULED: "date modifiée : {new} au lieu de {old}",
    ChangeType.STATUS_CHANGED: "{new}, auparavant {old}",
    ChangeType.PLACE_CHANGED: "lieu : {new} au lieu de {old}",
    ChangeType.PARTICIPANT_JOINED: "{who} se joint aux participants",
    ChangeType.PARTICIPANT_LEFT: "{who} ne participe plus",
    ChangeType.LEVEL_CHANGED: "{who} : {new} au lieu de {old}",
    ChangeType.POSITION_CHANGED: "{who} {new}",
    ChangeType.STATEMENT_ADDED: "une déclaration a été ajoutée",
    ChangeType.SOURCE_ADDED: "une source a été ajoutée",
    ChangeType.RENAMED: "auparavant « {old} »",
    ChangeType.CORRECTED: "{field} : corrigé",
    ChangeType.MERGED: "réuni avec un autre",
    ChangeType.REDACTED: "une partie a été retirée",
    "place": "lieu : {new}",
    "no place": "lieu retiré : {old}",
    "position": "{who} {new}, auparavant : {old}",
    "mode": "manière de se réunir : {new} au lieu de {old}",
    "unknown": "inconnu",
    "unsaid": "n’en dit plus rien",
    "because": "Motif : {}",
}
_FIELDS: Words = {
    "forum": "forum",
    "identifiers": "identifiants",
    "kind": "genre",
    "notes": "notes",
    "part_of": "cadre",
    "participants": "participants",
    "slug": "alias",
    "sources": "sources",
    "statements": "déclarations",
    "summary": "résumé",
    "title": "titre",
    "topics": "thèmes",
    "when": "date",
}
_LEVELS: Words = {
    "head_of_state": "chef d’État",
    "head_of_government": "chef de gouvernement",
    "minister": "ministre",
    "deputy_minister": "vice-ministre",
    "ambassador": "ambassadeur",
    "senior_official": "haut fonctionnaire",
    "expert": "expert",
}
_MODES: Words = {
    "in_person": "en personne",
    "online": "en ligne",
    "hybrid": "en personne et en ligne",
    "written": "par écrit",
}
_IN_FRENCH = {**_FIELDS, **_LEVELS, **_MODES}


def sentence(key: str, lang: str) -> str:
    """The sentence for a type of change, or one of its variants."""
    return (_FRENCH if tongue(lang) == "fr" else _ENGLISH)[key]


def word(value: str | None, lang: str) -> str:
    """A level, a mode, or the name of a member of an event; a word for what is not known."""
    if value is None:
        return sentence("unknown", lang)
    plain = value.replace("_", " ")
    return _IN_FRENCH.get(value, plain) if tongue(lang) == "fr" else plain
