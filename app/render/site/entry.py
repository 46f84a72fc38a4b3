"""One event in a list: what is read at a glance."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from markupsafe import Markup

from app.domain.eventwords import kind_text, status_text
from app.domain.listing import Recorded
from app.domain.text import chosen
from app.render import refs
from app.render.site.asked import Asked
from app.render.site.dates import Said, said_date

Json = dict[str, Any]

OFF = frozenset({"cancelled", "postponed"})
_MOST_NAMES = 6


class Entry(NamedTuple):
    """An event as a list shows it; `stored` is its document.

    `lang` is set where the title is in another language than the page; `former` is the date that
    it was moved from; `said` is a line about it and `who` those who take part, with their links.
    """

    id: str
    href: str
    title: str
    lang: str | None
    when: Said
    former: str | None
    status: str
    status_text: str
    said: Markup
    who: Markup
    stored: Json

    @property
    def off(self) -> bool:
        """Whether it does not take place as it was announced."""
        return self.status in OFF


def entries(items: Iterable[Recorded], asked: Asked) -> list[Entry]:
    """An entry an event, in their order."""
    return [entry(item.id, item.document, asked) for item in items]


def entry(id_: str, stored: Json, asked: Asked) -> Entry:
    """The event as a list shows it."""
    view, lang = asked.view, asked.lang
    spoken, title = chosen(stored["title"], view.lang)
    previous = stored["previous"]
    return Entry(
        id=id_,
        href=asked.page(f"events/{id_}"),
        title=title,
        lang=foreign(spoken, lang),
        when=said_date(stored, asked),
        former=said_date({**stored, **previous[-1]}, asked).text if previous else None,
        status=stored["status"],
        status_text=status_text(stored["status"], lang),
        said=_line(stored, asked),
        who=_who(stored, asked),
        stored=stored,
    )


def _line(stored: Json, asked: Asked) -> Markup:
    """How it stands, of what kind it is, where and in which forum."""
    parts = [badge(stored["status"], asked.lang), kind_text(stored["kind"], asked.lang)]
    if where := place(stored["place"], asked):
        parts.append(where)
    if stored["forum"]:
        parts.append(asked.forums[stored["forum"]])
    first, *more = parts
    return first + Markup().join(_PART.format(part) for part in more)


# A box each: where a line is full a part goes to the next one, and the style hides its dot there.
_PART = Markup(" <span>· {}</span>")
_COMMA = Markup(", ")


@lru_cache
def badge(status: str, lang: str) -> Markup:
    """A status with its sign, which is another shape for each: not its colour alone."""
    return Markup(
        '<span class="status {}"><span class="sign" aria-hidden="true"></span>{}</span>'
    ).format(status, status_text(status, lang))


def _who(stored: Json, asked: Asked) -> Markup:
    ids = attending(stored)
    named = _COMMA.join([asked.actors[actor] for actor in ids[:_MOST_NAMES]])
    if len(ids) <= _MOST_NAMES:
        return named
    more = asked.say("and %(count)s more") % {"count": len(ids) - _MOST_NAMES}
    return named + f" {more}"


def foreign(spoken: str, lang: str) -> str | None:
    """The language of a text, where it is not that of the page."""
    return None if spoken.partition("-")[0] == lang else spoken


def attending(stored: Json) -> list[str]:
    """Who takes part, each once; those who are called a party come first."""
    rows = stored["participants"]
    parties = [row["actor"] for row in rows if row["role"] == "party"]
    return list(dict.fromkeys([*parties, *(row["actor"] for row in rows)]))


def place(stored: Json | None, asked: Asked) -> str:
    """City and country, as far as known; nothing where neither is."""
    if stored is None:
        return ""
    country = stored["country"]
    parts = (
        refs.text(stored["city"], asked.view),
        country and asked.view.names.actors[country],
    )
    return ", ".join(filter(None, parts))
