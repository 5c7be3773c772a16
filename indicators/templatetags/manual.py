"""Beside a box: the place of the manual that tells of it. And the manual's own pictures."""

from typing import Any

from django import template
from django.forms import BoundField

from indicators.wording.manual import place_of
from measures.addresses import reverse

register = template.Library()


@register.inclusion_tag("manual/beside.html")
def manual_beside(field: BoundField | None) -> dict[str, Any]:
    """Nothing where the table of wording/manual.py has no place for the box (or a form has not got it)."""
    if field is None or not isinstance(field, BoundField):
        return {}
    slug, place = place_of(type(field.form).__name__, field.name)
    return {"label": field.label, "url": f"{reverse('manual:page', args=[slug])}#{place}" if slug else ""}


@register.inclusion_tag("manual/picture.html")
def picture(name: str, alt: str) -> dict[str, str]:
    """static/manual/<name>.webp."""
    return {"file": f"manual/{name}.webp", "alt": alt}
