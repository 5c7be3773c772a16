"""The demo, as tests begin from it: its rows and its static copy, each made once a run."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command

from tests import database

NAMES_ITS_ADDRESS = {".html", ".xml", ".txt", ".atom", ".json", ".jsonld", ".ttl", ".ics"}


def build() -> None:
    """Into an empty database."""
    from tests.indicators.factories import load_fixtures

    load_fixtures()
    call_command("load_demo", verbosity=0)


@dataclass(frozen=True)
class ExportedDemo:
    """Where the copy lies, and what it was told of where it would stand."""

    folder: Path
    base_path: str = "/kpi/"
    site_url: str = "http://kpi.example"
    day: str = "2026-01-31"

    def put_at(self, site_url: str, folder: Path) -> None:
        """The same in a new `folder`, as it would be made for another address."""
        shutil.copytree(self.folder, folder)
        for one in folder.rglob("*"):
            if one.suffix in NAMES_ITS_ADDRESS:
                one.write_bytes(one.read_bytes().replace(self.site_url.encode(), site_url.encode()))


def exported_once(run_folder: Path) -> ExportedDemo:
    """Of the demo that is in the database."""
    from indicators.export import ExportOptions, export_public_site

    made = ExportedDemo(run_folder / "exported-demo")
    options = ExportOptions.of(base_path=made.base_path, site_url=made.site_url, days=[made.day], dropped=[])
    refused = (
        run_folder / "exported-demo-lost"
    )  # which says in a moment what fails once: each try takes minutes
    with database.one_at_a_time(run_folder / "exported-demo-lock"):
        assert not refused.exists(), refused.read_text(encoding="utf-8")
        if not made.folder.exists():
            part = run_folder / "exported-demo-part"
            if lost := export_public_site(part, options).lost:
                refused.write_text(str(lost), encoding="utf-8")
                shutil.rmtree(part)
            assert lost == {}
            part.rename(made.folder)
    return made
