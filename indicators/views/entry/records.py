"""What the entry pages of every reviewed record share (workflow/review/): hand in, begin a change, give a draft up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render

from indicators.forms import RecordVersionForm
from indicators.wording.approvals import waits_in_words
from indicators.workflow import Incomplete, ReviewWorkflow, StaleVersion, WrongState
from measures.addresses import redirect, reverse
from measures.fiscal_year import FiscalYear

Context = dict[str, Any]
Refusal = StaleVersion | WrongState
GONE = "この下書きはすでに取りやめられているか、内容が変わっています。"
HANDED_IN = {
    "draft": "の下書きを保存しました。届けるには「提出する」を押してください。",
    "submit": "を提出しました。企画課が確認し、公表するか、理由をつけて差し戻します。",
}


@dataclass(frozen=True)
class RecordPlace:
    """Whose record of which year; `about` in headings, `noun` what it is, `page` its address in the entry part."""

    workflow: ReviewWorkflow[Any]
    owner: Any
    year: int
    about: str
    noun: str
    page: str

    @property
    def name(self) -> str:
        return self.workflow.name(self.owner, self.year)

    def current(self) -> Any:
        return self.workflow.current(self.owner, self.year)

    def crumbs(self, last: str) -> list[dict[str, str]]:
        label = f"{FiscalYear(self.year).wareki} {self.about}"
        return [
            {"label": "入力", "url": reverse("entry:tasks")},
            {"label": label, "url": self.page},
            {"label": last, "url": ""},
        ]


def hand_in(
    request: HttpRequest,
    by: User,
    place: RecordPlace,
    form: Any,
    page: Callable[..., HttpResponse],
    words: Mapping[str, str] = HANDED_IN,
) -> HttpResponse:
    """Save what was typed as a draft, or submit it; then on to the record, or to the tasks.

    Else `page(form)`, where what is missing stands at its fields, or `page(form, refusal)`. `form`: with written()
    and expected_version(); `words`: what is said when it was done, by action.
    """
    action = request.POST.get("action", "")
    if action not in words:
        return HttpResponseBadRequest("不明な操作です。")
    if not form.is_valid():
        return page(form)
    step = place.workflow.save if action == "draft" else place.workflow.submit
    reason = form.cleaned_data.get("reason")
    expected = form.expected_version()
    try:
        done = step(owner=place.owner, year=place.year, data=form.written(), by=by, reason=reason, **expected)
    except Incomplete as missing:
        form.add_missing(missing.errors)
        return page(form)
    except (StaleVersion, WrongState) as refusal:
        return page(form, refusal)
    messages.success(request, f"{place.name}{_in_department(place, done) or words[action]}")
    return redirect(place.page if action == "draft" else "entry:tasks")


def _in_department(place: RecordPlace, record: Any) -> str:
    """What is said of what was handed in and is approved in its department first; "" else."""
    level = place.workflow.waiting(record).level if record.approval_level else None
    return (
        f"を提出しました。{waits_in_words(level)}です。課で承認されると、企画課へ進みます。" if level else ""
    )


def begin_change(by: User, place: RecordPlace, given: Mapping[str, Any]) -> Refusal | None:
    """Begin a change of what is published, with the reason and the kind that were `given`; why not, if not."""
    reason, kind = given.get("reason", ""), given.get("kind", "")
    try:
        place.workflow.open_change(owner=place.owner, year=place.year, reason=reason, kind=kind, by=by)
    except (StaleVersion, WrongState) as refusal:
        return refusal
    return None


def on_top_of(form: Any, current: Any) -> tuple[Any, bool]:
    """What was typed, now on top of what stands, for a new form; and whether that is a change of something published.

    The next save is a deliberate one.
    """
    data = form.data.copy()  # a QueryDict, whose copy can be written
    data["record"] = str(current.pk) if current else ""
    data["version"] = str(current.version) if current else "0"
    is_change = current is not None and current.is_change
    if is_change:
        data.setdefault("reason", current.reason)
    return data, is_change


def discard_page(
    request: HttpRequest, by: User, place: RecordPlace, describe: Callable[[Any], Context]
) -> HttpResponse:
    """Asked once more before a draft goes: GET shows what would be given up, POST does it.

    `describe(record)`: the title, and by which template ("content") the record is shown.
    """
    current, refusal = place.current(), ""
    if request.method == "POST":
        expected = RecordVersionForm(request.POST)
        try:
            if current is None or not expected.is_of(current):
                raise StaleVersion(GONE, current)
            place.workflow.discard(record=current, version=expected.cleaned_data["version"], by=by)
        except StaleVersion as refused:
            current, refusal = place.current(), str(refused)
        else:
            what = "変更" if current.is_change else "下書き"
            messages.success(request, f"{place.name}の{what}を取りやめました。記録には残ります。")
            return redirect("entry:tasks")
    context = {
        **vars(place),
        "record": current,
        "refusal": refusal,
        "mend": f"提出した{place.noun}を直すときは、企画課に差戻しを頼んでください。",
        "crumbs": place.crumbs("取りやめ"),
        **describe(current),
    }
    return render(request, "entry/discard.html", context, status=409 if refusal else 200)
