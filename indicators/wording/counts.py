"""How many targets stand where, in a sentence: the home page and its cards."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.progress import RollUp
from measures.fiscal_year import FiscalYear

SafeClauses = list[SafeString]


def headline(counts: RollUp, *, anything_published: bool) -> SafeClauses:
    """The home page's sentence as clauses, each of which may stand on a line of its own."""
    total = counts.applicable
    good = counts.achieved + counts.on_track
    short = counts.slightly_behind + counts.behind + counts.worse
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
    # Of those that could be judged, and only then of those that could not: a count of one says nothing of eleven.
    of_all = (
        f"判定できた{counts.judged}{_counter(counts.judged)}のうち" if waiting else f"{total}の目標のうち"
    )
    good_part = format_html("{}<em>{}</em>{}が順調か達成", of_all, good, _counter(good))
    short_part = format_html('<em class="bad">{}</em>{}は目安に届いていません。', short, _counter(short))
    if not short:
        said = [format_html("{}です。", good_part), *_clauses("目安に届いていない目標はありません。")]
    elif good:
        said = [format_html("{}、", good_part), short_part]
    else:
        said = [format_html("{}、", of_all), short_part]
    number = f"{waiting}つ" if waiting < 10 else str(waiting)
    return [*said, *_clauses(f"（{number}はまだ判定できません）")] if waiting else said


def coverage(counts: RollUp, year: int | None) -> str:
    """What the counts cover: which years, and how many could be judged."""
    if not counts.judged:
        return f"{counts.sentence}しました。" if counts.applicable else f"{counts.sentence}。"
    years = f"{FiscalYear(year).wareki}の実績" if year else "目標ごとに、いちばん新しい実績"
    return f"{years}で数えています。{counts.sentence}しました。"


def _clauses(*texts: str) -> SafeClauses:
    return [format_html("{}", text) for text in texts]


def _counter(count: int) -> str:
    """つ counts to nine."""
    return "つ" if count < 10 else "件"
