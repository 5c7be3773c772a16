"""The pages on which dated rules are drafted, shown with their effect, and published by somebody else.

Targets, baselines, rhythms of surveys, recounts and thresholds stand here; interims.py has what is different of interim targets.
"""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, render

from indicators import frames
from indicators.forms import RULE_FORMS, RuleForm
from indicators.frames import Row
from indicators.models import (
    RULES_OF_INDICATOR,
    Baseline,
    Indicator,
    Recount,
    Rhythm,
    Target,
    Threshold,
)
from indicators.views.office.confirming import (
    Confirmation,
    Facts,
    differences,
    published_as_shown,
    shown_to,
)
from indicators.views.office.effects import DraftSet, draft_set, said
from indicators.views.shared.access import find_indicator, office_page
from indicators.workflow import (
    Incomplete,
    NotAllowed,
    StaleVersion,
    WrongState,
    discard_rule,
    draft_rule,
    drafts_of,
    publish_rule,
)
from indicators.workflow.booked import why_held
from indicators.workflow.closed_plans import why_closed
from indicators.workflow.rules import OWN_DRAFT, STALE, WITH_PLAN, plan_of
from measures.addresses import redirect, reverse
from measures.models import Plan

Context = dict[str, Any]
ACTIONS = ("draft", "publish", "discard")
# What is public of an indicator's rules of a kind. One that is missing has no page: it would show another kind's rows.
PUBLISHED = {
    Target: frames.targets,
    Baseline: frames.baselines,
    Rhythm: frames.rhythms,
    Recount: frames.recounts,
}


@office_page("GET", "HEAD", "POST")
def rule(request: HttpRequest, by: User, code: str, kind: str) -> HttpResponse:
    """The targets, or the baselines, of one indicator."""
    indicator = find_indicator(request, code, public=False)
    model = next((one for one in RULES_OF_INDICATOR if one.key == kind), None)
    if model not in PUBLISHED:
        raise Http404(kind)
    return RulePage(request, by, model, indicator).serve()


@office_page("GET", "HEAD", "POST")
def threshold(request: HttpRequest, by: User, plan: str) -> HttpResponse:
    """The thresholds of one plan, with their effect on all its indicators."""
    return RulePage(request, by, Threshold, get_object_or_404(Plan, slug=plan)).serve()


class RulePage:
    """One kind of rule of one owner (an indicator; of thresholds the plan), and what somebody does there.

    A rule is drafted by itself, and the drafts of several first years wait beside each other.
    """

    template: ClassVar[str] = "office/rule.html"
    confirm_template: ClassVar[str] = "office/confirm_rule.html"

    def __init__(self, request: HttpRequest, by: User, model: type[Any], owner: Any) -> None:
        self.request, self.by, self.model, self.owner = request, by, model, owner
        self.indicator: Indicator | None = owner if isinstance(owner, Indicator) else None
        measured = {"pk": owner.pk} if self.indicator else {"measure__policy__plan": owner}
        self.measured = Indicator.objects.filter(**measured)

    @cached_property
    def plan(self) -> Plan | None:
        """Of which plan it is; None of what belongs to none."""
        return plan_of(self.model(**{self.model.chain[0]: self.owner}))

    @cached_property
    def is_public(self) -> bool:
        """Else the plan is in preparation, and its drafts go out with it."""
        return self.plan is None or self.plan.is_public

    @cached_property
    def rows(self) -> Sequence[Row]:
        """What is published and measured by the rule, as things are now."""
        return frames.published(self.measured)

    def serve(self) -> HttpResponse:
        with frames.as_if_out(self.plan) if self.plan else nullcontext():
            return self._answer() if self.request.method == "POST" else self._page()

    def _answer(self) -> HttpResponse:
        """Acts on the drafts that the person saw, or not at all (409)."""
        action, _, which = self.request.POST.get("action", "").partition(":")
        if action not in ACTIONS or not (action == "draft" or (which.isascii() and which.isdigit())):
            return HttpResponseBadRequest("不明な操作です。")
        acting: Context = {"by": self.by, "expected_versions": self.request.POST.getlist("expected_version")}
        form = self.form(self.request.POST) if action == "draft" else None
        if form is not None and not form.is_valid():
            return self._page(form)
        try:
            if form is not None:
                done: str | HttpResponse = self.save(form, **acting)
            elif action == "discard":
                done = self.discard(int(which), **acting)
            else:
                done = self._publish(int(which), **acting)
        except Incomplete as missing:
            if form is None:
                return self._page(refusal=missing.message)
            form.add_missing(missing.errors)
            return self._page(form)
        except (StaleVersion, WrongState) as refusal:
            return self._page(form, str(refusal))
        if isinstance(done, HttpResponse):
            return done
        messages.success(self.request, done)
        return redirect(self.address)

    def _publish(self, which: int, *, by: User, expected_versions: Sequence[str]) -> str | HttpResponse:
        """Publish as the page of confirmation showed it, or show it; WrongState, StaleVersion, NotAllowed, Incomplete."""
        if not self.is_public:
            raise WrongState(WITH_PLAN)
        drafts = list(drafts_of(self.model, self.owner))
        versions = [draft.at_version for draft in drafts]
        if shown_to(self.request) is None and set(versions) != set(expected_versions):
            raise StaleVersion(STALE, drafts)
        return published_as_shown(
            self.request,
            lambda: self.confirmation(which, drafts),
            lambda: self.publish(which, by=by, expected_versions=versions),
        )

    def confirmation(self, which: int, drafts: Sequence[Any]) -> Confirmation:
        """What a draft, or what goes out with it, would change; WrongState, NotAllowed, Incomplete."""
        chosen = next((found for found in self.sets(drafts) if self.key_of(found) == which), None)
        if chosen is None:
            raise WrongState("すでに公表されているか、削除されています。")
        self.__dict__.pop("rows", None)  # things may have changed since they were read
        shown = self.shown(chosen)
        if shown.own:
            raise (WrongState(shown.held) if shown.held else NotAllowed(shown.set_up or OWN_DRAFT))
        if shown.refusal:
            raise Incomplete({"__all__": shown.refusal})
        others = [said(draft) for draft in drafts if draft not in chosen]
        return Confirmation(
            title=f"{self.model.word}を公表します",
            button="公表する",
            back=self.address,
            template=self.confirm_template,
            facts={**self.facts(shown), **{f"ほかの下書き {label}": words for label, words in others}},
            about={
                "draft": shown,
                "indicator": self.indicator,
                "owner": self.owner,
                "word": self.model.word,
                "crumbs": [*self.crumbs(), {"label": "公表の前に確かめる", "url": ""}],
            },
            posted=[
                ("action", f"publish:{which}"),
                *(("expected_version", draft.at_version) for draft in drafts),
            ],
        )

    def shown(self, drafts: Sequence[Any]) -> DraftSet:
        """What goes out at once as the page shows it."""
        return self.with_plan(draft_set(self.by, drafts, self.measured, self.rows if self.is_public else ()))

    def with_plan(self, shown: DraftSet) -> DraftSet:
        """Of a plan in preparation nobody publishes it here: it goes out with the plan, and one that is booked with its revision."""
        if not self.is_public:
            return replace(shown, own=True, set_up=WITH_PLAN)
        kept = (why_held(self.plan, draft.key, draft.pk) for draft, _ in shown.drafts)
        held = next(filter(None, kept), "")
        return replace(shown, own=True, set_up=held, held=held) if held else shown

    def facts(self, shown: DraftSet) -> Facts:
        """The same in words."""
        return shown.facts

    def key_of(self, drafts: Sequence[Any]) -> int:
        """By which number a button names what goes out at once."""
        return int(drafts[0].pk)

    def _page(self, form: Any = None, refusal: str = "") -> HttpResponse:
        """What stands now; after a refusal nothing was done, and what was typed is kept beside what stands (409)."""
        drafts = list(drafts_of(self.model, self.owner))
        shown = [self.shown(one) for one in self.sets(drafts)]
        context: Context = {
            "indicator": self.indicator,
            "owner": self.owner,
            "word": self.model.word,
            "address": self.address,
            "drafts": shown,
            "held": next((one.held for one in shown if one.held), ""),
            "versions": [draft.at_version for draft in drafts],
            "refusal": refusal,
            "confirmed": differences(shown_to(self.request), {}) if refusal else [],
            "crumbs": self.crumbs(),
            "closed": why_closed(self.plan) if self.plan else "",
            "is_preparing": not self.is_public,
            **self.context(form, drafts, refused=bool(refusal)),
        }
        return render(self.request, self.template, context, status=409 if refusal else 200)

    # --- What is different where several go out together ----------------------------------------

    @property
    def address(self) -> str:
        if self.indicator is None:
            return reverse("office:threshold", args=[self.owner.slug])
        return reverse("office:rule", args=[self.indicator.code, self.model.key])

    def crumbs(self) -> list[dict[str, str]]:
        found = [{"label": "目標と現状値", "url": reverse("office:targets")}]
        if self.indicator:
            url = reverse("office:target", args=[self.indicator.code])
            found.append({"label": f"{self.indicator.code} {self.indicator.name}", "url": url})
        return [*found, {"label": f"{self.model.word}を改める", "url": ""}]

    def form(self, data: Any = None, draft: Any = None) -> Any:
        form: type[RuleForm] = RULE_FORMS[self.model]
        return form(data, owner=self.owner, initial=form.drafted(draft))

    def save(self, form: Any, **acting: Any) -> str:
        """Keep what a valid form says; the answer is what the person is told. So of publish() and discard()."""
        data = dict(form.cleaned_data)
        draft_rule(model=self.model, owner=self.owner, data=data, instead_of=data.pop("instead_of"), **acting)
        return f"{self.model.word}の下書きを保存しました。公表は、ほかの計画担当が行います。"

    def publish(self, which: int, **acting: Any) -> str:
        draft = drafts_of(self.model, self.owner).filter(pk=which).first()
        if draft is None:
            raise WrongState("すでに公表されているか、削除されています。")
        publish_rule(rule=draft, **acting)
        return f"{self.model.word}を公表しました。公開ページの判定に使われています。"

    def discard(self, which: int, **acting: Any) -> str:
        discard_rule(model=self.model, owner=self.owner, pk=which, **acting)
        return f"{self.model.word}の下書きを削除しました。"

    def sets(self, drafts: Sequence[Any]) -> list[list[Any]]:
        """The drafts, by what goes out at once."""
        return [[draft] for draft in drafts]

    def context(self, form: Any, drafts: Sequence[Any], *, refused: bool) -> Context:
        """What this page alone shows. `form`: None where nobody has typed anything."""
        both: list[tuple[str, str, str]] = []
        if form is None:
            form = self.form(draft=self._chosen(drafts))
        elif refused:
            form, both = self._taken_up(form, drafts)
        return {"form": form, "both": both, "published": self._published()}

    # --- Of rules that are drafted one by one -----------------------------------------------------

    def _chosen(self, drafts: Sequence[Any]) -> Any:
        """The draft that the address names, to be mended."""
        pk = self.request.GET.get("draft", "")
        if not pk or self.request.method == "POST":
            return None
        chosen = next((one for one in drafts if str(one.pk) == pk), None)
        if chosen is None:
            raise Http404(pk)
        return chosen

    def _taken_up(self, form: Any, drafts: Sequence[Any]) -> tuple[Any, list[tuple[str, str, str]]]:
        """What was typed, now on top of the draft that stands: the next save is a deliberate one."""
        data = form.data.copy()  # a QueryDict, whose copy can be written
        current = next((one for one in drafts if str(one.pk) == data.get("instead_of")), None) or next(
            (one for one in drafts if str(one.first_year) == data.get("first_year")), None
        )
        data["instead_of"] = str(current.pk) if current else ""
        again = self.form(data)
        return again, again.differences(current) if current else []

    def _published(self) -> list[Any]:
        if not self.is_public:
            return []
        if self.model is Threshold:
            return frames.thresholds(self.owner)
        return list(PUBLISHED[self.model](self.measured))
