"""One indicator of a plan in preparation: its form, and while one types the line that it means and the sentence it will say."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.forms.definition import DefinitionForm
from indicators.models import Indicator, Target
from indicators.numbers import decimals_of, format_number
from indicators.progress import Direction, expected_display, judge
from indicators.views.office.plan.frame import crumbs, find_plan
from indicators.views.shared.access import find_indicator, office_page
from indicators.workflow import Incomplete, StaleVersion, WrongState, drafts_of
from indicators.workflow.definitions import PUBLISHED, check_definition, edition_of, save_definition
from measures.addresses import redirect, reverse
from measures.fiscal_year import FiscalYear, by_calendar
from measures.models import Measure, Plan

_WAYS = {Direction.INCREASE: "増やす", Direction.DECREASE: "減らす"}


@dataclass(frozen=True)
class Meaning:
    """What a definition would say: the sentence of its promise, and what is due in each year."""

    sentence: str
    years: list[tuple[str, str]]
    note: str


@office_page("GET", "HEAD", "POST")
def new_indicator(request: HttpRequest, by: User, key: str) -> HttpResponse:
    return _serve(request, by, find_plan(key), None)


@office_page("GET", "HEAD", "POST")
def indicator(request: HttpRequest, by: User, code: str) -> HttpResponse:
    found = find_indicator(request, code, public=False)
    return _serve(request, by, found.measure.policy.plan, found)


def _serve(request: HttpRequest, by: User, plan: Plan, known: Indicator | None) -> HttpResponse:
    if request.method != "POST":
        target = None if known is None else drafts_of(Target, known).first()
        initial = {**DefinitionForm.of(known, target), "edition": edition_of(known)}
        return _page(request, plan, known, DefinitionForm(plan=plan, indicator=known, initial=initial))
    form = DefinitionForm(request.POST, plan=plan, indicator=known)
    action = request.POST.get("action", "")
    if not form.is_valid():
        return _page(request, plan, known, form)
    try:
        if action != "save":
            return _page(request, plan, known, form, _meaning(form, plan))
        kept = save_definition(
            indicator=known,
            measure=Measure.objects.get(pk=form.cleaned_data["measure"]),
            about=form.about,
            promise=form.said,
            by=by,
            expected_edition=form.cleaned_data["edition"],
        )
    except Incomplete as missing:
        form.add_missing(missing.errors)
        return _page(request, plan, known, form)
    except (StaleVersion, WrongState) as refusal:
        return _page(request, plan, known, form, refusal=str(refusal))
    messages.success(request, f"指標{kept.code}を保存しました。目標の公表は、ほかの計画担当が行います。")
    return redirect("office:plan_indicator", kept.code)


def _page(
    request: HttpRequest,
    plan: Plan,
    known: Indicator | None,
    form: DefinitionForm,
    meaning: Meaning | None = None,
    refusal: str = "",
) -> HttpResponse:
    public = known is not None and known.targets.filter(published_at__isnull=False).exists()
    context: dict[str, Any] = {
        "plan": plan,
        "indicator": known,
        "form": form,
        "meaning": meaning,
        "refusal": PUBLISHED if public else refusal,
        "is_public": public,
        "parts": [(title, [form[name] for name in names]) for title, names in _PARTS],
        "crumbs": [
            *crumbs(plan, "指標")[:-1],
            {"label": "指標", "url": reverse("office:plan_indicators", args=[plan.key])},
            {"label": known.code if known else "加える", "url": ""},
        ],
    }
    if "part" in request.GET:  # while one types, the script asks for this part alone
        return render(request, "office/plan/meaning.html", context)
    return render(request, "office/plan/indicator.html", context, status=409 if refusal else 200)


# In the order of thought.
_PARTS = (
    (
        "何を数えるか",
        (
            *("measure", "name", "unit", "decimals", "counting", "year_kind"),
            *("may_be_negative", "meaning", "lead_department"),
        ),
    ),
    ("何を約束するか", ("promise", "value", "upper", "tolerance", "wording")),
    ("どこから", ("baseline_value", "baseline_label", "baseline_year")),
    ("いつまでに", ("target_year", "label", "first_year")),
)


def _meaning(form: DefinitionForm, plan: Plan) -> Meaning:
    """Of a definition that could be kept; Incomplete else."""
    measure = Measure.objects.get(pk=form.cleaned_data["measure"])
    draft, target = Indicator(measure=measure, **form.about), Target()
    check_definition(draft, target, form.said)
    years = range(plan.first_year, max(plan.last_year, target.target_year) + 1)
    words = by_calendar if draft.is_calendar else str
    return Meaning(
        sentence=words(_sentence(draft, target)),
        years=[(words(FiscalYear(year).wareki), _due(draft, target, plan, year)) for year in years],
        note=_note(draft),
    )


def _sentence(draft: Indicator, target: Target) -> str:
    year, name = FiscalYear(target.target_year).wareki, draft.name
    figure = _figure(target.value, draft)
    if draft.direction == Direction.WITHIN and target.upper is not None:
        return f"{year}まで、「{name}」を{figure}以上{_figure(target.upper, draft)}以下に保つ。"
    if Direction(draft.direction).is_limit:
        each = "毎年" if target.wording == "yearly" else ""
        side = "以下" if draft.direction == Direction.AT_MOST else "以上"
        return f"{year}まで、「{name}」を{each}{figure}{side}に保つ。"
    way = _WAYS[Direction(draft.direction)]
    if draft.counting == "cumulative_from_zero":
        return f"{year}までに、「{name}」を0から数え直して{figure}まで{way}。"
    begins = "" if draft.baseline_value is None else f"{_figure(draft.baseline_value, draft)}から"
    return f"{year}までに、「{name}」を{begins}{figure}まで{way}。"


def _note(draft: Indicator) -> str:
    if Direction(draft.direction).is_limit:
        return "上限・下限・範囲の中かどうかだけを見ます。割合は計算しません。"
    if draft.baseline_value is None and draft.counting != "cumulative_from_zero":
        return "現状値がないので、公表した最初の実績を起点にします。それまで目安はありません。"
    return ""


def _due(draft: Indicator, target: Target, plan: Plan, year: int) -> str:
    judged = judge(
        direction=draft.direction,
        counting=draft.counting,
        baseline=draft.baseline_value,
        baseline_year=draft.baseline_year,
        target=target.value,
        upper=target.upper,
        target_year=target.target_year,
        tolerance=target.tolerance,
        first_year=plan.first_year,
        value=None,
        year=year,
    )
    if judged.limits is not None:
        lower, upper = judged.limits
        words = [] if lower is None else [f"{_figure(lower, draft)}以上"]
        return "".join([*words, *([] if upper is None else [f"{_figure(upper, draft)}以下"])])
    if judged.expected is None:
        return "目安なし"
    shown = expected_display(judged.expected, None, decimals=draft.decimals)
    return format_number(shown, decimals=decimals_of(shown), unit=draft.unit)


def _figure(figure: Decimal, draft: Indicator) -> str:
    return format_number(figure, decimals=draft.decimals, unit=draft.unit)
