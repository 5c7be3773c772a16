"""What the dashboard shows as files: the same rows through the same filters, for the staff alone, kept by no cache."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from indicators.frames import Row
from indicators.spreadsheets.fields import Field
from indicators.spreadsheets.figures import csv_bytes, json_payload
from indicators.spreadsheets.staff import staff_columns
from indicators.spreadsheets.workbook import xlsx_bytes
from indicators.views.dashboard.access import for_readers
from indicators.views.dashboard.filtered_view import FilteredView, read_filters
from indicators.views.dashboard.limit_risk import risk_words
from indicators.views.dashboard.required_pace import outlooks_of
from indicators.views.shared.files import XLSX
from indicators.views.shared.filters import BadAddress
from indicators.wording.days import japanese_date


@for_readers
def figures_csv(request: HttpRequest) -> HttpResponse:
    view = read_filters(request)
    body = csv_bytes(_asked(request, view), _staff_columns(view))
    return _saved(HttpResponse(body, content_type="text/csv; charset=utf-8"), view, "csv")


@for_readers
def figures_json(request: HttpRequest) -> HttpResponse:
    view = read_filters(request)
    told = json_payload(_asked(request, view), _staff_columns(view))
    payload: dict[str, Any] = {"conditions": _conditions(request, view), **told}
    answer = JsonResponse(payload, json_dumps_params={"ensure_ascii": False, "indent": 2})
    return _saved(answer, view, "json")


@for_readers
def figures_xlsx(request: HttpRequest) -> HttpResponse:
    view = read_filters(request)
    body = xlsx_bytes(
        _asked(request, view),
        "指標の一覧",
        _conditions(request, view),
        outlooks_of(view),
        risk_words(view),
        current_year=view.current_year,
    )
    return _saved(HttpResponse(body, content_type=XLSX), view, "xlsx")


def _staff_columns(view: FilteredView) -> tuple[Field, ...]:
    return staff_columns(outlooks_of(view), risk_words(view), current_year=view.current_year)


def _asked(request: HttpRequest, view: FilteredView) -> Sequence[Row]:
    """One row an indicator as shown, or every year of the same indicators."""
    every = request.GET.get("all_years", "")
    if every not in ("", "1"):
        raise BadAddress("all_years", every, "全年度のファイルは、all_years=1 です。")
    return view.history if every else view.rows


def _conditions(request: HttpRequest, view: FilteredView) -> dict[str, str]:
    now = timezone.localtime()
    years = "すべての年度" if request.GET.get("all_years") else view.filters.label
    return {
        "条件": view.filters.describe(),
        "範囲": view.filters.scope_label,
        "年度": years,
        "件数": f"{len(view.rows)}件（全{view.total}件）",
        "判定": view.counts.sentence,
        "作成": f"{japanese_date(now)} {now:%H:%M}",
        "アドレス": request.build_absolute_uri(),
    }


def _saved(answer: HttpResponse, view: FilteredView, ending: str) -> HttpResponse:
    """Under a name that says demo, scope and day; a file with unpublished values says so before it is opened."""
    demo = "demo-" if settings.DEMO else ""
    scope = "published" if view.filters.is_published_only else "internal"
    name = f"{demo}basic-plan-{scope}-{timezone.localdate():%Y%m%d}.{ending}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
