"""No public text of a public plan is changed by one person, through whatever door (docs/publication.md §4)."""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import Resolver404, resolve

from indicators.models import ComparisonSeries, Indicator
from measures.models import (
    BasicPolicy,
    Contribution,
    Department,
    Initiative,
    InitiativeDepartment,
    InitiativeDetail,
    Measure,
    Plan,
    ReferenceFigure,
    ReferencePoint,
    RelatedPlan,
    Statement,
    Viewpoint,
    WordingDraft,
)
from tests.indicators.factories import load_fixtures, make_bob
from tests.indicators.pages import asked_to_confirm, client_of, confirm

pytestmark = pytest.mark.django_db
MARK = "一人で差し替えた文"
FIGURES = re.compile("order|number|departments|_on$|year|value")  # boxes that take no text
TEXTS: tuple[type[Model], ...] = (
    *(Plan, BasicPolicy, Measure, Statement, Contribution, Viewpoint, RelatedPlan),
    *(Initiative, InitiativeDetail, InitiativeDepartment, Department),
    *(ReferenceFigure, ReferencePoint, Indicator, ComparisonSeries),
)


def every_text() -> list[Any]:
    """All that the public plan has: an indicator, or a plan, that somebody adds is none that citizens read."""
    public: dict[Any, Any] = {
        Indicator: Indicator.objects.public(),
        Plan: Plan.objects.filter(publication__published_at__isnull=False),
    }
    return [list(public.get(model, model._default_manager.all()).order_by("pk").values()) for model in TEXTS]


def boxes_of(form: str, *, marked: bool) -> dict[str, Any]:
    """What a browser would send of a form, with the mark typed over every text, and as the reason."""
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, kind = re.search(r'name="([^"]*)"', tag), re.search(r'type="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        said = value[1] if value else ""
        if name is None or (kind and kind[1] in ("submit", "file")):
            continue
        if kind and kind[1] in ("checkbox", "radio"):
            found |= {name[1]: said or "on"} if "checked" in tag else {}
        elif marked and said and kind and kind[1] == "text" and not FIGURES.search(name[1]):
            found[name[1]] = MARK
        else:
            found[name[1]] = said
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\s?(.*?)</textarea>', form, re.S):
        found[name] = MARK if marked and (text or name == "reason") else text
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)"[^>]*selected', options) or re.search(
            r'<option value="([^"]+)"', options
        )
        found[name] = chosen[1] if chosen else ""
    return found


def forms_of(content: str) -> list[str]:
    found: list[str] = re.findall(r'<form[^>]*method="post".*?</form>', content, re.S)
    return [form for form in found if "/logout/" not in form]


def press(client: Client, address: str, form: str) -> set[str]:
    """Each button of a form, once with the texts typed over; and the page of confirmation, where one comes.

    Of which kinds of parts a draft then said what was typed.
    """
    found: set[str] = set()
    where = re.search(r'action="([^"]*)"', form.split(">", 1)[0])
    target = where[1] if where and where[1] else address
    buttons = re.findall(r'<button[^>]*name="([^"]*)"[^>]*value="([^"]*)"', form) or [("", "")]
    for name, value in buttons:
        for marked in (True, False):
            answer = client.post(target, {**boxes_of(form, marked=marked), name: value})
            if asked_to_confirm(answer):
                confirm(client, answer)
            drafts = WordingDraft.objects.filter(published_at__isnull=True)
            found |= {one.part.partition("-")[0] for one in drafts if MARK in str(one.content)}
    return found


# Who may what is asked of Python, and refused before a database hears of it.
@pytest.mark.slow
@pytest.mark.sqlite
def test_nothing_that_one_planner_types_and_presses_changes_what_citizens_read() -> None:
    """One page of each kind that the office can reach from its desk, each of its forms, twice: drafts wait by then."""
    load_fixtures()
    series = {"name": "県内の市の平均", "source": "県の統計"}
    ComparisonSeries.objects.create(indicator=Indicator.objects.all()[0], **series)
    bob, before = client_of(make_bob()), every_text()
    waiting, seen = ["/office/", "/office/plan/", "/office/plan/3/"], set()
    drafted: set[str] = set()
    while waiting:
        address = waiting.pop().partition("#")[0]
        try:
            name = resolve(address.partition("?")[0]).view_name
        except Resolver404:
            continue
        if name in seen or not name.startswith("office:"):
            continue
        seen.add(name)
        for _ in range(2):
            page = bob.get(address)
            content = page.content.decode() if page.get("Content-Type", "").startswith("text/html") else ""
            for form in forms_of(content):
                drafted |= press(bob, address, form)
        waiting += re.findall(r'href="(/office/[^"]*)"', content)
    assert {"office:plan_measure", "office:plan_policies", "office:plan_indicator_wording"} <= seen
    assert len(seen) > 25
    assert drafted == {"policies", "measure", "indicator"}, "texts were typed over"
    assert every_text() == before


@pytest.mark.slow
def test_nothing_that_a_superuser_types_in_the_admin_changes_what_citizens_read() -> None:
    load_fixtures()
    ComparisonSeries.objects.create(indicator=Indicator.objects.all()[0], name="県内の市の平均")
    user = make_bob()
    user.is_staff = user.is_superuser = True
    user.save()
    root, before = client_of(user), every_text()
    opened = 0
    for model in admin.site._registry:
        room, name = model._meta.app_label, model._meta.model_name
        row = model._default_manager.first()
        if room not in ("measures", "indicators") or row is None:
            continue
        for address in ("change/", "delete/", "history/"):
            whole = f"/admin/{room}/{name}/{row.pk}/{address}"
            content = root.get(whole).content.decode()
            opened += 1
            for form in forms_of(content):
                press(root, whole, form)
            root.post(whole, {"post": "yes", "name": MARK, "title": MARK, "change_reason": "試し"})
        chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        root.post(f"/admin/{room}/{name}/", chosen)
    assert opened >= 30
    assert every_text() == before
