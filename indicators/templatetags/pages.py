"""Tags for the frame of a page (templates/base.html)."""

from typing import Any

from django import template

from indicators.frames import Row
from indicators.wording.questions import phone_address, plain_form

register = template.Library()
for _filter in (phone_address, plain_form):
    register.filter(_filter.__name__, _filter)


@register.simple_block_tag(takes_context=True)
def keep_as(context: Any, content: str, name: str) -> str:
    """{% keep_as "title" %}{% block title %}…{% endblock %}{% endkeep_as %}: shown here, and under its name further down.

    A block can stand in a page only once.
    """
    context.dicts[0][name] = content
    return content


@register.inclusion_tag("partials/ask.html", takes_context=True)
def ask(context: Any, row: Row) -> dict[str, Any]:
    """{% ask row %}: この数値についてたずねる; nothing where nobody is named. The frame of the page knows whom (views/context.py)."""
    return {"row": row, "question": context["site"]["question_about"](row)}
