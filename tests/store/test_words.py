"""Words are found in any case, accent, inflection or elision, in French and English."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import snowballstemmer

from app.store import words
from app.store.words import analyse, asked


@pytest.mark.parametrize(
    ("text", "lang", "question", "found"),
    [
        ("Négociations entre la Russie et l’OTAN", "fr", "otan", True),
        ("Négociations entre la Russie et l’OTAN", "fr", "négociation", True),
        ("Négociations entre la Russie et l’OTAN", "fr", "NEGOCIATIONS", True),
        ("Négociations entre la Russie et l’OTAN", "fr", "l'OTAN", True),
        ("Russia's meetings", "en", "meeting russia", True),
        ("Russia's meetings", "en", "meeting france", False),
        ("Сергей Рябков", "ru", "рябков", True),
        ("北京", "zh", "北京", True),
        ("Consultations in Geneva", "en", "consult", True),
        ("Consultations in Geneva", "en", "gen", False),
        ('"); DROP TABLE events; --', "en", '"drop"', True),
    ],
)
def test_what_is_found(text: str, lang: str, question: str, found: bool) -> None:
    words = analyse(text, lang)

    assert all(word.tokens & words for word in asked(question)) is found


def test_tokens_are_letters_and_digits_of_ascii_whatever_is_written() -> None:
    written = "Ünï-cödé Рябков 北京 ½ ١٢ x'); -- \u200d \U0001f600 résumé's"
    for token in analyse(written, None):
        assert token.isascii()
        assert token.isalnum()


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Threads take turns in the middle of everything, and no word is known beforehand."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    words._reading.cache_clear()
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hasty_threads")
def test_threads_do_not_stem_each_others_words() -> None:
    texts = [f"{'ab' * (n % 99)}meetings {'cd' * (n % 77)}consultations" for n in range(500)]
    with ThreadPoolExecutor(8) as threads:
        found = [*threads.map(analyse, texts, ["en"] * len(texts))]
    words._reading.cache_clear()
    assert found == [analyse(text, "en") for text in texts]


@pytest.mark.parametrize("language", ["english", "french"])
def test_a_number_has_no_stem(language: str) -> None:
    """Which is why none is looked for."""
    numbers = [str(number) for number in (*range(0, 10_000, 7), 10**40)]

    assert snowballstemmer.stemmer(language).stemWords(numbers) == numbers
    assert analyse(" ".join(numbers), language[:2]) == set(numbers)
