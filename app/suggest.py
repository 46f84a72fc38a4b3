"""What somebody may have meant by a token that nothing is called: the nearest names."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from app.domain.resolve import Names, folded

# A name misspelt is alike as a whole; a name cut short is a part of another. Acronyms and other
# short names are a part of everything.
_ALIKE, _PART, _SHORTEST_PART = 75, 92, 5


def near(token: str, spaces: Iterable[Names]) -> list[str]:
    """Ids of at most three things whose names are like the token, the likest first."""
    labels = {label: id_ for names in spaces for label, id_ in names.labels().items()}
    wanted = folded(token)
    alike = process.extract(wanted, list(labels), scorer=fuzz.ratio, limit=5, score_cutoff=_ALIKE)
    if not alike and len(wanted) >= _SHORTEST_PART:
        long = [label for label in labels if len(label) >= _SHORTEST_PART]
        alike = process.extract(wanted, long, scorer=fuzz.partial_ratio, score_cutoff=_PART)
    return list(dict.fromkeys(labels[match[0]] for match in alike))[:3]


def near_words(token: str, words: Iterable[str]) -> list[str]:
    """The words nearest to the token; all of them where none is near."""
    listed = list(words)
    found = process.extract(token.lower(), listed, limit=3, score_cutoff=60)
    return [word for word, _, _ in found] or listed
