"""The door of /admin/: whoever is of the plan office today, beside those whom Django's own flag lets in."""

from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from indicators.forms.passwords import bound_name
from indicators.permissions import is_plan_office
from indicators.sign_in import note_login, remember_browser
from indicators.views.shared.interrupted import going_on, is_of_another, remembered


class PlanLoginForm(AdminAuthenticationForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bound_name(self)

    def confirm_login_allowed(self, user: AbstractBaseUser) -> None:
        if not is_plan_office(user):
            super().confirm_login_allowed(user)  # type: ignore[arg-type]


class PlanAdminSite(admin.AdminSite):
    login_form = PlanLoginForm
    site_header = site_title = "計画の管理（基本計画のいま）"
    index_title = "計画の管理"

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Django's own; a line of our log, as at the other door."""
        response = super().login(request, extra_context)
        if request.method == "POST" and response.status_code == 302:
            note_login(request)
            remember_browser(request, response)
        return response

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Django's own; what was typed before a login ran out is kept here, too."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            over = not request.user.is_authenticated or is_of_another(request)
            if request.method != "POST" or not over or request.path == reverse("admin:logout"):
                return inner(request, *args, **kwargs)
            if page := going_on(request):
                return page
            # Django looks at the token once more in there: at the one of this login.
            request.COOKIES[settings.CSRF_COOKIE_NAME] = request.META["CSRF_COOKIE"]
            return remembered(request, inner(request, *args, **kwargs))

        return guarded

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Django's own; a superuser, who is nobody of the office, is not shown the way to a page that refuses them."""
        return {**super().each_context(request), "may_redact": is_plan_office(request.user)}

    def has_permission(self, request: HttpRequest) -> bool:
        """By the role of the day, so that nobody has to take a flag away on April 1; what may be done inside follows
        from it, too (indicators.accounts.RightsOfTheDay)."""
        return super().has_permission(request) or is_plan_office(request.user)
