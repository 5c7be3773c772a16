"""Login, logout and one's own password; a forgotten one is in password_links.py, other people in office/people.py."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout, views
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from indicators.accounts import proof_of
from indicators.directory.names import OIDC, road
from indicators.directory.provider import door_out
from indicators.forms.passwords import NameAndPasswordForm, WithCodeForm, say_rules
from indicators.models import Event
from indicators.second_factor import ROAD, has_factor
from indicators.sign_in import remember_browser
from indicators.views.shared.entering import enter, first_page, is_over, sign_in, takes_passwords
from indicators.views.shared.interrupted import LOCKED
from indicators.views.shared.kept_words import kept_login
from indicators.wording.people import person
from indicators.wording.rights import rights_words
from indicators.workflow import Rights, directory_name_of

# Django's forms take PUT for POST.
READ_OR_SENT = ["get", "head", "post", "options"]


class Login(views.LoginView):
    """Django's own, which takes only addresses of this site as the next page; each login is logged."""

    http_method_names = READ_OR_SENT
    authentication_form = NameAndPasswordForm
    redirect_authenticated_user = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        def made() -> HttpResponse:
            page: Any = super(Login, self).get(request, *args, **kwargs)
            return page.render() if hasattr(page, "render") else page

        # What is kept knows of no settings: it stands until something is published.
        return made() if road() else kept_login(request, made)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user = form.get_user()
        assert isinstance(user, User)
        return enter(self.request, user, wanted=self.wanted)

    @property
    def wanted(self) -> str:
        """The page that was asked for, wherever it is."""
        name = self.redirect_field_name
        return self.request.POST.get(name) or self.request.GET.get(name, "")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(directory=road(), passwords=takes_passwords(), **kwargs)
        # Django's own `site`, a host name, would hide ours, which the frame of every page is made from.
        del context["site"], context["site_name"]
        return context

    def get_default_redirect_url(self) -> str:
        return reverse(first_page(self.request.user))  # type: ignore[arg-type]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login_here(request: HttpRequest) -> JsonResponse:
    """What signed_in.js asks before a form goes out: who is signed in by now, and a token; or to sign in, in JSON.

    400 with what is wrong, 429 while the name is locked.
    """
    if request.method == "POST":
        form = WithCodeForm(request, request.POST)
        if not form.is_valid():
            wrong = [str(message) for messages in form.errors.values() for message in messages]
            locked = getattr(request, "axes_locked_out", False)
            refusal = JsonResponse({"error": LOCKED if locked else " ".join(wrong)}, status=400)
            refusal.tells_of_the_lock = True  # type: ignore[attr-defined]
            return refusal
        sign_in(request, form.get_user(), passed=form.passed)
    user = request.user if isinstance(request.user, User) else None
    answer = JsonResponse(
        {
            "token": get_token(request),
            "typed_by": proof_of(user) if user else "",
            "name": person(user) if user else "",
        }
    )
    if request.method == "POST":
        remember_browser(request, answer)
    return answer


class PasswordChange(views.PasswordChangeView):
    http_method_names = READ_OR_SENT
    success_url = reverse_lazy("entry:tasks")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_over(request):
            logout(request)
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        say_rules(form)
        form.fields["old_password"].label = "いまのパスワード"
        form.fields["old_password"].error_messages["required"] = "いまのパスワードを入力してください。"
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what the person may do here: whoever asks why a page is closed to them finds it."""
        rights = Rights.of(self.request.user)  # type: ignore[arg-type]
        return super().get_context_data(
            rights=rights_words(rights.snapshot()),
            directory=road(),
            passwords=takes_passwords(),
            directory_name=directory_name_of(self.request.user),  # type: ignore[arg-type]
            has_factor=has_factor(self.request.user),  # type: ignore[arg-type]
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().post(request, *args, **kwargs) if takes_passwords() else HttpResponse(status=405)

    def form_valid(self, form: Any) -> HttpResponse:
        user = form.user
        Event.objects.create(at=timezone.now(), by=user, person=user, action=Event.Action.PASSWORD_SET)
        messages.success(
            self.request, "パスワードを変更しました。次のログインから新しいパスワードを使ってください。"
        )
        return super().form_valid(form)


class Logout(views.LogoutView):
    """Of who came by the directory it is told that the directory is still open: the next one at this computer would be them."""

    def get_success_url(self) -> str:
        return reverse("logged_out") if self.by_directory else super().get_success_url()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.by_directory = bool(request.session.get(ROAD))
        return super().post(request, *args, **kwargs)


@require_http_methods(["GET", "HEAD"])
def logged_out(request: HttpRequest) -> HttpResponse:
    return render(request, "registration/logged_out.html", {"door_out": door_out() if road() == OIDC else ""})
