"""What our pages say in each language: gettext catalogues, read once."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parent / "locale"
# The first is that of the messages in the source: it needs no catalogue.
LANGUAGES = ("en", "fr")


@cache
def translations(lang: str) -> NullTranslations:
    """The translations for one of our languages, compiled here: no second file to forget."""
    if lang == LANGUAGES[0]:
        return NullTranslations()
    with catalogue_file(lang).open("rb") as file:
        compiled = BytesIO()
        write_mo(compiled, read_po(file, locale=lang, abort_invalid=True))
    compiled.seek(0)
    return GNUTranslations(compiled)


def catalogue_file(lang: str) -> Path:
    """Where gettext keeps the catalogue of a language."""
    return LOCALE / lang / "LC_MESSAGES" / "pages.po"
