"""One indicator of a plan in preparation: its form, and while one types the line that it means and the sentence it will say."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.forms.definition import DefinitionForm
from indicators.models import Indicator, Target
from indicators.views.office.plan.frame import crumbs, find_plan
from indicators.views.office.plan.meaning import Meaning, meaning_of
from indicators.views.shared.access import find_indicator, office_page
from indicators.workflow import Incomplete, StaleVersion, WrongState, drafts_of
from indicators.workflow.definitions import PUBLISHED, beside_of, edition_of, save_definition
from measures.addresses import redirect, reverse
from measures.models import Measure, Plan


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
        initial = {**DefinitionForm.of(known, target, beside_of(known)), "edition": edition_of(known)}
        return _page(request, plan, known, DefinitionForm(plan=plan, indicator=known, initial=initial))
    form = DefinitionForm(request.POST, plan=plan, indicator=known)
    action = request.POST.get("action", "")
    if not form.is_valid():
        return _page(request, plan, known, form)
    try:
        if action != "save":
            return _page(request, plan, known, form, meaning_of(form, plan))
        kept = save_definition(
            indicator=known,
            measure=Measure.objects.get(pk=form.cleaned_data["measure"]),
            about=form.about,
            promise=form.said,
            beside=form.beside,
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
        "parts": [
            (title, [form[name] for name in names])
            for title, names in _PARTS
            if all(name in form.fields for name in names)
        ],
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
            *("measure", "name", "unit", "decimals", "counting", "year_kind", "survey_every", "survey_year"),
            *("may_be_negative", "meaning", "lead_department"),
        ),
    ),
    ("何を約束するか", ("promise", "value", "upper", "tolerance", "wording")),
    ("どこから", ("baseline_value", "baseline_label", "baseline_year")),
    ("いつまでに", ("target_year", "label", "interim", "first_year")),
    ("前の計画から", ("continues", "same_basis")),
)
