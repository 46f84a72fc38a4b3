"""Which language and which form a reader wants, from the address or the Accept headers."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from app.errors import NotAcceptable
from app.render.form import Typed

_LANG = re.compile(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")


def is_language(tag: str) -> bool:
    """Whether it has the shape of a language tag (BCP 47)."""
    return len(tag) <= 35 and _LANG.match(tag) is not None


def canonical(tag: str) -> str:
    """The tag in its usual case: `pt-PT`, `zh-Hant`."""
    base, *rest = tag.split("-")
    return "-".join([base.lower(), *(_subtag(part) for part in rest)])


@lru_cache(256)
def preferred_language(accept_language: str) -> str:
    """The reader's first language (RFC 9110, section 12.5.4); English where none is said."""
    for tag in _by_quality(accept_language):
        if tag != "*" and is_language(tag):
            return canonical(tag)
    return "en"


def preferred_of(accept_language: str, offered: Sequence[str]) -> str:
    """The one of these languages that the reader likes best; the first where none is liked."""
    for tag in _by_quality(accept_language):
        base = tag.partition("-")[0].lower()
        if base in offered:
            return base
    return offered[0]


def preferred_form(accept: str, forms: Mapping[str, Typed]) -> str:
    """The suffix of the form the reader likes best (RFC 9110, section 12.5.1).

    JSON where nothing is asked; NotAcceptable, which lists the forms, where none fits.
    """
    wanted = list(ranked(accept.split(","))) or [(1.0, "*/*")]
    types = {suffix: form.media_type.partition(";")[0] for suffix, form in forms.items()}
    liked = {suffix: _liking(media_type, wanted) for suffix, media_type in types.items()}
    best = max(liked, key=lambda suffix: liked[suffix])
    if liked[best].quality > 0:
        return best
    listed = ", ".join(types.values())
    raise NotAcceptable(f"This address is served as {listed}; accept one of these.")


_OFFERED: dict[str, Mapping[str, Typed]] = {}


def offer(path: str, forms: Mapping[str, Typed]) -> None:
    """Says that an address is served in these forms, as the reader likes."""
    _OFFERED[path] = forms


@lru_cache(1_024)
def form_at(path: str, accept: str) -> str:
    """The form that this reader is served in there, "" where there is one alone.

    Readers say one of a few things: what it comes to is worked out once.
    """
    return preferred_form(accept, _OFFERED[path]) if path in _OFFERED else ""


class _Liking(NamedTuple):
    """How much a form is liked; of those liked as much, the one named first."""

    quality: float
    place: int


def _liking(media_type: str, named: Iterable[tuple[float, str]]) -> _Liking:
    """As the range says that names it most closely: `text/csv` before `text/*` before all."""
    ranges = ("*/*", f"{media_type.partition('/')[0]}/*", media_type)
    fitting = [
        (ranges.index(wanted), _Liking(quality, -place))
        for place, (quality, wanted) in enumerate(named)
        if wanted in ranges
    ]
    return max(fitting, default=(0, _Liking(0.0, 0)))[1]


def _by_quality(header: str) -> list[str]:
    named = sorted(ranked(header.split(",")), key=lambda pair: -pair[0])
    return [value for quality, value in named if quality > 0]


def ranked(parts: Iterable[str]) -> Iterator[tuple[float, str]]:
    """The quality of each value of an Accept header, in their order; 0 is unacceptable."""
    for part in parts:
        value, *parameters = (piece.strip() for piece in part.split(";"))
        if value:
            yield _quality(parameters), value.lower() if "/" in value else value


def _quality(parameters: Iterable[str]) -> float:
    for parameter in parameters:
        name, _, number = parameter.partition("=")
        if name.strip().lower() == "q":
            return float(number) if re.fullmatch(r"[01](\.\d{0,3})?", number.strip()) else 0.0
    return 1.0


def _subtag(part: str) -> str:
    return part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part
