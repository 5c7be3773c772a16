"""A change of something published: begin it with its reason, or give a draft up. Values, sheets, comparison values."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from indicators import frames
from indicators.forms import CorrectionForm
from indicators.models import Indicator, Result
from indicators.views.shared.access import signed_in, staff_page, value_to_enter
from indicators.views.shared.reviewing import begin_correction, give_up
from indicators.workflow import VALUES, ReviewWorkflow, allowed_kinds
from measures.fiscal_year import FiscalYear

Context = dict[str, Any]


@dataclass(frozen=True)
class RecordPlace:
    """Whose record of which year; `about` in headings, `noun` what it is, `page` its address in the entry part."""

    workflow: ReviewWorkflow[Any]
    owner: Any
    year: int
    about: str
    noun: str
    page: str

    def crumbs(self, last: str) -> list[dict[str, str]]:
        label = f"{FiscalYear(self.year).wareki} {self.about}"
        return [
            {"label": "入力", "url": reverse("entry:tasks")},
            {"label": label, "url": self.page},
            {"label": last, "url": ""},
        ]


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str, year: int) -> HttpResponse:
    by = signed_in(request)
    indicator = value_to_enter(by, code, year)
    latest = VALUES.current(indicator, year)
    kinds = allowed_kinds(latest) if latest and not latest.is_open else ()
    form = CorrectionForm(request.POST or None, kinds=kinds)
    refusal = None
    if request.method == "POST" and (not kinds or form.is_valid()):
        given = form.cleaned_data if kinds else {}
        refusal = begin_correction(by, VALUES, indicator, year, given)
        if refusal is None:
            return redirect("entry:edit", indicator.code, year)
        latest = VALUES.current(indicator, year)
    published = frames.published(Indicator.objects.filter(pk=indicator.pk))
    context = {
        "indicator": indicator,
        "year": year,
        "latest": latest,
        "form": form,
        "refusal": str(refusal or ""),
        "row": next((row for row in published if row.year == year), None),
        "crumbs": _place(indicator, year).crumbs("公表した値の変更"),
    }
    return render(request, "entry/change.html", context, status=409 if refusal else 200)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, code: str, year: int) -> HttpResponse:
    by = signed_in(request)
    indicator = value_to_enter(by, code, year)

    def tell(record: Result | None) -> Context:
        working = frames.working(Indicator.objects.filter(pk=indicator.pk))
        row = next((row for row in working if row.year == year), None)
        return {"title": indicator.name, "row": row, "content": "entry/discard_value.html"}

    return discard_page(request, by, _place(indicator, year), tell)


def discard_page(
    request: HttpRequest, by: User, place: RecordPlace, tell: Callable[[Any], Context]
) -> HttpResponse:
    """Asked once more before a draft goes: GET shows what would be given up, POST does it.

    `tell`: the title, and with which template ("content") the record that stands is told.
    """
    done, current, refusal = give_up(request, by, place.workflow, place.owner, place.year)
    if done:
        return redirect("entry:tasks")
    context = {
        **vars(place),
        "record": current,
        "refusal": refusal,
        "mend": f"提出した{place.noun}を直すときは、企画課に差戻しを頼んでください。",
        "crumbs": place.crumbs("取りやめ"),
        **tell(current),
    }
    return render(request, "entry/discard.html", context, status=409 if refusal else 200)


def _place(indicator: Indicator, year: int) -> RecordPlace:
    page = reverse("entry:edit", args=[indicator.code, year])
    return RecordPlace(VALUES, indicator, year, indicator.name, "値", page)
