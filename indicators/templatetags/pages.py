"""Tags for the frame of a page (templates/base.html)."""

from typing import Any

from django import template

register = template.Library()


@register.simple_block_tag(takes_context=True)
def keep_as(context: Any, content: str, name: str) -> str:
    """{% keep_as "title" %}{% block title %}…{% endblock %}{% endkeep_as %}: shown here, and under its name further down.

    A block can stand in a page only once.
    """
    context.dicts[0][name] = content
    return content
