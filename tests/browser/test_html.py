"""Pages of every view and audience are HTML as the standard has it: the Nu Html Checker finds no error in the demo's."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.template.loader import get_template
from django.test import Client

from indicators.models import Role
from tests.crawling import walk

JAR = Path(os.environ.get("VNU_JAR") or settings.BASE_DIR / "var" / "tools" / "vnu.jar")
# What links do not lead to: states of pages, and pages that say what is wrong.
STATES = [
    "/?year=2024",
    "/?as_of=2025-07-01",
    "/?as_of=2099-01-01",
    "/?year=1999",
    "/measures/44/?as_of=2025-07-01",
    "/indicators/?sort=-gap&verdict=behind&viewpoint=dx",
    "/indicators/?verdict=achieved&department=zaisei",
    "/indicators/?sort=upside-down",
    "/indicators/?year=2024&sort=name",
    "/indicators/44B/?as_of=2024-01-01",
    "/indicators/99Z/",
    "/search/?q=オーガニック",
    "/search/?q=市&kind=texts",
    "/search/?q=移住 どこにもないことば",
    "/search/?q=どこにもないことば",
    "/nowhere/",
    "/login/",
    "/password/reset/",
]
STYLES = re.compile(rb"<style>.*?</style>", re.DOTALL)
STAFF = ("/entry/", "/office/", "/dashboard/", "/comments/")
STAFF_STATES = {
    "staff": ["/entry/", "/office/", "/dashboard/"],
    "manager": [
        "/dashboard/",
        "/dashboard/?department=zaisei&verdict=worse",
        "/dashboard/?year=1899",
        "/dashboard/?since=2099-01-01",
        "/dashboard/measures/44/",
    ],
    "office": ["/office/", "/office/people/", "/office/departments/", "/office/sheets/?year=2024", "/entry/"],
}


class Shelf:
    """A folder of pages; `addresses` tells where the page of a file came from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.addresses: dict[str, str] = {}

    def fill(
        self, client: Client, role: str, starts: list[str], prefixes: tuple[str, ...], states: list[str]
    ) -> None:
        """Pages that links lead to, and the states of pages that they do not lead to: the first few of each view, which to
        staff are all of its states (tests/crawling.py)."""

        def put(address: str, response: Any) -> None:
            if response.get("Content-Type", "").startswith("text/html") and response.content:
                name = f"{role}-{len(self.addresses)}.html"
                # The checker knows less of CSS than browsers do, and looked at none while it stood in files.
                (self.folder / name).write_bytes(STYLES.sub(b"<style></style>", response.content))
                self.addresses[name] = f"{role} {address}"

        few = 6 if role == "citizen" else 4
        walk(client, starts, prefixes, 400, few_alike=True, few=few, visit=put, pages_only=True)
        for address in states:
            put(address, client.get(address))


@pytest.fixture
def java() -> str:
    found = shutil.which("java")
    if found is None or not JAR.is_file():
        message = "No Java or no vnu.jar: `python3 run.py test` provides them."
        if os.environ.get("CI"):
            pytest.fail(message, pytrace=False)
        pytest.skip(message)
    return found


def test_every_page_is_valid_html(demo: str, java: str, tmp_path: Path) -> None:
    users = User.objects.filter(is_active=True)
    people = {
        "staff": users.filter(memberships__department__slug="sangyo-shinko").first(),
        "manager": users.filter(memberships__role=Role.MANAGER).first(),
        "office": users.filter(memberships__role=Role.OFFICE).first(),
    }
    shelf = Shelf(tmp_path)
    shelf.fill(Client(), "citizen", ["/"], ("/",), STATES)
    for role, person in people.items():
        assert person is not None, role
        client = Client()
        client.force_login(person)
        first = ["/entry/"] if role == "staff" else STAFF_STATES[role][:1]
        shelf.fill(client, role, first, STAFF, [*STAFF_STATES[role], "/password/change/"])
    (tmp_path / "500.html").write_text(get_template("500.html").render(), "utf-8")
    assert len(shelf.addresses) > 120, "too few pages were found"

    done = subprocess.run(
        [java, "-jar", str(JAR), "--errors-only", "--format", "json", str(tmp_path)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    told = json.loads(done.stderr)["messages"]
    problems = [
        f"{shelf.addresses.get(Path(one.get('url', '')).name, one.get('url'))} line {one.get('lastLine')}: {one['message']}"
        for one in told
    ]
    assert problems == []
