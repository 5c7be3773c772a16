"""Where every history is found: values and rules by indicator, texts by measure, rights by person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from indicators.models import Indicator
from indicators.permissions import indicators_to_enter, is_plan_office, may_read_unpublished, measures_to_read
from indicators.views.shared.access import signed_in, staff_page
from measures.models import Measure


@staff_page
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What the person may read."""
    user = signed_in(request)
    everything = may_read_unpublished(user)
    known = Indicator.objects.filter(measure__plan__withdrawn_at=None).with_plan()
    indicators = known if everything else known.filter(pk__in=indicators_to_enter(user))
    measures = (
        Measure.objects.filter(plan__withdrawn_at=None).select_related("plan")
        if everything
        else measures_to_read(user)
    )
    context = {
        "indicators": indicators,
        "measures": measures,
        "is_office": is_plan_office(user),
        "crumbs": [],
    }
    return render(request, "entry/histories.html", context)
