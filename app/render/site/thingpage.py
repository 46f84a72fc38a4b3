"""The pages of an actor and of a forum: what it is, what is next there, what was last."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from app.domain.actor import ActorKind, AliasKind, MemberRole
from app.domain.datewords import Told, stored_text
from app.domain.forum import ForumKind
from app.domain.listing import Listing, Recorded
from app.domain.partwords import said
from app.domain.text import chosen
from app.render.site.address import Address
from app.render.site.asked import Asked
from app.render.site.entry import entries, foreign
from app.render.site.head import Head, head
from app.render.site.months import Month, months
from app.render.site.tools import Tools, list_tools
from app.web.templating import rendered

Json = dict[str, Any]


class Other(NamedTuple):
    """Another thing, and since when or as what it is one."""

    name: str
    href: str
    more: str = ""


class Fact(NamedTuple):
    """A line about the thing: others, or a text."""

    name: str
    others: list[Other]
    text: str = ""


@dataclass(frozen=True, slots=True)
class ThingPage:
    """What the template of an actor or forum shows; `all` is the list of its events."""

    head: Head
    heading: str
    lang: str | None
    kind: str
    facts: list[Fact]
    upcoming: list[Month]
    latest: list[Month]
    all: str
    tools: Tools
    asked: Asked


class Lists(NamedTuple):
    """What is next, what was last, and the question that gives both."""

    upcoming: Listing
    latest: Listing
    parameters: dict[str, str]


def actor(item: Recorded, lists: Lists, asked: Asked) -> bytes:
    """The page of an actor."""
    kind = said(ActorKind, item.document["kind"], asked.lang)
    return _rendered(item, kind, list(_of_actor(item.document, asked)), lists, asked)


def forum(item: Recorded, lists: Lists, asked: Asked) -> bytes:
    """The page of a forum."""
    kind = said(ForumKind, item.document["kind"], asked.lang)
    return _rendered(item, kind, list(_of_forum(item, asked)), lists, asked)


def _rendered(item: Recorded, kind: str, facts: list[Fact], lists: Lists, asked: Asked) -> bytes:
    lang, name = chosen(item.document["names"], asked.view.lang)
    address = asked.listing(**lists.parameters)
    page = ThingPage(
        head=_head(asked, name, kind, address),
        heading=name,
        lang=foreign(lang, asked.lang),
        kind=kind,
        facts=[fact for fact in facts if fact.others or fact.text],
        upcoming=months(entries(lists.upcoming.items, asked), asked, address),
        latest=months(entries(lists.latest.items, asked), asked, address),
        all=address.here,
        tools=list_tools(replace(asked, address=address), name),
        asked=asked,
    )
    return rendered("thing.html", asked.lang, page=page, root=asked.address.root)


def _head(asked: Asked, name: str, kind: str, address: Address) -> Head:
    message = asked.say("%(name)s (%(kind)s): what is next, what was last, and who says so.")
    description = message % {"name": name, "kind": kind}
    return head(asked, name, description, address.at("/v1/events"))


def _of_actor(stored: Json, asked: Asked) -> Iterator[Fact]:
    say = asked.say
    yield Fact(say("Also called"), [], _also_called(stored))
    names = {
        "holds": say("Holds"), "office_of": say("Office of"), "body_of": say("Body of"),
        "member_of": say("Member of"), "successor_of": say("Successor of"),
    }  # fmt: skip
    for relation, name in names.items():
        rows = [row for row in stored["relations"] if row["relation"] == relation]
        yield Fact(name, [_related(row, asked) for row in rows])
    seats = (chosen(seat["city"], asked.view.lang)[1] for seat in stored["seats"])
    yield Fact(say("Seat"), [], ", ".join(seats))
    codes = (f"{known['scheme']} {known['value']}" for known in stored["identifiers"])
    yield Fact(say("Identifiers"), [], ", ".join(codes))


def _also_called(stored: Json) -> str:
    """The aliases; words for a people are none of them."""
    aliases = (a["text"] for a in stored["aliases"] if a["kind"] != AliasKind.DEMONYM)
    return ", ".join(dict.fromkeys(aliases))


def _related(row: Json, asked: Asked) -> Other:
    """The other, and since when or as what, as far as that is said."""
    name, href = asked.actor(row["object"])
    days = [_period(row, asked)] if row["from"] or row["to"] else []
    plain = row["role"] in (None, MemberRole.MEMBER)
    role = [] if plain else [said(MemberRole, row["role"], asked.lang)]
    return Other(name, href, ", ".join([*role, *days]))


def _period(row: Json, asked: Asked) -> str:
    """Each end as it is known: both may be more than a date."""
    ends = (
        stored_text(Told(edtf, None, None, None), asked.lang) if edtf else "…"
        for edtf in (row["from"], row["to"])
    )
    return " – ".join(ends)


def _of_forum(item: Recorded, asked: Asked) -> Iterator[Fact]:
    say, stored, directory = asked.say, item.document, asked.view.directory
    above, organ_of = stored["parent"], stored["organ_of"]
    yield Fact(say("Also called"), [], _also_called(stored))
    yield Fact(say("Part of"), [Other(*asked.forum(above))] if above else [])
    yield Fact(say("Organ of"), [Other(*asked.actor(organ_of))] if organ_of else [])
    yield Fact(say("Parties"), [Other(*asked.actor(party)) for party in stored["parties"]])
    yield Fact(say("Members"), *_members(stored["members"], asked))
    yield Fact(say("Meets"), [], _recurrence(stored["recurrence"], asked))
    below = sorted(directory.forum_family(item.id) - {item.id})
    yield Fact(say("Below it"), [Other(*asked.forum(id_)) for id_ in below])
    yield Fact(say("Followed"), [], _coverage(stored["coverage"], asked))


def _members(members: Json | None, asked: Asked) -> tuple[list[Other], str]:
    if members is None:
        return [], ""
    role = said(MemberRole, members["role"] or MemberRole.MEMBER, asked.lang)
    count = members["count"]
    return [Other(*asked.actor(members["of"]), f"{count} × {role}" if count else role)], ""


def _recurrence(rule: str | None, asked: Asked) -> str:
    """How often, in words where the rule is as simple as that (RFC 5545, section 3.3.10)."""
    say = asked.say
    plain = {
        "FREQ=WEEKLY": say("every week"), "FREQ=MONTHLY": say("every month"),
        "FREQ=YEARLY": say("every year"), "FREQ=DAILY": say("every day"),
    }  # fmt: skip
    return plain.get(rule or "", rule or "")


def _coverage(coverage: Json | None, asked: Asked) -> str:
    if coverage is None:
        return ""
    message = asked.say("since %(since)s, %(every)s; last looked %(last)s")
    dates = {
        key: stored_text(Told(coverage[member], None, None, None), asked.lang)
        for key, member in (("since", "since"), ("last", "last_checked"))
    }
    return message % {**dates, "every": coverage["every"]}
