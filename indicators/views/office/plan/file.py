"""The whole plan as a file: taken away empty or filled, given back, looked at, and put into the plan whole or not at all."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils import timezone

from indicators.forms.days import read_day
from indicators.forms.fields import read_reason
from indicators.forms.plan_file import PlanFile
from indicators.forms.plan_file.free import packed
from indicators.forms.plan_file.workbook import read_sheets, read_workbook
from indicators.forms.plan_file.yaml_text import read_yaml, write_yaml
from indicators.models import PlanUpload
from indicators.plan_tables import BY_KEY, Finding, Line, Lines, PlanTables, tables_of
from indicators.plan_tables.examples import made_examples
from indicators.plan_texts import texts_of_plan
from indicators.spreadsheets.plan_workbook import plan_xlsx
from indicators.spreadsheets.upload.errors import UploadRefused
from indicators.views.office.confirming import Confirmation, Facts, published_as_shown
from indicators.views.office.plan.file_columns import PlanColumns
from indicators.views.office.plan.file_preview import Preview
from indicators.views.office.plan.file_progress import Told
from indicators.views.office.plan.frame import crumbs, find_plan
from indicators.views.shared.access import office_page
from indicators.views.shared.files import XLSX
from indicators.wording.people import person
from indicators.workflow import Incomplete, NotAllowed, StaleVersion, WrongState
from indicators.workflow.closed_plans import why_closed
from indicators.workflow.counted import listening
from indicators.workflow.plan_file import (
    check_file,
    choose_deletes,
    discard_upload,
    hand_in_upload,
    keep_columns,
    keep_upload,
    open_uploads,
    publish_upload,
    put_in_upload,
    read_upload,
)
from measures.addresses import redirect
from measures.levels import usual_words_note
from measures.models import Plan

_CHOICES = ("keep", "delete", "discard", "heads", "columns")
_STEPS = {
    "put_in": ("このファイルの内容を計画に入れる", "計画に入れる"),
    "hand_in": ("このファイルの公表を頼む", "ほかの計画担当に公表を頼む"),
    "publish": ("このファイルの内容を公表します", "公表する"),
}


@office_page("GET", "HEAD")
def download(request: HttpRequest, by: User, key: str, what: str) -> HttpResponse:
    plan = find_plan(key)
    tables = tables_of(plan)
    if what == "yaml":
        return _attached(write_yaml(plan, tables), "application/yaml; charset=utf-8", f"plan-{plan.key}.yaml")
    if what not in ("empty", "filled"):
        raise Http404(what)
    # Examples of a plan that has nothing yet come from the one that was made before it.
    examples = tables if tables["indicators"].rows else _examples(plan)
    filled = _with_every_row(plan, tables) if what == "filled" else {"departments": tables["departments"]}
    data = plan_xlsx(key=plan.key, name=str(plan), years=plan.years, tables=filled, examples=examples)
    return _attached(data, XLSX, f"plan-{plan.key}-{what}.xlsx")


def _with_every_row(plan: Plan, tables: PlanTables) -> PlanTables:
    """With a row of 読み・英語 for each text of the plan, and one of 主とりまとめ for each initiative, in its order, for whoever
    fills them in there."""
    known = {line.cells["original"]: line for line in tables["translations"].rows}
    empty = {"reading": "", "easy": "", "english": ""}
    rows = [known.pop(text, Line({"original": text, **empty})) for text in texts_of_plan(plan)]
    leads = {line.cells["initiative"]: line for line in tables["deed_leads"].rows}
    codes = [line.cells["code"] for line in tables["initiatives"].rows]
    none = {"department": "", "reason": ""}
    gathered = [leads.get(code, Line({"initiative": code, **none})) for code in codes]
    return {**tables, "translations": Lines([*rows, *known.values()]), "deed_leads": Lines(gathered)}


def _attached(data: str | bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _examples(plan: Plan) -> PlanTables:
    other = Plan.objects.exclude(pk=plan.pk).order_by("-first_year").first()
    found = tables_of(other) if other else {}
    return found if found and found["indicators"].rows else made_examples(plan.first_year, plan.last_year)


@office_page("GET", "HEAD", "POST")
def file(request: HttpRequest, by: User, key: str) -> HttpResponse:
    plan = find_plan(key)
    told = Told(plan, by)
    try:
        with listening(told):
            return FilePage(request, by, plan).serve()
    finally:
        told.end()


class FilePage:
    """Its steps: read (kept for this person), choose what becomes of missing rows, put in or hand in, publish, give up."""

    def __init__(self, request: HttpRequest, by: User, plan: Plan) -> None:
        self.request, self.by, self.plan = request, by, plan
        self.uploads = open_uploads(plan)
        self.mine = next((one for one in self.uploads if one.uploaded_by_id == by.pk), None)

    def serve(self) -> HttpResponse:
        if self.request.method != "POST":
            return self._page()
        action = self.request.POST.get("action", "")
        if action == "read":
            try:
                return self._read()
            except WrongState as refusal:
                return self._page(refusal=str(refusal))
        upload = self._posted()
        if action not in (*_STEPS, *_CHOICES) or upload is None:
            return HttpResponseBadRequest("不明な操作です。")
        try:
            return self._step(action, upload)
        except Incomplete as missing:
            is_typed = missing.errors.keys() & {"reason", "on"}
            return self._page(refusal=missing.message if is_typed else _WRONG)
        except (StaleVersion, WrongState) as refusal:
            return self._page(refusal=str(refusal))

    def _posted(self) -> PlanUpload | None:
        said = self.request.POST.get("upload", "")
        return next((one for one in self.uploads if str(one.pk) == said), None)

    # --- Steps -----------------------------------------------------------------------------------

    def _read(self) -> HttpResponse:
        given = self.request.FILES.get("file")
        if given is None:
            return self._not_read([Finding("", "", "ファイルを選んでください。")])
        name = given.name or ""
        standing = tables_of(self.plan)
        raw: dict[str, Any] = {}
        try:
            data = given.read()
            if name.lower().endswith((".yaml", ".yml")):
                found = read_yaml(self.plan, data, standing)
            else:
                sheets = read_sheets(name, data)
                if not sheets[0].is_ours:
                    raw = packed(sheets)
                found = PlanFile() if raw else read_workbook(self.plan, sheets, standing)
        except UploadRefused as refused:
            wrong = [Finding(one.cell, "", one.message) for one in refused.problems]
            return self._not_read(wrong, file_name=name)
        other = found.made_from_other(self.plan)
        if other and not self.request.POST.get("other"):
            wrong = [Finding("", "", _OTHER.format(other=other, plan=self.plan))]
            return self._not_read(wrong, file_name=name, other=other)
        if other:
            found.warnings.add(f"ほかの計画{other}から作ったファイルです。")
        errors = check_file(self.plan, standing, found.tables, deletes=False, errors=found.errors).errors
        if errors:
            return self._not_read(errors.found, more=errors.more, file_name=name, other=other)
        warnings = found.warnings.found
        keep_upload(plan=self.plan, name=name, tables=found.tables, warnings=warnings, raw=raw, by=self.by)
        return redirect(f"{self.request.path}#preview")

    def _not_read(self, problems: list[Finding], **more: Any) -> HttpResponse:
        """The file before it stays, on its own page: below this one's problems its button would be taken for this one's."""
        earlier, self.mine = self.mine, None
        return self._page(problems=problems, earlier=earlier, **more)

    def _choose_columns(self, upload: PlanUpload, *, reads: bool) -> HttpResponse:
        """Which column is what; with `reads` the rows by it, and nothing is kept of them where one is wrong."""
        chosen = PlanColumns(self.plan, upload).typed(self.request.POST)
        given: dict[str, Any] = {"upload": upload, "layout": chosen.layout.as_json(), "by": self.by}
        keep_columns(**given, version=upload.version, tables=None)
        if not reads:
            return redirect(f"{self.request.path}#preview")
        standing = tables_of(self.plan)
        found = chosen.read(standing)
        errors = check_file(self.plan, standing, found.tables, deletes=False, errors=found.errors).errors
        self.uploads = open_uploads(self.plan)
        self.mine = self._posted()
        if errors:
            return self._page(problems=errors.found, more=errors.more, file_name=upload.name)
        keep_columns(**given, version=upload.version + 1, tables=found.tables, warnings=found.warnings.found)
        return redirect(f"{self.request.path}#preview")

    def _step(self, action: str, upload: PlanUpload) -> HttpResponse:
        if action not in ("publish", "discard") and upload.uploaded_by_id != self.by.pk:
            raise NotAllowed("ほかの人が選んだファイルです。")
        version = upload.version
        if action in ("keep", "delete"):
            choose_deletes(upload=upload, version=version, deletes=action == "delete", by=self.by)
            return redirect(f"{self.request.path}#preview")
        if action in ("heads", "columns") and upload.raw:
            return self._choose_columns(upload, reads=action == "columns")
        if action == "discard":
            discard_upload(upload=upload, version=version, by=self.by)
            messages.success(self.request, "ファイルを取りやめました。計画は変わっていません。")
            return redirect(self.request.path)
        done = published_as_shown(
            self.request, lambda: self._look(upload, action), lambda: self._carry_out(action, upload)
        )
        if isinstance(done, HttpResponse):
            return done
        messages.success(self.request, done)
        return redirect(self.request.path)

    def _carry_out(self, action: str, upload: PlanUpload) -> str:
        if action == "publish":
            done = publish_upload(upload=upload, version=upload.version, by=self.by, on=self._day())
            if done is None:
                return "公表する日を決めました。その日になると、見ていた内容のまま公表します。"
            return "ファイルの内容を公表しました。公開ページに表示されています。"
        if action == "put_in":
            put_in_upload(upload=upload, version=upload.version, by=self.by)
            return "ファイルの内容を計画に入れました。目標と説明は下書きで、計画とともに公表します。実績の下書きは、提出して、ほかの人が確かめます。"
        reason = read_reason(self.request.POST.get("reason", ""))
        kept = hand_in_upload(upload=upload, version=upload.version, reason=reason, by=self.by)
        if kept is None:
            return "実績を下書きに入れました。ほかの人が確かめて公表します。"
        return "ほかの計画担当に公表を頼みました。公表されるまで、市民には見えません。"

    def _day(self) -> date | None:
        """From which day on; Incomplete for what is no day."""
        typed = self.request.POST.get("on", "").strip()
        try:
            return read_day(typed) if typed else None
        except ValueError as refusal:
            raise Incomplete({"on": str(refusal)}) from None

    # --- What is shown ---------------------------------------------------------------------------

    def _look(self, upload: PlanUpload, action: str) -> "Look":
        preview = Preview(upload, read_upload(upload))
        title, button = _STEPS[action]
        return Look(
            title=title,
            button=button,
            back=self.request.path,
            template="office/plan/file_changes.html",
            facts=preview.facts,
            page_of=self,
            preview=preview,
            action=action,
        )

    def _page(
        self,
        *,
        look: "Look | None" = None,
        seen: str = "",
        refusal: str = "",
        problems: list[Finding] | None = None,
        **more: Any,
    ) -> HttpResponse:
        waiting = [one for one in self.uploads if one.handed_in_at and one.uploaded_by_id != self.by.pk]
        columns = None
        if self.mine is not None and self.mine.raw and not self.mine.tables:
            columns = PlanColumns(self.plan, self.mine)
        elif look is None and self.mine is not None:
            action = "hand_in" if self.plan.is_public else "put_in"
            look = self._look(self.mine, action)
        context: dict[str, Any] = {
            "plan": self.plan,
            "tables": BY_KEY.values(),
            "usual_words": usual_words_note(),
            "look": look,
            "columns": columns,
            "seen": seen or (look.signed(self.request) if look else ""),
            "refusal": refusal,
            "closed": why_closed(self.plan),
            "problems": problems or [],
            "waiting": [{"upload": one, "by": person(one.uploaded_by)} for one in waiting],
            "is_handed_in": look is not None and look.preview.upload.handed_in_at is not None,
            "on": self.request.POST.get("on", ""),
            "reason": self.request.POST.get("reason", ""),
            "crumbs": crumbs(self.plan, "ファイルで入力"),
            **more,
        }
        status = 409 if refusal else 200
        return render(self.request, "office/plan/file.html", context, status=status)


_OTHER = (
    "このファイルは、ほかの計画{other}から作ったものです。ここは「{plan}」です。計画を間違えていないか、確かめてください。"
    "ほかの計画の内容から始めるときは、下の「ほかの計画から作ったファイルを使う」に印を付けて、もう一度選んでください。"
)
_WRONG = "計画が変わったため、このファイルに直すところがあります。"


@dataclass(frozen=True)
class Look(Confirmation):
    """The page of the file itself is the one that shows before it does: what was seen stays there on a refusal."""

    page_of: FilePage | None = None
    preview: Any = None
    action: str = ""

    def page(self, request: HttpRequest, refusal: str = "", shown: Facts | None = None) -> HttpResponse:
        assert self.page_of is not None
        return self.page_of._page(look=self, refusal=refusal)

    @property
    def uploaded_at(self) -> Any:
        return timezone.localtime(self.preview.upload.uploaded_at)
