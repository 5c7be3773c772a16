"""Search over what the public pages say: names, texts, indicators, departments, explanations."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString

from indicators import frames
from indicators.views.public.language.matching import (
    CONTEXT,
    LONGEST_QUERY,
    MOST_WORDS,
    has_all,
    marked,
    words_of,
    written_words,
)
from indicators.views.public.language.terms import glossary
from indicators.views.public.site.explanations import explanations
from indicators.views.shared.answers import crumbs, public_page
from indicators.views.shared.filters import BadAddress, kind_links
from indicators.views.shared.plan import source_of
from indicators.wording.follow_up import overdue_words
from measures.addresses import reverse
from measures.levels import in_levels
from measures.models import (
    BasicPolicy,
    Contribution,
    Department,
    Measure,
    RelatedPlan,
    Statement,
    Viewpoint,
)
from measures.past import as_worded
from measures.texts import initiatives, not_there_yet, texts

# Name in the address → name for people, in the order in which a page lists them.
KINDS = {
    "indicators": "指標",
    "measures": "施策",
    "initiatives": "主な取組",
    "details": "取組の内容",
    "departments": "担当課",
    "texts": "計画の内容",
    "plans": "関連する個別計画",
    "terms": "ことばの説明",
    "pages": "このサイトの説明",
}
MOST_OF_A_KIND = 10


@dataclass(frozen=True)
class SearchEntry:
    """Something that can be found: a title, where it stands, and texts that are searched with it. `kind`: one of KINDS."""

    kind: str
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
    """The hits of one kind; `shown` is what the page has of them, `url` the address of all."""

    label: str
    url: str
    hits: list[Hit] = field(default_factory=list)
    most: int = MOST_OF_A_KIND

    @property
    def shown(self) -> list[Hit]:
        return self.hits[: self.most]


@public_page
def search(request: HttpRequest) -> HttpResponse:
    return render(request, "public/search.html", _asked(request))


def _asked(request: HttpRequest) -> dict[str, Any]:
    typed = request.GET.get("q", "").strip()
    query = typed[:LONGEST_QUERY]
    kind = request.GET.get("kind", "")
    if kind and kind not in KINDS:
        raise BadAddress("kind", kind, f"種類には、{'、'.join(KINDS)}のどれかを入れてください。")
    words, source = words_of(typed), source_of(request)
    every = _find(words, query, source) if words else {}
    chosen = {kind: every[kind]} if kind in every else {} if kind else every
    for group in chosen.values():
        group.most = len(group.hits) if kind else MOST_OF_A_KIND
    return {
        "query": query,
        "cut": len(typed) > LONGEST_QUERY,
        "longest": LONGEST_QUERY,
        "most": MOST_WORDS,
        "most_of_a_kind": MOST_OF_A_KIND,
        "context": CONTEXT,
        "asked": bool(words),
        "kind": kind,
        "kind_label": in_levels(KINDS.get(kind, "")),
        "kinds": _kinds(query, every, kind),
        "groups": list(chosen.values()),
        "count": sum(len(group.hits) for group in chosen.values()),
        "every": sum(len(group.hits) for group in every.values()),
        "all_url": _address(query),
        "single_words": _single_words(words, typed, source) if words and not every else [],
        "crumbs": crumbs(("検索", "")),
    }


def _address(query: str, kind: str = "") -> str:
    asked = {"q": query, "kind": kind} if kind else {"q": query}
    return f"{reverse('public:search')}?{urlencode(asked)}"


def _kinds(query: str, every: dict[str, Group], kind: str) -> list[dict[str, Any]]:
    """The switch between kinds, each with its count; none where there is nothing to choose."""
    if len(every) < 2 and not kind:
        return []
    counts = {key: len(group.hits) for key, group in every.items()}
    labels = {key: in_levels(KINDS[key]) for key in every}
    return kind_links(labels, {**counts, "": sum(counts.values())}, kind, partial(_address, query))


def _single_words(words: list[str], typed: str, source: frames.Source) -> list[dict[str, Any]]:
    """Where all words together find nothing: what each finds by itself."""
    written = [f'"{word}"' if " " in word else word for word in dict.fromkeys(written_words(typed))]
    if len(words) < 2:
        return []
    known = list(entries(source))
    counted = [
        (word, sum(has_all(words_of(word), entry.title, *entry.texts) for entry in known)) for word in written
    ]
    return [{"word": word, "count": count, "url": _address(word)} for word, count in counted if count]


def _find(words: list[str], query: str, source: frames.Source) -> dict[str, Group]:
    """Hits by kind, in the order of KINDS."""
    groups: dict[str, Group] = {}
    for entry in entries(source):
        if not has_all(words, entry.title, *entry.texts):
            continue
        # The text that shows why it was found; none where the title says it all.
        reason = next((text for text in entry.texts if any(has_all([word], text) for word in words)), "")
        hit = Hit(marked(entry.title, words), entry.url, entry.place, marked(reason, words, shortened=True))
        group = Group(in_levels(KINDS[entry.kind]), _address(query, entry.kind))
        groups.setdefault(entry.kind, group).hits.append(hit)
    return {key: groups[key] for key in KINDS if key in groups}


def entries(source: frames.Source, *, with_server: bool = True) -> Iterator[SearchEntry]:
    """Everything that a plan has, in the order in which the groups are shown; one query a kind."""
    then, plan_id = source.as_of, source.plan_id
    rows = frames.latest(source)
    for row in rows:
        yield SearchEntry(
            "indicators",
            row.name,
            reverse("public:indicator", args=[row.code]),
            f"指標{row.code}　{in_levels('施策')}{row.measure_number} {row.measure_name}",
            (row.meaning, row.remark, row.department, f"指標{row.code}", "。".join(overdue_words(row))),
        )
    later = not_there_yet(plan_id, then)
    known = Measure.objects.filter(plan=plan_id).exclude(number__in=later)
    policies = {one.pk: one.name for one in as_worded(BasicPolicy.objects.filter(plan=plan_id), then)}
    for measure in as_worded(known, then):
        yield SearchEntry(
            "measures",
            measure.name,
            measure.get_absolute_url(),
            f"{in_levels('施策')}{measure.number}",
            (measure.goal_words, policies[measure.policy_id], f"{in_levels('施策')}{measure.number}"),
        )
    told = initiatives(plan_id, then)
    for initiative in told:
        names = "、".join(department.name for department in initiative.departments_in_order)
        address = f"{initiative.measure.get_absolute_url()}#initiative-{initiative.code}"
        yield SearchEntry(
            "initiatives", initiative.name, address, f"取組{initiative.code}", (names, initiative.code)
        )
    for initiative in told:
        address = f"{initiative.measure.get_absolute_url()}#initiative-{initiative.code}"
        for detail in initiative.details_in_order:
            yield SearchEntry("details", detail.words, address, str(initiative), (detail.original,))
    followed = Department.objects.now_called(then and timezone.localdate(then))
    for department in as_worded(Department.objects.filter(pk__in=frames.public_departments(then)), then):
        now = "・".join(one.name for one in as_worded(followed.get(department.pk, []), then))
        place = f"いまはない課　現在は{now}" if now else ""
        yield SearchEntry("departments", department.name, department.get_absolute_url(), place)
    yield from _texts(plan_id, then)
    for term in glossary(rows):
        address = f"{reverse('public:glossary')}#{term.anchor}"
        yield SearchEntry("terms", term.word, address, f"読み：{term.reading}", (term.meaning, term.reading))
    for name, title, says in explanations(with_server=with_server):
        yield SearchEntry("pages", title, reverse(f"public:{name}"), "", (says,))


def _texts(plan_id: int | None, then: datetime | None) -> Iterator[SearchEntry]:
    for statement in texts(Statement, plan_id, then):
        yield _text(
            "texts", statement.words, statement.measure, statement.get_section_display(), statement.original
        )
    for viewpoint in texts(Viewpoint, plan_id, then):
        yield _text("texts", viewpoint.text, viewpoint.measure, viewpoint.get_kind_display())
    for contribution in texts(Contribution, plan_id, then):
        actor = contribution.get_actor_display()
        yield _text("texts", contribution.words, contribution.measure, actor, contribution.original)
    for plan in texts(RelatedPlan, plan_id, then):
        yield _text("plans", plan.name, plan.measure, "")


def _text(kind: str, text: str, measure: Measure, part: str, original: str = "") -> SearchEntry:
    return SearchEntry(kind, text, measure.get_absolute_url(), f"{measure} {part}".strip(), (original,))
