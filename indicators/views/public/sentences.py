"""The sentences that say how things stand: in plain Japanese, from figures that are already judged."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.frames import Row, Series
from indicators.numbers import format_number
from indicators.progress import Direction, Outlook, RollUp, Rule, Verdict, expected_display
from measures.fiscal_year import FiscalYear

SafeClauses = list[SafeString]

NEWER = {
    "not_surveyed": "{year}は調査のない年です",
    "unpublished": "{year}の値はまだ公表されていません",
    "unmeasurable": "{year}の値は把握できません",
    "not_applicable": "{year}は対象外です",
    "estimate": "{year}は見込だけで、判定していません",
    "withdrawn": "{year}の値は取り下げられました",
}
WITHOUT_VALUE = {**NEWER, "": "{year}の値はまだ公表されていません"}
SHARE_COUNTING = {
    "annual": "毎年度、その1年間について調べた割合です。",
    "point": "その年度の、ある時点で調べた割合です。上がることも下がることもあります。",
}
COUNTING = {
    "annual": "毎年度、その1年間の数を数えます。前の年度の数は足しません。",
    "point": "その年度の、ある時点で調べた数です。増えることも減ることもあります。",
    "cumulative": "これまでの数をすべて足し合わせた累計です。現状値にも、計画より前の数が入っています。",
    "cumulative_from_zero": (
        "計画の期間ごとの累計です。計画が始まる{first}に0へ戻して数え直すので、"
        "計画の現状値（前の期間の合計）とは比べません。"
    ),
}
DIRECTION = {
    "increase": "増やすことを目指します。",
    "decrease": "減らすことを目指します。",
    "at_most": ("目標は上限です。上限の中に収まっているかどうかだけを見るので、進捗の割合は計算しません。"),
    "at_least": ("目標は下限です。下限を下回っていないかどうかだけを見るので、進捗の割合は計算しません。"),
}


def headline(counts: RollUp, *, anything_published: bool) -> SafeClauses:
    """The home page's sentence as clauses, each of which may stand on a line of its own."""
    total = counts.applicable
    good = counts.achieved + counts.on_track
    late = counts.slightly_behind + counts.behind + counts.worse
    if not counts.judged:
        if not anything_published:
            return _clauses(f"{total}の目標を公表しています。", "実績はこれから公表します。")
        return _clauses(f"{total}の目標のうち、", "判定できたものはまだありません。")
    if good == total:
        return [format_html("{}の目標の<em>すべて</em>が", total), *_clauses("順調か達成です。")]
    if late == total:
        return [
            format_html("{}の目標の", total),
            format_html('<em class="bad">{}</em>が遅れています。', "すべて"),
        ]
    of_all = f"{total}の目標のうち"
    good_part = format_html("{}<em>{}</em>{}が順調か達成", of_all, good, _counter(good))
    if not late:
        return [format_html("{}です。", good_part), *_clauses("遅れている目標はありません。")]
    late_part = format_html('<em class="bad">{}</em>{}が遅れています。', late, _counter(late))
    if not good:
        return [format_html("{}", of_all), late_part]
    return [format_html("{}、", good_part), late_part]


def coverage(counts: RollUp, year: int | None) -> str:
    """What the counts cover: which years, and how many could be judged."""
    if not counts.judged:
        return f"{counts.sentence}しました。" if counts.applicable else f"{counts.sentence}。"
    years = f"{FiscalYear(year).wareki}の実績" if year else "目標ごとに、いちばん新しい実績"
    return f"{years}で数えています。{counts.sentence}しました。"


def say(row: Row) -> SafeString:
    """主文 of one indicator in one year: the value, how it stands, how it changed."""
    year = FiscalYear(row.year).wareki
    if row.value is None:
        if row.is_withdrawn:
            return format_html("{}の値は取り下げられました。{}", year, _aim(row))
        if row.value_state:
            return format_html("{}。{}", WITHOUT_VALUE[row.value_state].format(year=year), _aim(row))
        return format_html("実績はまだ公表されていません。{}", _aim(row))
    state = {"provisional": "（速報）", "estimate": "（見込）"}.get(row.value_state, "")
    return format_html(
        "{}は<b>{}</b>{}。{}{}", year, _figure(row.value, row), state, _standing(row), _changed(row)
    )


def stands(row: Row) -> str:
    """The verdict in plain Japanese, for a place where the value stands beside it already."""
    if not row.applies:
        return f"{FiscalYear(row.year).wareki}は対象外なので、判定しません。"
    return "値がないので、判定していません。" if row.value is None else _standing(row)


def turned(row: Row, before: Row | None) -> SafeString:
    """What changed since the year before: the value, then the verdict; "" where there is no value to compare."""
    if row.value is None:
        return SafeString("")
    year = FiscalYear(row.year - 1).wareki
    if before is None or before.value is None:
        return format_html("{}は公表した値がないので、比べられません。", year)
    if not row.change:
        moved = f"{year}と同じ{_figure(row.value, row)}でした"
    else:
        moved = (
            f"{year}の{_figure(before.value, row)}から{_figure(row.value, row)}に"
            f"{'増えました' if row.value > before.value else '減りました'}"
        )
    if not (row.is_judged and before.is_judged):
        return format_html("{}。", moved)
    if row.label == before.label:
        return format_html("{}。判定は「{}」のまま変わりません。", moved, row.label)
    return format_html("{}。判定は「{}」から<b>「{}」</b>に変わりました。", moved, before.label, row.label)


def note_of(row: Row) -> str:
    """What stands small beside a value: why there is none, or what a newer record says (figures.md §4.10)."""
    if row.newer_year is not None:
        return NEWER[row.newer_state].format(year=FiscalYear(row.newer_year).wareki)
    if row.is_withdrawn:
        return "公表した値は取り下げられました"
    if not row.has_record:
        return "実績はまだ公表されていません"
    return row.note if row.value is None else ""


def outlook_sentence(row: Row, found: Outlook) -> str:
    """Where the straight line ends, against the target; figures as everywhere else, to the indicator's decimals."""
    year = FiscalYear(found.target_year).wareki
    figure = _figure(found.value, row)
    low, high = (format_number(figure, decimals=row.decimals) for figure in (found.low, found.high))
    between = f"{low}〜{high}{row.unit}" if low != high else "幅なし"
    goal = f"目標の{_figure(row.target, row)}"
    # Against the figure as it is shown, so that a reader can check the words.
    shown = found.value.quantize(Decimal(1).scaleb(-row.decimals), ROUND_HALF_UP)
    apart = shown - row.target
    if not apart:
        stands = f"{goal}とちょうど同じです"
    else:
        stands = f"{goal}を{_gap(apart, row)}{'上回ります' if apart > 0 else '下回ります'}"
    return f"このまま進むと{year}は約{figure}（{between}）で、{stands}。参考推計で、判定には使いません。"


def beside(series: Series, rows: Iterable[Row]) -> str:
    """Where others stand in their newest year, from which source, and how far the indicator is from them; "" for none."""
    one = series.newest
    if one is None or one.value is None:
        return ""
    row = next((row for row in rows if row.year == one.year), None)
    unpublished = "、未公表" if one.unpublished else ""
    source = "・".join(dict.fromkeys(text for text in (series.source, one.source) if text))
    aside = f"（出所：{source}{unpublished}）" if source or unpublished else ""
    year = FiscalYear(one.year).wareki
    figure = format_number(one.value, decimals=one.decimals, unit=one.unit)
    words = f"{series.name}は{year}に{figure}です{aside}。"
    if row is None or row.value is None:
        return words
    apart = row.value - one.value
    if not apart:
        return f"{words}同じ年度のこの指標と同じ値です。"
    side = "高く" if apart > 0 else "低く"
    return f"{words}同じ年度のこの指標は{_figure(row.value, row)}で、{_gap(apart, row)}{side}なっています。"


def counted(row: Row) -> str:
    """How the figure is counted and where it should go, for people who do not know the words."""
    first = FiscalYear(row.plan_first_year).wareki
    words = COUNTING | SHARE_COUNTING if row.unit == "％" else COUNTING
    return words[row.counting].format(first=first) + DIRECTION[row.direction]


def _clauses(*texts: str) -> SafeClauses:
    return [format_html("{}", text) for text in texts]


def _counter(count: int) -> str:
    """つ counts to nine."""
    return "つ" if count < 10 else "件"


def _figure(value: Decimal, row: Row) -> str:
    return format_number(value, decimals=row.decimals, unit=row.unit)


def _gap(difference: Decimal, row: Row, decimals: int | None = None) -> str:
    """A difference without its sign; of shares it is counted in points."""
    unit = "ポイント" if row.unit == "％" else row.unit
    return format_number(abs(difference), decimals=row.decimals if decimals is None else decimals, unit=unit)


def _aim(row: Row) -> str:
    year = FiscalYear(row.target_year).wareki
    if Direction(row.direction).is_limit:
        return f"{_limit(row)}を守ることが{year}までの目標です。"
    return f"{year}の目標は{_figure(row.target, row)}です。"


def _limit(row: Row) -> str:
    return f"{'上限' if row.direction == 'at_most' else '下限'}の{_figure(row.target, row)}"


def _standing(row: Row) -> str:
    """How the value stands, by the rule that held; needs a value."""
    assert row.value is not None
    if row.verdict == Verdict.UNJUDGED:
        return "見込のため、まだ判定しません。"
    if row.verdict == Verdict.TOO_EARLY:
        return "計画が始まる前の値なので、判定しません。"
    if Direction(row.direction).is_limit:
        return _against_limit(row, row.value)
    goal = f"{FiscalYear(row.target_year).wareki}の目標{_figure(row.target, row)}"
    if row.rule == Rule.TARGET_MET:
        return f"{goal}を達成しました。"
    if row.rule == Rule.TARGET_LEVEL_REACHED:
        return f"{goal}の水準に、{row.target_year - row.year}年早く届いています。"
    if row.verdict == Verdict.ON_TRACK:
        return f"この年の目安に届いていて、{goal}に向けて順調です。"
    behind = _behind(row, row.value)
    if row.verdict == Verdict.WORSE:
        start = (
            "起点の0" if row.counting == "cumulative_from_zero" else f"現状値の{_figure(row.baseline, row)}"
        )
        return f"{start}を{'下回り' if row.direction == 'increase' else '上回り'}、{behind}"
    return behind


def _behind(row: Row, value: Decimal) -> str:
    """Shown figures only, so that 目安 minus value is what a reader works out."""
    if row.expected is None:
        return ""
    due = expected_display(row.expected, value, decimals=row.decimals, direction=row.direction)
    decimals = max(0, -int(due.as_tuple().exponent))
    mark = format_number(due, decimals=decimals, unit=row.unit)
    missing = _gap(due - value, row, decimals)
    words = "足りません" if row.direction == "increase" else "超えています"
    particle = "に" if row.direction == "increase" else "を"
    return f"この年の目安の{mark}{particle}{missing}{words}。"


def _against_limit(row: Row, value: Decimal) -> str:
    gap = value - row.target
    if not gap:
        return f"{_limit(row)}ちょうどで、範囲内です。"
    side = "低く" if gap < 0 else "高く"
    if row.verdict == Verdict.BEHIND:
        words = "超えています" if row.direction == "at_most" else "下回っています"
        return f"{_limit(row)}を{_gap(gap, row)}{words}。"
    kept = "目標を達成しました" if row.verdict == Verdict.ACHIEVED else "範囲内です"
    return f"{_limit(row)}より{_gap(gap, row)}{side}、{kept}。"


def _changed(row: Row) -> str:
    if row.change is None:
        return ""
    if not row.change:
        return "前年度と同じ値です。"
    return f"前年度より{_gap(row.change, row)}{'増えました' if row.change > 0 else '減りました'}。"
