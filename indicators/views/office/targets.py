"""The rules of every indicator: what holds and what is drafted; interim targets of several years are decided here."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from indicators import frames
from indicators.forms import percent
from indicators.frames import Row
from indicators.models import Baseline, Indicator, InterimTarget, Target, Threshold
from indicators.numbers import format_number
from indicators.progress import Direction
from indicators.views.interim_forms import InterimForm
from indicators.views.office.effects import Effect, effects_of
from indicators.views.shared.access import check_office, find_indicator, signed_in, staff_page
from indicators.wording.people import person
from indicators.workflow import (
    NOUNS,
    Incomplete,
    NotAllowed,
    Outdated,
    WrongState,
    discard_rule,
    draft_interims,
    drafts_of,
    mark,
    publish_interims,
)
from measures.fiscal_year import FiscalYear
from measures.models import Plan

Context = dict[str, Any]
ACTIONS = ("draft", "publish", "discard")


@dataclass(frozen=True)
class Draft:
    """Interim targets of one first year, published at once, with who drafted each.

    `refusal`: why it cannot be. `doubts`: what is allowed and hardly meant.
    """

    first_year: int
    interims: Sequence[tuple[InterimTarget, str]]
    own: bool
    effects: Sequence[Effect]
    refusal: str
    doubts: Sequence[str] = ()

    @property
    def changed_verdicts(self) -> int:
        return sum(effect.changes_verdict for effect in self.effects)


@staff_page
@require_safe
def targets(request: HttpRequest) -> HttpResponse:
    """Every indicator, and those that wait for their first target."""
    check_office(signed_in(request))
    last = {row.indicator_id: row for row in frames.published() if row.year == row.plan_last_year}
    counts: Counter[int] = Counter()
    for model in (Target, Baseline, InterimTarget):
        drafts = model._default_manager.filter(published_at__isnull=True)
        counts.update(drafts.values_list("indicator_id", flat=True))
    waiting = Indicator.objects.with_plan().exclude(pk__in=last)
    lines: list[Context] = [
        {"row": row, "drafts": counts[pk], "is_limit": Direction(row.direction).is_limit}
        for pk, row in last.items()
    ]
    context = {
        "measures": [
            (rows[0]["row"], rows)
            for _, group in groupby(lines, key=lambda line: line["row"].measure_number)
            if (rows := list(group))
        ],
        "drafted": [line for line in lines if line["drafts"]],
        "waiting": [(indicator, counts[indicator.pk]) for indicator in waiting],
        "thresholds": _thresholds(),
    }
    return render(request, "office/targets.html", context)


def _thresholds() -> list[Context]:
    """Each plan with the threshold of its last year and how many drafts wait."""
    known = frames.thresholds()
    waiting = Counter(Threshold.objects.filter(published_at__isnull=True).values_list("plan_id", flat=True))
    return [
        {
            "plan": plan,
            "drafts": waiting[plan.pk],
            "share": next((percent(one.value) for one in reversed(known) if one.plan_id == plan.pk), ""),
        }
        for plan in Plan.objects.all()
    ]


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def target(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator: its rules as they were decided, drafts of interim targets with their effect, and their form."""
    check_office(signed_in(request))
    indicator = find_indicator(code, public=False)
    if not Indicator.objects.public().filter(pk=indicator.pk).exists():
        return redirect("office:rule", indicator.code, "target")  # the first thing to be decided
    if request.method == "POST":
        return _answer(request, indicator)
    return _page(request, indicator)


def _answer(request: HttpRequest, indicator: Indicator) -> HttpResponse:
    action, _, which = request.POST.get("action", "").partition(":")
    if action not in ACTIONS or not (action == "draft" or (which.isascii() and which.isdigit())):
        return HttpResponseBadRequest("不明な操作です。")
    acting: Context = {
        "indicator": indicator,
        "by": signed_in(request),
        "seen": request.POST.getlist("seen"),
    }
    form = None
    try:
        if action == "draft":
            form = InterimForm(request.POST, row=_last(indicator)[0])
            if not form.is_valid():
                return _page(request, indicator, form)
            saved = draft_interims(
                **acting,
                points=form.cleaned_data["points"],
                decision=form.decision,
                instead_of=form.cleaned_data["instead_of"],
            )
            messages.success(
                request,
                f"{len(saved)}件の中間目標の下書きを保存しました。公表は、ほかの計画担当が行います。",
            )
        elif action == "publish":
            published = publish_interims(**acting, first_year=int(which))
            messages.success(
                request, f"{len(published)}件の中間目標を公表しました。公開ページの目安に使われています。"
            )
        else:
            gone = discard_rule(
                model=InterimTarget, owner=indicator, by=acting["by"], seen=acting["seen"], pk=int(which)
            )
            messages.success(request, f"{FiscalYear(gone.year).wareki}の中間目標の下書きを削除しました。")
    except Incomplete as missing:
        if form is None:
            return _page(request, indicator, refusal=missing.message)
        form.add_missing(missing.errors)
        return _page(request, indicator, form)
    except Outdated as refusal:
        return _page(request, indicator, form, refusal=str(refusal))
    except NotAllowed:
        raise
    except WrongState as refusal:
        return _page(request, indicator, form, refusal=str(refusal))
    return redirect("office:target", indicator.code)


def _page(
    request: HttpRequest, indicator: Indicator, form: InterimForm | None = None, refusal: str = ""
) -> HttpResponse:
    """What stands now; after a refusal nothing was done, and what was typed is kept in the form (409)."""
    user = signed_in(request)
    only = Indicator.objects.filter(pk=indicator.pk)
    row, of_one = _last(indicator)
    drafts = list(drafts_of(InterimTarget, indicator))
    sets = [list(group) for _, group in groupby(drafts, key=attrgetter("first_year"))]
    judged = max((row.year for row in of_one if row.is_judged), default=None)
    is_limit = Direction(row.direction).is_limit
    if form is None and not is_limit:
        form = InterimForm.of(row, sets[0] if sets else [], judged=judged)
    context: Context = {
        "indicator": indicator,
        "row": row,
        "targets": frames.targets(only),
        "interims": frames.interims(only),
        "interim_drafts": [_interims(user, indicator, of_one, one) for one in sets],
        "desks": [
            (kind, NOUNS[model].word, drafts_of(model, indicator).count())
            for kind, model in (("target", Target), ("baseline", Baseline))
        ],
        "baselines": frames.baselines(only),
        "marks": [mark(draft) for draft in drafts],
        "form": form if form is not None and any(form.lines) else None,
        "is_limit": is_limit,
        "refusal": refusal,
        "crumbs": [
            {"label": "目標と現状値", "url": reverse("office:targets")},
            {"label": f"{indicator.code} {indicator.name}", "url": ""},
        ],
    }
    return render(request, "office/target.html", context, status=409 if refusal else 200)


def _last(indicator: Indicator) -> tuple[Row, tuple[Row, ...]]:
    """The row of the plan's last year, and every row."""
    of_one = frames.published(Indicator.objects.filter(pk=indicator.pk))
    return next(row for row in of_one if row.year == row.plan_last_year), of_one


def _interims(
    user: User, indicator: Indicator, before: Sequence[Row], drafts: Sequence[InterimTarget]
) -> Draft:
    effects, refusal = effects_of(drafts, before, indicator)
    named = [(draft, person(draft.drafted_by) if draft.drafted_by else "") for draft in drafts]
    own = any(user.pk in draft.author_ids for draft in drafts)
    doubts = detours(effects[-1].after) if effects else ()
    return Draft(drafts[0].first_year, named, own, effects, refusal, doubts)


def detours(row: Row) -> list[str]:
    """Where the expected way of a row turns back on its way to the target."""
    end = f"{FiscalYear(row.target_year).wareki}の目標{_figure(row, row.target)}"
    named = [
        (figure, f"{FiscalYear(year).wareki}の中間目標{_figure(row, figure)}") for year, figure in row.interim
    ]
    points = [(row.baseline, f"起点の{_figure(row, row.baseline)}"), *named, (row.target, end)]
    rises = row.target > row.baseline
    return [
        f"{left_name}から{right_name}へ、逆に{'減ります' if rises else '増えます'}。"
        for (left, left_name), (right, right_name) in pairwise(points)
        if (right < left if rises else right > left)
    ]


def _figure(row: Row, figure: Decimal) -> str:
    return format_number(figure, decimals=row.decimals, unit=row.unit)
