"""What the events of some entries point at, each as of the revision of its own entry."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from app.domain.feed import Entry
from app.domain.listing import Document, Recorded, Related
from app.domain.things import Thing
from app.store.lived import Lived
from app.store.touches import About, Span, Touches


def pointed_at(touches: Touches, entries: Sequence[Entry]) -> Mapping[int, Related]:
    """By revision: the titles, sources and counts of statements that their items show.

    However many entries: one statement for each kind of thing.
    """
    shown = [(entry.rev, entry.item) for entry in entries if entry.item is not None]
    if not shown:
        return {}
    documents = [item.document for _, item in shown]
    span = Span(shown[0][0], shown[-1][0])
    parents = frozenset(d["part_of"] for d in documents if d["part_of"])
    sources = frozenset(source for d in documents for source in d["sources"])
    titled = touches.documents(Thing.EVENT, parents, span)
    cited = touches.documents(Thing.SOURCE, sources, span)
    said = touches.about(frozenset(item.id for _, item in shown), span)
    return {
        rev: _related(rev, [item for _, item in some], titled, cited, said)
        for rev, some in groupby(shown, key=lambda pair: pair[0])
    }


def _related(
    rev: int, items: Iterable[Recorded], titled: Lived, cited: Lived, said: About
) -> Related:
    listed = list(items)
    parents = (item.document["part_of"] for item in listed if item.document["part_of"])
    sources = (source for item in listed for source in item.document["sources"])
    return Related(
        titles={id_: document["title"] for id_, document in _as_of(titled, parents, rev)},
        sources=dict(_as_of(cited, sources, rev)),
        statement_counts={item.id: len(said.at(item.id, rev)) for item in listed},
    )


def _as_of(lived: Lived, ids: Iterable[str], rev: int) -> Iterator[tuple[str, Document]]:
    for id_ in ids:
        found = lived.at(id_, rev)
        if found is not None:
            yield id_, found.document
