"""Two buttons beside a record: take back what I handed in, and the number of its paper decision."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from indicators.forms.approvals import NumberForm
from indicators.views.approvals.record import find
from indicators.views.shared.access import signed_in, staff_page
from indicators.views.shared.approving import page_of, workflow_of
from indicators.workflow import Incomplete, StaleVersion, WrongState
from measures.addresses import redirect


@staff_page
@require_POST
def take_back(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    by = signed_in(request)
    known, record = find(kind, pk)
    version = request.POST.get("version", "")
    seen = int(version) if version.isascii() and version.isdigit() and len(version) < 7 else 0
    try:
        workflow_of(record).take_back(record=record, version=seen, by=by)
    except (StaleVersion, WrongState) as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"{known.name(record)}を引き戻しました。直して、もう一度提出してください。")
    return redirect(page_of(record))


@staff_page
@require_POST
def number(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    by = signed_in(request)
    known, record = find(kind, pk)
    form = NumberForm(request.POST)
    typed = (
        form.cleaned_data["decision_number"] if form.is_valid() else request.POST.get("decision_number", "")
    )
    try:
        workflow_of(record).set_decision_number(record=record, number=typed, by=by)
    except (Incomplete, WrongState) as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"{known.name(record)}の決裁番号を記録しました。")
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return redirect(back if safe else page_of(record))
