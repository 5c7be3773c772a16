"""The export says the figures of the site: every value and verdict, in each page and file that it holds."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from indicators import frames
from indicators.export import ExportOptions, export_public_site
from tests.indicators.factories import EVERY, load_fixtures
from tests.indicators.generated import generate
from tests.indicators.same_figure import FILES, assert_same_everywhere

pytestmark = [pytest.mark.django_db, pytest.mark.reads]


def assert_export_says(folder: Path) -> None:
    """Every published row, wherever the export tells it."""
    options = ExportOptions.of(base_path="/kpi/", site_url="https://www.city.example.jp", days=[], dropped=[])
    assert export_public_site(folder, options).lost == {}

    def fetch(address: str) -> bytes:
        path = folder / address.lstrip("/")
        return (path / "index.html" if address.endswith("/") else path).read_bytes()

    rows = frames.published(EVERY)
    assert any(row.has_value for row in rows)
    assert_same_everywhere(fetch, rows, FILES)


@pytest.mark.slow
def test_on_the_demo(settings: Any, tmp_path: Path):
    settings.DEMO = True
    load_fixtures()
    call_command("load_demo", verbosity=0)
    assert_export_says(tmp_path)


@pytest.mark.slow
def test_on_a_generated_plan(tmp_path: Path):
    generate(departments=3, indicators=15, years=3)
    assert_export_says(tmp_path)
