"""Comparison series for the plan office: what stands, what waits, publish or send back."""

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from indicators.models import ComparisonSeries, ComparisonValue, Indicator
from indicators.views.office.confirming import Confirmation
from indicators.views.office.frame import crumbs
from indicators.views.office.record_review import ReviewPage
from indicators.views.shared.access import office_page
from indicators.views.shared.comparisons import (
    find_series,
    lines_of_series,
    log_of_comparison,
    read_of,
    years_of_each,
)
from indicators.views.shared.reviewing import Context, who_context
from indicators.wording.approvals import who_looks
from indicators.wording.steps import steps_of_record
from indicators.workflow import COMPARISONS


@office_page("GET", "HEAD")
def comparisons(request: HttpRequest, by: User) -> HttpResponse:
    """Every series with its years, newest first."""
    there = ComparisonSeries.objects.filter(indicator__measure__plan__withdrawn_at=None)
    known = there.select_related("indicator__measure__policy__plan", "indicator__lead_department").order_by(
        "indicator__measure__number", "indicator__letter", "pk"
    )
    return render(
        request, "office/comparisons.html", {"tables": years_of_each(known, Indicator.objects.all())}
    )


@office_page("GET", "HEAD", "POST")
def comparison(request: HttpRequest, by: User, pk: int, year: int) -> HttpResponse:
    """The review of one figure."""
    return ComparisonReview(request, by, find_series(pk, year), year).serve()


class ComparisonReview(ReviewPage):
    workflow = COMPARISONS
    template = "office/comparison.html"
    list_page = "office:comparisons"
    done = {
        "publish": "を公表しました。指標のページに表示されています。",
        "send_back": "を差し戻しました。直して提出されると、また一覧に載ります。",
    }

    def confirmation(self) -> Confirmation:
        about, who = self.context(self.record, ""), who_context(self.record)
        return Confirmation(
            title=f"「{self.owner.name}」の{self.owner.indicator.year_name(self.year)}の値を公表します",
            button="公表する",
            back=self.request.path,
            template="office/confirm_comparison.html",
            facts={
                "提出": f"{who['submitted_by']}、第{self.record.number}回の{self.record.version}回目の保存",
                **{label: _plain(words) for label, words in about["read"]},
                **{f"いま見えている{label}": _plain(words) for label, words in about["before"]},
            },
            about={**about, **who, "crumbs": crumbs("comparisons", "公表の前に確かめる")},
            posted=self.posted,
        )

    def context(self, current: ComparisonValue | None, refusal: str) -> Context:
        series, year = self.owner, self.year
        published = COMPARISONS.current_published(series, year)
        lines = lines_of_series(series)
        return {
            "series": series,
            "indicator": series.indicator,
            "read": read_of(current),
            "before": read_of(published) if published is not None and published != current else [],
            "line": next((line for line in lines if line.year == year), None),
            "lines": lines,
            "steps": steps_of_record(
                current, "入力", who_looks(ComparisonValue, series.indicator.lead_department_id, current)
            ),
            "log": log_of_comparison(series, year),
            "crumbs": crumbs("comparisons", f"{series} {series.indicator.year_name(year)}"),
        }


def _plain(words: str) -> str:
    return strip_tags(words) if isinstance(words, SafeString) else words
