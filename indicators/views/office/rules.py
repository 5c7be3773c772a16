"""One target, baseline or threshold after another: drafted here, its effect shown, published by somebody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from indicators import frames
from indicators.forms import BaselineForm, RuleForm, TargetForm, ThresholdForm, figure_words
from indicators.models import Baseline, DatedRule, Indicator, Target, Threshold
from indicators.views.office.effects import Effect, effects_of, effects_of_threshold
from indicators.views.shared.access import check_office, find_indicator, signed_in, staff_page
from indicators.wording.people import person
from indicators.workflow import (
    NOUNS,
    Incomplete,
    NotAllowed,
    Outdated,
    WrongState,
    discard_rule,
    draft_rule,
    drafts_of,
    mark,
    publish_rule,
)
from measures.models import Plan

Context = dict[str, Any]
ACTIONS = ("draft", "publish", "discard")


@dataclass(frozen=True)
class Desk:
    """One kind of rule of one owner: an indicator, or for thresholds the plan."""

    model: type[Any]
    owner: Indicator | Plan
    form: type[RuleForm]
    address: str

    @property
    def word(self) -> str:
        return NOUNS[self.model].word

    @property
    def unit(self) -> str:
        return self.owner.unit if isinstance(self.owner, Indicator) else "％"

    @property
    def indicator(self) -> Indicator | None:
        return self.owner if isinstance(self.owner, Indicator) else None

    def make_form(self, *args: Any, **kwargs: Any) -> RuleForm:
        kwargs["indicator" if self.indicator else "plan"] = self.owner
        return self.form(*args, **kwargs)

    def effects(self, draft: DatedRule) -> tuple[list[Effect], str]:
        if isinstance(draft, Threshold):
            return effects_of_threshold(draft)
        assert self.indicator is not None
        before = frames.published(Indicator.objects.filter(pk=self.indicator.pk))
        return effects_of([draft], before, self.indicator)


@dataclass(frozen=True)
class Waiting:
    """One draft as the page shows it. `refusal`: why it cannot go out as things are now."""

    rule: Any
    figure: str
    by: str
    own: bool
    effects: Sequence[Effect]
    refusal: str

    @property
    def changed_verdicts(self) -> int:
        return sum(effect.changes_verdict for effect in self.effects)

    @property
    def changed_indicators(self) -> int:
        return len({effect.after.code for effect in self.effects if effect.changes_verdict})


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The targets, or the baselines, of one indicator."""
    check_office(signed_in(request))
    indicator = find_indicator(code, public=False)
    models: dict[str, tuple[type[DatedRule], type[RuleForm]]] = {
        "target": (Target, TargetForm),
        "baseline": (Baseline, BaselineForm),
    }
    if kind not in models:
        raise Http404(kind)
    address = reverse("office:rule", args=[indicator.code, kind])
    return _serve(request, Desk(models[kind][0], indicator, models[kind][1], address))


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def threshold(request: HttpRequest, plan: str) -> HttpResponse:
    """The thresholds of one plan, with their effect on all its indicators."""
    check_office(signed_in(request))
    found = get_object_or_404(Plan, slug=plan)
    return _serve(
        request, Desk(Threshold, found, ThresholdForm, reverse("office:threshold", args=[found.slug]))
    )


def _serve(request: HttpRequest, desk: Desk) -> HttpResponse:
    if request.method == "POST":
        return _answer(request, desk)
    chosen = request.GET.get("draft", "")
    draft = next((one for one in drafts_of(desk.model, desk.owner) if str(one.pk) == chosen), None)
    if chosen and draft is None:
        raise Http404(chosen)
    return _page(request, desk, desk.make_form(initial=desk.form.drafted(draft)))


def _answer(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Acts on the drafts that the person saw, or not at all (409)."""
    action, _, which = request.POST.get("action", "").partition(":")
    if action not in ACTIONS or not (action == "draft" or (which.isascii() and which.isdigit())):
        return HttpResponseBadRequest("不明な操作です。")
    by, seen = signed_in(request), request.POST.getlist("seen")
    form = desk.make_form(request.POST) if action == "draft" else None
    try:
        if form is not None:
            if not form.is_valid():
                return _page(request, desk, form)
            draft_rule(
                model=desk.model,
                owner=desk.owner,
                told=form.told(),
                by=by,
                seen=seen,
                instead_of=form.cleaned_data["instead_of"],
            )
            words = f"{desk.word}の下書きを保存しました。公表は、ほかの計画担当が行います。"
        elif action == "publish":
            publish_rule(rule=_found(desk, int(which)), by=by, seen=seen)
            words = f"{desk.word}を公表しました。公開ページの判定に使われています。"
        else:
            discard_rule(model=desk.model, owner=desk.owner, pk=int(which), by=by, seen=seen)
            words = f"{desk.word}の下書きを削除しました。"
    except Incomplete as missing:
        if form is None:
            return _page(request, desk, desk.make_form(), refusal=missing.message)
        form.add_missing(missing.errors)
        return _page(request, desk, form)
    except NotAllowed:
        raise
    except (Outdated, WrongState) as refusal:
        return _page(request, desk, form or desk.make_form(), refusal=str(refusal))
    messages.success(request, words)
    return redirect(desk.address)


def _found(desk: Desk, pk: int) -> Any:
    draft = drafts_of(desk.model, desk.owner).filter(pk=pk).first()
    if draft is None:
        raise WrongState("すでに公表されているか、削除されています。")
    return draft


def _page(request: HttpRequest, desk: Desk, form: RuleForm, refusal: str = "") -> HttpResponse:
    """What stands now; after a refusal nothing was done, and what was typed is kept beside what stands (409)."""
    user = signed_in(request)
    drafts = list(drafts_of(desk.model, desk.owner))
    both: list[tuple[str, str, str]] = []
    if refusal and form.is_bound:
        form, both = _taken_up(desk, form, drafts)
    context: Context = {
        "desk": desk,
        "indicator": desk.indicator,
        "drafts": [_waiting(user, desk, draft) for draft in drafts],
        "marks": [mark(draft) for draft in drafts],
        "published": _published(desk),
        "form": form,
        "both": both,
        "refusal": refusal,
        "crumbs": _crumbs(desk),
    }
    return render(request, "office/rule.html", context, status=409 if refusal else 200)


def _waiting(user: User, desk: Desk, draft: Any) -> Waiting:
    effects, refusal = desk.effects(draft)
    by = person(draft.drafted_by) if draft.drafted_by else ""
    return Waiting(draft, figure_words(draft), by, user.pk in draft.author_ids, effects, refusal)


def _taken_up(
    desk: Desk, form: RuleForm, drafts: Sequence[Any]
) -> tuple[RuleForm, list[tuple[str, str, str]]]:
    """What was typed, now on top of the draft that stands: the next save is a deliberate one."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict, whose copy can be written
    wanted = (data.get("instead_of"), data.get("first_year"))
    standing = next((one for one in drafts if str(one.pk) == wanted[0]), None) or next(
        (one for one in drafts if str(one.first_year) == wanted[1]), None
    )
    data["instead_of"] = str(standing.pk) if standing else ""
    again = desk.make_form(data)
    return again, again.words(standing) if standing else []


def _published(desk: Desk) -> list[Any]:
    if desk.model is Threshold:
        return [one for one in frames.thresholds() if one.plan_id == desk.owner.pk]
    only = Indicator.objects.filter(pk=desk.owner.pk)
    return list(frames.targets(only) if desk.model is Target else frames.baselines(only))


def _crumbs(desk: Desk) -> list[dict[str, str]]:
    found = [{"label": "目標と現状値", "url": reverse("office:targets")}]
    if desk.indicator:
        url = reverse("office:target", args=[desk.indicator.code])
        found.append({"label": f"{desk.indicator.code} {desk.indicator.name}", "url": url})
    return [*found, {"label": f"{desk.word}を改める", "url": ""}]
