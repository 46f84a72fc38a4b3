"""Other names as documents: acronyms, formal names, aliases, each with its language."""

from collections.abc import Iterable

from app.gazetteer.files import Document


def aliases(texts: Iterable[tuple[str, str, Iterable[str]]]) -> list[Document]:
    """One alias for each text of (kind, language, texts)."""
    return [
        {"text": text, "lang": lang, "kind": kind} for kind, lang, some in texts for text in some
    ]
