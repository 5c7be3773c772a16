"""What an indicator is, as the plan office drafts it: every entry may stay empty. And what every edition that is whole by itself shares."""

from typing import Any

from django import forms

from indicators.forms.fields import PUBLIC, LineField, PublicLinkField, ReasonField, WordsField
from indicators.forms.refusable import RefusableForm
from indicators.models import Drafted, Factor, Goal, Passport
from indicators.wording.explanations import LABELS


class ExplanationForm(RefusableForm):
    """A draft that is whole by itself; `instead_of` which draft. A kind adds its fields, named as in the model."""

    instead_of = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = ReasonField(PUBLIC, label="公表する理由")
    field_order: list[str] | None = None

    def __init__(self, *args: Any, owner: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    @classmethod
    def drafted(cls, draft: Drafted | None) -> dict[str, Any]:
        """What the boxes hold for a draft, or for the edition that stands and is to be changed."""
        if draft is None:
            return {"reason": "はじめての登録"}
        found = {name: getattr(draft, name) for name in cls.base_fields if name != "instead_of"}
        if draft.published_at is not None:
            return {**found, "reason": ""}
        return {**found, "instead_of": draft.pk}

    def differences(self, draft: Drafted) -> list[tuple[str, str, str]]:
        """(label, what was typed, what the draft says) of each field in which they differ."""
        drafted = self.drafted(draft)
        found = []
        for field in self.visible_fields():
            typed, was = (self._words(field.name, one) for one in (field.value(), drafted[field.name]))
            if typed != was:
                found.append((str(field.label), typed, was))
        return found

    def _words(self, name: str, said: Any) -> str:
        field = self.fields[name]
        if isinstance(field, forms.MultipleChoiceField):
            known = dict(field.choices)  # type: ignore[arg-type]
            return "、".join(str(known.get(code, code)) for code in said or ())
        return str(said or "").replace("\r\n", "\n").strip()


def _longest(name: str) -> int:
    column: Any = Passport._meta.get_field(name)
    return int(column.max_length)


def _words_box(name: str, hint: str, rows: int = 2) -> WordsField:
    return WordsField(
        label=LABELS[name], rows=rows, max_length=_longest(name), required=False, help_text=hint
    )


def _line_box(name: str, hint: str) -> LineField:
    return LineField(label=LABELS[name], max_length=_longest(name), required=False, help_text=hint)


class TagsField(forms.MultipleChoiceField):
    """Words of a closed list, in the list's order whatever was ticked first."""

    def __init__(self, name: str, choices: Any) -> None:
        boxes = forms.CheckboxSelectMultiple
        super().__init__(label=LABELS[name], choices=choices, required=False, widget=boxes)

    def clean(self, value: Any) -> list[str]:
        chosen = super().clean(value)
        known: Any = self.choices
        return [str(code) for code, _ in known if code in chosen]


class PassportForm(ExplanationForm):
    """この指標について."""

    definition = _words_box("definition", "何を数えるか。含むもの、含まないもの。", rows=3)
    formula = _words_box("formula", "例：参加したことがある人の数 ÷ 回答した人の数 × 100")
    source = _line_box("source", "資料や統計の名前。例：魅力あるまちづくりに関する市民アンケート")
    source_url = PublicLinkField(
        label=LABELS["source_url"],
        help_text="市民が開ける、「https://」で始まるアドレス（URL）。まだなければ空のまま。",
    )
    method = _words_box("method", "例：業務の記録から集計、住民基本台帳から無作為に選んだ人への郵送調査")
    sample = _line_box("sample", "アンケートなどの調査だけ。例：18歳以上の3,000人に送り、1,212人が回答")
    frequency = _line_box("frequency", "例：毎年度、2年に1度")
    contact = _line_box("contact", "課の名前と、公開している電話番号など。個人の名前は入れないでください。")
    target_reason = _words_box("target_reason", "なぜこの値を、この年度までの目標にしたか。", rows=3)
    breaks = _words_box("breaks", "数え方や調べ方が変わったときに、いつ、何が変わったか。", rows=3)
    goals = TagsField("goals", [(goal.value, f"{goal.value} {goal.label}") for goal in Goal])
    factors = TagsField("factors", Factor.choices)
    field_order = ["instead_of", *Passport.content, "reason"]
