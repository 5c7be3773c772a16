"""What an indicator's first and last year must be before they can stand (docs/progress.md §18)."""

from django.db.models import Q

from indicators.models import Indicator, Kind, Publication, Result
from indicators.models.reviewed import OPEN_STATES
from indicators.workflow.errors import Incomplete


def check_years(indicator: Indicator) -> None:
    """Incomplete, by field, where what is known of an indicator does not fit its first and last year.

    Records of years outside of them would leave every count and stay public all the same: they are withdrawn or given
    up first.
    """
    first, last = indicator.first_year, indicator.last_year
    if first is not None and last is not None and last < first:
        raise Incomplete({"last_year": "最後の年度は、最初の年度より前にできません。"})
    for name, outside, word in (
        ("first_year", None if first is None else Q(year__lt=first), "最初の年度より前"),
        ("last_year", None if last is None else Q(year__gt=last), "最後の年度より後"),
    ):
        years = _years_with_records(indicator, outside) if outside is not None else []
        if years:
            named = "、".join(map(indicator.year_name, years))
            raise Incomplete(
                {
                    name: f"{word}の{named}に、公表した値か入力中の値があります。先に取り下げるか、取りやめてください。"
                }
            )
    successor = indicator.successor
    if successor is None:
        return
    if successor.pk == indicator.pk:
        raise Incomplete({"successor": "引き継ぐ指標には、ほかの指標を選んでください。"})
    if last is not None and successor.last_year is not None and successor.last_year <= last:
        raise Incomplete({"successor": "引き継ぐ指標が、先に終了しています。"})
    followed = {indicator.pk}
    while successor is not None:
        if successor.pk in followed:
            raise Incomplete({"successor": "引き継ぐ指標をたどると、この指標に戻ります。"})
        followed.add(successor.pk)
        successor = successor.successor


def _years_with_records(indicator: Indicator, outside: Q) -> list[int]:
    """Years of which a value or a state stands in public (one that was withdrawn does not), or of which a record is open.

    Years before the plan are history: an indicator that begins later may have them.
    """
    newest: dict[int, Publication] = {}
    for said in Publication.objects.filter(outside, indicator=indicator).order_by("number"):
        newest[said.year] = said
    standing = {year for year, said in newest.items() if said.kind != Kind.WITHDRAWAL}
    opened = Result.objects.filter(outside, indicator=indicator, state__in=OPEN_STATES)
    found = standing | set(opened.values_list("year", flat=True))
    return sorted(year for year in found if year >= indicator.measure.plan.first_year)
