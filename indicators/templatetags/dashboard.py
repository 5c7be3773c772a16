"""Tags of the dashboard: changes a year, the outlook, the words of a pace (docs/progress.md §15)."""

from django import template

from indicators.progress import Pace
from indicators.wording import cells

register = template.Library()
register.filter("needed_a_year", cells.needed_a_year)
register.filter("mean_a_year", cells.mean_a_year)
register.filter("outlook_figure", cells.outlook_figure)

# The icon beside the word: no pace is told by colour alone.
ICONS = {
    "wrong_way": "behind",
    "flat": "unjudged",
    "too_slow": "slightly_behind",
    "turned": "unjudged",
    "enough": "on_track",
    "reached": "achieved",
}


@register.inclusion_tag("dashboard/pace_word.html")
def pace_word(pace: Pace) -> dict[str, str]:
    return {"kind": pace.kind.value, "word": pace.word, "icon": ICONS[pace.kind.value]}


# Where there is room for a word only: what 必要なペースに届かない comes down to.
_SHORT = {"too_slow": "届かない"}


@register.inclusion_tag("dashboard/pace_word.html")
def pace_short(pace: Pace) -> dict[str, str]:
    kind = pace.kind.value
    return {"kind": kind, "word": _SHORT.get(kind, pace.word), "icon": ICONS[kind]}


@register.inclusion_tag("dashboard/pace_bar.html")
def pace_bar(pace: Pace) -> dict[str, str]:
    """How much of the needed change a year the mean was: a share of the bar, at least a sliver and at most all of it."""
    share = float(pace.mean / pace.needed) if pace.needed else 0.0
    return {"kind": pace.kind.value, "width": f"{min(max(share, 0.01), 1.0) * 100:.1f}%"}
