"""Who may open the dashboard, and what it answers to an address that says nothing."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from indicators.permissions import may_read_unpublished
from indicators.views.shared.access import View, signed_in, staff_page
from indicators.views.shared.bad_address import bad_address
from indicators.views.shared.filters import BadAddress
from indicators.workflow import NotAllowed


def for_readers(view: View) -> View:
    """Managers and the plan office; others are told why not. An unreadable address is named part by part."""
    return for_managers(require_safe(view))


def for_managers(view: View) -> View:
    """The same for a page that also takes what they write down for themselves."""

    @staff_page
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_read_unpublished(signed_in(request)):
            raise NotAllowed(
                "ダッシュボードは、未公表の値を見られる管理職と企画課（計画担当）のためのページです。"
            )
        try:
            return view(request, *args, **kwargs)
        except BadAddress as refusal:
            return bad_address(request, refusal)

    return guarded
