"""The review of one value: everything that a reviewer needs to publish it or to send it back."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse

from indicators import frames
from indicators.models import Cycle, Indicator, Kind, Result, WorkflowState
from indicators.views.office.confirming import Confirmation
from indicators.views.office.frame import crumbs
from indicators.views.office.record_review import ReviewPage
from indicators.views.office.reserved import reserved
from indicators.views.office.values_shown import values_shown
from indicators.views.shared.access import check_year, find_indicator, office_page
from indicators.views.shared.comment_threads import thread_of
from indicators.views.shared.reviewing import Context, evidence_context, published_row, row_of_year
from indicators.wording.approvals import who_looks
from indicators.wording.log import log_of
from indicators.wording.sentences import gap_sentence
from indicators.wording.steps import steps_of
from indicators.workflow import VALUES, Chosen, refusals, warnings_at_review, warnings_of


@office_page("GET", "HEAD", "POST")
def review(request: HttpRequest, by: User, code: str, year: int) -> HttpResponse:
    indicator = find_indicator(request, code)
    check_year(indicator, year)
    return ValueReview(request, by, indicator, indicator.own_year(year)).serve()


class ValueReview(ReviewPage):
    workflow = VALUES
    template = "office/review.html"
    list_page = "office:board"

    @property
    def done(self) -> Mapping[str, str]:
        department = self.owner.lead_department.name
        return {
            "publish": "を公表しました。公開ページに表示されています。",
            "send_back": f"を{department}に差し戻しました。直して提出されると、また一覧に載ります。",
        }

    def confirmation(self) -> Confirmation:
        shown = values_shown([Chosen(self.record, self.record.version)], self.by)
        reserved_now = [
            f"{line.waits_for}の予約を待たずに、いま公表します。" for line in shown.going if line.waits_for
        ]
        return Confirmation(
            title="この値を公表します" if shown.going else "この値は公表できません",
            button="公表する" if shown.going else "",
            back=self.request.path,
            template="office/confirm_values.html",
            facts=shown.facts,
            about={"shown": shown, "crumbs": crumbs("board", "公表の前に確かめる")},
            posted=self.posted,
            notices=reserved_now,
        )

    def _warnings(self, current: Result) -> tuple[str, ...]:
        late = warnings_at_review(current) if current.state == WorkflowState.SUBMITTED else ()
        return (*warnings_of(self.owner, self.year, current, current.reason), *late)

    def context(self, current: Result | None, refusal: str) -> Context:
        indicator, year = self.owner, self.year
        working = frames.working(Indicator.objects.filter(pk=indicator.pk))
        row, published = row_of_year(working, year), published_row(indicator, year)
        cycle = Cycle.objects.filter(plan=indicator.measure.policy.plan, year=year).first()
        return {
            "indicator": indicator,
            "kind": Kind(current.kind) if current else None,
            "row": row,
            "gap": gap_sentence(row) if row else "",
            "published_row": published if published and published.number else None,
            "earlier": [other for other in working if other.year != year and other.has_record],
            "warnings": self._warnings(current) if current else (),
            "impossible": refusals(indicator, current) if current and current.is_open else {},
            "reserved": reserved([current]).get(current.pk) if current else None,
            "log": log_of(indicator, year),
            "thread": thread_of(indicator, year, self.by, self.request.path),
            "steps": steps_of(
                current, cycle, who_looks(Result, indicator.lead_department_id, current), office=True
            ),
            **evidence_context(indicator, year, current),
            "crumbs": crumbs("board", f"{indicator.year_name(year)} {indicator.name}"),
        }
