"""Which kind of change of a published value, and why (docs/publication.md §5)."""

from typing import Any

from indicators.forms.fields import PUBLIC, ChoiceBox, ReasonField, with_hints
from indicators.forms.refusable import RefusableForm
from indicators.models import Kind

KIND_HINTS = {
    Kind.FINAL: "確定した実績になった",
    Kind.SUPPLEMENT: "値はそのままで、届かない理由と次にすることを書く",
    Kind.UPDATE: "まだ確定しないが、新しい値や次の公表予定日になった",
    Kind.CORRECTION: "公表した値が誤りだった",
    Kind.REVISION: "出所の統計などが改められた",
    Kind.WITHDRAWAL: "値そのものを取り下げる",
}


class CorrectionForm(RefusableForm):
    """Which kind of change, and why."""

    kind = ChoiceBox(label="変更の種別")
    reason = ReasonField(
        PUBLIC,
        label="変更の理由",
        rows=3,
        required=False,
    )

    def __init__(self, *args: Any, kinds: tuple[Kind, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", with_hints(kinds, KIND_HINTS))
        may_be_empty = "".join(f"「{kind.label}」" for kind in kinds if not kind.is_correction)
        if may_be_empty:
            self.fields["reason"].help_text = f"{PUBLIC}{may_be_empty}のときは空でもかまいません。"

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        kind = found.get("kind")
        if kind and Kind(kind).is_correction and not found.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "変更の理由を入力してください。")
        return found


class ReasonOfChangeForm(RefusableForm):
    """Why a published sheet or comparison value is changed."""

    reason = ReasonField(f"{PUBLIC}何を、なぜ直すか。", label="変更の理由", rows=3)
