"""The parameters of a request, and how our own links repeat them."""

import re
from collections.abc import Mapping
from urllib.parse import urlencode

# What need not be written otherwise in a query, as most of what is asked.
_SAFE = ":,/"
as_it_is = re.compile(rf"[A-Za-z0-9_.~{_SAFE}-]*").fullmatch


class Given(dict[str, list[str]]):
    """The values by parameter, in the order of the names. Requests that ask the same share one.

    Nobody changes it: it keeps what was made of it.
    """

    def __init__(self, values: Mapping[str, list[str]] | None = None) -> None:
        super().__init__(values or {})
        self._queries: dict[tuple[str, ...], str] = {}

    def with_(self, **values: str) -> "Given":
        """The same, but for these."""
        return Given({**self, **{name: [value] for name, value in values.items()}})

    def query(self, **changed: str | None) -> str:
        """The query of an address with some parameters set, or left out where None.

        With its question mark; empty where nothing is asked.
        """
        kept = self._without(tuple(changed))
        more = "&".join(written(k, v) for k, v in changed.items() if v is not None)
        query = f"{kept}&{more}" if kept and more else kept or more
        return f"?{query}" if query else ""

    def _without(self, names: tuple[str, ...]) -> str:
        """All but these, written once for all the links that leave the same out."""
        found = self._queries.get(names)
        if found is None:
            pairs = [(k, v) for k, values in self.items() if k not in names for v in values]
            found = self._queries[names] = "&".join(written(*pair) for pair in pairs)
        return found


def written(name: str, value: str) -> str:
    """A parameter as an address has it."""
    if as_it_is(name) and as_it_is(value):
        return f"{name}={value}"
    return urlencode([(name, value)], safe=_SAFE)
