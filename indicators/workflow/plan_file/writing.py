"""Writes what a checked file says into the plan: texts as rows, promises and explanations as drafts, values as drafts of the review.

Of a plan in preparation the drafts wait for the plan, which goes out as a whole; of a public one `publisher`, who is
another person, publishes each of them in the same step.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from indicators.models import Drafted, FigurePoints, Indicator, InterimTarget, Passport, Rhythm, Target
from indicators.plan_tables import BY_KEY, Line, PlanTables
from indicators.plan_tables.columns import Cells
from indicators.plan_tables.wording import documents_of
from indicators.wording.parts import part_of
from indicators.workflow.booked import why_held
from indicators.workflow.definitions import FIRST_REASON
from indicators.workflow.errors import Incomplete, WrongState
from indicators.workflow.plan_file.checks import Checked
from indicators.workflow.plan_file.promises import continued_indicator
from indicators.workflow.plan_file.rows import (
    about_of,
    cells_of,
    changed_lines,
    entry_of,
    gone_owners,
    interim_of,
    number_of,
    passport_of,
    points_of,
    promise_of,
    rhythm_of,
)
from indicators.workflow.plan_file.settings import changed_aims, changed_leads, delete_gone_settings
from indicators.workflow.review.many import Draft, newest_of, save_drafts
from indicators.workflow.rules import delete_draft, is_out, publish_rule
from indicators.workflow.translations import (
    checked_versions,
    confirm_translations,
    open_drafts,
    save_translations,
    why_not_confirmed,
)
from measures.document_writer import Writer, departments_by_name
from measures.documents import Document
from measures.models import Department, Measure, Plan, ReferenceFigure, WordingDraft

PREPARED = "計画の準備（ファイルの取込み）"
_FIRST_PASSPORT = "はじめての登録"
_FIRST_RHYTHM = "計画策定時の調査の間隔"
_FIRST_POINTS = "印刷物と照らし合わせた登録"


@dataclass
class Writing:
    """One step, within its transaction. `by`: who brought the file in, whose drafts they are."""

    plan: Plan
    checked: Checked
    by: User
    now: datetime
    reason: str = PREPARED
    publisher: User | None = None
    counts: Counter[str] = field(default_factory=Counter)
    drafts: list[Drafted] = field(default_factory=list)

    def write(self) -> Counter[str]:
        """Incomplete, by a place in the file, where a step refuses what the checks could not see."""
        self._departments()
        self.counts["gone"] += delete_gone_settings(self.plan, self.standing, self.whole)
        self._texts()
        self._figures()
        self._indicators()
        self._interims()
        self._passports()
        self._settings()
        if self.publisher is not None:
            for draft in self.drafts:
                publish_rule(rule=draft, by=self.publisher, now=self.now)
        self._values()
        self._translations()
        return self.counts

    @property
    def writer(self) -> Writer:
        return Writer(by=self.by, reason=self.reason, now=self.now)

    @property
    def whole(self) -> PlanTables:
        return self.checked.whole

    @property
    def standing(self) -> PlanTables:
        return self.checked.standing

    # --- Departments and texts -------------------------------------------------------------------

    def _departments(self) -> None:
        known = set(Department.objects.values_list("name", flat=True))
        made = []
        last = Department.objects.order_by("-order").values_list("order", flat=True).first() or 0
        for cells in cells_of(self.whole, "departments"):
            if cells["name"] not in known:
                last += 1
                Department.objects.create(name=cells["name"], slug=cells["slug"], order=last)
                made.append({"slug": cells["slug"], "name": cells["name"]})
                self.counts["departments"] += 1
        if made:
            self._edition(WordingDraft.DEPARTMENTS, {"departments": made}, None)

    def _edition(self, part: str, content: Document, before: Document | None) -> None:
        """What went in, for the record of changes: citizens read it where the plan was out before."""
        WordingDraft.objects.create(
            plan=self.plan,
            part=part,
            content=content,
            before=before,
            reason=self.reason,
            created_by=self.by,
            edited_by=self.by,
            edited_at=self.now,
            published_at=self.now,
            published_by=self.publisher or self.by,
        )

    def _texts(self) -> None:
        writer = self.writer
        policies = {cells["number"]: cells["name"] for cells in cells_of(self.standing, "policies")}
        wanted = {cells["number"]: cells["name"] for cells in cells_of(self.whole, "policies")}
        # Those that go last stand until no measure is theirs any more.
        writer.policies(self.plan, _policies({**policies, **wanted}))
        if wanted != policies:
            self._edition(WordingDraft.POLICIES, _policies(wanted), _policies(policies))
        was, now = documents_of(self.standing), documents_of(self.whole)
        for number, document in now.items():
            if was.get(number) == document:
                continue
            self._edition(part_of(number), document, was.get(number))
            writer.measure(self.plan, number, document)
            self.counts["measures"] += 1
        self._delete_indicators()
        self._delete_figures()
        gone = [number for number in was if number not in now]
        for measure in Measure.objects.filter(plan=self.plan, number__in=gone):
            writer.delete(measure)
            self.counts["gone"] += 1
        writer.policies(self.plan, _policies(wanted))

    def _delete_indicators(self) -> None:
        """Before their measures. What refers to one has kept it (checks.py)."""
        gone = [owner[0] for owner in gone_owners(BY_KEY["indicators"], self.standing, self.whole)]
        for indicator in self._by_code(gone).values():
            for kind in (Target, Rhythm, InterimTarget, Passport):
                kind._default_manager.filter(indicator=indicator, published_at__isnull=True).delete()
            Indicator.objects.filter(pk=indicator.pk).update(successor=None, continues=None)
            self.writer.delete(indicator)
            self.counts["gone"] += 1

    def _delete_figures(self) -> None:
        """Before their measures, which a draft of their points would hold."""
        for owner in gone_owners(BY_KEY["figures"], self.standing, self.whole):
            number = int(owner[0])
            FigurePoints.objects.filter(
                measure__plan=self.plan, measure__number=number, published_at__isnull=True
            ).delete()
            for figure in ReferenceFigure.objects.filter(measure__plan=self.plan, measure__number=number):
                self.writer.delete(figure)

    # --- Reference figures -----------------------------------------------------------------------

    def _figures(self) -> None:
        measures = {one.number: one for one in Measure.objects.filter(plan=self.plan)}
        for line, _ in changed_lines(BY_KEY["figures"], self.standing, self.whole):
            cells = line.cells
            figure = ReferenceFigure.objects.filter(measure=measures[cells["measure"]]).first()
            figure = figure or ReferenceFigure(measure=measures[cells["measure"]])
            said = {name: cells[name] for name in ("title", "source", "note")}
            if not (
                figure.pk and figure.points.exists()
            ):  # else they are those of the points that came with it
                said |= {name: cells[name] for name in ("unit", "decimals")}
            self.writer.save(figure, **said)
            self.counts["figures"] += 1
        was = points_of(self.standing)
        for number, said in points_of(self.whole).items():
            if was.get(number) == said:
                continue
            known = FigurePoints.objects.filter(measure=measures[number], published_at__isnull=True)
            if not said["points"]:
                known.delete()
                continue
            self._draft(known.first() or FigurePoints(measure=measures[number]), said, _FIRST_POINTS)

    # --- Indicators ------------------------------------------------------------------------------

    def _indicators(self) -> None:
        changed = changed_lines(BY_KEY["indicators"], self.standing, self.whole)
        known = self._by_code([line.cells["code"] for line, _ in changed])
        measures = {
            one.number: one for one in Measure.objects.filter(plan=self.plan).select_related("policy__plan")
        }
        leads = departments_by_name(list({line.cells["lead_department"] for line, _ in changed}))
        later: list[tuple[Indicator, Cells]] = []
        for line, stands in changed:
            cells = line.cells
            code = cells["code"]
            indicator = known.get(code) or Indicator(measure=measures[number_of(code)], letter=code[-1])
            lead = leads[cells["lead_department"]]
            self.writer.save(indicator, **about_of(cells), lead_department=lead)
            known[code] = indicator
            self.counts["indicators"] += 1
            if any(cells[name] != (stands or {}).get(name, "") for name in ("successor", "continues")):
                later.append((indicator, cells))
            promise = promise_of(cells)
            if stands is None or promise_of(stands) != promise:
                draft = Target.objects.filter(indicator=indicator, published_at__isnull=True).first()
                self._draft(draft or Target(indicator=indicator), promise, FIRST_REASON)
            if rhythm_of(cells) != (rhythm_of(stands) if stands else None):
                self._rhythm(indicator, rhythm_of(cells))
        others = self._by_code([cells["successor"] for _, cells in later if cells["successor"]])
        for indicator, cells in later:
            told = cells["continues"]
            self.writer.save(
                indicator,
                successor=others[cells["successor"]] if cells["successor"] else None,
                continues=continued_indicator(self.plan, told) if told else None,
            )

    def _rhythm(self, indicator: Indicator, said: Mapping[str, Any] | None) -> None:
        drafts = Rhythm.objects.filter(indicator=indicator, published_at__isnull=True)
        if said is None:
            drafts.delete()
            return
        first = max(self.plan.first_year, indicator.first_year or 0)
        draft = drafts.first() or Rhythm(indicator=indicator, first_year=first)
        self._draft(draft, said, _FIRST_RHYTHM)

    def _interims(self) -> None:
        table = BY_KEY["interim_targets"]
        changed = changed_lines(table, self.standing, self.whole)
        known = self._by_code([line.cells["code"] for line, _ in changed])
        for line, _ in changed:
            indicator, year = known[line.cells["code"]], line.cells["year"]
            drafts = InterimTarget.objects.filter(indicator=indicator, year=year, published_at__isnull=True)
            said = interim_of(line.cells)
            self._draft(
                drafts.first() or InterimTarget(indicator=indicator, year=year), said, said.pop("reason")
            )
        self._delete_drafts(InterimTarget, table.key)

    def _passports(self) -> None:
        table = BY_KEY["passports"]
        changed = changed_lines(table, self.standing, self.whole)
        known = self._by_code([line.cells["code"] for line, _ in changed])
        for line, _ in changed:
            indicator = known[line.cells["code"]]
            draft = Passport.objects.filter(indicator=indicator, published_at__isnull=True).first()
            self._draft(draft or Passport(indicator=indicator), passport_of(line.cells), _FIRST_PASSPORT)
        self._delete_drafts(Passport, table.key)

    def _settings(self) -> None:
        """Who gathers an initiative goes by its own reason, what it is meant to move by the file's: each aim says why."""
        tables = (self.plan, self.standing, self.whole)
        for draft, said, reason in changed_leads(*tables):
            if said["department"] is None and not is_out(draft):
                if draft.pk:
                    delete_draft(draft, by=self.by, now=self.now)
                    self.counts["gone"] += 1
                continue
            self._draft(draft, said, reason)
        for draft, said in changed_aims(*tables):
            self._draft(draft, said, self.reason)

    def _delete_drafts(self, kind: Any, key: str) -> None:
        for owner in gone_owners(BY_KEY[key], self.standing, self.whole):
            drafts = kind.objects.filter(
                indicator__measure__plan=self.plan,
                indicator__measure__number=number_of(owner[0]),
                indicator__letter=owner[0][-1],
                published_at__isnull=True,
            )
            if len(owner) > 1:
                drafts = drafts.filter(year=int(owner[1]))
            self.counts["gone"] += drafts.count()
            drafts.delete()

    def _draft(self, draft: Any, said: Mapping[str, Any], reason: str) -> None:
        """The log has one line for the file; who drafted it stands in the draft. WrongState of one that is booked."""
        if held := why_held(self.plan, draft.key, draft.pk):
            raise WrongState(f"{draft.owner}の{draft.word}：{held}")
        for name, one in said.items():
            setattr(draft, name, one)
        draft.reason, draft.drafted_by = reason, self.by
        draft.version += bool(draft.pk)
        draft.save()
        self.drafts.append(draft)
        self.counts[draft.key] += 1

    # --- Values ----------------------------------------------------------------------------------

    def _values(self) -> None:
        """Drafts of whoever brought the file in, whom the review then lets publish none of them."""
        changed = [one for one in changed_lines(BY_KEY["values"], self.standing, self.whole) if one[0].at]
        known = self._by_code([line.cells["code"] for line, _ in changed])
        places = [(known[line.cells["code"]], line.cells["year"]) for line, _ in changed]
        standing = newest_of(places)
        drafts = {}
        for (indicator, year), (line, _) in zip(places, changed, strict=True):
            record = standing.get((indicator.pk, year))
            version, number = (record.version, record.number) if record else (0, None)
            drafts[Draft(indicator, year, entry_of(line.cells), version, number)] = line
        # By id, as a department's table is saved, so that the two never wait for each other; the first refusal is told.
        in_order = sorted(drafts, key=lambda draft: draft.place)
        refused = save_drafts(in_order, by=self.by, now=self.now).refused
        for draft, refusal in sorted(refused, key=lambda one: drafts[one[0]].at):
            raise Incomplete({self._place(drafts[draft]): refusal.message})
        self.counts["values"] += len(drafts)

    def _translations(self) -> None:
        """Drafts of whoever brought the file in; the publisher confirms those that are not partly their own."""
        table = BY_KEY["translations"]
        lines = [line for line, _ in changed_lines(table, self.standing, self.whole)]
        typed = {
            line.cells["original"]: checked_versions(line.cells["original"], line.cells) for line in lines
        }
        if not typed:
            return
        self.counts[table.key] += save_translations(plan=self.plan, typed=typed, by=self.by, now=self.now)
        publisher = self.publisher
        drafts = open_drafts(self.plan).values() if publisher else ()
        own = [
            one
            for one in drafts
            if one.original in typed and publisher and not why_not_confirmed(one, publisher)
        ]
        if publisher and own:
            seen = {one.pk: one.version for one in own}
            confirm_translations(plan=self.plan, seen=seen, by=publisher, now=self.now)

    def _place(self, line: Line) -> str:
        return self.whole["values"].place(line.at, "code")

    def _by_code(self, codes: list[str]) -> dict[str, Indicator]:
        wanted = set(codes)
        rows = Indicator.objects.of_plan(self.plan).with_plan() if wanted else Indicator.objects.none()
        return {one.code: one for one in rows if one.code in wanted}


def _policies(names: Mapping[str, str]) -> dict[str, Any]:
    return {"policies": [{"number": number, "name": names[number]} for number in sorted(names)]}
