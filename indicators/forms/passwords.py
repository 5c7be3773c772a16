"""Signing in, asking for a link, setting a password: Django's forms, our words."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email

from indicators.forms.fields import LineField
from indicators.forms.refusable import RefusableForm
from indicators.outbox import ask

LONGEST_NAME = 150  # of Django's column
PASSWORD_HINT = (
    "12字以上。利用者名や氏名に似たもの、よく使われるもの、数字だけのものは使えません。"
    "いくつかのことばをつなげると、長くて覚えやすくなります。"
)


class NameAndPasswordForm(AuthenticationForm):
    use_required_attribute = False
    error_messages = {
        "invalid_login": "利用者名かパスワードが違います。パスワードの大文字と小文字は区別されます。",
        "inactive": "このアカウントは使えません。企画課にお問い合わせください。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "利用者名"
        bound_name(self)
        self.fields["username"].error_messages["required"] = "利用者名を入力してください。"
        self.fields["password"].error_messages["required"] = "パスワードを入力してください。"

    def clean_username(self) -> str:
        """As it was typed where somebody is called so, else in small letters: phones begin a word with a capital."""
        typed: str = self.cleaned_data["username"]
        return typed if User.objects.filter(username=typed).exists() else typed.lower()


def bound_name(form: forms.Form) -> None:
    """Refuse a name that no account can have: Django says how long it may be, and takes any length."""
    longest = MaxLengthValidator(LONGEST_NAME, "利用者名は%(limit_value)d字までです。")
    form.fields["username"].validators.append(longest)


class AskForm(RefusableForm):
    email = LineField(
        label="メールアドレス",
        max_length=254,
        help_text="アカウントに登録してあるメールアドレス。",
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "email"}),
    )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip()
        try:
            validate_email(email)
        except ValidationError:
            raise ValidationError("メールアドレスを確かめてください。例：hanako@example.jp") from None
        return email

    def save(self, **options: Any) -> None:
        """The same work whoever has the address, or nobody: the keeper finds out later whom to write to."""
        ask(self.cleaned_data["email"])


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
