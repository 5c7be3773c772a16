"""Who may open the dashboard, and what it answers to an address that says nothing."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from indicators.permissions import may_read_unpublished
from indicators.views.access import View, signed_in, staff_page
from indicators.views.lens import FILTERS, BadAddress
from indicators.workflow import NotAllowed

NAMES = {
    **FILTERS,
    "year": "年度",
    "scope": "範囲",
    "since": "いつからの変化",
    "page": "ページ",
    "all_years": "全年度",
}


def for_readers(view: View) -> View:
    """Managers and the plan office; others are told why not. An unreadable address is named part by part."""

    @staff_page
    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_read_unpublished(signed_in(request)):
            raise NotAllowed(
                "ダッシュボードは、未公表の値を見られる管理職と企画課（計画担当）のためのページです。"
            )
        try:
            return view(request, *args, **kwargs)
        except BadAddress as refusal:
            return _refused(request, refusal)

    return guarded


def _refused(request: HttpRequest, refusal: BadAddress) -> HttpResponse:
    rest = request.GET.copy()
    rest.pop(refusal.name, None)
    page = request.path.rsplit("/", 1)[0] + "/"
    context = {
        "refusal": refusal,
        "name": NAMES.get(refusal.name, refusal.name),
        # A file has no way back of its own: the page before it does.
        "back": f"{page}?{rest.urlencode()}" if rest else page,
        "start": page,
        "narrowed": bool(rest),
    }
    return render(request, "dashboard/bad_address.html", context, status=404)
