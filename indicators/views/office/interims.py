"""The page of one indicator's rules, on which its interim targets are drafted: several years in one form, out at once."""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse

from indicators import frames
from indicators.forms import RULE_FORMS, InterimForm
from indicators.frames import Row
from indicators.models import RULES_OF_INDICATOR, DatedRule, Indicator, InterimTarget, Target
from indicators.views.office.rules import Context, RulePage
from indicators.views.shared.access import find_indicator, office_page
from indicators.workflow import Decision, discard_rule, draft_interims, drafts_of, publish_interims
from indicators.workflow.booked import why_held
from measures.addresses import redirect, reverse
from measures.fiscal_year import FiscalYear


@office_page("GET", "HEAD", "POST")
def target(request: HttpRequest, by: User, code: str) -> HttpResponse:
    """One indicator: its rules as they were decided, drafts of interim targets with their effect, and their form."""
    indicator = find_indicator(request, code, public=False)
    with frames.as_if_out(indicator.measure.plan):
        has_target = bool(frames.targets(Indicator.objects.filter(pk=indicator.pk)))
    if not has_target:
        return redirect("office:rule", indicator.code, Target.key)  # the first thing to be decided
    return InterimPage(request, by, InterimTarget, indicator).serve()


class InterimPage(RulePage):
    """The interim targets of one indicator: those of one first year are drafted in one form and go out at once."""

    template = "office/target.html"

    @property
    def row(self) -> Row:
        """That of the plan's last year."""
        return next(row for row in self.rows if row.year == row.plan_last_year)

    @property
    def address(self) -> str:
        return reverse("office:target", args=[self.owner.code])

    def crumbs(self) -> list[dict[str, str]]:
        return super().crumbs()[:-1]

    def form(self, data: Any = None, draft: DatedRule | None = None) -> Any:
        return InterimForm(data, row=self.row)

    def save(self, form: Any, **acting: Any) -> str:
        data = form.cleaned_data
        saved = draft_interims(
            indicator=self.owner,
            points=data["points"],
            decision=Decision(data["first_year"], data["decided_on"], data["reason"]),
            instead_of=data["instead_of"],
            **acting,
        )
        return f"{len(saved)}件の中間目標の下書きを保存しました。公表は、ほかの計画担当が行います。"

    def publish(self, which: int, **acting: Any) -> str:
        published = publish_interims(indicator=self.owner, first_year=which, **acting)
        return f"{len(published)}件の中間目標を公表しました。公開ページの目安に使われています。"

    def discard(self, which: int, **acting: Any) -> str:
        gone = discard_rule(model=self.model, owner=self.owner, pk=which, **acting)
        return f"{FiscalYear(gone.year).wareki}の中間目標の下書きを削除しました。"

    def sets(self, drafts: Sequence[Any]) -> list[list[Any]]:
        return [list(group) for _, group in groupby(drafts, key=attrgetter("first_year"))]

    def key_of(self, drafts: Sequence[Any]) -> int:
        return int(drafts[0].first_year)

    def context(self, form: Any, drafts: Sequence[Any], *, refused: bool) -> Context:
        row, sets = self.row, self.sets(drafts)
        free = [one for one in sets if not any(why_held(self.plan, draft.key, draft.pk) for draft in one)]
        locked = (
            bool(sets) and not free and form is None
        )  # what was typed stays, to be saved once the booking is taken back
        if form is None and row.upper is None and not locked:
            judged = max((one.year for one in self.rows if one.is_judged), default=None)
            form = InterimForm.of(row, next(iter(free), []), judged=judged)
        return {
            "row": row,
            "locked": locked,
            "form": form if form is not None and any(form.lines) else None,
            "is_range": row.upper is not None,
            "targets": frames.targets(self.measured) if self.is_public else [],
            "interims": frames.interims(self.measured) if self.is_public else [],
            "baselines": frames.baselines(self.measured),
            "rhythms": frames.rhythms(self.measured),
            "recounts": frames.recounts(self.measured),
            "kinds": [
                (kind.key, kind.word, drafts_of(kind, self.owner).count())
                for kind in RULES_OF_INDICATOR
                if kind in RULE_FORMS
            ],
        }
