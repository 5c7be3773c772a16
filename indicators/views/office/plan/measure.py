"""One measure in its editor: 要約 and 原文 side by side, initiatives with departments and bullets, DX/GX, related plans."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.forms.wording import MeasureEditor
from indicators.views.office.plan.frame import crumbs, find_plan
from indicators.views.office.plan.part import Context, PartPage
from indicators.views.shared.access import office_page
from indicators.wording.parts import part_of
from indicators.workflow.wording import open_draft
from measures.addresses import redirect
from measures.documents import FIGURE, Document, empty_document, lacking, lines_without
from measures.levels import in_levels
from measures.models import Department, Measure, Plan


@office_page("GET", "HEAD", "POST")
def measure(request: HttpRequest, by: User, key: str, number: int) -> HttpResponse:
    return MeasurePage(request, by, find_plan(key), number).serve()


@office_page("GET", "HEAD", "POST")
def new_measure(request: HttpRequest, by: User, key: str) -> HttpResponse:
    """Which number a new measure has; its page is that of any other."""
    plan = find_plan(key)
    error, typed = "", ""
    if request.method == "POST":
        typed = request.POST.get("number", "").translate({0xFF10 + i: 0x30 + i for i in range(10)}).strip()
        if typed.isascii() and typed.isdigit() and 0 < int(typed) <= 999:
            if Measure.objects.filter(plan=plan, number=int(typed)).exists():
                messages.info(request, f"{in_levels('施策')}{int(typed)}は、すでにあります。")
            return redirect("office:plan_measure", plan.key, int(typed))
        error = "1から999までの番号を、数字で入力してください。"
    context = {
        "plan": plan,
        "error": error,
        "typed": typed,
        "crumbs": crumbs(plan, in_levels("施策を加える")),
    }
    return render(request, "office/plan/measure_new.html", context)


class MeasurePage(PartPage):
    template = "office/plan/measure.html"
    editor = MeasureEditor

    def __init__(self, request: HttpRequest, by: User, plan: Plan, number: int) -> None:
        super().__init__(request, by, plan, part_of(number))
        self.number, self.title = number, f"{in_levels('施策')}{number}"

    def empty(self) -> Document:
        return empty_document()

    def completed(self, content: Document) -> Document:
        """Rows of indicators, and a policy's name, come from the text alone; a reference figure is not taken away."""
        draft = open_draft(self.plan, self.part)
        known = draft.content if draft else {}
        content["indicators"] = known.get("indicators", [])
        if "policy_name" in known:
            content["policy_name"] = known["policy_name"]
        printed = {name: said for name, said in (self.stands or {}).items() if name in dict(FIGURE)}
        if "ended_on" in (self.stands or {}):  # an end that is taken back says so
            content.setdefault("ended_on", "")
        return printed | content

    def context(self, content: Document) -> Context:
        policies = [(one.number, one.name) for one in self.plan.policies.all()]
        if content.get("policy_name") and content["policy"] not in dict(policies):
            policies.append((content["policy"], f"{content['policy_name']}（新しく加えます）"))
        return {
            "number": self.number,
            "policies": policies,
            "departments": Department.objects.living(),
            "lacking": lacking(content),
            "without_summary": lines_without(content, "summary"),
            "without_original": lines_without(content, "original"),
            "rows": content["indicators"],
            "measure": Measure.objects.filter(plan=self.plan, number=self.number).first(),
        }
