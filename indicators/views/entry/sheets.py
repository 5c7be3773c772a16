"""The evaluation sheet of one measure and year, for those who write it: draft, submit, change, give up."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from indicators.forms import ReasonOfChangeForm
from indicators.forms.sheets import LONGEST, SheetForm
from indicators.models import Cycle, EvaluationSheet
from indicators.models import WorkflowState as State
from indicators.permissions import may_read_unpublished, may_review, may_write_sheet
from indicators.views.entry.keeping import Both, answer_kept, differing
from indicators.views.entry.records import (
    RecordPlace,
    Refusal,
    begin_change,
    discard_page,
    hand_in,
    on_top_of,
)
from indicators.views.entry.sheet_beside import offers_of, plan_texts
from indicators.views.shared.access import signed_in, staff_page
from indicators.views.shared.approving import approval_context
from indicators.views.shared.autosave import asks_for_json
from indicators.views.shared.carried import TAKE, Offer, carried_into, take_over, unconfirmed
from indicators.views.shared.reviewing import Context, who_context
from indicators.views.shared.sheet_did import did_in_the_works
from indicators.views.shared.sheet_paper import (
    FIELDS,
    REMARKS,
    TEXTS,
    last_years,
    outside_in_the_works,
    paper_of,
    rows_in_the_works,
    workbook_of,
)
from indicators.views.shared.sheet_story import find_measure, log_of_sheet, looks_at_sheet
from indicators.wording.days import days_left
from indicators.wording.sentences import gap_sentence
from indicators.wording.steps import steps_of_record
from indicators.workflow import SHEETS, NotAllowed
from measures.addresses import redirect, reverse
from measures.fiscal_year import FiscalYear
from measures.levels import in_levels
from measures.models import Measure

NOT_YET = "企画課がサイクルを始めると、この年度の評価シートを書けるようになります。"


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, number: int, year: int) -> HttpResponse:
    """The form while it can be written, else what stands."""
    by = signed_in(request)
    measure = _to_write(request, by, number, year)
    page = partial(_page, request, by, measure, year)
    if request.method == "POST":
        form = SheetForm(request.POST, is_change="reason" in request.POST)
        offers = offers_of(last_years(measure, year))
        if TAKE in request.POST:
            return page(_taken_over(request, form, offers))
        if request.POST.get("action") == "draft" and asks_for_json(request):
            return answer_kept(request, by, _place(measure, year), form, partial(_beside, form=form))
        if request.POST.get("action") == "submit" and (asked := unconfirmed(form, offers, request)):
            form.add_missing(asked)
        return hand_in(request, by, _place(measure, year), form, page)
    return page()


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: int, year: int) -> HttpResponse:
    """Begin a change of what is published, with the reason that citizens will read."""
    by = signed_in(request)
    measure = _to_write(request, by, number, year)
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
        "sheet": place.current(),
        "form": form,
        "refusal": str(refusal or ""),
        "crumbs": place.crumbs("公表したシートの変更"),
    }
    return render(request, "entry/sheet_change.html", context, status=409 if refusal else 200)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, number: int, year: int) -> HttpResponse:
    by = signed_in(request)
    measure = _to_write(request, by, number, year)

    def describe(record: EvaluationSheet | None) -> Context:
        title = f"{in_levels('施策')}{number} {FiscalYear(year).wareki}の評価シート"
        return {"title": title, "read": _read(record), "content": "entry/discard_sheet.html"}

    return discard_page(request, by, _place(measure, year), describe)


@staff_page
@require_safe
def preview(request: HttpRequest, number: int, year: int) -> HttpResponse:
    """The paper as it would go out, marked as a draft until it has."""
    by = signed_in(request)
    measure, current = _to_read(request, by, number, year)
    context = {
        "paper": paper_of(measure, year, current, outside_in_the_works(measure, year)),
        "measure": measure,
        "year": year,
        "draft": current.state != State.PUBLISHED,
        "file_url": reverse("entry:sheet_xlsx", args=[number, year]),
        "may_write": may_write_sheet(by, measure),
        "may_review": may_review(by),
        "crumbs": [],
    }
    return render(request, "entry/sheet_preview.html", context)


@staff_page
@require_safe
def xlsx(request: HttpRequest, number: int, year: int) -> HttpResponse:
    measure, current = _to_read(request, signed_in(request), number, year)
    return workbook_of(paper_of(measure, year, current, outside_in_the_works(measure, year)))


# --- Inside -------------------------------------------------------------------------------------------


def _page(
    request: HttpRequest,
    by: User,
    measure: Measure,
    year: int,
    form: SheetForm | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """After a refusal nothing was saved: what stands is shown beside what was typed, which stays in the form."""
    current = SHEETS.current(measure, year)
    began = Cycle.objects.filter(plan=measure.policy.plan, year=year).first()
    may_type = began is not None and (current is None or current.is_editable)
    form = form or SheetForm.of(current)
    if refusal and may_type:
        data, is_change = on_top_of(form, current)
        form = SheetForm(data, is_change=is_change)
    typed = {name: form.data.get(name, "").strip() for name in SHEETS.content} if form.is_bound else {}
    figures, last = rows_in_the_works(measure, year), last_years(measure, year)
    carried = carried_into(form, offers_of(last), request)
    context: Context = {
        "measure": measure,
        "year": year,
        "record": current,
        "steps": steps_of_record(current, "作成", looks_at_sheet(measure, current, by)),
        **_due(began),
        "form": form,
        "fields": [
            {**_field(form, name, current if refusal else None), "line": carried.lines.get(name)}
            for name in (TEXTS if may_type else ())
        ],
        "unsaved": form.is_bound,
        "carried": carried,
        "other_rating": _other_rating(form, current) if refusal and may_type else "",
        "longest": LONGEST,
        "may_type": may_type,
        "not_yet": "" if began else NOT_YET,
        "refusal": str(refusal or ""),
        "typed": [(FIELDS[name], text) for name, text in typed.items() if text] if not may_type else [],
        "read": _read(current),
        "remarks": [(label, text) for name, label in REMARKS.items() if (text := getattr(current, name, ""))],
        "figures": [(row, gap_sentence(row)) for row in figures],
        "unpublished": any(row.unpublished for row in figures),
        "last": last,
        "plan": plan_texts(measure),
        "did": did_in_the_works(measure, year, by),
        "log": log_of_sheet(measure, year),
        "published": SHEETS.current_published(measure, year),
        **who_context(current),
        **approval_context(current, by),
        "may_review": may_review(by),
        "crumbs": [
            {"label": "入力", "url": reverse("entry:tasks")},
            {"label": FiscalYear(year).wareki, "url": ""},
            {"label": f"{in_levels('施策')}{measure.number}の評価シート", "url": ""},
        ],
    }
    return render(request, "entry/sheet.html", context, status=409 if refusal else 200)


def _due(cycle: Cycle | None) -> Context:
    """The day of the sheets of the cycle, how long until then, and whether it has passed."""
    due, today = cycle.sheets_due_on if cycle else None, timezone.localdate()
    return {
        "cycle": cycle,
        "sheet_due": due,
        "sheet_left": days_left(due, today) if due else "",
        "sheet_late": due is not None and due < today,
    }


def _taken_over(request: HttpRequest, form: SheetForm, offers: list[Offer]) -> SheetForm:
    """The form with a text of the year before in its box; nothing is saved, and what else was typed stays."""
    data, refusal = take_over(form, offers, request.POST[TAKE])
    if data is None:
        messages.warning(request, refusal)
        return form
    messages.success(request, "引き継いで、欄に入れました。まだ保存していません。")
    return SheetForm(data, is_change="reason" in request.POST)


def _beside(saved: EvaluationSheet | None, form: SheetForm) -> Both:
    """Each text, and the rating in words, where what is saved is not what was typed."""
    labels = {**TEXTS, "rating": FIELDS["rating"]}
    ratings = dict(EvaluationSheet.Rating.choices)
    typed = {name: str(form.data.get(name, "")) for name in labels}
    stands = {name: getattr(saved, name, "") for name in labels}
    for said in (typed, stands):
        said["rating"] = ratings.get(said["rating"], "")
    return differing(labels, stands, typed)


def _field(form: SheetForm, name: str, saved: EvaluationSheet | None) -> Context:
    """A text's field, and what somebody else saved there meanwhile, where it differs."""
    typed = form[name].value() or ""
    other = getattr(saved, name, "")
    return {
        "field": form[name],
        "length": len(typed.replace("\r\n", "\n")),
        "differs": saved is not None and other.strip() != typed.replace("\r\n", "\n").strip(),
        "other": other,
    }


def _other_rating(form: SheetForm, saved: EvaluationSheet | None) -> str:
    if saved is None or saved.rating == form["rating"].value():
        return ""
    return saved.get_rating_display() or "選ばれていません"


def _read(sheet: EvaluationSheet | None) -> list[tuple[str, str]]:
    """Every content of a sheet under its label, to be read."""
    if sheet is None:
        return []
    contents = {name: getattr(sheet, name) for name in FIELDS} | {"rating": sheet.get_rating_display()}
    return [(FIELDS[name], text) for name, text in contents.items() if text or name not in REMARKS]


def _to_write(request: HttpRequest, user: User, number: int, year: int) -> Measure:
    measure = find_measure(request, number, year)
    SHEETS.check_person(user, measure)
    return measure


def _to_read(request: HttpRequest, user: User, number: int, year: int) -> tuple[Measure, EvaluationSheet]:
    """What stands, for those who write it and those who read everything before publication."""
    measure = find_measure(request, number, year)
    if not (may_write_sheet(user, measure) or may_read_unpublished(user)):
        raise NotAllowed("公表前の評価シートを見られるのは、主担当の課と企画課、管理職です。")
    current = SHEETS.current(measure, year)
    if current is None:
        raise Http404(f"{number} {year}")
    return measure, current


def _place(measure: Measure, year: int) -> RecordPlace:
    page = reverse("entry:sheet", args=[measure.number, year])
    return RecordPlace(
        SHEETS, measure, year, f"{in_levels('施策')}{measure.number}の評価シート", "シート", page
    )
