"""A department's file of 400 rows: what each step costs beside the others, measured by turns on the same data.

Prints ratios first: they say the same on every machine.
"""

import json
import statistics
import time
from collections.abc import Callable
from decimal import Decimal

ROWS = 400
ROUNDS = 5


def main() -> None:
    import django

    django.setup()
    from indicators.spreadsheets.department import (
        AS_OF,
        CODE,
        EDITION,
        EXPECTED,
        EXPECTED_ON,
        LINKS,
        NAME,
        NOTE,
        PROGRESS,
        REASON,
        STATE,
        TARGET,
        UNIT,
        VALUE,
        WANTED,
        Edition,
        FileRow,
        Head,
        department_csv,
        department_xlsx,
        earlier_heading,
        figure_cell,
        read_department,
    )
    from indicators.spreadsheets.upload import child

    head = Head(
        "第1課", "ka-1", (2025,), "令和7年度", ["令和4年度", "令和5年度", "令和6年度"], with_reasons=True
    )
    earlier = dict(zip(map(earlier_heading, head.earlier), [None, None, "調査年外"], strict=True))
    rows = [
        FileRow(
            {
                CODE: f"{101 + place // 20}{'ABCDEFGHIJKLMNOPQRST'[place % 20]}",
                NAME: f"ある事業に参加した人の数その{place}",
                UNIT: "人",
                PROGRESS: "下書き",
                TARGET: figure_cell(Decimal(2000), 1),
                EXPECTED: figure_cell(Decimal("1292.5"), 1),
                **earlier,
                earlier_heading("令和4年度"): figure_cell(Decimal(600 + place), 1),
                STATE: "実績",
                VALUE: figure_cell(Decimal(place), 1),
                AS_OF: None,
                EXPECTED_ON: None,
                NOTE: "前の年度より増えました。" * 5,
                REASON: "",
                LINKS: "https://example.jp/",
                EDITION: str(Edition(1, 3, "0123456789abcdef")),
            },
            is_open=True,
        )
        for place in range(ROWS)
    ]
    xlsx, csv = department_xlsx(head, rows), department_csv(head, rows)
    question = {"header_row": 1, "headings": list(WANTED), "title": ""}

    def in_process(kind: str, data: bytes) -> None:
        answer = child.read({**question, "kind": kind}, data)
        assert len(answer["rows"]) == ROWS + 1
        json.dumps(answer)

    steps: dict[str, Callable[[], object]] = {
        "write xlsx": lambda: department_xlsx(head, rows),
        "write csv": lambda: department_csv(head, rows),
        "read xlsx, in a child": lambda: read_department("a.xlsx", xlsx),
        "read xlsx, in this process": lambda: in_process("xlsx", xlsx),
        "read csv, in a child": lambda: read_department("a.csv", csv),
        "read csv, in this process": lambda: in_process("csv", csv),
    }
    taken = measure(steps)
    print(
        f"A department's file of {ROWS} rows: {len(xlsx) / 1024:,.0f} KB as xlsx, {len(csv) / 1024:,.0f} KB as csv"
    )
    for first, second in (
        ("write xlsx", "write csv"),
        ("read xlsx, in a child", "read xlsx, in this process"),
        ("read csv, in a child", "read csv, in this process"),
        ("read xlsx, in a child", "read csv, in a child"),
        ("write xlsx", "read xlsx, in a child"),
    ):
        print(f"  {first} : {second} = {taken[first] / taken[second]:.1f}")
    for name, seconds in taken.items():
        print(f"  {name}: {seconds * 1000:,.0f} ms (median of {ROUNDS})")


def measure(steps: dict[str, Callable[[], object]]) -> dict[str, float]:
    """By turns, so that what else the machine does falls on all of them."""
    seconds: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(ROUNDS):
        for name, step in steps.items():
            started = time.perf_counter()
            step()
            seconds[name].append(time.perf_counter() - started)
    return {name: statistics.median(found) for name, found in seconds.items()}


if __name__ == "__main__":
    main()
