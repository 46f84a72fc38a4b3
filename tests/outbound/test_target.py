"""What is wrong with an address is said at once; networks that are named are let through."""

from ipaddress import ip_network

import pytest

from app.errors import AddressRefused
from app.outbound.addresses import address
from app.outbound.guard import Guard
from app.outbound.target import checked


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("https://example.org/hook?a=b", "https://example.org/hook?a=b"),
        ("https://Example.ORG:443/hook", "https://example.org/hook"),
        ("http://example.org", "http://example.org"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://[2606:4700::1111]/", "https://[2606:4700::1111]/"),
    ],
)
def test_an_address_is_taken_in_its_normal_form(text: str, normal: str) -> None:
    assert checked(text, Guard()) == normal


@pytest.mark.parametrize(
    "text",
    [
        "", "example.org", "https://", "https://example.org:8443/", "https://a:b@example.org/",
        "https://example.org/#part", "https://example.org/" + "a" * 2_000, "https://127.0.0.1/",
        "mailto:desk@example.org", "https://exa mple.org/", "https://example.org\n/",
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_address_is_said_at_once(text: str) -> None:
    with pytest.raises(AddressRefused):
        checked(text, Guard())


def test_a_network_that_is_named_is_let_through_on_any_port() -> None:
    named = Guard((ip_network("10.1.0.0/16"),))

    named.admit([address("10.1.2.3"), address("8.8.8.8")], 443)
    named.admit([address("10.1.2.3")], 8_443)
    for refused, port in (("10.2.0.1", 443), ("8.8.8.8", 8_443), ("::ffff:10.1.2.3", 443)):
        with pytest.raises(AddressRefused):
            named.admit([address(refused)], port)
    with pytest.raises(AddressRefused):
        named.admit([], 443)
