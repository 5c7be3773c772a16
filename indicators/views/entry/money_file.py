"""The accounting system's table as a file: read, its columns chosen once, looked at with its totals, put in whole or not at all."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from indicators.forms.fields import read_reason
from indicators.forms.money_file import MoneyColumns, MoneyLayout
from indicators.forms.plan_file.free import packed, unpacked
from indicators.models import MoneyUpload
from indicators.spreadsheets.upload.errors import Problem, UploadRefused
from indicators.spreadsheets.upload.reader import read_book
from indicators.views.entry.money import label_of, plan_to_spend
from indicators.views.entry.money_preview import Line, Preview, preview_of
from indicators.views.shared.access import signed_in, staff_page
from indicators.wording.approvals import next_in_words, order_in_words
from indicators.wording.people import person
from indicators.workflow import (
    Incomplete,
    ManySpendingsRefused,
    SpendingDraft,
    StaleVersion,
    choose_money_columns,
    departments_to_spend,
    discard_money_upload,
    keep_money_upload,
    known_money_layout,
    money_upload,
    put_in_money,
    taken_before,
)
from measures.addresses import redirect, reverse
from measures.models import Plan

CHANGED = (
    "確かめているあいだに、ほかの人が費用を保存したか、公表しました。いまの内容で、もう一度確かめてください。"
)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def money_file(request: HttpRequest, year: int) -> HttpResponse:
    return MoneyFilePage(request, signed_in(request), plan_to_spend(request, year), year).serve()


class MoneyFilePage:
    """Its steps: read (kept for this person), choose columns, look, put in as drafts or hand in, give up."""

    def __init__(self, request: HttpRequest, by: User, plan: Plan, year: int) -> None:
        self.request, self.by, self.plan, self.year = request, by, plan, year
        self.upload = money_upload(plan, by)
        if self.upload is not None and self.upload.year != year:
            self.upload = None
        self.departments = departments_to_spend(by)

    def serve(self) -> HttpResponse:
        if self.request.method != "POST":
            return self._page()
        action = self.request.POST.get("action", "")
        if action == "read":
            return self._read()
        if action not in _STEPS:
            return HttpResponseBadRequest("不明な操作です。")
        if self.upload is None or str(self.upload.pk) != self.request.POST.get("upload", ""):
            return self._page(refusal=_GONE)
        try:
            return getattr(self, f"_{_STEPS[action]}")(self.upload, action)
        except (StaleVersion, Incomplete) as refusal:
            return self._page(refusal=str(refusal))

    # --- Steps -----------------------------------------------------------------------------------

    def _read(self) -> HttpResponse:
        given = self.request.FILES.get("file")
        if given is None:
            return self._page(problems=[Problem("", "ファイルを選んでください。")])
        name, data = given.name or "", given.read()
        known = MoneyLayout.of(known_money_layout(self.plan))
        try:
            sheets = read_book(name, data, titles=(), beside=())
            raw = packed(sheets)
        except UploadRefused as refused:
            self.upload = None
            return self._page(problems=refused.problems, file_name=name)
        columns = MoneyColumns(sheets, known)
        layout = {}
        if columns.is_remembered and not columns.lacking():
            layout = MoneyLayout(columns.layout, known.unit, known.department).as_json()
        keep_money_upload(
            plan=self.plan, year=self.year, name=name, data=data, raw=raw, layout=layout, by=self.by
        )
        return redirect(f"{self.request.path}#preview")

    def _choose(self, upload: MoneyUpload, action: str) -> HttpResponse:
        columns = _columns(upload, self.plan).typed(self.request.POST)
        typed = self.request.POST
        department = next(
            (one.pk for one in self.departments if str(one.pk) == typed.get("department")), None
        )
        unit = typed.get("unit", "円")
        layout = MoneyLayout(columns.layout, unit, department).as_json()
        chosen = action == "columns"
        if chosen and (lacking := columns.lacking()):
            return self._page(refusal=lacking, columns=columns)
        choose_money_columns(upload=upload, layout=layout, is_chosen=chosen, by=self.by)
        return redirect(f"{self.request.path}#preview")

    def _again(self, upload: MoneyUpload, action: str) -> HttpResponse:
        choose_money_columns(upload=upload, layout=upload.layout, is_chosen=False, by=self.by)
        return redirect(f"{self.request.path}#preview")

    def _discard(self, upload: MoneyUpload, action: str) -> HttpResponse:
        discard_money_upload(upload=upload, by=self.by)
        messages.success(self.request, "ファイルを取りやめました。費用は変わっていません。")
        return redirect(self.request.path)

    def _look(self, upload: MoneyUpload, action: str) -> HttpResponse:
        return self._page(typed=self.request.POST)

    def _put_in(self, upload: MoneyUpload, action: str) -> HttpResponse:
        """All that the preview takes, or nothing."""
        preview = self._preview(upload, self.request.POST)
        reason = read_reason(self.request.POST.get("reason", ""))
        if preview is None or preview.problems or preview.errors:
            return self._page(typed=self.request.POST)
        if preview.seal != self.request.POST.get("seal", ""):
            return self._page(refusal=CHANGED, typed=self.request.POST)
        if preview.changes and not reason:
            raise Incomplete({"reason": "公表した費用が変わるので、訂正の理由を入力してください。"})
        if not preview.written:
            raise Incomplete({"": "取り込むものがありません。"})
        try:
            kept = put_in_money(
                upload=upload,
                drafts=[_draft(line) for line in preview.written],
                hands_in=action == "submit",
                reason=reason,
                totals=_logged(preview),
                by=self.by,
            )
        except ManySpendingsRefused as refused:
            return self._page(refused=refused.errors, typed=self.request.POST)
        after = next_in_words(record.approval_level for record in kept)
        done = f"提出しました。{after}" if action == "submit" else "下書きに保存しました。"
        messages.success(self.request, f"{len(preview.written)}件の費用を{done}")
        return redirect(reverse("entry:money", args=[self.year]))

    # --- What is shown ---------------------------------------------------------------------------

    def _preview(self, upload: MoneyUpload, typed: Mapping[str, str] | None) -> Preview | None:
        """None while the columns are to be chosen."""
        if not upload.layout:
            return None
        layout = MoneyLayout.of(upload.layout)
        columns = MoneyColumns(unpacked(upload.raw), layout)
        return preview_of(self.plan, self.year, columns.read(layout.unit), layout, self.departments, typed)

    def _page(
        self,
        *,
        refusal: str = "",
        problems: Sequence[Problem] = (),
        typed: Mapping[str, str] | None = None,
        columns: MoneyColumns | None = None,
        refused: Mapping[str, Mapping[str, str]] | None = None,
        **more: Any,
    ) -> HttpResponse:
        upload, preview, before = self.upload, None, None
        if upload is not None:
            preview = None if columns else self._preview(upload, typed)
            before = taken_before(upload)
            if preview is None and columns is None:
                columns = _columns(upload, self.plan)
            if preview is not None and refused:
                preview.refuse(refused)
        context = {
            "year": self.year,
            "upload": upload,
            "columns": columns,
            "preview": preview,
            "order": self._order(preview) if preview else "",
            "before": _told_before(before) if before else None,
            "departments": self.departments,
            "reason": self.request.POST.get("reason", ""),
            "refusal": refusal,
            "problems": problems or (preview.problems if preview else ()),
            "file_name": upload.name if upload else "",
            "crumbs": [
                {"label": "入力", "url": reverse("entry:tasks")},
                {"label": label_of(self.year), "url": reverse("entry:money", args=[self.year])},
                {"label": "会計の表から入れる", "url": ""},
            ],
            **more,
        }
        return render(self.request, "entry/money_file.html", context, status=409 if refusal else 200)

    def _order(self, preview: Preview) -> str:
        """Who looks at what is handed in."""
        departments = (line.data["department"].pk for line in preview.written if line.data)
        return order_in_words(departments, self.by)


_GONE = "このファイルは、すでに取り込まれているか、取りやめられています。もう一度選んでください。"
# Action → the step that does it.
_STEPS = {
    "heads": "choose",
    "columns": "choose",
    "again": "again",
    "discard": "discard",
    "look": "look",
    "draft": "put_in",
    "submit": "put_in",
}


def _columns(upload: MoneyUpload, plan: Plan) -> MoneyColumns:
    return MoneyColumns(unpacked(upload.raw), MoneyLayout.of(known_money_layout(plan)))


def _draft(line: Line) -> SpendingDraft:
    assert line.data is not None
    current = line.current
    return SpendingDraft(line.owner, line.data, (current.pk, current.version) if current else (None, 0))


def _logged(preview: Preview) -> dict[str, str]:
    told = {"file": preview.in_file, "taken": preview.taken}
    return {
        f"{what}_{name}": "" if amount is None else str(amount)
        for what, amounts in told.items()
        for name, amount in vars(amounts).items()
    }


def _told_before(line: Any) -> dict[str, str]:
    at = timezone.localtime(line.at)
    return {"at": f"{at:%Y}年{at.month}月{at.day}日", "by": person(line.by), "year": str(line.year)}
