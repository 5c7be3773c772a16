"""範囲を出るおそれ: a value inside its limit that may not stay there; a warning, never a verdict (docs/progress.md §15)."""

from fractions import Fraction

from indicators.progress.exact import Figure, to_fraction
from indicators.progress.vocabulary import Word

# Of the last margin: what leaves no more than this of it is close to the limit.
_LITTLE = Fraction(1, 4)


class LimitRisk(Word):
    """Why a limit may be left, the most certain first."""

    NEWER_OUTSIDE = "newer_outside", "新しい値が範囲の外"
    LITTLE_LEFT = "little_left", "新しい値では余裕が前の4分の1以下"
    OUTLOOK_OUTSIDE = "outlook_outside", "参考推計の範囲が上限を越えるか、下限を下回る"


def limit_risks(
    *, margin: Figure, newer_margin: Figure | None = None, outlook_margin: Figure | None = None
) -> tuple[LimitRisk, ...]:
    """`margin` of the newest judged value, of a newer one that is not judged, of the outlook's unfavourable end in tT.

    Each in the indicator's unit, negative outside. Nothing of a value that is outside already: its verdict says so.
    """
    last = to_fraction(margin, field="margin", name="余裕")
    if last < 0:
        return ()
    found: list[LimitRisk] = []
    if newer_margin is not None:
        newer = to_fraction(newer_margin, field="newer_margin", name="新しい値の余裕")
        if newer < 0:
            found.append(LimitRisk.NEWER_OUTSIDE)
        elif newer <= last * _LITTLE:
            found.append(LimitRisk.LITTLE_LEFT)
    if outlook_margin is not None and to_fraction(outlook_margin, field="outlook_margin", name="推計") < 0:
        found.append(LimitRisk.OUTLOOK_OUTSIDE)
    return tuple(found)
