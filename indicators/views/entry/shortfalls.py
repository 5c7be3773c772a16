"""What the evaluation sheet says that could be taken over as the reason and the next step of a missed promise."""

from django.contrib.auth.models import User

from indicators.frames import Why
from indicators.models import Indicator
from indicators.models.vocabulary import LONGEST_WHY
from indicators.workflow import SHEETS
from measures.typed_text import one_line


def said_in_sheet(by: User, indicator: Indicator, year: int) -> Why | None:
    """課題 and 今後の方向性 of its measure in that year, in as many whole sentences as fit; of a draft for who may write it."""
    measure = indicator.measure
    find = SHEETS.current if SHEETS.may_write(by, measure) else SHEETS.current_published
    sheet = find(measure, year)
    if sheet is None:
        return None
    return Why(_beginning(sheet.challenges) or None, _beginning(sheet.next_steps) or None)


def _beginning(text: str) -> str:
    """Whole sentences only: a cut one would say something else."""
    found = ""
    for sentence in one_line(text).replace("。", "。\n").split("\n"):
        if len(found) + len(sentence.strip()) > LONGEST_WHY:
            break
        found += sentence.strip()
    return found
