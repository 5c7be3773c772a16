"""What stands beside an evaluation sheet while it is written: the plan's texts, and what was written a year ago."""

from dataclasses import dataclass

from indicators.views.shared.carried import Offer, offer_texts
from indicators.views.shared.sheet_paper import Paper
from measures.fiscal_year import FiscalYear
from measures.models import Measure, Statement
from measures.texts import Told, initiatives_of_measure, texts_of


@dataclass(frozen=True)
class PlanTexts:
    """What the plan promises of a measure: its statements under 現状, 課題 and 方向性, and its initiatives."""

    sections: list[tuple[str, list[Statement]]]
    initiatives: list[Told]


def plan_texts(measure: Measure) -> PlanTexts:
    """As the plan says it now."""
    lines = texts_of(Statement, measure)
    found = [
        (str(label), [line for line in lines if line.section == section])
        for section, label in Statement.Section.choices
    ]
    return PlanTexts(
        [(label, of_one) for label, of_one in found if of_one], list(initiatives_of_measure(measure))
    )


def offers_of(last: Paper | None) -> list[Offer]:
    """What the sheet of the year before says, to be taken over into the boxes of this one."""
    if last is None:
        return []
    said = [(part.name, part.label, part.text) for part in last.texts]
    return offer_texts(said, FiscalYear(last.year).wareki)
