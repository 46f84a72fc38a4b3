"""What a form is: a media type, and functions from what was read to bytes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from app.domain.listing import Listing, Recorded, Related, View

Batch = tuple[list[Recorded], Related]


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a list of events.

    A form that pages renders one `Listing`; a whole one renders batches as they are read. `losses`
    says what of the record it cannot express.
    """

    media_type: str
    losses: str
    page: Callable[[Listing, View], bytes] | None = None
    whole: Callable[[Iterable[Batch], View], Iterator[bytes]] | None = None
    one: Callable[[Recorded, Related, View], bytes] | None = None
