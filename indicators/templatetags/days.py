"""Links of a public page that stay on the day that the page shows (?as_of=, docs/publication.md §9).

Every address of a public page or file is written with one of these; one that is written without leads to now on
purpose (`data-now`). The page says which day by `request.on_day` (views/shared/moment.py); staff pages, and pages that
say that there is nothing on that day, have none, and their links are as they are.
"""

from html import unescape
from typing import Any

from django import template
from django.http import HttpRequest

from measures.addresses import reverse

register = template.Library()


@register.simple_tag(takes_context=True)
def day_url(context: Any, name: str, *args: Any) -> str:
    """{% url %} on the day of the page."""
    return _on_day(context, reverse(name, args=args))


@register.simple_tag(takes_context=True)
def on_day(context: Any, address: Any) -> str:
    """An address that a view made, on the day of the page."""
    return _on_day(context, address)


@register.simple_block_tag(takes_context=True)
def day_link(context: Any, content: str) -> str:
    """{% day_link %}…{% endday_link %}: an address that a template puts together."""
    kept: str = _on_day(context, unescape(content))
    return content if kept == unescape(content) else kept


def _on_day(context: Any, address: Any) -> Any:
    request: HttpRequest | None = context.get("request")
    keep = getattr(request, "on_day", None)
    # Of another site, or within the page: no day of ours.
    return keep(str(address)) if keep is not None and str(address).startswith("/") else address
