"""What a page of the dashboard shows: read from its address, so that a view can be sent to a colleague."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from indicators import frames
from indicators.frames import Row
from indicators.models import Indicator
from indicators.views.dashboard.door import for_readers
from indicators.views.dashboard.seen import read_lens
from measures.fiscal_year import FiscalYear

__all__ = ["Choice", "asked", "common", "for_readers", "of_year", "plan_years", "read_lens"]

SCOPES = {"all": "未公表を含む", "published": "公表のみ"}


@dataclass(frozen=True)
class Choice:
    """What the address asks for: a fiscal year or the newest of each indicator (None), and whose figures."""

    year: int | None
    scope: str
    years: list[int]

    def link(self, path: str, **changes: Any) -> str:
        asked = {"year": self.year, "scope": self.scope, **changes}
        kept = {name: value for name, value in asked.items() if value and (name, value) != ("scope", "all")}
        return f"{path}?{urlencode(kept)}" if kept else path

    @property
    def query(self) -> str:
        """What a link to another page of the dashboard carries on, so that the view stays as it was chosen."""
        return self.link("")

    @property
    def label(self) -> str:
        return FiscalYear(self.year).wareki if self.year else "最新"

    @property
    def scope_label(self) -> str:
        return SCOPES[self.scope]


def asked(request: HttpRequest, indicators: QuerySet[Indicator]) -> tuple[pd.DataFrame, Choice]:
    """The frame of the scope, and the choice; Http404 for a year or scope that there is not."""
    scope = request.GET.get("scope") or "all"
    if scope not in SCOPES:
        raise Http404("範囲は all か published です。")
    frame = frames.published(indicators) if scope == "published" else frames.working(indicators)
    years = sorted({year for row in frames.rows(frame) for year in plan_years(row)})
    typed = request.GET.get("year")
    if not typed:
        return frame, Choice(None, scope, years)
    try:
        year = FiscalYear.parse(typed).year
    except ValueError as refusal:
        raise Http404(str(refusal)) from None
    if years and year not in years:
        raise Http404(f"{FiscalYear(year).wareki}は計画の期間にありません。")
    return frame, Choice(year, scope, years)


def of_year(frame: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    return frames.latest(frame) if choice.year is None else frames.for_year(frame, choice.year)


def common(request: HttpRequest, choice: Choice, shown: pd.DataFrame) -> dict[str, Any]:
    return {
        "choice": choice,
        "counts": frames.roll_up(shown),
        "rows": frames.rows(shown),
        "years": [
            {
                "label": FiscalYear(year).wareki,
                "url": choice.link(request.path, year=year),
                "current": year == choice.year,
            }
            for year in choice.years
        ]
        + [{"label": "最新", "url": choice.link(request.path, year=None), "current": choice.year is None}],
        "scopes": [
            {"label": label, "url": choice.link(request.path, scope=scope), "current": scope == choice.scope}
            for scope, label in SCOPES.items()
        ],
    }


def plan_years(row: Row) -> range:
    return range(row.plan_first_year, row.plan_last_year + 1)
