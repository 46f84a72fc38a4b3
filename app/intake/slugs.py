"""Readable ids from names."""

import re
import unicodedata
from hashlib import sha256

_LONGEST = 80
_NOT_IN_IDS = re.compile("[^a-z0-9]+")


def slug(text: str, otherwise: str) -> str:
    """The text as an id: small letters, digits, hyphens.

    Where letters are lost, a few digits that follow from the text keep it apart from others;
    `otherwise` stands where none remain.
    """
    spread = unicodedata.normalize("NFKD", text.casefold())
    plain = spread.encode("ascii", "ignore").decode()
    made = _NOT_IN_IDS.sub("-", plain).strip("-")[:_LONGEST].strip("-")
    if _letters(spread) == _letters(plain) and len(plain) <= _LONGEST:
        return made or otherwise
    return f"{made or otherwise}-{digits(text)}"


def digits(text: str) -> str:
    """Six digits that follow from the text."""
    return sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()[:6]


def _letters(text: str) -> int:
    return sum(1 for character in text if character.isalnum())
