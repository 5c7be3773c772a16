"""How many targets stand where, in easy sentences: home, measures, basic policies, departments."""

from collections.abc import Mapping

from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.models import Standing
from indicators.progress import RollUp
from indicators.wording.counts import kept
from measures.fiscal_year import FiscalYear


def tally_sentences(counts: RollUp) -> list[SafeString]:
    """Of all that could be judged first; then of those that could not."""
    total = counts.applicable
    if not total:
        return [format_html("{}", "いま 見る 目標は ありません。")]
    good, short, waiting = kept(counts), counts.missed, total - counts.judged
    said = [format_html("目標は <b>{}</b> あります。", _many(total))]
    if good:
        said.append(format_html("<em>{}</em>は、うまく 進んでいます。", _many(good)))
    if short:
        said.append(format_html('<em class="bad">{}</em>は、予定に 届いていません。', _many(short)))
    if waiting:
        said.append(format_html("{}は、まだ わかりません。", _many(waiting)))
    return said


def initiatives_sentence(year: int, counts: Mapping[str, int]) -> str:
    """How many initiatives go as planned. `counts`: how many stand where."""
    planned, total = counts[Standing.ON_SCHEDULE], sum(counts.values())
    whole = f"{FiscalYear(year).wareki}は、主な 取組 {_many(total)}の うち、{_many(planned)}が 予定の とおりです。"
    return whole if planned else f"{FiscalYear(year).wareki}に、予定の とおりの 主な 取組は ありません。"


def _many(count: int) -> str:
    """つ counts to nine."""
    return f"{count}つ" if count < 10 else f"{count}個"
