"""Who takes part in an event and what each says of it; how far the parties agree."""

from collections.abc import Iterable, Sequence

from app.domain.forum import Collective
from app.domain.text import Edtf, Id, Part
from app.domain.vocabulary import Agreement, Attendance, Level, Role, Stance

# Those who meet; a host does too where it is visited.
SIDES = (Role.PARTY, Role.VISITOR, Role.MEMBER, Role.SIGNATORY)


class Participation(Part):
    """An actor in an event. The office it acts in, when named, decides for whom it acts."""

    actor: Id
    role: Role
    level: Level | None = None
    attendance: Attendance = Attendance.EXPECTED
    office: Id | None = None
    represented_by: tuple[Id, ...] = ()
    collective: Collective | None = None


class Position(Part):
    """What a party says of the event, since when, by whom, read where."""

    actor: Id
    position: Stance
    on: Edtf | None = None
    by: Id | None = None
    source: Id | None = None


def side_participations(participants: Iterable[Participation]) -> list[Participation]:
    """The participations that are sides: not chairs, mediators, observers.

    A host is a side only where there is a visitor; a collective is one, whatever its role, because
    those it stands for are there.
    """
    listed = list(participants)
    visited = any(p.role is Role.VISITOR for p in listed)
    roles = (*SIDES, Role.HOST) if visited else SIDES
    return [p for p in listed if p.role in roles or p.collective is not None]


def agreement(participants: Sequence[Participation], positions: Iterable[Position]) -> Agreement:
    """How far the parties agree, from the last position of each.

    The organiser's word settles a meeting that it calls. A denial beside a confirmation, or beside
    another's proposal, contradicts.
    """
    latest = {position.actor: position.position for position in positions}
    confirmed = _saying(latest, Stance.CONFIRMED)
    willing = confirmed | _saying(latest, Stance.PROPOSED)
    if _saying(latest, Stance.DENIED) and willing:
        return Agreement.CONTRADICTED
    if confirmed & {p.actor for p in participants if p.role is Role.ORGANIZER}:
        return Agreement.ORGANISER
    parties = {p.actor for p in side_participations(participants)} or set(latest)
    if len(parties) > 1 and parties <= confirmed:
        return Agreement.ALL_PARTIES
    return _share(len(willing))


def _saying(latest: dict[str, Stance], stance: Stance) -> set[str]:
    return {actor for actor, said in latest.items() if said is stance}


def _share(count: int) -> Agreement:
    return (Agreement.NONE, Agreement.ONE_PARTY, Agreement.SOME_PARTIES)[min(count, 2)]
