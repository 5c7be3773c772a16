"""A browser without a browser: who is signed in, what a page's form would send back, what its text says."""

import re
from html import unescape
from typing import Any

from django.contrib.auth.models import User
from django.test import Client


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def fields_of(client: Client, address: str, beginning: str = "") -> dict[str, str]:
    """The hidden fields and the boxes whose names begin so, as a browser would send them back untouched."""
    content = re.sub(r"<template.*?</template>", "", client.get(address).content.decode(), flags=re.DOTALL)
    found = {}
    for tag in re.findall(r"<input[^>]*>", content):
        name, value = re.search(rf'name="({beginning}[^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and not re.search(r'type="(radio|checkbox|file|submit)"', tag):
            found[name[1]] = unescape(value[1]) if value else ""
    areas = rf'<textarea[^>]*name="({beginning}[^"]*)"[^>]*>\s?(.*?)</textarea>'
    found.update((name, unescape(text)) for name, text in re.findall(areas, content, re.DOTALL))
    return found


def text_of(response: Any) -> str:
    """The page's text without markup, spaces folded."""
    body = re.sub(r"<(script|style|template).*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body))
