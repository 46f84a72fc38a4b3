"""Addresses that requests are sent to, as text: read by the parser that also sends."""

import socket
from ipaddress import IPv4Address
from typing import TYPE_CHECKING

from app.errors import AddressRefused
from app.outbound.addresses import address
from app.outbound.guard import Guard

if TYPE_CHECKING:
    from httpx import URL

LONGEST = 2_000


def checked(text: str, guard: Guard) -> str:
    """The address in its normal form; AddressRefused for what is wrong with it as it stands.

    Names are not resolved here: what they resolve to is checked when a connection is made.
    """
    url = _read(text)
    if url.scheme not in ("http", "https"):
        raise AddressRefused("Give an address that begins with https:// or http://.")
    if not url.host:
        raise AddressRefused("Give an address with a host.")
    if url.userinfo or url.fragment:
        raise AddressRefused("Give the address without a user, a password or a fragment.")
    _check_number(url, guard)
    if not guard.allowed and _port(url) not in guard.ports:
        raise AddressRefused("The port is not one of the web's: 80 or 443.")
    return str(url)


def _read(text: str) -> "URL":
    """Parsers part ways over blanks and backslashes, so none may stand there."""
    if len(text) > LONGEST or not text.isprintable() or " " in text or "\\" in text:
        raise AddressRefused(f"Give an address of {LONGEST} visible characters at most, no \\.")
    # Who sends is imported with the first address: a server without webhooks sends nothing.
    import httpx  # noqa: PLC0415

    try:
        return httpx.URL(text)
    except (httpx.InvalidURL, ValueError) as error:
        raise AddressRefused("This is not the address of a web page.") from error


def _check_number(url: "URL", guard: Guard) -> None:
    """A host that is a number says now where it leads: 127.1, 0x7f000001 and 2130706433 too."""
    host = url.raw_host.decode("ascii").strip("[]")
    try:
        found = address(host)
    except ValueError:
        try:
            found = IPv4Address(socket.inet_aton(host))
        except OSError:
            return
    guard.admit([found], _port(url))


def _port(url: "URL") -> int:
    return url.port or (443 if url.scheme == "https" else 80)
