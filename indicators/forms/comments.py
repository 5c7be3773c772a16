"""What is said beside a value, among staff."""

from typing import Any

from django.utils.html import format_html

from indicators.forms.fields import WordsField
from indicators.forms.refusable import RefusableForm
from indicators.workflow.comments import LONGEST
from measures.fiscal_year import FiscalYear


class CommentForm(RefusableForm):
    body = WordsField(
        label="コメント",
        rows=3,
        max_length=LONGEST,
        help_text=f"{LONGEST:,}字まで。読めるのは主担当の課と企画課、管理職だけです。市民には公開されません。",
    )

    def __init__(self, data: Any = None, *, code: str, year: int) -> None:
        # Several such forms may stand on one page, each with ids and a label of its own.
        super().__init__(data, auto_id=f"comment-{code}-%s")
        about = f"（{code} {FiscalYear(year).wareki}）"
        self.fields["body"].label = format_html('コメント<span class="sr">{}</span>', about)
