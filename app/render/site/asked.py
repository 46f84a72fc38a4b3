"""What a page was asked for, and what all pages need to answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from markupsafe import Markup

from app.domain.datewords import Told, stored_text
from app.domain.eventwords import tongue
from app.domain.listing import View
from app.domain.resolve import Resolution
from app.render.form import Form
from app.render.site.address import Address
from app.web.catalogues import translations


class Link(NamedTuple):
    """A name that leads somewhere."""

    name: str
    href: str

    @property
    def anchor(self) -> Markup:
        """As markup."""
        return Markup('<a href="{}">{}</a>').format(self.href, self.name)


class Anchors(dict[str, Markup]):
    """Links as markup, each made once."""

    def __init__(self, find: Callable[[str], Link]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, id_: str) -> Markup:
        found = self[id_] = self._find(id_).anchor
        return found


@dataclass(frozen=True)
class Asked:
    """One page in one of our languages, at one revision; `forms` are those of its list.

    `front` says that no list was asked for: what is shown is what is next, or was last.
    `outside` says that the answer is read elsewhere than on the site, so that its links say where
    the site is.
    """

    view: View
    address: Address
    rev: int
    at: datetime
    now: datetime
    pinned: bool = False
    forms: Mapping[str, Form] = field(default_factory=dict)
    resolved: Mapping[str, list[Resolution]] = field(default_factory=dict)
    lanes: str = "forum"
    outside: bool = False
    front: bool = False

    @property
    def lang(self) -> str:
        """The language of the page."""
        return tongue(self.view.lang)

    @property
    def lasting(self) -> Address:
        """Where the page will be found as time goes on: of the front, not the month it shows."""
        return self.address.having(date=None, upcoming=None) if self.front else self.address

    @property
    def made(self) -> str:
        """When its revision was made, in words."""
        edtf = f"{self.at:%Y-%m-%dT%H:%M}" if self.at.year > 999 else None
        return stored_text(Told(edtf, "UTC", None, None), self.lang)

    @cached_property
    def say(self) -> Callable[[str], str]:
        """A message in that language."""
        return translations(self.lang).gettext

    def page(self, path: str) -> str:
        """The link to another page in that language."""
        return f"{self._begin}/{self.lang}/{path}"

    def link(self, address: Address) -> str:
        """The link to an address of ours."""
        return address.whole if self.outside else address.here

    @cached_property
    def _begin(self) -> str:
        return self.address.base_url if self.outside else self.address.root

    def actor(self, id_: str) -> Link:
        """An actor by name."""
        return Link(self.view.names.actors[id_] or id_, self.page(f"actors/{id_}"))

    def forum(self, id_: str) -> Link:
        """A forum by name."""
        return Link(self.view.names.forums[id_] or id_, self.page(f"forums/{id_}"))

    @cached_property
    def actors(self) -> "Anchors":
        """The links to actors as markup: a page names the same few again and again."""
        return Anchors(self.actor)

    @cached_property
    def forums(self) -> "Anchors":
        """The links to forums as markup."""
        return Anchors(self.forum)

    def listing(self, **parameters: str) -> Address:
        """The list of events with these parameters."""
        address = Address(self.address.base_url, f"/{self.lang}/")
        return address.having(**parameters)
