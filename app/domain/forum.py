"""Where or in what format actors meet, and the words that talks are about."""

from enum import StrEnum

from pydantic import Field

from app.domain.actor import Alias, MemberRole
from app.domain.text import Edtf, Id, Line, Names, Part


class ForumKind(StrEnum):
    """What sort of forum it is."""

    BILATERAL = "bilateral"
    STATE_ORGANISATION = "state_organisation"
    ORGAN = "organ"
    FORMAT = "format"
    SUMMIT_SERIES = "summit_series"
    CONFERENCE = "conference"
    AD_HOC = "ad_hoc"


class Collective(Part):
    """Members named as one: "the 57 participating States"."""

    of: Id
    role: MemberRole | None = None
    count: int | None = Field(None, ge=1, le=1000)


class Coverage(Part):
    """Since when and how often we follow a forum: nothing scheduled is not nothing covered."""

    since: Edtf
    every: Line
    last_checked: Edtf


class Forum(Part):
    """A forum; its recurrence describes it, and no event is invented from it."""

    id: Id
    kind: ForumKind
    names: Names = Field(min_length=1)
    aliases: tuple[Alias, ...] = ()
    parent: Id | None = None
    organ_of: Id | None = None
    parties: tuple[Id, ...] = ()
    members: Collective | None = None
    recurrence: Line | None = None
    coverage: Coverage | None = None


class Topic(Part):
    """A controlled word with its names; a namespace of its own."""

    id: Id
    names: Names = Field(min_length=1)
    aliases: tuple[Alias, ...] = ()
