"""What a notice calls the record, rule or year that it is about, and which page it leads its reader to."""

from indicators.models import Cycle, DeedLead, Event, Indicator, InitiativeAims, NoticeKind, Threshold
from indicators.notices.readers import cost_of, is_outside
from measures.addresses import reverse, reverse_of, several_plans
from measures.fiscal_year import FiscalYear
from measures.levels import in_levels
from measures.models import Measure, Plan

# What the office sets of one initiative, and the page of it.
_OF_INITIATIVE = {DeedLead.key: "office:deed_lead", InitiativeAims.key: "office:aims"}
Place = tuple[str, str]  # what it is called, and its page


def place_of_record(kind: NoticeKind, event: Event, *, decides: bool, in_department: bool) -> Place | None:
    """`decides`: the reader is of the office and it waits there; `in_department`: it waits for an approver, who has one
    page for all of it. Else the page of who writes, or of everybody."""
    name = name_of_record(event)
    if name is None:
        return None
    if in_department:
        return name, reverse("approvals:list")
    is_public = kind == NoticeKind.PUBLISHED
    return name, _page(event, "public" if is_public else "office" if decides else "entry")


def name_of_record(event: Event) -> str | None:
    """None of a line that is of no record."""
    year = event.year
    if year is None:
        return None
    if event.line is not None:
        line = event.line
        code = f"{in_levels('取組')}{line.code}（{line.department.name}）"
        return f"{name_of_plan(line.measure.plan)}{code}の{FiscalYear(year).wareki}の実績"
    if event.project is not None:
        cost, plan = cost_of(event), name_of_plan(event.project.plan)
        called = (cost and cost.name) or event.project.code
        return f"{plan}事務事業「{called}」の{FiscalYear(year).wareki}の費用"
    if event.series is not None:
        indicator, series = event.series.indicator, event.series
        head = f"{name_of_plan(indicator.measure.plan)}{indicator.code} 比較値「{series.name}」"
        return f"{head}（{indicator.year_name(year)}）"
    if event.measure is not None:
        measure = event.measure
        what = "外部評価の意見" if is_outside(event) else "評価シート"
        code = f"{in_levels('施策')}{measure.number}"
        return f"{name_of_plan(measure.plan)}{code} {FiscalYear(year).wareki} {what}"
    return name_of_value(event.indicator, year) if event.indicator is not None else None


def _page(event: Event, room: str) -> str:
    """`room`: public, office or entry."""
    year = event.year
    if event.line is not None:
        line = event.line
        if room == "public":
            return reverse_of(line, "public:initiative", line.initiative_code)
        return reverse_of(line, f"{room}:deed", line.code, line.department.slug, year)
    if event.project is not None:
        if room != "public":
            return reverse_of(event.project, f"{room}:spending", event.project_id, year)
        cost = cost_of(event)
        if cost is None or not cost.shares:
            return reverse("public:publications")
        return reverse_of(event.project, "public:initiative", cost.shares[0][0])
    if event.series is not None:
        indicator = event.series.indicator
        if room == "public":
            return reverse_of(indicator, "public:indicator", indicator.code)
        return reverse_of(indicator, f"{room}:comparison", event.series_id, year)
    if event.measure is not None:
        measure = event.measure
        page = "outside_review" if is_outside(event) and room != "public" else "sheet"
        return reverse_of(measure, f"{room}:{page}", measure.number, year)
    indicator = event.indicator
    assert indicator is not None
    if room == "public":
        return reverse_of(indicator, "public:indicator", indicator.code)
    return reverse_of(
        indicator, {"office": "office:review", "entry": "entry:edit"}[room], indicator.code, year
    )


def name_of_value(indicator: Indicator, year: int) -> str:
    return f"{name_of_plan(indicator.measure.plan)}{indicator.code} {indicator.name}（{indicator.year_name(year)}）"


def name_of_plan(plan: Plan) -> str:
    """Its name, where there are several."""
    return f"{plan.name}　" if several_plans() else ""


def name_of_cycle(cycle: Cycle) -> str:
    return f"{name_of_plan(cycle.plan)}{FiscalYear(cycle.year).wareki}の入力"


def public_page(owner: Indicator | Measure | Plan | None, event: Event) -> str:
    """Of a rule that went out."""
    if isinstance(owner, Indicator):
        return reverse_of(owner, "public:indicator", owner.code)
    if isinstance(owner, Measure) and (code := _initiative(owner, event)):
        return reverse_of(owner, "public:initiative", code)
    return reverse("public:corrections")


def page_of_rule(owner: Indicator | Measure | Plan | None, event: Event) -> str:
    """Where its draft is looked at."""
    key = event.detail.get("rule", "")
    if isinstance(owner, Plan) and key == Threshold.key:
        return reverse("office:threshold", args=[owner.slug])
    if isinstance(owner, Measure):
        if key in _OF_INITIATIVE:
            code = _initiative(owner, event)
            return reverse_of(owner, _OF_INITIATIVE[key], code) if code else reverse("office:deeds")
        return reverse_of(owner, "office:figure", owner.number)
    if not isinstance(owner, Indicator):
        return reverse("office:batches" if key == "batch" else "office:targets")
    if key == "passport":
        return reverse_of(owner, "office:passport", owner.code)
    if key == "interim":
        return reverse_of(owner, "office:target", owner.code)
    return reverse_of(owner, "office:rule", owner.code, key)


def _initiative(measure: Measure, event: Event) -> str:
    """44-1, of what is set of one initiative; "" of other rules."""
    said = event.detail.get("after") or event.detail.get("before") or {}
    number = said.get("initiative") if event.detail.get("rule") in _OF_INITIATIVE else None
    return f"{measure.number}-{number}" if number else ""
