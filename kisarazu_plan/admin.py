"""The door of /admin/: whoever is of the plan office today, beside those whom Django's own flag lets in."""

from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.views import LoginView
from django.db.models.base import ModelBase
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from indicators.forms.passwords import bound_name
from indicators.permissions import is_plan_office
from indicators.views.people.account import Login
from indicators.views.shared.entering import is_over
from indicators.views.shared.interrupted import going_on, is_of_another, remembered


class PlanLoginForm(AdminAuthenticationForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bound_name(self)

    def confirm_login_allowed(self, user: AbstractBaseUser) -> None:
        if not is_plan_office(user):
            super().confirm_login_allowed(user)  # type: ignore[arg-type]


class AdminDoor(Login):
    authentication_form = PlanLoginForm  # type: ignore[assignment]
    template_name = "admin/login.html"
    redirect_authenticated_user = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return LoginView.get(self, request, *args, **kwargs)  # the page that is kept is the other door's

    @property
    def wanted(self) -> str:
        return super().wanted or reverse("admin:index")


class PlanAdminSite(admin.AdminSite):
    login_form = PlanLoginForm
    site_header = site_title = "計画の管理（基本計画のいま）"
    index_title = "計画の管理"

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """As Django's own, by the steps of our door: log, locks, the code that is asked after the password."""
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        wanted = request.POST.get("next") or request.GET.get("next") or reverse("admin:index")
        context = {
            **self.each_context(request),
            "title": "ログイン",
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
            "next": wanted,
            **(extra_context or {}),
        }
        return cast(HttpResponse, AdminDoor.as_view(extra_context=context)(request))

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """All but the keys and codes of people: whoever looked at them would be them."""
        models: Any = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        shown = [one for one in models if not one._meta.app_label.startswith("otp_")]
        if shown:
            super().register(shown, admin_class, **options)

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
        if is_over(request):
            return False
        return super().has_permission(request) or is_plan_office(request.user)
