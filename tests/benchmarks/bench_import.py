"""The import of 10,000 values by the plan's workbook, with every check and its history, beside a form per row and beside
bulk_create of the same rows with their lines of the log.

On an SQLite file of its own, and on the server of BENCH_DATABASE_URL. IMPORT_VALUES says how many.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from typing import Any

from tests.benchmarks.results import lacking, tell

SHORT = bool(os.environ.get("BENCH_SHORT"))
COUNT = int(os.environ.get("IMPORT_VALUES", "500" if SHORT else "10000"))
YEARS = 10
FORMS = 30  # saved one by one, for the mean


def main() -> None:
    """On SQLite, then on PostgreSQL where there is one: each in a process of its own."""
    postgres = os.environ.get("BENCH_DATABASE_URL", "") or os.environ.get("DATABASE_URL", "")
    for url in ("", postgres) if postgres else ("",):
        env = {**os.environ, "DATABASE_URL": url}
        subprocess.run([sys.executable, "-m", "tests.benchmarks.bench_import", "one"], env=env, check=True)
    if not postgres:
        lacking("import: no PostgreSQL")


def on_one() -> None:
    folder = tempfile.mkdtemp()
    os.environ.update(DATA_DIR=folder, DEBUG="on", DJANGO_SETTINGS_MODULE="kisarazu_plan.settings")
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    file = f"{folder}/test.sqlite3" if connection.vendor == "sqlite" else None
    connection.settings_dict["TEST"]["NAME"] = file
    setup_test_environment()
    standing = setup_databases(verbosity=0, interactive=False)
    try:
        measure()
    finally:
        teardown_databases(standing, verbosity=0)
        shutil.rmtree(folder)


def measure() -> None:
    from django.db import connection
    from django.test import Client

    from indicators.forms.plan_file.workbook import read_sheets, read_workbook
    from indicators.models import Counting, Event, Result
    from indicators.plan_tables import Line, Lines, tables_of
    from indicators.spreadsheets.plan_workbook import plan_xlsx
    from indicators.workflow.plan_file import hand_in_upload, keep_upload, read_upload
    from tests.indicators.generated import generate

    city = generate(departments=20, indicators=COUNT // YEARS * 14 // 13 + 14, years=1, under_way=False)
    plan, by = city.plan, city.office[0]
    history = range(plan.first_year - YEARS, plan.first_year)
    counted = [one for one in city.indicators if one.counting != Counting.CUMULATIVE_FROM_ZERO]
    empty = {column.name: "" for column in _table().columns}
    rows = [
        {**empty, "code": one.code, "year": year, "value_state": "actual", "value": str(20 + year % 7)}
        for one in counted
        for year in history
    ]
    taken: dict[str, float] = {}

    def lap(name: str, step: Callable[[], Any]) -> Any:
        began = time.process_time(), time.perf_counter()
        found = step()
        taken[name] = time.perf_counter() - began[1]
        print(f"  {name}: {taken[name]:.2f} s（CPU {time.process_time() - began[0]:.2f} s）", flush=True)
        return found

    print(f"{connection.vendor}、値 {COUNT}、指標 {len(city.indicators)}、負荷 {os.getloadavg()[0]:.1f}")
    tables = {"values": Lines([Line(cells) for cells in islice(rows, COUNT)])}
    data = plan_xlsx(key=plan.key, name=plan.name, years=plan.years, tables=tables, examples={})
    standing = tables_of(plan)
    sheets = lap("ファイルを読む（別のプロセス）", lambda: read_sheets("計画.xlsx", data))
    file = lap("セルを読む", lambda: read_workbook(plan, sheets, standing))
    upload = lap("置いておく", lambda: keep_upload(plan=plan, name="計画.xlsx", tables=file.tables, by=by))
    lap("確かめる（プレビュー）", lambda: read_upload(upload))
    before = Result.objects.count()
    lap("取り込む", lambda: hand_in_upload(upload=upload, version=upload.version, reason="", by=by))
    assert Result.objects.count() == before + COUNT

    results = list(Result.objects.filter(year__in=history))
    events = list(Event.objects.filter(year__in=history))
    assert len(results) == len(events) == COUNT
    bulk = _written_alone(results, events, lap)

    person = Client()
    person.force_login(by)
    last = plan.first_year - YEARS - 1
    began = time.perf_counter()
    for one in counted[:FORMS]:
        form = {"value": "12", "value_state": "actual", "number": "1", "version": "0", "action": "draft"}
        assert person.post(f"/plans/{plan.key}/entry/{one.code}/{last}/", form).status_code == 302
    forms = (time.perf_counter() - began) / FORMS * COUNT
    print(
        f"画面1つ {forms / COUNT * 1000:.0f} ミリ秒、1行ずつの画面 ÷ 取り込み {forms / taken['取り込む']:.0f}"
    )
    print(f"取り込み ÷ 同じ行の bulk_create（記録とも） {taken['取り込む'] / bulk:.1f}")
    if connection.vendor == "sqlite":
        tell("import_per_form_sqlite", forms / taken["取り込む"])
    else:
        tell("import_per_bulk_create_postgres", taken["取り込む"] / bulk)


def _table() -> Any:
    from indicators.plan_tables import BY_KEY

    return BY_KEY["values"]


def _written_alone(results: Any, events: Any, lap: Callable[..., Any]) -> float:
    """Seconds for the same rows once more, under other years, in a transaction that is rolled back."""
    from django.db import transaction

    from indicators.models import Event, Result

    for one in (*results, *events):
        one.pk, one.year = None, one.year - 100 if one.year > 2100 else one.year - YEARS - 2

    class Undone(Exception):
        pass

    def write() -> float:
        began = time.perf_counter()
        with transaction.atomic():
            Result.objects.bulk_create(results)
            Event.objects.bulk_create(events)
            seconds = time.perf_counter() - began
            raise Undone(seconds)

    try:
        lap("同じ行を bulk_create（記録とも）", write)
    except Undone as undone:
        return float(undone.args[0])
    raise AssertionError


if __name__ == "__main__":
    on_one() if "one" in sys.argv else main()
