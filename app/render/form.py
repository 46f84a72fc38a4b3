"""What a form is: a media type, and functions from what was read to bytes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from app.domain.listing import Listing, Recorded, Related, View, Whole


class Typed(Protocol):
    """What can be chosen by its media type."""

    @property
    def media_type(self) -> str:
        """As it stands in Content-Type."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a list of events.

    A form with `page` is answered a page at a time. `whole` writes all of a list: what stands
    before the items, then one piece a batch, then what stands after, so that a file of any length
    takes the memory of one batch and can be gone on with after any piece. `losses` says what of
    the record the form cannot express.
    """

    media_type: str
    losses: str
    whole: Callable[[Whole, View], Iterator[bytes]]
    page: Callable[[Listing, View], bytes] | None = None
    one: Callable[[Recorded, Related, View], bytes] | None = None
