"""What is public, address by address; and that Python's own word for it lets some through."""

from ipaddress import ip_address

import pytest

from app.outbound.addresses import is_public

PUBLIC = (
    "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "93.184.215.14", "100.63.255.255",
    "100.128.0.0", "126.255.255.255", "128.0.0.0", "172.15.255.255", "172.32.0.0",
    "192.0.1.0", "192.0.3.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0",
    "223.255.255.255", "2001:200::1", "2001:4860:4860::8888", "2606:4700::1111", "2a00:1450::1",
    "2003::1",
)  # fmt: skip
INSIDE = (
    "0.0.0.1", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255",
    "127.0.0.1", "127.255.255.255", "168.63.129.16", "169.254.169.254", "172.16.0.0",
    "172.31.255.255", "192.0.0.0", "192.0.0.192", "192.0.2.1", "192.31.196.1", "192.52.193.1",
    "192.88.99.1", "192.168.255.255", "192.175.48.1", "198.18.0.0", "198.19.255.255",
    "198.51.100.1", "203.0.113.255", "224.0.0.1", "239.255.255.255", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:8.8.8.8", "::ffff:127.0.0.1",
    "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "1fff::1", "2001::1", "2001:0:808:808::1",
    "2001:2::1", "2001:1ff::1", "2001:db8::1", "2002:808:808::1", "2620:4f:8000::1", "3fff::1",
    "4000::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%lo", "fec0::1", "ff02::1",
)  # fmt: skip


@pytest.mark.parametrize("text", PUBLIC)
def test_is_public(text: str) -> None:
    assert is_public(ip_address(text))


@pytest.mark.parametrize("text", INSIDE)
def test_is_not_public(text: str) -> None:
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", ["168.63.129.16", "192.88.99.1", "64:ff9b::7f00:1", "224.0.0.1"])
def test_what_python_calls_global_may_lead_inside(text: str) -> None:
    """Why the list is ours. Where a later Python says otherwise, this may go."""
    assert ip_address(text).is_global
