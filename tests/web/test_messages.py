"""Nothing that our pages say is left in the wrong language."""

import re
from enum import StrEnum
from html.parser import HTMLParser
from pathlib import Path

import pytest

from app.domain.partwords import FRENCH, said
from app.web.catalogues import LANGUAGES, catalogue_file
from app.web.templating import TEMPLATES
from tests.support.messages import catalogue, in_step, messages

OTHERS = LANGUAGES[1:]


@pytest.mark.parametrize("lang", OTHERS)
def test_the_catalogue_is_in_step_with_the_source(lang: str) -> None:
    assert catalogue_file(lang).read_bytes() == in_step(lang), "`make messages` brings it in step"


@pytest.mark.parametrize("lang", OTHERS)
def test_no_message_is_untranslated(lang: str) -> None:
    known = catalogue(lang)
    found = list(messages())
    assert len(found) > 100
    for message in found:
        text = message.id if isinstance(message.id, str) else message.id[0]
        translated = known.get(text)
        assert translated, (message.file, text)
        assert not translated.fuzzy, text
        strings = translated.string
        forms = [strings] if isinstance(strings, str) else list(strings or ())
        assert all(forms), (message.file, text)
        for form in forms:
            assert blanks(form) == blanks(text), text


def blanks(text: str) -> set[str]:
    """What is put into a message."""
    return set(re.findall(r"%\(\w+\)s|\{\w+\}", text))


@pytest.mark.parametrize("words", FRENCH)
def test_each_word_of_a_vocabulary_is_said_in_french(words: type[StrEnum]) -> None:
    assert FRENCH[words].keys() == {str(word) for word in words}
    assert all(said(words, word, "fr-CA") for word in words)


class Texts(HTMLParser):
    """The texts of a page, with those attributes that are read out or shown."""

    _SHOWN = ("aria-label", "alt", "title", "placeholder", "content")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._in_code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        technical = tag == "meta" and dict(attrs).get("content", "") in _TECHNICAL
        shown = [] if technical else [value for name, value in attrs if name in self._SHOWN]
        self.found += filter(None, shown)

        self._in_code += tag == "code"

    def handle_endtag(self, tag: str) -> None:
        self._in_code -= tag == "code"

    def handle_data(self, data: str) -> None:
        if not self._in_code:
            self.found.append(data)


_TECHNICAL = {
    "light dark", "width=device-width, initial-scale=1", "Pourparlers", "website", "1200", "630",
    "image/png", "summary_large_image",
}  # fmt: skip
# Not words of a language: the name of the site, an example of what to write, parts of tags.
_NAMES = {
    "Pourparlers",
    "– Pourparlers",
    "Europe/Paris",
    'lang=""',
    "article",
    "English",
    "Français",
}


def untranslated(template: str) -> list[str]:
    """The texts of a template that are not messages."""
    spoken = re.sub(r"{% trans.*?endtrans %}", "", template, flags=re.DOTALL)
    reader = Texts()
    reader.feed(re.sub(r"{{.*?}}|{%.*?%}|{#.*?#}", "", spoken, flags=re.DOTALL))
    texts = (" ".join(text.split()) for text in reader.found)
    return [text for text in texts if re.search(r"[^\W\d]", text) and text not in _NAMES]


@pytest.mark.parametrize("file", sorted(TEMPLATES.glob("*.html")), ids=lambda file: file.name)
def test_no_template_says_anything_but_messages(file: Path) -> None:
    assert untranslated(file.read_text(encoding="utf-8")) == []


def test_a_text_that_is_no_message_would_be_noticed() -> None:
    assert untranslated("<p>{{ _('Fine') }} and not fine</p>") == ["and not fine"]
    assert untranslated('<a aria-label="Read on">{% trans %}Read{% endtrans %}</a>') == ["Read on"]
