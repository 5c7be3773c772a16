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
