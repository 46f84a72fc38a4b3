"""Which addresses are of the public internet, after IANA's registries of special-purpose ones.

Written out here: what Python calls global differs between its releases, and counts some that lead
back inside. https://www.iana.org/assignments/iana-ipv4-special-registry and …-ipv6-special-registry
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# Of IPv4 all is public but these.
_INSIDE_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this host (RFC 791)
            "10.0.0.0/8",  # private (RFC 1918)
            "100.64.0.0/10",  # behind a carrier's translation (RFC 6598)
            "127.0.0.0/8",  # loopback (RFC 1122)
            "168.63.129.16/32",  # a public address that in one cloud is the host's own service
            "169.254.0.0/16",  # link-local, and the metadata of clouds (RFC 3927)
            "172.16.0.0/12",  # private
            "192.0.0.0/24",  # protocol assignments (RFC 6890)
            "192.0.2.0/24",  # documentation (RFC 5737)
            "192.31.196.0/24",  # AS112 (RFC 7535)
            "192.52.193.0/24",  # AMT (RFC 7450)
            "192.88.99.0/24",  # relays of 6to4 (RFC 7526)
            "192.168.0.0/16",  # private
            "192.175.48.0/24",  # AS112 (RFC 7534)
            "198.18.0.0/15",  # benchmarks (RFC 2544)
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast (RFC 5771)
            "240.0.0.0/4",  # reserved, and the broadcast (RFC 1112, RFC 919)
        ),
    )
)
# Of IPv6 only what is assigned as global unicast (RFC 4291, section 2.4), and not these. So what
# holds an IPv4 address is never public: mapped ::ffff:0:0/96, compatible ::/96, translated by NAT64
# 64:ff9b::/96 and 64:ff9b:1::/48, and the two tunnels below.
_GLOBAL_6 = IPv6Network("2000::/3")
_INSIDE_6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocol assignments (RFC 2928), of which Teredo is 2001::/32 (RFC 4380)
            "2001:db8::/32",  # documentation (RFC 3849)
            "2002::/16",  # 6to4 (RFC 3056)
            "2620:4f:8000::/48",  # AS112 (RFC 7534)
            "3fff::/20",  # documentation (RFC 9637)
        ),
    )
)


def is_public(address: Address) -> bool:
    """Whether it is global unicast, and leads nowhere else than to itself."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _INSIDE_4)
    return address in _GLOBAL_6 and not any(address in network for network in _INSIDE_6)


def is_in(address: Address, networks: Iterable[Network]) -> bool:
    """Whether it is of one of the networks. Addresses of the other version are in none."""
    return any(address in network for network in networks)


def address(text: str) -> Address:
    """The address that a resolver answered; ValueError for what is none."""
    return ip_address(text)


def networks(text: str) -> tuple[Network, ...]:
    """Networks with spaces between, `127.0.0.0/8 fd00:1::/64`, or `none`; ValueError for others."""
    return tuple(map(ip_network, text.split())) if text != "none" else ()
