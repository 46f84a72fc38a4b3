"""Public requests of every kind, drawn by chance: what a stranger may ask, drafts in mind."""

from collections.abc import Iterator, Sequence
from random import Random
from urllib.parse import urlencode

from app.http import parameters
from app.render.counts import COUNT_FORMS
from app.render.forms import FORMS

# A form that a page of text can be held against byte for byte; the others are drawn from the same.
_SLOW = {"png", "parquet"}
_FORMS = sorted(set(FORMS) - _SLOW)
_ONE = sorted(suffix for suffix in _FORMS if FORMS[suffix].one)
_LISTS = ("actors", "forums", "topics", "statements", "sources")


class Questions:
    """Addresses under one seed; `ids`, `words` and `slugs` are tried as tokens where one fits."""

    def __init__(
        self, seed: int, ids: Sequence[str], words: Sequence[str], slugs: Sequence[str]
    ) -> None:
        self.chance = Random(seed)
        self.ids, self.words, self.slugs = [*ids], [*words], [*slugs]
        self.following: list[str] = []

    def drawn(self, count: int) -> Iterator[str]:
        """So many addresses; what is put into `following` meanwhile is asked for too."""
        for _ in range(count):
            if self.following and self.chance.random() < 0.2:
                yield self.following.pop(self.chance.randrange(len(self.following)))
            else:
                yield self.chance.choice(_KINDS)(self)

    def filter(self, *, sorted_: bool = True) -> list[tuple[str, str]]:
        """Some parameters of the filter."""
        pools = {
            "actor": ["RU", "russia,france", "-france", "lavrov", "osce"],
            "forum": ["council", "-pair", "group"],
            "date": ["2022-01", "2022", "2022-01-10/..", "../2022-02-01", "2022-01-10T09:00Z/.."],
            "match": ["possible", "starts", "certain", "within"],
            "kind": ["visit", "-meeting", "process,session"],
            "status": ["announced", "-held", "cancelled"],
            "topic": ["arms", "-trade"],
            "q": self.words,
            "id": [*self.ids, *self.slugs],
            "part_of": self.ids,
            "place": ["france"],
            "between": ["russia,france"],
            "agreement": ["none", "one_party"],
            "lang": ["fr", "en"],
            "tz": ["Europe/Paris"],
            "count": ["true"],
            "limit": ["1", "5", "50"],
            "as_of": ["1", "2", "3", "4"],
            **({"sort": ["date", "-date", "-changed"]} if sorted_ else {}),
        }
        chosen = self.chance.sample(sorted(pools), self.chance.randrange(5))
        return [(name, self.chance.choice(pools[name])) for name in chosen]

    def asked(self, path: str, pairs: Sequence[tuple[str, str]]) -> str:
        """The address of these parameters."""
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def token(self) -> str:
        """An event that is published, a draft, or what either is called."""
        return self.chance.choice([*self.ids, *self.slugs])


def _list(q: Questions) -> str:
    suffix = q.chance.choice(["", *(f".{suffix}" for suffix in _FORMS)])
    return q.asked(f"/v1/events{suffix}", q.filter())


def _one(q: Questions) -> str:
    suffix = q.chance.choice(["", "/history", *(f".{suffix}" for suffix in _ONE)])
    include = [("include", "statements,sources,history")] if q.chance.random() < 0.3 else []
    known = include if suffix == "" else []
    return q.asked(f"/v1/events/{q.token()}{suffix}", known)


def _counts(q: Questions) -> str:
    suffix = q.chance.choice(["", *(f".{suffix}" for suffix in COUNT_FORMS)])
    by = q.chance.choice(["month", "year,kind", "actor", "forum", "status", "place"])
    left_out = {"count", "limit", "sort"}
    pairs = [(n, v) for n, v in q.filter(sorted_=False) if n not in left_out]
    return q.asked(f"/v1/events/counts{suffix}", [("by", by), *pairs])


def _diff(q: Questions) -> str:
    known = parameters.DIFF.keys()
    pairs = [(n, v) for n, v in q.filter(sorted_=False) if n in known]
    return q.asked("/v1/events/diff", [("a", q.chance.choice("123")), *pairs])


def _changes(q: Questions) -> str:
    pairs = [(n, v) for n, v in q.filter(sorted_=False) if n in parameters.CHANGES]
    return q.asked("/v1/changes.atom", pairs)


def _things(q: Questions) -> str:
    name = q.chance.choice([*_LISTS, "statements.atom"])
    pairs = [("event", q.token())] if "statements" in name and q.chance.random() < 0.5 else []
    return q.asked(f"/v1/{name}", pairs)


def _thing(q: Questions) -> str:
    name = q.chance.choice(_LISTS)
    return f"/v1/{name}/{q.chance.choice(['russia', 'council', 'arms', 'st_0', 'src_1', *q.ids])}"


def _page(q: Questions) -> str:
    lang = q.chance.choice(["en", "fr"])
    if q.chance.random() < 0.5:
        return f"/{lang}/events/{q.token()}"
    known = {name for name in parameters.EVENTS if name not in ("lang", "include", "count")}
    return q.asked(f"/{lang}/events", [(n, v) for n, v in q.filter() if n in known])


def _other(q: Questions) -> str:
    page = f"http://127.0.0.1:8000/en/events/{q.token()}"
    return q.chance.choice(
        [
            "/", "/en/", "/ready", "/v1/drafts", f"/v1/drafts/{q.token()}", "/openapi.json",
            q.asked("/oembed", [("url", page)]), q.asked("/embed", q.filter()[:1]),
        ]
    )  # fmt: skip


_KINDS = (_list, _list, _list, _one, _one, _counts, _diff, _changes, _things, _thing, _page, _other)
