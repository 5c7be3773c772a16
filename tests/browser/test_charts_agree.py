"""What Plotly drew is what the CSV of the same page says (docs/look.md §5)."""

import csv
import io
from decimal import Decimal
from typing import Any

from indicators.models import Indicator
from tests.browser.charts import reach

DRAWN = """() => {
  const plot = document.querySelector('.plot .live');
  const traces = plot._fullData.filter(trace => trace.meta).map(trace => ({
    meta: trace.meta,
    name: trace.name,
    points: [...trace.x].map((x, i) => [x, trace.y[i]]),
  }));
  return traces;
}"""


def rows_of(page: Any, address: str) -> list[dict[str, str]]:
    body = page.request.get(address).body()
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def points(traces: list[dict[str, Any]], meta: str) -> dict[int, Decimal]:
    """Year → figure of one role; a gap (null) is no point."""
    return {
        int(year): Decimal(str(figure))
        for trace in traces
        if trace["meta"] == meta
        for year, figure in trace["points"]
        if year is not None and figure is not None
    }


def test_the_points_of_every_indicator_are_those_of_its_csv(demo: str, new_context: Any) -> None:
    page = new_context().new_page()
    codes = [indicator.code for indicator in Indicator.objects.with_plan()]
    assert len(codes) == 11
    zeros = others = 0
    for code in codes:
        page.goto(f"{demo}/indicators/{code}/")
        reach(page)
        traces = page.evaluate(DRAWN)
        rows = rows_of(page, f"{demo}/indicators/{code}.csv")

        written = {int(row["fiscal_year"]): Decimal(row["value"]) for row in rows if row["value"]}
        assert points(traces, "value") == written, code
        zeros += list(written.values()).count(Decimal(0))

        last = rows[-1]
        interim = {
            int(row["fiscal_year"]): Decimal(row["interim_target"]) for row in rows if row["interim_target"]
        }
        assert points(traces, "interim") == interim, code
        beside = page.request.get(f"{demo}/indicators/{code}.json").json()["comparisons"]
        assert points(traces, "comparison") == {
            one["fiscal_year"]: Decimal(one["value"]) for one in beside
        }, code
        others += len(interim) + len(beside)

        # What the verdict of the page went by: that of the newest year that was judged.
        judged = [row for row in rows if row["verdict"] not in ("unjudged", "too_early")]
        shown = judged[-1] if judged else last
        target = {int(shown["target_fiscal_year"]): Decimal(shown["target"])}
        assert points(traces, "target") == target, code
        restarts = shown["counting"] == "cumulative_from_zero"
        start = Decimal(0) if restarts else Decimal(shown["baseline"])
        assert points(traces, "baseline") == {int(shown["baseline_fiscal_year"]): start}, code

        # A road begins at its baseline, which is no year's 目安: that of a revised road is not the first one's.
        roads = [trace for trace in traces if trace["meta"] == "expected"]
        path = points([{**road, "points": road["points"][1:]} for road in roads], "expected")
        if last["direction"] in ("at_most", "at_least"):
            assert path == {}, code
        else:
            expected = {int(row["fiscal_year"]): Decimal(row["expected"]) for row in rows if row["expected"]}
            drawn = {year: figure for year, figure in path.items() if year in expected}
            assert drawn, code
            for year, figure in drawn.items():
                assert abs(figure - expected[year]) < Decimal("0.000001"), (code, year)
    assert zeros, "the demo has a real 0, and a chart draws it"
    assert others > 8, "the demo has interim targets and a comparison series"


def test_the_overview_chart_and_its_table_agree(
    demo: str, people: dict[str, Any], sign_in: Any, new_context: Any
) -> None:
    context = new_context(viewport={"width": 1440, "height": 900})
    sign_in(context, people["manager"])
    page = context.new_page()
    page.goto(f"{demo}/dashboard/?year=2024&scope=published")
    reach(page)
    drawn = page.evaluate(
        """() => document.querySelector('#progress-against-expected .live')._fullData
             .filter(trace => trace.meta === 'progress').flatMap(trace => trace.customdata.map(one => one[0]))"""
    )
    table = page.locator("#expected ~ details, section:has(#expected) details").first
    table.locator("summary").click()
    names = [text.split()[0] for text in table.locator("tbody th").all_inner_texts()]
    assert drawn
    # A limit has its place among them in the table, and none in the chart.
    assert [name for name in names if name in drawn] == drawn
