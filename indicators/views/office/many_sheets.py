"""Several evaluation sheets of a cycle at once: one page shows all that would go out, then exactly that is published."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse

from indicators.frames import OutsideComments, said_outside
from indicators.models import Cycle, EvaluationSheet, OutsideReview
from indicators.models import WorkflowState as State
from indicators.views.office.confirming import CHANGED, Confirmation, published_as_shown, shown_to
from indicators.views.office.frame import crumbs
from indicators.views.office.outside_reviews import comments_as_facts, notices_of
from indicators.views.shared.sheet_paper import Paper, papers_of
from indicators.wording.figures import said_and_judged
from indicators.wording.people import person
from indicators.workflow import (
    OUTSIDE_REVIEWS,
    SHEETS,
    ChosenSheet,
    Incomplete,
    StaleVersion,
    publish_sheets,
)
from measures.addresses import reverse
from measures.fiscal_year import FiscalYear
from measures.levels import in_levels


@dataclass(frozen=True)
class SheetLine:
    """One sheet that was ticked. `why`: it stays behind; `is_left`: because the person said so."""

    key: str
    sheet: EvaluationSheet
    paper: Paper
    by: str
    comments: OutsideReview | None
    outside: OutsideComments | None
    why: str
    is_left: bool


class ManySheets:
    """What somebody ticked of one cycle. On the page of confirmation single sheets can be left out and taken in again."""

    def __init__(self, request: HttpRequest, by: User, cycle: Cycle) -> None:
        self.request, self.by, self.cycle = request, by, cycle
        posted = request.POST
        self.left = {*posted.getlist("left"), *posted.getlist("leave")} - set(posted.getlist("take"))
        self.lines: list[SheetLine] = []

    @property
    def page(self) -> str:
        return f"{reverse('office:sheets')}?year={self.cycle.year}"

    def answer(self) -> int | HttpResponse:
        """How many were published, or the page of confirmation. Incomplete where nothing was ticked or can go out."""
        if {"leave", "take"} & set(self.request.POST):
            return self.confirmation().page(self.request)
        try:
            return published_as_shown(self.request, self._asked, self._publish)
        except StaleVersion:
            return self.confirmation().page(self.request, CHANGED, shown_to(self.request))

    def _publish(self) -> int:
        going = [ChosenSheet(one.sheet, one.sheet.version, one.comments) for one in self._going()]
        publish_sheets(chosen=going, by=self.by)
        return len(going)

    def _going(self) -> list[SheetLine]:
        return [one for one in self.lines if not one.why]

    def _asked(self) -> Confirmation:
        confirmation = self.confirmation()
        if not self.lines:
            raise Incomplete({"__all__": "公表するシートを選んでください。"})
        if not confirmation.button and not self.left and shown_to(self.request) is None:
            why = "".join(f"{in_levels('施策')}{one.paper.measure.number}：{one.why}" for one in self.lines)
            raise Incomplete({"__all__": f"公表できるものがありません。{why}"})
        return confirmation

    def confirmation(self) -> Confirmation:
        self.lines = lines = self._read()
        going = self._going()
        staying = [one for one in lines if one.why]
        year = FiscalYear(self.cycle.year).wareki
        rest = f"、{len(staying)}件は残ります" if staying else ""
        return Confirmation(
            title=f"{year}の評価シート{len(going)}件を公表します{rest}",
            button=f"{len(going)}件を公表する" if going else "",
            back=self.page,
            template="office/confirm_sheets.html",
            facts=_facts(lines),
            about={
                "going": going,
                "staying": staying,
                "year": self.cycle.year,
                "crumbs": crumbs("sheets", "公表の前に確かめる"),
            },
            posted=[
                ("action", "publish"),
                *(("chosen", one.key) for one in lines),
                *(("left", one.key) for one in staying if one.is_left),
            ],
            notices=[
                "公表している数値、取組の実績と費用が、それぞれのシートに固定されます。",
                *(
                    f"{in_levels('施策')}{one.paper.measure.number}：{notice}"
                    for one in going
                    if one.outside
                    for notice in notices_of(one.outside)
                ),
            ],
        )

    def _read(self) -> list[SheetLine]:
        """Everything that was ticked, as it stands, in a fixed number of queries."""
        asked = chosen_now(self.request, self.cycle)
        sheets = [sheet for sheet, _ in asked]
        papers = papers_of(self.cycle, sheets)
        publishable = SHEETS.publishable(self.by, sheets)
        waiting = SHEETS.waiting_for(self.cycle.plan_id, self.cycle.year)
        comments = self._comments(sheets)
        found = []
        for sheet, version in asked:
            key, along = f"{sheet.pk}:{version}", comments.get(sheet.measure_id)
            codes = waiting.get(sheet.measure_id, [])
            found.append(
                SheetLine(
                    key=key,
                    sheet=sheet,
                    paper=papers[sheet.pk],
                    by=person(sheet.submitted_by) if sheet.submitted_by else "",
                    comments=along,
                    outside=said_outside(along) if along else None,
                    why="今回は外しました。"
                    if key in self.left
                    else self._why_not(sheet, version, publishable, codes),
                    is_left=key in self.left,
                )
            )
        return found

    def _why_not(self, sheet: EvaluationSheet, version: int, publishable: set[int], codes: list[str]) -> str:
        if sheet.version != version or sheet.state != State.SUBMITTED:
            return SHEETS.changed(sheet).message
        if sheet.approval_level:
            return "課の承認が、まだ終わっていません。"
        if sheet.pk not in publishable:
            return SHEETS.why_not_publish(self.by, sheet)
        return f"{'、'.join(codes)}の値がまだ公表されていません。" if codes else ""

    def _comments(self, sheets: list[EvaluationSheet]) -> Mapping[int, OutsideReview]:
        """Measure → what a council said, where it waits and this person had no hand in it."""
        waiting = list(
            OutsideReview.objects.filter(
                measure__in=[sheet.measure_id for sheet in sheets],
                year=self.cycle.year,
                state=State.SUBMITTED,
            ).select_related("measure")
        )
        allowed = OUTSIDE_REVIEWS.publishable(self.by, waiting)
        return {record.measure_id: record for record in waiting if record.pk in allowed}


def chosen_now(request: HttpRequest, cycle: Cycle) -> list[tuple[EvaluationSheet, int]]:
    """What was ticked, by measure, with the version that was seen, also what was given up meanwhile; what is no key of the cycle is left out."""
    asked: dict[int, int] = {}
    for key in request.POST.getlist("chosen"):
        pk, _, version = key.partition(":")
        if pk.isascii() and pk.isdigit() and version.isascii() and version.isdigit() and len(key) < 30:
            asked[int(pk)] = int(version)
    found = EvaluationSheet.objects.filter(
        pk__in=list(asked), year=cycle.year, measure__plan=cycle.plan_id
    ).select_related("measure__policy__plan", *SHEETS.people)
    sheets = list(found)
    gone = SHEETS.given_up(set(asked) - {sheet.pk for sheet in sheets})
    sheets += [one for one in gone.values() if (one.measure.plan_id, one.year) == (cycle.plan_id, cycle.year)]
    return [(one, asked[one.pk]) for one in sorted(sheets, key=lambda one: (one.measure.number, one.number))]


def _facts(lines: list[SheetLine]) -> dict[str, str]:
    """Label → words of all that the page shows of each sheet."""
    found: dict[str, str] = {}
    for one in lines:
        name = f"{in_levels('施策')}{one.paper.measure.number}"
        found[f"{name} 残す理由"] = one.why
        if one.why:
            continue
        found[f"{name} 提出"] = f"{one.by}、第{one.sheet.number}版の{one.sheet.version}回目の保存"
        found[f"{name} 変更の理由"] = one.sheet.reason
        found[f"{name} 自己評価"] = one.sheet.get_rating_display()
        for part in (*one.paper.texts, *one.paper.remarks):
            found[f"{name} {part.label}"] = part.text
        for row in one.paper.rows:
            found[f"{name} {row.code}"] = said_and_judged(row)
        for label, words in {
            **one.paper.did.facts,
            **(comments_as_facts(one.outside) if one.outside else {}),
        }.items():
            found[f"{name} {label}"] = words
    return found
