"""What follows of an attempt, in one transaction: the log, the place, the next time, the end."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from app.deliver.batch import Message
from app.deliver.means import Means
from app.deliver.sending import Sent
from app.domain.letters import Attempt, Letter, Outcome
from app.domain.webhook import Kind, Standing, Stop, Webhook
from app.store import attempts, leases, outbox
from app.store.leases import Lease
from app.store.pins import micros, pin
from app.store.sessions import Connection
from app.store.webhooks import stands

_GONE = "The record no longer tells of it."
_OUTCOMES = {True: Outcome.DELIVERED, False: Outcome.FAILED}


class Results:
    """Writes what came of the messages of one lease. Nothing is written once the lease is lost."""

    def __init__(self, means: Means, lease: Lease) -> None:
        self._means = means
        self._lease = lease

    def keep(self, connection: Connection, message: Message, sent: Sent) -> bool:
        """Notes an attempt; whether the next message may follow."""
        hook = self._write(connection, leases.now(connection), {})
        if hook is None:
            return False
        # Its owner has changed it since the messages were made: they are made anew, and what the
        # former address answered is no reason to wait or to stop.
        same = hook.version == self._lease.webhook.version
        gone = same and sent.status == HTTPStatus.GONE
        if gone:
            why = {"stopped": hook.stopped or Stop.GONE}
            self._write(connection, leases.now(connection), why)
        if message.then is None:
            self._letter(connection, message.letter, sent)
        elif same or sent.taken:
            self._next(connection, hook, message.letter, message.then, sent)
        else:
            self._note(connection, message.letter, sent, Outcome.FAILED)
        follows = same and not gone and (sent.taken or message.then is None)
        # In another epoch, what follows may say what has been redacted: it is read anew.
        return follows and pin(connection).epoch == message.epoch

    def drop(self, connection: Connection, letter: Letter) -> None:
        """Notes that a letter is about what the record no longer tells, and removes it."""
        now = leases.now(connection)
        if self._write(connection, now, {}) is not None:
            outbox.done(connection, letter)
            self._note(connection, letter, Sent(now, 0, None, _GONE), Outcome.DROPPED)

    def reach(self, connection: Connection, then: Standing) -> None:
        """Notes how far the ledger was read, and ends the lease."""
        if then != self._lease.webhook.standing:
            now = leases.now(connection)
            self._write(connection, now, {**stands(then), "due_at": micros(now)})
        leases.release(connection, self._lease)

    def stop(self, connection: Connection, why: Stop) -> None:
        """Nothing more is sent until its owner says so; ends the lease."""
        self._write(connection, leases.now(connection), {"stopped": why})
        leases.release(connection, self._lease)

    def release(self, connection: Connection) -> None:
        """Ends the lease."""
        leases.release(connection, self._lease)

    def _next(
        self, connection: Connection, hook: Webhook, letter: Letter, then: Standing, sent: Sent
    ) -> None:
        tried = letter._replace(attempts=hook.attempts)
        if not sent.taken:
            return self._failed(connection, hook, tried, then, sent)
        self._note(connection, tried, sent, Outcome.DELIVERED)
        now = leases.now(connection)
        self._write(connection, now, _delivered(then, now))
        return None

    def _failed(
        self, connection: Connection, hook: Webhook, tried: Letter, then: Standing, sent: Sent
    ) -> None:
        now = leases.now(connection)
        since, made = hook.failing_since or now, hook.attempts + 1
        wait = self._means.schedule.wait(made, sent.after)
        values: dict[str, Any] = {"attempts": made, "failing_since": micros(since)}
        outcome = Outcome.FAILED
        if sent.status == HTTPStatus.GONE:
            values |= {"attempts": 0}
        elif now - since >= self._means.schedule.given_up_after:
            values |= {"attempts": 0, "stopped": Stop.FAILING}
        elif wait is not None:
            values["due_at"] = micros(now + wait)
        else:
            outcome = Outcome.DEAD
            values |= {**stands(then), "attempts": 0, "due_at": micros(now)}
            dead = tried._replace(attempts=made, detail=sent.detail)
            outbox.put(connection, dead, now, dead=True)
        self._note(connection, tried, sent, outcome)
        self._write(connection, now, values)

    def _letter(self, connection: Connection, letter: Letter, sent: Sent) -> None:
        if sent.taken or letter.kind is Kind.PING:
            outbox.done(connection, letter)
            self._note(connection, letter, sent, _OUTCOMES[sent.taken])
            return
        tried = letter._replace(attempts=letter.attempts + 1, detail=sent.detail)
        gone = sent.status == HTTPStatus.GONE
        wait = None if gone else self._means.schedule.wait(tried.attempts, sent.after)
        due = None if wait is None else leases.now(connection) + wait
        outbox.tried(connection, tried, due)
        self._note(connection, letter, sent, Outcome.DEAD if wait is None else Outcome.FAILED)

    def _note(self, connection: Connection, letter: Letter, sent: Sent, outcome: Outcome) -> None:
        attempts.note(
            connection,
            Attempt(
                letter.webhook,
                letter.id,
                letter.kind,
                letter.rev,
                letter.entity,
                letter.attempts + 1,
                sent.at,
                sent.took_ms,
                outcome,
                sent.status,
                sent.detail,
            ),
        )

    def _write(
        self, connection: Connection, now: datetime, values: dict[str, Any]
    ) -> Webhook | None:
        return leases.kept(connection, self._lease, now + self._means.pace.lease, values)


def _delivered(then: Standing, now: datetime) -> dict[str, Any]:
    return {
        **stands(then),
        "attempts": 0,
        "due_at": micros(now),
        "failing_since": None,
        "delivered_at": micros(now),
    }
