"""Takes every public page and file of the demo, and compares two such takings byte for byte.

For a change that must change nothing for a reader: take one from the checkout before it and one after, then compare.

    python tests/benchmarks/site_snapshot.py take before
    python tests/benchmarks/site_snapshot.py take after
    python tests/benchmarks/site_snapshot.py compare before after

The demo is built anew in a folder of its own with the clock held still, so that nothing but the code can differ. Public
addresses are read as they stand and as of six past days, byte for byte; staff pages as a plan office person, a manager
and a clerk see them, in text and fields. It needs nothing of the checkout but its demo and its addresses, so one copy
of this file serves both checkouts (run it with the other's folder as the current one).
"""

import hashlib
import html
import io
import json
import os
import re
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urljoin, urlsplit

MOMENT = "2026-11-29T12:00:00+09:00"
DAYS = ("2023-07-15", "2024-09-30", "2025-03-31", "2025-08-03", "2026-04-01", "2026-07-01")
PUBLIC_STARTS = (
    "/",
    "/sitemap.xml",
    "/api/v1/",
    "/open-data/",
    "/robots.txt",
    "/feeds/publications.atom",
    "/feeds/corrections.atom",
)
STAFF_STARTS = ("/entry/", "/office/", "/dashboard/", "/entry/history/")
STAFF = ("entry", "office", "dashboard", "accounts", "comments", "admin")
# Views of one and the same list by sorting and filters: a few of each kind are as good as all of them.
MOST_OF_A_KIND = 6
MOST = 9000
_IN_JSON = re.compile(rb'"((?:https?://testserver)?/[^"\s]*)"')
_IN_XML = re.compile(rb"(?:<loc>|href=\")(https?://testserver[^<\"]*)")


class _Page(HTMLParser):
    """Links of a page; its text in lines, with what each field holds."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.lines: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._silent += tag in ("script", "style")
        for name in ("href", "src"):
            if name in given and tag not in ("script", "img"):
                self.links.append(given[name])
        if tag in ("input", "textarea", "select", "option", "button", "form"):
            kept = {
                name: given[name]
                for name in ("name", "type", "value", "action", "maxlength")
                if name in given
            }
            flags = [name for name in ("checked", "selected", "required", "disabled") if name in given]
            if kept.get("name") == "csrfmiddlewaretoken":
                return
            self.lines.append(f"<{tag} {json.dumps(kept, ensure_ascii=False, sort_keys=True)} {flags}>")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text and not self._silent:
            self.lines.append(text)


def take(folder: Path) -> None:
    """Build the demo and write each answer into `folder`, one file an address, with an index of them."""
    _start()
    import time_machine
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client

    with time_machine.travel(MOMENT, tick=False):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("load_demo", stdout=open(os.devnull, "w"))  # noqa: SIM115, PTH123
        index: dict[str, Any] = {}
        # Everything that a citizen reads.
        _walk(Client(), "public", [*PUBLIC_STARTS, *(f"/?as_of={day}" for day in DAYS)], folder, index)
        for role, kind in (("office", "office"), ("manager", "manager"), ("clerk", "staff")):
            client = Client()
            client.force_login(_person(User, kind), backend=settings.AUTHENTICATION_BACKENDS[-1])
            _walk(client, role, list(STAFF_STARTS), folder, index)
    (folder / "index.json").write_text(json.dumps(index, ensure_ascii=False, indent=0), encoding="utf-8")
    print(f"{len(index)} addresses in {folder}")


def _start() -> None:
    data = tempfile.mkdtemp(prefix="snapshot")
    os.environ.update(
        DEMO="on",
        DATA_DIR=data,
        DATABASE_URL="",
        SECRET_KEY="x" * 60,
        DJANGO_SETTINGS_MODULE="kisarazu_plan.settings",
    )
    os.environ["ALLOWED_HOSTS"] = "testserver"
    sys.path.insert(0, os.getcwd())  # noqa: PTH109
    from django.conf import settings

    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    none = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    settings.CACHES = {name: none if name != "default" else kept for name, kept in settings.CACHES.items()}
    import django

    django.setup()


def _person(users: Any, role: str) -> Any:
    """The first person of the demo with that role who may log in."""
    import yaml

    people = yaml.safe_load(Path("fixtures/demo.yaml").read_text(encoding="utf-8"))["people"]
    return users.objects.get(
        username=next(one["name"] for one in people if one["role"] == role and one.get("login"))
    )


def _walk(client: Any, role: str, starts: list[str], folder: Path, index: dict[str, Any]) -> None:
    public = role == "public"
    waiting, seen, kinds = list(starts), set(starts), Counter[str]()
    count = 0
    while waiting and count < MOST:
        address = waiting.pop(0)
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        count += 1
        kind = answer.get("Content-Type", "")
        name = hashlib.sha256(f"{role} {address}".encode()).hexdigest()[:24]
        links = list(_links(address, kind, body)) + ([answer["Location"]] if "Location" in answer else [])
        content = _steady(body) if public else _text(kind, body)
        (folder / role).mkdir(parents=True, exist_ok=True)
        (folder / role / name).write_bytes(content)
        index[f"{role} {address}"] = [
            answer.status_code,
            kind,
            answer.get("Content-Disposition", ""),
            answer.get("Location", ""),
            f"{role}/{name}",
        ]
        for link in links:
            target = _inside(address, link)
            if target is None or target in seen or not _wanted(target, public):
                continue
            shape = _shape(target)
            kinds[shape] += 1
            if shape and kinds[shape] > MOST_OF_A_KIND:
                continue
            seen.add(target)
            waiting.append(target)
    print(f"{role}: {count} addresses" + (f", {len(waiting)} left" if waiting else ""), flush=True)


def _wanted(target: str, public: bool) -> bool:
    first = urlsplit(target).path.split("/")[1]
    if first in ("static", "logout", "login", "i18n"):
        return False
    return (first in STAFF) is not public if public else first in STAFF and first != "admin"


def _shape(target: str) -> str:
    """The kind of a filtered view: path, day, and the names of its filters; "" for what is always looked at."""
    parts = urlsplit(target)
    given = parse_qsl(parts.query, keep_blank_values=True)
    names = sorted({name for name, _ in given} - {"as_of", "year"})
    if not names:
        return ""
    day = dict(given).get("as_of", "")
    return f"{re.sub(r'[0-9]+[A-Z]?', '0', parts.path)}?{day}&{'&'.join(names)}"


def _links(address: str, kind: str, body: bytes) -> Iterator[str]:
    if kind.startswith("text/html"):
        page = _Page()
        page.feed(body.decode())
        yield from page.links
    elif "json" in kind:
        yield from (found.decode() for found in _IN_JSON.findall(body) if b"{" not in found)
    elif "xml" in kind:
        yield from (html.unescape(found.decode()) for found in _IN_XML.findall(body))


def _inside(address: str, link: str) -> str | None:
    parts = urlsplit(urljoin(f"http://testserver{address}", link))
    if parts.netloc != "testserver" or parts.scheme not in ("http", "https"):
        return None
    return quote(parts.path, safe="/%:@~!$&'()*+,;=-._") + (f"?{parts.query}" if parts.query else "")


def _steady(body: bytes) -> bytes:
    """Without what is new at each answer, and without the names of assets."""
    body = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", body)
    return re.sub(rb"/static/[^\"')\s]*", b"/static/", body)


def _text(kind: str, body: bytes) -> bytes:
    if not kind.startswith("text/html"):
        return body
    page = _Page()
    page.feed(body.decode())
    return "\n".join(page.lines).encode()


def compare(before: Path, after: Path) -> int:
    """Print every address whose answer differs, or that only one of both has; return how many."""
    old, new = (json.loads((folder / "index.json").read_text(encoding="utf-8")) for folder in (before, after))
    problems = [f"only before: {address}" for address in old if address not in new]
    problems += [f"only after: {address}" for address in new if address not in old]
    for address in old:
        if address in new:
            if old[address][:4] != new[address][:4]:
                problems.append(f"answers otherwise: {address}: {old[address][:4]} {new[address][:4]}")
            elif _content(before / old[address][4]) != _content(after / new[address][4]):
                problems.append(f"differs: {address}: {before / old[address][4]} {after / new[address][4]}")
    print(*problems, sep="\n")
    print(f"{len(old)} addresses before, {len(new)} after, {len(problems)} differences")
    return len(problems)


def _content(file: Path) -> bytes:
    """The bytes; of a workbook for staff its parts alone, since the archive around them holds the time of its making."""
    body = file.read_bytes()
    if file.parent.name == "public" or not zipfile.is_zipfile(io.BytesIO(body)):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return b"".join(name.encode() + archive.read(name) for name in sorted(archive.namelist()))


if __name__ == "__main__":
    if sys.argv[1:2] == ["take"] and len(sys.argv) == 3:
        take(Path(sys.argv[2]))
    elif sys.argv[1:2] == ["compare"] and len(sys.argv) == 4:
        sys.exit(1 if compare(Path(sys.argv[2]), Path(sys.argv[3])) else 0)
    else:
        sys.exit(__doc__)
