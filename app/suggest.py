"""What somebody may have meant by a token that nothing is called: the nearest names."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from app.domain.resolve import Names, folded


def near(token: str, spaces: Iterable[Names]) -> list[str]:
    """Ids of at most three things whose names are like the token, the likest first."""
    labels = {label: id_ for names in spaces for label, id_ in names.labels().items()}
    found = process.extract(
        folded(token), labels.keys(), scorer=fuzz.WRatio, limit=5, score_cutoff=70
    )
    return list(dict.fromkeys(labels[label] for label, _, _ in found))[:3]


def near_words(token: str, words: Iterable[str]) -> list[str]:
    """The words nearest to the token; all of them where none is near."""
    listed = list(words)
    found = process.extract(token.lower(), listed, limit=3, score_cutoff=60)
    return [word for word, _, _ in found] or listed
