"""What a page that keeps its draft by itself asks for (static/js/autosave.js)."""

from django.http import HttpRequest


def asks_for_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
