"""Setting a password by a link in a mail: of an invitation, or because it was forgotten. Django's views, our words.

Who asks is never told whether an account exists, and a new password opens no lock (django-axes).
"""

from typing import Any

from django.contrib.auth import views
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from indicators.directory.names import road
from indicators.forms.passwords import AskForm, NewPasswordForm
from indicators.models import Event
from indicators.outbox import can_send
from indicators.permissions import is_at_work
from indicators.views.people.account import READ_OR_SENT
from indicators.views.shared.entering import takes_passwords


class _OfPasswords:
    """Where the directory alone keeps passwords, its pages say so and take nothing."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if takes_passwords():
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        status = 200 if request.method in ("GET", "HEAD") else 405
        return render(request, "registration/no_passwords.html", status=status)


class _SaysWhetherMailGoes(_OfPasswords):
    """The same for everybody: it is about the server, and not about who asks."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(no_mail=not can_send(), directory=road(), **kwargs)  # type: ignore[misc]


class Ask(_SaysWhetherMailGoes, views.PasswordResetView):
    http_method_names = READ_OR_SENT
    form_class = AskForm  # type: ignore[assignment]
    template_name = "registration/password_ask.html"


class Asked(_SaysWhetherMailGoes, views.PasswordResetDoneView):
    template_name = "registration/password_asked.html"


class SetPassword(_OfPasswords, views.PasswordResetConfirmView):
    http_method_names = READ_OR_SENT
    form_class = NewPasswordForm
    template_name = "registration/password_set.html"

    def get_user(self, uidb64: str) -> User | None:
        """No password for an account that was switched off."""
        user = super().get_user(uidb64)
        return user if isinstance(user, User) and is_at_work(user) else None

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        Event.objects.create(
            at=timezone.now(), by=self.user, person=self.user, action=Event.Action.PASSWORD_SET
        )
        return response


class Done(views.PasswordResetCompleteView):
    template_name = "registration/password_done.html"
