"""Sending one value back."""

from indicators.forms.fields import WordsField
from indicators.forms.refusable import VersionForm


class SendBackForm(VersionForm):
    return_reason = WordsField(
        label="差戻しの理由",
        rows=3,
        max_length=300,
        help_text="入力した課に伝わります（公表されません）。どこを、どう直せばよいか。",
        error_messages={"required": "差戻しの理由を入力してください。"},
    )
