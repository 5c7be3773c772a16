"""The title and day of a publication that is out, corrected by a record beside it."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from indicators.forms import BatchCorrectionForm
from indicators.models import Batch
from indicators.views.office.frame import crumbs
from indicators.views.shared.access import office_page
from indicators.wording.people import person
from indicators.workflow import Incomplete, StaleVersion, WrongState, correct_batch


@office_page("GET", "HEAD", "POST")
def batch_correction(request: HttpRequest, by: User, pk: int) -> HttpResponse:
    """What citizens read now, what was said before, and the form that says it anew."""
    batch = get_object_or_404(Batch, pk=pk, published_at__isnull=False)
    if request.method != "POST":
        return _page(request, batch)
    form = BatchCorrectionForm(request.POST)
    if not form.is_valid():
        return _page(request, batch, form)
    try:
        correct_batch(batch=batch, by=by, **form.cleaned_data)
    except Incomplete as missing:
        form.add_missing(missing.errors)
        return _page(request, batch, form)
    except (StaleVersion, WrongState) as refusal:
        return _page(request, batch, form, str(refusal))
    messages.success(
        request, "題名と日付を訂正しました。公開ページには、訂正前のものも理由と一緒に残ります。"
    )
    return redirect("office:batches")


def _page(
    request: HttpRequest, batch: Batch, form: BatchCorrectionForm | None = None, refusal: str = ""
) -> HttpResponse:
    """After a refusal nothing was written: what was typed is kept, and goes on top of what stands now."""
    known = list(batch.corrections.select_related("corrected_by"))
    newest = known[-1] if known else batch
    seen = len(known)
    if form is None:
        form = BatchCorrectionForm(
            initial={"title": newest.title, "announced_on": newest.announced_on, "seen": seen}
        )
    elif refusal:
        form = BatchCorrectionForm(
            initial={**{name: form.data.get(name, "") for name in form.fields}, "seen": seen}
        )
    context = {
        "batch": batch,
        "newest": newest,
        "known": [(one, person(one.corrected_by)) for one in known],
        "form": form,
        "refusal": refusal,
        "crumbs": crumbs("batches", "題名と日付の訂正"),
    }
    return render(request, "office/batch_correction.html", context, status=409 if refusal else 200)
