"""The export says the figures of the site: every value and verdict, in each page and file that it holds."""

from pathlib import Path

import pytest

from indicators import frames
from indicators.export import ExportOptions, export_public_site
from tests.demo import ExportedDemo
from tests.indicators.factories import EVERY
from tests.indicators.generated import generate
from tests.indicators.same_figure import FILES, assert_same_everywhere

pytestmark = pytest.mark.reads


def assert_says(folder: Path) -> None:
    """Every published row, wherever the export tells it."""

    def fetch(address: str) -> bytes:
        path = folder / address.lstrip("/")
        return (path / "index.html" if address.endswith("/") else path).read_bytes()

    rows = frames.published(EVERY)
    assert any(row.has_value for row in rows)
    assert_same_everywhere(fetch, rows, FILES)


@pytest.mark.slow
def test_on_the_demo(exported_demo: ExportedDemo):
    assert_says(exported_demo.folder)


@pytest.mark.slow
@pytest.mark.django_db
def test_on_a_generated_plan(tmp_path: Path):
    generate(departments=2, indicators=8, years=2)
    options = ExportOptions.of(base_path="/kpi/", site_url="https://www.city.example.jp", days=[], dropped=[])
    assert export_public_site(tmp_path, options).lost == {}
    assert_says(tmp_path)
