"""A provider of OpenID Connect of the tests' own: real HTTP on this machine, real signatures, and lies where a test wants them."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "plan-site", "a secret of client and provider, long enough"


@lru_cache
def key_of(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Directory(ThreadingHTTPServer):
    """Whoever comes to /authorize is `person`. `lie` changes what the token says, `sign` how it is signed."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.person: dict[str, Any] = {"sub": "4711", "preferred_username": "alice"}
        self.lie: Callable[[dict[str, Any]], None] = lambda claims: None
        self.sign: Callable[[dict[str, Any]], str] = signed
        self.userinfo: dict[str, Any] = {}
        self.in_trouble = False
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []

    def settings(self) -> dict[str, Any]:
        return {"OIDC_ISSUER": self.issuer, "OIDC_CLIENT_ID": CLIENT, "OIDC_CLIENT_SECRET": SECRET}

    def description(self) -> dict[str, str]:
        doors = {
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "jwks_uri": "jwks",
            "userinfo_endpoint": "userinfo",
            "end_session_endpoint": "logout",
        }
        return {"issuer": self.issuer, **{name: f"{self.issuer}/{door}" for name, door in doors.items()}}

    def authorize(self, asked: dict[str, str]) -> str:
        assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, told: dict[str, str]) -> dict[str, str] | None:
        """None where the code is nobody's, or is told with another secret, address or verifier than it was asked with."""
        asked = self.codes.pop(told.get("code", ""), None)
        if asked is None or told.get("client_secret") != SECRET:
            return None
        digest = hashlib.sha256(told["code_verifier"].encode()).digest()
        proven = base64.urlsafe_b64encode(digest).decode().rstrip("=") == asked["code_challenge"]
        if not proven or told["redirect_uri"] != asked["redirect_uri"]:
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"], **self.person,
        }  # fmt: skip
        self.lie(claims)
        return {"access_token": "opens userinfo", "token_type": "Bearer", "id_token": self.sign(claims)}


def signed(claims: dict[str, Any], *, key: str = "ours", kid: str = "ours") -> str:
    return jwt.encode(claims, key_of(key), algorithm="RS256", headers={"kid": kid})


def jwks() -> dict[str, Any]:
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key_of("ours").public_key()))
    return {"keys": [{**public, "kid": "ours", "alg": "RS256", "use": "sig"}]}


class _Handler(BaseHTTPRequestHandler):
    server: Directory

    def log_message(self, *args: Any) -> None:
        """Nothing into the output of tests."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.server.asked.append(parts.path)
        match parts.path:
            case "/.well-known/openid-configuration":
                self._json(self.server.description())
            case "/jwks":
                self._json(jwks())
            case "/authorize":
                told = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self._answer(302, b"", Location=self.server.authorize(told))
            case "/userinfo" if self.headers["Authorization"] == "Bearer opens userinfo":
                self._json({**self.server.person, **self.server.userinfo})
            case "/logout":
                self._answer(200, b"signed out")
            case _:
                self._answer(404, b"")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        told = {name: values[0] for name, values in parse_qs(body).items()}
        if self.server.in_trouble:
            self._answer(503, b"")
        elif (tokens := self.server.token(told)) is None:
            self._answer(400, b"{}")
        else:
            self._json(tokens)

    def _json(self, told: Any) -> None:
        self._answer(200, json.dumps(told).encode(), **{"Content-Type": "application/json"})

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, text in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def running() -> Any:
    directory = Directory()
    thread = threading.Thread(target=directory.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield directory
    finally:
        directory.shutdown()
        directory.server_close()
        thread.join()
