"""A city of any size, generated: 48 departments, 400 indicators and ten years of values unless told otherwise.

Rows are written in bulk, past the workflow and in seconds, and look as the workflow would have left them: every
constraint and trigger of the database holds, every record has its lines in the log. The same seed gives the same city.
It belongs to tests and benchmarks; no part of the product loads it.
"""

from dataclasses import dataclass
from random import Random

from django.contrib.auth.models import User
from django.db import connection, transaction

from indicators.models import Indicator
from measures.models import Department, Plan
from tests.indicators.generated.people import PASSWORD, make_people
from tests.indicators.generated.plan import make_departments, make_indicators, make_measures, make_own_plan
from tests.indicators.generated.values import make_values

__all__ = ["LAST_YEAR", "PASSWORD", "GeneratedCity", "generate"]

# The newest year with published values; the one after it is under way.
LAST_YEAR = 2024


@dataclass(frozen=True)
class GeneratedCity:
    """What was added. `staff`: two people of each department, by its slug; `office`: the plan office's three."""

    plan: Plan
    departments: list[Department]
    indicators: list[Indicator]
    staff: dict[str, list[User]]
    managers: list[User]
    office: list[User]

    @property
    def year(self) -> int:
        """The fiscal year that is under way."""
        return LAST_YEAR + 1


def generate(
    *,
    departments: int = 48,
    indicators: int = 400,
    years: int = 10,
    under_way: bool = True,
    plan: Plan | None = None,
    seed: int = 1,
) -> GeneratedCity:
    """Add departments, measures, indicators, people and `years` years of published values up to LAST_YEAR.

    `under_way`: the cycle of the year after it is open, with values in every state. `plan`: one that stands already,
    such as the loaded one; else one of 13 years, made or made larger. Asked again, it adds to what is there.
    """
    chance = Random(f"{seed} {Indicator.objects.count()}")
    with transaction.atomic():
        plan = plan or make_own_plan(first_year=LAST_YEAR - years + 1, last_year=LAST_YEAR + 3)
        leads = make_departments(departments)
        measures = make_measures(plan, indicators, leads, chance)
        made = make_indicators(plan, measures, indicators, leads, chance)
        staff, managers, office = make_people(leads)
        made_years = range(LAST_YEAR - years + 1, LAST_YEAR + 1)
        make_values(plan, made, made_years, staff, office, chance, under_way=under_way)
    if connection.vendor == "postgresql":
        # A server does this by itself within a minute; without it, it plans for empty tables.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return GeneratedCity(plan, leads, made, staff, managers, office)
