"""What the office's first page begins with: where the year stands, what is next, and the year's way from request to closing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.utils import timezone

from indicators.frames import Row, SheetAsked, asked_of_year
from indicators.models import Cycle
from indicators.outbox import can_send
from indicators.views.office.queue import WaitingRecord, WaitingValue
from indicators.wording.days import japanese_date
from indicators.wording.figures import is_not_final
from indicators.workflow import CycleMail, departments_asked, last_mailed, mailed_today, years_to_enter
from measures.addresses import reverse, reverse_of, several_plans
from measures.fiscal_year import FiscalYear
from measures.levels import in_levels
from measures.models import Plan

MOST_NEXT = 4


@dataclass(frozen=True)
class NextStep:
    """One thing to do: `words` of what and how long, and the page where it is done, or the cycle whose late people a button mails."""

    words: str
    url: str
    label: str
    mails: Cycle | None = None


@dataclass(frozen=True)
class YearStep:
    """One station of the year. `state`: "done", "now" or "" where its time has not come; `warns` is said in red."""

    name: str
    said: str
    warns: str
    state: str
    url: str


@dataclass(frozen=True)
class Work:
    """What the pages of the office have found out already: values and other records that wait, the rows of the cycle
    and of all years, and every open cycle."""

    user: User
    cycle: Cycle
    open_cycles: Sequence[Cycle]
    asked: Sequence[Row]
    rows: Sequence[Row]
    values: Sequence[WaitingValue]
    others: Sequence[WaitingRecord]
    sheets: Sequence[SheetAsked] = ()

    @property
    def sheets_missing(self) -> list[SheetAsked]:
        return [one for one in self.sheets if one.is_missing]

    @property
    def sheet_days_late(self) -> int:
        """Days since the day of the sheets; 0 until then, and where none was set."""
        due = self.cycle.sheets_due_on
        return max(0, (timezone.localdate() - due).days) if due else 0

    @property
    def missing(self) -> list[Row]:
        return [row for row in self.asked if row.is_missing]

    @property
    def out(self) -> list[Row]:
        return [row for row in self.asked if row.number]

    @property
    def followed(self) -> list[Row]:
        return [row for row in self.rows if row.number and is_not_final(row)]

    @property
    def overdue(self) -> list[Row]:
        return [row for row in self.rows if row.is_overdue]

    @property
    def days_late(self) -> int:
        """Days since the day of an open cycle; 0 until then."""
        return _days_late(self.cycle)

    @property
    def of_year(self) -> list[WaitingValue | WaitingRecord]:
        """Of what waits, what is of the cycle's year."""
        values = [one for one in self.values if one.result.year == self.cycle.year]
        return [*values, *(one for one in self.others if one.year == self.cycle.year)]


def _days_late(cycle: Cycle) -> int:
    return max(0, (timezone.localdate() - cycle.due_on).days) if cycle.is_open else 0


def headline(work: Work) -> str:
    total, out = len(work.asked), len(work.out)
    year = FiscalYear(work.cycle.year).long
    if not total:
        return f"{year}に値を入れる指標はありません"
    if out == total:
        return f"{year}は、{total}件をすべて公表しました"
    return f"{year}は、{total}件のうち{out}件を公表しました"


def next_steps(work: Work) -> list[NextStep]:
    """The most pressing first; the page shows MOST_NEXT of them."""
    return [
        *_to_review(work),
        *_late(work),
        *_late_sheets(work),
        *_newer(work),
        *_without_people(work),
        *_of_the_year(work),
    ]


def _to_review(work: Work) -> list[NextStep]:
    waiting = [
        (one.result.submitted_at or one.result.edited_at, one.row.code, one.url)
        for one in work.values
        if not one.own
    ]
    waiting += [(one.at, f"{one.what}（{one.title}）", one.url) for one in work.others if not one.own]
    if not waiting:
        return []
    at, name, url = min(waiting, key=lambda one: one[0])
    days = (timezone.localdate() - timezone.localdate(at)).days
    waits = f"{days}日待っています" if days else "きょう提出されました"
    more = f"。ほかに{len(waiting) - 1}件あります" if len(waiting) > 1 else ""
    return [NextStep(f"{name}を確認する。{waits}{more}。", url, "確認する")]


def _late(work: Work) -> list[NextStep]:
    """Of every open cycle, the oldest day first: a new one hides no department that still owes the year before."""
    found = []
    for cycle in sorted(work.open_cycles, key=lambda one: one.due_on):
        missing = [row for row in asked_of_year(work.rows, cycle.year, cycle.plan_id) if row.is_missing]
        if not missing or not _days_late(cycle):
            continue
        departments = len({row.department_slug for row in missing})
        is_shown = cycle == work.cycle
        year = "" if is_shown else f"{FiscalYear(cycle.year).wareki}の"
        words = f"{year}期限を過ぎた{departments}課（{len(missing)}件）に催促する"
        key = f"&plan={cycle.plan_key}" if several_plans() else ""
        url = "#missing" if is_shown else f"{reverse('office:board')}?year={cycle.year}{key}#missing"
        if not can_send():
            found.append(NextStep(words, url, "見る"))
        elif mailed_today(CycleMail.REMINDER, cycle.plan, cycle.year):
            found.append(NextStep(f"{words}（きょうメールを送りました）", url, "見る"))
        else:
            found.append(NextStep(words, url, "催促のメールを送る", mails=cycle))
    return found


def _late_sheets(work: Work) -> list[NextStep]:
    """The measures whose sheet nobody handed in by its day; mailed from the list of sheets, which says who owes which."""
    missing = work.sheets_missing
    if not missing or not work.sheet_days_late:
        return []
    words = f"評価シートの期限を過ぎた{len(missing)}{in_levels('施策')}の課に催促する"
    url = f"{reverse_of(work.cycle, 'office:sheets')}?year={work.cycle.year}#unwritten"
    return [NextStep(words, url, "評価シートの一覧へ")]


def _newer(work: Work) -> list[NextStep]:
    if not work.overdue:
        return []
    words = f"公表予定を過ぎた{len(work.overdue)}件の新しい値を頼む"
    return [NextStep(words, reverse_of(work.cycle, "office:follow_up"), "追いかけの一覧へ")]


def _without_people(work: Work) -> list[NextStep]:
    alone = [one.name for one in departments_asked(work.asked) if not one.people]
    if not alone:
        return []
    words = (
        f"担当者のいない{len(alone)}課に、人を登録する（{'、'.join(alone[:3])}{'ほか' if alone[3:] else ''}）"
    )
    return [NextStep(words, reverse_of(work.cycle, "office:people"), "人を登録する")]


def _of_the_year(work: Work) -> list[NextStep]:
    """To close a round that has nothing left, and to begin the next one once its year is over."""
    url = reverse_of(work.cycle, "office:cycles")
    if work.cycle.is_open:
        done = work.asked and not work.missing and len(work.out) == len(work.asked)
        word = FiscalYear(work.cycle.year).wareki
        return [NextStep(f"{word}のサイクルを締める", url, "締める")] if done else []
    nxt = next_year(work.cycle.plan, timezone.localdate())
    return [] if nxt is None else [NextStep(f"{FiscalYear(nxt).wareki}のサイクルを始める", url, "始める")]


def next_year(plan: Plan, today: date) -> int | None:
    """The oldest fiscal year that is over and has no cycle yet; None where there is none."""
    taken = set(Cycle.objects.filter(plan=plan).values_list("year", flat=True))
    over = (
        year for year in years_to_enter(plan) if year < FiscalYear.from_date(today).year and year not in taken
    )
    return next(over, None)


def year_steps(work: Work) -> list[YearStep]:
    """From the request to the closing, each with what there is of it."""
    cycle = work.cycle
    handed = len(work.asked) - len(work.missing)
    waiting = len(work.of_year)
    is_open, whole = cycle.is_open, bool(work.asked) and not work.missing
    left = f"残り{len(work.missing)}件" if work.missing else ""
    late = f"{left}、{work.days_late}日超過" if left and work.days_late else ""
    if left and not is_open:
        late = f"{len(work.missing)}件は、入力のないまま締めました"
    newest = max((row.published_at for row in work.out if row.published_at), default=None)
    over = len(work.overdue)
    return [
        YearStep("依頼", *_asked(cycle), "done", reverse_of(cycle, "office:cycles")),
        YearStep(
            "入力", f"{handed}件／{len(work.asked)}件", late, _state(is_open and not whole), "#departments"
        ),
        YearStep(
            "確認",
            f"{waiting}件が待っています" if waiting else "待っているものはありません",
            "",
            _state(bool(waiting)) if waiting or whole else "",
            "#queue",
        ),
        YearStep(
            "公表",
            f"{len(work.out)}件{_on(newest)}",
            "",
            _state(len(work.out) < len(work.asked)) if work.out else "",
            reverse_of(cycle, "office:batches"),
        ),
        _sheets(work),
        YearStep(
            "追いかけ",
            f"{len(work.followed)}件" if work.followed else "ありません",
            f"{over}件が予定日超過" if over else "",
            _state(bool(work.followed)) if work.followed or whole else "",
            reverse_of(cycle, "office:follow_up"),
        ),
        YearStep(
            "締め・引継ぎ",
            f"{japanese_date(cycle.closed_at)}に締めました" if cycle.closed_at else "残りがなくなったら",
            "",
            "" if is_open else "done",
            reverse_of(cycle, "office:close", cycle.year) if is_open else reverse_of(cycle, "office:cycles"),
        ),
    ]


def _sheets(work: Work) -> YearStep:
    missing, all_sheets = len(work.sheets_missing), len(work.sheets)
    due = work.cycle.sheets_due_on
    day = f"、期限 {japanese_date(due)}" if due and missing and not work.sheet_days_late else ""
    late = f"残り{missing}件、{work.sheet_days_late}日超過" if missing and work.sheet_days_late else ""
    begun = any(one.state for one in work.sheets)
    return YearStep(
        "評価シート",
        f"{all_sheets - missing}件／{all_sheets}件{day}",
        late,
        _state(bool(missing)) if begun or late or not missing else "",
        f"{reverse_of(work.cycle, 'office:sheets')}?year={work.cycle.year}",
    )


def _state(goes_on: bool) -> str:
    return "now" if goes_on else "done"


def _on(moment: datetime | None) -> str:
    return f"、{japanese_date(moment)}" if moment else ""


def _asked(cycle: Cycle) -> tuple[str, str]:
    event = last_mailed(CycleMail.REQUEST, cycle.plan, cycle.year)
    if event is None or not event.detail["people"]:
        return f"{japanese_date(cycle.opened_at)}に開始", ""
    return f"{len(event.detail['departments'])}課へメール、{japanese_date(event.at)}", ""
