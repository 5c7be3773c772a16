"""How many targets stand where, in English."""

from collections.abc import Mapping

from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.models import Standing
from indicators.progress import RollUp
from indicators.wording.counts import kept
from indicators.wording.english.words import VERDICTS, year_in_english


def headline(counts: RollUp, *, anything_published: bool) -> list[SafeString]:
    """Clauses, as the Japanese home page has them (wording/counts.py)."""
    total, good, short = counts.applicable, kept(counts), counts.missed
    waiting = total - counts.judged
    if not counts.judged:
        if not anything_published:
            return _clauses(f"The city has published {_targets(total)}.", "Results are still to come.")
        return _clauses(f"Of {_targets(total)}, none could be judged yet.")
    if good == total:
        return [format_html("<em>All</em> of {} are on track or achieved.", _targets(total))]
    if short == total:
        return [
            format_html(
                '<em class="bad">All</em> of {} fall short of what is expected by now.', _targets(total)
            )
        ]
    whole = f"Of {counts.judged} that could be judged, " if waiting else f"Of {_targets(total)}, "
    if not short:
        said = [format_html("{}<em>{}</em> {} on track or achieved;", whole, good, _are(good))]
        said += _clauses("none falls short.")
    elif good:
        said = [
            format_html("{}<em>{}</em> {} on track or achieved,", whole, good, _are(good)),
            format_html('<em class="bad">{}</em> {} short of what is expected by now.', short, _fall(short)),
        ]
    else:
        said = [format_html('{}<em class="bad">{}</em> {} short.', whole, short, _fall(short))]
    return [*said, *_clauses(f"({waiting} cannot be judged yet.)")] if waiting else said


def coverage(counts: RollUp) -> str:
    """What the counts cover: how many could be judged."""
    if not counts.judged:
        return ""
    return f"Counted by the newest results of each target; {counts.judged} of {counts.applicable} could be judged."


def tally_sentence(counts: RollUp) -> str:
    """On track 4, Behind 2"""
    found = {str(verdict): count for verdict, count in counts.counts.items()}
    return ", ".join(f"{word} {found[key]}" for key, word in VERDICTS.items() if found.get(key))


def initiatives_sentence(year: int, counts: Mapping[str, int]) -> str:
    """How many initiatives go as planned. `counts`: how many stand where."""
    planned, total = counts[Standing.ON_SCHEDULE], sum(counts.values())
    goes = "goes" if planned == 1 else "go"
    return f"In {year_in_english(year)}, {planned} of {total} main initiatives {goes} as planned, as their departments say."


def _targets(count: int) -> str:
    return f"{count} target" if count == 1 else f"{count} targets"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _fall(count: int) -> str:
    return "falls" if count == 1 else "fall"


def _clauses(*texts: str) -> list[SafeString]:
    return [format_html("{}", text) for text in texts]
