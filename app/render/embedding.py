"""The page on embedding: a playground that writes the snippets, in French and English."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from markupsafe import escape

from app.domain.eventwords import kind_text, status_text
from app.domain.vocabulary import EventKind, Status
from app.render.frame import frame
from app.render.oembed import HEIGHT, WIDTH
from app.render.widget import CURRENT
from app.web.catalogues import LANGUAGES, translations
from app.web.templating import rendered

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
    return frame(asked.address("/embed", lang=asked.lang, **look), title, WIDTH, HEIGHT)


def page(lang: str, asked: Wanted) -> bytes:
    """The page in one of our languages, with the snippets for what is asked."""
    here = Wanted(urlsplit(asked.base_url).path, asked.lang, asked.filter, asked.look)
    link = translations(asked.lang).gettext("Events at Pourparlers")
    shown = {
        "root": here.base_url,
        "asked": asked,
        "here": here,
        "link": link,
        "element": element(asked, link),
        "frame": framed(asked, link),
        "script": CURRENT,
        "kinds": [(kind, kind_text(kind, lang)) for kind in EventKind],
        "statuses": [(status, status_text(status, lang)) for status in Status],
    }
    return rendered("embedding.html", lang, **shown)
