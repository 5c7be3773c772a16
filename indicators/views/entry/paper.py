"""起案用紙 of a selection of values, on A4 and as a workbook: for who may read each of them before it is public.

Any list of values offers it: tick boxes named `chosen` and a button that posts them here. The page
itself is asked for by an address, so that it can be opened again and printed: ?values=YEAR:INDICATOR,…;YEAR:…
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from indicators import frames
from indicators.forms.approval_paper import PaperForm
from indicators.models import Evidence, Indicator, Result
from indicators.permissions import departments_of, may_read_value
from indicators.spreadsheets.approval_paper import ApprovalPaper, PaperLine, paper_workbook
from indicators.views.entry.paper_stamps import Approvals
from indicators.views.shared.access import signed_in, staff_page
from indicators.views.shared.files import file_of
from indicators.views.shared.paper_values import MOST, Place, is_number, read, written
from indicators.wording.people import person
from indicators.workflow import VALUES, NotAllowed, WorkflowError
from measures.addresses import redirect, reverse
from measures.fiscal_year import FiscalYear

# Where a button of these lists leads back to, when nothing was ticked.
_LISTS = {"approvals": "approvals:list", "queue": "office:queue"}


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if request.method == "POST" and "keep" in request.POST:
        return _keep_number(request, user)
    if request.method == "POST":
        places = _places(request.POST.getlist("chosen"))
        if not places:
            return _nothing_chosen(request, _LISTS.get(request.POST.get("list", ""), "entry:tasks"))
        return redirect(f"{reverse('entry:paper')}?{urlencode({'values': written(places)}, safe=':,;')}")
    if "values" not in request.GET:
        return _nothing_chosen(request, "entry:tasks")
    made, form = _asked(request, user)
    query = {
        "values": request.GET.get("values", ""),
        **{key: request.GET.get(key, "") for key in ("title", "number", "day")},
    }
    context = {
        "paper": made,
        "form": form,
        "values": query["values"],
        "file_url": f"{reverse('entry:paper_xlsx')}?{urlencode(query, safe=':,;')}",
    }
    return render(request, "entry/paper.html", context)


def _nothing_chosen(request: HttpRequest, page: str) -> HttpResponse:
    messages.warning(request, "起案用紙に載せる値を選んでください。")
    return redirect(reverse(page))


def _keep_number(request: HttpRequest, user: User) -> HttpResponse:
    """The number of the paper decision, with each value of the paper: before it is public, by whoever may."""
    places = read(request.POST.get("values", ""))
    lines, number = lines_of(user, places), request.POST.get("number", "")
    try:
        with transaction.atomic():
            for line in lines:
                VALUES.set_decision_number(record=line.result, number=number, by=user)
    except WorkflowError as refusal:
        messages.warning(request, f"決裁番号は記録していません。{refusal}")
    else:
        messages.success(request, f"{len(lines)}件に決裁番号を記録しました。公表はされません。")
    return redirect(f"{reverse('entry:paper')}?{urlencode({'values': written(places)}, safe=':,;')}")


@staff_page
@require_safe
def xlsx(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if "values" not in request.GET:
        return _nothing_chosen(request, "entry:tasks")
    made, _ = _asked(request, user)
    return file_of(request, paper_workbook(made), "approval-paper", "xlsx")


def _places(chosen: Iterable[str]) -> list[Place]:
    """Of what was ticked: INDICATOR-YEAR, RECORD:VERSION as the queue names it, or indicator:RECORD:VERSION as the list of
    approvals does; what is no value of ours is passed over."""
    found, records = [], []
    for one in list(chosen)[:MOST]:
        indicator, sign, year = one.partition("-")
        record, _, version = one.removeprefix("indicator:").partition(":")
        if sign and is_number(indicator) and is_number(year):
            found.append((int(indicator), int(year)))
        elif is_number(record) and is_number(version):
            records.append(int(record))
    return [*found, *Result.objects.filter(pk__in=records).values_list("indicator", "year")]


def _asked(request: HttpRequest, user: User) -> tuple[ApprovalPaper, PaperForm]:
    places = read(request.GET.get("values", ""))
    form = PaperForm(request.GET)
    said: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    lines = lines_of(user, places)
    approvals = Approvals([line.result for line in lines])
    lines = tuple(replace(line, approved=approvals.of(line.result)) for line in lines)
    title = said.get("title") or _usual_title(lines)
    numbers = {line.decision_number for line in lines} - {""}
    number = said.get("number") or (numbers.pop() if len(numbers) == 1 else "")
    day = said.get("day") or timezone.localdate()
    drafter = _with_department(approvals.drafter or user)
    initial = {"title": title, "number": number, "day": day}
    made = ApprovalPaper(title, number, day, drafter, lines, approvals.stamps())
    return made, form if form.errors else PaperForm(initial=initial)


def _with_department(user: User) -> str:
    departments = "・".join(departments_of(user).values_list("name", flat=True))
    return f"{departments} {person(user)}".strip()


def lines_of(user: User, places: Iterable[Place]) -> tuple[PaperLine, ...]:
    """In the plan's order. NotAllowed where one of them is not for this person; Http404 where nothing stands of any."""
    wanted = set(places)
    indicators = Indicator.objects.filter(pk__in={pk for pk, _ in wanted}).select_related("lead_department")
    for indicator in indicators:
        if not may_read_value(user, indicator):
            raise NotAllowed("起案用紙に載せられるのは、見ることのできる値だけです。")
    results: Mapping[Place, Result] = {
        (result.indicator_id, result.year): result  # the newest of its chain comes last
        for result in Result.objects.filter(indicator__in=indicators, year__in={year for _, year in wanted})
        .select_related("submitted_by", "indicator")
        .order_by("number")
    }
    evidence = _evidence(results, wanted)
    lines = tuple(
        PaperLine(row, result, tuple(evidence.get((row.indicator_id, row.year, result.number), ())))
        for row in frames.working(Indicator.objects.filter(pk__in=[one.pk for one in indicators]))
        if (row.indicator_id, row.year) in wanted
        and (result := results.get((row.indicator_id, row.year))) is not None
    )
    if not lines:
        raise Http404("起案用紙に載せる値がありません。")
    return lines


def _evidence(results: Mapping[Place, Result], wanted: set[Place]) -> dict[tuple[int, int, int], list[str]]:
    """By indicator, year and number of the record: names of files, addresses of links."""
    found: dict[tuple[int, int, int], list[str]] = {}
    kept = Evidence.objects.attached().filter(
        indicator__in={pk for pk, _ in wanted}, year__in={year for _, year in wanted}
    )
    for one in kept.order_by("added_at", "pk"):
        found.setdefault((one.indicator_id, one.year, one.number), []).append(one.words)
    return found


def _usual_title(lines: Iterable[PaperLine]) -> str:
    years = sorted({line.row.year for line in lines})
    of_years = "・".join(FiscalYear(year).wareki for year in years[:3])
    return f"{of_years}{'ほか' if years[3:] else ''}の実績の公表について（{len(list(lines))}件）"
