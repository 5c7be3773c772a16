"""Search over what the public pages say: names, texts, indicators, departments."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString

from indicators import frames
from indicators.views.public.answers import crumbs, public_page
from indicators.views.public.matching import LONGEST_QUERY, has_all, marked, words_of
from indicators.views.public.moment import as_of
from measures.models import (
    Contribution,
    Department,
    Initiative,
    InitiativeDetail,
    Measure,
    RelatedPlan,
    Statement,
    Viewpoint,
)


@dataclass(frozen=True)
class Entry:
    """Something that can be found: a title, where it stands, and texts that are searched with it."""

    group: str
    title: str
    url: str
    place: str
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    title: SafeString
    url: str
    place: str
    text: SafeString


@dataclass
class Group:
    label: str
    hits: list[Hit] = field(default_factory=list)


@public_page
def search(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "").strip()
    words = words_of(typed)
    groups = _find(words, as_of(request)) if words else []
    context = {
        "query": typed[:LONGEST_QUERY],
        "cut": len(typed) > LONGEST_QUERY,
        "longest": LONGEST_QUERY,
        "asked": bool(words),
        "groups": groups,
        "count": sum(len(group.hits) for group in groups),
        "crumbs": crumbs(("検索", "")),
    }
    return render(request, "public/search.html", context)


def _find(words: list[str], then: datetime | None) -> list[Group]:
    groups: dict[str, Group] = {}
    for entry in _entries(then):
        if not has_all(words, entry.title, *entry.texts):
            continue
        # The text that shows why it was found; none where the title says it all.
        reason = next((text for text in entry.texts if any(has_all([word], text) for word in words)), "")
        hit = Hit(marked(entry.title, words), entry.url, entry.place, marked(reason, words, shortened=True))
        groups.setdefault(entry.group, Group(entry.group)).hits.append(hit)
    return list(groups.values())


def _entries(then: datetime | None) -> Iterator[Entry]:
    """Everything, in the order in which the groups are shown; one query a kind."""
    for row in frames.rows(frames.latest(frames.published(as_of=then))):
        yield Entry(
            "指標",
            row.name,
            reverse("public:indicator", args=[row.code]),
            f"指標{row.code}　施策{row.measure_number} {row.measure_name}",
            (row.meaning, row.remark, row.department),
        )
    for measure in Measure.objects.select_related("policy"):
        yield Entry(
            "施策",
            measure.name,
            measure.get_absolute_url(),
            f"施策{measure.number}",
            (measure.goal, measure.policy.name),
        )
    for initiative in Initiative.objects.select_related("measure").prefetch_related("departments"):
        names = "、".join(department.name for department in initiative.departments.all())
        address = f"{initiative.measure.get_absolute_url()}#initiative-{initiative.code}"
        yield Entry("主な取組", initiative.name, address, f"取組{initiative.code}", (names,))
    for detail in InitiativeDetail.objects.select_related("initiative__measure"):
        initiative = detail.initiative
        address = f"{initiative.measure.get_absolute_url()}#initiative-{initiative.code}"
        yield Entry("取組の内容", detail.summary, address, str(initiative), (detail.original,))
    followed = Department.objects.now_called()
    for department in Department.objects.all():
        now = "・".join(one.name for one in followed.get(department.pk, []))
        place = f"いまはない課　現在は{now}" if now else ""
        yield Entry("担当課", department.name, department.get_absolute_url(), place)
    yield from _texts()


def _texts() -> Iterator[Entry]:
    group = "計画の内容"
    for statement in Statement.objects.select_related("measure"):
        yield _text(
            group, statement.summary, statement.measure, statement.get_section_display(), statement.original
        )
    for viewpoint in Viewpoint.objects.select_related("measure"):
        yield _text(group, viewpoint.text, viewpoint.measure, viewpoint.get_kind_display())
    for contribution in Contribution.objects.select_related("measure"):
        actor = contribution.get_actor_display()
        yield _text(group, contribution.summary, contribution.measure, actor, contribution.original)
    for plan in RelatedPlan.objects.select_related("measure"):
        yield _text("関連する個別計画", plan.name, plan.measure, "")


def _text(group: str, text: str, measure: Measure, part: str, original: str = "") -> Entry:
    return Entry(group, text, measure.get_absolute_url(), f"{measure} {part}".strip(), (original,))
