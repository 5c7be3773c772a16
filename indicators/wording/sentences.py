"""The sentences that say how things stand: in plain Japanese, from figures that are already judged."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.frames import AtRisk, Row, Series, SinceLastYear
from indicators.numbers import decimals_of, format_number
from indicators.progress import Direction, LimitRisk, Outlook, Rule, Verdict
from indicators.wording.figures import (
    LIMITS,
    STATES,
    expected_text,
    gap,
    gap_shown,
    good_or_bad,
    good_way,
    held_against_upper,
    held_limit,
    in_own_years,
    inside_word,
    is_kept,
    limit_with_figure,
    more_or_less,
    moved,
    not_final,
    own_wareki,
    promise_with_figure,
    start_word,
    with_unit,
)
from indicators.wording.follow_up import overdue_words
from indicators.wording.pace import change_against, end_words
from measures.fiscal_year import FiscalYear

WITHIN_ERROR = "差は調査の誤差の範囲です。"
NEWER = {
    "not_surveyed": "{year}は調査のない年です",
    "unpublished": "{year}の値はまだ公表されていません",
    "unmeasurable": "{year}の値は把握できません",
    "not_applicable": "{year}は対象外です",
    "estimate": "{year}は見込みの値だけのため、まだ判定していません",
    "part_year": "{year}は年度途中の値だけのため、まだ判定していません",
    "withdrawn": "{year}の値は取り下げられました",
}


@in_own_years
def say(row: Row) -> SafeString:
    """主文 of one indicator in one year: the value, how it stands, how it changed."""
    year = row.wareki
    if row.value is None:
        if row.is_withdrawn:
            return format_html("{}の値は取り下げられました。{}", year, _aim(row))
        if row.value_state:
            return format_html("{}。{}", NEWER[row.value_state].format(year=year), _aim(row))
        if row.ended_by_day:
            return format_html("公表した実績はありません。{}", _aim(row))
        return format_html("実績はまだ公表されていません。{}", _aim(row))
    state = not_final(row)
    return format_html(
        "{}は<b>{}</b>{}。{}{}{}",
        year,
        with_unit(row.value, row),
        f"（{state}）" if state else "",
        _standing(row) + (WITHIN_ERROR if row.is_within_error else ""),
        _changed(row),
        ended_words(row) if row.ended_by_day else "",
    )


def stands(row: Row) -> str:
    """The verdict in plain Japanese, for a place where the value stands beside it already."""
    return ended_words(row) if row.absent else _stands(row)


@in_own_years
def _stands(row: Row) -> str:
    if not row.applies:
        return f"{row.wareki}は対象外なので、判定しません。"
    return "値がないので、判定していません。" if row.value is None else _standing(row)


def ended_words(row: Row) -> str:
    """That an indicator is no longer counted, or not yet, with why and what goes on from it."""
    if row.absent == "not_begun":
        return f"{own_wareki(row.begins, row)}から数える指標です。"
    if row.ends is None:
        return ""
    follows = (
        f"指標{row.successor}に引き継ぎ{'ました' if row.ended_by_day else 'ます'}。" if row.successor else ""
    )
    reason = f"（{row.end_reason.rstrip('。')}）" if row.end_reason else ""
    return f"{end_words(row)}{reason}。{follows}"


@in_own_years
def once_waiting_is_out(row: Row, after: Row) -> str:
    """What a typed value's verdict becomes where records of earlier years, handed in already, go out first; "" where it stays."""
    if row.label == after.label:
        return ""
    return f"提出済みの前の年度の値が先に公表されると、「{after.label}」になります。"


@in_own_years
def turned(row: Row, before: Row | None) -> SafeString:
    """What changed since the year before: the value, then the verdict; "" where there is no value to compare."""
    if row.value is None:
        return SafeString("")
    year = FiscalYear(row.year - 1).wareki
    if before is None or before.value is None:
        return format_html("{}は公表した値がないので、比べられません。", year)
    if not row.change:
        became = f"{year}と同じ{with_unit(row.value, row)}でした"
    else:
        became = (
            f"{year}の{with_unit(before.value, row)}から{with_unit(row.value, row)}に"
            f"{moved(row.value - before.value, row)}ました"
        )
    if not (row.is_judged and before.is_judged):
        return format_html("{}。", became)
    if row.label == before.label:
        return format_html("{}。判定は「{}」のまま変わりません。", became, row.label)
    return format_html("{}。判定は「{}」から<b>「{}」</b>に変わりました。", became, before.label, row.label)


def turns_in_words(since: SinceLastYear) -> str:
    """How many verdicts are other ones than a year before."""
    if not since.turned:
        return "判定が変わった指標はありません。"
    return f"判定が変わった指標は{len(since.turned)}件です。"


@in_own_years
def since_then(row: Row, before: Row | None) -> str:
    """What became of an indicator between the two days of the latest view."""
    if before is None or not before.has_record:
        return f"この間に、{row.wareki}までの値を公表しました。"
    if not (row.is_judged or before.is_judged):
        return "まだ判定できません。"
    if row.label != before.label:
        return f"判定は「{before.label}」から「{row.label}」に変わりました。"
    newer = "" if (row.year, row.value) != (before.year, before.value) else "新しい実績はなく、"
    return f"{newer}判定は「{row.label}」のまま変わりません。"


def note_of(row: Row) -> str:
    """What stands small beside a value: why there is none, what a newer record says (docs/progress.md §13), what is
    overdue."""
    return "。".join(text for text in (_note_of(row).rstrip("。"), *overdue_words(row)) if text)


def _note_of(row: Row) -> str:
    if row.newer_year is not None:
        return NEWER[row.newer_state].format(year=FiscalYear(row.newer_year).wareki)
    if row.is_withdrawn:
        return "公表した値は取り下げられました"
    if row.off_survey:
        return NEWER["not_surveyed"].format(year=row.wareki)
    if not row.has_record:
        return ended_words(row) if row.ended_by_day else "実績はまだ公表されていません"
    return row.note if row.value is None else ""


@in_own_years
def outlook_sentence(row: Row, found: Outlook, newest: Row | None) -> str:
    """Where the straight line ends, against the target; figures as everywhere else, to the indicator's decimals.

    `newest`: the judged row that the line ends at.
    """
    year = FiscalYear(found.target_year).wareki
    figure = with_unit(found.value, row)
    low, high = (format_number(figure, decimals=row.decimals) for figure in (found.low, found.high))
    between = f"{low}〜{high}{row.unit}" if low != high else "幅なし"
    # Against the figure as it is shown, so that a reader can check the words.
    shown = found.value.quantize(Decimal(1).scaleb(-row.decimals), ROUND_HALF_UP)
    stands = _ends(shown, row)
    against = change_against(newest, found)
    turned = f"が、{against}です" if against else ""
    return (
        f"このまま進むと{year}は約{figure}（{between}）で、{stands}{turned}。参考推計で、判定には使いません。"
    )


def _ends(shown: Decimal, row: Row) -> str:
    """Where an outlook ends, against what is promised for then."""
    goal = f"{promise_with_figure(row)}" if row.direction in LIMITS else f"目標の{with_unit(row.target, row)}"
    if row.upper is not None and row.target <= shown <= row.upper:
        return f"{goal}の中です"
    apart = shown - (row.upper if row.upper is not None and shown > row.upper else row.target)
    return f"{goal}を{_above_or_below(apart, row)}" if apart else f"{goal}とちょうど同じです"


def risk_sentences(found: AtRisk) -> list[str]:
    """Why a limit may be left: a sentence a reason."""
    told = []
    for risk in found.risks:
        if risk is LimitRisk.OUTLOOK_OUTSIDE:
            told.append(_outlook_outside(found))
        elif found.newer is not None and found.newer.value is not None:
            told.append(_newer_value(found.row, found.newer, found.newer.value))
    return told


def _newer_value(row: Row, newer: Row, value: Decimal) -> str:
    apart, limit = value - held_limit(newer), limit_with_figure(newer)
    begins = f"{newer.wareki}の{STATES[newer.value_state]}{with_unit(value, newer)}は、"
    if (newer.margin_of(value) or 0) < 0:
        return f"{begins}{limit}を{_above_or_below(apart, newer)}。"
    left = f"{limit}まで{gap(apart, newer)}です" if apart else f"{limit}ちょうどです"
    assert row.margin is not None
    return f"{begins}{left}（{row.wareki}は{gap(row.margin, row)}の余裕がありました）。"


def _outlook_outside(found: AtRisk) -> str:
    assert found.outlook is not None
    assert found.end is not None
    year = own_wareki(found.outlook.target_year, found.row)
    ends_above = found.row.direction == "at_most" or (
        found.row.upper is not None and found.end > found.row.upper
    )
    leaves = "上限を越える" if ends_above else "下限を下回る"
    limit = found.row.upper if ends_above and found.row.upper is not None else found.row.target
    return (
        f"参考推計の幅は、{year}に{_told_apart(found.end, limit, found.row)}までで、{leaves}ことがあります。"
    )


def _told_apart(figure: Decimal, limit: Decimal, row: Row) -> str:
    """With as many decimals as tell it from the limit, three more at most: 299.8日 beside 300日, which 300日 would hide."""
    shown = (with_unit(figure, row, row.decimals + more) for more in range(4))
    same = (with_unit(limit, row, row.decimals + more) for more in range(4))
    apart = (one for one, other in zip(shown, same, strict=True) if one != other)
    return next(apart, f"{with_unit(limit, row)}のごく近く")


@in_own_years
def gap_sentence(row: Row) -> str:
    """How a value stands to its limit, or to the expected value of its year; "" where neither can be said."""
    if row.value is None:
        return ""
    if row.direction in LIMITS:
        limit = "上限" if held_against_upper(row) else "下限"
        apart = row.value - held_limit(row)
        if not apart:
            return f"{limit}ちょうどです。"
        if (row.margin_of(row.value) or 0) > 0:
            return f"{limit}まで{gap(apart, row)}の余裕があります。"
        return f"{limit}を{_above_or_below(apart, row)}。"
    if row.expected is None:
        return ""
    apart = gap_shown(row)
    if not apart:
        return f"{_due(row)}と同じです。"
    if apart < 0 and row.direction == Direction.INCREASE:
        return _behind(row)
    aside = good_or_bad(apart, row)
    return f"{_due(row)}を{_above_or_below(apart, row, decimals_of(apart))}{aside}。"


def against_comparison(series: Series, rows: Iterable[Row]) -> str:
    """Where others stand in their newest year, from which source, and how far the indicator is from them; "" for none."""
    one = series.newest
    if one is None or one.value is None:
        return ""
    row = next((row for row in rows if row.year == one.year), None)
    unpublished = "、未公表" if one.unpublished else ""
    source = "・".join(dict.fromkeys(text for text in (series.source, one.source) if text))
    aside = f"（出所：{source}{unpublished}）" if source or unpublished else ""
    year = FiscalYear(one.year).wareki
    words = f"{series.name}は{year}に{with_unit(one.value, one)}です{aside}。"
    if row is None or row.value is None:
        return words
    apart = row.value - one.value
    if not apart:
        return f"{words}同じ年度のこの指標と同じ値です。"
    side = more_or_less(apart, row)
    return f"{words}同じ年度のこの指標は{with_unit(row.value, row)}で、{gap(apart, row)}{side}なっています。"


def _above_or_below(apart: Decimal, row: Row, decimals: int | None = None) -> str:
    return f"{gap(apart, row, decimals)}{'上回ります' if apart > 0 else '下回ります'}"


def _aim(row: Row) -> str:
    if row.ended_by_day:
        return ended_words(row)
    year = FiscalYear(row.target_year).wareki
    if row.direction in LIMITS:
        return f"{promise_with_figure(row)}を守ることが{year}までの目標です。"
    return f"{year}の目標は{with_unit(row.target, row)}です。"


def _standing(row: Row) -> str:
    """How the value stands, by the rule that held; needs a value."""
    assert row.value is not None
    if row.verdict == Verdict.UNJUDGED:
        return f"{STATES[row.value_state]}のため、まだ判定しません。"
    if row.rule == Rule.NO_START_YET and row.ended_by_day:
        return "現状値がなく、判定しませんでした。"
    if row.rule == Rule.NO_START_YET:
        return f"現状値がないので、{FiscalYear(row.target_year).wareki}まで判定しません。"
    if row.rule == Rule.UP_TO_BASELINE_YEAR and row.starts_at_value and row.year == row.baseline_year:
        return "この値を起点にして、次の年度から判定します。"
    if row.verdict == Verdict.TOO_EARLY:
        return "計画が始まる前の値なので、判定しません。"
    if row.direction in LIMITS:
        return _against_limit(row, row.value)
    goal = f"{FiscalYear(row.target_year).wareki}の目標{with_unit(row.target, row)}"
    if row.rule == Rule.TARGET_MET:
        return f"{goal}を達成しました。"
    if row.rule == Rule.TARGET_LEVEL_REACHED:
        stood = "届いていました" if row.ended_by_day else "届いています"
        return f"{goal}の水準に、{row.target_year - row.year}年早く{stood}。"
    if row.verdict == Verdict.ON_TRACK and row.ends_short:
        return f"{_due(row)}に届いて{'いました' if row.ended_by_day else 'います'}。"
    if row.verdict == Verdict.ON_TRACK:
        return f"この年度の目安に届いていて、{goal}に向けて順調です。"
    if row.rule == Rule.TARGET_ALONE:
        apart, goal = gap(row.value - row.target, row), f"目標の{with_unit(row.target, row)}"
        missed = (
            f"{goal}まで、あと{apart}です"
            if row.direction == Direction.INCREASE
            else f"{goal}を{apart}上回っています"
        )
        return f"{missed}（{row.reason}）。"
    behind = _behind(row)
    if row.verdict == Verdict.WORSE and row.baseline is not None:
        start = f"{start_word(row)}の{with_unit(row.baseline, row)}"
        return f"{start}を{'下回り' if row.direction == 'increase' else '上回り'}、{behind}"
    return behind


def stands_short(row: Row) -> str:
    """目安まであと18.0ポイント: how far a missed figure is from what was due, beside a track that has the 目安 in figures."""
    if row.value is None or row.rule == Rule.TARGET_ALONE or (row.expected is None and not row.is_limit):
        return stands(row)
    if row.is_limit:
        return _against_limit(row, row.value)
    apart = gap_shown(row)
    missing = gap(apart, row, decimals_of(apart))
    if row.direction == Direction.INCREASE:
        return f"目安まであと{missing}"
    return f"目安を{missing}上回る{good_or_bad(apart, row)}"


def _due(row: Row) -> str:
    return f"この年度の目安（{expected_text(row)}）"


def _behind(row: Row) -> str:
    """Shown figures only, so that 目安 minus value is what a reader works out."""
    if row.expected is None:
        return ""
    apart = gap_shown(row)
    missing = gap(apart, row, decimals_of(apart))
    if row.direction == Direction.INCREASE:
        return f"{_due(row)}まで、あと{missing}です。"
    return f"{_due(row)}を{missing}上回っています{good_or_bad(apart, row)}。"


def _against_limit(row: Row, value: Decimal) -> str:
    apart = value - held_limit(row)
    if row.direction == "within" and (row.margin or 0) >= 0:
        kept = "、目標を達成しました" if row.verdict == Verdict.ACHIEVED else ""
        return f"{promise_with_figure(row)}の中です{kept}。"
    if not apart and is_kept(row):
        kept = "保ち、目標を達成しました" if row.verdict == Verdict.ACHIEVED else "保っています"
        return f"現状値と同じ{with_unit(value, row)}を{kept}。"
    if not apart:
        kept = "目標を達成しました" if row.verdict == Verdict.ACHIEVED else f"{inside_word(row)}です"
        return f"{limit_with_figure(row)}ちょうどで、{kept}。"
    if row.margin is not None and row.margin < 0:
        words = "超えています" if apart > 0 else "下回っています"
        near = row.verdict == Verdict.SLIGHTLY_BEHIND
        aside = f"（許容幅は{gap(row.tolerance, row)}）" if near else ""
        return f"{limit_with_figure(row)}を{'わずかに、' if near else ''}{gap(apart, row)}{words}{aside}。"
    kept = "目標を達成しました" if row.verdict == Verdict.ACHIEVED else f"{inside_word(row)}です"
    return f"{limit_with_figure(row)}より{gap(apart, row)}{more_or_less(apart, row)}、{kept}。"


def _changed(row: Row) -> str:
    if row.change is None:
        return ""
    if not row.change:
        return "前年度と同じ値です。"
    return f"前年度より{gap(row.change, row)}{moved(row.change, row)}ました{good_way(row.change, row)}。"
