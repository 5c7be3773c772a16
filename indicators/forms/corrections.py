"""Which kind of change of a published value, and why (docs/publication.md §5)."""

from typing import Any

from django import forms
from django.utils.html import format_html

from indicators.forms.fields import WordsField
from indicators.models import Kind

KIND_HINTS = {
    Kind.FINAL: "速報・見込・未公表が、確定した実績になった",
    Kind.CORRECTION: "公表した値が誤りだった",
    Kind.REVISION: "出所の統計などが改められた",
    Kind.WITHDRAWAL: "値そのものを取り下げる",
}


class CorrectionForm(forms.Form):
    """Which kind of change, and why."""

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


class ReasonOfChangeForm(forms.Form):
    """Why a published sheet or comparison value is changed."""

    use_required_attribute = False
    reason = WordsField(
        label="変更の理由",
        rows=3,
        max_length=300,
        help_text="市民に公表されます（300字まで）。何を、なぜ直すか。",
        error_messages={"required": "変更の理由を入力してください。"},
    )
