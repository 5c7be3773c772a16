"""Which years a survey is made in (docs/progress.md §2)."""

from indicators.progress.exact import RuleError
from measures.fiscal_year import FiscalYear


def is_survey_year(year: int, *, every: int, since: int) -> bool:
    """Every `every` years from the year `since` on; no year before it. RuleError for less than one year."""
    if every < 1:
        raise RuleError("every", "調査の間隔は1年以上にしてください。")
    return year >= since and (year - since) % every == 0


def rhythm_label(every: int, since: int) -> str:
    """毎年度, 3年ごと（令和5年度から）."""
    return "毎年度" if every == 1 else f"{every}年ごと（{FiscalYear(since).wareki}から）"
