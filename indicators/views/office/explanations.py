"""The pages on which this is drafted and published by somebody else: what an indicator is, the points of a reference figure."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators import frames
from indicators.forms import ExplanationForm, PassportForm
from indicators.models import Drafted, Indicator, Passport
from indicators.permissions import may_publish
from indicators.views.office.confirming import Facts
from indicators.views.office.effects import DraftSet
from indicators.views.office.rules import Context, RulePage
from indicators.views.shared.access import find_indicator, office_page
from indicators.views.shared.plan import about, plan_of
from indicators.wording.explanations import changed_entries, entries_of, missing_of, with_changes
from indicators.wording.people import person
from indicators.workflow import Incomplete, check_draft, why_not_theirs
from measures.addresses import reverse


@office_page("GET", "HEAD")
def passports(request: HttpRequest, by: User) -> HttpResponse:
    """Every indicator with what is not registered of it, and whether a draft waits."""
    standing = frames.passports(about(request))
    drafts = Passport.objects.filter(published_at__isnull=True).values_list("indicator_id", flat=True)
    waiting = set(drafts)
    lines = [
        {
            "indicator": indicator,
            "missing": missing_of(standing.get(indicator.pk)),
            "is_registered": indicator.pk in standing,
            "has_draft": indicator.pk in waiting,
        }
        for indicator in Indicator.objects.of_plan(plan_of(request)).with_plan()
    ]
    context = {"lines": lines, "lacking": sum(bool(line["missing"]) for line in lines)}
    return render(request, "office/passports.html", context)


def unexplained(request: HttpRequest) -> tuple[int, int]:
    """How many public indicators of the page's plan have an entry that is not registered, of how many."""
    standing = frames.passports(about(request))
    public = Indicator.objects.of_plan(plan_of(request)).public().values_list("pk", flat=True)
    return sum(bool(missing_of(standing.get(pk))) for pk in public), len(public)


@office_page("GET", "HEAD", "POST")
def passport(request: HttpRequest, by: User, code: str) -> HttpResponse:
    """What one indicator is."""
    return PassportPage(request, by, Passport, find_indicator(request, code, public=False)).serve()


class ExplanationPage(RulePage):
    """What changes no verdict, each edition whole: one draft at most, which is mended until somebody else publishes it."""

    template = "office/explanation.html"
    confirm_template = "office/confirm_explanation.html"
    form_class: ClassVar[type[ExplanationForm]]
    list_page: ClassVar[tuple[str, str]]

    def shown(self, drafts: Sequence[Any]) -> DraftSet:
        [draft] = drafts
        try:
            check_draft(draft)
            refusal = ""
        except Incomplete as missing:
            refusal = missing.message
        by = person(draft.drafted_by) if draft.drafted_by else ""
        own = not may_publish(self.by, draft)
        set_up = why_not_theirs(self.by, draft) if own else ""
        return self.with_plan(DraftSet([(draft, by)], own, (), refusal, set_up))

    def facts(self, shown: DraftSet) -> Facts:
        [(draft, by)] = shown.drafts
        told = {label: getattr(draft, name) for name, label in self.model.labels().items()}
        return {
            **{
                label: said if isinstance(said, str) else "、".join(map(str, said))
                for label, said in told.items()
            },
            "理由": draft.reason,
            "下書き": f"{by}、{draft.version}回目の保存",
        }

    def form(self, data: Any = None, draft: Any = None) -> Any:
        initial = self.form_class.drafted(draft or self.standing())
        return self.form_class(data, owner=self.owner, initial=initial)

    def standing(self) -> Drafted | None:
        """The edition that citizens read."""
        owned: Any = {self.model.chain[0]: self.owner}
        known = self.model._default_manager.filter(**owned, published_at__isnull=False)
        found: Drafted | None = known.order_by("-published_at", "-pk").first()
        return found

    def crumbs(self) -> list[dict[str, str]]:
        label, address = self.list_page
        return [{"label": label, "url": reverse(address)}, {"label": str(self.owner), "url": ""}]

    def publish(self, which: int, **acting: Any) -> str:
        super().publish(which, **acting)
        return f"{self.model.word}を公表しました。公開ページに出ています。"

    def context(self, form: Any, drafts: Sequence[Any], *, refused: bool) -> Context:
        return {**super().context(form, drafts, refused=refused), "standing": self.standing()}

    def _chosen(self, drafts: Sequence[Any]) -> Any:
        return drafts[0] if drafts else None

    def _taken_up(self, form: Any, drafts: Sequence[Any]) -> tuple[Any, list[tuple[str, str, str]]]:
        data = form.data.copy()  # a QueryDict, whose copy can be written
        data["instead_of"] = str(drafts[0].pk) if drafts else ""
        again = self.form(data)
        return again, again.differences(drafts[0]) if drafts else []


class PassportPage(ExplanationPage):
    form_class = PassportForm
    list_page = ("指標の説明", "office:passports")

    @property
    def address(self) -> str:
        return reverse("office:passport", args=[self.owner.code])

    def shown(self, drafts: Sequence[Any]) -> DraftSet:
        found = super().shown(drafts)
        found.rule.entries = entries_of(found.rule)
        found.rule.changed = changed_entries(found.rule, self.standing())
        return found

    def context(self, form: Any, drafts: Sequence[Any], *, refused: bool) -> Context:
        found = super().context(form, drafts, refused=refused)
        return {**found, "missing": missing_of(found["standing"]), "tab": "passports"}

    def _published(self) -> list[Any]:
        editions = frames.passport_editions(self.measured).get(self.owner.pk, ()) if self.is_public else ()
        return [(one, entries_of(one), changed) for one, changed in with_changes(editions)]
