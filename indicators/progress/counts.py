"""Roll-up: how many promises stand how, never an average of percentages (docs/progress.md §12)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from indicators.progress.vocabulary import Verdict


@dataclass(frozen=True)
class RollUp:
    """Counts by verdict of the indicators that apply; 対象外 and 終了 stand beside them and in no denominator."""

    achieved: int = 0
    on_track: int = 0
    slightly_behind: int = 0
    behind: int = 0
    worse: int = 0
    too_early: int = 0
    unjudged: int = 0
    not_applicable: int = 0
    ended: int = 0

    @property
    def counts(self) -> dict[Verdict, int]:
        """Every verdict with its count, zeros too, in the order in which a page lists them."""
        return {verdict: int(getattr(self, verdict.value)) for verdict in Verdict}

    @property
    def applicable(self) -> int:
        """M of 「M件のうちN件を判定」."""
        return sum(self.counts.values())

    @property
    def judged(self) -> int:
        """N of 「M件のうちN件を判定」: neither 判定なし nor 判定前."""
        return sum(count for verdict, count in self.counts.items() if verdict.is_judged)

    @property
    def missed(self) -> int:
        """やや遅れ, 遅れ and 後退."""
        return sum(count for verdict, count in self.counts.items() if verdict.is_missed)

    @property
    def sentence(self) -> str:
        """11件のうち10件を判定, and how many were left out as 対象外 or because they had ended."""
        left_out = f"対象外{self.not_applicable}件を除く" if self.not_applicable else ""
        ended = f"ほかに終了した指標{self.ended}件" if self.ended else ""
        aside = f"（{'、'.join(filter(None, (left_out, ended)))}）" if left_out or ended else ""
        if not self.applicable:
            return f"判定の対象となる指標なし{aside}"
        return f"{self.applicable}件のうち{self.judged}件を判定{aside}"


class Counted(Protocol):
    """A verdict, or a row that shows one. `place`: the count of RollUp that it adds to; None where it adds to none."""

    @property
    def place(self) -> str | None: ...


def roll_up(ones: Iterable[Counted]) -> RollUp:
    """Counts for a measure, a basic policy, a department or the plan, one an indicator; of none, all zeros."""
    return RollUp(**Counter(place for one in ones if (place := one.place) is not None))
