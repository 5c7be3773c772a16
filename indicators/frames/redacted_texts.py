"""What was blanked in published texts, and when; never what it said."""

from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db.models import Q

from indicators.frames.sources import Asked, Source
from indicators.models import RedactedText
from measures.levels import in_levels
from measures.models import Measure
from measures.past import as_worded


@dataclass(frozen=True)
class RedactionRecord:
    """A passage of published texts that went by law, once for each thing that citizens know them by.

    `code`: of an indicator or of a series beside one; `measure_number`: of a sheet or of the plan's texts of a measure; of
    neither, `name` says which kind of text it was. `year`: of a value or a sheet.
    """

    reason: str
    done_at: datetime
    name: str
    code: str = ""
    unit: str = ""
    decimals: int = 0
    series: str = ""
    measure_number: int | None = None
    year: int | None = None


def redactions(asked: Asked, *, as_of: datetime | None = None) -> list[RedactionRecord]:
    """Those that were carried out, newest first; of some indicators those of their measures, too."""
    source = Source.of(asked, as_of)
    gone = RedactedText.objects.filter(is_public=True, redaction__closed_at__isnull=False)
    if source.as_of is not None:
        gone = gone.filter(redaction__closed_at__lte=source.as_of)
    if source.plan is not None:
        gone = gone.filter(
            Q(indicator__measure__plan=source.plan)
            | Q(series__indicator__measure__plan=source.plan)
            | Q(measure__plan=source.plan)
        )
    else:
        gone = gone.filter(
            Q(indicator__in=source.chosen)
            | Q(series__indicator__in=source.chosen)
            | Q(measure__indicators__in=source.chosen)
        )
    texts = list(
        gone.select_related("redaction", "series", "measure")
        .distinct()
        .order_by("-redaction__closed_at", "-redaction_id", "pk")
    )
    if not texts:
        return []
    measures = _measures(texts, source)
    return list(dict.fromkeys(_record(text, source, measures) for text in texts))


def _measures(texts: list[RedactedText], source: Source) -> dict[int, Measure]:
    found = {text.measure.pk: text.measure for text in texts if text.measure is not None}
    return {measure.pk: measure for measure in as_worded(found.values(), source.as_of)}


def _record(text: RedactedText, source: Source, measures: dict[int, Measure]) -> RedactionRecord:
    reason, done_at = text.redaction.reason, text.redaction.closed_at
    assert done_at is not None
    if text.measure_id is not None:
        measure = measures[text.measure_id]
        return RedactionRecord(
            reason,
            done_at,
            f"{in_levels('施策')}{measure.number} {measure.name}",
            measure_number=measure.number,
            year=text.year,
        )
    wanted = text.indicator_id if text.series is None else text.series.indicator_id
    for known in source.indicators() if wanted is not None else ():
        if known["indicator_id"] == wanted:
            own = {name: known[name] for name in ("name", "code", "unit", "decimals")}
            series = "" if text.series is None else text.series.name
            return RedactionRecord(reason, done_at, **own, series=series, year=text.year)
    return RedactionRecord(reason, done_at, _kind_of_text(text.table_name))


def _kind_of_text(table: str) -> str:
    """担当課, 一括公表 …: what the table holds; of a history what it is the history of."""
    for model in apps.get_models():
        if model._meta.db_table == table:
            return str(getattr(model, "instance_type", model)._meta.verbose_name)
    return table
