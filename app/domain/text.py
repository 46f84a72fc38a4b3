"""The kinds of text a document may hold: what is refused, what is normalised, how long."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ConfigDict, StringConstraints
from pydantic import BaseModel as PydanticModel

from app.domain.dates import When

# C0 controls but \n and \t, DEL, and lone surrogates: PostgreSQL refuses NUL, UTF-8 cannot carry
# surrogates, and the others break calendars, feeds and terminals.
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def refused_at(text: str) -> int | None:
    """The position of the first character no text of the record may hold, or None."""
    found = _REFUSED.search(text)
    return found.start() if found else None


def clean(text: str) -> str:
    """The text in Unicode's composed form (NFC); ValueError for a character it may not hold."""
    if text.isascii() and text.isprintable():
        return text
    position = refused_at(text)
    if position is not None:
        raise ValueError(f"character {position} is a control character or half a surrogate pair")
    return unicodedata.normalize("NFC", text)


def _newlines(value: Any) -> Any:
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


Line = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(clean)]
Prose = Annotated[
    str,
    BeforeValidator(_newlines),
    StringConstraints(min_length=1, max_length=10_000),
    AfterValidator(clean),
]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,99}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120)]
Lang = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)]
Names = Annotated[dict[Lang, Line], "one text per language"]
Texts = Annotated[dict[Lang, Prose], "one text per language"]


def _dated(edtf: str) -> str:
    When.model_validate(edtf)
    return edtf


Edtf = Annotated[str, AfterValidator(_dated)]

# English closes the fallback because every thing loaded with the project has an English name.
FALLBACK = ("en", "fr")


def chosen(texts: Mapping[str, str], lang: str) -> tuple[str, str]:
    """The language and text for a reader of `lang`: that, a broader one, English, French, any."""
    if lang in texts:
        return lang, texts[lang]
    for candidate in (*_broader(lang), *FALLBACK):
        if candidate in texts:
            return candidate, texts[candidate]
    return min(texts.items())


def _broader(lang: str) -> Iterator[str]:
    """The tag, then without its last part, and so on (RFC 4647, section 3.4)."""
    while lang:
        yield lang
        lang = lang.rpartition("-")[0]


class Part(PydanticModel):
    """A part of a document: frozen, nothing unknown in it, no infinities."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, validate_default=False
    )
