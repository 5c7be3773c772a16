"""Setting a password by a link in a mail: of an invitation, or because it was forgotten. Django's views, our words.

Who asks is never told whether an account exists, and a new password opens no lock (django-axes).
"""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth import views
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone

from indicators.accounts import send_password_link
from indicators.models import Event
from indicators.permissions import at_work, is_at_work

PASSWORD_HINT = (
    "12字以上。利用者名や氏名に似たもの、よく使われるもの、数字だけのものは使えません。"
    "いくつかのことばをつなげると、長くて覚えやすくなります。"
)
# One mail in this time, however often somebody asks: nobody's mailbox is filled from outside.
BETWEEN_MAILS = timedelta(minutes=10)


class AskForm(forms.Form):
    use_required_attribute = False
    email = forms.CharField(
        label="メールアドレス",
        max_length=254,
        help_text="アカウントに登録してあるメールアドレス。",
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "email"}),
        error_messages={"required": "メールアドレスを入力してください。"},
    )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip()
        try:
            validate_email(email)
        except ValidationError:
            raise ValidationError("メールアドレスを確かめてください。例：hanako@example.jp") from None
        return email

    def save(self, **options: Any) -> None:
        """A link to every active account with this address; who was invited and has no password yet gets one, too."""
        now = timezone.now()
        for person in at_work().filter(email__iexact=self.cleaned_data["email"]):
            asked = Event.objects.filter(
                person=person, action=Event.Action.PASSWORD_ASKED, at__gt=now - BETWEEN_MAILS
            )
            if asked.exists():
                continue
            Event.objects.create(at=now, person=person, action=Event.Action.PASSWORD_ASKED)
            send_password_link(
                person, template="password_reset", subject="【基本計画のいま】パスワードの再設定"
            )


class NewPasswordForm(SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_rules(self)


def say_rules(form: forms.Form) -> None:
    """The rules as one calm hint in place of a list, and the messages of empty boxes."""
    form.use_required_attribute = False
    for name, label in (
        ("new_password1", "新しいパスワード"),
        ("new_password2", "新しいパスワード（もう一度）"),
    ):
        field = form.fields[name]
        field.label = label
        field.help_text = PASSWORD_HINT if name == "new_password1" else ""
        field.error_messages["required"] = f"{label}を入力してください。"


class Ask(views.PasswordResetView):
    form_class = AskForm  # type: ignore[assignment]
    template_name = "registration/password_ask.html"


class Asked(views.PasswordResetDoneView):
    template_name = "registration/password_asked.html"


class SetPassword(views.PasswordResetConfirmView):
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


urlpatterns = [
    path("password/reset/", Ask.as_view(), name="password_reset"),
    path("password/reset/sent/", Asked.as_view(), name="password_reset_done"),
    path("password/reset/done/", Done.as_view(), name="password_reset_complete"),
    path("password/reset/<uidb64>/<token>/", SetPassword.as_view(), name="password_reset_confirm"),
]
