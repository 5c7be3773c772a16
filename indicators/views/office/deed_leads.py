"""主とりまとめ of one initiative: drafted by one of the office, published by another."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, render

from indicators import frames
from indicators.forms.fields import PUBLIC, ReasonField
from indicators.forms.refusable import RefusableForm
from indicators.models import DeedLead
from indicators.permissions import may_publish
from indicators.views.office.confirming import Confirmation, published_as_shown
from indicators.views.office.frame import crumbs
from indicators.views.shared.access import office_page
from indicators.views.shared.deeds import read_code
from indicators.views.shared.plan import plan_or_404
from indicators.wording.people import person
from indicators.workflow import (
    Incomplete,
    NotAllowed,
    StaleVersion,
    WrongState,
    discard_rule,
    draft_rule,
    drafts_of,
    publish_rule,
    why_not_theirs,
)
from measures.addresses import redirect
from measures.models import Department, Initiative

OWN = "自分で下書きしたものは、自分では公表できません。ほかの計画担当が公表してください。"


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
    number, of_measure, detail = read_code(initiative)
    if detail:
        raise Http404(initiative)
    told = get_object_or_404(
        Initiative.objects.select_related("measure__plan"),
        measure__plan=plan_or_404(request),
        measure__number=number,
        number=of_measure,
    )
    return LeadPage(request, by, told).serve()


class LeadPage:
    def __init__(self, request: HttpRequest, by: User, told: Initiative) -> None:
        self.request, self.by, self.told = request, by, told
        departments = [one.department for one in told.participations.select_related("department")]
        self.standing = frames.deed_leads(told.measure).get(told.code)
        self.draft = self._draft()
        initial: dict[str, Any] = {}
        if self.draft is not None:
            initial = {"department": str(self.draft.department_id or ""), "reason": self.draft.reason}
        elif self.standing is not None:
            initial = {"department": str(self.standing.department_id or "")}
        data = request.POST if request.POST.get("action") == "draft" else None
        self.form = LeadForm(data, departments=departments, initial=initial)

    def _draft(self) -> DeedLead | None:
        waiting = drafts_of(DeedLead, self.told.measure).filter(initiative=self.told.number)
        return waiting.select_related("department", "drafted_by").first()

    def serve(self) -> HttpResponse:
        if self.request.method != "POST":
            return self._page()
        action = self.request.POST.get("action", "")
        if action not in ("draft", "publish", "discard"):
            return HttpResponseBadRequest("不明な操作です。")
        try:
            if action == "draft":
                return self._save()
            if action == "discard":
                discard_rule(**self._seen(), model=DeedLead, pk=self._known().pk, owner=self.told.measure)
                messages.success(self.request, "主とりまとめの下書きを取りやめました。")
                return redirect("office:deed_lead", self.told.code)
            answer = published_as_shown(self.request, self._asked, self._publish)
            if answer is not None:
                return answer
        except Incomplete as missing:
            self.form = LeadForm(departments=list(self.form.known.values()), data=self.request.POST)
            self.form.is_valid()
            self.form.add_missing(missing.errors)
            return self._page()
        except (StaleVersion, WrongState) as refusal:
            self.draft = self._draft()
            return self._page(str(refusal))
        messages.success(self.request, f"取組{self.told.code}の主とりまとめを公表しました。")
        return redirect("office:deeds")

    def _save(self) -> HttpResponse:
        if not self.form.is_valid():
            return self._page()
        said = {
            "initiative": self.told.number,
            "department": self.form.chosen,
            "reason": self.form.cleaned_data["reason"],
        }
        instead = self.draft.pk if self.draft is not None else None
        draft_rule(**self._seen(), model=DeedLead, owner=self.told.measure, data=said, instead_of=instead)
        messages.success(
            self.request, "主とりまとめの下書きを保存しました。公表は、ほかの計画担当が行います。"
        )
        return redirect("office:deed_lead", self.told.code)

    def _seen(self) -> dict[str, Any]:
        """On the draft that the person saw; those of the measure's other initiatives are as they are."""
        others = drafts_of(DeedLead, self.told.measure).exclude(initiative=self.told.number)
        seen = [one.at_version for one in others]
        if shown := self.request.POST.get("seen_version", ""):
            seen.append(shown)
        return {"by": self.by, "expected_versions": seen}

    def _known(self) -> DeedLead:
        if self.draft is None:
            raise StaleVersion("この下書きは、すでに公表されているか、取りやめられています。", None)
        return self.draft

    def _asked(self) -> Confirmation:
        draft = self._known()
        if not may_publish(self.by, draft):
            raise NotAllowed(why_not_theirs(self.by, draft) or OWN)
        name = draft.department.name if draft.department else "決めない"
        was = self.standing.department if self.standing else ""
        return Confirmation(
            title=f"取組{self.told.code}の主とりまとめを公表します",
            button="公表する",
            back=self.request.path,
            template="office/confirm_deed_lead.html",
            facts={
                "主とりまとめ": name,
                "いまの主とりまとめ": was or "決めていません",
                "理由": draft.reason,
                "下書き": draft.at_version,
            },
            about={
                "read": [("主とりまとめ", name), ("いま", was or "決めていません"), ("理由", draft.reason)],
                "told": self.told,
                "crumbs": crumbs("deeds", "公表の前に確かめる"),
            },
            posted=[("action", "publish")],
        )

    def _publish(self) -> None:
        publish_rule(rule=self._known(), by=self.by)

    def _page(self, refusal: str = "") -> HttpResponse:
        context = {
            "told": self.told,
            "standing": self.standing,
            "draft": self.draft,
            "drafted_by": person(self.draft.drafted_by) if self.draft else "",
            "may_publish": self.draft is not None and may_publish(self.by, self.draft),
            "form": self.form,
            "refusal": refusal,
            "crumbs": crumbs("deeds", f"{self.told.code} 主とりまとめ"),
        }
        return render(self.request, "office/deed_lead.html", context, status=409 if refusal else 200)
