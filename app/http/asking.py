"""What the addresses under /v1/events share: the question, the view, the links of the answer."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from app.domain.directory import Directory
from app.domain.listing import View
from app.domain.query import EventQuery, Sort
from app.errors import InvalidQuery
from app.http.question import Question
from app.http.reading import Reading
from app.http.respond import Links, link
from app.render.form import Form, Option
from app.store import identify


def question(read: Reading, but: str = "", form: Form | None = None) -> Question:
    """The filter of a read, with its tokens resolved at the revision it is pinned to.

    Without one parameter, where that means something else here; in the order of the form.
    """

    def find(token: str) -> str | None:
        read.unhurried()
        return identify.find(read.connection, token, read.pin)

    kept = {name: values for name, values in read.values.items() if name != but}
    return Question(kept, read.directory, find, form.order if form else Sort.DATE)


def viewed(
    read: Reading,
    query: EventQuery,
    include: frozenset[str] = frozenset(),
    directory: Directory | None = None,
    form: Form | None = None,
) -> View:
    """How the reader wants it, with the names of another moment where one is given."""
    return View(
        lang=read.lang,
        base_url=read.service.base_url,
        directory=directory or read.directory,
        tz=query.tz,
        include=include,
        query=query,
        address=read.address(read.path, cursor=None),
        options=options(read, form.options if form else ()),
    )


def options(read: Reading, known: Iterable[Option]) -> dict[str, str]:
    """Those of a form, as given or by default; InvalidQuery."""
    found = {option.name: read.one(option.name) or option.default for option in known}
    faults = [o.refusal() for o in known if not o.admits(found[o.name])]
    if faults:
        raise InvalidQuery.of(faults)
    return found


def alternates(read: Reading, forms: Mapping[str, Form], path: str) -> Links:
    """The same list in each of the other forms, where it can be asked for."""
    named = {option.name for form in forms.values() for option in form.options}
    # They differ in the suffix alone: the query is written once for all of them.
    asked = read.values.query(**dict.fromkeys(("cursor", "limit", *named)))
    types = tuple((suffix, form.media_type) for suffix, form in forms.items())
    return (asked.join(_around(f"{read.service.base_url}{path}", types)),)


@lru_cache
def _around(base: str, types: tuple[tuple[str, str], ...]) -> list[str]:
    """What stands around the query in the links to the forms."""
    asked = "\0"
    links = (link("alternate", f"{base}.{suffix}{asked}", kind) for suffix, kind in types)
    return ", ".join(links).split(asked)


def links(read: Reading, next_: str | None = None) -> Links:
    """The next page, the address that always gives this answer, and the one that gives today's."""
    path, moment = read.path, read.moment
    pinned = ("memento", read.address(path, cursor=None, **{moment: str(read.pin.rev)}))
    original = ("original timegate", read.address(path, cursor=None, **{moment: None}))
    return (*((("next", next_),) if next_ else ()), pinned, original)
