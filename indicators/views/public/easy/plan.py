"""The plan, its basic policies, measures and departments in easy sentences."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString

from indicators import frames
from indicators.frames import Row, late_first
from indicators.models import Indicator
from indicators.views.public.easy.page import easy_crumbs, easy_page
from indicators.views.public.plan.departments import lives, moved_to, rows_led_by
from indicators.views.public.plan.home import policies_of, policies_with, source_of_policy
from indicators.views.public.plan.measures import measure_of
from indicators.views.shared.aims import standings_of
from indicators.views.shared.deeds import deeds_of_measure
from indicators.views.shared.moment import as_of, past_day
from indicators.views.shared.plan import plan_of, source_of
from indicators.wording.easy.counts import initiatives_sentence, tally_sentences
from indicators.wording.easy.figures import city
from measures.addresses import reverse
from measures.levels import in_levels
from measures.models import Department, Statement
from measures.past import as_worded
from measures.texts import initiatives_of_measure, texts_of

# Of what is missed, so many are told; the rest is on the list of targets.
MOST_LATE = 3
NEWEST = 2


@easy_page
def home(request: HttpRequest) -> HttpResponse:
    if plan_of(request) is None:
        return render(request, "easy/no_plan.html")
    source = source_of(request)
    rows = frames.latest(source)
    counts, late = frames.roll_up(rows), late_first(rows)
    context = {
        "sentences": tally_sentences(counts),
        "as_planned": initiatives_sentence(*standings) if (standings := standings_of(source)) else "",
        "counts": counts,
        "late": late[:MOST_LATE],
        "late_more": max(0, len(late) - MOST_LATE),
        "policies": policies_with(policies_of(request), rows, as_of(request)),
        "newest": frames.announcements(source)[:NEWEST],
    }
    return render(request, "easy/home.html", context)


@easy_page
def measures(request: HttpRequest) -> HttpResponse:
    rows = frames.latest(source_of(request))
    context = {
        "policies": policies_with(policies_of(request), rows, as_of(request)),
        **_counted(rows),
        "crumbs": easy_crumbs(("仕事", "")),
    }
    return render(request, "easy/measures.html", context)


@easy_page
def policy(request: HttpRequest, number: str) -> HttpResponse:
    found = get_object_or_404(policies_of(request), number=number)
    rows = frames.newest(frames.published(source_of_policy(found, as_of(request))))
    [group] = policies_with(policies_of(request).filter(pk=found.pk), rows, as_of(request))
    context = {
        "group": group,
        **_counted(rows),
        "crumbs": easy_crumbs(_measures(), (f"{in_levels('基本政策')}{found.number}", "")),
    }
    return render(request, "easy/policy.html", context)


@easy_page
def measure(request: HttpRequest, number: int) -> HttpResponse:
    found, then = measure_of(request, number), as_of(request)
    rows = frames.newest(frames.published(source_of(request).part(Indicator.objects.filter(measure=found))))
    initiatives = initiatives_of_measure(found, then)
    context = {
        "measure": found,
        "rows": rows,
        **_counted(rows),
        "initiatives": initiatives,
        "deeds": deeds_of_measure(found, initiatives, then),
        "statements": texts_of(Statement, found, then),
        "crumbs": easy_crumbs(_measures(), (f"{in_levels('施策')}{found.number}", "")),
    }
    return render(request, "easy/measure.html", context)


@easy_page
def departments(request: HttpRequest) -> HttpResponse:
    led: dict[str, list[Row]] = {}
    for row in frames.worst_first(frames.latest(source_of(request))):
        led.setdefault(row.department_slug, []).append(row)
    public = frames.public_departments(as_of(request))
    living = [one for one in Department.objects.living_on(past_day(request)) if one.pk in public]
    there = as_worded(living, as_of(request))
    places = {slug: place for place, slug in enumerate(led)}
    context = {
        "boards": [
            {"department": one, "rows": led[one.slug], **_counted(led[one.slug])}
            for one in sorted((one for one in there if one.slug in led), key=lambda one: places[one.slug])
        ],
        "others": [one for one in there if one.slug not in led],
        "crumbs": easy_crumbs(("市役所の 課", "")),
    }
    return render(request, "easy/departments.html", context)


@easy_page
def department(request: HttpRequest, slug: str) -> HttpResponse:
    then = as_of(request)
    found = get_object_or_404(Department, slug=slug, pk__in=frames.public_departments(then))
    living = lives(request, found)
    if not living and (moved := moved_to(request, found)) is not None:
        return moved
    [worded] = as_worded([found], then)
    rows = frames.newest(rows_led_by(request, worded)) if living else ()
    context = {
        "department": worded,
        "now": [] if living else as_worded(found.living_successors(past_day(request)), then),
        "rows": rows,
        **_counted(rows),
        "crumbs": easy_crumbs(("市役所の 課", reverse("public:easy_departments")), (city(worded.name), "")),
    }
    return render(request, "easy/department.html", context)


def _counted(rows: Sequence[Row]) -> dict[str, Any]:
    counts = frames.roll_up(rows)
    sentences: list[SafeString] = tally_sentences(counts)
    return {"counts": counts, "sentences": sentences}


def _measures() -> tuple[str, str]:
    return "仕事", reverse("public:easy_measures")
