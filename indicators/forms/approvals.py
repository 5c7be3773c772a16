"""What people type about a department's route, a deputy, and the number of a paper decision."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.models import User

from indicators.forms.days import DayField
from indicators.forms.fields import LineField
from indicators.forms.refusable import RefusableForm
from indicators.models.approval import HIGHEST_LEVEL
from indicators.wording.people import person

LEVELS = [(level, f"第{level}段") for level in range(1, HIGHEST_LEVEL + 1)]


class PersonBox(forms.TypedChoiceField):
    """One of some people, who are offered by the page; cleaned to the person."""

    def __init__(self, *, label: str, **kwargs: Any) -> None:
        messages = dict.fromkeys(("required", "invalid_choice", "invalid"), f"{label}を選んでください。")
        super().__init__(label=label, error_messages=messages, **kwargs)
        self.people: dict[str, User] = {}

    def offer(self, people: Iterable[User]) -> None:
        self.people = {str(one.pk): one for one in people}
        names = [(pk, f"{person(one)}（{one.username}）") for pk, one in self.people.items()]
        self.choices = [("", "選んでください"), *names]

    def clean(self, value: Any) -> Any:
        return self.people.get(super().clean(value))


class SeatForm(RefusableForm):
    """A person at a level of a route, from a day on."""

    level = forms.TypedChoiceField(
        label="段", choices=LEVELS, coerce=int, help_text="第1段から順に承認します。"
    )
    title = LineField(label="役職", max_length=20, help_text="例：係長、課長")
    user = PersonBox(label="承認する人")
    since = DayField(label="いつから", help_text="例：令和9年4月1日")

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box = self.fields["user"]
        assert isinstance(box, PersonBox)
        box.offer(people)


class DeputyForm(RefusableForm):
    """Who stands in, from when to when; the last day is included."""

    user = PersonBox(label="代理の人")
    since = DayField(label="いつから", help_text="例：令和9年4月1日")
    until = DayField(label="いつまで", help_text="この日を含みます。")

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box = self.fields["user"]
        assert isinstance(box, PersonBox)
        box.offer(people)


class NumberForm(RefusableForm):
    """The number of the paper decision of one record."""

    decision_number = LineField(
        label="決裁番号",
        max_length=60,
        required=False,
        help_text="紙の起案の番号。記録に残ります（公表されません）。例：木企第12号",
    )
