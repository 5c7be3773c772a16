"""The boxes of a 起案用紙: the levels of the department's route with who stands there, and what was approved here already."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.models import User
from django.utils import timezone

from indicators.approvals import Hands, Level, Routes, Step, hands_of, kind_of
from indicators.models import Result
from indicators.spreadsheets.approval_paper import Stamp
from indicators.wording.people import person

# Where a department has no route of its own, and where a paper is of several, it is stamped by whoever stands on it by custom.
CUSTOM = (Stamp("起案者"), Stamp("係長"), Stamp("課長"), Stamp("企画課"), Stamp("合議"))


class Approvals:
    """What was approved of some values since they were handed in, and the route of their department; read once.

    Asks as often for one value as for many.
    """

    def __init__(self, results: Sequence[Result]) -> None:
        kind = kind_of(Result)
        assert kind is not None
        self.hands: Mapping[int, Hands] = hands_of(results, kind)
        departments = {one.indicator.lead_department_id for one in results}
        self.route: list[Level] = Routes(departments).of(departments.pop()) if len(departments) == 1 else []
        steps = [step for one in self.hands.values() for step in one.steps]
        wanted = {pk for step in steps for pk in (step.by, step.stands_in_for) if pk}
        self.people: Mapping[int, User] = User.objects.in_bulk(wanted) if wanted else {}
        self.drafters = {one.submitted_by_id: one.submitted_by for one in results if one.submitted_by}

    @property
    def drafter(self) -> User | None:
        """Who handed in all of it; None of several, and of what is not handed in."""
        return next(iter(self.drafters.values())) if len(self.drafters) == 1 else None

    def of(self, result: Result) -> tuple[str, ...]:
        """課長 山田太郎（6月3日） of each level that has approved it."""
        return tuple(
            f"{step.title} {self._who(step)}（{_day(step)}）" for step in self.hands[result.pk].steps
        )

    def stamps(self) -> tuple[Stamp, ...]:
        """With the names of the route; a box has its day once all of the values were approved there by one person."""
        if not self.route:
            return CUSTOM
        return (
            Stamp("起案者", person(self.drafter) if self.drafter else ""),
            *(self._stamp(level) for level in self.route),
            Stamp("企画課"),
            Stamp("合議"),
        )

    def _stamp(self, level: Level) -> Stamp:
        found = [
            [step for step in one.steps if step.level == level.number][-1:] for one in self.hands.values()
        ]
        done = [step for steps in found for step in steps]
        if len(done) == len(found) and len({step.by for step in done}) == 1:
            last = max(done, key=lambda step: step.at)
            return Stamp(level.title, self._who(last), f"{_day(last)}承認")
        sitting = [one.user for one in level.acting if one.deputy is None]
        return Stamp(level.title, person(sitting[0]) if len(sitting) == 1 else "")

    def _who(self, step: Step) -> str:
        who = person(self.people.get(step.by or 0))
        instead = self.people.get(step.stands_in_for or 0)
        return f"{who}（{person(instead)}の代理）" if instead else who


def _day(step: Step) -> str:
    return f"{timezone.localtime(step.at):%-m月%-d日}"
