"""The plan office's look at what a council said of a measure's year: publish it by itself, or send it back."""

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse

from indicators.frames import OutsideComments, outside_comments_of, said_outside
from indicators.models import OutsideReview
from indicators.views.office.confirming import Confirmation
from indicators.views.office.frame import crumbs
from indicators.views.office.record_review import ReviewPage
from indicators.views.shared.access import office_page
from indicators.views.shared.reviewing import Context, who_context
from indicators.views.shared.sheet_paper import versions_of
from indicators.views.shared.sheet_story import find_measure, log_of_comments
from indicators.wording.approvals import OFFICE
from indicators.wording.days import write_day
from indicators.wording.steps import steps_of_record
from indicators.workflow import OUTSIDE_REVIEWS
from measures.addresses import redirect
from measures.fiscal_year import FiscalYear
from measures.levels import in_levels


@office_page("GET", "HEAD", "POST")
def outside_review(request: HttpRequest, by: User, number: int, year: int) -> HttpResponse:
    return OutsideReviewPage(request, by, find_measure(request, number, year), year).serve()


class OutsideReviewPage(ReviewPage):
    workflow = OUTSIDE_REVIEWS
    template = "office/outside_review.html"
    list_page = "office:sheets"
    done = {
        "publish": "を公表しました。公開の評価シートに表示されています。",
        "send_back": "を差し戻しました。直して提出されると、また一覧に載ります。",
    }

    def leave(self, action: str) -> HttpResponse:
        return redirect("office:sheet", self.owner.number, self.year)

    def confirmation(self) -> Confirmation:
        outside, who = said_outside(self.record), who_context(self.record)
        label = f"{in_levels('施策')}{self.owner.number}の{FiscalYear(self.year).wareki}"
        return Confirmation(
            title=f"{label}の外部評価の意見を公表します",
            button="公表する",
            back=self.request.path,
            template="office/confirm_outside_review.html",
            facts={
                "提出": f"{who['submitted_by']}、第{self.record.number}版の{self.record.version}回目の保存",
                "変更の理由": self.record.reason,
                **comments_as_facts(outside),
            },
            about={
                "outside": outside,
                "record": self.record,
                "year": self.year,
                **who,
                "crumbs": crumbs("sheets", "公表の前に確かめる"),
            },
            posted=self.posted,
            notices=notices_of(outside),
        )

    def context(self, current: OutsideReview | None, refusal: str) -> Context:
        measure, year = self.owner, self.year
        public: Any = outside_comments_of(measure, year)
        return {
            "measure": measure,
            "outside": said_outside(current) if current else None,
            "before": public if current is not None and current.is_change and current.is_open else None,
            "has_sheet": bool(versions_of(measure, year)),
            "steps": steps_of_record(current, "入力", OFFICE, OFFICE),
            "log": log_of_comments(measure, year),
            "crumbs": crumbs(
                "sheets", f"{FiscalYear(year).wareki} {in_levels('施策')}{measure.number}", f"?year={year}"
            ),
        }


def comments_as_facts(outside: OutsideComments) -> dict[str, str]:
    """Label → words of all that a page of confirmation shows of the comments."""
    found = {
        "会議": outside.meeting,
        "会議の日": write_day(outside.held_on) if outside.held_on else "",
    }
    for one in outside.comments:
        found[f"意見{one.order}"] = f"{one.speaker}：{one.text}"
        found[f"意見{one.order}への市の答え"] = one.answer
    return found


def notices_of(outside: OutsideComments) -> list[str]:
    return [f"市の答えのない意見が{outside.unanswered}件あります。"] if outside.unanswered else []
