"""What is asked of a request, and what comes back, for those who need not know who sends it."""

from collections.abc import Mapping
from typing import NamedTuple


class Limits(NamedTuple):
    """Seconds for all of a request and its answer, and bytes of the decoded answer."""

    deadline: float = 15.0
    most: int = 1024 * 1024


LIMITS = Limits()


class Answer(NamedTuple):
    """What was answered. Names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
