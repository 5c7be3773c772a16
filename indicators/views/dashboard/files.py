"""What the dashboard shows as files: the same rows through the same lens, for the staff alone, kept by no cache."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from indicators.frames import Row
from indicators.spreadsheets import csv_bytes, json_payload, staff_columns, xlsx_bytes
from indicators.views.dashboard.door import for_readers
from indicators.views.dashboard.paces import outlooks_of
from indicators.views.dashboard.seen import Seen, read_lens
from indicators.views.shared.files import XLSX
from indicators.views.shared.filters import BadAddress
from indicators.wording.days import japanese_date


@for_readers
def figures_csv(request: HttpRequest) -> HttpResponse:
    seen = read_lens(request)
    body = csv_bytes(_asked(request, seen), staff_columns(outlooks_of(seen)))
    return _saved(HttpResponse(body, content_type="text/csv; charset=utf-8"), seen, "csv")


@for_readers
def figures_json(request: HttpRequest) -> HttpResponse:
    seen = read_lens(request)
    told = json_payload(_asked(request, seen), staff_columns(outlooks_of(seen)))
    payload: dict[str, Any] = {"conditions": _conditions(request, seen), **told}
    answer = JsonResponse(payload, json_dumps_params={"ensure_ascii": False, "indent": 2})
    return _saved(answer, seen, "json")


@for_readers
def figures_xlsx(request: HttpRequest) -> HttpResponse:
    seen = read_lens(request)
    body = xlsx_bytes(_asked(request, seen), "指標の一覧", _conditions(request, seen), outlooks_of(seen))
    return _saved(HttpResponse(body, content_type=XLSX), seen, "xlsx")


def _asked(request: HttpRequest, seen: Seen) -> Sequence[Row]:
    """One row an indicator as shown, or every year of the same indicators."""
    every = request.GET.get("all_years", "")
    if every not in ("", "1"):
        raise BadAddress("all_years", every, "全年度のファイルは、all_years=1 です。")
    return seen.history if every else seen.rows


def _conditions(request: HttpRequest, seen: Seen) -> dict[str, str]:
    now = timezone.localtime()
    years = "すべての年度" if request.GET.get("all_years") else seen.lens.label
    return {
        "条件": seen.lens.describe(),
        "範囲": seen.lens.scope_label,
        "年度": years,
        "件数": f"{len(seen.rows)}件（全{seen.total}件）",
        "判定": seen.counts.sentence,
        "作成": f"{japanese_date(now)} {now:%H:%M}",
        "アドレス": request.build_absolute_uri(),
    }


def _saved(answer: HttpResponse, seen: Seen, ending: str) -> HttpResponse:
    """Under a name that says demo, scope and day; a file with unpublished values says so before it is opened."""
    demo = "demo-" if settings.DEMO else ""
    scope = "published" if seen.lens.is_published_only else "internal"
    name = f"{demo}kisarazu-plan-{scope}-{timezone.localdate():%Y%m%d}.{ending}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
