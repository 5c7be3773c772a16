"""Whether this process lives, is ready to answer, and whether the keeper is late: for whoever watches the server.

Says nothing else: it is open to everybody.
"""

from typing import Any

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from indicators.keeper import status


@never_cache
@require_safe
def health(request: HttpRequest, asked: tuple[str, ...] = ("ready", "keeper")) -> HttpResponse:
    """All that is known; 503 where something of what is asked for is not well."""
    if asked == ("live",):
        return JsonResponse({"live": True})  # without a question to a database that may hang
    known = _known()
    well = {"ready": known["ready"], "keeper": known["late"] is False}
    return JsonResponse(known, status=200 if all(well[name] for name in asked) else 503)


def _known() -> dict[str, Any]:
    try:
        now = status()
    except (DatabaseError, InterfaceError):  # away, or not migrated yet
        return {"live": True, "ready": False, "late": None, "looked_at": None}
    looked_at = now.looked_at.isoformat() if now.looked_at else None
    return {"live": True, "ready": True, "late": now.late, "looked_at": looked_at}


urlpatterns = [
    path("", health, name="health"),
    *(
        path(f"{name}/", health, {"asked": (name,)}, name=f"health_{name}")
        for name in ("live", "ready", "keeper")
    ),
]
