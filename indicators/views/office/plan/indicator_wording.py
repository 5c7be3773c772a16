"""What is said of one indicator beside its figures: drafted by one, put in by another where citizens read it."""

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse

from indicators.forms.indicator_wording import IndicatorEditor, IndicatorWordingForm
from indicators.views.office.plan.frame import find_plan
from indicators.views.office.plan.part import Context, PartPage
from indicators.views.shared.access import office_page
from indicators.wording.parts import part_of_indicator
from indicators.workflow.indicator_wording import document_of_indicator
from indicators.workflow.parts import indicator_of
from measures.documents import Document
from measures.models import Plan


@office_page("GET", "HEAD", "POST")
def indicator_wording(request: HttpRequest, by: User, key: str, code: str) -> HttpResponse:
    return IndicatorPage(request, by, find_plan(key), code).serve()


class IndicatorPage(PartPage):
    template = "office/plan/indicator_wording.html"

    def __init__(self, request: HttpRequest, by: User, plan: Plan, code: str) -> None:
        super().__init__(request, by, plan, part_of_indicator(code))
        found = indicator_of(plan, self.part)
        if found is None:
            raise Http404(code)
        self.indicator, self.title = found, f"指標{code}"

    def typed(self) -> IndicatorEditor:
        return self._editor(document_of_indicator(self.indicator), self.request.POST)

    def shown(self, content: Document) -> IndicatorEditor:
        return self._editor(content)

    def context(self, content: Document) -> Context:
        return {"indicator": self.indicator, "part": self.part}

    def _editor(self, content: Document, typed: object = None) -> IndicatorEditor:
        return IndicatorEditor(IndicatorWordingForm(typed, indicator=self.indicator, document=content))
