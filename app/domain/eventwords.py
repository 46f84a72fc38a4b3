"""The controlled words of an event as a reader says them, in French and English."""

from collections.abc import Mapping

from app.domain.vocabulary import EventKind, Stance, Status

Words = Mapping[str, str]

_KINDS: Words = {
    EventKind.CONSULTATION: "consultation",
    EventKind.NEGOTIATION_ROUND: "cycle de négociations",
    EventKind.MEETING: "réunion",
    EventKind.COUNCIL_MEETING: "réunion de conseil",
    EventKind.MINISTERIAL: "réunion ministérielle",
    EventKind.SUMMIT: "sommet",
    EventKind.SESSION: "session",
    EventKind.CONFERENCE: "conférence",
    EventKind.VISIT: "visite",
    EventKind.CALL: "entretien téléphonique",
    EventKind.SIGNING: "signature",
    EventKind.PROCESS: "processus",
    EventKind.OTHER: "autre",
}
_STATUSES: Words = {
    Status.PROPOSED: "proposé",
    Status.ANNOUNCED: "annoncé",
    Status.CONFIRMED: "confirmé",
    Status.UNDER_WAY: "en cours",
    Status.SUSPENDED: "suspendu",
    Status.HELD: "tenu",
    Status.POSTPONED: "reporté",
    Status.CANCELLED: "annulé",
}
_STANCES: Words = {
    Stance.PROPOSED: "propose",
    Stance.CONFIRMED: "confirme",
    Stance.NOT_CONFIRMED: "ne confirme pas",
    Stance.DENIED: "dément",
    Stance.NO_COMMENT: "ne commente pas",
}
_STANCES_EN: Words = {
    Stance.PROPOSED: "proposes it",
    Stance.CONFIRMED: "confirms it",
    Stance.NOT_CONFIRMED: "does not confirm it",
    Stance.DENIED: "denies it",
    Stance.NO_COMMENT: "does not comment",
}


def tongue(lang: str) -> str:
    """The language that we speak to a reader: French for `fr` and its regions, else English."""
    return "fr" if lang.partition("-")[0].lower() == "fr" else "en"


def labelled(label: str, text: str, lang: str) -> str:
    """The label, a colon as that language sets it, the text."""
    return f"{label} : {text}" if tongue(lang) == "fr" else f"{label}: {text}"


def kind_text(kind: str, lang: str) -> str:
    """What sort of event it is."""
    return _said(kind, lang, _KINDS)


def status_text(status: str, lang: str) -> str:
    """How far it has come."""
    return _said(status, lang, _STATUSES)


def stance_text(stance: str, lang: str) -> str:
    """What a party says of it: a verb without its subject."""
    return (_STANCES if tongue(lang) == "fr" else _STANCES_EN)[stance]


def _said(word: str, lang: str, french: Words) -> str:
    return french[word] if tongue(lang) == "fr" else word.replace("_", " ")
