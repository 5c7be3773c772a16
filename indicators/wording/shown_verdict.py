"""What becomes of the verdict that citizens see of an indicator: that of its newest judged year (docs/progress.md §13)."""

from indicators.frames import Row


def turns(before: Row, after: Row) -> bool:
    """Whether another verdict is read afterwards; both as newest() gives them."""
    return before.label != after.label


def what_becomes(before: Row, after: Row) -> str:
    """判定が変わります：遅れ → 順調（…）, or that it stays and by which year's value."""
    if turns(before, after):
        return f"市民に見える判定が変わります：{before.label} → {after.label}{_by_which(before, after)}"
    return f"市民に見える判定は変わりません：{after.label}{_by_which(before, after)}"


def _by_which(before: Row, after: Row) -> str:
    if not after.is_judged:
        return ""
    if before.is_judged and before.year != after.year:
        return f"（{before.wareki}の値による判定から、{after.wareki}の値による判定になります）"
    stays = before.is_judged and not turns(before, after)
    return f"（{after.wareki}の値による判定{'のまま' if stays else ''}）"
