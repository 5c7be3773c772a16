"""Tags of the staff's pages about one value: its state in a word, its evidence."""

from typing import Any

from django import template

from indicators.evidence.file_types import PDF, PICTURES
from indicators.models import Evidence
from indicators.wording.figures import state_word
from indicators.wording.people import person

register = template.Library()
register.filter("state_word", state_word)
register.filter("person_name", person)


@register.inclusion_tag("entry/evidence_link.html")
def evidence_link(evidence: Evidence) -> dict[str, Any]:
    """A file to be saved or an address to be opened, with its size, and who attached it when."""
    kilobytes = max(1, round(evidence.size / 1024))
    size = f"{kilobytes:,}KB" if kilobytes < 1024 else f"{evidence.size / 1024 / 1024:.1f}MB"
    return {
        "one": evidence,
        "size": size,
        "who": person(evidence.added_by),
        "is_picture": evidence.content_type in PICTURES,
        "is_pdf": evidence.content_type == PDF,
    }
