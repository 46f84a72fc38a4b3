"""What is next to be sent for a webhook: from the ledger in its order, and letters beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app import telling
from app.deliver.means import Means
from app.domain.feed import Entry, Feed, Key, Place
from app.domain.letters import Letter
from app.domain.things import Thing
from app.domain.webhook import Kind, Standing, Webhook, message_id
from app.errors import InvalidQuery
from app.http.subscriptions import Subscription, subscription
from app.render.message import message
from app.store import feed, outbox
from app.store.pins import Pin, micros, pin
from app.store.sessions import Connection
from app.store.touches import Touches


@dataclass(frozen=True, slots=True)
class Message:
    """One message: what it is about, its bytes, and what follows of its delivery.

    `then` is how far the webhook has been told with it; None for a letter, which stands beside the
    order. A letter whose matter the record no longer tells has no body. `epoch` is that in which
    it was read: in another one, it may say what has been blanked since.
    """

    letter: Letter
    body: bytes | None
    epoch: str
    then: Standing | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Messages in the order in which they are sent, and how far all of them lead."""

    messages: Sequence[Message]
    then: Standing


def batch(connection: Connection, means: Means, webhook: Webhook, now: datetime) -> Batch:
    """Letters that are due, then the next of what the ledger tells, if that is due.

    InvalidQuery where the filter of the webhook names what is no longer there.
    """
    reading = _Reading(connection, means, webhook)
    letters = [reading.letter(found) for found in outbox.due(connection, webhook, now)]
    if webhook.stopped is not None or webhook.due_at > now:
        return Batch(letters, webhook.standing)
    told = reading.told()
    return Batch([*letters, *told.messages], told.then)


class _Reading:
    """One snapshot of the record, read for one webhook."""

    def __init__(self, connection: Connection, means: Means, webhook: Webhook) -> None:
        self._connection = connection
        self._means = means
        self._webhook = webhook
        self._pin: Pin = pin(connection)
        self._touches = Touches(connection, means.directories, self._pin)

    def told(self) -> Batch:
        """What follows in the ledger."""
        standing, head = self._webhook.standing, self._pin
        if standing.epoch != head.epoch:
            return self._replaced()
        asked = self._subscription(self._webhook.filter)
        found = feed.page(self._touches, asked.query, standing.place, self._means.pace.batch)
        bodies = self._bodies(found.entries, asked)
        messages = [
            Message(self._about(entry), body, head.epoch, Standing(head.epoch, place))
            for entry, body, place in zip(found.entries, bodies, _places(found), strict=True)
        ]
        return Batch(messages, Standing(head.epoch, found.place))

    def letter(self, found: Letter) -> Message:
        """A letter with its body, made anew: what was blanked since is not sent."""
        return Message(found, self._body(found), self._pin.epoch)

    def _body(self, found: Letter) -> bytes | None:
        if found.kind is Kind.PING:
            return message(found.kind, found.made_at, {"webhook": self._webhook.id})
        if found.kind is Kind.REPLACED:
            return self._replacement(found.made_at)
        return self._again(found)

    def _again(self, found: Letter) -> bytes | None:
        """What the commit did under the filter of then; None where that is told no more."""
        if found.rev > self._pin.rev:
            return None
        try:
            asked = self._subscription(found.filter)
        except InvalidQuery:
            return None
        entries = [e for e in self._of(found, asked) if self._id(e) == found.id]
        return next(iter(self._bodies(entries, asked)), None)

    def _of(self, found: Letter, asked: Subscription) -> Iterator[Entry]:
        """The entries of the commit from the letter's event on, and some after it."""
        assert found.entity is not None, "a letter about an event names it"
        wanted = Key(Thing.EVENT, found.entity)
        # The place before it: an id sorts behind what it begins with.
        place, more = Place(found.rev, wanted._replace(id=wanted.id[:-1])), True
        while more and (place.last or wanted) < wanted and place.rev == found.rev:
            page = feed.page(self._touches, asked.query, place, self._means.pace.batch)
            yield from page.entries
            place, more = page.place, page.more

    def _bodies(self, entries: Sequence[Entry], asked: Subscription) -> list[bytes]:
        items = telling.told(self._touches, entries, asked.view(self._means.base_url))
        return [
            message(_kind(entry), entry.at, item)
            for entry, item in zip(entries, items, strict=True)
        ]

    def _subscription(self, text: str) -> Subscription:
        return subscription(self._connection, self._means.directories, self._pin, text)

    def _replaced(self) -> Batch:
        """Before anything of another epoch: what the subscriber holds may not be so any more.

        Its place stays, in the middle of a commit too: who only waits for what is new misses none.
        """
        hook, head = self._webhook, self._pin
        place = hook.standing.place
        then = Standing(head.epoch, place if place.rev <= head.rev else Place(head.rev))
        id_ = message_id(hook.id, Kind.REPLACED, head.epoch)
        letter = Letter(hook.id, id_, Kind.REPLACED, hook.filter, head.rev, None, head.at)
        about = letter._replace(attempts=hook.attempts)
        return Batch([Message(about, self._replacement(head.at), head.epoch, then)], then)

    def _replacement(self, at: datetime) -> bytes:
        asked = "&".join(filter(None, ("since=0", self._webhook.filter)))
        restart = f"{self._means.base_url}/v1/changes?{asked}"
        data = {"epoch": self._pin.epoch, "rev": self._pin.rev, "restart": restart}
        return message(Kind.REPLACED, at, data)

    def _about(self, entry: Entry) -> Letter:
        hook = self._webhook
        return Letter(
            hook.id, self._id(entry), _kind(entry), hook.filter, entry.rev, entry.id, entry.at
        )

    def _id(self, entry: Entry) -> str:
        """By the instant of the commit, which no other has, even where a restored copy goes on."""
        return message_id(self._webhook.id, micros(entry.at), *entry.key)


def _kind(entry: Entry) -> Kind:
    return Kind(f"event.{entry.effect}")


def _places(found: Feed) -> Sequence[Place]:
    """How far each entry leads: the last of them to the end of the page."""
    places = [Place(entry.rev, entry.key) for entry in found.entries]
    return [*places[:-1], found.place] if places else []
