"""ねらう指標 of one initiative: drafted by one of the office, published by another; what is missing between deeds and results."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators import frames
from indicators.forms.aims import AimsForm
from indicators.frames import Aim
from indicators.models import Cycle, InitiativeAims
from indicators.views.office.frame import chosen_cycle, crumbs, links_to_cycles
from indicators.views.office.initiative_draft import InitiativeDraftPage, find_initiative
from indicators.views.shared.access import office_page
from indicators.views.shared.aims import year_of_plan
from indicators.views.shared.plan import plan_of
from indicators.wording.aims import NOT_SET, TAKEN_BACK, aim_years
from measures.models import Initiative


@office_page("GET", "HEAD", "POST")
def aims(request: HttpRequest, by: User, initiative: str) -> HttpResponse:
    return AimsPage(request, by, find_initiative(request, initiative)).serve()


class AimsPage(InitiativeDraftPage):
    model = InitiativeAims
    page = "office:aims"
    template = "office/aims.html"
    confirm_template = "office/confirm_deed_lead.html"
    form: AimsForm

    def __init__(self, request: HttpRequest, by: User, told: Initiative) -> None:
        self.editions = frames.aims(told.measure).get(told.code, [])
        self.names = {row.code: row.name for row in frames.newest(frames.published(told.measure.plan))}
        super().__init__(request, by, told)

    def made_form(self, data: Any) -> AimsForm:
        plan = self.told.measure.plan
        initial: dict[str, Any] = {}
        if self.draft is not None:
            initial = {"aims": self.draft.aims, "reason": self.draft.reason}
        elif self.editions:
            initial = {"aims": [[one.code, one.first_year, one.last_year, one.why] for one in self._now]}
        more = data is not None and self.request.POST.get("action") == "more"
        return AimsForm(data, years=list(plan.years), more=more, initial=initial)

    @property
    def _now(self) -> tuple[Aim, ...]:
        return self.editions[-1].aims if self.editions else ()

    def written(self) -> dict[str, Any]:
        return {"aims": self.form.written()}

    def read(self) -> list[tuple[str, str]]:
        said = self._in_words(frames.read_aims(self.draft.aims), TAKEN_BACK)
        now = self._in_words(self._now, TAKEN_BACK if self.editions else NOT_SET)
        return [("ねらう指標", said), ("いま", now), ("この設定にした理由", self.draft.reason)]

    def _in_words(self, found: Iterable[Aim], none: str) -> str:
        told = [f"{one.code} {self.names.get(one.code, '')}（{aim_years(one)}）：{one.why}" for one in found]
        return "\n".join(told) or none

    def context(self) -> dict[str, Any]:
        own = f"{self.told.measure.number}"
        first = sorted(self.names, key=lambda code: (code.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != own, code))
        return {
            "known": [(code, self.names[code]) for code in first],
            "own": [(code, self.names[code]) for code in first if code[:-1] == own],
            "standing": self._in_words(self._now, TAKEN_BACK if self.editions else NOT_SET),
            "waiting": self.read() if self.draft is not None else [],
            "editions": list(reversed(self.editions)),
        }


@office_page("GET", "HEAD")
def holes(request: HttpRequest, by: User) -> HttpResponse:
    """What is missing in a year: initiatives without an indicator, indicators without an initiative, results without a deed, money without either."""
    cycles = list(Cycle.objects.filter(plan=plan_of(request)).order_by("-year"))
    cycle = chosen_cycle(request, cycles, next(iter(cycles), None))
    shown = None
    if cycle is not None:
        found, every = frames.deeds(cycle.plan), frames.published(cycle.plan)
        years = frames.deed_years(found)
        costs = frames.spendings(cycle.plan)
        shown = year_of_plan(frames.Source(cycle.plan), every, found, cycle.year, years, costs=costs)
    context = {
        "cycle": cycle,
        "shown": shown,
        "holes": shown.holes if shown else None,
        "years": links_to_cycles("office:holes", cycles, cycle),
        "crumbs": crumbs("deeds", "取組と指標のつながり"),
    }
    return render(request, "office/holes.html", context)
