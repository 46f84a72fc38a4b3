"""The guard: what may be connected to, decided on the very addresses that are then connected to.

A name that is checked first and fetched later may answer otherwise the second time (DNS rebinding):
so a name is resolved once, every answer is checked, and one of these is what the socket gets.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.errors import AddressRefused
from app.outbound.addresses import Address, Network, is_in, is_public

PORTS = frozenset({80, 443})


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets through public addresses on these ports, and networks that an operator has named."""

    allowed: tuple[Network, ...] = ()
    ports: frozenset[int] = PORTS

    def admit(self, addresses: Sequence[Address], port: int) -> None:
        """AddressRefused unless every one may be connected to.

        One that may not is enough: who answers with an inner address among public ones means it.
        """
        if not addresses:
            raise AddressRefused("The name has no address.")
        for found in addresses:
            if not is_in(found, self.allowed):
                self._admit_public(found, port)

    def _admit_public(self, found: Address, port: int) -> None:
        if not is_public(found):
            raise AddressRefused("The address is not one of the public internet.")
        if port not in self.ports:
            raise AddressRefused("The port is not one of the web's: 80 or 443.")
