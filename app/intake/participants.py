"""Who takes part, as a row tells it: named in a cell, made from one, or found in a text."""

from collections.abc import Iterable
from typing import Any

from app.domain.dates import When
from app.domain.participation import SIDES
from app.domain.things import Thing
from app.domain.validity import EVER, possible_days
from app.domain.vocabulary import Attendance, Level, Role, Status
from app.errors import InvalidMapping
from app.intake.draft import Unresolved
from app.intake.extent import person_of
from app.intake.mapping import ParticipantOf, PersonOf
from app.intake.mentions import Found, Mention
from app.intake.row import Row

Json = dict[str, Any]


class Cast:
    """The participants of one row, in the order of the mapping, nobody twice in one role."""

    def __init__(self, row: Row, when: When, status: str | None) -> None:
        self.row = row
        # Who is listed for what was held was there.
        self.attendance = Attendance.ATTENDED if status == Status.HELD else Attendance.EXPECTED
        self.days = possible_days(when)
        self.found: dict[tuple[str, str], Json] = {}
        self.sides: set[str] = set()
        self.said: list[str] = []

    def participants(self) -> list[Json]:
        """All of them; those found in a text are marked as derived."""
        for asked in self.row.mapping.participants:
            self._add_all(asked)
        if self.said:
            words = "; ".join(f"“{said}”" for said in self.said)
            mots = "; ".join(f"« {said} »" for said in self.said)
            self.row.derived(
                "participants",
                f"Found in the text, in the words {words}"[:9_000] + ".",
                f"Trouvés dans le texte, dans les mots {mots}"[:9_000] + ".",
            )
        return list(self.found.values())

    def _add_all(self, asked: ParticipantOf) -> None:
        role = self.row.word("role", asked.role, Role)
        if role is None:
            return self.row.missing("role", ())
        base = {
            "role": role,
            "level": self.row.word("level", asked.level, Level),
            "attendance": self.row.word("attendance", asked.attendance, Attendance)
            or self.attendance,
        }
        before = len(self.found)
        self._add_as(asked, base)
        if asked.required and len(self.found) == before:
            self.row.result.trouble(None, f"expected somebody who takes part as {role}")
        return None

    def _add_as(self, asked: ParticipantOf, base: Json) -> None:
        if asked.found_in:
            text = self.row.cells[asked.found_in]
            found = self.row.resolver.mentions.found(text, asked.after, self.days)
            for mention in found.mentions:
                self._add_mention(base, mention)
            self._note_ambiguous(asked.found_in, found)
            return
        office = next(iter(self.row.ids("actor", asked.office)), None)
        people = self._represented(asked)
        for actor in self._actors(asked):
            self._add({**base, "actor": actor, "office": office, "represented_by": people})

    def _actors(self, asked: ParticipantOf) -> list[str]:
        if asked.person is None:
            return self.row.ids("actor", asked.actor)
        actor = self._person(asked.person)
        return [actor] if actor else []

    def _person(self, person: PersonOf) -> str | None:
        """The person of the row, who comes along where the file is what is known of him or her."""
        named = person_of(person, self.row.cells)
        if named is None:
            return None
        if named[0] in person.known:
            return self._known(person.known[named[0]])
        people = self.row.facts.people
        id_ = people.ids[person.scheme, named[0]]
        if id_ in people.documents:
            self.row.result.support.append((Thing.ACTOR, people.documents[id_]))
        return id_

    def _known(self, id_: str) -> str:
        if id_ in self.row.resolver.directory.actors and self._is_person(id_):
            return id_
        raise InvalidMapping(f"person.known: there is no person {id_} in the record.")

    def _represented(self, asked: ParticipantOf) -> list[str]:
        if asked.represented_by is None:
            return []
        text = self.row.cells[asked.represented_by.found_in]
        found = self.row.resolver.mentions.found(text, asked.represented_by.after, self.days)
        return [mention.actor for mention in found.mentions if self._is_person(mention.actor)]

    def _is_person(self, actor: str) -> bool:
        return self.row.resolver.directory.actors[actor].kind == "person"

    def _add_mention(self, base: Json, mention: Mention) -> None:
        """A side that is there already is not one again for having been mentioned."""
        if mention.actor in self.sides and base["role"] in (*SIDES, Role.HOST):
            return
        added = {**base, "actor": mention.actor, "office": mention.office, "represented_by": []}
        if self._add({**added, "level": base["level"] or mention.level}):
            self.said.append(mention.words)

    def _note_ambiguous(self, column: str, found: Found) -> None:
        """What names one of several, unless one of these is a side already."""
        for words, candidates in found.ambiguous.items():
            if self.sides.isdisjoint(candidates):
                missed = Unresolved(column, words, "actor", candidates)
                self.row.result.unresolved.append(missed)

    def _add(self, participation: Json) -> bool:
        key = participation["actor"], participation["role"]
        if key in self.found:
            return False
        self.found[key] = participation
        self.sides.update(self._stands_for(participation["actor"], participation["office"]))
        return True

    def _stands_for(self, actor: str, office: str | None) -> Iterable[str]:
        return {actor, *self.row.resolver.directory.roots(actor, office, EVER)}
