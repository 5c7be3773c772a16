"""What a plan calls its levels stands on every page and in every file; texts of people are never changed."""

import html
import re
from typing import Any

import pytest
from django.test import Client

from measures.addresses import reverse
from measures.levels import USUAL, in_levels
from measures.models import Measure, Plan
from measures.shown import of_plan
from tests.indicators.factories import load_fixtures, make_bob
from tests.test_every_address import ADDRESSES

pytestmark = [pytest.mark.django_db, pytest.mark.reads]
# How a printed plan is laid out, with the marks of this program: it speaks of no plan.
LAYOUT = "office:plan_text"
# It names the sheets of the workbook, by which they are read back whatever a plan calls its levels.
SHEETS = "office:plan_file"


@pytest.fixture
def plan() -> Plan:
    load_fixtures()
    # A measure's own words hold a level's usual name; they are the city's.
    Measure.objects.filter(number=43).update(goal="この施策を進めます。")
    Plan.objects.update(policy_word="<柱>", measure_word="重点目標", initiative_word="基本事業")
    return Plan.objects.get()


@pytest.mark.slow
def test_no_page_speaks_of_levels_in_other_words(plan: Plan, client: Client) -> None:
    client.force_login(make_bob())
    found = {}
    for name, (args, reads, _) in ADDRESSES.items():
        answer = (
            client.get(reverse(name, args=args)) if "bob" in reads and name not in (LAYOUT, SHEETS) else None
        )
        if answer is None or answer.status_code != 200 or not _is_text(answer):
            continue
        raw = answer.content.decode()
        assert "html" not in answer["Content-Type"] or "<柱>" not in raw, f"{name}: not escaped"
        said = re.findall("|".join(USUAL), _without_texts_of_people(html.unescape(raw)))
        if said:
            found[name] = said
    assert found == {}


def _without_texts_of_people(page: str) -> str:
    """Of the plan's own texts, two use the word in another sense."""
    return page.replace("この施策を進めます。", "").replace("施策の推進によるまちの魅力の向上", "")


def _is_text(answer: Any) -> bool:
    return answer["Content-Type"].startswith(("text/", "application/json", "application/atom"))


def test_the_words_of_this_plan_and_of_people(plan: Plan, client: Client) -> None:
    page = client.get("/measures/43/").content.decode()
    assert "<small>重点目標</small>43" in page
    assert "この施策を進めます。" in page
    assert "重点目標の番号" in client.get("/open-data/dictionary/").content.decode()
    assert in_levels("施策41") == "施策41"
    with of_plan(plan):
        # Each word once: 基本施策 is no reason to exchange 施策 in it again.
        plan.measure_word = "基本施策"
        assert in_levels("基本政策の下の施策と主な取組") == "<柱>の下の基本施策と基本事業"


def test_the_workbook_says_which_level_its_usual_names_are(plan: Plan, client: Client) -> None:
    client.force_login(make_bob())
    page = html.unescape(client.get(f"/office/plan/{plan.key}/file/").content.decode())
    assert "この計画では、「基本政策」は<柱>、「施策」は重点目標、「主な取組」は基本事業のことです。" in page
    Plan.objects.update(policy_word=USUAL[0], measure_word=USUAL[1], initiative_word=USUAL[2])
    assert "この計画では、" not in client.get(f"/office/plan/{plan.key}/file/").content.decode()
