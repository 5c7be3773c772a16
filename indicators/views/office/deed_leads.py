"""主とりまとめ of one initiative: drafted by one of the office, published by another."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse

from indicators import frames
from indicators.forms.fields import PUBLIC, ReasonField
from indicators.forms.refusable import RefusableForm
from indicators.models import DeedLead
from indicators.views.office.initiative_draft import InitiativeDraftPage, find_initiative
from indicators.views.shared.access import office_page
from measures.models import Department, Initiative


class LeadForm(RefusableForm):
    """Which department gathers the initiative, of those that the plan prints, and why; or none any more."""

    department = forms.ChoiceField(label="主とりまとめの課", required=False, widget=forms.RadioSelect)
    reason = ReasonField(PUBLIC)

    def __init__(self, *args: Any, departments: Sequence[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.pk): one for one in departments}
        self.offer("department", [*((pk, one.name) for pk, one in self.known.items()), ("", "決めない")])

    @property
    def chosen(self) -> Department | None:
        return self.known.get(self.cleaned_data["department"])


@office_page("GET", "HEAD", "POST")
def deed_lead(request: HttpRequest, by: User, initiative: str) -> HttpResponse:
    return LeadPage(request, by, find_initiative(request, initiative)).serve()


class LeadPage(InitiativeDraftPage):
    model = DeedLead
    page = "office:deed_lead"
    template = "office/deed_lead.html"
    confirm_template = "office/confirm_deed_lead.html"
    form: LeadForm

    def __init__(self, request: HttpRequest, by: User, told: Initiative) -> None:
        self.standing = frames.deed_leads(told.measure).get(told.code)
        super().__init__(request, by, told)

    def made_form(self, data: Any) -> LeadForm:
        departments = [one.department for one in self.told.participations.select_related("department")]
        initial: dict[str, Any] = {}
        if self.draft is not None:
            initial = {"department": str(self.draft.department_id or ""), "reason": self.draft.reason}
        elif self.standing is not None:
            initial = {"department": str(self.standing.department_id or "")}
        return LeadForm(data, departments=departments, initial=initial)

    def written(self) -> dict[str, Any]:
        return {"department": self.form.chosen}

    def read(self) -> list[tuple[str, str]]:
        name = self.draft.department.name if self.draft.department else "決めない"
        was = self.standing.department if self.standing else ""
        return [("主とりまとめ", name), ("いま", was or "決めていません"), ("理由", self.draft.reason)]

    def context(self) -> dict[str, Any]:
        return {"standing": self.standing}
