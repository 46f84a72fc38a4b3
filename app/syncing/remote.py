"""What another installation is asked, through the guard, and the answers that can be used."""

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit

import orjson
from pydantic import ValidationError

from app.errors import EpochEnded, InvalidQuery, NotUsable, Unavailable, Unreachable
from app.outbound.blocking import BlockingOutbound
from app.outbound.exchange import Answer, Limits
from app.syncing.said import ChangesSaid, DigestSaid, EndSaid, ListSaid, Said
from app.syncing.source import Source

S = TypeVar("S", bound=Said)
Query = list[tuple[str, str]]

# A page of the ledger has 4 MiB of lines, or one line that is larger; a list has 200 events.
_LIMITS = Limits(deadline=60.0, most=64 * 1024 * 1024)
_ACCEPT = {"accept": "application/json, application/x-ndjson"}
# Seconds before each time that is tried again what did not work.
PAUSES = (1.0, 3.0, 10.0)
_MANY = ("limit", "200")
_LATER = (429, 502, 503, 504)


class LedgerPage(NamedTuple):
    """Lines of /v1/ledger, and the one that ends them."""

    lines: list[bytes]
    end: EndSaid


class Remote:
    """Asks one installation.

    Raises Unreachable, Unavailable, EpochEnded, InvalidQuery or NotUsable.
    """

    def __init__(
        self,
        sender: BlockingOutbound,
        source: Source,
        rest: Callable[[float], object] = time.sleep,
    ) -> None:
        self.source = source
        self._sender = sender
        self._rest = rest

    def ledger(self, since: str, as_of: int | None = None) -> Iterator[LedgerPage]:
        """The pages of what was committed after a place, up to the newest commit or to one."""
        until = [] if as_of is None else [("as_of", str(as_of))]
        query = [("since", since)]
        while True:
            page = self._lines([*query, *until])
            yield page
            if page.end.next is None:
                return
            # Ours to ask for: where to go on is told, not whom to ask.
            query = [("since", f"{page.end.epoch}.{page.end.rev}"), ("skip", f"{page.end.skipped}")]

    def digest(self, rev: int) -> DigestSaid:
        """Of its ledger up to a revision.

        It may need some time for that and ask to be asked again: that is done as long as it says
        otherwise each time.
        """
        said = ""
        while True:
            try:
                return self._said(DigestSaid, "/v1/ledger/digest", [("as_of", str(rev))], tries=())
            except Unavailable as error:
                if error.detail == said:
                    raise
                said = error.detail
                self._rest(PAUSES[0])

    def changes(self, since: str) -> Iterator[ChangesSaid]:
        """The pages of what was committed under the filter after a place, up to the newest."""
        while True:
            page = self._said(ChangesSaid, "/v1/changes", [*self._filter, ("since", since), _MANY])
            yield page
            if page.next is None:
                return
            since = page.since

    def events(self) -> Iterator[ListSaid]:
        """The pages of the list under the filter, all at one revision."""
        cursor: Query = []
        while True:
            page = self._said(ListSaid, "/v1/events", [*self._filter, _MANY, *cursor])
            yield page
            if page.next is None:
                return
            cursor = [pair for pair in parse_qsl(urlsplit(page.next).query) if pair[0] == "cursor"]

    def epoch(self) -> str:
        """In which it counts its revisions; InvalidQuery for a filter that cannot be followed."""
        asked = [*self._filter, ("since", "0"), ("limit", "1")]
        return self._said(ChangesSaid, "/v1/changes", asked).since.partition(".")[0]

    @property
    def _filter(self) -> Query:
        return list(self.source.query)

    def _lines(self, query: Query) -> LedgerPage:
        body = self._asked("/v1/ledger", query)
        *lines, last = body.splitlines(keepends=True) or [b""]
        return LedgerPage(lines, self._read(EndSaid, last, "/v1/ledger"))

    def _said(
        self, shape: type[S], path: str, query: Query, tries: tuple[float, ...] = PAUSES
    ) -> S:
        return self._read(shape, self._asked(path, query, tries), path)

    def _read(self, shape: type[S], text: bytes, path: str) -> S:
        try:
            return shape.model_validate(orjson.loads(text))
        except (orjson.JSONDecodeError, ValidationError) as error:
            detail = f"{self.source.base}{path} answered something else than a record does."
            raise NotUsable(detail) from error

    def _asked(self, path: str, query: Query, tries: tuple[float, ...] = PAUSES) -> bytes:
        """The body; what may work later is tried again."""
        url = f"{self.source.base}{path}?{urlencode(query)}"
        for pause in tries:
            try:
                return _successful(self._sender.get(url, _ACCEPT, _LIMITS))
            except (Unreachable, Unavailable):
                self._rest(pause)
        return _successful(self._sender.get(url, _ACCEPT, _LIMITS))


def _successful(answer: Answer) -> bytes:
    if answer.status == 200:
        return answer.body
    detail = _detail(answer)
    if answer.status == 410:
        raise EpochEnded(detail)
    if answer.status == 422:
        raise InvalidQuery(detail)
    if answer.status in _LATER:
        raise Unavailable(detail)
    raise NotUsable(detail)


def _detail(answer: Answer) -> str:
    """What the problem says of itself."""
    try:
        said: Mapping[str, Any] = orjson.loads(answer.body)
        return f"The other installation says: {said['detail']}"
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return f"The other installation answered with status {answer.status}."
