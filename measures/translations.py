"""The confirmed readings, easier versions and English of a plan's texts, as they stood at a moment: asked by the text itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from measures.models import Plan, Translation
from measures.ruby import Pairs, ruby_pairs


class Versions(NamedTuple):
    """As they are kept; "" for what there is none of."""

    reading: str = ""
    easy: str = ""
    english: str = ""


NONE = Versions()


@dataclass(frozen=True)
class Translations:
    """By the exact text of the plan. What has no confirmed one, or is a letter different, is None."""

    found: Mapping[str, Versions] = field(default_factory=dict)

    def ruby(self, text: str) -> Pairs | None:
        """The whole text in parts, each with its reading or ""."""
        reading = self.found.get(text, NONE).reading
        return ruby_pairs(reading) if reading else None

    def easy(self, text: str) -> Pairs | None:
        """The office's easier version, which may carry readings."""
        easy = self.found.get(text, NONE).easy
        return ruby_pairs(easy) if easy else None

    def english(self, text: str) -> str | None:
        return self.found.get(text, NONE).english or None


def translations_of(plan: Plan | None, as_of: datetime | None = None) -> Translations:
    """All of a plan; one query, none without a plan. None of the moment is now."""
    if plan is None:
        return Translations()
    known = Translation.objects.filter(plan=plan, published_at__isnull=False)
    if as_of is not None:
        known = known.filter(published_at__lte=as_of)
    rows = known.order_by("published_at", "pk").values_list("original", "reading", "easy", "english")
    return Translations({original: Versions(*versions) for original, *versions in rows})


def earlier_versions(plan: Plan) -> Translations:
    """What other plans say of the same texts, the newest: an offer, nothing that a page shows. One query."""
    others = Translation.objects.exclude(plan=plan).filter(published_at__isnull=False)
    rows = others.order_by("published_at", "pk").values_list("original", "reading", "easy", "english")
    return Translations({original: Versions(*versions) for original, *versions in rows})
