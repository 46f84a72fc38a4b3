"""The query string as text: strictly decoded, each name known, each single value given once."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import unquote_plus

from app.domain.text import refused_at
from app.errors import Fault, InvalidQuery, MalformedRequest
from app.http.given import Given

LONGEST = 8_000
_MOST_VALUES = 100

# What people try by habit from other interfaces, and what it is called here.
_MEANT = {
    "from": ("date=A/B",), "to": ("date=A/B",), "start": ("date=A/B",), "end": ("date=A/B",),
    "datetime": ("date=A/B",), "since": ("date=A/..",), "until": ("date=../B",),
    "country": ("place", "actor"), "search": ("q",), "query": ("q",), "page": ("cursor",),
    "offset": ("cursor",), "per_page": ("limit",), "order": ("sort",), "language": ("lang",),
    "upcoming": ("date=A/..",), "as_of": ("b",), "timezone": ("tz",),
    "group_by": ("by",), "groupby": ("by",), "facet": ("by",),
    "participant": ("actor",), "party": ("actor", "between"),
    "type": ("kind",), "organisation": ("actor", "forum"), "format": (".csv, .ndjson or Accept",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of the interface: what parses it, documents it and finds it in tests."""

    name: str
    description: str
    schema: Mapping[str, object]
    example: object = None
    repeatable: bool = False
    required: bool = False


# What stands for itself, as most of what is asked.
_PLAIN = re.compile(rb"[A-Za-z0-9_.~:,/*-]*").fullmatch

Values = Mapping[str, list[str]]


def read(query: bytes, known: Mapping[str, Parameter]) -> Given:
    """The values by parameter, in the order of their names, whatever order they were given in.

    InvalidQuery names every fault, MalformedRequest is bad encoding.
    """
    if len(query) > LONGEST:
        raise InvalidQuery.of([Fault(f"The query is longer than {LONGEST} bytes; ask for less.")])
    values: dict[str, list[str]] = {}
    for name, value in pairs(query):
        values.setdefault(name, []).append(value)
    faults = [fault for name, given in values.items() for fault in _faults(name, given, known)]
    if faults:
        raise InvalidQuery.of(faults)
    return Given(dict(sorted(values.items())))


def pairs(query: bytes) -> Iterable[tuple[str, str]]:
    """Names and values in their order; MalformedRequest where the encoding is bad."""
    for field in query.split(b"&") if query else ():
        name, _, value = field.partition(b"=")
        yield _decoded(name), _decoded(value)


def _decoded(raw: bytes) -> str:
    if _PLAIN(raw):
        return raw.decode("ascii")
    try:
        return unquote_plus(raw.decode("ascii"), errors="strict")
    except UnicodeDecodeError:
        raise MalformedRequest(
            "The query is not UTF-8 in percent-encoding (RFC 3986, section 2.5); encode it so."
        ) from None


def _faults(name: str, given: list[str], known: Mapping[str, Parameter]) -> Iterable[Fault]:
    parameter = known.get(name)
    if parameter is None:
        yield _unknown(name, known)
    elif len(given) > (_MOST_VALUES if parameter.repeatable else 1):
        yield Fault(_repeated(parameter), parameter=name)
    else:
        yield from (fault for value in given for fault in _unfit(name, value))


def _repeated(parameter: Parameter) -> str:
    if parameter.repeatable:
        return f"{parameter.name} may be given {_MOST_VALUES} times at most."
    return f"{parameter.name} is given more than once; give it once, several values with commas."


def _unfit(name: str, value: str) -> Iterable[Fault]:
    position = refused_at(value)
    if position is not None:
        detail = f"{name}: character {position} is a control character; leave it out."
        yield Fault(detail, parameter=name, position=position)
    elif not value.strip():
        yield Fault(f"{name} has no value; give one or leave {name} out.", parameter=name)


def _unknown(name: str, known: Mapping[str, Parameter]) -> Fault:
    """The name is echoed only where it is one of ours or a habit's: nothing sent is repeated."""
    if name.endswith("[]") and name[:-2] in known:
        base = name[:-2]
        detail = f"{base}[] is not a parameter: repeat {base} without brackets, or use commas."
        return Fault(detail, parameter=name, suggestions=(base,))
    meant = _MEANT.get(name) or _near(name, known)
    hint = f" Did you mean {' or '.join(meant)}?" if meant else " The documentation lists them."
    shown = name if name in _MEANT else "One of the parameters"
    return Fault(
        f"{shown} is not a parameter here.{hint}", parameter=_plain(name), suggestions=meant
    )


def _near(name: str, known: Mapping[str, Parameter]) -> tuple[str, ...]:
    return tuple(get_close_matches(name.lower(), known, n=2, cutoff=0.6))


def _plain(name: str) -> str | None:
    return name if name.isascii() and name.replace("_", "").replace("-", "").isalnum() else None
