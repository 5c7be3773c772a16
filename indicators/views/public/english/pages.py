"""The plan, its measures and indicators as a summary in English, from the rows of the Japanese pages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators import frames
from indicators.charts import Chart, chart_in_english, trend
from indicators.frames import Row
from indicators.models import Indicator
from indicators.progress import Verdict
from indicators.views.public.figures.indicators import by_code
from indicators.views.public.plan.home import policies_of, policies_with
from indicators.views.public.plan.measures import measure_of
from indicators.views.shared.aims import standings_of
from indicators.views.shared.answers import public_page
from indicators.views.shared.deeds import deeds_of_measure
from indicators.views.shared.moment import as_of
from indicators.views.shared.plan import plan_of, plans_to_see, source_of
from indicators.wording import english
from indicators.wording.english import English
from indicators.wording.english.deeds import initiatives_sentence
from measures.addresses import naming, reverse
from measures.models import Measure, Plan
from measures.past import as_worded
from measures.texts import initiatives_of_measure
from measures.translations import Translations, translations_of


@public_page
def home(request: HttpRequest) -> HttpResponse:
    plan = plan_of(request)
    if plan is None:
        return render(request, "en/no_plan.html", _frame(request, words_of(request), reverse("public:home")))
    source, words = source_of(request), words_of(request)
    rows = frames.latest(source)
    counts = frames.roll_up(rows)
    context = {
        **_frame(request, words, reverse("public:home")),
        "headline": english.headline(counts, anything_published=bool(frames.announcements(source))),
        "coverage": english.coverage(counts),
        "counts": counts,
        "counted": _counted(counts.counts),
        "tally": english.tally_sentence(counts),
        "as_planned": english.initiatives_sentence(*found) if (found := standings_of(source)) else "",
        "rows": rows,
        "policies": policies_with(policies_of(request), rows, as_of(request)),
        "verdicts": [(key, word, english.MEANINGS[key]) for key, word in english.VERDICTS.items()],
    }
    return render(request, "en/home.html", context)


@public_page
def measure(request: HttpRequest, number: int) -> HttpResponse:
    found, words = measure_of(request, number), words_of(request)
    every = frames.published(source_of(request).part(Indicator.objects.filter(measure=found)))
    rows = frames.newest(every)
    counts = frames.roll_up(rows)
    context = {
        **_frame(request, words, found.get_absolute_url()),
        "measure": found,
        "goal": words.translations.english(found.goal_words),
        "cards": [{"row": row, "chart": _chart(row, every, words)} for row in rows],
        "counted": _counted(counts.counts),
        "counts": counts,
        "tally": english.tally_sentence(counts),
        **_deeds(found, as_of(request)),
    }
    return render(request, "en/measure.html", context)


def _deeds(measure: Measure, then: datetime | None) -> dict[str, Any]:
    """How each initiative stood in the newest year of which anything is public."""
    told = list(initiatives_of_measure(measure, then))
    deeds = deeds_of_measure(measure, told, then)
    if deeds.year is None:
        return {}
    stands = [(one, deeds.by_code[one.code]["standing"]) for one in told]
    sentence = initiatives_sentence(deeds.year, (standing for _, standing in stands))
    return {"initiatives": stands, "initiatives_sentence": sentence}


@public_page
@by_code
def indicator(
    request: HttpRequest, found: Indicator, source: frames.Source, rows: tuple[Row, ...]
) -> HttpResponse:
    words = words_of(request)
    [row] = frames.newest(rows)
    [named] = as_worded([found], as_of(request), ("name",))
    context = {
        **_frame(request, words, found.get_absolute_url()),
        "indicator": named,
        "row": row,
        "note": english.note_of(row),
        "meaning": words.translations.english(row.meaning),
        "chart": _chart(row, rows, words),
        "years": _told(rows),
    }
    return render(request, "en/indicator.html", context)


def words_of(request: HttpRequest) -> English:
    """What the office has translated of the plan that the page is of, by its day."""
    return English(_translations(request))


def _translations(request: HttpRequest) -> Translations:
    return translations_of(plan_of(request), as_of(request))


def _frame(request: HttpRequest, words: English, japanese: str) -> dict[str, Any]:
    """`japanese`: the address of the page that says all of it."""
    plan = plan_of(request)
    return {"words": words, "japanese": japanese, "plan": plan, "others": _other_plans(request, plan)}


def _other_plans(request: HttpRequest, plan: Plan | None) -> list[dict[str, Any]]:
    """The same summary of each other plan that is to be seen, by the address that names it."""
    found = []
    for one in plans_to_see(request):
        if one != plan:
            with naming(one.key):
                url = reverse("public:en_home")
            years = {"first_year": one.first_year, "last_year": one.last_year}
            found.append({"name": one.name, "url": url, **years})
    return found


def _chart(row: Row, rows: Sequence[Row], words: English) -> Chart:
    """The chart of the Japanese page without what it is held beside, whose names are Japanese."""
    own = [one for one in rows if one.code == row.code]
    return chart_in_english(trend(own, shown=row), row, words)


def _told(rows: Sequence[Row]) -> list[Row]:
    """Newest first, the years that the Japanese table has."""
    return [row for row in reversed(rows) if row.is_asked or (row.off_survey and not row.absent)]


def _counted(counts: Any) -> list[tuple[str, str, int]]:
    """Each verdict that there is: its code, its word, how many."""
    found = {str(key): count for key, count in counts.items()}
    return [(str(key), english.VERDICTS[key], found[key]) for key in Verdict.values if found.get(key)]
