"""A plan of 48 measures, 150 initiatives and 430 indicators as a file: what each step costs beside the others.

Prints ratios first: they say the same on every machine. The whole way, out and in again, is to stay below a minute.
"""

import os
import tempfile
import time
from collections.abc import Callable
from typing import Any


def main() -> None:
    os.environ.setdefault("DATA_DIR", tempfile.mkdtemp())
    import django

    django.setup()
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    setup_test_environment()
    standing = setup_databases(verbosity=0, interactive=False)
    try:
        measure_plan()
    finally:
        teardown_databases(standing, verbosity=0)


def measure_plan() -> None:
    from indicators.forms.plan_file.workbook import read_sheets, read_workbook
    from indicators.forms.plan_file.yaml_text import read_yaml, write_yaml
    from indicators.plan_tables import changes_between, tables_of
    from indicators.spreadsheets.plan_workbook import plan_xlsx
    from indicators.workflow.plan_file import keep_upload, put_in_upload, read_upload
    from tests.indicators.factories import make_bob, make_plan
    from tests.indicators.large_plan import large_tables

    plan = make_plan(slug="large", key="large", first_year=2027, last_year=2030, published_at=None)
    by, made = make_bob(), large_tables()
    taken: dict[str, float] = {}

    def lap(name: str, step: Callable[[], Any]) -> Any:
        started = time.perf_counter()
        found = step()
        taken[name] = time.perf_counter() - started
        return found

    def written(tables: Any) -> bytes:
        return plan_xlsx(key="large", name="計画", years=plan.years, tables=tables, examples={})

    data = written(made)
    upload = keep_upload(
        plan=plan,
        name="計画.xlsx",
        tables=read_workbook(plan, read_sheets("計画.xlsx", data), {}).tables,
        by=by,
    )
    lap("put into an empty plan", lambda: put_in_upload(upload=upload, version=upload.version, by=by))
    standing = tables_of(plan)
    out = lap("write the workbook", lambda: written(standing))
    sheets = lap("read its sheets, in a child", lambda: read_sheets("計画.xlsx", out))
    file = lap("read its cells", lambda: read_workbook(plan, sheets, standing))
    kept = keep_upload(plan=plan, name="計画.xlsx", tables=file.tables, by=by)
    again = lap("check it against the plan", lambda: read_upload(kept))
    assert (again.changes, again.errors.found) == ([], []), "out and in again changes nothing"
    text = lap("write the YAML", lambda: write_yaml(plan, standing))
    told = lap("read the YAML", lambda: read_yaml(plan, text.encode(), standing))
    assert changes_between(standing, told.tables) == []
    whole = sum(taken[name] for name in taken if "YAML" not in name)
    print(f"A plan of 430 indicators: {len(out) / 1024:,.0f} KB as xlsx, {len(text) / 1024:,.0f} KB as YAML")
    for first, second in (
        ("put into an empty plan", "check it against the plan"),
        ("write the workbook", "read its sheets, in a child"),
        ("read its sheets, in a child", "read its cells"),
        ("write the workbook", "write the YAML"),
    ):
        print(f"  {first} : {second} = {taken[first] / taken[second]:.1f}")
    for name, seconds in taken.items():
        print(f"  {name}: {seconds:.1f} s")
    print(f"  into an empty plan, out and in again: {whole:.0f} s (at most 60)")


if __name__ == "__main__":
    main()
