"""Words that several tables share, and the column type of every figure."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import StrIndex
from django.db.models.lookups import Exact

from indicators.progress import ValueState
from measures.models.unit_field import UnitField as UnitField  # the first migration names it here

# Plain text, as migrations write it.
CARRIES_VALUE = tuple(state.value for state in ValueState if state.carries_value)
FOLLOWED_UP = tuple(state.value for state in ValueState if state.is_followed_up)


class WorkflowState(models.TextChoices):
    """Where a record stands on its way to the public (docs/publication.md §2)."""

    DRAFT = "draft", "下書き"
    SUBMITTED = "submitted", "提出済"
    RETURNED = "returned", "差戻し"
    PUBLISHED = "published", "公表済"


class Kind(models.TextChoices):
    """What a record of a chain is to the one before it (docs/publication.md §5)."""

    FIRST = "first", "初回"
    FINAL = "final", "確定"
    UPDATE = "update", "更新"
    CORRECTION = "correction", "訂正"
    REVISION = "revision", "改定"
    WITHDRAWAL = "withdrawal", "取下げ"
    # Why a promise is missed and what comes next, said of a figure that stays as it is.
    SUPPLEMENT = "supplement", "補足"

    @property
    def is_correction(self) -> bool:
        """訂正, 改定 or 取下げ: it says why, and strikes through the record before. 確定, 更新 and 補足 go on from that."""
        return self in (Kind.CORRECTION, Kind.REVISION, Kind.WITHDRAWAL)


class FigureField(models.DecimalField):
    """A figure: up to 15 significant digits, up to 6 decimals, exact on SQLite and on PostgreSQL.

    SQLite keeps it as a binary number, which gives back every decimal figure of 15 digits as it was;
    numbers.py refuses longer ones.
    """

    def __init__(self, verbose_name: str | None = None, **kwargs: Any) -> None:
        super().__init__(verbose_name, **{"max_digits": 21, "decimal_places": 6, **kwargs})


YEAR_FROM, YEAR_TO = 1989, 2100

# One or two sentences: it stands beside the figure in every list.
LONGEST_WHY = 120

# A part of a year says until which day it goes.
SEEN_WITH_VALUE = Q(value_state__in=CARRIES_VALUE, value__isnull=False) & (
    ~Q(value_state="part_year") | Q(as_of__isnull=False)
)
SEEN_WITHOUT_VALUE = Q(value__isnull=True) & ~Q(value_state__in=[*CARRIES_VALUE, ""]) & ~Q(note="")
WITHDRAWN = Q(kind=Kind.WITHDRAWAL, value__isnull=True, value_state="")
# A record that may go before other eyes: a value, or the reason why there is none, or a withdrawal.
COMPLETE = (
    (SEEN_WITH_VALUE & ~Q(kind=Kind.WITHDRAWAL)) | (SEEN_WITHOUT_VALUE & ~Q(kind=Kind.WITHDRAWAL)) | WITHDRAWN
)
# 訂正, 改定 and 取下げ say why (docs/publication.md §5); 確定, 更新 and 補足 speak for themselves.
# Citizens press it. Not as startswith: sqlparse takes the backslash of LIKE … ESCAPE for an open string, so that
# Django could not read the columns of the table any more.
SOURCE_HTTPS = Q(source_url="") | Q(Exact(StrIndex("source_url", models.Value("https://")), 1))
REASON_GIVEN = Q(kind__in=[kind for kind in Kind if not kind.is_correction]) | ~Q(reason="")
CHAIN_STARTS_WITH_FIRST = Q(number=1, kind=Kind.FIRST) | (Q(number__gt=1) & ~Q(kind=Kind.FIRST))


def parts_of(word: str) -> list[models.BaseConstraint]:
    """分子 and 分母 stand together, 回答数 is a count, and none of them without a value (docs/progress.md §2)."""
    no_parts = Q(numerator__isnull=True, denominator__isnull=True)
    # By name that both are there: a comparison with nothing is no refusal to a database.
    given = Q(numerator__isnull=False, denominator__isnull=False)
    parts = given & Q(numerator__gte=0, denominator__gt=0)
    alone = Q(numerator__isnull=True, denominator__isnull=True, respondents__isnull=True)
    return [
        models.CheckConstraint(condition=no_parts | parts, name=f"{word}_parts"),
        models.CheckConstraint(
            condition=Q(respondents__isnull=True) | Q(respondents__gt=0), name=f"{word}_respondents"
        ),
        models.CheckConstraint(condition=Q(value__isnull=False) | alone, name=f"{word}_parts_of_a_value"),
    ]


def all_or_none(*columns: str) -> Q:
    """Either none of these is filled or all are: who did something, and when."""
    none, every = (Q(**{f"{name}__isnull": empty for name in columns}) for empty in (True, False))
    return none | every


def plain(value: Decimal | None) -> str | None:
    """A figure for the log: every digit, no exponent, no trailing zeros; None stays None."""
    if value is None:
        return None
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
