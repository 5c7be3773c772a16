"""A passage of a published text that must go by law: asked for by the department, done by the plan office."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from indicators import frames
from indicators.caching.response_cache import clear_responses
from indicators.forms import RedactionForm
from indicators.models import Indicator, Redaction
from indicators.views.shared.access import office_page, signed_in, staff_page, value_to_enter
from indicators.wording.people import person
from indicators.workflow import (
    Incomplete,
    WrongState,
    ask_redaction,
    carry_out_redaction,
    withdraw_redaction,
)
from measures.fiscal_year import FiscalYear


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Name the passage, and why it must go."""
    user = signed_in(request)
    indicator = value_to_enter(user, code, year)
    history = frames.history(Indicator.objects.filter(pk=indicator.pk))
    published = [record for record in history if record.year == year]
    if not published:
        raise Http404("公表された値がありません。")
    form = RedactionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_redaction(indicator=indicator, year=year, by=user, **form.cleaned_data)
        except Incomplete as missing:
            form.add_missing(missing.errors)
        else:
            messages.success(
                request,
                "文の削除を申し出ました。企画課のほかの人が確かめて行うまで、公開ページは変わりません。",
            )
            return redirect("entry:edit", indicator.code, year)
    context = {
        "indicator": indicator,
        "year": year,
        "published": published,
        "form": form,
        "crumbs": [
            {"label": "入力", "url": reverse("entry:tasks")},
            {
                "label": f"{FiscalYear(year).wareki} {indicator.name}",
                "url": reverse("entry:edit", args=[indicator.code, year]),
            },
            {"label": "文の削除", "url": ""},
        ],
    }
    return render(request, "entry/redaction.html", context)


@office_page("GET", "HEAD", "POST")
def review(request: HttpRequest, user: User) -> HttpResponse:
    """What was asked for, with what would become of the texts; and what was done."""
    if request.method == "POST":
        return _decide(request, user)
    everything = Redaction.objects.select_related("indicator__measure", "proposed_by", "carried_out_by")
    history = frames.history(Indicator.objects.filter(redactions__closed_at__isnull=True).distinct())
    told: list[dict[str, Any]] = [
        {
            "redaction": redaction,
            "by": person(redaction.proposed_by),
            "done_by": person(redaction.carried_out_by),
            "own": redaction.proposed_by_id == user.pk,
            "texts": [
                text
                for record in history
                if (record.code, record.year) == (redaction.indicator.code, redaction.year)
                for text in (record.note, record.reason, record.source)
                if redaction.passage in text
            ],
        }
        for redaction in everything
    ]
    context = {
        "asked": [one for one in told if one["redaction"].closed_at is None],
        "done": [one for one in told if one["redaction"].closed_at is not None],
    }
    return render(request, "office/redactions.html", context)


def _clear_responses(request: HttpRequest) -> None:
    """No page that still has the text may come back while the database is away."""
    try:
        clear_responses()
    except OSError as problem:
        messages.warning(
            request,
            "保存してあった公開ページの写しを消せませんでした。IT担当に、データフォルダーのcopiesを空にするよう頼んで"
            f"ください（{problem.strerror}）。",
        )


def _decide(request: HttpRequest, user: User) -> HttpResponse:
    typed = request.POST.get("redaction", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        return HttpResponseBadRequest("不明な操作です。")
    redaction = get_object_or_404(Redaction.objects.select_related("indicator__measure"), pk=int(typed))
    what = f"{redaction.indicator}（{FiscalYear(redaction.year).wareki}）"
    action = request.POST.get("action")
    try:
        if action == "carry_out":
            carry_out_redaction(redaction=redaction, by=user)
            messages.success(request, f"{what}の文を消しました。数値は変わっていません。")
            _clear_responses(request)
        elif action == "withdraw":
            withdraw_redaction(redaction=redaction, by=user)
            messages.success(request, f"{what}の文の削除を取りやめました。")
        else:
            return HttpResponseBadRequest("不明な操作です。")
    except WrongState as refusal:
        messages.error(request, f"{what}：{refusal}")
    return redirect("office:redactions")
