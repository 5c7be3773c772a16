"""Tags of the staff's pages about one value: its state in a word, its evidence."""

from typing import Any

from django import template

from indicators.models import Evidence, ValueState
from indicators.views.wording import person

register = template.Library()


@register.inclusion_tag("entry/evidence_link.html")
def evidence_link(evidence: Evidence) -> dict[str, Any]:
    """A file to be saved or an address to be opened, with its size, and who attached it when."""
    kilobytes = max(1, round(evidence.size / 1024))
    size = f"{kilobytes:,}KB" if kilobytes < 1024 else f"{evidence.size / 1024 / 1024:.1f}MB"
    return {"one": evidence, "size": size, "who": person(evidence.added_by)}


@register.filter
def state_word(row: Any) -> str:
    """実績, 速報 … of a row; 取下げ where the value was withdrawn; "" where nothing was said."""
    if row.is_withdrawn:
        return "取下げ"
    return ValueState(row.value_state).label if row.value_state else ""


@register.filter
def person_name(user: Any) -> str:
    return person(user)
