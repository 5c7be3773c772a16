"""Tags of the easy pages: sentences by rule, and what the city wrote, as it is or in the office's easier version."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString

from indicators.frames import Row
from indicators.progress import Verdict
from indicators.templatetags.figures import bullet_chart
from indicators.wording.easy.deeds import STANDINGS
from indicators.wording.easy.figures import amount, city, year
from indicators.wording.easy.news import record_cell, record_word
from indicators.wording.easy.sentences import (
    MEANINGS,
    STATE_WORDS,
    aim,
    easy_sentences,
    meaning,
    short_sentences,
    value,
)
from measures.fiscal_year import FiscalYear

register = template.Library()
for _filter in (city, easy_sentences, short_sentences, meaning, record_cell, record_word):
    register.filter(_filter.__name__, _filter)


@register.filter
def year_of_row(row: Row) -> str:
    """令和6年度（2024年度）"""
    return year(row.year, row)


@register.filter
def deed_in_easy(standing: str) -> str:
    return STANDINGS[standing]


@register.filter
def year_in_full(number: int) -> str:
    return FiscalYear(number if isinstance(number, int) else int(number)).long


@register.filter
def figure(row: Row) -> SafeString:
    """The figure of a year with what is to be known of it; else why there is none."""
    if row.value is not None:
        state = STATE_WORDS.get(row.value_state, "")
        return format_html(
            "{}{}", amount(row.value, row), format_html("<small>（{}）</small>", state) if state else ""
        )
    if row.is_withdrawn:
        return format_html("{}", "とり消しました")
    if row.off_survey:
        return format_html("{}", STATE_WORDS["not_surveyed"])
    return format_html("{}", STATE_WORDS.get(row.value_state or "unpublished", ""))


@register.filter
def of_other(one: Any) -> SafeString:
    """The figure of another city, say, that an indicator is held beside."""
    return amount(one.value, one)


@register.simple_tag(takes_context=True)
def city_text(context: Any, text: str) -> SafeString:
    """A text of the city: the easier version that the office confirmed, with the text itself a step away, else that text."""
    if context["request"].translations.easy(text) is None:
        return format_html('<p class="city" lang="ja">{}</p>', text)
    return format_html(
        '<p class="city" lang="ja">{0}</p><p class="easier">（市が やさしく 書きました）</p>'
        '<details class="easier"><summary>もとの 文章</summary><p class="city original" lang="ja">{0}</p></details>',
        text,
    )


@register.simple_tag(takes_context=True)
def originally(context: Any, name: str) -> SafeString | str:
    """Below a name of which the office's easier version is shown (views/shared/easy_words.py): that it is, and the name itself."""
    if context["request"].translations.easy(name) is None:
        return ""
    return format_html(
        '<p class="easier">市が やさしく 書いた 名前です。もとの 名前：<span class="city original" lang="ja">{}</span></p>',
        name,
    )


@register.inclusion_tag("easy/verdicts.html")
def verdict_meanings() -> dict[str, Any]:
    """Every verdict with what it means."""
    return {"verdicts": [(verdict.value, MEANINGS[verdict]) for verdict in Verdict]}


@register.inclusion_tag("partials/bullet_chart.html")
def easy_track(row: Row) -> dict[str, Any]:
    """The track of a row, with easy words at its marks."""
    said: Iterable[SafeString] = [*value(row), *aim(row)]
    easier = {
        "start_word": "始め" if row.baseline is not None else "",
        "due_word": "今 届きたい 数",
        "goal_word": "目標",
        "limit_word": "目標" if row.is_limit else "",
        "inside_word": "守れている",
        "outside_word": "守れていない",
        "out_words": "線の 外の 数です",
        "sentence": strip_tags("".join(said)),
    }
    return {**bullet_chart(row, "row"), **easier}
