"""The reference figures of the measures: what is missing, points typed or pasted, verified by a second person."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from indicators import frames
from indicators.forms import FigurePointsForm
from indicators.models import FigurePoints, Indicator
from indicators.views.office.effects import DraftSet
from indicators.views.office.explanations import ExplanationPage
from indicators.views.office.rules import Context
from indicators.views.shared.access import office_page
from indicators.views.shared.plan import about, plan_of, plan_or_404
from indicators.views.shared.reference_figures import cells_of
from measures.addresses import reverse
from measures.models import ReferenceFigure

LIST = ("参考図表", "office:figures")


@office_page("GET", "HEAD")
def figures(request: HttpRequest, by: User) -> HttpResponse:
    """Every measure's figure, what is missing of it, and whether a draft waits."""
    drafts = FigurePoints.objects.filter(published_at__isnull=True).values_list("measure_id", flat=True)
    waiting = set(drafts)
    lines = [
        {"figure": figure, "missing": missing, "has_draft": figure.measure_id in waiting}
        for figure, missing in figures_of(request)
    ]
    context = {"lines": lines, "lacking": sum(bool(line["missing"]) for line in lines)}
    return render(request, "office/figures.html", context)


def figures_of(request: HttpRequest) -> list[tuple[ReferenceFigure, str]]:
    """The figures of the page's plan, each with what is missing of it; "" of one that is whole."""
    standing = frames.figure_points(about(request))
    found = ReferenceFigure.objects.filter(measure__plan=plan_of(request)).select_related("measure__plan")
    ordered = found.order_by("measure__number")
    return [(figure, _missing(figure, standing.get(figure.measure_id))) for figure in ordered]


def _missing(figure: ReferenceFigure, edition: Any) -> str:
    if edition is not None or figure.is_public:
        return ""
    if figure.state == ReferenceFigure.State.UNVERIFIED:
        return "項目と値の対応が未確認（職員だけに見えています）"
    return "数値が未登録"


@office_page("GET", "HEAD", "POST")
def figure(request: HttpRequest, by: User, number: int) -> HttpResponse:
    """The points of one measure's figure."""
    found = ReferenceFigure.objects.filter(measure__plan=plan_or_404(request)).select_related(
        "measure__policy__plan"
    )
    shown = get_object_or_404(found, measure__number=number)
    return FigurePointsPage(request, by, shown).serve()


class FigurePointsPage(ExplanationPage):
    form_class = FigurePointsForm
    list_page = LIST

    def __init__(self, request: HttpRequest, by: User, printed: ReferenceFigure) -> None:
        self.printed = printed
        self.request, self.by, self.model, self.owner = request, by, FigurePoints, printed.measure
        self.indicator, self.measured = None, Indicator.objects.none()  # it measures nothing

    @property
    def address(self) -> str:
        return reverse("office:figure", args=[self.owner.number])

    def form(self, data: Any = None, draft: Any = None) -> Any:
        """Empty but for what was loaded with the plan, where nothing stands yet."""
        known = draft or self.standing()
        initial = FigurePointsForm.drafted(known) if known else FigurePointsForm.loaded(self.printed)
        return FigurePointsForm(data, owner=self.owner, initial=initial)

    def shown(self, drafts: Sequence[Any]) -> DraftSet:
        found = super().shown(drafts)
        found.rule.cells = cells_of(found.rule)
        return found

    def context(self, form: Any, drafts: Sequence[Any], *, refused: bool) -> Context:
        found = super().context(form, drafts, refused=refused)
        missing = _missing(self.printed, found["standing"])
        return {
            **found,
            "missing": [missing] if missing else [],
            "note": self.printed.note,
            "printed": self.printed,
            "tab": "figures",
            "publish_word": "確かめたので公表する",
        }

    def _published(self) -> list[Any]:
        known = FigurePoints.objects.filter(measure=self.owner, published_at__isnull=False)
        found = list(known.order_by("-published_at", "-pk"))
        for one in found:
            one.cells = cells_of(one)  # type: ignore[attr-defined]
        return [(one, (), ()) for one in found]
