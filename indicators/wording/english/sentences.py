"""The sentences of wording/sentences.py in English: each says what its Japanese one says, of the same row."""

from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.frames import Row
from indicators.numbers import decimals_of
from indicators.progress import Direction, Rule, Verdict
from indicators.wording.english.words import (
    STATES,
    English,
    day_in_english,
    start_word,
    state_note,
    target_word,
    year_of,
)
from indicators.wording.figures import LIMITS, expected_shown, gap_shown, held_limit
from indicators.wording.figures import percent as percent_of

NONE = SafeString("")
WITHIN_ERROR = " The difference is within the error of the survey."
NEWER = {
    "not_surveyed": "There is no survey in {year}",
    "unpublished": "The value for {year} is not published yet",
    "unmeasurable": "The value for {year} cannot be measured",
    "not_applicable": "Nothing applies in {year}",
    "estimate": "For {year} there is an estimate only, which is not judged",
    "part_year": "For {year} there is a value for part of the year only, which is not judged",
    "withdrawn": "The value for {year} was withdrawn",
}
# Beside the link to the Japanese page, which shows each step.
CALCULATED = "How each verdict was worked out"


def say(row: Row, words: English) -> SafeString:
    """The value, how it stands, how it changed."""
    year = year_of(row)
    if row.value is None:
        if row.is_withdrawn:
            return format_html("The value for {} was withdrawn. {}", year, _aim(row, words))
        if row.value_state:
            return format_html("{}. {}", NEWER[row.value_state].format(year=year), _aim(row, words))
        return format_html("No result has been published yet. {}", _aim(row, words))
    state = state_note(row)
    return format_html(
        "{}: <b>{}</b>{}. {}{}{}",
        year,
        words.figure(row.value, row),
        f" ({state})" if state else "",
        _standing(row, words),
        WITHIN_ERROR if row.is_within_error else "",
        _changed(row, words),
    )


def stands(row: Row, words: English) -> SafeString:
    """The verdict in a sentence, for a place where the value stands already."""
    if row.absent == "not_begun":
        return format_html("This indicator is counted from {} on.", year_of(row, row.begins))
    if row.absent:
        return (
            NONE if row.ends is None else format_html("This indicator ended in {}.", year_of(row, row.ends))
        )
    if not row.applies:
        return format_html("Nothing applies in {}, so it is not judged.", year_of(row))
    if row.value is None:
        return format_html("{}", "There is no value, so it is not judged.")
    return _standing(row, words)


def note_of(row: Row) -> str:
    """What a newer record says, and what is overdue; "" for neither."""
    told = []
    if row.newer_year is not None:
        told.append(NEWER[row.newer_state].format(year=year_of(row, row.newer_year)) + ".")
    told += [
        f"The next result for {year_of(row, one.year)} was due on {day_in_english(one.due_on)}."
        for one in row.overdue
    ]
    return " ".join(told)


def track_sentence(row: Row, words: English) -> SafeString:
    """What the track shows, for people who do not see it. Without Japanese: a unit that has no English is left out there."""
    target = format_html("{} {}", target_word(row), words.target(row))
    if row.value is None:
        return format_html("No value for {}; {}.", year_of(row), target)
    value = format_html("{} in {}", words.figure(row.value, row), year_of(row))
    if row.direction in LIMITS:
        inside = (row.margin_of(row.value) or 0) >= 0
        return format_html("{}; {} the {}.", value, "within" if inside else "outside", target)
    start = (
        format_html("{}", start_word(row))
        if row.baseline is None
        else format_html("{} {}", start_word(row), words.figure(row.baseline, row))
    )
    way = "" if row.progress is None else f"; {percent(row)} of the way"
    due = NONE
    if row.expected is not None and row.has_line:
        due = format_html("; expected for this year {}", expected(row, words))
    return format_html("{}{} from {} to {}{}.", value, way, start, target, due)


def expected(row: Row, words: English) -> SafeString:
    """The expected value as every page shows it."""
    shown = expected_shown(row)
    return words.figure(shown, row, decimals_of(shown))


def percent(row: Row) -> str:
    """42.0%, and beyond the ends of what is shown less than −100%, more than 200%."""
    shown = percent_of(row)
    if shown.endswith("より下"):
        return f"less than {shown.removesuffix('より下').replace('％', '%')}"
    if shown.endswith("超"):
        return f"more than {shown.removesuffix('超').replace('％', '%')}"
    return shown.replace("％", "%")


def signed_gap(row: Row, words: English) -> SafeString:
    """−18.0 percentage points: the value minus what is expected."""
    apart = gap_shown(row)
    sign = "−" if apart < 0 else "+" if apart > 0 else ""
    return format_html("{}{}", sign, words.difference(apart, row, decimals_of(apart)))


def _aim(row: Row, words: English) -> SafeString:
    year = year_of(row, row.target_year)
    if row.direction in LIMITS:
        return format_html("The promise up to {} is to keep {}.", year, words.promise(row))
    return format_html("The target for {} is {}.", year, words.target(row))


def _standing(row: Row, words: English) -> SafeString:
    """How the value stands, by the rule that held; needs a value."""
    assert row.value is not None
    if row.verdict == Verdict.UNJUDGED:
        return format_html("This is {}, so it is not judged yet.", _a(STATES[row.value_state]))
    if row.rule == Rule.NO_START_YET:
        return format_html(
            "There is no baseline, so it is not judged until {}.", year_of(row, row.target_year)
        )
    if row.rule == Rule.UP_TO_BASELINE_YEAR and row.starts_at_value and row.year == row.baseline_year:
        return format_html("{}", "Counting starts from this value; it is judged from the next year on.")
    if row.verdict == Verdict.TOO_EARLY:
        return format_html("{}", "This value is from before the plan, so it is not judged.")
    if row.direction in LIMITS:
        return _against_limit(row, row.value, words)
    goal = format_html("the target of {} for {}", words.target(row), year_of(row, row.target_year))
    if row.rule == Rule.TARGET_MET:
        return format_html("It has met {}.", goal)
    if row.rule == Rule.TARGET_LEVEL_REACHED:
        early = row.target_year - row.year
        return format_html(
            "It has reached the level of {}, {} year{} early.", goal, early, "" if early == 1 else "s"
        )
    if row.verdict == Verdict.ON_TRACK:
        return format_html("It has reached what is expected for this year and is on track for {}.", goal)
    if row.rule == Rule.TARGET_ALONE:
        apart = words.difference(row.value - row.target, row)
        side = "short of" if row.direction == Direction.INCREASE else "above"
        return format_html(
            "It is {} {} the target of {} (no line leads to the target, so it is held against the target alone).",
            apart,
            side,
            words.target(row),
        )
    if row.verdict == Verdict.WORSE and row.baseline is not None:
        side = "below" if row.direction == "increase" else "above"
        return format_html(
            "It is {} the {} of {}. {}",
            side,
            start_word(row),
            words.figure(row.baseline, row),
            _behind(row, words),
        )
    return _behind(row, words)


def _behind(row: Row, words: English) -> SafeString:
    """Shown figures only, so that a reader can work it out."""
    if row.expected is None:
        return NONE
    apart = gap_shown(row)
    missing = words.difference(apart, row, decimals_of(apart))
    if row.direction == Direction.INCREASE:
        return format_html("It is {} short of the {} expected for this year.", missing, expected(row, words))
    side = "below" if apart < 0 else "above"
    return format_html(
        "It is {} {} the {} expected for this year (less is better).", missing, side, expected(row, words)
    )


def _against_limit(row: Row, value: Decimal, words: English) -> SafeString:
    apart = value - held_limit(row)
    kept = "it has met the target" if row.verdict == Verdict.ACHIEVED else "it is kept"
    if row.direction == "within" and (row.margin or 0) >= 0:
        return format_html("It is within {}; {}.", words.promise(row), kept)
    if not apart:
        return format_html("It is exactly at {}; {}.", words.limit(row), kept)
    side = "above" if apart > 0 else "below"
    said = format_html("It is {} {} {}", words.difference(apart, row), side, words.limit(row))
    if row.margin is not None and row.margin < 0:
        if row.verdict != Verdict.SLIGHTLY_BEHIND:
            return format_html("{}.", said)
        return format_html("{} (tolerance: {}).", said, words.difference(row.tolerance, row))
    return format_html("{}; {}.", said, kept)


def _changed(row: Row, words: English) -> SafeString:
    if row.change is None:
        return NONE
    if not row.change:
        return format_html("{}", " It is the same as the year before.")
    good = " (the right way)" if row.change < 0 and Direction(row.direction).sign < 0 else ""
    return format_html(
        " It is {} {} the year before{}.",
        words.difference(row.change, row),
        "more than" if row.change > 0 else "less than",
        good,
    )


def _a(words: str) -> str:
    return f"an {words}" if words[0] in "aeiou" else words if words.startswith("part") else f"a {words}"
