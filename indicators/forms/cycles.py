"""Opening, changing, closing and reopening a year's cycle."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from indicators.forms.days import DayField
from indicators.forms.fields import ON_RECORD, ReasonField, WordsField, year_box
from indicators.forms.refusable import RefusableForm
from indicators.models import Result
from measures.fiscal_year import FiscalYear


class CycleDaysForm(RefusableForm):
    """Until when, when people are reminded, and what they are asked to mind."""

    due_on = DayField(label="入力の期限", help_text="例：令和8年6月30日、2026/6/30")
    first_reminder_on = DayField(
        label="1回目の催促", required=False, help_text="まだ提出していない人に、この日にメールが届きます。"
    )
    second_reminder_on = DayField(label="2回目の催促", required=False, help_text="1回目より後の日。")
    instructions = WordsField(
        label="入力する人へのお願い",
        rows=4,
        max_length=1000,
        required=False,
        help_text="「わたしの入力」に表示されます（1,000字まで）。",
    )

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < timezone.localdate():
            raise ValidationError("期限が過ぎた日になっています。きょう以降の日を入力してください。")
        return day


def proposed_days(today: date) -> dict[str, date]:
    """The day that the form begins with, two months on at a month's end, and reminders two weeks and three days before; none at a weekend."""
    month = today.replace(day=1) + timedelta(days=93)
    due = _workday(month.replace(day=1) - timedelta(days=1))
    return {"due_on": due, **_reminders(due)}


def _reminders(due: date) -> dict[str, date]:
    return {
        "first_reminder_on": _workday(due - timedelta(days=14)),
        "second_reminder_on": _workday(due - timedelta(days=3)),
    }


def _workday(day: date) -> date:
    """The Friday before, where it is at a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


class CycleForm(CycleDaysForm):
    """Open a year of the plan that has no cycle yet. `years`: those that can be chosen.

    Reminders that were left as they were proposed follow the day that was typed.
    """

    year = year_box("年度")
    field_order = ["year", "due_on", "first_reminder_on", "second_reminder_on", "instructions"]

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("year", ((year, FiscalYear(year).long) for year in years))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        due = said.get("due_on")
        if due and due != self.initial.get("due_on"):
            for name, day in _reminders(due).items():
                if said.get(name) and said[name] == self.initial.get(name):
                    said[name] = day if day >= timezone.localdate() else None
            if said.get("first_reminder_on") is None and said.get("second_reminder_on"):
                said["first_reminder_on"], said["second_reminder_on"] = said["second_reminder_on"], None
        return said


class CloseForm(RefusableForm):
    """What becomes of each draft when its cycle is closed.

    The answer that gives a draft up names the edit that was looked at: after another save it fits no longer, and the
    question is asked again.
    """

    def __init__(self, *args: Any, drafts: Iterable[Result], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.drafts = {result.pk: result.version for result in drafts}
        # One answer for all that got none: a city can have a hundred drafts. Giving up is said of each by itself.
        self.others_kept = self.data.get("others") == "keep"
        for result in drafts:
            self.fields[f"draft-{result.pk}"] = forms.ChoiceField(
                label=str(result.indicator),
                choices=[
                    ("keep", "締めたあとも入力を受け付ける"),
                    (f"discard-{result.version}", "下書きを取りやめる"),
                ],
                widget=forms.RadioSelect,
                required=not self.others_kept,
                error_messages={
                    "required": "締めたあとどうするかを選んでください。",
                    "invalid_choice": "この画面を開いたあとに保存されました。内容を確かめて、もう一度選んでください。",
                },
            )

    @property
    def kept(self) -> set[int]:
        return {pk for pk in self.drafts if self.cleaned_data.get(f"draft-{pk}") in ("keep", "")}

    @property
    def discarded(self) -> dict[int, int]:
        """Id of the record → the edit that was seen."""
        return {pk: edit for pk, edit in self.drafts.items() if pk not in self.kept}


class ReopenForm(RefusableForm):
    """Take values of a closed year again: until when, and why."""

    due_on = DayField(label="新しい期限", help_text="例：令和8年6月30日、2026/6/30")
    reason = ReasonField(ON_RECORD, label="再開する理由", rows=3)
    clean_due_on = CycleDaysForm.clean_due_on
