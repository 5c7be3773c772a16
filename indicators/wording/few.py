"""How the few indicators of a measure or a department stand, in one sentence."""

from collections import Counter
from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.frames import Row
from indicators.wording.figures import verdict_label

# Of what is on the way its verdict's own word; of the rest what is said within a sentence, and at its end.
_SHORT = {
    "slightly_behind": ("目安に少し届かず", "目安に少し届いていません"),
    "behind": ("目安に届かず", "目安に届いていません"),
    "worse": ("計画の開始時より悪く", "計画の開始時より悪くなっています"),
}
_OVER = {
    "slightly_behind": ("目標の範囲をわずかに外れ", "目標の範囲をわずかに外れています"),
    "behind": ("目標の範囲を外れ", "目標の範囲を外れています"),
}
_ORDER = ("achieved", "on_track", "slightly_behind", "behind", "worse", "")


def few_stand(rows: Iterable[Row]) -> list[SafeString]:
    """How the indicators of a measure or a department stand, as clauses: 2つの指標のうち、1つは順調で、1つは…

    `rows`: one an indicator, the latest view; what is 対象外 or has ended is left out.
    """
    tally = Counter(_said_of(row) for row in rows if row.applies and not row.absent)
    total = tally.total()
    if not total:
        return [format_html("{}", "いま判定する指標はありません。")]
    told = sorted(tally.items(), key=lambda one: _ORDER.index(one[0][2]))
    whole = f"{total}{_counter(total)}の指標"
    if len(told) == 1:
        subject = f"{whole}は、" if total == 1 else f"{whole}のすべてが、"
        return [format_html("{}{}。", subject, _marked(told[0][0][1], told[0][0][2]))]
    clauses = [format_html("{}のうち、", whole)]
    for place, ((within, at_end, verdict), count) in enumerate(told, 1):
        is_last = place == len(told)
        said = _marked(f"{count}{_counter(total)}は{at_end if is_last else within}", verdict)
        clauses.append(format_html("{}{}", said, "。" if is_last else "、"))
    return clauses


def _said_of(row: Row) -> tuple[str, str, str]:
    """What is said of a verdict within a sentence, and at its end; and which it is, "" where nothing is judged yet."""
    if not row.is_judged:
        return "まだ判定できず", "まだ判定できません", ""
    short = _OVER if row.is_limit else _SHORT
    if row.verdict in short:
        return *short[row.verdict], row.verdict
    word = verdict_label(row)
    return f"{word}で", f"{word}です", row.verdict


def _marked(words: str, verdict: str) -> SafeString:
    if verdict in ("achieved", "on_track"):
        return format_html("<em>{}</em>", words)
    return format_html('<em class="bad">{}</em>', words) if verdict in _SHORT else format_html("{}", words)


def _counter(count: int) -> str:
    """つ counts to nine."""
    return "つ" if count < 10 else "件"
