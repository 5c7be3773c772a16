"""What a definition would say: the sentence of its promise, what is due in each year, the line that it means."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.forms.definition import DefinitionForm
from indicators.models import Indicator, Target
from indicators.numbers import decimals_of, format_number
from indicators.printed_rows import time_doubt
from indicators.progress import Direction, Judgement, RuleError, expected_display, judge
from indicators.views.office.plan.drawing import Drawing, Due, draw
from indicators.workflow import Incomplete
from indicators.workflow.definitions import check_definition
from measures.fiscal_year import FiscalYear
from measures.models import Measure, Plan

_WAYS = {Direction.INCREASE: "増やす", Direction.DECREASE: "減らす"}
FROM_ZERO = "cumulative_from_zero"


@dataclass(frozen=True)
class Meaning:
    sentence: str
    years: list[tuple[str, str]]
    note: str
    drawing: Drawing


def meaning_of(form: DefinitionForm, plan: Plan) -> Meaning:
    """Of a definition that could be kept; Incomplete else."""
    measure = Measure.objects.get(pk=form.cleaned_data["measure"])
    draft, target = Indicator(measure=measure, **form.about), Target()
    check_definition(draft, target, form.said, form.beside)
    interim = form.beside.interim
    first = form.said["first_year"]
    try:
        judged = {
            year: _judged(draft, target, interim, plan, year)
            for year in range(first, max(plan.last_year, target.target_year) + 1)
        }
    except RuleError as error:
        raise Incomplete({"interim" if error.field == "interim" else "__all__": str(error)}) from None
    return Meaning(
        sentence=_sentence(draft, target),
        years=[(_surveyed(form, draft, year), _due(one, draft)) for year, one in judged.items()],
        note=_note(draft),
        drawing=draw(
            [
                *_begin(draft, first),
                *(
                    Due(year, FiscalYear(year).short, one.expected, *(one.limits or (None, None)))
                    for year, one in judged.items()
                ),
            ],
            list(_marks(draft, target, interim)),
        ),
    )


def _begin(draft: Indicator, first: int) -> Iterator[Due]:
    """Where the way begins, before the first year that is judged; a limit has no way."""
    start = _start(draft)
    if start is not None and start[0] < first and not Direction(draft.direction).is_limit:
        yield Due(start[0], FiscalYear(start[0]).short, start[1], None, None)


def _start(draft: Indicator) -> tuple[int, Decimal] | None:
    figure = Decimal(0) if draft.counting == FROM_ZERO else draft.baseline_value
    return None if figure is None or draft.baseline_year is None else (draft.baseline_year, figure)


def _surveyed(form: DefinitionForm, draft: Indicator, year: int) -> str:
    name = draft.year_name(year)
    return name if form.beside.is_surveyed(year) else f"{name}（調査のない年）"


def _sentence(draft: Indicator, target: Target) -> str:
    year, name = draft.year_name(target.target_year), draft.name
    figure = _figure(target.value, draft)
    if draft.direction == Direction.WITHIN and target.upper is not None:
        return f"{year}まで、「{name}」を{figure}以上{_figure(target.upper, draft)}以下に保つ。"
    if Direction(draft.direction).is_limit:
        each = "毎年" if target.wording == "yearly" else ""
        side = "以下" if draft.direction == Direction.AT_MOST else "以上"
        return f"{year}まで、「{name}」を{each}{figure}{side}に保つ。"
    way = _WAYS[Direction(draft.direction)]
    if draft.counting == FROM_ZERO:
        return f"{year}までに、「{name}」を0から数え直して{figure}まで{way}。"
    begins = "" if draft.baseline_value is None else f"{_figure(draft.baseline_value, draft)}から"
    return f"{year}までに、「{name}」を{begins}{figure}まで{way}。"


def _note(draft: Indicator) -> str:
    return " ".join(filter(None, (_time_doubt(draft), _kind_of_way(draft))))


def _time_doubt(draft: Indicator) -> str:
    if draft.baseline_value is None or draft.counting == FROM_ZERO:
        return ""
    return time_doubt(draft.baseline_label, draft.baseline_year, by_calendar=draft.is_calendar)


def _kind_of_way(draft: Indicator) -> str:
    if Direction(draft.direction).is_limit:
        return "上限・下限・範囲の中かどうかだけを見ます。割合は計算しません。"
    if draft.baseline_value is None and draft.counting != FROM_ZERO:
        return "現状値がないので、公表した最初の実績を起点にします。それまで目安はありません。"
    return ""


def _judged(
    draft: Indicator, target: Target, interim: Mapping[int, Decimal], plan: Plan, year: int
) -> Judgement:
    return judge(
        direction=draft.direction,
        counting=draft.counting,
        baseline=draft.baseline_value,
        baseline_year=draft.baseline_year,
        target=target.value,
        upper=target.upper,
        target_year=target.target_year,
        interim=tuple(interim.items()),
        tolerance=target.tolerance,
        first_year=plan.first_year,
        value=None,
        year=year,
    )


def _due(judged: Judgement, draft: Indicator) -> str:
    if judged.limits is not None:
        lower, upper = judged.limits
        words = [] if lower is None else [f"{_figure(lower, draft)}以上"]
        return "".join([*words, *([] if upper is None else [f"{_figure(upper, draft)}以下"])])
    if judged.expected is None:
        return "目安なし"
    shown = expected_display(judged.expected, None, decimals=draft.decimals)
    return format_number(shown, decimals=decimals_of(shown), unit=draft.unit)


def _marks(
    draft: Indicator, target: Target, interim: Mapping[int, Decimal]
) -> Iterator[tuple[int, Decimal, str, str]]:
    """From where, through what, to where; of limits what they are."""
    is_limit = Direction(draft.direction).is_limit
    start = _start(draft)
    if start is not None:
        word = "起点" if draft.counting == FROM_ZERO else "現状値"
        yield *start, f"{word} {_figure(start[1], draft)}", "start"
    for year, figure in sorted(interim.items()):
        yield year, figure, _figure(figure, draft), "interim"
    word = "上限" if draft.direction == Direction.AT_MOST else "下限" if is_limit else "目標"
    yield target.target_year, target.value, f"{word} {_figure(target.value, draft)}", "goal"
    if target.upper is not None:
        yield target.target_year, target.upper, f"上限 {_figure(target.upper, draft)}", "goal"


def _figure(figure: Decimal, draft: Indicator) -> str:
    return format_number(figure, decimals=draft.decimals, unit=draft.unit)
