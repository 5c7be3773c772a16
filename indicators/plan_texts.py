"""The texts of a plan that can have a reading, an easier version and English, in the plan's order (docs/publication.md §15)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from indicators.models import Indicator
from measures.levels import in_levels
from measures.models import Department, Initiative, Measure, Plan
from measures.models.translation import LONGEST_ORIGINAL
from measures.ruby import has_kanji

WHOLE = "計画全体"


@dataclass(frozen=True)
class PlanText:
    """`word`: what it is in the plan. A name needs a reading and English, a sentence can have an easier version."""

    original: str
    word: str
    is_name: bool

    @property
    def needs_reading(self) -> bool:
        return self.is_name and has_kanji(self.original)


@dataclass(frozen=True)
class TextGroup:
    """What is looked at together: the plan as a whole, or one measure. `key` names it in addresses and forms."""

    key: str
    title: str
    texts: tuple[PlanText, ...]


def text_groups(plan: Plan) -> list[TextGroup]:
    """Every text once, where it stands first; a fixed number of queries."""
    measures = Measure.objects.filter(plan=plan).prefetch_related("statements", "contributions")
    indicators = list(Indicator.objects.of_plan(plan).with_plan().order_by("measure__number", "letter"))
    initiatives = list(
        Initiative.objects.filter(measure__plan=plan)
        .prefetch_related("details", "participations__department")
        .order_by("measure__number", "number")
    )
    departments = {one.lead_department for one in indicators} | {
        part.department for initiative in initiatives for part in initiative.participations.all()
    }
    seen: set[str] = set()
    groups = [_group("plan", WHOLE, _of_plan(plan, departments, indicators), seen)]
    for measure in measures.order_by("number"):
        texts = _of_measure(
            measure,
            [one for one in initiatives if one.measure_id == measure.pk],
            [one for one in indicators if one.measure_id == measure.pk],
        )
        title = f"{in_levels('施策')}{measure.number} {measure.name}"
        groups.append(_group(f"measure-{measure.number}", title, texts, seen))
    return groups


def texts_of_plan(plan: Plan) -> dict[str, PlanText]:
    """By the text itself, in the plan's order."""
    return {text.original: text for group in text_groups(plan) for text in group.texts}


def _group(key: str, title: str, texts: Iterable[PlanText], seen: set[str]) -> TextGroup:
    found = []
    for text in texts:
        if text.original and len(text.original) <= LONGEST_ORIGINAL and text.original not in seen:
            seen.add(text.original)
            found.append(text)
    return TextGroup(key, title, tuple(found))


def _of_plan(
    plan: Plan, departments: Iterable[Department], indicators: Iterable[Indicator]
) -> Iterator[PlanText]:
    yield PlanText(plan.name, "計画", True)
    yield PlanText(plan.city, "市", True)
    for policy in plan.policies.all():
        yield PlanText(policy.name, in_levels("基本政策"), True)
    for department in sorted(departments, key=attrgetter("order")):
        yield PlanText(department.name, "課", True)
    for indicator in indicators:
        yield PlanText(indicator.unit, "単位", True)


def _of_measure(
    measure: Measure, initiatives: Iterable[Initiative], indicators: Iterable[Indicator]
) -> Iterator[PlanText]:
    yield PlanText(measure.name, in_levels("施策"), True)
    yield PlanText(measure.goal_words, "目標", False)
    for indicator in indicators:
        yield PlanText(indicator.name, f"指標{indicator.code}", True)
        yield PlanText(indicator.meaning, f"指標{indicator.code}でわかること", False)
        yield PlanText(indicator.remark, f"指標{indicator.code}の備考", False)
    for statement in measure.statements.all():
        yield PlanText(statement.words, statement.get_section_display(), False)
    for initiative in initiatives:
        yield PlanText(initiative.name, in_levels("主な取組"), True)
        for detail in initiative.details_in_order:
            yield PlanText(detail.words, in_levels("主な取組の内容"), False)
    for contribution in measure.contributions.all():
        yield PlanText(contribution.words, contribution.get_actor_display(), False)
