"""A plan goes out as a whole: its check list, its pages as they will stand, the draft of its publication, the second person."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils import timezone

from indicators import frames
from indicators.forms.plans import PlanMomentForm, PlanPublicationForm
from indicators.models import DatedRule, Drafted, Indicator, PlanBooking
from indicators.views.office.confirming import Confirmation, differences, published_as_shown, shown_to
from indicators.views.office.effects import said
from indicators.views.office.plan.checked import checked
from indicators.views.office.plan.frame import crumbs, find_plan
from indicators.views.shared.access import office_page
from indicators.wording.days import write_day
from indicators.wording.people import person
from indicators.workflow import Incomplete, StaleVersion, WrongState
from indicators.workflow.batch_checks import moment_refusal
from indicators.workflow.plan_booking import CHANGED_SINCE, book_publication, cancel_booking
from indicators.workflow.plan_checks import PlanCheck, drafts_of_plan
from indicators.workflow.plan_edition import edition_of_plan
from indicators.workflow.plan_publication import (
    CHANGED,
    GONE,
    check_not_booked,
    check_publication,
    discard_publication,
    publication_draft,
    publish_plan,
    save_publication,
    why_not_published_by,
)
from measures.addresses import naming, redirect, reverse
from measures.levels import in_levels
from measures.models import Measure, Plan, PlanPublication
from measures.plans import plan_in_force

Context = dict[str, Any]
# What citizens will find of it, as staff can look at it before.
PREVIEWS = (
    ("ホーム", "home"),
    ("施策", "measures"),
    ("指標", "indicators"),
    ("担当課", "departments"),
    ("オープンデータ", "open_data"),
    ("更新と訂正", "publications"),
    ("ことばでさがす", "search"),
)


@office_page("GET", "HEAD", "POST")
def publication(request: HttpRequest, by: User, key: str) -> HttpResponse:
    return PublicationPage(request, by, find_plan(key)).serve()


class PublicationPage:
    """What somebody does with the publication of one plan; on a refusal what was typed stays in the boxes."""

    def __init__(self, request: HttpRequest, by: User, plan: Plan) -> None:
        self.request, self.by, self.plan = request, by, plan
        self.version_shown = 0
        self.found: PlanCheck | None = None
        self.moment = PlanMomentForm(request.POST if request.POST.get("action") == "publish" else None)

    def serve(self) -> HttpResponse:
        if self.request.method != "POST":
            return self._page()
        action = self.request.POST.get("action", "")
        typed = self.request.POST.get("version", "")
        if action not in ("save", "discard", "publish", "unbook") or not (
            typed.isascii() and typed.isdigit()
        ):
            return HttpResponseBadRequest("不明な操作です。")
        version = int(typed[:7])
        form = PlanPublicationForm(self.request.POST) if action == "save" else None
        if form is not None and not form.is_valid():
            return self._page(form)
        if action == "publish" and not self.moment.is_valid():
            return self._page()
        try:
            done = self._saved(form) if form else self._decided(action, version)
        except Incomplete as missing:
            if form is None and "at" in missing.errors:
                self.moment.add_missing(missing.errors)
                return self._page()
            if form is None:
                return self._page(refusal=missing.message)
            form.add_missing(missing.errors)
            return self._page(form)
        except StaleVersion as refusal:
            return self._page(form, str(refusal), both=refusal.current)
        except WrongState as refusal:
            return self._page(form, str(refusal))
        if isinstance(done, HttpResponse):
            return done
        messages.success(self.request, done)
        return redirect("office:plan_publication", self.plan.key)

    def _saved(self, form: PlanPublicationForm) -> str:
        data = form.cleaned_data
        save_publication(
            plan=self.plan,
            in_force_on=data["in_force_on"],
            decided_on=data["decided_on"],
            reason=data["reason"],
            by=self.by,
            version=data["version"],
            seen=data["seen_plan"],
        )
        return "公表の下書きを保存しました。公表は、ほかの計画担当が、この画面で行います。"

    def _decided(self, action: str, version: int) -> str | HttpResponse:
        if action == "discard":
            discard_publication(plan=self.plan, by=self.by, version=version)
            return "公表の下書きを削除しました。"
        if action == "unbook":
            cancel_booking(plan=self.plan, by=self.by, version=version)
            return "公表の予約を取り消しました。公表の下書きは、残っています。"
        done = published_as_shown(
            self.request,
            lambda: self._confirmation(version),
            lambda: self._publish(),
        )
        if isinstance(done, HttpResponse):
            return done
        if isinstance(done, PlanBooking):
            return f"{_when(done.at)}に公表するよう予約しました。それまでは、取り消せます。"
        return (
            f"{self.plan.name}を公表しました。{write_day(done.in_force_on)}から、現在の計画として表示します。"
        )

    def _publish(self) -> PlanPublication | PlanBooking:
        acting: Context = {
            "plan": self.plan,
            "by": self.by,
            "version": self.version_shown,
            "known": self.found,
        }
        at = self.moment.moment
        return publish_plan(**acting) if at is None else book_publication(at=at, **acting)

    def _confirmation(self, version: int) -> Confirmation:
        """What citizens will see of it; WrongState, StaleVersion, NotAllowed, Incomplete."""
        draft = publication_draft(self.plan)
        if draft is None:
            raise WrongState(GONE)
        if shown_to(self.request) is None and draft.version != version:
            raise StaleVersion("見ていたあとに、ほかの人が公表の下書きを変えました。", draft)
        check_not_booked(draft)
        self.found = check_publication(draft, self.by)
        if (at := self.moment.moment) and (refused := moment_refusal(at, self.by, timezone.now())):
            raise Incomplete({"at": refused})
        self.version_shown = draft.version
        when = _when(at) if at else "いますぐ"
        rules = [_rule_line(one) for one in drafts_of_plan(self.plan)]
        warnings = [*_late(draft, at), *(finding.words for finding in self.found.warnings)]
        facts = {
            "計画": f"{self.plan}（{self.plan.first_year}〜{self.plan.last_year}年度）",
            "いつ": when,
            "計画が始まる日": write_day(draft.in_force_on),
            "決定日": write_day(draft.decided_on) if draft.decided_on else "",
            "説明": draft.reason,
            "下書き": f"{_author(draft)}、{draft.version}回目の保存",
            "確かめた内容": draft.edition,
        }
        return Confirmation(
            title=f"{self.plan.name}を{when}に公表するよう予約します"
            if at
            else f"{self.plan.name}を公表します",
            button="この日時に公表するよう予約する" if at else "計画を公表する",
            back=self.request.path,
            template="office/plan/confirm_plan.html",
            facts=facts | dict(rules),
            about={
                "plan": self.plan,
                "draft": draft,
                "at": at,
                "drafted_by": _author(draft),
                "rules": rules,
                "counts": _counts(self.plan),
                "warnings": warnings,
                "current": plan_in_force(),
                "previews": previews(self.plan),
                "crumbs": [*crumbs(self.plan, "計画を公表する"), {"label": "公表の前に確かめる", "url": ""}],
            },
            posted=[
                ("action", "publish"),
                ("version", str(draft.version)),
                *((name, self.request.POST.get(name, "")) for name in self.moment.fields),
            ],
        )

    def _page(
        self, form: PlanPublicationForm | None = None, refusal: str = "", both: PlanPublication | None = None
    ) -> HttpResponse:
        """`both`: the draft that somebody saved meanwhile; the next save of what was typed puts it in its place."""
        draft, edition = publication_draft(self.plan), edition_of_plan(self.plan)
        if form is None or refusal:
            form = self._form(draft, edition, form)
        published = self.plan.publication if self.plan.is_public else None
        booking = PlanBooking.objects.filter(publication=draft).select_related("booked_by").first()
        context: Context = {
            "plan": self.plan,
            "draft": draft,
            "moment": self.moment,
            "booking": booking,
            "booked_by": person(booking.booked_by) if booking and booking.booked_by else "",
            "drafted_by": _author(draft) if draft else "",
            "published": published,
            "published_by": person(published.published_by) if published and published.published_by else "",
            "prepared_by": _author(published) if published else "",
            "check": None if published else checked(self.plan),
            "counts": _counts(self.plan),
            "rules": [] if published else [_rule_line(one) for one in drafts_of_plan(self.plan)],
            "form": form,
            "refusal": refusal,
            "both": differences(_words(both), _typed(form)) if both and form.is_bound else [],
            "changed": _why_changed(booking) if draft and draft.edition != edition else "",
            "why_not": why_not_published_by(draft, self.by) if draft else "",
            "confirmed": differences(shown_to(self.request), {}) if refusal else [],
            "previews": previews(self.plan),
            "crumbs": crumbs(self.plan, "計画を公表する"),
        }
        return render(self.request, "office/plan/publication.html", context, status=409 if refusal else 200)

    def _form(
        self, draft: PlanPublication | None, edition: str, typed: PlanPublicationForm | None
    ) -> PlanPublicationForm:
        """For the plan and the draft as they stand now, with what was typed where something was."""
        now = {"version": str(draft.version if draft else 0), "seen_plan": edition}
        if typed is None:
            return PlanPublicationForm(initial={**PlanPublicationForm.of(self.plan, draft), **now})
        data: Any = typed.data.copy()  # type: ignore[attr-defined]  # a QueryDict, whose copy can be written
        for name, value in now.items():
            data[name] = value
        return PlanPublicationForm(data)


def _when(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y年%-m月%-d日 %-H:%M}" if at else ""


def previews(plan: Plan) -> list[Context]:
    """Every public page of the plan, as it will stand: (label, address)."""
    with naming(plan.key):
        found = [{"label": in_levels(label), "url": reverse(f"public:{name}")} for label, name in PREVIEWS]
        measures = [
            {"label": str(one), "url": reverse("public:measure", args=[one.number])}
            for one in Measure.objects.filter(plan=plan)
        ]
        indicators = [
            {"label": str(one), "url": reverse("public:indicator", args=[one.code])}
            for one in Indicator.objects.of_plan(plan).with_plan()
        ]
    return [
        {"label": "計画のページ", "pages": found},
        {"label": in_levels("施策のページ"), "pages": measures},
        {"label": "指標のページ", "pages": indicators},
    ]


def _counts(plan: Plan) -> list[tuple[str, int]]:
    with frames.as_if_out(plan):
        rows = frames.newest(frames.published(plan))
    return [
        (in_levels("基本政策"), plan.policies.count()),
        (in_levels("施策"), plan.measures.count()),
        ("指標", Indicator.objects.of_plan(plan).count()),
        ("目標のある指標", len(rows)),
    ]


def _rule_line(draft: Drafted) -> tuple[str, str]:
    """(what of, what it says and who drafted it)."""
    label, words = said(draft) if isinstance(draft, DatedRule) else (draft.word, f"{draft.version}回目の保存")
    by = person(draft.drafted_by) if draft.drafted_by else "—"
    # A measure has several initiatives: each of their settings says whose it is.
    name = str(draft) if "initiative" in draft.chain else f"{draft.owner} {label}"
    return name, f"{words}、{by}が下書き"


def _late(draft: PlanPublication, at: datetime | None) -> list[str]:
    """What is to be known where citizens could read the plan only after the day from which it is in force."""
    if at is None or timezone.localdate(at) <= draft.in_force_on:
        return []
    return [
        f"公表する日時（{_when(at)}）が、計画が始まる日（{write_day(draft.in_force_on)}）より後です。"
        "それまでのあいだ、市民はこの計画を読めません。"
    ]


def _why_changed(booking: PlanBooking | None) -> str:
    """What is to be done where the plan is another than the draft's: what is booked is taken back first."""
    return CHANGED_SINCE if booking is not None and booking.at is not None else CHANGED


def _author(publication: PlanPublication) -> str:
    return person(publication.drafted_by) if publication.drafted_by else "—"


def _words(draft: PlanPublication) -> dict[str, str]:
    return {
        "計画が始まる日": write_day(draft.in_force_on),
        "決定日": write_day(draft.decided_on) if draft.decided_on else "",
        "説明": draft.reason,
    }


def _typed(form: PlanPublicationForm) -> dict[str, str]:
    labels: Iterable[tuple[str, str]] = (
        ("計画が始まる日", "in_force_on"),
        ("決定日", "decided_on"),
        ("説明", "reason"),
    )
    return {label: str(form[name].value() or "") for label, name in labels}
