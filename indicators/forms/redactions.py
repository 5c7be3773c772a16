"""A passage of a text that must go by law."""

from indicators.forms.fields import LineField, ReasonField
from indicators.forms.refusable import RefusableForm


class RedactionForm(RefusableForm):
    """Which passage must go, and why."""

    passage = LineField(
        label="消す文字列",
        max_length=300,
        help_text="文の中にあるとおりに入力してください。空白の有無は問いません。短い言葉は、ほかの意味でも使われているか"
        "もしれません。消す場所は次に確かめられます。数値は消せません。",
    )
    reason = ReasonField(
        "市民に公表されます。消す内容そのものは書かないでください。例：個人の名前が含まれていたため"
    )
