"""Jinja as our pages use it: everything escaped, nothing undefined, one environment a language."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.web.assets import assets, text
from app.web.catalogues import translations

TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment(lang: str) -> Environment:
    """The templates in one of our languages, compiled as they are needed."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    # Added by the extension, which no type tells of.
    install: Any = made.install_gettext_translations  # type: ignore[attr-defined]
    install(translations(lang), newstyle=True)
    made.globals["lang"] = lang
    made.globals["inlined"] = text
    made.filters["asset"] = lambda name: assets()[name].address
    made.filters["web"] = web_address
    return made


def rendered(template: str, lang: str, **context: Any) -> bytes:
    """A template in one of our languages, filled."""
    return environment(lang).get_template(template).render(context).encode()


def web_address(address: str | None) -> str | None:
    """An address of the web, or None: no page links to a script, whatever the record holds."""
    wanted = (address or "").lower().startswith(("https://", "http://"))
    return address if wanted else None
