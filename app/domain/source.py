"""Who says so: the source of a fact, and what an official said."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from app.domain.text import Edtf, Id, Lang, Line, Part, Prose, Texts

WebAddress = Annotated[str, Field(pattern=r"^https?://[!-~]+$", max_length=2000)]


class Source(Part):
    """Where a fact was read."""

    id: Id
    publisher: Line
    title: Line
    lang: Lang | None = None
    url: WebAddress | None = None
    published: Edtf | None = None
    retrieved: Edtf | None = None
    document_type: Line | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None


class StatementRelation(StrEnum):
    """What a statement does for an event."""

    ANNOUNCES = "announces"
    COMMENTS = "comments"
    POSITION = "position"


class About(Part):
    """An event a statement is about, and how."""

    event: Id
    relation: StatementRelation


class Statement(Part):
    """What an official said, summarised in our own words; the speaker may be an office unnamed."""

    id: Id
    speaker: Id | None = None
    office: Id | None = None
    on_behalf_of: Id | None = None
    date: Edtf
    lang: Lang | None = None
    summary: Texts = Field(min_length=1)
    quotation: Prose | None = None
    about: tuple[About, ...] = ()
    source: Id

    @model_validator(mode="after")
    def _somebody_speaks(self) -> "Statement":
        if self.speaker is None and self.office is None:
            raise ValueError("a statement needs a speaker or an office")
        return self
