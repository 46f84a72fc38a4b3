"""Who takes part or speaks: countries, organisations, bodies, offices, persons, groupings."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from app.domain.text import Edtf, Id, Lang, Line, Names, Part


class ActorKind(StrEnum):
    """What sort of actor it is. Listing a country or area says nothing about its status."""

    COUNTRY = "country"
    ORGANISATION = "organisation"
    BODY = "body"
    OFFICE = "office"
    PERSON = "person"
    GROUPING = "grouping"


class AliasKind(StrEnum):
    """How another name stands to the name."""

    ALIAS = "alias"
    ACRONYM = "acronym"
    TRANSLITERATION = "transliteration"
    FORMAL = "formal"
    SURNAME = "surname"
    DEMONYM = "demonym"


class RelationKind(StrEnum):
    """How one actor stands to another; read from the actor whose document it is in."""

    HOLDS = "holds"
    OFFICE_OF = "office_of"
    BODY_OF = "body_of"
    MEMBER_OF = "member_of"
    SUCCESSOR_OF = "successor_of"


class MemberRole(StrEnum):
    """As what it belongs."""

    MEMBER = "member"
    PARTICIPATING_STATE = "participating_state"
    OBSERVER = "observer"
    PARTNER = "partner"


class Alias(Part):
    """Another name: an acronym, a transliteration, a formal name."""

    text: Line
    lang: Lang | None = None
    kind: AliasKind = AliasKind.ALIAS


class Identifier(Part):
    """What others call it: `iso` RU, `wd` Q159."""

    scheme: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,29}$")]
    value: Annotated[Line, Field(max_length=200)]


class Seat(Part):
    """A city where it sits, with coordinates and time zone: what derives a place from a city."""

    city: Names
    country: Id | None = None
    lat: float | None = Field(None, ge=-90, le=90)
    lon: float | None = Field(None, ge=-180, le=180)
    timezone: str | None = None


class Relation(Part):
    """A relation with its validity; `from` and `to` are EDTF text, unknown means unbounded."""

    relation: RelationKind
    object: Id
    role: MemberRole | None = None
    since: Edtf | None = Field(None, alias="from")
    until: Edtf | None = Field(None, alias="to")
    attested: Edtf | None = None
    source: Id | None = None

    @model_validator(mode="after")
    def _only_members_have_roles(self) -> "Relation":
        if (self.relation is RelationKind.MEMBER_OF) != (self.role is not None):
            raise ValueError("a role belongs to member_of, and member_of needs one")
        return self


class Actor(Part):
    """One actor as the ledger keeps it; relations are in their subject's document."""

    id: Id
    kind: ActorKind
    names: Names = Field(min_length=1)
    aliases: tuple[Alias, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    seats: tuple[Seat, ...] = ()
    relations: tuple[Relation, ...] = ()

    @property
    def code(self) -> str | None:
        """The ISO 3166-1 alpha-2 code of a country, else None."""
        codes = (i.value for i in self.identifiers if i.scheme == "iso" and len(i.value) == 2)
        return next(codes, None)
