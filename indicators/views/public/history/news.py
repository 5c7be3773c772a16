"""What went out and what was changed afterwards: announcements, and the list of every change."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, TypeVar

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from indicators import frames
from indicators.frames import Announcement, InitiativesOut
from indicators.views.shared.answers import crumbs, public_page
from indicators.views.shared.filters import kind_links
from indicators.views.shared.plan import plans_to_see, source_of
from measures.addresses import naming, reverse
from measures.models import Plan
from measures.plans import told_among

A_PAGE = 30
T = TypeVar("T")


@dataclass(frozen=True)
class NewPlan:
    """A plan that joined the first one, and its address."""

    plan: Plan
    url: str

    @property
    def published_at(self) -> datetime:
        at = self.plan.publication.published_at
        assert at is not None
        return at


@public_page
def publications(request: HttpRequest) -> HttpResponse:
    source = source_of(request)
    page = Paginator(went_out(source), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "days": _by_day(
            _newest_first([*page, *(_new_plans(request) if page.number == 1 else [])]), _announced_on
        ),
        "awaited": frames.awaited(source) if page.number == 1 else [],
        "crumbs": crumbs(("更新と訂正", "")),
    }
    return render(request, "public/publications.html", context)


def _new_plans(request: HttpRequest) -> list[NewPlan]:
    found = []
    for plan in told_among(plans_to_see(request)):
        with naming(plan.key):
            found.append(NewPlan(plan, reverse("public:home")))
    return found


def went_out(source: frames.Source) -> list[Announcement | NewPlan | InitiativesOut]:
    """Announcements of values, and what of the initiatives' years and costs went out on a day; newest first."""
    return _newest_first([*frames.announcements(source), *frames.initiatives_out(source)])


def _newest_first(
    found: Iterable[Announcement | NewPlan | InitiativesOut],
) -> list[Announcement | NewPlan | InitiativesOut]:
    return sorted(found, key=lambda one: one.published_at, reverse=True)


def _announced_on(one: Announcement | NewPlan | InitiativesOut) -> date:
    """The day that a batch says; else the day on which it went out."""
    said = one.announced_on if isinstance(one, Announcement) else None
    return said or timezone.localdate(one.published_at)


def _by_day(found: Iterable[T], day: Callable[[T], date]) -> list[tuple[date, list[T]]]:
    """What stands side by side and is of one day, together."""
    return [(of_day, list(group)) for of_day, group in groupby(found, key=day)]


@public_page
def corrections(request: HttpRequest) -> HttpResponse:
    """All changes after publication, or those of one kind."""
    kind = request.GET.get("kind", "")
    if kind and kind not in frames.CORRECTIONS:
        raise Http404("kind")
    source = source_of(request)
    found = frames.corrections(source)
    chosen = [one for one in found if one.kind == kind] if kind else found
    page = Paginator(chosen, A_PAGE).get_page(request.GET.get("page"))
    page.object_list = frames.with_turned(source, page.object_list)
    context = {
        "page_obj": page,
        "days": _by_day(page, lambda one: timezone.localdate(one.at)),
        "kinds": _kinds(found, kind),
        "kind": kind,
        "crumbs": crumbs(("更新と訂正", reverse("public:publications")), ("訂正・改定", "")),
    }
    return render(request, "public/corrections.html", context)


def _kinds(found: list[frames.Correction], current: str) -> list[dict[str, Any]]:
    counts = Counter(one.kind for one in found)
    counts[""] = len(found)
    address = reverse("public:corrections")
    return kind_links(
        frames.CORRECTIONS, counts, current, lambda kind: f"{address}?kind={kind}" if kind else address
    )
