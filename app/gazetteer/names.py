"""Names of countries, areas and a few organisations in every language CLDR has, from Babel."""

import pickle
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from babel import Locale, localedata
from babel.core import get_global

Names = dict[str, str]
NamesByCode = dict[str, Names]

_UNNAMED_PARENT = "root"


def territory_names() -> NamesByCode:
    """By territory code, its name in each language tag (BCP 47), sorted by tag.

    A variant of a language (`pt-PT`, `zh-Hant`) is listed where its name is not that of the tag
    it is looked up under next, so that cutting a tag from the right always finds the name.
    """
    named: defaultdict[str, Names] = defaultdict(dict)
    for tag, names in _languages():
        for code, name in names.items():
            if name != _above(named[code], tag):
                named[code][tag] = name
    return {code: dict(sorted(names.items())) for code, names in named.items()}


def _languages() -> Iterator[tuple[str, Names]]:
    """Each locale's tag and names; shorter tags first, so that a language precedes its variants."""
    identifiers = sorted(localedata.locale_identifiers(), key=lambda name: (name.count("_"), name))
    for identifier in identifiers:
        names = _names(identifier)
        if names:
            yield _tag(identifier), names


def _names(identifier: str) -> Names:
    """The names of a locale; a language without its own has those CLDR says it inherits."""
    if "_" in identifier:
        return _own(identifier)
    parent = get_global("parent_exceptions").get(identifier, _UNNAMED_PARENT)
    return {**_inherited(parent), **_own(identifier)}


def _inherited(identifier: str) -> Names:
    return {} if identifier == _UNNAMED_PARENT else dict(Locale.parse(identifier).territories)


def _own(identifier: str) -> Names:
    # Babel's own loader keeps each of its thousand locales in memory for good, and reading one
    # without its parents through it would leave that half in the cache for every later caller.
    path = Path(localedata.resolve_locale_filename(identifier))
    data = pickle.loads(path.read_bytes())  # noqa: S301 - a file of the installed Babel
    return dict(data.get("territories", {}))


def _above(names: Names, tag: str) -> str | None:
    """The name that a reader of this tag would find without it."""
    while "-" in tag:
        tag = tag.rpartition("-")[0]
        if tag in names:
            return names[tag]
    return None


def _tag(identifier: str) -> str:
    """`be_TARASK` and `el_POLYTON` name variants, which BCP 47 writes small."""
    parts = identifier.split("_")
    return "-".join(p.lower() if re.fullmatch("[A-Z]{5,}", p) else p for p in parts)
