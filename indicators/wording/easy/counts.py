"""How many targets stand where, in easy sentences: home, measures, basic policies, departments."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.progress import RollUp
from indicators.wording.counts import kept


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


def _many(count: int) -> str:
    """つ counts to nine."""
    return f"{count}つ" if count < 10 else f"{count}個"
