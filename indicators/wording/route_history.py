"""What became of a department's route: who was put where and taken off, who stood in for whom; in sentences, the newest first."""

from datetime import date

from indicators.models import Event
from indicators.wording.days import japanese_date
from indicators.wording.log import LogLine
from indicators.wording.people import person
from measures.models import Department

MOST = 200
_STEPS = {
    "added": "{who}を第{level}段（{title}）に加えました（{since}から）",
    "ended": "{who}を第{level}段（{title}）から外しました（{until}から）",
    "followed": "課の変更に伴い、{who}を第{level}段（{title}）に移しました（{since}から）",
}
_DEPUTIES = {
    Event.Action.DEPUTY_SET: "{who}の代理を{name}に決めました（{since}から{until}まで）",
    Event.Action.DEPUTY_ENDED: "{who}の代理（{name}）を取りやめました",
}


def route_history(department: Department) -> list[LogLine]:
    """Of its route, and of the deputies of all who have ever stood on it; two questions."""
    own = Event.objects.filter(action=Event.Action.ROUTE_SET, detail__department=department.slug)
    people = {pk for pk in own.values_list("person", flat=True) if pk is not None}
    deputies = Event.objects.filter(action__in=_DEPUTIES, person__in=people)
    lines = (own | deputies).select_related("by", "person").order_by("-at", "-pk")[:MOST]
    return [LogLine(line.at, person(line.by), _words(line), "", _css(line)) for line in lines]


def _words(line: Event) -> str:
    told = dict(line.detail)
    pattern = _DEPUTIES.get(Event.Action(line.action)) or _STEPS[told["what"]]
    days = {name: _day(told.get(name)) for name in ("since", "until")}
    return pattern.format(
        who=person(line.person),
        level=told.get("level", ""),
        title=told.get("title", ""),
        name=told.get("name", ""),
        **days,
    )


def _css(line: Event) -> str:
    is_end = line.action == Event.Action.DEPUTY_ENDED or line.detail.get("what") == "ended"
    return "withdrawn" if is_end else ""


def _day(text: str | None) -> str:
    return japanese_date(date.fromisoformat(text)) if text else ""
