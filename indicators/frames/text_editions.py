"""What citizens read in words and was changed since the plan went out: its wording, what an indicator is, the points of figures,
readings and translations, which indicators an initiative is meant to move.

Each with what stood before it. In words for people: indicators/wording/text_changes.py.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

from django.db.models import F

from indicators.frames.reading import Record
from indicators.frames.sources import Source, grouped
from indicators.models import Drafted, FigurePoints, InitiativeAims, Passport, Target
from measures.levels import in_levels
from measures.models import Measure, PlanPublication, ReferenceFigure, Translation, WordingDraft
from measures.past import as_worded
from measures.translations import NONE, Versions

WORDING = "wording"
DEPARTMENT = "department"
TRANSLATION = "translation"
Content = Mapping[str, Any]


@dataclass(frozen=True)
class TextEdition:
    """One edition: of a `part` of the plan (WordingDraft.part), of what became of departments, of a kind of DRAFTED_KINDS, or of
    readings, easier versions and English that were confirmed at once; of a deed or a cost, of the `year` (deed_editions.py, money_editions.py: `part` is its first initiative's code).

    `before` and `after` are its contents by name (of translations by the text); `before` None where there was none. `code` is an indicator's;
    of what an initiative is meant to move `part` is the initiative's code;
    `measure_number` a measure's, None of the basic policies and of departments.
    """

    kind: str
    at: datetime
    reason: str
    before: Content | None
    after: Content
    name: str
    code: str = ""
    measure_number: int | None = None
    part: str = ""
    decided_on: date | None = None
    year: int | None = None

    @property
    def is_of_departments(self) -> bool:
        """Whether the page of departments shows what it tells."""
        return self.part == WordingDraft.DEPARTMENTS or (self.kind == DEPARTMENT and not self.is_of_city)

    @property
    def is_of_city(self) -> bool:
        """Whether it tells how the city is reached."""
        return self.part == WordingDraft.CITY_CONTACT

    @property
    def initiative(self) -> str:
        """Code of the initiative that it is of, "" of another."""
        return self.part if self.kind == InitiativeAims.key else ""

    @property
    def is_english(self) -> bool:
        """Whether the pages in English alone show what it tells."""
        texts = [*self.after.values(), *(self.before or {}).values()] if self.kind == TRANSLATION else []
        return bool(texts) and not any(text.reading or text.easy for text in texts)


def text_editions(source: Source) -> list[TextEdition]:
    """Of a plan; of indicators, theirs and those of the plans that they are in. Names are those of the day shown."""
    indicators = {record["indicator_id"]: record for record in source.indicators()}
    since = _since(source)
    codes = {record["code"]: (record["name"], since.get(pk)) for pk, record in indicators.items()}
    found = [*_of_wording(source, codes), *_of_translations(source), *_of_aims(source, indicators)]
    passports = [one for one in _of_kind(source, Passport) if _is_later(one[1]["at"], since.get(one[0]))]
    points = [*_of_kind(source, FigurePoints)]
    if passports or points:
        ids = {pk for pk, _ in points}
        named = as_worded(Measure.objects.filter(pk__in=ids), source.as_of) if ids else []
        measures = {one.pk: one for one in named}
        public = dict(PlanPublication.objects.values_list("plan", "published_at"))
        for pk, said in passports:
            record = indicators[pk]
            if _is_later(said["at"], public.get(record["plan_id"])):
                found.append(TextEdition(**said, name=record["name"], code=record["code"]))
        printed = _printed(ids)
        for pk, said in points:
            one = measures[pk]
            said["before"] = said["before"] or printed.get(pk)
            if _is_later(said["at"], public.get(one.plan_id)):
                found.append(
                    TextEdition(
                        **said, name=f"{in_levels('施策')}{one.number} {one.name}", measure_number=one.number
                    )
                )
    return found


def _since(source: Source) -> dict[int, datetime]:
    """The indicator's id → when citizens read of it first: with its first target."""
    found: dict[int, datetime] = {}
    for target in source.rules(Target):
        if target["published_at"] is None:  # in a preview
            continue
        first = found.setdefault(target["indicator_id"], target["published_at"])
        found[target["indicator_id"]] = min(first, target["published_at"])
    return found


def _is_later(at: datetime | None, published: datetime | None) -> bool:
    """What went out with the plan, or with its indicator, is no change; nor is what nobody reads."""
    return at is not None and published is not None and at > published


def _of_kind(source: Source, kind: type[Drafted]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The owner's id, and each edition beside the one before it."""
    for pk, editions in grouped(source.rules(kind), f"{kind.chain[0]}_id").items():
        for before, after in pairwise([None, *editions]):
            assert after is not None
            said = {"kind": kind.key, "at": after["published_at"], "reason": after["reason"]}
            yield pk, {**said, "before": before and _content(kind, before), "after": _content(kind, after)}


def _of_aims(source: Source, indicators: Mapping[int, Record]) -> Iterator[TextEdition]:
    """What initiatives are meant to move: of a plan all, of indicators what names or named one of them. The plan says
    nothing of it, so that the first edition is a change, too."""
    records = source.rules(InitiativeAims)
    numbers = Measure.objects.in_bulk({one["measure_id"] for one in records}) if records else {}
    plans = {one["plan_id"] for one in indicators.values()}
    codes = {one["code"] for one in indicators.values()}
    chains: dict[tuple[int, int], list[Record]] = {}
    for one in records:
        chains.setdefault((one["measure_id"], one["initiative"]), []).append(one)
    for (measure, initiative), editions in chains.items():
        number, plan = numbers[measure].number, numbers[measure].plan_id
        for before, after in pairwise([None, *editions]):
            assert after is not None
            named = {aim[0] for said in (before, after) if said for aim in said["aims"]}
            if source.plan is None and not (plan in plans and named & codes):
                continue
            yield TextEdition(
                kind=InitiativeAims.key,
                at=after["published_at"],
                reason=after["reason"],
                before=before and _content(InitiativeAims, before),
                after=_content(InitiativeAims, after),
                name=f"{in_levels('主な取組')}{number}-{initiative}",
                measure_number=number,
                part=f"{number}-{initiative}",
            )


def _printed(measures: set[int]) -> dict[int, Content]:
    """The points that the plan itself was loaded with, of figures that citizens read them of: what a first edition replaces."""
    figures = ReferenceFigure.objects.filter(measure__in=measures, state=ReferenceFigure.State.VERIFIED)
    return {
        figure.measure_id: {
            "unit": figure.unit,
            "decimals": figure.decimals,
            "points": [
                [one.label, "", str(one.value)] for one in figure.points.all() if one.value is not None
            ],
        }
        for figure in figures.prefetch_related("points")
    }


def _content(kind: type[Drafted], record: Content) -> Content:
    return {name: record[name] for name in kind.content}


def _of_wording(
    source: Source, indicators: Mapping[str, tuple[str, datetime | None]]
) -> Iterator[TextEdition]:
    """`indicators`: code → its name, and since when citizens read of it."""
    done = WordingDraft.objects.filter(published_at__gt=F("plan__publication__published_at"))
    if source.as_of is not None:
        done = done.filter(published_at__lte=source.as_of)
    if source.plan is not None:
        done = done.filter(plan=source.plan)
    else:
        done = done.filter(plan__measures__indicators__in=source.chosen).distinct()
    for one in done.order_by("published_at", "pk"):
        assert one.published_at is not None
        kind, _, of = one.part.partition("-")
        number, code = (of if kind == what else "" for what in ("measure", "indicator"))
        usual = "担当課" if one.part == WordingDraft.DEPARTMENTS else in_levels("基本政策")
        usual = one.content["title"] if one.is_of_departments else usual
        name, since = indicators.get(code, (usual, None))
        if code and not _is_later(one.published_at, since):
            continue
        before, after = one.before, one.content
        if code:
            before, after = (_without_drafts(one.plan_id, said, source) for said in (before, after))
        yield TextEdition(
            kind=DEPARTMENT if one.is_of_departments else WORDING,
            at=one.published_at,
            reason=one.reason,
            before=before,
            after=after,
            name=f"{in_levels('施策')}{number} {one.content.get('name', '')}".strip() if number else name,
            code=code,
            measure_number=int(number) if number else None,
            part=one.part,
            decided_on=one.decided_on,
        )


def _without_drafts(plan_id: int, said: Content | None, source: Source) -> Content | None:
    """Of an indicator's words without a successor that citizens could not see: its target was no more than a draft."""
    if said is None or not said.get("successor"):
        return said
    code = said["successor"]
    out = Target.objects.filter(indicator__measure__plan=plan_id, published_at__isnull=False)
    if source.as_of is not None:
        out = out.filter(published_at__lte=source.as_of)
    is_seen = out.filter(indicator__measure__number=int(code[:-1]), indicator__letter=code[-1]).exists()
    return said if is_seen else {**said, "successor": ""}


def _of_translations(source: Source) -> Iterator[TextEdition]:
    """What a plan's translations became with one confirmation; what stood when the plan went out is no change."""
    rows = Translation.objects.filter(published_at__isnull=False, plan__publication__isnull=False)
    if source.as_of is not None:
        rows = rows.filter(published_at__lte=source.as_of)
    if source.plan is not None:
        rows = rows.filter(plan=source.plan)
    else:
        rows = rows.filter(plan__measures__indicators__in=source.chosen).distinct()
    known: dict[tuple[int, str], Versions] = {}
    said = rows.order_by("plan_id", "published_at", "pk").values_list(
        "plan_id", "plan__publication__published_at", "published_at", "original", "reading", "easy", "english"
    )
    for (plan, public, at), group in groupby(said, key=itemgetter(0, 1, 2)):
        after = {one[3]: Versions(*one[4:]) for one in group}
        before = {original: known.get((plan, original), NONE) for original in after}
        known |= {(plan, original): versions for original, versions in after.items()}
        if _is_later(at, public):
            yield TextEdition(
                kind=TRANSLATION,
                at=at,
                reason="",
                before=before if any(one != NONE for one in before.values()) else None,
                after=after,
                name="読み・やさしい日本語・英語",
                part="translations",
            )
