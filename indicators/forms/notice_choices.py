"""How somebody wants to hear of each kind of notice."""

from collections.abc import Mapping
from typing import Any

from django import forms

from indicators.models import HowTold, NoticeKind

# What each kind is about, for who chooses.
ABOUT = {
    NoticeKind.REQUEST: "入力のお願い、催促、期限を過ぎたこと",
    NoticeKind.APPROVAL: "あなたの確認・承認を待っている値、シート、比較値、目標などの下書き",
    NoticeKind.RETURNED: "差し戻された値、シート、比較値、取り下げられた下書き",
    NoticeKind.COMMENT: "あなたの課の値や、あなたが書いた値へのコメント",
    NoticeKind.PUBLISHED: "あなたの課の値、シート、目標などが公表されたこと（新しい計画の公表は、いつも朝のメールでお知らせします）",
    NoticeKind.FAILED: "予約した日時に公表・変更できなかったもの",
    NoticeKind.EXPECTED: "公表予定日が来て、次の値を待っている指標",
    NoticeKind.VERDICT: "公表した値や目標で、判定が変わった指標",
}


class NoticeChoicesForm(forms.Form):
    """One field a kind, named after it."""

    def __init__(self, data: Any = None, *, chosen: Mapping[NoticeKind, HowTold]) -> None:
        super().__init__(data)
        for kind in NoticeKind:
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label,
                help_text=ABOUT[kind],
                choices=HowTold.choices,
                initial=chosen[kind].value,
                widget=forms.RadioSelect,
                error_messages={
                    "required": "受け取り方を選んでください。",
                    "invalid_choice": "受け取り方を選んでください。",
                },
            )

    @property
    def said(self) -> dict[NoticeKind, HowTold]:
        return {kind: HowTold(self.cleaned_data[kind.value]) for kind in NoticeKind}
