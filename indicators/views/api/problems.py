"""Errors as application/problem+json (RFC 9457), in words that say what to do next."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse

from indicators.open_data.api.document import TITLES
from indicators.origin import whole_url
from measures.addresses import reverse


def problem(
    request: HttpRequest, status: int, detail: str, errors: list[dict[str, str]] | None = None
) -> HttpResponse:
    """`errors`: what is wrong with each parameter."""
    guide = whole_url(request, reverse("public:api_guide"))
    told: dict[str, Any] = {
        "type": f"{guide}#status-{status}",
        "title": TITLES[status],
        "status": status,
        "detail": detail,
        **({"errors": errors} if errors else {}),
    }
    body = json.dumps(told, ensure_ascii=False, indent=2)
    return HttpResponse(body, status=status, content_type="application/problem+json")
