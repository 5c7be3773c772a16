"""How many targets stand where, in a sentence: the home page and its cards."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.frames import LATE, SinceLastYear, roll_up, severity
from indicators.progress import RollUp
from indicators.wording.days import japanese_date
from indicators.wording.sentences import turns_in_words
from measures.fiscal_year import FiscalYear

SafeClauses = list[SafeString]


def headline(counts: RollUp, *, anything_published: bool) -> SafeClauses:
    """The home page's sentence as clauses, each of which may stand on a line of its own."""
    total = counts.applicable
    good = kept(counts)
    short = counts.missed
    if not counts.judged:
        if not anything_published:
            return _clauses(f"{total}の目標を公表しています。", "実績はこれから公表します。")
        return _clauses(f"{total}の目標のうち、", "判定できたものはまだありません。")
    if good == total:
        return [format_html("{}の目標の<em>すべて</em>が", total), *_clauses("順調か達成です。")]
    if short == total:
        return [
            format_html('{}の目標の<em class="bad">すべて</em>が、', total),
            *_clauses("目安に届いていません。"),
        ]
    waiting = total - counts.judged
    count = _counter(max(counts.judged, waiting))  # one counter a sentence
    # Of those that could be judged, and only then of those that could not: a count of one says nothing of eleven.
    of_all = f"判定できた{counts.judged}{count}のうち" if waiting else f"{total}の目標のうち"
    good_part = format_html("{}<em>{}</em>{}が順調か達成", of_all, good, count)
    short_part = format_html('<em class="bad">{}</em>{}は目安に届いていません。', short, count)
    if not short:
        said = [format_html("{}です。", good_part), *_clauses("目安に届いていない目標はありません。")]
    elif good:
        said = [format_html("{}、", good_part), short_part]
    else:
        said = [format_html("{}、", of_all), short_part]
    return [*said, *_clauses(f"（{waiting}{count}はまだ判定できません）")] if waiting else said


def kept(counts: RollUp) -> int:
    """How many are on their way or there."""
    return counts.achieved + counts.on_track


def kept_words(counts: RollUp) -> str:
    """6つ"""
    return f"{kept(counts)}{_counter(kept(counts))}"


def counts_then(since: SinceLastYear) -> RollUp:
    """How the same indicators stood on the earlier day; those that were not public then are in no count."""
    return roll_up(old for old, _ in since.pairs if old is not None)


def begins(since: SinceLastYear) -> str:
    """昨年度; the day itself where the plan's first publication is no year ago."""
    years = [FiscalYear.from_date(day).year for day in (since.before, since.after)]
    return "昨年度" if years[0] == years[1] - 1 else japanese_date(since.before)


def since_sentence(since: SinceLastYear, counts: RollUp) -> SafeString:
    """昨年度から1つ増えました。"""
    more = kept(counts) - kept(counts_then(since))
    if more:
        words = f"{abs(more)}{_counter(abs(more))}{'増えました' if more > 0 else '減りました'}"
    else:
        words = "数は変わっていません"
    return format_html("{}から<b>{}</b>。", begins(since), words)


def named_turn(since: SinceLastYear) -> str:
    """The one that matters most by name: that came to be kept or missed, else the worst; the others as a number."""
    if not since.turned:
        return turns_in_words(since)
    old, row = min(
        since.turned,
        key=lambda pair: ((pair[0].verdict in LATE) == (pair[1].verdict in LATE), severity(pair[1])),
    )
    others = len(since.turned) - 1
    became = f"「{row.name}」が「{old.label}」から「{row.label}」に"
    return f"{became}変わり、ほか{others}件の判定も変わりました。" if others else f"{became}変わりました。"


def of_department(counts: RollUp) -> str:
    """How many of those that a department leads fall short, of those that could be judged."""
    judged, short = counts.judged, counts.missed
    if not judged:
        return "まだ判定できるものがありません。" if counts.applicable else ""
    waiting = judged < counts.applicable
    whole = f"判定できた{judged}件" if waiting else f"{judged}件"
    if short == judged:
        return f"{whole}{'が' if judged == 1 else 'とも'}目安に届いていません。"
    if not short:
        return f"{whole}{'が' if judged == 1 else 'とも'}順調か達成です。"
    return f"{whole}のうち{short}件が目安に届いていません。"


def coverage(counts: RollUp, year: int | None) -> list[str]:
    """What the counts cover, in sentences: which years, and how many could be judged."""
    if not counts.judged:
        return [f"{counts.sentence}しました。" if counts.applicable else f"{counts.sentence}。"]
    years = f"{FiscalYear(year).wareki}の実績" if year else "目標ごとに、いちばん新しい実績"
    return [f"{years}で数えています。", f"{counts.sentence}しました。"]


def _clauses(*texts: str) -> SafeClauses:
    return [format_html("{}", text) for text in texts]


def _counter(count: int) -> str:
    """つ counts to nine."""
    return "つ" if count < 10 else "件"
