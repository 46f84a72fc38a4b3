"""Readable ids from names."""

import re
import unicodedata

_LONGEST = 90
_NOT_IN_IDS = re.compile("[^a-z0-9]+")


def slug(text: str, otherwise: str) -> str:
    """The text as an id: small letters, digits, hyphens; `otherwise` where none of it remains."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return _NOT_IN_IDS.sub("-", plain).strip("-")[:_LONGEST].strip("-") or otherwise
