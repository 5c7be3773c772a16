"""Whether the indicators of a file could be judged, explained and drawn: each by the checks of its own form (docs/progress.md §4)."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from indicators.models import Direction, FigurePoints, Indicator, LimitWording, Passport
from indicators.plan_tables import Line, PlanTables
from indicators.plan_tables.columns import Cells
from indicators.progress import RuleError, check_rule
from indicators.workflow.continuing import check_continued
from indicators.workflow.errors import Incomplete
from indicators.workflow.explanation_checks import check_drawn, check_said
from indicators.workflow.plan_file.doubts import doubt_of_time, doubts_of
from indicators.workflow.plan_file.rows import (
    about_of,
    cells_of,
    number_of,
    passport_of,
    points_of,
    promise_of,
    rows_of,
    sound_rows_of,
)
from measures.models import BasicPolicy, Measure, Plan

# (table, line, column, message)
Problem = tuple[str, Line, str, str]
# What the rule calls it → the column that can mend it.
_COLUMNS = {
    "baseline": "baseline_value",
    "target": "value",
    "start": "baseline_value",
    "first_year": "promised_from",
}


class Promises:
    def __init__(self, plan: Plan, standing: PlanTables, whole: PlanTables) -> None:
        self.plan, self.standing, self.whole = plan, standing, whole
        self.interims: dict[str, list[Line]] = defaultdict(list)
        for line in sound_rows_of(whole, "interim_targets"):
            self.interims[line.cells["code"]].append(line)
        self.ids = {one.code: one.pk for one in Indicator.objects.of_plan(plan).select_related("measure")}
        self.is_whole = "indicators" not in whole or whole["indicators"].is_whole
        self.codes = {cells["code"] for cells in cells_of(whole, "indicators")}

    def problems(self) -> Iterator[Problem]:
        stands = {cells["code"]: cells for cells in cells_of(self.standing, "indicators")}
        continued: dict[str, str] = {}
        for line in sound_rows_of(self.whole, "indicators"):
            code = line.cells["code"]
            if line.cells["continues"]:
                first = continued.setdefault(line.cells["continues"], code)
                if first != code:
                    yield (
                        "indicators",
                        line,
                        "continues",
                        f"指標{first}が、同じ指標から続くことになっています。",
                    )
            of_interims = any(one.at for one in self.interims[code])
            if stands.get(code) == line.cells and not of_interims:
                continue
            yield from self._of_one(line)
        for key in ("interim_targets", "passports"):
            for line in rows_of(self.whole, key):
                if line.cells["code"] not in self.codes and self.is_whole:
                    said = f"指標{line.cells['code']}がありません。シート「指標」に加えてください。"
                    yield key, line, "code", said
        yield from self._passports()

    def doubts(self) -> Iterator[Problem]:
        """Of targets and baselines that the file changes: what is likely a slip."""
        stands = {cells["code"]: cells for cells in cells_of(self.standing, "indicators")}
        for line in sound_rows_of(self.whole, "indicators"):
            if line.at and stands.get(line.cells["code"]) != line.cells:
                yield from (("indicators", line, "value", words) for words in doubts_of(line.cells))
                if odd := doubt_of_time(line.cells):
                    yield "indicators", line, "baseline_label", odd

    def _of_one(self, line: Line) -> Iterator[Problem]:
        cells = line.cells
        for name, message in (*self._missing(cells), *self._of_years(cells), *self._references(cells)):
            yield "indicators", line, name, message
        indicator = self.indicator_of(self.plan, cells)
        for name in ("baseline_value", "value", "upper"):
            if cells[name] and (why := indicator.impossible(Decimal(cells[name]))):
                yield "indicators", line, name, why
        for one in self.interims[cells["code"]]:
            if why := indicator.impossible(Decimal(one.cells["value"])):
                yield "interim_targets", one, "value", why
            if one.cells["year"] < one.cells["promised_from"]:
                yield "interim_targets", one, "year", "使い始める年度より前の年度には、中間目標を置けません。"
        if cells["value"]:
            yield from self._rule(line)

    def _rule(self, line: Line) -> Iterator[Problem]:
        given = self._given(line.cells)
        try:
            check_rule(**given)
        except RuleError as error:
            yield "indicators", line, _COLUMNS.get(error.field, error.field), str(error)
            return
        interims = self.interims[line.cells["code"]]
        points = [(one.cells["year"], Decimal(one.cells["value"])) for one in interims]
        for one, point in zip(interims, points, strict=True):
            try:
                check_rule(**given, interim=[point])
            except RuleError as error:
                yield "interim_targets", one, "year", str(error)

    def _given(self, cells: Cells) -> dict[str, Any]:
        about, promise = about_of(cells), promise_of(cells)
        return {
            "direction": about["direction"],
            "counting": about["counting"],
            "baseline": about["baseline_value"],
            "baseline_year": about["baseline_year"],
            "target": promise["value"],
            "upper": promise["upper"],
            "tolerance": promise["tolerance"],
            "target_year": promise["target_year"],
            "first_year": self.plan.first_year,
        }

    @staticmethod
    def _missing(cells: Cells) -> Iterator[tuple[str, str]]:
        if not Direction(cells["direction"]).is_limit and cells["wording"] == LimitWording.YEARLY:
            yield "wording", "「毎年の目標」は、上限・下限・範囲の約束だけで選べます。空にしてください。"
        if not cells["value"]:
            yield "value", "目標の値を入力してください。維持する約束では、現状値を入力してください。"
        is_limit = Direction(cells["direction"]).is_limit
        if cells["baseline_value"] and cells["baseline_year"] is None and not is_limit:
            yield "baseline_year", "現状値の年度を入力してください。"
        if cells["lowest"] and cells["highest"] and Decimal(cells["lowest"]) >= Decimal(cells["highest"]):
            yield "highest", "とりうる最大の値は、最小の値より大きくしてください。"

    @staticmethod
    def _of_years(cells: Cells) -> Iterator[tuple[str, str]]:
        first, last = cells["first_year"], cells["last_year"]
        if not (cells["promised_from"] and cells["target_year"]):
            return  # an indicator without a target, which stands so
        if cells["promised_from"] > cells["target_year"]:
            yield "promised_from", "目標を使い始める年度は、目標の年度より後にできません。"
        every, survey = cells["every"], cells["survey_year"]
        if (every is None) != (survey is None):
            yield (
                ("survey_year" if every else "every"),
                "調査の間隔と、調査のある年度は、両方を入力してください。",
            )
        elif every and survey and (cells["target_year"] - survey) % every:
            yield (
                "target_year",
                "目標の年度が、調査のない年度です。調査の間隔と、調査のある年度を確かめてください。",
            )
        if first and last and first > last:
            yield "last_year", "最後の年度は、最初の年度より前にできません。"
        if last:
            for name, word in (("end_reason", "終了の理由"), ("ended_on", "終了の決定日")):
                if not cells[name]:
                    yield name, f"最後の年度のある指標には、{word}を入力してください。"
        else:
            for name in ("end_reason", "ended_on", "successor"):
                if cells[name]:
                    yield name, "最後の年度がない指標では、空にしてください。"

    def _references(self, cells: Cells) -> Iterator[tuple[str, str]]:
        if cells["successor"] and (
            (cells["successor"] not in self.codes and self.is_whole) or cells["successor"] == cells["code"]
        ):
            yield (
                "successor",
                f"指標{cells['successor']}を、引き継ぐ指標にできません。コードを確かめてください。",
            )
        before = continued_indicator(self.plan, cells["continues"]) if cells["continues"] else None
        if cells["continues"] and before is None:
            yield "continues", f"「{cells['continues']}」という、前の計画の指標はありません。"
            return
        indicator = self.indicator_of(self.plan, cells)
        indicator.pk, indicator.continues = self.ids.get(cells["code"]), before
        try:
            check_continued(indicator)
        except Incomplete as missing:
            yield from missing.errors.items()

    def _passports(self) -> Iterator[Problem]:
        stands = {cells["code"]: cells for cells in cells_of(self.standing, "passports")}
        for line in sound_rows_of(self.whole, "passports"):
            if stands.get(line.cells["code"]) == line.cells:
                continue
            try:
                check_said(Passport(**passport_of(line.cells)))
            except Incomplete as missing:
                for name, message in missing.errors.items():
                    yield "passports", line, "code" if name == "__all__" else name, message

    @staticmethod
    def of_points(standing: PlanTables, whole: PlanTables) -> Iterator[tuple[str, Line]]:
        """Of each figure whose points are others than those that stand."""
        if any(whole[key].broken for key in ("figures", "figure_points") if key in whole):
            return  # what is drawn is known when every row is
        stands = points_of(standing)
        first: dict[int, Line] = {}
        for line in rows_of(whole, "figure_points"):
            first.setdefault(line.cells["measure"], line)
        for number, said in points_of(whole).items():
            if number not in first or stands.get(number) == said:
                continue
            try:
                check_drawn(FigurePoints(**said))
            except Incomplete as missing:
                yield missing.message, first[number]

    @staticmethod
    def indicator_of(plan: Plan, cells: Cells) -> Indicator:
        """Not kept: to be asked what its figures can be."""
        measure = Measure(plan=plan, policy=BasicPolicy(plan=plan), number=number_of(cells["code"]))
        return Indicator(measure=measure, letter=cells["code"][-1], **about_of(cells))


def continued_indicator(plan: Plan, said: str) -> Indicator | None:
    """3/41A: the indicator 41A of the plan 3, which is another one than `plan`."""
    key, _, code = said.partition("/")
    other = Plan.objects.filter(key=key).exclude(pk=plan.pk).first()
    try:
        return Indicator.objects.of_plan(other).with_plan().get_by_code(code) if other else None
    except Indicator.DoesNotExist:
        return None
