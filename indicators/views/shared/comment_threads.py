"""Comments as a page shows them: one thread a value, with who said what. For staff alone."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db.models import Count, QuerySet

from indicators.forms.comments import CommentForm
from indicators.models import Comment, Indicator, Role
from indicators.permissions import PLAN_OFFICE, memberships_of_today
from indicators.wording.people import person
from measures.addresses import reverse

# Said of who writes without being of a department.
PARTS: dict[str, str] = {Role.OFFICE: PLAN_OFFICE, Role.MANAGER: str(Role.MANAGER.label)}


@dataclass(frozen=True)
class CommentLine:
    """One comment; `own` can be taken back by the reader."""

    comment: Comment
    who: str
    own: bool

    @property
    def withdraw_url(self) -> str:
        return reverse("comments:withdraw", args=[self.comment.pk])


@dataclass(frozen=True)
class Thread:
    """What was said of one value. `others`: other years with comments, and how many; `back`: the page to return to."""

    code: str
    name: str
    year: int
    form: CommentForm
    lines: list[CommentLine] = field(default_factory=list)
    others: list[tuple[int, int]] = field(default_factory=list)
    back: str = ""

    @property
    def count(self) -> int:
        return sum(line.comment.withdrawn_at is None for line in self.lines)

    @property
    def url(self) -> str:
        return reverse("comments:thread", args=[self.code, self.year])

    @property
    def anchor(self) -> str:
        return f"comments-{self.code}"


def thread_of(indicator: Indicator, year: int, user: User, back: str = "") -> Thread:
    """The thread of one value; the caller has asked may_comment()."""
    wanted = [(indicator.pk, indicator.code, indicator.name, indicator.own_year(year))]
    return threads_of(wanted, user, back)[indicator.pk]


def threads_of(wanted: Iterable[tuple[int, str, str, int]], user: User, back: str = "") -> dict[int, Thread]:
    """One thread for each (indicator id, code, name, year), by the indicator's id; as many queries for any number."""
    asked = list(wanted)
    known: dict[int, list[Comment]] = {pk: [] for pk, *_ in asked}
    for comment in told(Comment.objects.filter(indicator__in=known)):
        known[comment.indicator_id].append(comment)
    found = {}
    for pk, code, name, year in asked:
        elsewhere = Counter(
            type(year)(comment.year)
            for comment in known[pk]
            if comment.year != year and not comment.withdrawn_at
        )
        found[pk] = Thread(
            code=code,
            name=name,
            year=year,
            form=CommentForm(code=code, year=year),
            lines=[line_of(comment, user) for comment in known[pk] if comment.year == year],
            others=sorted(elsewhere.items(), reverse=True),
            back=f"{back}#comments-{code}" if back else "",
        )
    return found


def told(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """With what says who wrote them."""
    return comments.select_related("by", "indicator__measure").prefetch_related(memberships_of_today("by__"))


def line_of(comment: Comment, user: User) -> CommentLine:
    return CommentLine(comment, _who(comment.by), own=comment.by_id == user.pk)


def comment_counts(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """How many comments stand on each (indicator id, year) that has any."""
    asked = set(pairs)
    if not asked:
        return {}
    counted = (
        Comment.objects.filter(
            withdrawn_at__isnull=True,
            indicator__in={pk for pk, _ in asked},
            year__in={year for _, year in asked},
        )
        .order_by()
        .values_list("indicator", "year")
        .annotate(Count("pk"))
    )
    return {(pk, year): count for pk, year, count in counted if (pk, year) in asked}


def _who(user: User) -> str:
    """A name with the department, or with the part that the person has in the plan."""
    rows = user.memberships.all()
    departments = [row.department.name for row in rows if row.department]
    roles = [PARTS[row.role] for row in rows if row.role in PARTS]
    return f"{'・'.join(departments or roles)} {person(user)}".strip()
