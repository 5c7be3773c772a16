"""What people type into the staff's pages, read and checked (input.md), before workflow.py is asked.

A form refuses what cannot be read. Whether a record is complete enough to go before other eyes is a question
for workflow.py alone, so a draft may lack anything. A field's `required` here is what the label says.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html

from indicators.evidence import SUFFIXES
from indicators.fields import FilesField, FilesInput
from indicators.models import CARRIES_VALUE, Indicator, Kind, Result, ValueState
from indicators.models.vocabulary import plain
from indicators.numbers import Reading, read_number
from indicators.workflow import Entry
from measures.fiscal_year import FiscalYear

STATE_HINTS = {
    ValueState.ACTUAL: "確定した値",
    ValueState.PROVISIONAL: "あとで変わることがある値",
    ValueState.ESTIMATE: "年度途中の見通し。判定しません",
    ValueState.UNPUBLISHED: "値がまだ出ていない",
    ValueState.NOT_SURVEYED: "調査をしない年度",
    ValueState.UNMEASURABLE: "値を調べられなかった",
    ValueState.NOT_APPLICABLE: "この年度は数えない",
}
KIND_HINTS = {
    Kind.FINAL: "速報・見込・未公表が、確定した実績になった",
    Kind.CORRECTION: "公表した値が誤りだった",
    Kind.REVISION: "出所の統計などが改められた",
    Kind.WITHDRAWAL: "値そのものを取り下げる",
}

# Full-width ASCII forms and the ideographic space, one to one, as in numbers.py.
_HALF_WIDTH = {0x3000: 0x20} | {0xFF01 + i: 0x21 + i for i in range(94)}
_DAY = re.compile(
    r"(?:(?P<era>令和|平成|[RrHh]) *(?P<number>[0-9]{1,2}|元)|(?P<western>[0-9]{4}))"
    r" *[年./-] *(?P<month>[0-9]{1,2}) *[月./-] *(?P<day>[0-9]{1,2}) *日?"
)
# Name, letter, first and last day, western year before the era's first.
_ERAS = (
    ("令和", "R", date(2019, 5, 1), date(2100, 12, 31), 2018),
    ("平成", "H", date(1989, 1, 8), date(2019, 4, 30), 1988),
)
_DAY_EXAMPLES = "「令和8年5月31日」「R8.5.31」「2026/5/31」のように、年から入力してください。"
_LONGEST_DAY = 40


def read_day(text: str) -> date:
    """The day that a person typed, by era or western year; ValueError with a Japanese message."""
    shown = text[:20] + ("…" if len(text) > 20 else "")
    match = _DAY.fullmatch(text.translate(_HALF_WIDTH).strip()) if len(text) <= _LONGEST_DAY else None
    if match is None:
        raise ValueError(f"「{shown}」を日付として読めません。{_DAY_EXAMPLES}")
    era = next((era for era in _ERAS if match["era"] and match["era"].upper() in era[:2]), None)
    number = 1 if match["number"] == "元" else int(match["number"] or match["western"])
    try:
        day = date(number + (era[4] if era else 0), int(match["month"]), int(match["day"]))
    except ValueError:
        raise ValueError(f"「{shown}」という日はありません。年月日を確かめてください。") from None
    if era and not era[2] <= day <= era[3]:
        raise ValueError(f"「{shown}」は{era[0]}の期間にありません。{_DAY_EXAMPLES}")
    if not _ERAS[-1][2] <= day <= _ERAS[0][3]:
        raise ValueError(f"「{shown}」は扱える期間（1989年〜2100年）にありません。")
    return day


def write_day(day: date) -> str:
    """令和8年5月31日; read_day() gives the day back. Days before 平成 are written in western years."""
    for name, _, first, _, before in _ERAS:
        if day >= first:
            number = day.year - before
            return f"{name}{'元' if number == 1 else number}年{day.month}月{day.day}日"
    return f"{day.year}年{day.month}月{day.day}日"


class DayField(forms.CharField):
    """A day as people write it; cleaned to a date, None where the box is empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}), **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_day(text)
        except ValueError as refusal:
            raise ValidationError(str(refusal)) from None

    def prepare_value(self, value: Any) -> Any:
        return write_day(value) if isinstance(value, date) else value


class WordsField(forms.CharField):
    """Text for people: line ends count once, characters that nobody can see are refused."""

    def __init__(self, *, rows: int, max_length: int, **kwargs: Any) -> None:
        # Counted here and not by the browser, which would cut a pasted text without a word.
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)
        self.longest = max_length

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")
        if len(text) > self.longest:
            raise ValidationError(f"{self.longest}字までで入力してください（いま{len(text)}字です）。")
        if any(not character.isprintable() and character not in "\n\t\u3000" for character in text):
            raise ValidationError("目に見えない文字が入っています。その部分を消して入力し直してください。")
        return text


class StateField(forms.ChoiceField):
    """The label says that it is required; a draft may be without one all the same."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class RefusableForm(forms.Form):
    """A form that can be told what workflow/ refuses, each message at its field."""

    use_required_attribute = False

    def add_missing(self, errors: Mapping[str, str]) -> None:
        for name, message in errors.items():
            field = self.field_of(name)
            self.add_error(field if field in self.fields else None, message)

    def field_of(self, name: str) -> str:
        """The field that stands for what the workflow calls `name`."""
        return name


class EditNumberForm(RefusableForm):
    """What the person saw: the record's number of saves. Enough for a button."""

    edit_number = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=10**6,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            "ページを開き直してから、もう一度操作してください。",
        ),
    )


class EntryForm(EditNumberForm):
    """One value of one year. After is_valid(): `entry()`, and `reading` with what was understood of the number."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10**4)
    reason = WordsField(label="変更の理由", rows=2, max_length=300, required=False)
    value_state = StateField(label="値の状態", widget=forms.RadioSelect)
    value = forms.CharField(
        label="値",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    as_of = DayField(label="時点", required=False, help_text="いつの値か。例：令和8年5月31日、2026/5/31")
    expected_on = DayField(
        label="公表予定日", required=False, help_text="「未公表」では必ず入力します。例：令和8年10月1日"
    )
    note = WordsField(
        label="説明",
        rows=4,
        max_length=1000,
        required=False,
        help_text="市民に公表されます（1,000字まで）。値の事情や、次に何をするか。値がないときは、その理由。",
    )
    link = forms.CharField(
        label="リンク",
        required=False,
        help_text="もとになった統計や資料のアドレス。https:// か http:// で始まるもの。",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    uploads = FilesField(
        label="ファイル",
        required=False,
        help_text="pdf・xlsx・csv・png・jpg、1つ10MBまで、5つまで（一度に選べます）。",
        widget=FilesInput(attrs={"accept": ",".join(SUFFIXES)}),
    )

    def __init__(
        self, *args: Any, indicator: Indicator, year: int, kind: str = Kind.FIRST, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.indicator = indicator
        self.kind = kind
        self.reading: Reading | None = None
        states = [ValueState.ACTUAL] if kind == Kind.FINAL else list(ValueState)
        self._states().choices = [
            (state.value, format_html("<span>{}<small>{}</small></span>", state.label, STATE_HINTS[state]))
            for state in states
        ]
        self.fields["value"].label = f"{FiscalYear(year).wareki}の値"
        decimals = f"小数第{indicator.decimals}位まで" if indicator.decimals else "整数で"
        self.fields[
            "value"
        ].help_text = f"{decimals}。全角、カンマ、「{indicator.unit}」つきでも入力できます。実績・速報・見込では必ず入力します。"
        self.fields["reason"].required = kind != Kind.FINAL
        self.fields["reason"].error_messages["required"] = "変更の理由を入力してください。"
        self.fields["reason"].help_text = "市民に公表されます（300字まで）。"
        if kind == Kind.FIRST:
            del self.fields["reason"]
        if kind == Kind.WITHDRAWAL:
            for name in ("value_state", "value", "as_of", "expected_on", "note"):
                del self.fields[name]

    @classmethod
    def of(cls, result: Result | None, *, indicator: Indicator, year: int) -> "EntryForm":
        """The form as it stands: what was saved, or blank with nothing saved yet."""
        if result is None:
            initial: dict[str, Any] = {"number": 1, "edit_number": 0}
            return cls(indicator=indicator, year=year, initial=initial)
        initial = {
            "number": result.number,
            "edit_number": result.edit_number,
            "reason": result.reason,
            "value_state": result.value_state,
            "value": plain(result.value),
            "as_of": result.as_of,
            "expected_on": result.expected_on,
            "note": result.note,
        }
        return cls(indicator=indicator, year=year, kind=result.kind, initial=initial)

    def _states(self) -> forms.ChoiceField:
        field = self.fields["value_state"]
        assert isinstance(field, forms.ChoiceField)
        return field

    def clean_value(self) -> Any:
        typed = self.cleaned_data["value"]
        state = self.cleaned_data.get("value_state", "")
        if state and state not in CARRIES_VALUE:
            # 「-」 or 「未定」 beside such a state only says it twice; a figure contradicts it.
            if any(character.isnumeric() for character in typed):
                raise ValidationError(
                    f"値の状態が「{ValueState(state).label}」なので、値は空にしてください。"
                    "値があるときは、状態を選び直してください。"
                )
            return None
        if not typed:
            return None
        try:
            self.reading = read_number(typed, decimals=self.indicator.decimals, unit=self.indicator.unit)
        except ValueError as refusal:
            raise ValidationError(str(refusal)) from None
        return self.reading.value

    def entry(self) -> Entry:
        """What was understood; empty for a withdrawal."""
        fields = ("value_state", "value", "note", "as_of", "expected_on")
        return Entry(**{name: self.cleaned_data[name] for name in fields if name in self.fields})


class ChangeForm(forms.Form):
    """Which kind of change, and why (figures.md §5)."""

    use_required_attribute = False
    kind = forms.ChoiceField(
        label="変更の種別",
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "変更の種別を選んでください。"),
    )
    reason = WordsField(
        label="変更の理由",
        rows=3,
        max_length=300,
        required=False,
        help_text="市民に公表されます（300字まで）。「確定」のときは空でもかまいません。",
    )

    def __init__(self, *args: Any, kinds: tuple[Kind, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (kind.value, format_html("<span>{}<small>{}</small></span>", kind.label, KIND_HINTS[kind]))
            for kind in kinds
        ]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        kind = found.get("kind")
        if kind and kind != Kind.FINAL and not found.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "変更の理由を入力してください。")
        return found


class SendBackForm(EditNumberForm):
    return_reason = WordsField(
        label="差戻しの理由",
        rows=3,
        max_length=300,
        help_text="入力した課に伝わります（公表されません）。どこを、どう直せばよいか。",
        error_messages={"required": "差戻しの理由を入力してください。"},
    )
