"""What was said of a value a year before, to be taken over into its form: texts as they were, a day moved on by a year."""

from collections.abc import Sequence
from datetime import date

from django.contrib.auth.models import User

from indicators.frames import Row
from indicators.models import Indicator
from indicators.views.entry.shortfalls import said_in_sheet
from indicators.views.shared.carried import Offer, offer_texts
from indicators.wording.days import write_day
from indicators.workflow import WHY
from measures.fiscal_year import FiscalYear

TEXTS = {"note": "説明", "source": "出典", "source_url": "出典のリンク", **WHY}


def offers_of(by: User, indicator: Indicator, year: int, rows: Sequence[Row]) -> list[Offer]:
    """Of the newest year before this one that says anything; and what the evaluation sheet says of this very year."""
    before = sorted((row for row in rows if row.year < year and row.has_record), key=lambda row: -row.year)
    found = [_day(indicator, year, before)]
    if before:
        said = [(name, label, getattr(before[0], name)) for name, label in TEXTS.items()]
        found += offer_texts(said, FiscalYear(indicator.own_year(before[0].year)).wareki)
    return found + _of_sheet(by, indicator, year)


def _day(indicator: Indicator, year: int, before: Sequence[Row]) -> Offer:
    """The day of the year before, moved on; else the last day of the year. As it is moved, it is no day of another year."""
    dated = next((row for row in before if row.as_of is not None), None)
    if dated is None or dated.as_of is None:
        last = date(year, 12, 31) if indicator.is_calendar else date(year + 1, 3, 31)
        source = "年の末日" if indicator.is_calendar else "年度の末日"
    else:
        last = _moved_on(dated.as_of, year - dated.year)
        source = f"{FiscalYear(indicator.own_year(dated.year)).wareki}は{write_day(dated.as_of)}時点"
    words = write_day(last)
    return Offer("as_of", source, words, words, "as_of", f"{words}と入れる", is_asked=False)


def _moved_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # a leap day
        return day.replace(year=day.year + years, day=28)


def _of_sheet(by: User, indicator: Indicator, year: int) -> list[Offer]:
    said = said_in_sheet(by, indicator, year)
    if said is None:
        return []
    texts = (("shortfall_reason", "課題", said.reason), ("next_step", "今後の方向性", said.next_step))
    return [
        Offer(
            field,
            f"評価シートの「{label}」",
            text,
            text,
            f"sheet_{field}",
            "この文を入れる",
            is_last_year=False,
        )
        for field, label, text in texts
        if text
    ]
