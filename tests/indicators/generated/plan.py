"""The plan's side of a generated city: departments, policies, measures, initiatives, indicators, targets."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random

from indicators.models import Counting, Direction, Indicator, InterimTarget, Target
from measures.fiscal_year import FiscalYear
from measures.models import (
    BasicPolicy,
    Department,
    Initiative,
    InitiativeDepartment,
    Measure,
    Plan,
    PlanPublication,
    Statement,
    Viewpoint,
)

TOPICS = [
    "総務", "人事", "契約検査", "管財", "情報システム", "市民税", "資産税", "収税", "危機対策",
    "消防総務", "市民窓口", "保険年金", "環境保全", "廃棄物対策", "まち美化", "社会福祉", "障がい福祉",
    "高齢者福祉", "介護保険", "健康づくり", "子育て支援", "保育", "こども家庭", "農林水産", "農業基盤",
    "商工観光", "企業誘致", "道路建設", "道路維持", "河川", "公園緑地", "都市計画", "市街地整備",
    "建築指導", "住宅営繕", "下水道経営", "下水道建設", "会計", "教育総務", "学校教育", "教育施設",
    "学校給食", "生涯学習", "文化財", "スポーツ振興", "図書館サービス", "選挙管理事務",
    "オーガニック・里山づくり推進",
]  # fmt: skip
POLICIES = 10
IN_ONE_MEASURE = 5
FIRST_MEASURE = 101


@dataclass(frozen=True)
class Shape:
    """A sort of indicator. `road`: target as a share of the baseline, or for a limit the limit itself."""

    thing: str
    unit: str
    decimals: int
    direction: Direction
    counting: Counting
    size: int
    road: str
    every: int = 1  # a survey in each such year; the others are 調査年外


# Every direction with every counting that the rule allows, with and without decimals, yearly and by survey.
SHAPES = (
    Shape("の講座に参加した人の数", "人", 0, Direction.INCREASE, Counting.ANNUAL, 900, "1.6"),
    Shape("の登録団体数", "団体", 0, Direction.INCREASE, Counting.POINT, 120, "1.4"),
    Shape("に満足している市民の割合", "％", 1, Direction.INCREASE, Counting.POINT, 40, "1.5", every=3),
    Shape("で締結した協定の累計", "件", 0, Direction.INCREASE, Counting.CUMULATIVE, 60, "2.5"),
    Shape("の見直しを終えた事業の数", "件", 0, Direction.INCREASE, Counting.CUMULATIVE_FROM_ZERO, 24, "1"),
    Shape("の待ち時間の平均", "分", 2, Direction.DECREASE, Counting.ANNUAL, 35, "0.6"),
    Shape("による排出量", "トン", 3, Direction.DECREASE, Counting.POINT, 4200, "0.75"),
    Shape("の経常経費比率", "％", 1, Direction.AT_MOST, Counting.ANNUAL, 88, "90"),
    Shape("の未処理件数", "件", 0, Direction.AT_MOST, Counting.POINT, 45, "50"),
    Shape("の年間開館日数", "日", 0, Direction.AT_LEAST, Counting.ANNUAL, 310, "300"),
    Shape("の施設の耐震化率", "％", 2, Direction.AT_LEAST, Counting.POINT, 93, "92.5"),
    Shape("のウェブページの閲覧数", "件", 0, Direction.INCREASE, Counting.ANNUAL, 184000, "1.3"),
    Shape("を知っている市民の割合", "％", 1, Direction.INCREASE, Counting.ANNUAL, 25, "2", every=2),
)


def shape_of(indicator: Indicator) -> Shape:
    return next(shape for shape in SHAPES if shape.thing in indicator.name)


def make_own_plan(*, first_year: int, last_year: int) -> Plan:
    made, _ = Plan.objects.get_or_create(
        slug="generated",
        defaults={
            "key": "generated",
            "city": "木更津市",
            "name": "作った計画",
            "first_year": first_year,
            "last_year": last_year,
        },
    )
    PlanPublication.objects.get_or_create(
        plan=made,
        defaults={
            "in_force_on": made.first_day,
            "reason": "策定",
            "published_at": datetime(first_year, 4, 1, tzinfo=UTC),
        },
    )
    return made


def make_departments(count: int) -> list[Department]:
    known = Department.objects.count()
    taken = set(Department.objects.values_list("name", flat=True))
    free = [name for topic in TOPICS if (name := f"{topic}課") not in taken]
    names = [*free, *(f"第{place}課" for place in range(known, known + count))][:count]
    return Department.objects.bulk_create(
        Department(slug=f"ka-{place}", name=name, order=100 + place)
        for place, name in enumerate(names, known)
    )


def make_measures(plan: Plan, indicators: int, leads: list[Department], chance: Random) -> list[Measure]:
    """One for each five indicators, with texts, viewpoints and two initiatives."""
    numbers = [f"{50 + place}" for place in range(POLICIES)]
    for number in numbers:
        name = f"暮らしと仕事を支える基本政策その{number}"
        BasicPolicy.objects.get_or_create(plan=plan, number=number, defaults={"name": name})
    policies = list(BasicPolicy.objects.filter(plan=plan, number__in=numbers))
    start = FIRST_MEASURE + Measure.objects.filter(plan=plan, number__gte=FIRST_MEASURE).count()
    measures = Measure.objects.bulk_create(
        Measure(
            plan=plan,
            policy=policies[number % POLICIES],
            number=number,
            name=f"{TOPICS[number % len(TOPICS)]}の充実",
            goal="だれもが使いやすい仕組みが整っている。",
        )
        for number in range(start, start + -(-indicators // IN_ONE_MEASURE))
    )
    Statement.objects.bulk_create(
        Statement(measure=measure, section=section, order=1, summary="利用の少ない地区がある。")
        for measure in measures
        for section in Statement.Section.values
    )
    Viewpoint.objects.bulk_create(
        Viewpoint(measure=measure, kind="dx", order=1, text="電子申請") for measure in measures[::2]
    )
    initiatives = Initiative.objects.bulk_create(
        Initiative(measure=measure, number=number, name=f"{measure.name}その{number}")
        for measure in measures
        for number in (1, 2)
    )
    InitiativeDepartment.objects.bulk_create(
        InitiativeDepartment(initiative=initiative, department=department, order=order)
        for initiative in initiatives
        for order, department in enumerate(chance.sample(leads, min(3, len(leads))), 1)
    )
    return measures


def make_indicators(
    plan: Plan, measures: list[Measure], count: int, leads: list[Department], chance: Random
) -> list[Indicator]:
    """With a published target each; every seventh road has an interim target, every eleventh a revised target."""
    made = Indicator.objects.bulk_create(
        _indicator(plan, measures[place // IN_ONE_MEASURE], place, leads[place % len(leads)], chance)
        for place in range(count)
    )
    targets = {indicator.pk: _target_value(indicator) for indicator in made}
    at_start = datetime(plan.first_year, 3, 31, 15, tzinfo=UTC)
    roads = [indicator for indicator in made if not indicator.direction.startswith("at_")]
    Target.objects.bulk_create(
        [
            *(_target(plan, one, targets[one.pk], plan.first_year, at_start) for one in made),
            *(_revised(plan, one, targets[one.pk]) for one in roads[::11]),
        ]
    )
    middle = (plan.first_year + plan.last_year) // 2
    InterimTarget.objects.bulk_create(
        InterimTarget(
            indicator=indicator,
            year=middle,
            value=_quantized((_start(indicator) + targets[indicator.pk]) / 2, indicator.decimals),
            first_year=plan.first_year,
            reason="年度ごとの計画",
            published_at=at_start,
        )
        for indicator in roads[1::7]
    )
    return made


def _indicator(plan: Plan, measure: Measure, place: int, lead: Department, chance: Random) -> Indicator:
    shape = SHAPES[place % len(SHAPES)]
    spread = Decimal(chance.randint(80, 100 if shape.unit == "％" else 140)) / 100
    baseline = Decimal(shape.size) if shape.direction.startswith("at_") else shape.size * spread
    return Indicator(
        measure=measure,
        letter="ABCDE"[place % IN_ONE_MEASURE],
        name=f"{TOPICS[place % len(TOPICS)]}{shape.thing}",
        unit=shape.unit,
        decimals=shape.decimals,
        direction=shape.direction,
        counting=shape.counting,
        baseline_value=_quantized(baseline, shape.decimals),
        baseline_label=FiscalYear(plan.first_year - 1).wareki,
        baseline_year=plan.first_year - 1,
        remark="窓口と電子申請の合計",
        meaning="多いほど、身近に使われていることがわかる。",
        lead_department=lead,
        lead_confirmed=place % 3 != 0,
    )


def _start(indicator: Indicator) -> Decimal:
    restarts = indicator.counting == Counting.CUMULATIVE_FROM_ZERO
    assert indicator.baseline_value is not None
    return Decimal(0) if restarts else indicator.baseline_value


def _target_value(indicator: Indicator) -> Decimal:
    shape = shape_of(indicator)
    if indicator.direction.startswith("at_"):
        return Decimal(shape.road)
    assert indicator.baseline_value is not None
    return _quantized(indicator.baseline_value * Decimal(shape.road), indicator.decimals)


def _target(
    plan: Plan, indicator: Indicator, value: Decimal, first_year: int, at: datetime, reason: str = ""
) -> Target:
    return Target(
        indicator=indicator,
        value=value,
        target_year=plan.last_year,
        label=f"{value}{indicator.unit}",
        first_year=first_year,
        reason=reason or "計画策定時の目標",
        decided_on=date(first_year, 3, 1) if reason else None,
        published_at=at,
    )


def _revised(plan: Plan, indicator: Indicator, value: Decimal) -> Target:
    """A tenth further on the same road, from the plan's second half on."""
    further = _quantized(value + (value - _start(indicator)) / 10, indicator.decimals)
    year = (plan.first_year + plan.last_year) // 2 + 1
    return _target(plan, indicator, further, year, datetime(year, 3, 31, 15, tzinfo=UTC), "中間見直し")


def _quantized(figure: Decimal, decimals: int) -> Decimal:
    return figure.quantize(Decimal(1).scaleb(-decimals))
