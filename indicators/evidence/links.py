"""Addresses that people give as evidence: http and https alone, since a colleague will press them."""

from urllib.parse import urlsplit

from measures.typed_text import tidy

LONGEST_URL = 500


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
