"""What a city of 48 departments, 400 indicators and ten years costs beside one of 3 departments and 11 indicators.

Both are generated into a database made for it, on the server of DATABASE_URL. Printed are ratios of medians of processor
time: how many times as long the large city takes. It has 36 times the rows.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial

from tests.indicators.factories import EVERY

REPEATS = 5
PAGES = {
    "home": "/",
    "list of indicators": "/indicators/",
    "one indicator": "/indicators/101A/",
    "search": "/search/?q=市民",
    "board of the office": "/office/",
    "queue of the office": "/office/queue/",
    "table of a department": "/entry/grid/2025/?department=ka-0",
    "dashboard": "/dashboard/",
    "dashboard as csv": "/dashboard/figures.csv",
    "dashboard as workbook": "/dashboard/figures.xlsx",
}


def main() -> None:
    os.environ.setdefault("DATA_DIR", tempfile.mkdtemp())
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    plain_files = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain_files}
    setup_test_environment()
    standing = setup_databases(verbosity=0, interactive=False)
    try:
        sys.stdout.write(f"{connection.vendor}: 400 indicators against 11\n")
        compare()
    finally:
        teardown_databases(standing, verbosity=0)


def compare() -> None:
    from django.test import Client

    from indicators import frames
    from indicators.frames import figures, sources
    from tests.indicators.generated import generate

    def judged_anew() -> None:
        figures._judge.cache_clear()
        frames.working(EVERY)

    city = generate(departments=3, indicators=11)
    client = Client()
    client.force_login(city.office[0])
    steps: dict[str, Callable[[], object]] = {
        "frame of all years": partial(frames.working, EVERY),
        "the same, nothing judged before": judged_anew,
        "its publications alone": lambda: sources.Source(EVERY).publications(),
        **{name: partial(client.get, address) for name, address in PAGES.items()},
    }
    small = {name: median(step) for name, step in steps.items()}
    generate(departments=45, indicators=389)
    large = {name: median(step) for name, step in steps.items()}
    for name in steps:
        tell(name, large[name] / small[name])
    sys.stdout.write("in the large city\n")
    tell(
        "frame against its publications alone", large["frame of all years"] / large["its publications alone"]
    )
    tell(
        "frame, nothing judged before, against judged before",
        large["the same, nothing judged before"] / large["frame of all years"],
    )
    tell("home against one frame", large["home"] / large["frame of all years"])
    tell("dashboard against one frame", large["dashboard"] / large["frame of all years"])


def median(step: Callable[[], object]) -> float:
    """Seconds of the processor, without the first time."""
    step()
    taken = []
    for _ in range(REPEATS):
        start = time.process_time()
        step()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def tell(what: str, ratio: float) -> None:
    sys.stdout.write(f"  {ratio:6.1f} times  {what}\n")


if __name__ == "__main__":
    main()
