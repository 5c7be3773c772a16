"""A passage of a text that must go by law."""

from django import forms

from indicators.forms.fields import WordsField
from indicators.forms.refusable import RefusableForm


class RedactionForm(RefusableForm):
    """Which passage must go, and why."""

    passage = forms.CharField(
        label="消す文字列",
        max_length=300,
        help_text="公表した説明や理由の中にあるとおりに入力してください。数値は消せません。",
        error_messages={"required": "消す文字列を入力してください。"},
    )
    reason = WordsField(
        label="理由",
        rows=2,
        max_length=300,
        help_text="市民に公表されます。消す内容そのものは書かないでください。例：個人の名前が含まれていたため",
        error_messages={"required": "理由を入力してください。"},
    )
