"""Sending one value back."""

from indicators.forms.fields import ReasonField
from indicators.forms.refusable import VersionForm


class SendBackForm(VersionForm):
    return_reason = ReasonField(
        "入力した課に伝わります（公表されません）。どこを、どう直せばよいか。", label="差戻しの理由", rows=3
    )
