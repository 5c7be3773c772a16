"""Who asks, and what is believed of what a request says about it."""

from runpy import run_path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from gunicorn.config import Config
from gunicorn.http.parser import RequestParser

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


def test_gunicorn_takes_no_place_and_no_scheme_from_a_visitor_of_a_proxy_on_this_machine():
    """Apache and HAProxy hand on headers with underscores, and every request comes from 127.0.0.1."""
    config = Config()
    for name, value in run_path(str(settings.BASE_DIR / "gunicorn.conf.py")).items():
        if name in config.settings:
            config.set(name, value)
    raw = (
        b"GET /measures/48/ HTTP/1.1\r\nHost: plan.example.jp\r\nSCRIPT_NAME: /measures/48\r\nPATH_INFO: /\r\n"
        b"X-Forwarded-Proto: https\r\nX-Forwarded-Protocol: ssl\r\nX-Forwarded-Ssl: on\r\n\r\n"
    )
    asked = next(RequestParser(config, iter([raw]), ("127.0.0.1", 4711)))
    assert {name for name, _ in asked.headers}.isdisjoint({"SCRIPT_NAME", "PATH_INFO"})
    assert (asked.path, asked.scheme) == ("/measures/48/", "http")
