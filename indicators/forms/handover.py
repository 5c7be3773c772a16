"""The note for whoever enters an indicator next."""

from typing import Any

from django import forms

from indicators.forms.fields import LineField, WordsField
from indicators.forms.refusable import RefusableForm
from indicators.models import HandoverNote
from indicators.models.handover import TEXTS


class HandoverForm(RefusableForm):
    """All of it may be empty. `seen`: the edition that was on the page, 0 where there was none."""

    source = WordsField(
        label="資料の出どころ",
        rows=2,
        max_length=500,
        required=False,
        help_text="どの統計・台帳・システムから取るか。",
    )
    counting = WordsField(
        label="数えかた",
        rows=4,
        max_length=1000,
        required=False,
        help_text="何を数え、何を除くか。計算の手順。",
    )
    ask = WordsField(
        label="たずねる相手", rows=2, max_length=300, required=False, help_text="課・係・機関と電話番号。"
    )
    known_in = LineField(
        label="値がわかる時期", max_length=100, required=False, help_text="例：毎年5月下旬（確定は9月）"
    )
    folder = LineField(
        label="資料の置き場所",
        max_length=300,
        required=False,
        help_text="共有フォルダーの場所。文字として残すだけで、開きません。",
    )
    remark = WordsField(label="そのほか", rows=3, max_length=1000, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    @staticmethod
    def initial_of(note: HandoverNote | None) -> dict[str, Any]:
        texts = {name: getattr(note, name) for name in TEXTS} if note else {}
        return {**texts, "seen": note.pk if note else 0}
