"""Several dates as the one interval that covers them."""

from collections.abc import Callable, Iterable
from datetime import date

from app.domain.dates import When


def covering(texts: Iterable[str]) -> str | None:
    """The EDTF day or interval from the earliest start to the latest end; None where none is known.

    A bound that one of them leaves open is not guessed: the others decide. One date alone stays as
    precise as it is told.
    """
    told = list(dict.fromkeys(texts))
    if len(told) == 1:
        return told[0]
    bounds = [When.model_validate(text) for text in told]
    starts = [b.earliest_start or b.latest_start for b in bounds]
    ends = [b.latest_end or b.earliest_end for b in bounds]
    first, last = _extreme(min, starts), _extreme(max, ends)
    if first is None or last is None:
        return None
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


def _extreme(choose: Callable[[list[date]], date], days: Iterable[date | None]) -> date | None:
    known = [day for day in days if day is not None]
    return choose(known) if known else None
