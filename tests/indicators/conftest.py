"""Of every test about figures and pages: plotly itself checks each chart that is made on the way."""

import json
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest

from indicators.charts.chart import Chart, check


@pytest.fixture(scope="session", autouse=True)
def _plotly_checks_every_figure() -> Iterator[None]:
    """The site itself writes figures as plain dicts. Each different one is checked once a process, since tests show
    the same charts again and again.
    """
    checked: set[str] = set()
    make = Chart.__init__

    def made_and_checked(chart: Chart, *args: Any, **kwargs: Any) -> None:
        make(chart, *args, **kwargs)
        text = json.dumps(chart.figure)
        if text not in checked:
            check(chart.figure)
            checked.add(text)

    with patch.object(Chart, "__init__", made_and_checked):
        yield
