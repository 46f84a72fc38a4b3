"""The messages of the pages, as they are in the source: `make messages` follows them.

A message that the source has no more is dropped, a new one has no translation yet: a test fails
until it has.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from app.web.catalogues import LANGUAGES, catalogue_file

APP = Path(__file__).parents[2] / "app"
_METHODS = [
    ("http/**.py", "python"),
    ("render/**.py", "python"),
    ("**/templates/**.html", "jinja2"),
]
_OPTIONS = {"**/templates/**.html": {"newstyle_gettext": "true", "trim_blocks": "true"}}
_WORDS = {"say": None, "_": None, "gettext": None, "ngettext": (1, 2)}
_HEADER = """\
# The pages in another language; `make messages` keeps it in step with what they say.
msgid ""
msgstr ""
"Project-Id-Version: Pourparlers\\n"
"Language: {lang}\\n"
"Plural-Forms: {plural}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


class Message(NamedTuple):
    """A message: one text, or one and its plural; and the file that says it."""

    id: str | tuple[str, str]
    file: str


def messages() -> Iterator[Message]:
    """Every message of the source, as often as it is said."""
    found = extract_from_dir(APP, _METHODS, _OPTIONS, _WORDS)
    for file, _line, text, _comments, _context in found:
        yield Message(text if isinstance(text, str) else (text[0], text[1]), file)


def catalogue(lang: str) -> Catalog:
    """The translations there are."""
    with catalogue_file(lang).open("rb") as file:
        return read_po(file, locale=lang, abort_invalid=True)


def in_step(lang: str) -> bytes:
    """The catalogue file of a language, with the messages that there are now."""
    known, made = catalogue(lang), Catalog(locale=lang)
    for message in messages():
        before = known.get(message.id if isinstance(message.id, str) else message.id[0])
        made.add(message.id, before.string if before else "")
    return _HEADER.format(lang=lang, plural=known.plural_forms).encode() + _written(made)


def _written(made: Catalog) -> bytes:
    body = BytesIO()
    write_po(body, made, sort_output=True, omit_header=True, width=100)
    return body.getvalue()


if __name__ == "__main__":
    for language in LANGUAGES[1:]:
        catalogue_file(language).write_bytes(in_step(language))
