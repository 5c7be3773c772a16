"""Settings as the environment gives them: an empty one is none, and one that cannot be read is told by its name.

The value itself is never told: it may hold a password.
"""

import os
import re
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_network
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

_ON = {"on", "true", "yes", "y", "1"}
_OFF = {"off", "false", "no", "n", "0"}
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
Read = TypeVar("Read")
_PORT_FILE = "port"
_LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}


def remember_port(folder: Path, port: str) -> None:
    """Where the site is served, for commands that print a link beside it: they are not told PORT."""
    with suppress(OSError):  # a folder that nobody may write to stops no server
        if port and port_served_at(folder) != int(port):
            (folder / _PORT_FILE).write_text(port, encoding="ascii")


def port_served_at(folder: Path, otherwise: int = 0) -> int:
    """The port that the site of this data folder was served at last."""
    try:
        told = (folder / _PORT_FILE).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return otherwise
    return int(told) if told.isdigit() and 0 < int(told) < 65536 else otherwise


def site_url_of(hosts: list[str], port: int, secure: bool) -> str:
    """Where the site is, if nobody says it: under the first host name that is a name of its own.

    https is spoken by a proxy at its usual port, plain http by this very program.
    """
    own = [host for host in hosts if not host.startswith((".", "*")) and host not in _LOOPBACK]
    host = next(iter([*own, *hosts]), "127.0.0.1").replace("*", "127.0.0.1")
    return f"https://{host}" if secure else f"http://{host}:{port}"


class Environment:
    """Each method reads one setting; ImproperlyConfigured in one line where that cannot be."""

    def __init__(self, dotenv: os.PathLike[str]) -> None:
        environ.Env.read_env(dotenv)  # values already in the environment win; a missing file is fine

    def text(self, name: str, default: str = "") -> str:
        return os.environ.get(name, "").strip() or default

    def words(self, name: str, default: list[str]) -> list[str]:
        """Separated by commas."""
        return [part.strip() for part in self.text(name).split(",") if part.strip()] or default

    def switch(self, name: str, *, default: bool = False) -> bool:
        """on or off; `default` where nothing is said. A word that is neither is a mistake, and not off."""
        said = self.text(name, "on" if default else "off").lower()
        if said not in _ON | _OFF:
            raise _unreadable(name, "on か off / on or off")
        return said in _ON

    def whole(self, name: str, default: int) -> int:
        return self._read(name, "0以上の整数 / a whole number", _count, default)

    def database(self, url: str) -> dict[str, Any]:
        """Django's settings of what DATABASE_URL says."""
        return _known("DATABASE_URL", "postgres://USER:PASSWORD@HOST:5432/NAME", _database, url)

    def mail(self) -> dict[str, Any]:
        """Django's settings of EMAIL_URL; mails are written to the console where nothing is said."""
        console = environ.Env.email_url_config("consolemail://")
        return self._read("EMAIL_URL", "smtp+tls://USER:PASSWORD@HOST:587", _mail, console)

    def address(self, name: str) -> str:
        """https://plan.city.example.jp, without a slash at its end; "" where nothing is said."""
        return self._read(name, "https://plan.city.example.jp", _address, "")

    def proxies(self, name: str) -> list[str]:
        def known(text: str) -> list[str]:
            for proxy in (found := self.words(name, [])):
                if proxy != "unix":
                    ip_network(proxy, strict=False)
            return found

        return self._read(name, "10.0.0.5,10.1.0.0/16", known, [])

    def header(self, name: str) -> str:
        """The name of a header that only a proxy of ours writes; "" where nothing is said."""
        return self._read(name, "X-Remote-User", _header, "")

    def level(self, name: str) -> str:
        def known(text: str) -> str:
            return _LEVELS[_LEVELS.index(text.upper())]

        return self._read(name, "、".join(_LEVELS), known, "INFO")

    def _read(self, name: str, example: str, read: Callable[[str], Read], default: Read) -> Read:
        text = self.text(name)
        return _known(name, example, read, text) if text else default


def _known(name: str, example: str, read: Callable[[str], Read], text: str) -> Read:
    try:
        return read(text)
    except (ValueError, KeyError, ImproperlyConfigured):
        raise _unreadable(name, example) from None


def _unreadable(name: str, example: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"設定 {name} の値を読めません（書き方：{example}）。使わないときは空にしてください。"
        f" / The setting {name} cannot be read; leave it empty if you do not need it."
    )


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return int(text)


def _database(url: str) -> dict[str, Any]:
    if urlsplit(url).scheme not in environ.Env.DB_SCHEMES:
        raise ValueError(url)  # else it is warned of, whole, with its password
    config: dict[str, Any] = environ.Env.db_url_config(url)
    if not config.get("NAME"):
        raise ValueError(url)
    return config


def _mail(url: str) -> dict[str, Any]:
    if "://" not in url:
        raise ValueError(url)
    found: dict[str, Any] = environ.Env.email_url_config(url)
    return found


def _header(text: str) -> str:
    # One with an underscore never arrives (rsgi.py), and one that browsers write themselves is nobody's word.
    if not re.fullmatch(r"X-[A-Za-z0-9]+(-[A-Za-z0-9]+)*", text) or text.lower().startswith("x-forwarded-"):
        raise ValueError(text)
    return text


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(text)
    return text.rstrip("/")
