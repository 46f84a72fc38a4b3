"""The filter of a webhook: a query string that is kept as it was given, and read when it is used.

What it names may be merged or get another name in the meantime: then it finds what is there now.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from app.domain.directory import Directory
from app.domain.listing import View
from app.domain.query import EventQuery
from app.domain.resolve import Resolution
from app.errors import Fault, InvalidQuery
from app.http import parameters
from app.http.language import canonical, is_language
from app.http.question import Question
from app.http.raw import Values, read
from app.store import identify
from app.store.directory import Directories
from app.store.pins import Pin
from app.store.sessions import Connection

# What says when, how many and which part has no meaning for what goes on and on.
_NOT_HERE = ("since", "thing", "as_of", "limit")
KNOWN = {name: p for name, p in parameters.FEED.items() if name not in _NOT_HERE}


class Subscription(NamedTuple):
    """What a filter means now, and how its reader wants the events shown."""

    query: EventQuery
    lang: str
    directory: Directory
    resolved: Mapping[str, list[Resolution]]

    def view(self, base_url: str) -> View:
        """As the reader wants it."""
        return View(self.lang, base_url, self.directory, tz=self.query.tz, query=self.query)


def subscription(
    connection: Connection, directories: Directories, pin: Pin, text: str
) -> Subscription:
    """The filter as of a revision; InvalidQuery names what is wrong with it."""
    values = read(text.removeprefix("?").encode(), KNOWN)
    directory = directories.at(connection, pin)
    question = Question(values, directory, lambda token: identify.find(connection, token, pin))
    query = question.query(lambda: datetime.now(UTC))
    return Subscription(query, _language(values), directory, question.resolved)


def _language(values: Values) -> str:
    tag = values.get("lang", ["en"])[0].strip()
    if not is_language(tag):
        detail = "lang: write a language tag as fr, en or pt-BR."
        raise InvalidQuery.of([Fault(detail, parameter="lang")])
    return canonical(tag)
