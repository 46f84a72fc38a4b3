"""Secrets of webhooks and the signatures made with them, after Standard Webhooks.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md

Who signs must have the secret: a hash of it would not do. So the database keeps a seed of 256 bits
at random. Where the installation has a key, the secret is HMAC-SHA256 of the seed under that key,
and the database alone, or a copy of it, signs nothing. Without one the seed is the secret.
"""

import hmac
import secrets
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

_PREFIX = "whsec_"
_UNDER_NO_KEY = "plain"


@dataclass(frozen=True, slots=True)
class Seed:
    """What is kept of a secret; `under` tells which key of the installation it was made for."""

    under: str
    value: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """As it is kept: `plain:…` or `3f9c2a10:…`, in hexadecimal."""
        return f"{self.under}:{self.value.hex()}"

    def secret(self, key: str | None) -> bytes | None:
        """The secret; None where the installation no longer has the key it was made for."""
        if self.under == _UNDER_NO_KEY:
            return self.value
        if key is None or self.under != _name(key):
            return None
        return hmac.digest(key.encode(), b"webhook:" + self.value, sha256)


def new_seed(key: str | None) -> Seed:
    """A seed for a new secret, under the key of the installation where it has one."""
    return Seed(_UNDER_NO_KEY if key is None else _name(key), secrets.token_bytes(32))


def seed(text: str) -> Seed:
    """The seed that was kept as this text."""
    under, _, value = text.partition(":")
    return Seed(under, bytes.fromhex(value))


def shown(secret: bytes) -> str:
    """A secret as the receiver is given it: `whsec_` and base64."""
    return _PREFIX + b64encode(secret).decode()


def signed(id_: str, at: datetime, body: bytes, secrets_: Iterable[bytes]) -> dict[str, str]:
    """The headers of a message sent at this instant, with a signature for each secret."""
    seconds = int(at.timestamp())
    content = f"{id_}.{seconds}.".encode() + body
    signatures = (b64encode(hmac.digest(one, content, sha256)).decode() for one in secrets_)
    return {
        "webhook-id": id_,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }


def _name(key: str) -> str:
    """Tells one key from another, and nothing of what it is: keys are long and at random."""
    return hmac.digest(key.encode(), b"the name of this key", sha256).hex()[:8]
