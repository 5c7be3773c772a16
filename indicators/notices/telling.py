"""A notice in words, for one reader at one moment: a head, a line, an address. What they may not hear is left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import User
from django.db.models import QuerySet

from indicators.models import (
    DRAFTED_KINDS,
    BatchItem,
    Comment,
    Event,
    Indicator,
    Notice,
    NoticeKind,
)
from indicators.notices.actions import FOR_TWO, RULES_PUBLISHED, Action
from indicators.notices.places import (
    name_of_cycle,
    name_of_plan,
    name_of_value,
    page_of_rule,
    place_of_record,
    public_page,
)
from indicators.notices.readers import OF_EVENT, Reader
from indicators.wording.days import japanese_date
from indicators.wording.people import person
from measures.addresses import reverse, reverse_of
from measures.fiscal_year import FiscalYear
from measures.models import Plan

_RULE_WORDS = {kind.key: kind.word for kind in DRAFTED_KINDS} | {"batch": "公表の題名と日付"}
_REMINDERS = {
    "first": "まだ提出していない値があります。期限は{due}です。",
    "second": "まだ提出していない値があります。期限は{due}です。",
    "late": "まだ提出していない値があります。期限（{due}）を過ぎています。",
    "sheets_first": "まだ提出していない評価シートがあります。期限は{due}です。",
    "sheets_second": "まだ提出していない評価シートがあります。期限は{due}です。",
    "sheets_late": "まだ提出していない評価シートがあります。期限（{due}）を過ぎています。",
    "managers": "報告の期限（{due}）を過ぎて届いていない値が{count}件あります。",
}
_ASKED = {
    "request": "実績の入力をお願いします。",
    "reminder": "まだ提出していない値があります。",
    "sheets": "まだ提出していない評価シートがあります。",
    "follow_up": "公表予定の日を過ぎた値があります。新しい値を入力するか、公表予定の日を改めてください。",
}
_FAILED = {
    "plan": ("予約した計画の公表", "office:plans"),
    "revision": ("予約した中間見直し", "office:plans"),
    "departments": ("予約した課の変更", "office:departments"),
}
_WAITS = {
    Action.APPROVED: "{who}さんが承認しました。",
    Action.APPROVER_CORRECTED: "{who}さんが承認の途中で直しました。",
    Action.LEVEL_PASSED: "承認の順番が回ってきました。",
}
_PAGES = {
    Action.REDACTION_ASKED: "office:redactions",
    Action.POWER_ASKED: "office:accounts",
    Action.REORG_PREPARED: "office:departments",
    Action.SITE_DRAFTED: "office:site_settings",
}
OF_PLAN = {
    Action.PLAN_DRAFTED: "office:plan_publication",
    Action.WITHDRAWAL_ASKED: "office:plan_withdrawal",
    Action.PLAN_FILE_HANDED: "office:plan_file",
    Action.WORDING_DRAFTED: "office:plan",
    Action.TRANSLATIONS_DRAFTED: "office:plan_translations",
    Action.REVISION_SAVED: "office:plan_revisions",
}


@dataclass(frozen=True)
class Told:
    """`lines`: what else a mail says below it, each with its address or none; `count`: how many things it stands for."""

    notice: Notice
    head: str
    line: str
    url: str
    lines: tuple[tuple[str, str], ...] = ()
    count: int = 1

    @property
    def kind(self) -> NoticeKind:
        return NoticeKind(self.notice.kind)


def with_subjects(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """In one query, with whatever the words name."""
    own = ("cycle__plan", "indicator__measure__plan", "indicator__lead_department")
    return notices.select_related(*own, "event", *(f"event__{name}" for name in OF_EVENT))


def told(reader: User, notices: Iterable[Notice]) -> list[Told]:
    """In their order; as many queries for any number."""
    found = list(notices)
    words = _Words(Reader(reader), found)
    return [one for notice in found if (one := words.of(notice)) is not None]


@dataclass
class _Words:
    reader: Reader
    notices: list[Notice]
    plans: Mapping[str, Plan] = field(default_factory=dict)
    left: Mapping[int, list[str]] = field(default_factory=dict)
    withdrawn: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        events = [notice.event for notice in self.notices if notice.event]
        slugs = {event.detail["plan"] for event in events if "plan" in event.detail}
        self.plans = {plan.slug: plan for plan in Plan.objects.filter(slug__in=slugs)} if slugs else {}
        self.left = _left_behind(events)
        comments = {event.detail.get("comment") for event in events if event.action == Action.COMMENTED}
        gone = Comment.objects.filter(pk__in=comments, withdrawn_at__isnull=False)
        self.withdrawn = frozenset(gone.values_list("pk", flat=True)) if comments else frozenset()

    def of(self, notice: Notice) -> Told | None:
        if not self.reader.may_hear(notice):
            return None
        said = self._of_event(notice, notice.event) if notice.event else self._of_day(notice)
        return Told(notice, *said) if said else None

    def _of_day(self, notice: Notice) -> tuple[str, str, str] | None:
        detail, indicator = notice.detail, notice.indicator
        if notice.cycle is not None:
            is_sheets = str(detail["word"]).startswith("sheets")
            due_on = notice.cycle.sheets_due_on if is_sheets else notice.cycle.due_on
            due = {"due": japanese_date(due_on), "count": detail.get("count", 0)}
            page = "dashboard:overview" if detail["word"] == "managers" else "entry:tasks"
            head = (
                f"{name_of_cycle(notice.cycle)}（評価シート）" if is_sheets else name_of_cycle(notice.cycle)
            )
            return head, _REMINDERS[detail["word"]].format(**due), reverse(page)
        if notice.kind == NoticeKind.FAILED:
            what, page = _FAILED[detail["what"]]
            return what, "予約どおりに行えませんでした。理由を確かめてください。", reverse(page)
        if indicator is None or notice.year is None:
            return None
        if notice.kind == NoticeKind.EXPECTED:
            day = japanese_date(date.fromisoformat(detail["due_on"]))
            line = (
                f"公表予定日（{day}）が来ました。確定した値を入れるか、新しい公表予定日を知らせてください。"
            )
            if indicator.lead_department_id in self.reader.departments:
                url = reverse_of(indicator, "entry:change", indicator.code, notice.year)
            else:
                url = reverse_of(indicator, "public:indicator", indicator.code)
            return name_of_value(indicator, notice.year), line, url
        was_year = detail.get("was_year")
        was = detail["was"] + (f"（{indicator.year_name(was_year)}）" if was_year else "")
        line = f"{was} → {detail['is']}（{indicator.year_name(notice.year)}）"
        head = f"{indicator.code} {indicator.name}（主担当 {indicator.lead_department.name}）"
        return head, line, reverse_of(indicator, "public:indicator", indicator.code)

    def _of_event(self, notice: Notice, event: Event) -> tuple[str, str, str] | None:
        action, who = Action(event.action), person(event.by)
        plan = self.plans.get(event.detail.get("plan", ""))
        if action == Action.CYCLE_MAILED:
            year = f"{FiscalYear(event.year).wareki}の入力" if event.year else "公表予定を過ぎた値"
            year = f"{name_of_plan(plan)}{year}" if plan else year
            return (
                year,
                _ASKED.get(event.detail.get("what", ""), "入力をお願いします。"),
                reverse("entry:tasks"),
            )
        if action == Action.BATCH_PUBLISHED:
            codes = self.left.get(event.detail.get("batch", 0), [])
            line = f"{len(codes)}件を公表できませんでした：{'、'.join(codes[:10])}{'　ほか' if codes[10:] else ''}"
            return event.detail.get("title", ""), line, reverse("office:board")
        if action == Action.PLAN_PUBLISHED and plan is not None:
            return plan.name, "計画が公表されました。", f"{reverse('public:home')}plans/{plan.key}/"
        if action == Action.RULE_DRAFTED or action in RULES_PUBLISHED or action == Action.RULE_DISCARDED:
            return self._of_rule(event, plan, who)
        if action in FOR_TWO:
            return self._for_two(event, plan, who)
        if action == Action.COMMENTED:
            indicator = event.indicator
            if indicator is None or event.year is None or event.detail.get("comment") in self.withdrawn:
                return None
            url = reverse_of(indicator, "comments:thread", indicator.code, event.year)
            return name_of_value(indicator, event.year), f"{who}さんがコメントしました。", url
        return self._of_record(notice, event, who)

    def _of_record(self, notice: Notice, event: Event, who: str) -> tuple[str, str, str] | None:
        line = {
            NoticeKind.APPROVAL: _WAITS.get(Action(event.action), "{who}さんが提出しました。").format(who=who)
            + "内容を確かめてください。",
            NoticeKind.RETURNED: f"{who}さんが差し戻しました。理由：{event.reason}",
            NoticeKind.PUBLISHED: "公表されました。",
        }.get(NoticeKind(notice.kind))
        kind = NoticeKind(notice.kind)
        place = place_of_record(
            kind,
            event,
            decides=kind == NoticeKind.APPROVAL and self.reader.is_office,
            in_department=bool(notice.detail.get("in_department")),
        )
        return (place[0], line, place[1]) if place and line else None

    def _of_rule(self, event: Event, plan: Plan | None, who: str) -> tuple[str, str, str]:
        key = event.detail.get("rule", "")
        word = _RULE_WORDS.get(key, "決めたこと")
        owner = event.indicator or event.measure or plan
        name = f"{owner.code} {owner.name}" if isinstance(owner, Indicator) else str(owner or "")
        head = f"{name}　{word}".strip()
        if event.action in RULES_PUBLISHED:
            return head, "公表されました。", public_page(owner, event)
        url = page_of_rule(owner, event)
        if event.action == Action.RULE_DRAFTED:
            return head, f"{who}さんが下書きしました。別の人が確かめて公表します。", url
        return head, f"{who}さんが下書きを取り下げました。確かめて、下書きし直してください。", url

    def _for_two(self, event: Event, plan: Plan | None, who: str) -> tuple[str, str, str]:
        action = Action(event.action)
        part = (
            f"{event.indicator.code} {event.indicator.name}" if event.indicator else str(event.measure or "")
        )
        about = part or (plan.name if plan else "")
        head = FOR_TWO[action] + (f"（{about}）" if about else "")
        if action == Action.POWER_ASKED and event.person:
            head += f"（{person(event.person)}さん）"
        url = reverse("office:board")
        if action in _PAGES:
            url = reverse(_PAGES[action])
        elif plan is not None and action in OF_PLAN:
            url = reverse(OF_PLAN[action], args=[plan.key])
        return head, f"{who}さんが用意しました。別の人の確認を待っています。", url


def _left_behind(events: Iterable[Event]) -> dict[int, list[str]]:
    batches = {event.detail.get("batch") for event in events if event.action == Action.BATCH_PUBLISHED}
    found: dict[int, list[str]] = {}
    if batches:
        items = BatchItem.objects.filter(batch__in=batches).exclude(refusal="")
        for item in items.select_related("indicator__measure"):
            found.setdefault(item.batch_id, []).append(f"{item.indicator.code}（{item.refusal}）")
    return found
