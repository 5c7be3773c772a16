"""People who use the site over HTTP: citizens, and staff who sign in, save and publish as a browser without scripts would."""

import http.client
import re
from collections.abc import Mapping
from html import unescape
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit


def form_fields(page: str, action: str = "") -> dict[str, str]:
    """What the form that sends to `action` (or all of the page) would send back untouched; without choices and buttons."""
    if action:
        forms = re.findall(r"<form([^>]*)>(.*?)</form>", page, re.DOTALL)
        posted = [form for form in forms if 'method="post"' in form[0]]
        own = [body for head, body in posted if f'action="{action}"' in head]
        page = next(iter([*own, *(body for head, body in posted if "action=" not in head)]), "")
    page = re.sub(r"<template.*?</template>", "", page, flags=re.DOTALL)
    found = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and not re.search(r'type="(radio|checkbox|file|submit)"', tag):
            found[name[1]] = unescape(value[1]) if value else ""
    areas = re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\s?(.*?)</textarea>', page, re.DOTALL)
    return found | {name: unescape(text) for name, text in areas}


class Answer(NamedTuple):
    """`status` is 0 where nobody answered."""

    status: int
    text: str
    headers: Mapping[str, str]


class Visitor:
    """One browser with its cookies, at one address; a connection for each request, so that a killed server costs one answer."""

    def __init__(self, address: str) -> None:
        self.host = urlsplit(address).netloc
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, data: Mapping[str, str] | None = None, **headers: str) -> Answer:
        sent = {"Cookie": "; ".join(f"{name}={text}" for name, text in self.cookies.items()), **headers}
        body = None if data is None else urlencode(data)
        if body is not None:
            sent |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://{self.host}{path}",
            }
        connection = http.client.HTTPConnection(self.host, timeout=30)
        try:
            connection.request(
                "GET" if body is None else "POST", path, body, {k: v for k, v in sent.items() if v}
            )
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            return Answer(0, "", {})
        finally:
            connection.close()
        for name, text in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, value = text.partition(";")[0].partition("=")
                self.cookies[key] = value
        return Answer(
            answer.status,
            content.decode(errors="replace"),
            {name.lower(): text for name, text in answer.getheaders()},
        )

    def sign_in(self, name: str, password: str) -> bool:
        fields = form_fields(self.ask("/login/").text, "/login/")
        answer = self.ask("/login/", {**fields, "username": name, "password": password})
        return answer.status == 302

    def save(self, code: str, year: int, value: str, action: str = "draft") -> bool:
        """Whether the site says that the value is kept."""
        path = f"/entry/{code}/{year}/"
        fields = form_fields(self.ask(path).text, path)
        if "version" not in fields:
            return False
        data = {**fields, "value_state": "actual", "value": value, "action": action, "confirmed": "on"}
        answer = self.ask(path, data)
        return answer.status == 302

    def publish(self, code: str, year: int) -> bool:
        path = f"/office/{code}/{year}/"
        fields = form_fields(self.ask(path).text, path)
        page = self.ask(path, {**fields, "action": "publish"})
        form = re.search(r'<form[^>]*action="([^"]+)"[^>]*id="confirm"(.*?)</form>', page.text, re.DOTALL)
        if form is None:
            return False
        return self.ask(unescape(form[1]), form_fields(form[2])).status == 302
