"""What the addresses under /v1/events share: the question, the view, the links of the answer."""

from app.domain.directory import Directory
from app.domain.listing import View
from app.domain.query import EventQuery
from app.http.question import Question
from app.http.reading import Reading
from app.store import identify


def question(read: Reading, but: str = "") -> Question:
    """The filter of a read, with its tokens resolved at the revision it is pinned to.

    Without one parameter, where that means something else here.
    """

    def find(token: str) -> str | None:
        return identify.find(read.connection, token, read.pin)

    kept = {name: values for name, values in read.values.items() if name != but}
    return Question(kept, read.directory, find)


def viewed(
    read: Reading,
    query: EventQuery,
    include: frozenset[str] = frozenset(),
    directory: Directory | None = None,
) -> View:
    """How the reader wants it, with the names of another moment where one is given."""
    return View(
        lang=read.lang,
        base_url=read.service.base_url,
        directory=directory or read.directory,
        tz=query.tz,
        include=include,
        query=query,
    )


def links(read: Reading, next_: str | None = None) -> tuple[tuple[str, str], ...]:
    """The next page, the address that always gives this answer, and the one that gives today's."""
    path, moment = read.request.url.path, read.moment
    pinned = ("memento", read.address(path, cursor=None, **{moment: str(read.pin.rev)}))
    original = ("original timegate", read.address(path, cursor=None, **{moment: None}))
    return (*((("next", next_),) if next_ else ()), pinned, original)
