"""The list of what can be taken away, and the data dictionary."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators import frames
from indicators.open_data.dataset import Dataset
from indicators.open_data.datasets import DATASETS
from indicators.open_data.licence import licence
from indicators.open_data.records import updates
from indicators.spreadsheets.fields import with_notice
from indicators.views.shared.answers import crumbs, public_page
from indicators.views.shared.moment import as_of
from indicators.views.shared.plan import plan_of, source_of
from measures.addresses import reverse
from measures.models import Department, Measure
from measures.past import as_worded
from measures.texts import not_there_yet

NEWEST_UPDATES = 10


@public_page
def open_data(request: HttpRequest) -> HttpResponse:
    then, source = as_of(request), source_of(request)
    rows = frames.latest(source)
    leading = {row.department_slug for row in rows}
    days = updates(source)
    measures = Measure.objects.filter(plan=plan_of(request))
    later = not_there_yet(source.plan_id, then)
    context = {
        "datasets": _by_group(),
        "rows": rows,
        "measures": as_worded(measures.exclude(number__in=later), then),
        "departments": as_worded(Department.objects.filter(slug__in=leading), then),
        "updates": days[:NEWEST_UPDATES],
        "older_updates": max(0, len(days) - NEWEST_UPDATES),
        "updated_on": days[0].day if days else None,
        "licence": licence(),
        "crumbs": crumbs(("オープンデータ", "")),
    }
    return render(request, "public/open_data.html", context)


def _by_group() -> list[Dataset]:
    """Each group once, in the order of its first dataset; a new dataset stands last in the files, whatever it is about."""
    groups = list(dict.fromkeys(dataset.group for dataset in DATASETS))
    return sorted(DATASETS, key=lambda dataset: groups.index(dataset.group))


@public_page
def dictionary(request: HttpRequest) -> HttpResponse:
    context = {
        "datasets": [
            {"dataset": dataset, "fields": with_notice(dataset.fields), "key": "、".join(dataset.key)}
            for dataset in DATASETS
        ],
        "crumbs": crumbs(("オープンデータ", reverse("public:open_data")), ("項目の説明", "")),
    }
    return render(request, "public/dictionary.html", context)
