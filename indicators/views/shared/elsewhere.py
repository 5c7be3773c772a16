"""Whether another plan has what a short address names: told from the rows, so that no page is made to be thrown away."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from indicators import frames
from indicators.models import EvaluationSheet, Indicator
from measures.fiscal_year import FiscalYear
from measures.models import BasicPolicy, Department, Initiative, Measure, Plan

# Pages that ?year= shows one year of.
BY_YEAR = frozenset({"public:home", "public:indicators", "public:initiatives"})


def has_it(plan: Plan, kwargs: Mapping[str, Any]) -> bool:
    """`kwargs`: the arguments of the address, with the name of a kind of thing where it is one of the API."""
    named = {name: str(value) for name, value in kwargs.items()}
    if "key" in named:  # /api/v1/measures/41/
        found = _OF_API.get(named.get("name", ""))
        return found is not None and found(plan, named["key"])
    if "initiative" in named:
        return _initiative(plan, named["initiative"])
    if "code" in named:
        return _indicator(plan, named["code"])
    if "year" in named and "number" in named:
        sheets = EvaluationSheet.objects.filter(measure__plan=plan, published_at__isnull=False)
        return sheets.filter(measure__number=named["number"], year=named["year"]).exists()
    if "number" not in named:
        return False  # a department is the city's: every plan has its page
    found = _measure if isinstance(kwargs["number"], int) else _policy
    return found(plan, named["number"])


def has_for_staff(plan: Plan, kwargs: Mapping[str, Any]) -> bool:
    """Whether there is what the arguments name, drafts too; a year alone every plan has that does not end before it."""
    code, number, year = (kwargs.get(name) for name in ("code", "number", "year"))
    if "initiative" in kwargs:
        return _initiative(plan, str(kwargs["initiative"]).partition(".")[0])
    if code is not None:
        return _known(plan, code) is not None
    if number is not None:
        return _measure(plan, str(number))
    return year is None or year <= plan.last_year


def has_year(plan: Plan, typed: str, as_of: datetime | None) -> bool:
    """Whether something was published of that year, typed as a person may, by then."""
    try:
        year = FiscalYear.parse(typed)
    except ValueError:
        return False
    return year.year >= plan.first_year and any(
        row.number and row.year == year.year for row in frames.published(plan, as_of=as_of)
    )


def _known(plan: Plan, code: str) -> Indicator | None:
    try:
        return Indicator.objects.of_plan(plan).get_by_code(code.upper())
    except Indicator.DoesNotExist:
        return None


def _indicator(plan: Plan, code: str) -> bool:
    known = _known(plan, code)
    return known is not None and known.targets.filter(published_at__isnull=False).exists()


def _measure(plan: Plan, number: str) -> bool:
    is_number = number.isascii() and number.isdigit() and len(number) < 6
    return is_number and Measure.objects.filter(plan=plan, number=int(number)).exists()


def _policy(plan: Plan, number: str) -> bool:
    return BasicPolicy.objects.filter(plan=plan, number=number).exists()


def _initiative(plan: Plan, code: str) -> bool:
    measure, _, number = code.partition("-")
    if not (_measure(plan, measure) and number.isascii() and number.isdigit() and len(number) < 6):
        return False
    return Initiative.objects.filter(measure__plan=plan, measure__number=measure, number=number).exists()


def _department(plan: Plan, slug: str) -> bool:
    led = Q(led_indicators__measure__plan=plan, led_indicators__targets__published_at__isnull=False)
    taking_part = Q(participations__initiative__measure__plan=plan)
    return Department.objects.filter(led | taking_part, slug=slug).exists()


_OF_API: dict[str, Callable[[Plan, str], bool]] = {
    "policies": _policy,
    "measures": _measure,
    "initiatives": _initiative,
    "departments": _department,
    "indicators": _indicator,
}
