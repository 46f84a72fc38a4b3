"""The bodies of the other things: statements, actors, forums, topics, sources."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from app.domain.actor import Actor, Relation, Seat
from app.domain.body import Body
from app.domain.bodyreader import BodyReader, Json, Read, id_of
from app.domain.forum import Collective, Forum, Topic
from app.domain.source import About, Source, Statement
from app.domain.things import Thing

_HEAD = frozenset({"version", "rev", "changed_at", "lang", "urls"})


class StatementBody(BodyReader):
    """In an answer `lang` is that of the summary shown, and `said_in` that of what was said."""

    read_only = _HEAD
    writable = (frozenset(Statement.model_fields) - _HEAD) | {"said_in"}

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        if "said_in" in self.document:
            self.document["lang"] = self.document.pop("said_in")

    def _about(self, value: Any, pointer: str) -> Any:
        return [self._of(row, at) for row, at in self.rows(value, pointer)]

    def _of(self, row: Json, at: str) -> Json:
        self.refuse_unknown(row, About.model_fields, at)
        known = {name: value for name, value in row.items() if name in About.model_fields}
        return known | {"event": self.event(row.get("event"), f"{at}/event")}

    members: ClassVar[Mapping[str, Read]] = {
        "speaker": BodyReader.actor,
        "office": BodyReader.actor,
        "on_behalf_of": BodyReader.actor,
        "summary": BodyReader.texts,
        "about": _about,
        "source": BodyReader.plain_id,
    }


class NamedBody(BodyReader):
    """`names` has the name in each language; `name` says the one in the body's own."""

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        name = self.document.pop("name", None)
        if isinstance(name, str):
            self._name(name)
        elif name is not None:
            self.fault("/name", "write text; names takes one for each language.")

    def _name(self, name: str) -> None:
        """A name that the thing had in any language was shown, and says nothing new."""
        if name not in self.current.get("names", {}).values():
            given = self.document.get("names")
            self.document["names"] = {**(given if isinstance(given, dict) else {}), self.lang: name}


def _named(model: Any) -> frozenset[str]:
    return (frozenset(model.model_fields) - _HEAD) | {"name"}


class ActorBody(NamedBody):
    """The body of an actor."""

    read_only = _HEAD | {"code"}
    writable = _named(Actor)

    def _relations(self, value: Any, pointer: str) -> Any:
        return [self._relation(row, at) for row, at in self.rows(value, pointer)]

    def _relation(self, row: Json, at: str) -> Json:
        known = {field.alias or name for name, field in Relation.model_fields.items()}
        self.refuse_unknown(row, known, at)
        found = {name: value for name, value in row.items() if name in known}
        sources = {"source": id_of(row["source"])} if "source" in row else {}
        return found | self.references(row, at, "object") | sources

    def _seats(self, value: Any, pointer: str) -> Any:
        return [self._seat(row, at) for row, at in self.rows(value, pointer)]

    def _seat(self, row: Json, at: str) -> Json:
        self.refuse_unknown(row, Seat.model_fields, at)
        found = {name: value for name, value in row.items() if name in Seat.model_fields}
        if isinstance(row.get("city"), str):
            found["city"] = self.beside(self._city(row["city"]), row["city"])
        return found | self.references(row, at, "country")

    def _city(self, name: str) -> Json | None:
        """The names of a seat's city that is known by this one, wherever it stands in the list."""
        cities: Iterator[Json] = (seat["city"] for seat in self.current.get("seats", ()))
        return next((city for city in cities if name in city.values()), None)

    members: ClassVar[Mapping[str, Read]] = {"relations": _relations, "seats": _seats}


class ForumBody(NamedBody):
    """The body of a forum."""

    read_only = _HEAD
    writable = _named(Forum)

    def _parties(self, value: Any, pointer: str) -> Any:
        return [self.actor(party, at) for party, at in self.each(value, pointer)]

    def _members(self, value: Any, pointer: str) -> Any:
        if not self.is_object(value, pointer):
            return None
        self.refuse_unknown(value, Collective.model_fields, pointer)
        return value | self.references(value, pointer, "of")

    members: ClassVar[Mapping[str, Read]] = {
        "parent": BodyReader.forum,
        "organ_of": BodyReader.actor,
        "parties": _parties,
        "members": _members,
    }


class TopicBody(NamedBody):
    """The body of a topic."""

    read_only = _HEAD
    writable = _named(Topic)
    members: ClassVar[Mapping[str, Read]] = {}


class SourceBody(BodyReader):
    """The body of a source, which has no member in several languages: its `lang` is its own."""

    read_only = _HEAD - {"lang"}
    writable = frozenset(Source.model_fields)
    members: ClassVar[Mapping[str, Read]] = {}


BODIES: Mapping[Thing, type[BodyReader]] = {
    Thing.EVENT: Body,
    Thing.STATEMENT: StatementBody,
    Thing.ACTOR: ActorBody,
    Thing.FORUM: ForumBody,
    Thing.TOPIC: TopicBody,
    Thing.SOURCE: SourceBody,
}
