"""Tags of the summary in English: names, figures, sentences and the track of one row, by the words of its plan."""

import re
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.frames import Row
from indicators.numbers import decimals_of, format_number
from indicators.templatetags.figures import bullet_chart
from indicators.wording import english
from indicators.wording.english import English
from indicators.wording.english.deeds import STANDINGS
from indicators.wording.english.sentences import expected as expected_of
from indicators.wording.english.sentences import signed_gap
from indicators.wording.figures import LIMITS, expected_shown, held_limit

register = template.Library()
register.filter("verdict_in_english", english.verdict_word)
register.filter("note_in_english", english.note_of)
register.filter("day_in_english", english.day_in_english)
register.filter("limit_aside", english.limit_note)
register.filter("start_in_english", english.start_word)
register.filter("target_word_in_english", english.target_word)
DASH = format_html('<span aria-hidden="true">—</span><span class="sr">{}</span>', "none")


@register.filter
def deed_in_english(standing: str) -> str:
    return STANDINGS[standing]


@register.filter
def name_in(text: str, words: English) -> SafeString:
    """`plan.name|name_in:words`"""
    return words.name(text)


@register.filter
def bare_in(text: str, words: English) -> SafeString:
    """Within a link or a heading of the site: `not_yet_in` stands behind it."""
    return words.bare(text)


@register.filter
def not_yet_in(text: str, words: English) -> SafeString:
    return words.not_yet(text)


@register.filter
def plain_in(text: str, words: English) -> str:
    """For a title: English or nothing."""
    return words.plain(text)


@register.filter
def say_in(row: Row, words: English) -> SafeString:
    return english.say(row, words)


@register.filter
def stands_in(row: Row, words: English) -> SafeString:
    return english.stands(row, words)


@register.filter
def value_in(row: Row, words: English) -> SafeString:
    """The value with its state; the word that says why there is none."""
    if row.value is not None:
        shown = format_html('<span class="num">{}</span>', words.figure(row.value, row))
        state = english.state_note(row)
        return format_html('{} <span class="value-state">{}</span>', shown, state) if state else shown
    if row.is_withdrawn:
        return format_html('<span class="value-word">{}</span>', "withdrawn")
    if row.off_survey:
        return format_html('<span class="value-word">{}</span>', english.STATES["not_surveyed"])
    if row.value_state and row.value_state != "actual":
        return format_html('<span class="value-word">{}</span>', english.STATES[row.value_state])
    return DASH


@register.filter
def target_in(row: Row, words: English) -> SafeString:
    return words.target(row)


@register.filter
def baseline_in(row: Row, words: English) -> SafeString:
    return DASH if row.baseline is None else words.figure(row.baseline, row)


@register.filter
def expected_in(row: Row, words: English) -> SafeString:
    """What is expected of the year; of a limit the limit of the year."""
    if row.upper is not None:
        return words.target(row)
    if row.direction in LIMITS:
        return words.figure(held_limit(row), row)
    return DASH if row.expected is None else expected_of(row, words)


@register.filter
def gap_in(row: Row, words: English) -> SafeString:
    return DASH if row.gap is None else signed_gap(row, words)


@register.filter
def own_year(row: Row) -> str:
    return english.year_of(row)


@register.filter
def target_year_of(row: Row) -> str:
    return english.year_of(row, row.target_year)


@register.filter
def baseline_year_of(row: Row) -> str:
    return "" if row.baseline_year is None else english.year_of(row, row.baseline_year)


@register.filter
def year_in_english(year: int) -> str:
    return english.year_in_english(year)


@register.filter
def kind_in_english(row: Row) -> str:
    """Which way is better, and how it is counted."""
    return f"{english.DIRECTIONS[row.direction]} {english.COUNTED[row.counting]}"


@register.inclusion_tag("en/verdict.html")
def english_verdict(row: Row, size: str = "") -> dict[str, str]:
    return {
        "verdict": row.verdict,
        "label": english.verdict_word(row),
        "size": size,
        "aside": english.limit_note(row),
    }


@register.inclusion_tag("partials/bullet_chart.html")
def english_track(row: Row, words: English) -> dict[str, Any]:
    """The track of the Japanese pages with its words in English; the same marks."""
    drawn = bullet_chart(row, "row")
    shown = expected_shown(row) if row.expected is not None else None
    return {
        **drawn,
        "sentence": _without_markup(english.track_sentence(row, words)),
        "limit_word": english.target_word(row),
        "start_word": english.start_word(row),
        "inside_word": "within",
        "outside_word": {"at_most": "above", "at_least": "below"}.get(row.direction, "outside"),
        "due_word": "expected",
        "goal_word": "target",
        "target": words.figure(held_limit(row), row)
        if row.is_limit and row.upper is None
        else words.target(row),
        "expected": None if shown is None else format_number(shown, decimals=decimals_of(shown)),
        "out_words": _beyond(row, words, drawn["out"]) if drawn["out"] else "",
    }


def _beyond(row: Row, words: English, out: str) -> SafeString:
    """What a track says whose value lies beyond its end, where the ring is held."""
    assert row.value is not None
    figure = words.figure(row.value, row)
    if row.direction in LIMITS:
        return format_html("Beyond this scale: {}", figure)
    side = "Beyond the target" if out == "high" else f"Worse than the {english.start_word(row)}"
    return format_html("{}: {}", side, figure)


def _without_markup(said: SafeString) -> str:
    """For an attribute, which holds no markup: a unit that nobody has translated is left out."""
    return re.sub(r" ?<span lang=\"ja\">[^<]*</span>", "", said)
