"""Whether what a file says could be the plan: references, promises, values, and what is published already.

Every refusal stands at its cell. The same checks run before the look and again within the step that writes.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from django.db import models

from indicators.models import Event, Indicator, Kind, Result
from indicators.plan_tables import BY_KEY, Findings, Line, PlanTables, TableChanges, changes_between
from indicators.plan_tables.changes import with_what_stays
from indicators.plan_tables.wording import parts_of_code
from indicators.plausibility import is_comment
from indicators.wording.people import person
from indicators.workflow.closed_plans import why_closed
from indicators.workflow.counted import counted
from indicators.workflow.errors import Incomplete
from indicators.workflow.plan_file.fixed import Fixed, fixed_of, refused
from indicators.workflow.plan_file.promises import Promises
from indicators.workflow.plan_file.rows import (
    cells_of,
    changed_lines,
    entry_of,
    gone_owners,
    number_of,
    rows_of,
    sound_rows_of,
    without_unsaid,
)
from indicators.workflow.plan_file.settings import problems_of_settings, without_gone_initiatives
from indicators.workflow.review.entries import normalise, with_share
from indicators.workflow.review.entry_time import may_go_on
from indicators.workflow.review.warnings import refusals
from indicators.workflow.translations import NOT_IN_PLAN, checked_versions
from measures.models import Department, Measure, Plan


@dataclass
class Checked:
    """`whole`: all tables as they would be; `changes` against what stands; `kept`: what a file lacks and cannot be taken away."""

    standing: PlanTables
    whole: PlanTables
    changes: Sequence[TableChanges] = ()
    errors: Findings = field(default_factory=Findings)
    warnings: Findings = field(default_factory=Findings)

    @property
    def sum(self) -> str:
        """Over every cell that changes."""
        said = [
            [
                one.table.key,
                [
                    [row.kind, row.owner, [[c.name, was, now] for c, was, now in row.cells]]
                    for row in one.changes
                ],
            ]
            for one in self.changes
        ]
        return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16]


def check_file(
    plan: Plan, standing: PlanTables, tables: PlanTables, *, deletes: bool, errors: Findings | None = None
) -> Checked:
    """`deletes`: rows that the file lacks go; never of a plan that citizens can read. `errors`: what could not be read of it,
    told together with what is found here."""
    deletes = deletes and not plan.is_public
    whole = with_what_stays(standing, without_unsaid(standing, tables), deletes=deletes)
    if deletes:
        without_gone_initiatives(whole)
    found = Checked(standing, whole, errors=Findings() if errors is None else errors)
    fixed = fixed_of(plan, standing)
    if deletes:
        _keep_what_has_records(found, fixed)
    found.changes = changes_between(standing, found.whole)
    if closed := why_closed(plan):
        for one in found.changes:
            if one.table.key != "values":
                found.errors.add(closed, place=one.table.title)
    checks = _Checks(plan, found, fixed)
    checks.texts()
    checks.departments()
    checks.indicators()
    checks.values()
    checks.translations()
    for problem in problems_of_settings(plan, standing, found.whole):
        checks.wrong(*problem)
    for table, change, why in refused(fixed, list(found.changes)):
        lines = found.whole[table.table.key]
        if change.at and change.at in lines.broken:
            continue
        name = change.cells[0][0].name if change.cells and change.at else table.table.owner[0]
        place = (
            lines.place(change.at, name)
            if change.at
            else f"{table.table.title}（{table.table.named(change.owner)}）"
        )
        column = change.cells[0][0].heading if change.cells and change.at else ""
        found.errors.add(why, place=place, column=column)
    return found


def _keep_what_has_records(found: Checked, fixed: Fixed) -> None:
    """Indicators and measures that something was written about stay, with a word: a log cannot lose what it is about."""
    gone = {owner[0] for owner in gone_owners(BY_KEY["indicators"], found.standing, found.whole)}
    of_plan = {one.code: one for one in Indicator.objects.of_plan(fixed.plan).select_related("measure")}
    held = {code for code in gone if _has_records(of_plan[code])}
    numbers = {owner[0] for owner in gone_owners(BY_KEY["measures"], found.standing, found.whole)}
    rows = Measure.objects.filter(plan=fixed.plan, number__in=numbers)
    kept = {str(one.number) for one in rows if Event.objects.filter(measure=one).exists()}
    kept |= {str(number_of(code)) for code in held} & numbers
    for code in sorted(held):
        found.warnings.add(
            f"指標{code}は、入力や変更の記録があるので残します。終わる指標には、最後の年度を入力してください。"
        )
    for number in sorted(kept, key=int):
        found.warnings.add(f"施策{number}は、変更の記録か指標があるので残します。")
    for key, owners in (("indicators", held), ("measures", kept)):
        _put_back(found, key, owners)


def _put_back(found: Checked, key: str, owners: set[str]) -> None:
    table, lines = BY_KEY[key], found.whole[key]
    back = [line for line in rows_of(found.standing, key) if table.owner_of(line.cells)[0] in owners]
    if back:
        found.whole[key] = replace(lines, rows=[*back, *lines.rows])


def _has_records(indicator: Indicator) -> bool:
    """Whether a row refers to it that would not go with it."""
    own = {"targets", "baselines", "interim_targets", "passports"}
    for relation in Indicator._meta.related_objects:
        name = relation.get_accessor_name() or ""
        is_protected = relation.on_delete is models.PROTECT and name not in own
        if (
            is_protected
            and relation.related_model._default_manager.filter(**{relation.field.name: indicator}).exists()
        ):
            return True
    published = {"published_at__isnull": False}
    return indicator.targets.filter(**published).exists() or indicator.passports.filter(**published).exists()


class _Checks:
    def __init__(self, plan: Plan, found: Checked, fixed: Fixed) -> None:
        self.plan, self.found, self.fixed = plan, found, fixed
        self.whole = found.whole
        self.is_known = {key: lines.is_whole for key, lines in self.whole.items()}
        self.measures = {cells["number"] for cells in cells_of(self.whole, "measures")}

    def wrong(self, key: str, line: Line, name: str, message: str) -> None:
        """At the cell; of a row that the file does not hold, by what it is about."""
        table, lines = BY_KEY[key], self.whole[key]
        if line.at in lines.broken and name not in lines.letters:
            return  # the column is asked for already
        if line.at and name not in lines.letters and lines.form.startswith(f"{table.title}!"):
            heading = table.column(name).heading
            self.found.errors.add(
                f"見出し「{heading}」の列がありません。この列の要る行があります。{lines.beside}",
                place=f"{table.title}!1:1（{heading}）",
            )
        elif line.at:
            self.found.errors.of(table, lines, line.at, name, message)
        else:
            about = table.named(table.owner_of(line.cells))
            self.found.errors.add(
                message, place=f"{table.title}（{about}）", column=table.column(name).heading
            )

    def _lacks_measure(self, number: int) -> bool:
        return number not in self.measures and self.is_known["measures"]

    # --- Readings, easier versions, English ------------------------------------------------------

    def translations(self) -> None:
        texts = {self.plan.name, self.plan.city}
        for key in (
            "policies",
            "measures",
            "statements",
            "initiatives",
            "details",
            "departments",
            "indicators",
        ):
            texts |= {str(cell) for cells in cells_of(self.whole, key) for cell in cells.values()}
        for line, _ in changed_lines(BY_KEY["translations"], self.found.standing, self.whole):
            original = line.cells["original"]
            if original not in texts:
                self.wrong("translations", line, "original", NOT_IN_PLAN)
                continue
            try:
                checked_versions(original, line.cells)
            except Incomplete as wrong:
                for name, message in wrong.errors.items():
                    self.wrong("translations", line, name, message)

    # --- Texts -----------------------------------------------------------------------------------

    def texts(self) -> None:
        policies = {cells["number"] for cells in cells_of(self.whole, "policies")}
        for line in rows_of(self.whole, "measures"):
            if self.is_known["policies"] and line.cells["policy"] not in policies:
                self.wrong(
                    "measures",
                    line,
                    "policy",
                    f"基本政策{line.cells['policy']}がありません。シート「基本政策」に加えてください。",
                )
            if not (line.cells["goal"] or line.cells["goal_original"]):
                self.wrong("measures", line, "goal", "目標を、要約か原文のどちらかに入力してください。")
        for key in ("statements", "viewpoints", "related_plans", "figures", "figure_points"):
            for line in rows_of(self.whole, key):
                if self._lacks_measure(line.cells["measure"]):
                    self.wrong(key, line, "measure", _no_measure(line.cells["measure"]))
        self._initiatives()
        for key in ("statements", "details"):
            for line in rows_of(self.whole, key):
                if not (line.cells["summary"] or line.cells["original"]):
                    self.wrong(key, line, "summary", "要約か原文の、どちらかを入力してください。")
        self._once("related_plans", "name")
        self._figures()

    def _initiatives(self) -> None:
        known = {cells["code"] for cells in cells_of(self.whole, "initiatives")}
        for line in rows_of(self.whole, "initiatives"):
            number, _ = parts_of_code(line.cells["code"])
            if self._lacks_measure(number):
                self.wrong("initiatives", line, "code", _no_measure(number))
        for line in rows_of(self.whole, "details"):
            if self.is_known["initiatives"] and line.cells["initiative"] not in known:
                code = line.cells["initiative"]
                self.wrong(
                    "details",
                    line,
                    "initiative",
                    f"取組{code}がありません。シート「主な取組」に加えてください。",
                )

    def _once(self, key: str, name: str) -> None:
        seen: set[tuple[Any, ...]] = set()
        for line in sound_rows_of(self.whole, key):
            said = (*BY_KEY[key].owner_of(line.cells), line.cells[name])
            if said in seen:
                self.wrong(key, line, name, f"「{line.cells[name][:20]}」が2回あります。")
            seen.add(said)

    def _figures(self) -> None:
        known = {cells["measure"] for cells in cells_of(self.whole, "figures")}
        known |= set() if self.is_known["figures"] else self.measures
        for line in rows_of(self.whole, "figure_points"):
            if line.cells["measure"] in self.measures and line.cells["measure"] not in known:
                self.wrong(
                    "figure_points",
                    line,
                    "measure",
                    "この施策の図がありません。シート「参考図表」に加えてください。",
                )
        for message, line in Promises.of_points(self.found.standing, self.whole):
            self.wrong("figure_points", line, "value", message)

    # --- Departments -----------------------------------------------------------------------------

    def departments(self) -> None:
        known = {one.name: one for one in Department.objects.order_by("-ended_on")}
        known |= {one.name: one for one in Department.objects.living()}
        names = set(known) | self._new_departments(known)
        for line in rows_of(self.whole, "initiatives"):
            for name in line.cells["departments"]:
                if name not in names and self.is_known["departments"]:
                    self.wrong("initiatives", line, "departments", _no_department(name))
        for line in rows_of(self.whole, "indicators"):
            name = line.cells["lead_department"]
            # Empty where the row has a cell that cannot be read: that one is told, and this is settled after it.
            if name and name not in names and self.is_known["departments"]:
                self.wrong("indicators", line, "lead_department", _no_department(name))
            elif (
                line.at
                and name in known
                and not known[name].is_living
                and not self._stands(line, "lead_department")
            ):
                message = f"「{name[:20]}」は、なくなった課です。いまある課にしてください。"
                self.wrong("indicators", line, "lead_department", message)

    def _new_departments(self, known: Mapping[str, Department]) -> set[str]:
        """The names that the file brings; what is wrong with an address (識別名) is told."""
        slugs = {one.slug: one.name for one in Department.objects.all()}
        told: dict[str, str] = {}
        for line in rows_of(self.whole, "departments"):
            name, slug = line.cells["name"], line.cells["slug"]
            message = ""
            if name in known:
                if slug and slug != known[name].slug:
                    message = f"この課の識別名（アドレス（URL）に使うローマ字の名前）は「{known[name].slug}」で、変えられません。"
            elif not slug:
                message = "新しい課です。アドレス（URL）に使うローマ字の識別名を入力してください。"
            elif slugs.get(slug, told.get(slug, name)) != name:
                message = f"この識別名は「{slugs.get(slug) or told.get(slug)}」のものです。"
            if message:
                self.wrong("departments", line, "slug", message)
            if name not in known:
                told[slug] = name
        return set(told.values())

    def _stands(self, line: Line, name: str) -> bool:
        """Whether the cell says what stands already."""
        return any(
            cells["code"] == line.cells["code"] and cells[name] == line.cells[name]
            for cells in cells_of(self.found.standing, "indicators")
        )

    # --- Indicators ------------------------------------------------------------------------------

    def indicators(self) -> None:
        promises = Promises(self.plan, self.found.standing, self.whole)
        for line in rows_of(self.whole, "indicators"):
            number = number_of(line.cells["code"])
            if self._lacks_measure(number):
                self.wrong("indicators", line, "code", _no_measure(number))
        for key, line, name, message in promises.problems():
            self.wrong(key, line, name, message)
        for key, line, name, message in promises.doubts():
            self.found.warnings.of(BY_KEY[key], self.whole[key], line.at, name, message)

    # --- Values ----------------------------------------------------------------------------------

    def values(self) -> None:
        rows = {line.cells["code"]: line.cells for line in sound_rows_of(self.whole, "indicators")}
        broken = {cells["code"] for cells in cells_of(self.whole, "indicators")} - rows.keys()
        stands = {(cells["code"], cells["year"]): cells for cells in cells_of(self.found.standing, "values")}
        made: dict[str, Indicator] = {}
        for line in counted("値を確かめています", sound_rows_of(self.whole, "values")):
            code, year = line.cells["code"], line.cells["year"]
            if not line.at or stands.get((code, year)) == line.cells:
                continue
            if code not in rows:
                if code not in broken and self.is_known["indicators"]:
                    self.wrong("values", line, "code", _no_indicator(code))
                continue
            made[code] = made.get(code) or Promises.indicator_of(self.plan, rows[code])
            self._value(line, made[code], self.fixed.records.get((code, year)))

    def _value(self, line: Line, indicator: Indicator, record: Result | None) -> None:
        entry = with_share(normalise(entry_of(line.cells), Kind.FIRST), indicator.decimals)
        for name, message in refusals(indicator, entry).items():
            self.wrong("values", line, name, message)
        if entry.note and not is_comment(entry.note, indicator.unit):
            self.wrong("values", line, "note", _NO_COMMENT)
        is_open = record is None or record.is_editable
        if record is not None and record.is_change and record.is_editable:
            words = _OPEN_CHANGE.format(word=record.get_kind_display(), by=person(record.entered_by))
            self.found.warnings.of(BY_KEY["values"], self.whole["values"], line.at, "value", words)
        if is_open and not may_go_on(record, indicator, line.cells["year"]):
            is_history = line.cells["year"] < self.plan.first_year
            self.wrong("values", line, "year", _ANOTHER_COUNT if is_history else _CLOSED)
        said = entry_of(line.cells)
        if said != normalise(said, Kind.FIRST) and said.value is not None and entry.value is None:
            self.wrong(
                "values",
                line,
                "value",
                "この状態の値はありません。値を空にするか、値の状態を選び直してください。",
            )


_OPEN_CHANGE = (
    "公表した値の{word}が下書きになっています（{by}）。取り込むと、その下書きがこの行の値に置き換わります。"
)
_NO_COMMENT = "説明が、日付や数だけになっています。列がずれていないか確かめてください。"
_ANOTHER_COUNT = "計画期間に0から数え直す指標に、計画の前の年度の値は入力できません。"
_CLOSED = "この年度の入力は受け付けていません。計画の前の年度か、サイクルを開始した年度の値にしてください。"


def _no_measure(number: int) -> str:
    return f"施策{number}がありません。シート「施策」に加えてください。"


def _no_indicator(code: str) -> str:
    return f"指標{code}がありません。シート「指標」に加えてください。"


def _no_department(name: str) -> str:
    return f"「{name[:20]}」という課がありません。シート「課」に加えてください。"
