"""Who asks, and what is believed of what a request says about it."""

from typing import Any

import pytest
from django.test import Client, RequestFactory

from indicators.origin import client_address


@pytest.mark.parametrize(
    ("proxies", "header", "peer", "told", "address"),
    [
        # Nobody vouches for the header.
        ([], "", "192.0.2.7", "198.51.100.1", "192.0.2.7"),
        ([], "", "127.0.0.1", "198.51.100.1", "127.0.0.1"),
        (["10.0.0.1"], "X-Forwarded-For", "192.0.2.7", "198.51.100.1", "192.0.2.7"),
        # A header is named and no proxy: the one on this machine.
        ([], "X-Forwarded-For", "127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ([], "X-Forwarded-For", "192.0.2.7", "198.51.100.1", "192.0.2.7"),
        # What stands before the last address that is no proxy's was written by the visitor.
        (
            ["10.0.0.0/8"],
            "X-Forwarded-For",
            "10.0.0.1",
            "203.0.113.5, 198.51.100.1, 10.0.0.9",
            "198.51.100.1",
        ),
        (["10.0.0.0/8"], "X-Forwarded-For", "10.0.0.1", "198.51.100.1, nonsense", "10.0.0.1"),
        (["10.0.0.0/8"], "X-Forwarded-For", "10.0.0.1", "", "10.0.0.1"),
        (["unix"], "X-Real-IP", "", "198.51.100.1:4711", "198.51.100.1"),
        ([], "X-Real-IP", "", "198.51.100.1", ""),
        # One household has all addresses of an IPv6 network of 64 bits.
        (["10.0.0.1"], "X-Forwarded-For", "10.0.0.1", "[2001:db8:1:2:3::4]:4711", "2001:db8:1:2::"),
        ([], "", "2001:db8:1:2:ffff::9", "", "2001:db8:1:2::"),
        ([], "", "::ffff:192.0.2.7", "", "192.0.2.7"),
        ([], "", "::1", "", "::1"),
    ],
)
def test_the_address_of_who_asks(
    settings: Any, proxies: list[str], header: str, peer: str, told: str, address: str
):
    settings.TRUSTED_PROXIES = proxies
    settings.CLIENT_ADDRESS_HEADER = header
    request = RequestFactory().get(
        "/", REMOTE_ADDR=peer, headers={header or "X-Forwarded-For": told} if told else {}
    )
    assert client_address(request) == address


def test_https_is_believed_of_a_known_proxy_alone(settings: Any, db: None):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.TRUSTED_PROXIES = ["10.0.0.1"]
    for peer, status in (("192.0.2.7", 301), ("127.0.0.1", 301), ("10.0.0.1", 200)):
        answer = Client().get("/robots.txt", HTTP_X_FORWARDED_PROTO="https", REMOTE_ADDR=peer)
        assert answer.status_code == status, peer
