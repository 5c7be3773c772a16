"""What the plan office types when it acts on many values at once."""

from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone

from indicators.forms.days import DayField, TimeField, read_day
from indicators.forms.explanations import ExplanationForm
from indicators.forms.fields import PUBLIC, LineField, ReasonField
from indicators.forms.refusable import RefusableForm
from indicators.models import Batch
from indicators.wording.days import write_day


def moment_of(found: dict[str, Any]) -> datetime | None:
    """Of `day` and `time`, where both are known."""
    day, time = found.get("day"), found.get("time")
    return timezone.make_aware(datetime.combine(day, time)) if day and time else None


class ManyForm(RefusableForm):
    """Title, day and moment of a publication, or the reason of sending back; `action` says which is asked for."""

    title = LineField(
        label="題名",
        max_length=100,
        required=False,
        help_text="公開ページに表示されます。例：令和7年度実績の公表",
    )
    announced_on = DayField(label="公表の日付", required=False, help_text="例：令和8年6月30日、2026/6/30")
    when = forms.ChoiceField(
        label="いつ公表するか",
        choices=[("now", "いますぐ"), ("later", "日時を予約する")],
        widget=forms.RadioSelect,
        required=False,
    )
    day = DayField(label="予約する日", required=False, help_text="「日時を予約する」のとき。例：2026/6/30")
    time = TimeField(label="予約する時刻", required=False, help_text="例：9:00")
    decision_number = LineField(
        label="決裁番号",
        max_length=60,
        required=False,
        help_text="公表されません。選んだすべてに記録します。",
    )
    return_reason = ReasonField(
        "選んだすべてに、同じ理由が伝わります（公表されません）。",
        label="差戻しの理由",
        rows=3,
        required=False,
    )

    def __init__(self, *args: Any, action: str = "publish", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.action = action

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if self.action == "send_back":
            return found
        found["when"] = found.get("when") or "now"
        later = found["when"] == "later"
        for name in ("title", "announced_on", *(("day", "time") if later else ())):
            if not found.get(name) and name not in self.errors:
                self.add_error(name, f"{self.fields[name].label}を入力してください。")
        if later and (moment := moment_of(found)):
            found["scheduled_for"] = moment
        return found

    def field_of(self, name: str) -> str:
        return "day" if name == "scheduled_for" else name


class BatchCorrectionForm(ExplanationForm):
    """Title and day of what is out, said anew."""

    title = LineField(label="題名", max_length=100)
    announced_on = DayField(label="公表の日付", help_text="例：令和8年6月30日、2026/6/30")
    reason = ReasonField(PUBLIC, label="訂正の理由")
    field_order = ["instead_of", "title", "announced_on", "reason"]

    @classmethod
    def drafted(cls, draft: Any) -> dict[str, Any]:
        if isinstance(draft, Batch):  # as it went out
            return {"title": draft.title, "announced_on": draft.announced_on, "reason": ""}
        return super().drafted(draft)

    def _words(self, name: str, said: Any) -> str:
        if isinstance(said, str) and name == "announced_on":
            with suppress(ValueError):  # what is no day stands as it was typed
                said = read_day(said)
        return write_day(said) if isinstance(said, date) else super()._words(name, said)


class CancelForm(RefusableForm):
    reason = LineField(label="取り消す理由", max_length=300, required=False)
