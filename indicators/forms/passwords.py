"""Signing in, asking for a link, setting a password: Django's forms, our words."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email

from indicators.forms.fields import LineField
from indicators.forms.refusable import RefusableForm
from indicators.outbox import ask
from indicators.second_factor import Looked, look, next_step
from indicators.sign_in import count_wrong_code
from indicators.workflow import note_recovery_code

NO_PASSWORDS = "このサイトのパスワードは使えません。庁内のアカウントでログインしてください。"
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

    def clean(self) -> dict[str, Any]:
        if not settings.PASSWORD_SIGN_IN:
            raise ValidationError(NO_PASSWORDS)
        return super().clean()

    def clean_username(self) -> str:
        """As it was typed where somebody is called so, else in small letters: phones begin a word with a capital."""
        typed: str = self.cleaned_data["username"]
        return typed if User.objects.filter(username=typed).exists() else typed.lower()


class CodeField(LineField):
    """Of an app, or a recovery code."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        super().__init__(label="確認コード", max_length=40, widget=forms.TextInput(attrs=attrs), **kwargs)


class CodeForm(RefusableForm):
    passcode = CodeField(help_text="アプリに出ている6桁の数字。アプリが使えないときは、予備のコード。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passcode"].error_messages["required"] = "確認コードを入力してください。"


class WithCodeForm(NameAndPasswordForm):
    """Where somebody signs in on the very page that they are on: what the two pages of /login/ ask, at once."""

    passcode = CodeField(
        required=False, help_text="二段階認証を登録している人だけ。アプリに出ている6桁の数字。"
    )
    passed = False

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        step = next_step(user, "")
        if step == "setup":
            raise ValidationError(
                "二段階認証の登録が必要です。新しいタブで職員ログインの画面を開き、登録してから続けてください。"
            )
        if step == "code":
            self.passed = self._look(user)

    def _look(self, user: User) -> bool:
        typed = self.cleaned_data.get("passcode", "")
        if not typed:
            raise ValidationError("確認コードも入力してください。")
        found = look(user, typed)
        if not found.by:
            assert self.request is not None
            count_wrong_code(self.request, user)
            raise ValidationError(code_refusal(found))
        if found.by == "recovery":
            note_recovery_code(person=user)
        return True


def code_refusal(found: Looked) -> str:
    if found.wait:
        return f"間違いが続いたため、{found.wait}秒待ってから、新しい確認コードを入力してください。"
    return "確認コードが違います。一度使ったコードは、もう使えません。次のコードが出るのを待って、入力してください。"


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
