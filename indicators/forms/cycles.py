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
from indicators.workflow import SheetDays
from measures.fiscal_year import FiscalYear

_REMINDERS = ("first_reminder_on", "second_reminder_on")
_SHEETS = tuple(f"sheets_{name}" for name in ("due_on", *_REMINDERS))


class SheetDaysForm(RefusableForm):
    """Until when the evaluation sheets are asked for, and when who has not written is reminded."""

    sheets_due_on = DayField(
        label="評価シートの期限",
        required=False,
        help_text="シートを提出する日。値のあとに書くので、入力の期限より後にします。決めないときは空のままにします。",
    )
    sheets_first_reminder_on = DayField(
        label="評価シートの1回目の催促",
        required=False,
        help_text="シートをまだ提出していない課に、この日にメールが届きます。",
    )
    sheets_second_reminder_on = DayField(
        label="評価シートの2回目の催促", required=False, help_text="1回目より後の日。"
    )

    def written(self) -> dict[str, Any]:
        """For a step of the workflow, after is_valid(): the days of the sheets together, whatever else as it is called."""
        said = dict(self.cleaned_data)
        days = {name: said.pop(f"sheets_{name}") for name in ("due_on", *_REMINDERS)}
        return {**said, "sheets": SheetDays(**days)}


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


def proposed_days(start: date) -> dict[str, date]:
    """The days that the form begins with: of values two months on at a month's end, of sheets a month later, each with
    reminders two weeks and three days before; none at a weekend."""
    due = _month_end(start, 2)
    return {"due_on": due, **_reminders(due), **_of_sheets(due)}


def _of_sheets(due: date) -> dict[str, date]:
    """What is proposed for the sheets, where the values are due on that day."""
    last = _month_end(due, 1)
    return {"sheets_due_on": last, **{f"sheets_{name}": day for name, day in _reminders(last).items()}}


def _month_end(day: date, months: int) -> date:
    """The last workday of the month that comes so many months after that of the day."""
    first = day.replace(day=1)
    for _ in range(months + 1):
        first = (first + timedelta(days=31)).replace(day=1)
    return _workday(first - timedelta(days=1))


def _reminders(due: date) -> dict[str, date]:
    return {
        "first_reminder_on": _workday(due - timedelta(days=14)),
        "second_reminder_on": _workday(due - timedelta(days=3)),
    }


def _workday(day: date) -> date:
    """The Friday before, where it is at a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


class CycleForm(CycleDaysForm, SheetDaysForm):
    """Open a year of the plan that has no cycle yet. `years`: those that can be chosen.

    Reminders that were left as they were proposed follow the day that was typed.
    """

    year = year_box("年度")
    field_order = ["year", "due_on", *_REMINDERS, *_SHEETS, "instructions"]

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("year", ((year, FiscalYear(year).long) for year in years))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        due = said.get("due_on")
        if due and due != self.initial.get("due_on"):
            for name, day in {**_reminders(due), **_of_sheets(due)}.items():
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
