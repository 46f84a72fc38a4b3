"""How an import is made."""

from dataclasses import dataclass

BATCH = 1_000


@dataclass(frozen=True)
class Options:
    """How: who imports what, how many lines make a batch, whether only to say what would be."""

    author: str
    reason: str
    batch: int = BATCH
    rehearse: bool = False
