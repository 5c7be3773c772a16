"""What the site says of its city and how it looks: one form; a second person confirms what citizens see already."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render

from indicators.forms.site import SiteForm
from indicators.views.office.confirming import Confirmation, published_as_shown
from indicators.views.shared.access import office_page
from indicators.wording.people import person
from indicators.workflow import Incomplete, NotAllowed, StaleVersion, WrongState
from indicators.workflow.site_settings import (
    discard_settings,
    open_settings,
    publish_settings,
    save_settings,
    why_not_confirmed,
    words_of,
)
from measures.addresses import redirect, reverse
from measures.models import SiteSettings
from measures.plans import published_plans
from measures.site import settings_at

PAGE = "office:site_settings"
A_PAGE = 30


@office_page("GET", "HEAD", "POST")
def settings(request: HttpRequest, by: User) -> HttpResponse:
    if request.method != "POST":
        return _page(request, by)
    action = request.POST.get("action", "publish" if "seen" in request.POST else "")
    if action == "save":
        return _save(request, by)
    if action == "discard":
        return _discard(request, by)
    return _publish(request, by) if action == "publish" else HttpResponseBadRequest("不明な操作です。")


def _save(request: HttpRequest, by: User) -> HttpResponse:
    shown = open_settings() or settings_at(None)
    form = SiteForm(request.POST, request.FILES, stands=shown)
    if not form.is_valid():
        return _page(request, by, form)
    try:
        saved = save_settings(
            data=form.said, reason=form.cleaned_data["reason"], by=by, seen=form.cleaned_data["version"]
        )
    except Incomplete as missing:
        form.add_missing(missing.errors)
        return _page(request, by, form)
    except StaleVersion as refusal:
        return _page(request, by, form, refusal=str(refusal), current=refusal.current)
    if saved is None:
        messages.info(request, "変わったところはありません。")
    elif saved.published_at:
        messages.success(request, "設定を変えました。")
    else:
        messages.success(request, "下書きを保存しました。ほかの計画担当が確かめると、ページに反映します。")
    return redirect(PAGE)


def _discard(request: HttpRequest, by: User) -> HttpResponse:
    try:
        discard_settings(by=by, seen=request.POST.get("version", ""))
    except (StaleVersion, WrongState) as refusal:
        return _page(request, by, refusal=str(refusal))
    messages.success(request, "下書きを削除しました。")
    return redirect(PAGE)


def _publish(request: HttpRequest, by: User) -> HttpResponse:
    seen = request.POST.get("version", "")
    draft = open_settings()
    if draft is None:
        return _page(request, by, refusal="この下書きは、すでに反映されているか、削除されています。")

    def make() -> Confirmation:
        changes = changes_between(settings_at(None), draft)
        return Confirmation(
            title="サイトの設定を変えます",
            button="" if why_not_confirmed(draft, by) else "この設定にする",
            back=reverse(PAGE),
            template="office/site/confirm.html",
            facts={"版": draft.at_version, **{label: f"{was}→{now}" for label, was, now in changes}},
            about={"changes": changes, "draft": draft, "drafted_by": person(draft.drafted_by)},
            posted=[("action", "publish"), ("version", draft.at_version)],
        )

    try:
        done = published_as_shown(request, make, lambda: publish_settings(by=by, seen=seen))
    except (NotAllowed, StaleVersion, WrongState) as refusal:
        return _page(request, by, refusal=str(refusal))
    if isinstance(done, HttpResponse):
        return done
    messages.success(request, "設定を変えました。")
    return redirect(PAGE)


def changes_between(then: SiteSettings, now: SiteSettings) -> list[tuple[str, str, str]]:
    """(what, was, is) wherever two editions differ."""
    before, after = words_of(then), words_of(now)
    return [(label, before[label], after[label]) for label in after if before[label] != after[label]]


def _page(
    request: HttpRequest,
    by: User,
    form: SiteForm | None = None,
    refusal: str = "",
    current: SiteSettings | None = None,
) -> HttpResponse:
    stands, draft = settings_at(None), open_settings()
    shown = draft or stands
    if current is not None and form is not None:  # sent again, it replaces what it was held against
        form.data = {**request.POST.dict(), "version": current.at_version}
    context: dict[str, Any] = {
        "form": form or SiteForm(initial=SiteForm.of(shown), stands=shown),
        "stands": stands,
        "draft": draft,
        "drafted_by": person(draft.drafted_by) if draft else "",
        "changes": changes_between(stands, draft) if draft else [],
        "why_not": why_not_confirmed(draft, by) if draft else "",
        "refusal": refusal,
        "by_two": bool(published_plans()),
        "history": _history(),
        "crumbs": [
            {"label": "はじめの準備", "url": reverse("office:first_steps")},
            {"label": "サイトの設定", "url": ""},
        ],
    }
    return render(request, "office/site/settings.html", context, status=409 if refusal else 200)


def _history() -> list[dict[str, Any]]:
    """Editions with what each changed, the newest first."""
    editions = list(
        SiteSettings.objects.filter(published_at__isnull=False).select_related("drafted_by", "published_by")
    )
    lines = [
        {
            "edition": one,
            "drafted_by": person(one.drafted_by) if one.drafted_by else "",  # loaded with the plan
            "published_by": person(one.published_by) if one.published_by else "",
            "changes": changes_between(before, one),
        }
        for before, one in zip([SiteSettings(), *editions], editions, strict=False)
    ]
    return lines[::-1][:A_PAGE]
