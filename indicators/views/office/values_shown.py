"""Values that would go out, for the page of confirmation: before and after, and what else would change with them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils import timezone

from indicators import frames
from indicators.frames import Row
from indicators.models import Evidence, Indicator, Kind, Result
from indicators.progress import Verdict
from indicators.views.office.confirming import Facts
from indicators.views.office.reserved import Reserved, reserved
from indicators.wording.days import write_day
from indicators.wording.figures import said_and_judged
from indicators.wording.people import person
from indicators.wording.sentences import say
from indicators.wording.shown_verdict import turns, what_becomes
from indicators.workflow import Chosen, warnings_at_review, warnings_of, why_not


@dataclass(frozen=True)
class ValueLine:
    """One value before and after. `before` is what citizens see of the indicator now: of this year, else of the newest before
    it. `shown`: the indicator's newest judged row now and afterwards, None of one that is not public. `why`: why it stays
    behind; `is_left`: because the person said so."""

    key: str
    result: Result
    by: str
    kind: str
    before: Row | None
    after: Row | None
    shown: tuple[Row, Row] | None
    warnings: tuple[str, ...]
    reserved: Reserved | None
    evidence: int
    why: str
    is_left: bool

    @property
    def sentence(self) -> str:
        return "" if self.after is None else say(self.after)

    @property
    def turns(self) -> bool:
        """Whether the verdict that citizens read of the indicator is another one afterwards."""
        return self.shown is not None and turns(*self.shown)

    @property
    def becomes(self) -> str:
        return "" if self.shown is None else what_becomes(*self.shown)

    @property
    def turns_in_its_year(self) -> bool:
        """Whether the verdict of the value's own year is another one, where that is not the one told by `becomes`."""
        before, after = self.before, self.after
        if before is None or after is None or before.year != after.year or before.label == after.label:
            return False
        return self.shown is None or any(row.year != after.year for row in self.shown)

    @property
    def waits_for(self) -> str:
        """The moment of the schedule that the value stands in; "" where it is in none."""
        if self.reserved is None or not self.reserved.stands:
            return ""
        return f"{timezone.localtime(self.reserved.at):%Y年%-m月%-d日 %-H:%M}"

    @property
    def facts(self) -> Facts:
        result, after = self.result, "" if self.after is None else said_and_judged(self.after)
        days = {"時点": result.as_of, "次の公表予定日": result.expected_on}
        found = {
            "名称": result.indicator.name,
            "提出": f"{self.by}、{result.version}回目の保存",
            "いま見えている値": f"{self.before.wareki} {said_and_judged(self.before)}" if self.before else "",
            "公表後": "取下げ（値なし）" if result.kind == Kind.WITHDRAWAL else after,
            "市民に見える判定": self.becomes,
            "文": self.sentence,
            "変更の理由": result.reason,
            "説明": result.note,
            **{label: write_day(day) for label, day in days.items() if day},
            "根拠資料": f"{self.evidence}件",
            "注意": "".join(self.warnings),
            "予約": self.waits_for,
            "残す理由": self.why,
        }
        name = f"{result.indicator.code} {result.indicator.year_name(result.year)}"
        return {f"{name} {label}": words for label, words in found.items()}


@dataclass(frozen=True)
class ValuesShown:
    """The lines that go out and those that stay; how many stand where on the home page; which other verdicts turn."""

    going: Sequence[ValueLine]
    staying: Sequence[ValueLine]
    counts: Sequence[tuple[Verdict, int, int]]
    others: Sequence[tuple[Row, Row]]

    @property
    def facts(self) -> Facts:
        found: dict[str, str] = {}
        for line in (*self.going, *self.staying):
            found |= line.facts
        found |= {f"ホームの{one.label}": f"{was}件 → {now}件" for one, was, now in self.counts}
        return found | {
            f"{now.code} {now.wareki}の判定": f"{was.label} → {now.label}" for was, now in self.others
        }


def values_shown(
    chosen: Sequence[Chosen], by: User, *, scheduled: bool = False, left: Collection[str] = ()
) -> ValuesShown:
    """What these values would be on the public pages; nothing is stored. `left`: keys of those that are to stay."""
    results = [one.result for one in chosen]
    schedules = reserved(results)
    why = {
        one.result.pk: why_not(one, by, scheduled=scheduled)
        or (_left(schedules.get(one.result.pk)) if key_of(one) in left else "")
        for one in chosen
    }
    going = [result for result in results if not why[result.pk]]
    figures = {(result.indicator_id, result.year): result.value for result in going}
    plans = {one.result.indicator.measure.plan_id for one in chosen}
    about = Indicator.objects.filter(measure__plan__in=plans)
    public, after = frames.published(about), frames.publishing(about, going)
    of_public, of_after = _by_year(public), _by_year(after)
    attached = _evidence(results)
    shown, shown_after = frames.newest(public), frames.newest(after)
    seen = {row.indicator_id: row for row in shown}
    turned = {
        row.indicator_id: (seen[row.indicator_id], row) for row in shown_after if row.indicator_id in seen
    }
    lines = [
        ValueLine(
            key=key_of(one),
            result=one.result,
            by=person(one.result.submitted_by or one.result.edited_by),
            kind="" if one.result.kind == Kind.FIRST else Kind(one.result.kind).label,
            before=_seen_now(public, of_public, one.result),
            after=of_after.get((one.result.indicator_id, one.result.year)),
            shown=turned.get(one.result.indicator_id),
            warnings=(
                *warnings_of(one.result.indicator, one.result.year, one.result, one.result.reason, figures),
                *warnings_at_review(one.result),
            ),
            reserved=schedules.get(one.result.pk),
            evidence=attached.get((one.result.indicator_id, one.result.year, one.result.number), 0),
            why=why[one.result.pk],
            is_left=key_of(one) in left,
        )
        for one in chosen
    ]
    then, now = frames.roll_up(shown).counts, frames.roll_up(shown_after).counts
    own = {(result.indicator_id, result.year) for result in going}
    return ValuesShown(
        going=[line for line in lines if not line.why],
        staying=[line for line in lines if line.why],
        counts=[(verdict, then[verdict], now[verdict]) for verdict in Verdict],
        others=[
            (was, row)
            for key, row in of_after.items()
            if key not in own and (was := of_public.get(key)) is not None and was.label != row.label
        ],
    )


def key_of(one: Chosen) -> str:
    """Record and edit, as the form names them."""
    return f"{one.result.pk}:{one.version}"


def _left(schedule: Reserved | None) -> str:
    if schedule is None or not schedule.stands:
        return "今回は公表しません（確認待ちのまま残ります）。"
    moment = timezone.localtime(schedule.at)
    return f"予約のまま残します（{moment:%Y年%-m月%-d日 %-H:%M}に公表）。"


def _by_year(rows: Iterable[Row]) -> dict[tuple[int, int], Row]:
    return {(row.indicator_id, row.year): row for row in rows}


def _seen_now(public: Sequence[Row], by_year: dict[tuple[int, int], Row], result: Result) -> Row | None:
    same = by_year.get((result.indicator_id, result.year))
    if same is not None and same.has_record:
        return same
    earlier = [
        row
        for row in public
        if row.indicator_id == result.indicator_id and row.year < result.year and row.has_record
    ]
    return earlier[-1] if earlier else None


def _evidence(results: Sequence[Result]) -> dict[tuple[int, int, int], int]:
    found: dict[tuple[int, int, int], int] = {}
    of_these = Evidence.objects.attached().filter(indicator__in={one.indicator_id for one in results})
    for key in of_these.values_list("indicator_id", "year", "number"):
        found[key] = found.get(key, 0) + 1
    return found
