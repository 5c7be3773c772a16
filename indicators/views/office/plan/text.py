"""The plan's own text, pasted or uploaded: what was found, what has no place, and from it drafts of measures."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render

from indicators.forms.plan_text import PlanTextForm, settled_of
from indicators.views.office.plan.departments import unknown_departments
from indicators.views.office.plan.frame import crumbs, find_plan
from indicators.views.shared.access import office_page
from indicators.workflow import StaleVersion
from indicators.workflow.plan_text import draft_measures, keep_text, text_source
from measures.addresses import redirect
from measures.levels import in_levels
from measures.models import Measure, Plan, TextSource, WordingDraft
from measures.plan_text import COMMON, Layout, MeasureText, PlanText, PlanTextError, read_plan_text
from measures.plan_text.placing import CHOICES, Place, Role

Context = dict[str, Any]


@office_page("GET", "HEAD", "POST")
def text(request: HttpRequest, by: User, key: str) -> HttpResponse:
    return TextPage(request, by, find_plan(key)).serve()


class TextPage:
    """Three steps on one page: read, settle, draft. Each keeps what came before it on the server."""

    def __init__(self, request: HttpRequest, by: User, plan: Plan) -> None:
        self.request, self.by, self.plan = request, by, plan
        self.source = text_source(plan)

    @property
    def layout(self) -> Layout:
        return Layout.of_json(self.source.layout) if self.source else COMMON

    def serve(self) -> HttpResponse:
        if self.request.method != "POST":
            return self._page()
        action = self.request.POST.get("action", "")
        if action == "read":
            return self._read()
        if action in ("settle", "draft") and self.source:
            return self._settle(self.source, draft=action == "draft")
        return HttpResponseBadRequest("不明な操作です。")

    def _read(self) -> HttpResponse:
        form = PlanTextForm(self.request.POST, self.request.FILES, layout=self.layout)
        if not form.is_valid():
            return self._page(form)
        try:
            read_plan_text(form.source, form.layout)
            # Places that were chosen by hand name lines: of another text they would name other ones.
            is_same = self.source is not None and self.source.text == form.source
            settled = self.source.settled if is_same and self.source else {}
            self._keep(form.source, form.layout, settled, form.cleaned_data["version"])
        except PlanTextError as refusal:
            form.add_error("text", str(refusal))
            return self._page(form)
        except StaleVersion as refusal:
            return self._page(form, str(refusal))
        return redirect(f"{self.request.path}#found")

    def _settle(self, source: TextSource, *, draft: bool) -> HttpResponse:
        settled = {**source.settled, **settled_of(self.request.POST)}
        typed = self.request.POST.get("version", "")
        version = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else -1
        try:
            self._keep(source.text, self.layout, settled, version)
        except StaleVersion as refusal:
            return self._page(refusal=str(refusal))
        if not draft:
            messages.success(self.request, "決めたところを保存しました。")
            return redirect(f"{self.request.path}#found")
        numbers = {
            int(one) for one in self.request.POST.getlist("measure") if one.isascii() and one.isdigit()
        }
        found = self._found()
        assert found is not None
        made = draft_measures(
            plan=self.plan, measures=[one for one in found.measures if one.number in numbers], by=self.by
        )
        if made.skipped:
            skipped = "、".join(f"{in_levels('施策')}{number}" for number in made.skipped)
            messages.warning(self.request, f"{skipped}には下書きがすでにあるので、作りませんでした。")
        messages.success(self.request, f"{len(made.drafted)}つの{in_levels('施策')}の下書きを作りました。")
        return redirect("office:plan", self.plan.key)

    def _keep(self, text: str, layout: Layout, settled: dict[str, str], version: int) -> None:
        keep_text(plan=self.plan, text=text, layout=layout, settled=settled, by=self.by, version=version)
        self.source = text_source(self.plan)

    def _found(self) -> PlanText | None:
        if self.source is None or not self.source.text:
            return None
        settled = {int(line): role for line, role in self.source.settled.items()}
        try:
            return read_plan_text(self.source.text, self.layout, settled)
        except PlanTextError:
            return None

    def _page(self, form: PlanTextForm | None = None, refusal: str = "") -> HttpResponse:
        found = self._found()
        kept = {"text": self.source.text, "version": self.source.version} if self.source else {}
        context: Context = {
            "plan": self.plan,
            "form": form or PlanTextForm(initial=kept, layout=self.layout),
            "unsaved": form is not None,
            "version": self.source.version if self.source else 0,
            "source": self.source,
            "found": found,
            "choices": CHOICES,
            "refusal": refusal,
            "crumbs": crumbs(self.plan, "計画書の文字から取り込む"),
            **(self._shown(found) if found else {}),
        }
        return render(self.request, "office/plan/text.html", context, status=409 if refusal else 200)

    def _shown(self, found: PlanText) -> Context:
        drafted = WordingDraft.objects.filter(plan=self.plan, published_at__isnull=True)
        parts = set(drafted.values_list("part", flat=True))
        known = set(Measure.objects.filter(plan=self.plan).values_list("number", flat=True))
        return {
            "measures": [
                {
                    "text": one,
                    "statements": _counted(one),
                    "details": sum(len(initiative.details) for initiative in one.initiatives),
                    "open": _open(found.places, one.number),
                    "is_known": one.number in known,
                    "is_drafted": f"measure-{one.number}" in parts,
                }
                for one in found.measures
            ],
            "proposed": sum(place.proposed for place in found.places),
            "mended": [one for one in found.mendings if "つなぎ" not in one.what],
            "joined": [one for one in found.mendings if "つなぎ" in one.what],
            "unknown_departments": unknown_departments(self.plan),
        }


def _counted(measure: MeasureText) -> list[int]:
    return [
        sum(one.section == section for one in measure.statements)
        for section in ("situation", "issue", "direction")
    ]


def _open(places: tuple[Place, ...], number: int) -> list[Place]:
    """The paragraphs of a measure's page whose section nobody has told yet, and those that somebody settled."""
    pages = {
        one.page
        for one in places
        if one.role is Role.MEASURE and one.match and int(one.match["number"]) == number
    }
    return [one for one in places if one.page in pages and one.proposed]
