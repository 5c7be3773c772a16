"""The basic policies of a plan, all in one form."""

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse

from indicators.forms.wording import PoliciesEditor
from indicators.views.office.plan.frame import find_plan
from indicators.views.office.plan.part import PartPage
from indicators.views.shared.access import office_page
from measures.documents import Document
from measures.levels import in_levels
from measures.models import Plan, WordingDraft


@office_page("GET", "HEAD", "POST")
def policies(request: HttpRequest, by: User, key: str) -> HttpResponse:
    return PoliciesPage(request, by, find_plan(key), WordingDraft.POLICIES).serve()


class PoliciesPage(PartPage):
    template = "office/plan/policies.html"
    editor = PoliciesEditor

    def __init__(self, request: HttpRequest, by: User, plan: Plan, part: str) -> None:
        super().__init__(request, by, plan, part)
        self.title = in_levels("基本政策")

    def empty(self) -> Document:
        return {"policies": []}
