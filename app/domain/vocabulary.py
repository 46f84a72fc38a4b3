"""The controlled words of an event: kinds, statuses, roles, levels, stances."""

from enum import StrEnum


class EventKind(StrEnum):
    """What sort of event it is; a process holds others through their `part_of`."""

    CONSULTATION = "consultation"
    NEGOTIATION_ROUND = "negotiation_round"
    MEETING = "meeting"
    COUNCIL_MEETING = "council_meeting"
    MINISTERIAL = "ministerial"
    SUMMIT = "summit"
    SESSION = "session"
    CONFERENCE = "conference"
    VISIT = "visit"
    CALL = "call"
    SIGNING = "signing"
    PROCESS = "process"
    OTHER = "other"


class Status(StrEnum):
    """How far it has come; `held` is said by a source, never inferred from a date being past."""

    PROPOSED = "proposed"
    ANNOUNCED = "announced"
    CONFIRMED = "confirmed"
    UNDER_WAY = "under_way"
    SUSPENDED = "suspended"
    HELD = "held"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class Role(StrEnum):
    """As what an actor takes part."""

    PARTY = "party"
    HOST = "host"
    VISITOR = "visitor"
    ORGANIZER = "organizer"
    CHAIR = "chair"
    MEDIATOR = "mediator"
    MEMBER = "member"
    OBSERVER = "observer"
    INVITED = "invited"
    SPEAKER = "speaker"
    DELEGATE = "delegate"
    HEAD_OF_DELEGATION = "head_of_delegation"
    SIGNATORY = "signatory"


class Level(StrEnum):
    """At what level."""

    HEAD_OF_STATE = "head_of_state"
    HEAD_OF_GOVERNMENT = "head_of_government"
    MINISTER = "minister"
    DEPUTY_MINISTER = "deputy_minister"
    AMBASSADOR = "ambassador"
    SENIOR_OFFICIAL = "senior_official"
    EXPERT = "expert"


class Attendance(StrEnum):
    """Whether it came, as far as is said."""

    EXPECTED = "expected"
    CONFIRMED = "confirmed"
    ATTENDED = "attended"
    DECLINED = "declined"
    ABSENT = "absent"


class Stance(StrEnum):
    """What a party says of the event."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not_confirmed"
    DENIED = "denied"
    NO_COMMENT = "no_comment"


class Agreement(StrEnum):
    """How far the parties agree; derived from their positions."""

    NONE = "none"
    ONE_PARTY = "one_party"
    SOME_PARTIES = "some_parties"
    ALL_PARTIES = "all_parties"
    ORGANISER = "organiser"
    CONTRADICTED = "contradicted"


class Mode(StrEnum):
    """How they meet."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    HYBRID = "hybrid"
    WRITTEN = "written"


class Basis(StrEnum):
    """What a fact rests on."""

    STATED = "stated"
    INFERRED = "inferred"
    DERIVED = "derived"
