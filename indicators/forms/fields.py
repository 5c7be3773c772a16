"""Fields that several forms have."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.evidence.links import read_public_link
from indicators.numbers import Reading, read_number
from indicators.workflow.errors import Incomplete
from measures.text_fields import TypedTextField

PUBLIC = "市民に公表されます（300字まで）。"
# How many years before and behind those of a plan a form offers, where a promise or its start may lie outside of it.
YEARS_BACK, YEARS_AHEAD = 20, 30
ON_RECORD = "記録に残ります（公表されません）。"


class LineField(TypedTextField):
    """Text for people. An empty box that must be filled is asked for by its label, or in the words of `missing`."""

    def __init__(self, *, label: str = "", missing: str = "", **kwargs: Any) -> None:
        messages = {"required": missing or f"{label}を入力してください。"}
        super().__init__(label=label or None, error_messages=messages, **kwargs)


class WordsField(LineField):
    """Longer text, its line ends counted once; of one line it stands in lists, and its box is only higher."""

    def __init__(self, *, rows: int, max_length: int, is_one_line: bool = False, **kwargs: Any) -> None:
        self.is_one_line = is_one_line
        # Counted here and not by the browser, which would cut a pasted text without a word.
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)
        self.longest = max_length

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if len(text) > self.longest:
            raise ValidationError(f"{self.longest}字までで入力してください（いま{len(text)}字です）。")
        return text


class ReasonField(WordsField):
    """Why something is done. Its hint says who reads it."""

    def __init__(self, help_text: str, *, label: str = "理由", rows: int = 2, **kwargs: Any) -> None:
        super().__init__(
            help_text=help_text, label=label, rows=rows, max_length=300, is_one_line=True, **kwargs
        )


def read_reason(typed: str) -> str:
    """A reason that came without a form of its own; Incomplete."""
    try:
        return str(ReasonField(PUBLIC, required=False).clean(typed))
    except ValidationError as refusal:
        raise Incomplete({"reason": " ".join(refusal.messages)}) from None


class FigureBox(LineField):
    """A figure as people type it, for read_figure(), which says itself what it cannot read."""

    def to_python(self, value: Any) -> str:
        return str(forms.CharField.to_python(self, value))

    def __init__(self, **kwargs: Any) -> None:
        box = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(widget=box, missing="値を入力してください。", **kwargs)


class PublicLinkField(LineField):
    """The address of a public source: https, and one that citizens can open."""

    def __init__(self, **kwargs: Any) -> None:
        box = forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"})
        super().__init__(widget=box, required=False, **kwargs)

    def to_python(self, value: Any) -> str:
        text = str(forms.CharField.to_python(self, value))
        try:
            return read_public_link(text) if text else ""
        except ValueError as refusal:
            raise ValidationError(str(refusal)) from None


def figure_hint(decimals: int, unit: str) -> str:
    digits = f"小数第{decimals}位まで" if decimals else "整数で"
    return f"{digits}。全角、カンマ、「{unit}」つきでも入力できます。"


def read_figure(typed: str, *, decimals: int, unit: str) -> Reading:
    """What is understood of it, with the notices; ValidationError where it is no figure."""
    try:
        return read_number(typed, decimals=decimals, unit=unit)
    except ValueError as refusal:
        raise ValidationError(str(refusal)) from None


class ChoiceBox(forms.ChoiceField):
    """One of a few, each with its button. Asked for by its label, or as `missing`."""

    def __init__(self, *, label: str, missing: str = "", **kwargs: Any) -> None:
        super().__init__(
            label=label, widget=forms.RadioSelect, error_messages=_unchosen(missing or label), **kwargs
        )


def year_box(label: str, help_text: str = "") -> forms.TypedChoiceField:
    """A fiscal year, to be chosen; which, the form offers."""
    return forms.TypedChoiceField(
        label=label, coerce=int, help_text=help_text, error_messages=_unchosen("年度")
    )


def _unchosen(what: str) -> dict[str, str]:
    return dict.fromkeys(("required", "invalid_choice"), f"{what}を選んでください。")


class StateField(forms.ChoiceField):
    """The label says that it is required; a draft may be without one all the same."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


def with_hints(choices: Iterable[Any], hints: Mapping[Any, str]) -> list[tuple[str, SafeString]]:
    """Choices of a radio group, each with a line that says what it means."""
    return [
        (choice.value, format_html("<span>{}<small>{}</small></span>", choice.label, hints[choice]))
        for choice in choices
    ]
