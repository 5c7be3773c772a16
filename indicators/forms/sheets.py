"""What people type into the pages of an evaluation sheet."""

from typing import Any

from django import forms

from indicators.forms import RecordVersionForm, StateField, WordsField
from indicators.forms.fields import ReasonField, with_hints
from indicators.forms.refusable import ContentForm, RefusableForm
from indicators.models import EvaluationSheet
from indicators.workflow import SHEETS

LONGEST = 2000
RATING_HINTS = {
    "A": "見込んでいた以上の成果が出た",
    "B": "見込んでいたとおりの成果が出た",
    "C": "成果は出たが、見込みに少し届かない",
    "D": "見込みに届かず、進め方の見直しが要る",
}


class TextField(WordsField):
    """The label says that it is required; a draft may be without it all the same."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(rows=8, max_length=LONGEST, **kwargs)

    def validate(self, value: Any) -> None:
        """Whether a sheet is complete is asked when it is submitted."""


class SheetForm(ContentForm):
    """The department's part of a sheet."""

    content = SHEETS.content
    achievements = TextField(
        label="成果", help_text="この年度に何をして、何がどう変わったか。指標が動いた理由も書きます。"
    )
    challenges = TextField(
        label="課題", help_text="うまくいかなかったこと、目安に届いていない理由、これから難しくなること。"
    )
    next_steps = TextField(
        label="今後の方向性", help_text="次の年度から何を続け、何を変えるか。いつまでに、だれと。"
    )
    rating = StateField(
        label="自己評価",
        widget=forms.RadioSelect,
        help_text="課としての見方です。指標の判定は計算で決まり、自己評価では変わりません。",
        error_messages={"invalid_choice": "A・B・C・Dから選んでください。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("rating", with_hints(EvaluationSheet.Rating, RATING_HINTS))

    @classmethod
    def of(cls, sheet: EvaluationSheet | None) -> "SheetForm":
        """The form as it stands: what was saved, or blank with nothing saved yet."""
        return cls(is_change=sheet is not None and sheet.is_change, initial=cls.initial_of(sheet))


class ReasonOfReturnForm(RefusableForm):
    """Why several sheets go back at once. `is_asked`: they go back, and are not published, by the same form."""

    return_reason = ReasonField(
        "書いた課に伝わります（公表されません）。どこを、どう直せばよいか。", label="差戻しの理由", rows=3
    )

    def __init__(self, *args: Any, is_asked: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["return_reason"].required = is_asked


class RemarksForm(RecordVersionForm):
    """The plan office's part of a sheet."""

    external_evaluation = WordsField(
        label="外部評価（審議会）",
        rows=5,
        max_length=LONGEST,
        required=False,
        help_text="審議会などの意見のまとめ。まだないときは空のままにします（2,000字まで）。",
    )
    office_remark = WordsField(
        label="企画課の所見",
        rows=5,
        max_length=LONGEST,
        required=False,
        help_text="計画全体から見た所見。ないときは空のままにします（2,000字まで）。",
    )

    @classmethod
    def of(cls, sheet: EvaluationSheet) -> "RemarksForm":
        return cls(initial=cls.initial_of(sheet))
