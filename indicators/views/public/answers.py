"""How a public page answers: reading only, cached only as long as nothing was published, no cookie."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import pandas as pd
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import conditional_page, require_safe

from indicators.frames import Comparison
from indicators.spreadsheets import comparisons_csv, comparisons_payload, csv_bytes, json_payload

View = Callable[..., HttpResponse]
Crumb = dict[str, str]


def public_page(view: View) -> View:
    """GET and HEAD; a browser asks again each time and gets 304 while the page is the same.

    A page of a signed-in person carries their name, so no shared cache may keep it.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        keeper = "private" if request.user.is_authenticated else "public"
        response.setdefault("Cache-Control", f"{keeper}, no-cache")
        patch_vary_headers(response, ["Cookie"])
        return response

    return require_safe(conditional_page(answer))


def public_file(view: View) -> View:
    """A file is the same for everybody, whoever is signed in."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.setdefault("Cache-Control", "public, no-cache")
        return response

    return require_safe(conditional_page(answer))


def csv_file(frame: pd.DataFrame, name: str) -> HttpResponse:
    """The frame as CSV to be saved as kisarazu-plan-<name>.csv."""
    answer = HttpResponse(csv_bytes(frame), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{_file_name(name)}.csv"'
    return answer


def comparisons_file(beside: Iterable[Comparison], name: str) -> HttpResponse:
    """Published figures of others as CSV."""
    answer = HttpResponse(comparisons_csv(beside), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{_file_name(name)}-comparisons.csv"'
    return answer


def json_file(frame: pd.DataFrame, name: str, beside: Iterable[Comparison]) -> HttpResponse:
    """The frame as JSON, shown by a browser and saved as kisarazu-plan-<name>.json.

    `beside`: published figures of others, under the key "comparisons".
    """
    payload = {**json_payload(frame), "comparisons": comparisons_payload(beside)}
    answer = JsonResponse(payload, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'inline; filename="{_file_name(name)}.json"'
    return answer


def _file_name(name: str) -> str:
    return f"{'demo-' if settings.DEMO else ''}kisarazu-plan-{name}"


def crumbs(*pages: tuple[str, str]) -> list[Crumb]:
    """The way here from the home page: (label, address) each, the last one this page."""
    return [{"label": label, "url": url} for label, url in (("ホーム", reverse("public:home")), *pages)]
