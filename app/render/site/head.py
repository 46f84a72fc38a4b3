"""What the head of a page says of it to machines: languages, other forms, a card."""

from collections.abc import Iterator
from typing import NamedTuple

from app.render.form import Form
from app.render.oembed import Discovery, discovery
from app.render.site.address import Address
from app.render.site.asked import Asked, Link
from app.render.site.words import form_name
from app.web.catalogues import LANGUAGES

# The forms that are read again and again.
FEEDS = ("atom", "jsonfeed")
_NAMES = {"en": "English", "fr": "Français"}


class Alternate(NamedTuple):
    """The same in another form."""

    media_type: str
    href: str
    title: str


class Tongue(NamedTuple):
    """The same page in one of our languages."""

    lang: str
    name: str
    href: str
    here: str
    current: bool


class Head(NamedTuple):
    """The head of a page. `picture` is its card, None where this installation draws none."""

    title: str
    description: str
    canonical: str
    tongues: list[Tongue]
    alternates: list[Alternate]
    picture: str | None
    home: str
    ways: list[Link]
    here: str
    robots: str | None = None
    data: str | None = None
    oembed: tuple[Discovery, ...] = ()


def head(
    asked: Asked, title: str, description: str, bare: Address, data: str | None = None
) -> Head:
    """Of the page of `asked`, whose forms are at `bare` with their suffixes."""
    forms = bare.having(lang=asked.lang)
    return Head(
        title=title,
        description=description,
        canonical=asked.lasting.whole,
        tongues=tongues(asked.lasting, asked.lang),
        alternates=list(_alternates(asked, forms)),
        picture=forms.at(f"{bare.path}.png").whole if "png" in asked.forms else None,
        home=asked.page(""),
        ways=ways(asked),
        here=asked.address.here,
        # What was once so is there to be cited, not to be found instead of what is so now.
        robots="noindex" if asked.pinned else None,
        data=data,
        oembed=discovery(asked.address.base_url, asked.lasting.whole),
    )


def ways(asked: Asked) -> list[Link]:
    """Ways to look at the record that need no words."""
    now = asked.now.date()
    return [
        Link(asked.say("What is next"), asked.listing(upcoming="true").here),
        Link(asked.say("This year"), asked.listing(date=f"{now.year}").here),
        Link(asked.say("Latest first"), asked.listing(date=f"../{now}", sort="-date").here),
        Link(asked.say("All events"), asked.listing(sort="date").here),
    ]


def tongues(address: Address, lang: str) -> list[Tongue]:
    """The page in each language; its path begins with that of the present one."""
    rest = address.path.removeprefix(f"/{lang}")
    pages = {other: address.at(f"/{other}{rest}") for other in LANGUAGES}
    return [
        Tongue(other, _NAMES[other], page.whole, page.here, other == lang)
        for other, page in pages.items()
    ]


def _alternates(asked: Asked, forms: Address) -> Iterator[Alternate]:
    """Of the front, readers of feeds take those that go on."""
    lasting = forms.having(date=None, upcoming=None) if asked.front else forms
    for suffix, form in asked.forms.items():
        yield _alternate(form, suffix, lasting if suffix in FEEDS else forms)


def _alternate(form: Form, suffix: str, forms: Address) -> Alternate:
    media_type = form.media_type.partition(";")[0]
    return Alternate(media_type, forms.at(f"{forms.path}.{suffix}").whole, form_name(suffix))
