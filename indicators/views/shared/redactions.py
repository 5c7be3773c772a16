"""A passage of text that must go by law: asked for by a department or the plan office, done by another of the office."""

from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from indicators import frames, workflow
from indicators.caching.response_cache import clear_responses
from indicators.forms import RedactionForm
from indicators.models import Indicator, Redaction
from indicators.permissions import may_review, set_up_by
from indicators.views.shared.access import office_page, signed_in, staff_page, value_to_enter
from indicators.wording.people import person
from indicators.workflow import Incomplete, NotAllowed, StaleVersion, WrongState
from measures.addresses import redirect, reverse


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Name the passage and why it must go, see where it stands, and ask."""
    user = signed_in(request)
    if not workflow.may_ask_redaction(user):
        raise NotAllowed("文の削除を申し出られるのは、主担当課と企画課です。")
    back = reverse("office:redactions" if may_review(user) else "entry:tasks")
    return _ask(request, user, back, {"crumbs": _crumbs()})


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def ask_of_value(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """The same, begun at a value: what is published of it stands beside."""
    user = signed_in(request)
    indicator = value_to_enter(request, user, code, year)
    history = frames.history(Indicator.objects.filter(pk=indicator.pk))
    published = [record for record in history if record.year == year]
    if not published:
        raise Http404("公表された値がありません。")
    back = reverse("entry:edit", args=[indicator.code, year])
    label = f"{indicator.year_name(year)} {indicator.name}"
    context = {"published": published, "about": label, "crumbs": _crumbs({"label": label, "url": back})}
    return _ask(request, user, back, context)


@office_page("GET", "HEAD")
def waiting(request: HttpRequest, user: User) -> HttpResponse:
    """What was asked for, and what was done."""
    everything = Redaction.objects.select_related("proposed_by", "carried_out_by").prefetch_related("texts")
    told = [_told(redaction, user) for redaction in everything]
    context = {
        "asked": [one for one in told if one["redaction"].closed_at is None],
        "done": [one for one in told if one["redaction"].closed_at is not None],
    }
    return render(request, "office/redactions.html", context)


@office_page("GET", "HEAD", "POST")
def decide(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Where the passage stands now, and what would become of it; another person of the office carries it out."""
    redaction = get_object_or_404(Redaction.objects.select_related("proposed_by", "carried_out_by"), pk=pk)
    if request.method == "POST":
        return _decide(request, user, redaction)
    return _page(request, user, redaction)


def _ask(request: HttpRequest, user: User, back: str, context: dict[str, Any]) -> HttpResponse:
    form = RedactionForm(request.POST if request.method == "POST" else None)
    kept = request.POST.getlist("kept")
    if request.method == "POST" and form.is_valid():
        asked = {**form.cleaned_data, "by": user, "kept": kept}
        try:
            if request.POST.get("action") == "ask":
                workflow.ask_redaction(**asked)
                messages.success(
                    request,
                    "文の削除を申し出ました。企画課のほかの人が確かめて行うまで、どの文も変わりません。",
                )
                return redirect(back)
            context["things"] = _things(workflow.check_redaction(**asked))
        except Incomplete as missing:
            form.add_missing(missing.errors)
    told = {"form": form, "back": back, "kept": kept, "may_leave": may_review(user)}
    return render(request, "entry/redaction.html", {**context, **told})


def _page(request: HttpRequest, user: User, redaction: Redaction, status: int = 200) -> HttpResponse:
    places = workflow.places_of(redaction.passage) if redaction.closed_at is None else []
    context = {
        **_told(redaction, user),
        "set_up": bool(set_up_by(user, {redaction.proposed_by_id})),
        "things": _things(places),
        "kept": {*redaction.kept, *request.POST.getlist("kept")},
        "going": len([place for place in places if place.thing.key not in redaction.kept]),
        "seal": workflow.seal_of(places),
        "crumbs": [
            {"label": "文の削除", "url": reverse("office:redactions")},
            {"label": "申し出", "url": ""},
        ],
    }
    return render(request, "office/redaction.html", context, status=status)


def _decide(request: HttpRequest, user: User, redaction: Redaction) -> HttpResponse:
    action = request.POST.get("action")
    try:
        if action == "carry_out":
            kept, seal = request.POST.getlist("kept"), request.POST.get("seal", "")
            done = workflow.carry_out_redaction(redaction=redaction, by=user, seal=seal, kept=kept)
            messages.success(
                request, f"{done.texts.count()}か所で、この文字列の文を消しました。数値は変わっていません。"
            )
            _clear_responses(request)
        elif action == "withdraw":
            workflow.withdraw_redaction(redaction=redaction, by=user)
            messages.success(request, "文の削除を取りやめました。")
        else:
            return HttpResponseBadRequest("不明な操作です。")
    except StaleVersion as refusal:
        messages.error(request, str(refusal))
        return _page(request, user, redaction, status=409)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    return redirect("office:redactions")


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


def _told(redaction: Redaction, user: User) -> dict[str, Any]:
    return {
        "redaction": redaction,
        "by": person(redaction.proposed_by),
        "done_by": person(redaction.carried_out_by),
        "own": redaction.proposed_by_id == user.pk,
    }


def _things(places: Iterable[workflow.RedactionPlace]) -> list[dict[str, Any]]:
    """The places of each thing together, what citizens read first; copies that say the same are one line with their number."""
    groups = [(thing, list(own)) for thing, own in groupby(places, key=lambda place: place.thing)]
    return [
        {
            "thing": thing,
            "is_public": own[0].is_public,
            "lines": Counter((place.label, place.excerpts) for place in own).items(),
        }
        for thing, own in groups
    ]


def _crumbs(*steps: dict[str, str]) -> list[dict[str, str]]:
    return [{"label": "入力", "url": reverse("entry:tasks")}, *steps, {"label": "文の削除", "url": ""}]
