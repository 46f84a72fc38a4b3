"""Every way a request or a command can fail, as one small family: code, status, sentence."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the input: where it is, what it is, what would be right."""

    detail: str
    parameter: str | None = None
    pointer: str | None = None
    position: int | None = None
    suggestions: tuple[str, ...] = ()


class AppError(Exception):
    """The root: a stable `code`, an HTTP `status`, a `title`; the message says what to do."""

    code = "internal"
    status = 500
    title = "Something went wrong on our side"

    def __init__(self, detail: str, faults: Iterable[Fault] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.faults = tuple(faults)
        self.headers: dict[str, str] = {}


class Slow(Exception):
    """What was asked cannot be answered at once: it is asked again where it may take its time."""


class InvalidQuery(AppError):
    """The query string cannot be read."""

    code = "invalid-query"
    status = 422
    title = "The query cannot be read"

    @classmethod
    def of(cls, faults: Iterable[Fault]) -> "InvalidQuery":
        listed = tuple(faults)
        return cls(" ".join(fault.detail for fault in listed), listed)


class InvalidDocument(AppError):
    """A document offered to the record breaks one of its rules."""

    code = "invalid-document"
    status = 422
    title = "The document breaks a rule of the record"


class InvalidMapping(AppError):
    """A mapping of columns, or the file it is for, is not as it must be."""

    code = "invalid-mapping"
    status = 422
    title = "The mapping cannot be used"


class InvalidSettings(AppError):
    """A setting cannot be what it says; said when the program begins, never to a request."""

    code = "invalid-settings"
    status = 500
    title = "The settings cannot be used"


class AddressRefused(AppError):
    """An address that requests must not be sent to, or not from here."""

    code = "address-refused"
    status = 422
    title = "Nothing is sent to this address"


class Unreachable(AppError):
    """Another server gave no answer that could be used."""

    code = "unreachable"
    status = 502
    title = "The other server did not answer"


class NotUsable(AppError):
    """Another installation answered what cannot be used."""

    code = "not-usable"
    status = 502
    title = "The other installation answered what cannot be used"


class MalformedRequest(AppError):
    """The request is not HTTP as we can read it: bad percent-encoding, bad UTF-8."""

    code = "malformed-request"
    status = 400
    title = "The request is malformed"


class Unauthorized(AppError):
    """The request has no key that is valid now (RFC 6750, section 3.1)."""

    code = "unauthorized"
    status = 401
    title = "This needs a key"


class Forbidden(AppError):
    """The key is valid, and may not do this."""

    code = "forbidden"
    status = 403
    title = "Your key does not reach that far"


class NotFound(AppError):
    """Nothing has that address."""

    code = "not-found"
    status = 404
    title = "There is nothing at this address"


class ContentTooLarge(AppError):
    """The body is larger than this address takes."""

    code = "content-too-large"
    status = 413
    title = "The body is too large"


class UnsupportedMediaType(AppError):
    """The body is of a kind that this address does not take."""

    code = "unsupported-media-type"
    status = 415
    title = "This address does not take that kind of body"


class MethodNotAllowed(AppError):
    """The address exists, but not for this method; `Allow` lists those it has."""

    code = "method-not-allowed"
    status = 405
    title = "This address does not take that method"


class NotAcceptable(AppError):
    """No form of this address is one that `Accept` allows."""

    code = "not-acceptable"
    status = 406
    title = "None of the forms you accept is served here"


class Conflict(AppError):
    """The write meets something that is already so."""

    code = "conflict"
    status = 409
    title = "The record says otherwise"


class ReadOnlyMirror(AppError):
    """The record is the mirror of another one, and is written there."""

    code = "read-only-mirror"
    status = 409
    title = "This record is a mirror: it is only read"

    @classmethod
    def of(cls, address: str) -> "ReadOnlyMirror":
        """With the address of the record that is written."""
        return cls(f"This record is a mirror of {address}: it is written there, and read here.")


class InFlight(Conflict):
    """The first request with this Idempotency-Key is not answered yet."""

    code = "in-flight"
    title = "The same request is still being answered"


class KeyReused(AppError):
    """The Idempotency-Key came with another request before."""

    code = "key-reused"
    status = 422
    title = "This key belongs to another request"


class Gone(AppError):
    """It was published once and should never have been."""

    code = "gone"
    status = 410
    title = "This was withdrawn from the record"


class EpochEnded(AppError):
    """A cursor or token of a ledger that a restored copy replaced; `restart` begins anew."""

    code = "epoch-ended"
    status = 410
    title = "This token belongs to a record that was replaced by a restored copy"

    @classmethod
    def at(cls, detail: str, restart: str, parameter: str) -> "EpochEnded":
        """With the address to begin anew at, also as a link (RFC 8288)."""
        found = cls(detail, [Fault(detail, parameter=parameter, suggestions=(restart,))])
        found.headers["Link"] = f'<{restart}>; rel="start"'
        return found


class PreconditionFailed(AppError):
    """The version the writer saw is no longer the current one."""

    code = "precondition-failed"
    status = 412
    title = "It has changed since you read it"


class PreconditionRequired(AppError):
    """A change of something that others may change too says which version it is made for."""

    code = "precondition-required"
    status = 428
    title = "Say which version your change is made for"


class FormatNotServed(AppError):
    """A format that a protocol names and this server does not write."""

    code = "format-not-served"
    status = 501
    title = "This format is not served"


class Unavailable(AppError):
    """The database cannot be reached just now."""

    code = "unavailable"
    status = 503
    title = "The record cannot be read just now"


class NotMigrated(Unavailable):
    """The database has another schema than this release; `pourparlers migrate` brings it here."""

    code = "not-migrated"
    title = "The database has the schema of another release"
