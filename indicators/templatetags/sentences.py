"""The verdict in plain Japanese beside every pill, whatever page it stands on."""

from django import template

from indicators.frames import Row
from indicators.views.public import sentences

register = template.Library()


@register.filter
def stands(row: Row) -> str:
    """How the value stands, for a place where the value itself is shown already."""
    return sentences.stands(row)
