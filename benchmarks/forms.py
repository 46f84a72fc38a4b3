"""How fast each form is written, of events read beforehand: `python -m benchmarks.forms`.

Events a second of one core for the whole forms; milliseconds a page of 50 for the paged ones.
"""

import resource
import sys
from collections.abc import Callable, Iterator
from time import process_time

from app.domain.listing import Batch, Listing, Recorded, View, Whole
from app.render.form import Form
from app.render.forms import FORMS
from tests.support import awkward

_BATCH, _BATCHES, _ROUNDS = 5_000, 20, 3


def main() -> None:
    """A line a form, then the most memory that it all took."""
    for suffix in sys.argv[1:] or FORMS:
        print(f"{suffix:8} {_speed(FORMS[suffix])}")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory   {most:10.0f} MiB at most")


def _speed(form: Form) -> str:
    view = awkward.view(options={option.name: option.default for option in form.options})
    if form.page is None:
        took = min(_timed(lambda: _write(form, view)) for _ in range(_ROUNDS))
        return f"{_BATCH * _BATCHES / took:10,.0f} events a second"
    page, listing = form.page, Listing(_events(50), awkward.related(), awkward.REV, awkward.AT)
    took = min(_timed(lambda: page(listing, view)) for _ in range(10))
    return f"{took * 1000:10.1f} ms a page of 50"


def _write(form: Form, view: View) -> None:
    for _ in form.whole(Whole(_batches(), awkward.REV, awkward.AT), view):
        pass


def _timed(work: Callable[[], object]) -> float:
    begun = process_time()
    work()
    return process_time() - begun


def _events(count: int) -> list[Recorded]:
    found = awkward.items()
    return [found[number % len(found)] for number in range(count)]


def _batches() -> Iterator[Batch]:
    items, related = _events(_BATCH), awkward.related()
    for _ in range(_BATCHES):
        yield items, related


if __name__ == "__main__":
    main()
