"""How far the parties agree follows from their positions."""

import pytest

from app.domain.event import Event
from app.domain.things import Thing
from tests.support.world import event, model, party

TWO = [party("russia"), party("france")]
COUNCIL = [party("osce", "organizer"), party("russia", "member"), party("france", "member")]


@pytest.mark.parametrize(
    ("participants", "positions", "agreement"),
    [
        (TWO, {}, "none"),
        (TWO, {"russia": "confirmed"}, "one_party"),
        (TWO, {"russia": "proposed"}, "one_party"),
        (TWO, {"russia": "confirmed", "france": "proposed"}, "some_parties"),
        (TWO, {"russia": "confirmed", "france": "confirmed"}, "all_parties"),
        (TWO, {"russia": "confirmed", "france": "no_comment"}, "one_party"),
        (TWO, {"russia": "confirmed", "france": "denied"}, "contradicted"),
        (TWO, {"russia": "denied"}, "none"),
        (COUNCIL, {"osce": "confirmed"}, "organiser"),
        ([], {"russia": "confirmed", "france": "confirmed"}, "all_parties"),
    ],
)
def test_agreement(
    participants: list[dict[str, object]], positions: dict[str, str], agreement: str
) -> None:
    stated = [{"actor": who, "position": what} for who, what in positions.items()]
    found = model(Thing.EVENT, event(1, participants=participants, positions=stated))

    assert isinstance(found, Event)
    assert found.agreement == agreement
