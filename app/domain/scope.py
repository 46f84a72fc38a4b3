"""What a key of the interface may do: each operation that is not public asks for one of these."""

from enum import StrEnum


class Scope(StrEnum):
    """None contains another: a key has exactly those that it was made with."""

    READ_DRAFTS = "read_drafts"
    WRITE = "write"
    PUBLISH = "publish"
    ADMIN = "admin"
