"""Cities that the record knows: capitals, and the seats of organisations."""

from collections import defaultdict
from collections.abc import Iterable

from app.domain.actor import Actor, Seat
from app.domain.resolve import folded


class Cities:
    """Seats by the name of their city in any language known."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        self._seats: defaultdict[str, list[Seat]] = defaultdict(list)
        for actor in actors:
            for seat in actor.seats:
                for name in {folded(text) for text in seat.city.values()}:
                    self._seats[name].append(seat)

    def find(self, city: str, country: str | None = None) -> Seat | None:
        """The seat in this city; None where none is known, or where cities of that name differ.

        With a country, the city must lie in it: Georgetown is in Guyana, and elsewhere too.
        """
        seats = self._seats.get(folded(city), [])
        here = [seat for seat in seats if country is None or seat.country == country]
        return here[0] if len({seat.country for seat in here}) == 1 else None
