"""What is said of one indicator in one year: each sentence a fact."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.frames import Row, Superseded
from indicators.models import Kind
from indicators.numbers import decimals_of
from indicators.progress import Direction, Rule, ValueState, Verdict
from indicators.wording.days import japanese_date
from indicators.wording.easy.figures import (
    amount,
    apart,
    became,
    city,
    larger,
    limit,
    limits,
    much,
    year,
    year_before,
)
from indicators.wording.figures import expected_shown, gap_shown, held_limit

Sentences = list[SafeString]

# A verdict in easy words, beside its own word; what a sentence says, and what stands in a table.
MEANINGS = {
    Verdict.ACHIEVED: "目標に 届きました",
    Verdict.ON_TRACK: "うまく 進んでいます",
    Verdict.SLIGHTLY_BEHIND: "予定より 少し 遅れています",
    Verdict.BEHIND: "予定より 遅れています",
    Verdict.WORSE: "計画の 前より 悪く なりました",
    Verdict.TOO_EARLY: "まだ 比べる ときでは ありません",
    Verdict.UNJUDGED: "まだ わかりません",
}
_LIMITS = {
    Verdict.ACHIEVED: "目標を 守りました",
    Verdict.ON_TRACK: "目標を 守っています",
    Verdict.SLIGHTLY_BEHIND: "目標を 少しだけ 守れていません",
    Verdict.BEHIND: "目標を 守れていません",
}
_STATES = {
    ValueState.PROVISIONAL: ("早く 知らせるための 数です。", "あとで 変わることが あります。"),
    ValueState.ESTIMATE: ("まだ 決まっていない、予想の 数です。",),
}
# What stands small beside a figure that is not final, and in its place where there is none.
STATE_WORDS: dict[str, str] = {
    ValueState.PROVISIONAL: "早い 知らせ",
    ValueState.ESTIMATE: "予想",
    ValueState.PART_YEAR: "途中までの 数",
    ValueState.UNPUBLISHED: "まだ 出ていません",
    ValueState.NOT_SURVEYED: "調べない 年",
    ValueState.UNMEASURABLE: "わかりません",
    ValueState.NOT_APPLICABLE: "数えません",
}
_EMPTY = {
    ValueState.UNPUBLISHED: "{}の 数は、まだ 出ていません。",
    ValueState.NOT_SURVEYED: "{}は、調べない 年です。",
    ValueState.UNMEASURABLE: "{}の 数は、調べても わかりません。",
    ValueState.NOT_APPLICABLE: "{}は、数えません。",
    ValueState.ESTIMATE: "{}の 数は、まだ 予想だけです。",
    ValueState.PART_YEAR: "{}の 数は、まだ 途中までです。",
    "withdrawn": "{}の 数は、とり消しました。",
}


def meaning(row: Row) -> str:
    """The verdict of a row in easy words, without the stop."""
    if row.absent == "ended":
        return "もう 数えません"
    if row.rule == Rule.TARGET_LEVEL_REACHED:
        return "もう 目標に 届いています"
    return (_LIMITS if row.is_limit else {}).get(Verdict(row.verdict), MEANINGS[Verdict(row.verdict)])


def easy_sentences(row: Row) -> Sentences:
    """Everything: what the figure is, how it stands, what is aimed at, how it is counted."""
    return [*_core(row, value(row)), *_changed(row), *_replaced(row), *_start(row), *counted(row)]


def short_sentences(row: Row) -> Sentences:
    """The figure, how it stands, what is aimed at: beside others on a page of many. It says whose figure it is (data-of)."""
    return _core(row, value(row, format_html(' data-of="{}-{}-value"', row.code, row.year)))


def _core(row: Row, said: Iterator[SafeString]) -> Sentences:
    return [*_ended(row), *said, *stands(row), *aim(row), *_newer(row)]


def _said(words: str, *figures: object) -> SafeString:
    """A figure stays on the line of what it is said with."""
    parts = (f'<span class="nowrap">{one}</span>' if "{}" in one else one for one in words.split(" "))
    return format_html(" ".join(parts), *figures) if figures else format_html("{}", words)


def value(row: Row, whose: SafeString | str = "") -> Iterator[SafeString]:
    of = year(row.year, row)
    if row.value is None:
        if row.is_withdrawn:
            yield _said(_EMPTY["withdrawn"], of)
        elif row.off_survey:
            yield _said(_EMPTY[ValueState.NOT_SURVEYED], of)
        elif row.value_state:
            yield _said(_EMPTY[ValueState(row.value_state)], of)
        else:
            yield _said("数は、まだ 出ていません。")
        yield from _due(row)
        return
    yield _said("{}の 数は <b{}>{}</b>です。", of, whose, amount(row.value, row))
    if row.value_state == ValueState.PART_YEAR:
        yield _said("{}までの 数です。", japanese_date(row.as_of) if row.as_of else "年の 途中")
        yield _said("1年分では ありません。")
    for words in _STATES.get(ValueState(row.value_state), ()):
        yield _said(words)
    if row.respondents is not None:
        yield _said("{}人が 答えました。", f"{row.respondents:,}")
    yield from _due(row)


def _due(row: Row) -> Iterator[SafeString]:
    """When the next figure comes, or that its day has passed."""
    if row.is_overdue:
        for one in row.overdue:
            if one.year == row.year:
                yield _said("出る 予定の 日（{}）を すぎました。", japanese_date(one.due_on))
    elif row.due_on is not None:
        yield _said("次の 数は、{}までに 出します。", japanese_date(row.due_on))


def stands(row: Row) -> Iterator[SafeString]:
    """The verdict, and how far the figure is from what was to be reached by then."""
    if row.absent or row.value is None:
        return
    if row.verdict == Verdict.UNJUDGED:
        yield _said("よいか 悪いかは、まだ 決めません。")
    elif row.rule == Rule.NO_START_YET:
        yield _said("始めの 数が ありません。")
        yield _said("{}に、目標と 比べます。", year(row.target_year, row))
    elif row.verdict == Verdict.TOO_EARLY:
        if row.starts_at_value and row.year == row.baseline_year:
            yield _said("この 数から 始めます。")
            yield _said("次の {}から 比べます。", "年" if row.is_calendar else "年度")
        else:
            yield _said("計画が 始まる 前の 数です。")
            yield _said("まだ 比べません。")
    else:
        yield _said("{}。", meaning(row))
        yield from _distance(row)
        if row.is_within_error:
            yield _said("ただし、ちがいは 小さいです。")
            yield _said("調べる 人が 変わると、結果も 変わるくらいです。")


def _distance(row: Row) -> Iterator[SafeString]:
    """In words that hold of ranks and shares, too; none of them praises."""
    assert row.value is not None
    if row.is_limit:
        gap = row.value - held_limit(row)
        is_broken = row.margin is not None and row.margin < 0
        if not gap:
            yield _said("目標と ちょうど 同じ 数です。")
        elif is_broken or row.upper is None:
            yield _said("目標の {}との 差は {}です。", limit(row), apart(gap, row))
            yield _side(gap, is_behind=is_broken)
        return
    if row.expected is None:
        return
    shown, gap = expected_shown(row), gap_shown(row)
    aimed = amount(shown, row, decimals_of(shown))
    away = apart(gap, row, decimals_of(gap))
    if row.rule == Rule.TARGET_ALONE:
        yield (
            _said("目標の {}との 差は {}です。", aimed, away)
            if gap
            else _said("目標と ちょうど 同じ 数です。")
        )
    else:
        yield _said("{}に 届きたい 数は {}です。", year(row.year, row), aimed)
        yield _said("その 数との 差は {}です。", away) if gap else _said("それと 同じです。")
    if gap:
        yield _side(gap, is_behind=Direction(row.direction).sign * gap < 0)


def _side(gap: Decimal, *, is_behind: bool) -> SafeString:
    """On which side of what was to be reached a figure stands: where it falls short, what is needed."""
    if is_behind:
        return _said(f"もっと {larger(-gap)} 数に する 必要が あります。")
    return _said(f"その 数より {larger(gap)}です。")


def aim(row: Row) -> Iterator[SafeString]:
    """What is promised, and until when."""
    if row.absent:
        return
    until = year(row.target_year, row)
    if row.direction == "within":
        low, high = limits(row)
        yield _said("目標は、{}から {}までの 間です。", low, high)
    elif row.direction == "at_most":
        yield _said("目標は、{}より 大きく しないことです。", limit(row))
    elif row.direction == "at_least":
        yield _said("目標は、{}より 小さく しないことです。", limit(row))
    else:
        yield _said("{}の 目標は {}です。", until, amount(row.target, row))
        if row.verdict == Verdict.ACHIEVED and row.rule == Rule.TARGET_LEVEL_REACHED:
            yield _said("前の 数に もどることも あります。")
        return
    if row.interim:
        for number, figure in row.interim:
            if number > row.year:
                yield _said("{}の 目標は {}です。", year(number, row), amount(figure, row))
        yield _said("{}の 目標は {}です。", until, amount(row.target, row))
    else:
        yield _said("{}まで、毎年 守ります。", until)
    if row.tolerance:
        yield _said("{}までの ちがいは「少し」と 考えます。", apart(row.tolerance, row))


def _changed(row: Row) -> Iterator[SafeString]:
    if row.change is None:
        return
    if not row.change:
        yield _said("{}と 同じ 数です。", year_before(row))
        return
    yield _said("{}より {} {}。", year_before(row), apart(row.change, row), became(row.change, row))


def _replaced(row: Row) -> Iterator[SafeString]:
    """What was published before and taken back, and what of the promise was changed."""
    for old in row.superseded:
        yield from _old(old, row)
    if row.target_is_revised and row.plan_target is not None and row.plan_target_year is not None:
        yield _said("目標を 変えました。")
        if row.target_decided_on:
            yield _said("変えた 日は {}です。", japanese_date(row.target_decided_on))
        yield _said(
            "前の 目標は、{}に {}でした。", year(row.plan_target_year, row), amount(row.plan_target, row)
        )


def _old(old: Superseded, row: Row) -> Iterator[SafeString]:
    if old.value is None:
        return
    words = {
        Kind.CORRECTION: "前に 出した {}は まちがいでした。",
        Kind.REVISION: "前に 出した {}は、調べ直して 変わりました。",
        Kind.WITHDRAWAL: "前に 出した {}は、とり消しました。",
    }
    if (said := words.get(Kind(old.kind))) is not None:
        yield _said(said, amount(old.value, row))


def _start(row: Row) -> Iterator[SafeString]:
    if row.counting == "cumulative_from_zero":
        yield _said("{}に、0から 数え始めました。", year(row.plan_first_year, row))
    elif row.printed_baseline is None:
        yield _said("計画を 作ったときの 数は ありません。")
    else:
        yield _said("計画を 作ったときの 数は {}です。", amount(row.printed_baseline, row))


def counted(row: Row) -> Iterator[SafeString]:
    """How it is counted, and which way is good."""
    if row.is_calendar:
        yield _said("1月から 12月までを 1年として 数えます。")
    if row.counting.startswith("cumulative"):
        yield _said("始めからの 数を、全部 足した 数です。")
    elif row.survey_every is not None and row.survey_every > 1:
        yield _said("{}年に 1回 調べます。", row.survey_every)
    if row.direction in ("increase", "decrease"):
        yield _said("{}ほど よいです。", much(row, more=row.direction == "increase"))


def _ended(row: Row) -> Iterator[SafeString]:
    if row.absent == "not_begun" and row.begins is not None:
        yield _said("{}から 数えます。", year(row.begins, row))
    elif row.absent and row.ends is not None:
        yield _said("{}で 終わりました。", year(row.ends, row))
        yield _said("いまは、もう 数えていません。")
        if row.successor:
            yield format_html(
                'いまは <span class="nowrap">{}</span> {}を 見ます。', row.successor, city(row.successor_name)
            )


def _newer(row: Row) -> Iterator[SafeString]:
    """A newer record that has no verdict, and days that have passed."""
    if row.newer_year is not None:
        key = row.newer_state if row.newer_state == "withdrawn" else ValueState(row.newer_state)
        yield _said(_EMPTY[key], year(row.newer_year, row))
    for one in row.overdue:
        if one.year != row.year:
            yield _said("{}の 数は、予定より 遅れています。", year(one.year, row))
