"""What somebody may have meant by a token that nothing is called: the nearest names."""

from collections.abc import Callable, Iterable

from rapidfuzz import fuzz, process

from app.domain.resolve import Names, folded

# A name misspelt is alike as a whole; a name cut short is a part of another. Acronyms and other
# short names are a part of everything.
_ALIKE, _PART, _SHORTEST = 75, 92, 5


def near(token: str, spaces: Iterable[Names]) -> list[str]:
    """Ids of at most three things whose names are like the token, the likest first."""
    wanted, listed = folded(token), list(spaces)
    found: list[tuple[float, str]] = []
    for scorer, least, shortest in (
        (fuzz.ratio, _ALIKE, 0),
        (fuzz.partial_ratio, _PART, _SHORTEST),
    ):
        if not found and len(wanted) >= shortest:
            found = [match for names in listed for match in _like(wanted, names, scorer, least)]
    found.sort(key=lambda match: -match[0])
    return list(dict.fromkeys(id_ for _, id_ in found))[:3]


def _like(
    wanted: str, names: Names, scorer: Callable[..., float], least: float
) -> list[tuple[float, str]]:
    labels = names.labels if scorer is fuzz.ratio else names.long_labels(_SHORTEST)
    found = process.extract(wanted, labels.keys(), scorer=scorer, limit=5, score_cutoff=least)
    return [(score, labels[label]) for label, score, _ in found]


def near_words(token: str, words: Iterable[str]) -> list[str]:
    """The words nearest to the token; all of them where none is near."""
    listed = list(words)
    found = process.extract(token.lower(), listed, limit=3, score_cutoff=60)
    return [word for word, _, _ in found] or listed
