"""The title and day of a publication that is out, corrected by a record beside it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from indicators.forms import BatchCorrectionForm
from indicators.models import Batch, BatchCorrection
from indicators.views.office.confirming import Confirmation, differences, published_as_shown, shown_to
from indicators.views.office.frame import crumbs
from indicators.views.shared.access import office_page
from indicators.wording.days import write_day
from indicators.wording.people import person
from indicators.workflow import Incomplete, StaleVersion, WrongState, check_correction, correct_batch
from measures.addresses import redirect

TYPED = ("title", "announced_on", "reason")


@office_page("GET", "HEAD", "POST")
def batch_correction(request: HttpRequest, by: User, pk: int) -> HttpResponse:
    """What citizens read now, what was said before, and the form that says it anew."""
    batch = get_object_or_404(Batch, pk=pk, published_at__isnull=False)
    if request.method != "POST":
        return _page(request, batch)
    form = BatchCorrectionForm(request.POST)
    if not form.is_valid():
        return _page(request, batch, form)
    said = dict(form.cleaned_data)
    said["seen"] = said.pop("known")
    try:
        done = published_as_shown(
            request,
            lambda: _confirmation(request, batch, check_correction(batch=batch, by=by, **said)[0], said),
            lambda: correct_batch(batch=batch, by=by, **said),
        )
    except Incomplete as missing:
        form.add_missing(missing.errors)
        return _page(request, batch, form)
    except (StaleVersion, WrongState) as refusal:
        return _page(request, batch, form, str(refusal))
    if isinstance(done, HttpResponse):
        return done
    messages.success(
        request, "題名と日付を訂正しました。公開ページには、訂正前のものも理由と一緒に残ります。"
    )
    return redirect("office:batches")


def _confirmation(
    request: HttpRequest, batch: Batch, old: Batch | BatchCorrection, said: dict[str, Any]
) -> Confirmation:
    lines = [
        ("題名", old.title, said["title"].strip()),
        ("公表の日付", write_day(old.announced_on), write_day(said["announced_on"])),
    ]
    posted = {"known": str(said["seen"]), **{name: request.POST.get(name, "") for name in TYPED}}
    return Confirmation(
        title="公表の題名と日付を訂正します",
        button="訂正を公表する",
        back=request.path,
        template="office/confirm_batch.html",
        facts={
            **{f"いまの{label}": was for label, was, _ in lines},
            **{label: now for label, _, now in lines},
            "訂正の理由": said["reason"],
            "公表した値": "、".join(str(one) for one in batch.publications.all()),
        },
        about={
            "lines": lines,
            "reason": said["reason"],
            "count": batch.publications.count(),
            "crumbs": crumbs("batches", "公表の前に確かめる"),
        },
        posted=list(posted.items()),
    )


def _page(
    request: HttpRequest, batch: Batch, form: BatchCorrectionForm | None = None, refusal: str = ""
) -> HttpResponse:
    """After a refusal nothing was written: what was typed is kept, and goes on top of what stands now."""
    known = list(batch.corrections.select_related("corrected_by"))
    newest = known[-1] if known else batch
    if form is None:
        said: dict[str, Any] = {"title": newest.title, "announced_on": newest.announced_on}
    else:
        said = {name: form.data.get(name, "") for name in TYPED}
    if form is None or refusal:
        form = BatchCorrectionForm(initial={**said, "known": len(known)})
    context = {
        "batch": batch,
        "newest": newest,
        "known": [(one, person(one.corrected_by)) for one in known],
        "form": form,
        "refusal": refusal,
        "both": differences(shown_to(request), {}),
        "crumbs": crumbs("batches", "題名と日付の訂正"),
    }
    return render(request, "office/batch_correction.html", context, status=409 if refusal else 200)
