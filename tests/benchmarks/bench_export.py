"""The export of a city's public site: what a second export costs beside the first, and where the first one's time goes.

Made for a generated plan (BENCH_INDICATORS, 60 unless told) in an SQLite file of its own. Ratios first: they say the same
on every machine.
"""

import os
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.benchmarks.results import tell

COUNT = int(os.environ.get("BENCH_INDICATORS") or 60)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(DATA_DIR=folder, DATABASE_URL="", SECRET_KEY="")
        import django

        django.setup()
        measure(Path(folder))


def measure(folder: Path) -> None:
    from django.core.management import call_command

    from indicators import workflow
    from indicators.export import ExportOptions, export_public_site
    from indicators.models import Result
    from indicators.permissions import may_publish
    from tests.indicators.generated import generate

    call_command("migrate", verbosity=0)
    made_up = generate(departments=max(4, COUNT // 8), indicators=COUNT)
    options = ExportOptions.of(base_path="/kpi/", site_url="https://www.city.example.jp", days=[], dropped=[])
    out = folder / "out"

    def export() -> tuple[float, Any]:
        began = time.perf_counter()
        made = export_public_site(out, options)
        return time.perf_counter() - began, made.report

    first, all_files = export()
    if COUNT == 400:
        tell("export_400_seconds", first)
    second, none = export()
    waiting = Result.objects.filter(state="submitted").first()
    assert waiting is not None
    publisher = next(one for one in made_up.office if may_publish(one, waiting))
    workflow.publish(record=waiting, version=waiting.version, by=publisher)
    third, some = export()
    print(f"指標 {COUNT}、ファイル {all_files.written}")
    print(f"2回目（何も変わらない）÷ 1回目：時間 {second / first:.2f}、書いたファイル {none.written}")
    print(
        f"1件の公表のあと ÷ 1回目：時間 {third / first:.2f}、書いたファイル {some.written}（{some.written / all_files.written:.0%}）"
    )
    print(f"1回目：{first:.1f} 秒、1ファイルあたり {first / all_files.written * 1000:.0f} ミリ秒")


if __name__ == "__main__":
    main()
