"""Public pages and files as they stood on a past day (docs/publication.md §9)."""

import json
import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from indicators.models import Indicator
from indicators.views.public.site.addresses import public_addresses
from indicators.views.shared.moment import moment_on
from measures.models import BasicPolicy, Department, Initiative, Measure
from tests.indicators import factories
from tests.indicators.factories import said

pytestmark = [pytest.mark.django_db, pytest.mark.reads]

FIRST = datetime(2025, 6, 10, 3, tzinfo=UTC)  # 12:00 in Japan
CHANGED = datetime(2025, 8, 20, 3, tzinfo=UTC)
FILES = [
    "/plan.csv",
    "/plan.json",
    "/measures/43.csv",
    "/indicators/43A.json",
    "/indicators/43A.csv",
    "/departments/sangyo-shinko.json",
    "/open-data/values.csv",
    "/open-data/indicators.json",
    "/open-data/measures.csv",
    "/open-data/all.xlsx",
    "/api/v1/values/",
    "/cards/indicators/43A.png",
]
PAGES = [
    "/",
    "/policies/01/",
    "/measures/",
    "/measures/43/",
    "/indicators/",
    "/indicators/43A/",
    "/departments/",
    "/departments/sangyo-shinko/",
    "/search/?q=移住",
    "/open-data/",
    "/corrections/",
    "/corrections/?kind=correction",
    "/publications/",
]


@pytest.fixture
def city() -> Indicator:
    """43A of fiscal 2024: 980 published on 2025-06-10, corrected to 990 on 2025-08-20."""
    alice, bob = factories.make_alice(), factories.make_bob()
    with time_machine.travel(datetime(2025, 5, 1, tzinfo=UTC), tick=False):
        indicator = factories.make_indicator()
        factories.make_cycle(2024, by=bob)
    factories.publish_value(indicator, 2024, said("980"), by=alice, publisher=bob, now=FIRST)
    factories.publish_change(
        indicator, 2024, "correction", said("990"), by=alice, publisher=bob, reason="二重の登録", now=CHANGED
    )
    return indicator


def on(address: str, day: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}as_of={day}"


def test_a_day_shows_what_was_public_at_its_end_in_japan(client: Client, city: Indicator):
    def value(day: str) -> str | None:
        rows = client.get(on("/indicators/43A.json", day)).json()["rows"]
        return next(row for row in rows if row["fiscal_year"] == 2024)["value"]

    assert value("2025-06-09") is None
    assert value("2025-06-10") == "980"
    assert value("2025-08-19") == "980"
    assert value("2025-08-20") == "990"
    html = client.get(on("/indicators/43A/", "2025-08-19")).content.decode()
    assert "980人" in html
    assert "990" not in html
    assert "二重の登録" not in html


def test_the_end_of_the_day_is_japans(client: Client, city: Indicator):
    late = datetime(2025, 9, 1, 14, 59, 59, tzinfo=UTC)  # 23:59:59 in Japan
    factories.make_interim(city, 2025, "1500", published_at=late)
    payload = client.get(on("/indicators/43A.json", "2025-09-01")).json()
    assert next(row for row in payload["rows"] if row["fiscal_year"] == 2025)["interim_target"] == "1500"
    payload = client.get(on("/indicators/43A.json", "2025-08-31")).json()
    assert next(row for row in payload["rows"] if row["fiscal_year"] == 2025)["interim_target"] is None


@pytest.mark.parametrize("address", FILES)
def test_files_of_a_past_day_stay_as_they_are_whatever_changes_later(
    client: Client, city: Indicator, address: str
):
    before = client.get(on(address, "2025-07-01"))
    assert before.status_code == 200

    factories.publish_change(
        city,
        2024,
        "revision",
        said("777"),
        by=factories.make_user("erin", departments=(factories.make_department(),)),
        publisher=factories.make_carol(),
        reason="出所の改定",
        now=datetime(2025, 12, 1, tzinfo=UTC),
    )
    new_lead = factories.make_department("zaisei", "財政課")
    city.refresh_from_db()
    city.name, city.meaning, city.lead_department = "新しい名前", "新しい説明", new_lead
    city.save()
    for row in (Measure.objects.get(number=43), Department.objects.get(slug="sangyo-shinko")):
        row.name = "改めた名前"
        row.save()

    assert client.get(on(address, "2025-07-01")).content == before.content
    assert client.get(address).content != before.content


@pytest.mark.parametrize("address", PAGES)
def test_every_page_says_which_day_it_shows_and_keeps_it_in_its_links(
    client: Client, city: Indicator, address: str
):
    html = client.get(on(address, "2025-07-01")).content.decode()
    assert "2025年7月1日の終わりの時点" in html
    assert 'href="/indicators/?as_of=2025-07-01"' in html
    assert f'data-now href="{address.partition("?")[0]}"' in html
    now = client.get(address).content.decode().partition('<details class="citation')[0]
    assert not re.search(r'(?:href|action|content|src|value)="[^"]*as_of', now)


def test_every_link_of_a_public_template_says_whether_it_keeps_the_day():
    """{% day_url %}, {% on_day %} or {% day_link %}, or `data-now` where a link leads to now on purpose."""
    public = re.compile(r'(?<!data-now )\b(?:href|action)="(?:\{\{|\{% url .public:|\{% if )[^"]*')
    folder = settings.BASE_DIR / "templates"
    templates = [folder / "base.html", *(folder / "public").rglob("*.html")]
    bare = {
        path.name: found for path in templates if (found := public.findall(path.read_text(encoding="utf-8")))
    }
    assert bare == {}


def test_links_keep_what_they_ask_for_beside_the_day(client: Client, city: Indicator):
    html = client.get(on("/", "2025-07-01")).content.decode()
    assert 'href="/glossary/"' in html, "a page that is about now keeps no day"
    assert 'href="/indicators/43A/?as_of=2025-07-01"' in html
    assert 'href="/static/img/favicon.svg' in html
    assert 'href="/login/"' in html
    assert 'href="/search/?as_of=2025-07-01"' in html
    search = client.get(on("/search/?q=市民", "2025-07-01")).content.decode()
    assert '<input type="hidden" name="as_of" value="2025-07-01">' in search


@pytest.mark.parametrize(
    "day",
    [
        "2025-13-01",
        "2025-02-30",
        "yesterday",
        "2025/07/01",
        "20250701",
        "0000-01-01",
        "２０２５-07-01",
        "2025-07-01T00:00",
    ],
)
@pytest.mark.parametrize("address", ["/", "/indicators/43A.json"])
def test_a_day_that_is_none_is_refused_in_words(client: Client, city: Indicator, address: str, day: str):
    answer = client.get(address, {"as_of": day})
    assert answer.status_code == 400
    assert "日付として読めません" in answer.content.decode()


def test_a_day_ahead_is_refused_and_today_is_provisional(client: Client, city: Indicator):
    with time_machine.travel(datetime(2026, 7, 1, 14, 0, tzinfo=UTC), tick=False):  # 23:00 in Japan
        ahead = client.get(on("/", "2026-07-02"))
        assert ahead.status_code == 400
        assert "これから先の日" in ahead.content.decode()
        assert "まだ終わっていない" in client.get(on("/", "2026-07-01")).content.decode()
        assert client.get(on("/plan.json", "2026-07-01")).json()["provisional"] is True
    with time_machine.travel(datetime(2026, 7, 1, 15, 0, tzinfo=UTC), tick=False):  # 0:00 in Japan
        assert "まだ終わっていない" not in client.get(on("/", "2026-07-01")).content.decode()
        assert "provisional" not in client.get(on("/plan.json", "2026-07-01")).json()


def test_before_the_plan_was_public_a_page_says_so(client: Client, city: Indicator):
    answer = client.get(on("/indicators/43A/", "2020-01-01"))
    assert answer.status_code == 404
    assert "まだ公表していませんでした" in answer.content.decode()
    assert client.get(on("/", "2020-01-01")).status_code == 200


def test_what_was_added_or_renamed_later_is_on_no_page_of_a_day_before(client: Client, city: Indicator):
    with time_machine.travel(datetime(2025, 5, 1, tzinfo=UTC), tick=False):
        example = factories.make_indicator(letter="B", counting="cumulative", direction="increase")
    with time_machine.travel(datetime(2026, 3, 1, tzinfo=UTC), tick=False):
        policy = city.measure.policy
        BasicPolicy.objects.create(plan=policy.plan, number="09", name="あとからの政策")
        added = factories.make_department("hoshizora", "あとからの課")
        Initiative.objects.create(measure=city.measure, number=1, name="取組").participations.create(
            department=added, order=1
        )
        for row in (policy, city, example):
            row.name = f"あとからの{row.name}政策名"
            row.save()
    pages = ("/", "/measures/", "/site-map/", "/departments/", "/indicators/", "/glossary/", "/how-to-read/")
    for page in (*pages, "/policies/01/", "/search/?q=あとからの", "/search/?q=政策名"):
        html = client.get(on(page, "2025-07-01")).content.decode().partition("<main")[2]
        assert "あとからの" not in html.replace('value="あとからの"', "").replace("「あとからの」", ""), page
        assert "あとからの" in client.get(page).content.decode(), page
    for page in ("/policies/09/", "/departments/hoshizora/"):
        assert client.get(page).status_code == 200
        assert client.get(on(page, "2025-07-01")).status_code == 404
    then = {one.path for one in public_addresses(moment_on("2025-07-01").until)}
    now = {one.path for one in public_addresses()}
    assert {"/policies/09/", "/departments/hoshizora/"} <= now - then


def test_a_department_that_is_gone_today_is_there_on_its_days(client: Client, city: Indicator):
    old = factories.make_department()
    new = factories.make_department("iju", "移住促進課")
    old.ended_on = date(2026, 4, 1)
    old.save()
    old.successors.add(new)
    city.lead_department = new
    city.save()
    then = client.get(on("/departments/sangyo-shinko.json", "2025-07-01"))
    assert [row["indicator_code"] for row in then.json()["rows"]][:1] == ["43A"]
    assert client.get("/departments/sangyo-shinko.json").status_code == 301
    assert client.get(on("/departments/iju.json", "2025-07-01")).status_code == 404, "it came later"


def test_the_day_stands_in_the_file_and_in_its_name(client: Client, city: Indicator):
    answer = client.get(on("/indicators/43A.json", "2025-07-01"))
    assert json.loads(answer.content)["as_of"] == "2025-07-01"
    assert "basic-plan-43A-2025-07-01.json" in answer["Content-Disposition"]
    assert "2025-07-01.csv" in client.get(on("/plan.csv", "2025-07-01"))["Content-Disposition"]
