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
        WANTED,
        Edition,
        FileLine,
        Head,
        department_csv,
        department_xlsx,
        read_department,
    )
    from indicators.spreadsheets.upload import child

    head = Head(
        "第1課", "ka-1", 2025, "令和7年度", ["令和4年度", "令和5年度", "令和6年度"], with_reasons=True
    )
    lines = [
        FileLine(
            code=f"{101 + place // 20}{'ABCDEFGHIJKLMNOPQRST'[place % 20]}",
            name=f"ある事業に参加した人の数その{place}",
            unit="人",
            decimals=1,
            progress="下書き",
            target=Decimal(2000),
            expected=Decimal("1292.5"),
            earlier=[Decimal(600 + place), None, "調査年外"],
            state="実績",
            value=Decimal(place),
            as_of=None,
            expected_on=None,
            note="前の年度より増えました。" * 5,
            reason="",
            links=["https://example.jp/"],
            edition=Edition(1, 3, "0123456789abcdef"),
            is_open=True,
        )
        for place in range(ROWS)
    ]
    xlsx, csv = department_xlsx(head, lines), department_csv(head, lines)
    question = {"header_row": 1, "headings": list(WANTED), "title": ""}

    def in_process(kind: str, data: bytes) -> None:
        answer = child.read({**question, "kind": kind}, data)
        assert len(answer["rows"]) == ROWS + 1
        json.dumps(answer)

    steps: dict[str, Callable[[], object]] = {
        "write xlsx": lambda: department_xlsx(head, lines),
        "write csv": lambda: department_csv(head, lines),
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
