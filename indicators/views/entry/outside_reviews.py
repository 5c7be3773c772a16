"""What a council said of a measure's year, and the city's answers: typed by one of the office, handed in for another's eyes."""

from functools import partial

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from indicators.forms import ReasonOfChangeForm
from indicators.forms.outside_review import LONGEST, OutsideReviewForm
from indicators.frames import said_outside
from indicators.models import Cycle, OutsideReview
from indicators.views.entry.keeping import Both, answer_kept, differing
from indicators.views.entry.records import (
    RecordPlace,
    Refusal,
    begin_change,
    discard_page,
    hand_in,
    on_top_of,
)
from indicators.views.shared.access import signed_in, staff_page
from indicators.views.shared.autosave import asks_for_json
from indicators.views.shared.reviewing import Context, who_context
from indicators.views.shared.sheet_paper import paper_of
from indicators.views.shared.sheet_story import find_measure, log_of_comments
from indicators.wording.approvals import OFFICE
from indicators.wording.days import write_day
from indicators.wording.steps import steps_of_record
from indicators.workflow import OUTSIDE_REVIEWS, SHEETS
from measures.addresses import redirect, reverse
from measures.fiscal_year import FiscalYear
from measures.levels import in_levels
from measures.models import Measure

WORDS = {
    "draft": "の下書きを保存しました。公表するには、確かめてから「提出する」を押してください。",
    "submit": "を提出しました。企画課のほかの人が確かめて公表するか、理由をつけて差し戻します。",
}


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def outside_review(request: HttpRequest, number: int, year: int) -> HttpResponse:
    """The form while it can be written, else what stands."""
    by, measure = _asked(request, number, year)
    page = partial(_page, request, measure, year)
    if request.method != "POST":
        return page()
    action = request.POST.get("action", "")
    form = OutsideReviewForm(request.POST, is_change="reason" in request.POST, more=action == "more")
    if action == "more":  # further boxes: nothing is saved, nothing that was typed is lost
        return page(form)
    place = _place(measure, year)
    if action == "draft" and asks_for_json(request):
        return answer_kept(request, by, place, form, partial(_beside, form=form))
    answer = hand_in(request, by, place, form, page, WORDS)
    is_done = answer.status_code == 302 and action == "submit"
    return redirect("office:sheet", number, year) if is_done else answer


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: int, year: int) -> HttpResponse:
    """Begin a change of what is published, with the reason that citizens will read."""
    by, measure = _asked(request, number, year)
    place = _place(measure, year)
    form = ReasonOfChangeForm(request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        refusal = begin_change(by, place, form.cleaned_data)
        if refusal is None:
            return redirect(place.page)
    context = {
        "measure": measure,
        "year": year,
        "record": place.current(),
        "form": form,
        "refusal": str(refusal or ""),
        "crumbs": place.crumbs("公表した意見の変更"),
    }
    return render(request, "entry/outside_review_change.html", context, status=409 if refusal else 200)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, number: int, year: int) -> HttpResponse:
    by, measure = _asked(request, number, year)

    def describe(record: OutsideReview | None) -> Context:
        title = f"{in_levels('施策')}{number} {FiscalYear(year).wareki}の外部評価の意見"
        return {
            "title": title,
            "outside": said_outside(record) if record else None,
            "content": "entry/discard_outside_review.html",
        }

    return discard_page(request, by, _place(measure, year), describe)


def _asked(request: HttpRequest, number: int, year: int) -> tuple[User, Measure]:
    by, measure = signed_in(request), find_measure(request, number, year)
    OUTSIDE_REVIEWS.check_person(by, measure)
    return by, measure


def _place(measure: Measure, year: int) -> RecordPlace:
    page = reverse("entry:outside_review", args=[measure.number, year])
    about = f"{in_levels('施策')}{measure.number}の外部評価の意見"
    return RecordPlace(OUTSIDE_REVIEWS, measure, year, about, "意見", page)


def _page(
    request: HttpRequest,
    measure: Measure,
    year: int,
    form: OutsideReviewForm | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """After a refusal nothing was saved: what stands is shown beside what was typed, which stays in the form."""
    current = OUTSIDE_REVIEWS.current(measure, year)
    has_cycle = Cycle.objects.filter(plan=measure.policy.plan, year=year).exists()
    may_type = has_cycle and (current is None or current.is_editable)
    form = form or OutsideReviewForm.of(current)
    both = _beside(current, form) if refusal else []
    if refusal and may_type:
        data, is_change = on_top_of(form, current)
        form = OutsideReviewForm(data, is_change=is_change)
    context: Context = {
        "measure": measure,
        "year": year,
        "record": current,
        "steps": steps_of_record(current, "入力", OFFICE, OFFICE),
        "form": form,
        "may_type": may_type,
        "has_cycle": has_cycle,
        "unsaved": form.is_bound,
        "refusal": str(refusal or ""),
        "both": both,
        "most": OutsideReview.MOST,
        "outside": said_outside(current) if current else None,
        "published": OUTSIDE_REVIEWS.current_published(measure, year),
        "paper": paper_of(measure, year, SHEETS.current(measure, year)),
        "log": log_of_comments(measure, year),
        **who_context(current),
        "crumbs": [
            {"label": "入力", "url": reverse("entry:tasks")},
            {"label": FiscalYear(year).wareki, "url": ""},
            {"label": f"{in_levels('施策')}{measure.number}の外部評価の意見", "url": ""},
        ],
    }
    return render(request, "entry/outside_review.html", context, status=409 if refusal else 200)


def _beside(saved: OutsideReview | None, form: OutsideReviewForm) -> Both:
    """Each box by its label, where what is saved is not what was typed."""
    comments = saved.comments if saved else []
    stands = {"meeting": saved.meeting, "held_on": _day(saved)} if saved else {}
    labels = {"meeting": "会議の名前", "held_on": "会議の日"}
    heads = dict(zip(LONGEST, ("話した人", "意見", "市の答え"), strict=True))
    for at in range(max(form.count, len(comments))):
        for name, head in heads.items():
            key = f"{name}-{at}"
            labels[key] = f"{at + 1}番目の{head}"
            if at < len(comments):
                stands[key] = comments[at][name]
    return differing(labels, stands, {name: str(form.data.get(name, "")) for name in labels})


def _day(record: OutsideReview) -> str:
    return write_day(record.held_on) if record.held_on else ""
