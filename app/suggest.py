"""What somebody may have meant by a token that nothing is called: the nearest names."""

from collections.abc import Callable, Iterable, Mapping

from app.domain.resolve import Names, folded

# A name misspelt is alike as a whole; a name cut short is a part of another. Acronyms and other
# short names are a part of everything.
_ALIKE, _PART, _SHORTEST = 75, 92, 5

# Who compares is imported once there is something to compare: 4 MiB that most servers of a record
# that is only read, and all exports, do without.


def near(token: str, spaces: Iterable[Names]) -> list[str]:
    """Ids of at most three things whose names are like the token, the likest first."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - as above

    wanted, listed = folded(token), list(spaces)
    found: list[tuple[float, str]] = []
    for scorer, least, shortest in (
        (fuzz.ratio, _ALIKE, 0),
        (fuzz.partial_ratio, _PART, _SHORTEST),
    ):
        if not found and len(wanted) >= shortest:
            labels = [names.long_labels(shortest) for names in listed]
            found = [match for some in labels for match in _like(wanted, some, scorer, least)]
    found.sort(key=lambda match: -match[0])
    return list(dict.fromkeys(id_ for _, id_ in found))[:3]


def _like(
    wanted: str, labels: Mapping[str, str], scorer: Callable[..., float], least: float
) -> list[tuple[float, str]]:
    from rapidfuzz import process  # noqa: PLC0415 - as above

    found = process.extract(wanted, labels.keys(), scorer=scorer, limit=5, score_cutoff=least)
    return [(score, labels[label]) for label, score, _ in found]


def near_words(token: str, words: Iterable[str]) -> list[str]:
    """The words nearest to the token; all of them where none is near."""
    from rapidfuzz import process  # noqa: PLC0415 - as above

    listed = list(words)
    found = process.extract(token.lower(), listed, limit=3, score_cutoff=60)
    return [word for word, _, _ in found] or listed
