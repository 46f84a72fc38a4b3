"""The page on embedding: a playground that writes the snippets, in French and English."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import escape

from app.domain.vocabulary import EventKind, Status
from app.render.oembed import Card, frame
from app.render.widget import CURRENT

LANGUAGES = ("en", "fr")
WEB = Path(__file__).parents[1] / "web"
# What may be asked for here: parameters of the filter, and attributes of the element with their
# defaults.
FILTER = ("actor", "forum", "date", "kind", "status", "q", "upcoming", "limit")
LOOK = {"layout": "timeline", "theme": "auto", "time": "venue"}
_FIRST = {"actor": "RU", "date": "2022-01"}

Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be embedded: a filter, and how it is shown; `lang` is that of the snippet."""

    base_url: str
    lang: str
    filter: Mapping[str, str]
    look: Mapping[str, str]

    def address(self, path: str, **more: str) -> str:
        """Ours, with the filter."""
        query = urlencode({**self.filter, **more}, safe=":,/")
        return f"{self.base_url}{path}{'?' if query else ''}{query}"


def wanted(base_url: str, lang: str, given: Pairs) -> Wanted:
    """From the fields of the form, without what is empty, unknown, or so by default.

    Of a page that nobody has filled in yet, an example.
    """
    known = {name: value.strip() for name, value in given if value.strip()}
    filter_ = {name: known[name] for name in FILTER if name in known}
    look = {name: known[name] for name, usual in LOOK.items() if known.get(name, usual) != usual}
    speaks = known["lang"] if known.get("lang") in LANGUAGES else lang
    return Wanted(base_url, speaks, filter_ if known else _FIRST, look)


def element(asked: Wanted, link: str) -> str:
    """The element with its script, which the browser holds to its hash."""
    look = "".join(f' {name}="{escape(value)}"' for name, value in asked.look.items())
    return (
        f'<script type="module" src="{escape(asked.base_url)}{CURRENT.path}"\n'
        f'  integrity="{CURRENT.integrity}" crossorigin></script>\n'
        f'<pourparlers-timeline lang="{asked.lang}"{look}\n'
        f'  src="{escape(asked.address("/v1/events"))}">\n'
        f'  <a href="{escape(asked.address(f"/{asked.lang}/"))}">{escape(link)}</a>\n'
        "</pourparlers-timeline>"
    )


def framed(asked: Wanted, title: str) -> str:
    """The frame, for pages that allow no script of others."""
    look = {"theme": asked.look["theme"]} if "theme" in asked.look else {}
    return frame(Card(asked.base_url, asked.address("/embed", lang=asked.lang, **look), title))


def page(lang: str, asked: Wanted) -> bytes:
    """The page in one of our languages, with the snippets for what is asked."""
    here = Wanted(urlsplit(asked.base_url).path, asked.lang, asked.filter, asked.look)
    link = _translations(asked.lang).gettext("Events at Pourparlers")
    shown = {
        "lang": lang,
        "root": here.base_url,
        "asked": asked,
        "here": here,
        "link": link,
        "element": element(asked, link),
        "frame": framed(asked, link),
        "script": CURRENT,
        "kinds": list(EventKind),
        "statuses": list(Status),
    }
    return _template(lang).render(shown).encode()


@cache
def _template(lang: str) -> Template:
    made = Environment(
        loader=FileSystemLoader(WEB / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    # Added by the extension, which no type tells of.
    install: Any = made.install_gettext_translations  # type: ignore[attr-defined]
    install(_translations(lang), newstyle=True)
    return made.get_template("embedding.html")


@cache
def _translations(lang: str) -> NullTranslations:
    """The catalogue, compiled here: no second file to forget."""
    if lang == LANGUAGES[0]:
        return NullTranslations()
    with (WEB / "locale" / lang / "LC_MESSAGES" / "embedding.po").open("rb") as file:
        compiled = BytesIO()
        write_mo(compiled, read_po(file, locale=lang, abort_invalid=True))
    compiled.seek(0)
    return GNUTranslations(compiled)
