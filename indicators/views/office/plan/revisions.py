"""Mid-plan revisions: drafts gathered under one title and reason, confirmed by another person, at once or for a day."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, render

from indicators import frames
from indicators.forms import figure_words
from indicators.forms.revision import RevisionForm, WithdrawForm
from indicators.models import Indicator
from indicators.views.office.confirming import Confirmation, published_as_shown
from indicators.views.office.effects import DraftSet, draft_set, said
from indicators.views.office.plan.frame import crumbs, find_plan, part_address
from indicators.views.shared.access import office_page
from indicators.wording.days import write_day
from indicators.wording.parts import changes
from indicators.wording.people import person
from indicators.workflow import Incomplete, NotAllowed, StaleVersion, WrongState
from indicators.workflow.parts import stands
from indicators.workflow.revisions import (
    Waiting,
    check_gathered,
    confirm_revision,
    discard_revision,
    gathered_of,
    save_revision,
    waiting_drafts,
    why_no_revision,
    why_not_confirm,
    withdraw_revision,
)
from measures.addresses import redirect, reverse
from measures.models import Plan, PlanRevision, WordingDraft

Context = dict[str, Any]


@office_page("GET", "HEAD")
def revisions(request: HttpRequest, by: User, key: str) -> HttpResponse:
    plan = find_plan(key)
    known = PlanRevision.objects.filter(plan=plan).select_related("edited_by", "confirmed_by")
    lines = [
        {"revision": one, "written_by": person(one.edited_by), "confirmed_by": person(one.confirmed_by)}
        for one in known
    ]
    waiting = len(waiting_drafts(plan))
    context = {
        "plan": plan,
        "lines": lines,
        "waiting": waiting,
        "closed": why_no_revision(plan),
        "crumbs": crumbs(plan, "中間見直し"),
    }
    return render(request, "office/plan/revisions.html", context)


@office_page("GET", "HEAD", "POST")
def revision(request: HttpRequest, by: User, key: str, pk: int | None = None) -> HttpResponse:
    plan = find_plan(key)
    found = None if pk is None else get_object_or_404(PlanRevision, plan=plan, pk=pk)
    return RevisionPage(request, by, plan, found).serve()


class RevisionPage:
    """What is gathered, and the steps. Nothing that was typed is lost: on a refusal it stays in the boxes."""

    def __init__(self, request: HttpRequest, by: User, plan: Plan, known: PlanRevision | None) -> None:
        self.request, self.by, self.plan, self.revision = request, by, plan, known

    def serve(self) -> HttpResponse:
        if self.request.method != "POST":
            return self._page()
        action = self.request.POST.get("action", "")
        form = RevisionForm(self.request.POST)
        if action == "save":
            return self._save(form)
        if self.revision is None or action not in ("discard", "confirm", "withdraw"):
            return HttpResponseBadRequest("不明な操作です。")
        form.is_valid()
        version = form.cleaned_data.get("version") or 0
        return self._decide(action, self.revision, version)

    def _save(self, form: RevisionForm) -> HttpResponse:
        if not form.is_valid():
            return self._page(form)
        try:
            kept = save_revision(
                plan=self.plan,
                revision=self.revision,
                said=form.said,
                keys=self.request.POST.getlist("draft"),
                by=self.by,
                version=form.cleaned_data["version"],
            )
        except Incomplete as missing:
            form.add_missing(missing.errors)
            return self._page(form)
        except (StaleVersion, WrongState) as refusal:
            return self._page(form, str(refusal))
        messages.success(self.request, "下書きを保存しました。計画には、まだ反映していません。")
        return redirect("office:plan_revision", self.plan.key, kept.pk)

    def _decide(self, action: str, known: PlanRevision, version: int) -> HttpResponse:
        acting: Context = {"plan": self.plan, "revision": known, "by": self.by}
        try:
            if action == "discard":
                discard_revision(**acting, version=version)
                messages.success(
                    self.request, "見直しの下書きを削除しました。まとめていた下書きは、残っています。"
                )
                return redirect("office:plan_revisions", self.plan.key)
            if action == "withdraw":
                typed = WithdrawForm(self.request.POST)
                withdraw_revision(**acting, reason=typed.cleaned_data["reason"] if typed.is_valid() else "")
                messages.success(self.request, "予約を取り消しました。")
                return redirect(self.request.path)
            done = published_as_shown(
                self.request,
                lambda: self._confirmation(known, version),
                lambda: confirm_revision(**acting, version=version),
            )
        except Incomplete as missing:
            return self._page(refusal=missing.message)
        except (StaleVersion, WrongState) as refusal:
            return self._page(refusal=str(refusal))
        if isinstance(done, HttpResponse):
            return done
        words = (
            "予約しました。その日に計画に反映します。"
            if done.waits
            else "計画に反映しました。公開ページに表示されています。"
        )
        messages.success(self.request, words)
        return redirect(self.request.path)

    def _confirmation(self, known: PlanRevision, version: int) -> Confirmation:
        """What citizens will read; WrongState, StaleVersion, NotAllowed, Incomplete."""
        known.refresh_from_db()
        if known.version != version:
            raise StaleVersion("見ていたあとに、ほかの人がこの見直しを変えました。", known)
        drafts = check_gathered(known)
        if refusal := why_not_confirm(known, self.by, drafts):
            raise NotAllowed(refusal)
        lines = [self._line(one) for one in drafts]
        effects = self._effects(drafts)
        day = write_day(known.effective_on) if known.effective_on else "確かめたとき"
        facts = {f"{line['what']} {line['key']}": line["facts"] for line in lines}
        for one in effects:
            facts |= {f"判定 {label}": words for label, words in one.facts.items()}
        return Confirmation(
            title=f"「{known.title}」を計画に反映します",
            button="この日に反映するよう予約する" if known.effective_on else "計画に反映して公表する",
            back=self.request.path,
            template="office/plan/confirm_revision.html",
            facts={**facts, "理由": known.reason, "いつから": day, "保存": f"{known.version}回目"},
            about={
                "revision": known,
                "lines": lines,
                "effects": effects,
                "day": day,
                "crumbs": [*crumbs(self.plan, known.title), {"label": "公表の前に確かめる", "url": ""}],
            },
            posted=[("action", "confirm"), ("version", str(known.version))],
        )

    def _effects(self, drafts: list[Waiting]) -> list[DraftSet]:
        """By indicator what all its rules together would change."""
        by_indicator: dict[int, list[Any]] = {}
        for one in drafts:
            if (pk := getattr(one.draft, "indicator_id", None)) and hasattr(one.draft, "first_year"):
                by_indicator.setdefault(pk, []).append(one.draft)
        found = []
        for pk, rules in by_indicator.items():
            measured = Indicator.objects.filter(pk=pk)
            found.append(draft_set(self.by, rules, measured, frames.published(measured)))
        return found

    def _line(self, one: Waiting) -> Context:
        """A draft as a list shows it: of a text what differs, of a rule what it says."""
        if one.is_wording:
            draft = one.draft
            differing = changes(draft.part, stands(self.plan, draft.part), draft.content)
            facts = "、".join(f"{each.where} {each.was} → {each.now}" for each in differing)
            return {
                "key": one.key,
                "what": one.what,
                "changes": differing,
                "address": part_address(self.plan, draft.part),
                "by": person(draft.edited_by),
                "facts": facts,
            }
        label, words = said(one.draft) if hasattr(one.draft, "first_year") else (one.what, one.draft.reason)
        return {
            "key": one.key,
            "what": one.what,
            "words": figure_words(one.draft) + f"（{label}）" if hasattr(one.draft, "first_year") else words,
            "address": self._address(one.draft),
            "by": person(one.draft.drafted_by),
            "facts": words,
        }

    def _address(self, draft: Any) -> str:
        if draft.key == "interim":
            return reverse("office:target", args=[draft.indicator.code])
        if draft.key == "threshold":
            return reverse("office:threshold", args=[self.plan.slug])
        if draft.key == "passport":
            return reverse("office:passport", args=[draft.indicator.code])
        if draft.key == "figure":
            return reverse("office:figure", args=[draft.measure.number])
        return reverse("office:rule", args=[draft.indicator.code, draft.key])

    def _page(self, form: RevisionForm | None = None, refusal: str = "") -> HttpResponse:
        known = self.revision
        chosen = set(self.request.POST.getlist("draft")) if form else set(known.keys if known else ())
        lines = [self._line(one) | {"chosen": one.key in chosen} for one in waiting_drafts(self.plan)]
        context: Context = {
            "plan": self.plan,
            "revision": known,
            "form": form or RevisionForm.of(known),
            "withdrawing": WithdrawForm(),
            "lines": lines,
            "gone": self._gone(chosen, lines),
            "done": self._done(known) if known and known.published_at else [],
            "refusal": refusal,
            "closed": why_no_revision(self.plan),
            "why_not": self._why_not(known) if known and not known.confirmed_at else "",
            "written_by": person(known.edited_by) if known else "",
            "confirmed_by": person(known.confirmed_by) if known and known.confirmed_by else "",
            "crumbs": [
                *crumbs(self.plan, "中間見直し")[:-1],
                {"label": "中間見直し", "url": reverse("office:plan_revisions", args=[self.plan.key])},
                {"label": known.title if known else "新しい見直し", "url": ""},
            ],
        }
        return render(self.request, "office/plan/revision.html", context, status=409 if refusal else 200)

    def _gone(self, chosen: set[str], lines: list[Context]) -> int:
        """How many that were gathered are not there any more as they were looked at."""
        if self.revision is not None and self.revision.published_at:
            return 0
        return len(chosen - {line["key"] for line in lines})

    def _done(self, known: PlanRevision) -> list[WordingDraft]:
        found = list(known.wordings.order_by("part"))
        for one in found:
            one.differing = changes(one.part, one.before, one.content)  # type: ignore[attr-defined]
        return found

    def _why_not(self, known: PlanRevision) -> str:
        try:
            return why_not_confirm(known, self.by, gathered_of(known))
        except StaleVersion as refusal:
            return str(refusal)
