"""One reader of the ledger for all open streams: it reads each commit once, and all are told.

What was told last is kept, a bounded part for each question that is asked. A stream that falls
behind it, or comes back, reads the ledger itself until it has caught up.
"""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncGenerator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import NamedTuple

import anyio
import orjson
from anyio import CapacityLimiter, to_thread

from app import telling
from app.domain.feed import Entry, Feed, Place
from app.domain.listing import View
from app.domain.query import EventQuery
from app.errors import AppError
from app.http import places
from app.http.reading import Service
from app.render import change_item, sse
from app.store import feed
from app.store.pins import Pin, pin
from app.store.touches import Touches

log = logging.getLogger("pourparlers")

# Seconds between two looks at the ledger, and of silence before a stream says that it is there.
LOOK, BEAT = 0.1, 15.0
# So many events are kept for those who come back, and so many are read at once.
KEPT, READ = 256, 100
# Threads in which streams that have fallen behind read the ledger, all streams together.
_READERS = 4


@dataclass(frozen=True, slots=True)
class Question:
    """What a stream is about: without a query, everything the record holds; and in which words."""

    query: EventQuery | None
    lang: str


class Frame(NamedTuple):
    """An event as bytes, and where a reader stands that has seen it."""

    place: Place
    body: bytes


@dataclass
class Channel:
    """The last frames of one question, whole from `floor` on to `place`, and who waits for more."""

    epoch: str
    place: Place
    floor: Place
    frames: deque[Frame] = field(default_factory=deque)
    readers: int = 0
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def after(self, place: Place) -> list[Frame] | None:
        """What follows a place; None where that is no longer kept."""
        if order(place) < order(self.floor):
            return None
        return [frame for frame in self.frames if order(frame.place) > order(place)]

    def tell(self, frames: Sequence[Frame], place: Place) -> None:
        """Adds what was read, and wakes those who wait; what was kept first is dropped first."""
        self.frames += frames
        self.place = place
        while len(self.frames) > KEPT:
            self.floor = self.frames.popleft().place
        if frames:
            self.wake()

    def skip(self, place: Place) -> None:
        """Goes on without what came at once in such number: each reader reads that for itself."""
        self.frames.clear()
        self.place = self.floor = place
        self.wake()

    def wake(self) -> None:
        """Whoever waits looks again."""
        self.news.set()
        self.news = asyncio.Event()


class Read(NamedTuple):
    """Frames read of the ledger, where they lead, and whether there are more."""

    frames: list[Frame]
    place: Place
    more: bool
    epoch: str


class Hub:
    """The streams of one process. It looks at the ledger while any is open."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.closed = False
        self._channels: dict[Question, Channel] = {}
        self._task: asyncio.Task[None] | None = None
        self._readers: CapacityLimiter | None = None

    async def follow(self, asked: Question, head: Pin, place: Place) -> AsyncGenerator[bytes, None]:
        """The bytes of a stream that begins after a place, whole events each time.

        It ends when the hub closes, the epoch does, or the ledger cannot be read.
        """
        with self._joined(asked, head) as channel:
            while not self.closed and channel.epoch == head.epoch:
                news = channel.news
                frames = channel.after(place)
                if frames is None:
                    found = await self._catch_up(asked, place)
                    if found is None or found.epoch != head.epoch:
                        return
                    frames = [*found.frames, Frame(found.place, b"")]
                for frame in frames:
                    if frame.body:
                        yield frame.body
                    place = frame.place
                if not frames and not await _heard(news):
                    place = max(place, channel.place, key=order)
                    yield sse.heartbeat(places.encode(head.epoch, place))

    def close(self) -> None:
        """Ends every stream, at the end of an event. Call it in the event loop."""
        self.closed = True
        for channel in self._channels.values():
            channel.wake()

    @contextmanager
    def _joined(self, asked: Question, head: Pin) -> Iterator[Channel]:
        channel = self._channels.get(asked)
        if channel is None or channel.epoch != head.epoch:
            channel = self._channels[asked] = Channel(head.epoch, Place(head.rev), Place(head.rev))
        channel.readers += 1
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._watch())
        try:
            yield channel
        finally:
            channel.readers -= 1
            if not channel.readers and self._channels.get(asked) is channel:
                del self._channels[asked]

    async def _catch_up(self, asked: Question, place: Place) -> Read | None:
        if self._readers is None:
            self._readers = CapacityLimiter(_READERS)
        try:
            return await to_thread.run_sync(self._read, asked, place, limiter=self._readers)
        except AppError as error:
            log.warning("a stream ends, the ledger cannot be read: %s", error.detail)
            return None

    async def _watch(self) -> None:
        """Reads what is new, for each question once, while there is a stream."""
        own = CapacityLimiter(1)
        while self._channels and not self.closed:
            asked = dict(self._channels)
            places_ = {question: channel.place for question, channel in asked.items()}
            try:
                found = await to_thread.run_sync(self._look, places_, limiter=own)
            except Exception:
                # Whatever it was, nobody may wait for news that will not come.
                log.exception("the streams end, the ledger cannot be read")
                for question, channel in asked.items():
                    self._end(question, channel)
                return
            for question, read in found.items():
                self._tell(question, asked[question], read)
            await asyncio.sleep(LOOK)

    def _tell(self, question: Question, channel: Channel, read: Read) -> None:
        if channel.epoch != read.epoch:
            self._end(question, channel)
        elif read.more:
            channel.skip(read.place)
        else:
            channel.tell(read.frames, read.place)

    def _end(self, question: Question, channel: Channel) -> None:
        """Its readers come back; where their epoch is over they are told so then."""
        if self._channels.get(question) is channel:
            del self._channels[question]
        channel.epoch = ""
        channel.wake()

    def _look(self, asked: Mapping[Question, Place]) -> dict[Question, Read]:
        """What followed each place, where something did; in a thread."""
        with self.service.database.reading() as connection:
            head = pin(connection)
            touches = Touches(connection, self.service.directories, head)
            return {
                question: self._read_of(touches, question, place, KEPT)
                for question, place in asked.items()
                if place != Place(head.rev)
            }

    def _read(self, asked: Question, place: Place) -> Read:
        with self.service.database.reading() as connection:
            touches = Touches(connection, self.service.directories, pin(connection))
            return self._read_of(touches, asked, place, READ)

    def _read_of(self, touches: Touches, asked: Question, place: Place, limit: int) -> Read:
        found = feed.page(touches, asked.query, place, limit)
        frames = _frames(touches.pin.epoch, found, self._items(touches, asked, found.entries))
        return Read(list(frames), found.place, found.more, touches.pin.epoch)

    def _items(
        self, touches: Touches, asked: Question, entries: Sequence[Entry]
    ) -> list[change_item.Json]:
        if asked.query is None:
            return [change_item.recorded_item(entry) for entry in entries]
        view = View(
            lang=asked.lang,
            base_url=self.service.base_url,
            directory=touches.moment(touches.pin.rev).directory,
            tz=asked.query.tz,
            query=asked.query,
        )
        return telling.told(touches, entries, view)


def order(place: Place) -> tuple[int, bool, tuple[str, ...]]:
    """Places in their order: a commit told in part comes before one told whole."""
    return place.rev, place.last is None, place.last or ()


def _frames(epoch: str, found: Feed, items: Iterable[change_item.Json]) -> Iterator[Frame]:
    for entry, next_, item in zip_longest(found.entries, found.entries[1:], items):
        place = _place(entry, next_, found)
        yield Frame(place, sse.message(places.encode(epoch, place), orjson.dumps(item)))


def _place(entry: Entry, next_: Entry | None, found: Feed) -> Place:
    """Where a reader stands that has seen the entry."""
    if next_ is None:
        return found.place if found.place.rev == entry.rev else Place(entry.rev)
    return Place(entry.rev, entry.key if entry.rev == next_.rev else None)


async def _heard(news: asyncio.Event) -> bool:
    """Waits for news, or as long as a stream may be silent; whether there are any."""
    with anyio.move_on_after(BEAT):
        await news.wait()
    return news.is_set()
