"""API keys: what is known of one, and how its text is made, read and compared.

The text is `pp_<id>_<secret>`: ten letters and digits that name the key, then 256 bits at random in
hexadecimal. The prefix lets scanners of published code find one that slipped out.
"""

import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest

from app.domain.scope import Scope

_TEXT = re.compile(r"pp_([a-z0-9]{10})_([0-9a-f]{64})")
_NAME = re.compile(r"\w(?:[\w .@'’-]{0,78}\w)?")
_DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789"
# The authors of commits that no key makes: `pourparlers load`, `pourparlers import: …`.
_OURS = "pourparlers"


@dataclass(frozen=True, slots=True)
class Token:
    """The text of a key in its parts. Its secret is in no `repr`, so in no log."""

    id: str
    secret: str = field(repr=False)

    @property
    def text(self) -> str:
        """As it is sent: shown once, when it is made."""
        return f"pp_{self.id}_{self.secret}"

    @property
    def digest(self) -> str:
        """What is kept of the secret: SHA-256. Of 256 bits at random, nothing slower is needed."""
        return sha256(self.secret.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Key:
    """What the record knows of a key; every instant in UTC."""

    id: str
    name: str
    scopes: frozenset[Scope]
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None

    def refusal(self, now: datetime) -> str | None:
        """Why it opens nothing at this instant, as a sentence; None where it does."""
        if self.revoked_at is not None:
            return "This key was revoked."
        if self.expires_at is not None and self.expires_at <= now:
            return "This key has expired."
        return None


def new_token(id_: str | None = None) -> Token:
    """A token with a secret of its own, for a new key or for one that is there."""
    id_ = id_ or "".join(secrets.choice(_DIGITS) for _ in range(10))
    return Token(id_, secrets.token_hex(32))


def token(text: str) -> Token | None:
    """The parts of a key's text; None where it has not the shape of one."""
    found = _TEXT.fullmatch(text)
    return Token(*found.groups()) if found else None


def same(digest: str, other: str | None) -> bool:
    """Whether two digests are one, in a time that does not tell where they part."""
    return compare_digest(digest, other or "")


def may_be_named(name: str) -> bool:
    """Whether a key may have this name, which stands in the record as the author of its commits.

    Up to 80 letters, digits, spaces and `. @ - ' _`, and not as our own commands call themselves.
    """
    return bool(_NAME.fullmatch(name)) and not name.casefold().startswith(_OURS)
