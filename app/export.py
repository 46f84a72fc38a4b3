"""Any query in any form to a file, through the same pieces as the interface."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

from app.domain.listing import Listing, Related, View
from app.http import parameters
from app.http.question import Question
from app.http.raw import read
from app.render.form import Batch
from app.render.forms import FORMS
from app.store import events, identify
from app.store.directory import Directories
from app.store.pins import Pin, pin
from app.store.sessions import Database

_FILTER = {
    n: p
    for n, p in parameters.EVENTS.items()
    if n not in ("cursor", "count", "include", "as_of", "limit")
}


def export(
    database: Database, base_url: str, query: str, form: str, write: Callable[[bytes], object]
) -> int:
    """Writes every event of the query at one revision; how many they were."""
    values = read(query.removeprefix("?").encode(), _FILTER)
    with database.reading() as connection:
        pinned = pin(connection)
        directory = Directories().at(connection, pinned)
        question = Question(values, directory, lambda t: identify.find(connection, t, pinned))
        found = question.query(datetime.now(UTC))
    view = View(question.one("lang") or "en", base_url, directory, tz=found.tz, query=found)
    counted = _Counted(events.stream(database, found, directory, pinned, frozenset()))
    for chunk in _rendered(form, counted, view, pinned):
        write(chunk)
    return counted.count


class _Counted:
    """Batches passed on, their items counted."""

    def __init__(self, batches: Iterable[Batch]) -> None:
        self.batches = batches
        self.count = 0

    def __iter__(self) -> Iterator[Batch]:
        for items, related in self.batches:
            self.count += len(items)
            yield items, related


def _rendered(form: str, batches: Iterable[Batch], view: View, pinned: Pin) -> Iterator[bytes]:
    """A form that pages gets one page of everything."""
    chosen = FORMS[form]
    if chosen.whole is not None:
        yield from chosen.whole(batches, view)
    elif chosen.page is not None:
        items, related = _joined(batches)
        yield chosen.page(Listing(items, related, pinned.rev, pinned.at), view)


def _joined(batches: Iterable[Batch]) -> Batch:
    items, related = [], Related()
    for some, more in batches:
        items += some
        related = Related(
            titles={**related.titles, **more.titles},
            sources={**related.sources, **more.sources},
            statement_counts={**related.statement_counts, **more.statement_counts},
        )
    return items, related
