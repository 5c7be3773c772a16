"""The same generated plan for the site and for what it is measured beside: an SQLite file of each."""

import shutil
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.servers import python_here, site_env

YEARS = 4
CODE = "101A"  # of the first generated indicator
_TABLES = "from django.core.management import call_command; call_command('migrate', verbosity=0)"
_GENERATE = """
import sqlite3
from indicators.models import Indicator, Publication, Target
from tests.indicators.generated import generate
count = int(sys.argv[1])
generate(departments=min(48, 3 + count // 8), indicators=count, years=int(sys.argv[2]))
codes = {one.pk: one for one in Indicator.objects.select_related("measure__plan")}
targets = dict(Target.objects.values_list("indicator", "value"))
newest = {}
for key, year, number, value in Publication.objects.order_by("number").values_list("indicator", "year", "number", "value"):
    newest[key, year] = value
plain = lambda number: None if number is None else float(number)
with sqlite3.connect(sys.argv[3]) as out:
    out.execute("create table indicators (code text primary key, name text, unit text, measure int)")
    out.execute("create table yearly_values (code text references indicators, year int, value real, target real, primary key (code, year))")
    out.executemany("insert into indicators values (?, ?, ?, ?)", [(one.code, one.name, one.unit, one.measure.number) for one in codes.values()])
    out.executemany("insert into yearly_values values (?, ?, ?, ?)", [
        (codes[key].code, year, plain(value), plain(targets.get(key))) for (key, year), value in newest.items()
    ])
"""


class Data(NamedTuple):
    """`site`: a DATA_DIR. `plain`: two tables, as somebody would lay them out who has nothing else."""

    indicators: int
    site: Path
    plain: Path


def empty_site(folder: Path) -> Path:
    """A DATA_DIR with tables and nothing in them, to begin others from."""
    folder.mkdir()
    python_here(_TABLES, env=site_env(folder))
    return folder


def generated(begin_from: Path, folder: Path, indicators: int) -> Data:
    shutil.copytree(begin_from, folder)
    plain = folder.with_suffix(".plain.db")
    python_here(_GENERATE, indicators, YEARS, plain, env=site_env(folder))
    return Data(indicators, folder, plain)
