"""Addresses that people give: as evidence http and https, since a colleague will press them; of a public source https alone.

A place on the shared drive is a text: no browser opens it, and it is never made a link.
"""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from measures.typed_text import tidy

LONGEST_URL = 500
LONGEST_PATH = 300
# \\server\share, Z:\folder, /folder/file, folder/file: something with a step in it.
_PLACE = re.compile(r"(?:\\\\[^\\/]+[\\/]|[A-Za-z]:[\\/]|/)?[^\\/]+(?:[\\/]+[^\\/]+)*[\\/]?")


def read_link(text: str) -> str:
    """The address as it is kept; ValueError with a Japanese message.

    Names without a dot pass: a city hall's own network has them.
    """
    typed = tidy(text, lines=True).strip()
    if len(typed) > LONGEST_URL:
        raise ValueError(f"リンクは{LONGEST_URL}字までです。")
    if any(not character.isprintable() or character.isspace() for character in typed):
        raise ValueError("リンクに空白や改行が入っています。アドレス（URL）だけを入れてください。")
    try:
        parts = urlsplit(typed)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError("リンクは「https://」か「http://」で始まるアドレス（URL）で入れてください。")
    if parts.username is not None or parts.password is not None:
        raise ValueError("リンクに利用者名やパスワードを入れないでください。")
    # The scheme in small letters: the database looks for it so.
    return parts.scheme + typed[len(parts.scheme) :]


def read_path(text: str) -> str:
    """A place on the shared drive or in Nextcloud, as it is kept; ValueError with a Japanese message."""
    typed = tidy(text).strip().strip('"')  # Windows copies a path with quotation marks around it
    if len(typed) > LONGEST_PATH:
        raise ValueError(f"共有フォルダーの場所は{LONGEST_PATH}字までです。")
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", typed):
        raise ValueError("「https:」などで始まるアドレス（URL）は、「リンク」の欄に入れてください。")
    if not re.search(r"[\\/]", typed) or not _PLACE.fullmatch(typed):
        raise ValueError(
            "共有フォルダーの場所は、「\\\\サーバー名\\フォルダー\\ファイル名」や「/フォルダー/ファイル名」の形で入れてください。"
        )
    return typed


def read_public_link(text: str) -> str:
    """An address that citizens will press; ValueError with a Japanese message.

    A host that only the city hall's own network knows would lead them nowhere, and tell of that network.
    """
    link = read_link(text)
    host = (urlsplit(link).hostname or "").rstrip(".")
    if not link.startswith("https://"):
        raise ValueError("公表するリンクは「https://」で始まるアドレス（URL）にしてください。")
    if "." not in host or host.endswith((".local", ".internal", ".localhost", ".lan")) or _is_number(host):
        raise ValueError("庁内だけのアドレス（URL）は公表できません。市民が開けるリンクを入れてください。")
    return link


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return host.rpartition(".")[2].isdigit()
    return True
