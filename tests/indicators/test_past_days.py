"""Past days of the whole demo: every public file keeps its bytes, every page its content, whatever comes later.

Later come publications, corrections, a withdrawal, targets, interim targets, a threshold, figures of others and their
new name, an evaluation sheet, a reorganisation, new names of all that has one, and new leads. A redaction is the one
exception (docs/decisions/0009): it blanks its passage on every day, and nothing else.
"""

import io
import re
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import resolve

from indicators import workflow
from indicators.models import ComparisonSeries, Indicator, Reorganisation
from indicators.workflow import DepartmentChange, NewDepartment
from measures.models import (
    BasicPolicy,
    Contribution,
    Department,
    Initiative,
    InitiativeDepartment,
    InitiativeDetail,
    Measure,
    RelatedPlan,
    Statement,
    Viewpoint,
)
from tests.crawling import SAID_ANEW
from tests.indicators import factories
from tests.indicators.factories import said

# PostgreSQL counts the public revision, by which workbooks are kept, when a transaction ends.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.reads]

# The day of a correction, and the newest that is over; of so many addresses that one view answers.
DAYS = {"2025-11-12": 4, "2026-06-30": 2}
TODAY = ["/plan.csv", "/indicators/44B.json", "/measures/44.csv", "/measures/44/", "/departments/zaisei/"]
NOW = datetime(2026, 12, 1, 3, tzinfo=UTC)
HREF = re.compile(r'href="(/[^"#?]*)(?:\?[^"#]*)?')
TAGS = re.compile(r"<script.*?</script>|<nav.*?</nav>|<details class=\"citation.*?</details>|<[^>]+>", re.S)


@pytest.fixture
def demo(settings: Any, begin_from: Any) -> None:
    settings.DEMO = True
    begin_from("demo-of-old", _build)


def _build() -> None:
    with time_machine.travel(datetime(2023, 4, 1, 3, tzinfo=UTC), tick=False):
        call_command("load_plan", stdout=StringIO())
    call_command("load_demo", stdout=StringIO())


def walk(client: Client, day: str, few: int) -> tuple[dict[str, bytes], dict[str, str]]:
    """Public files and pages that can be reached on that day from the home page: bytes, and text of <main>. Of those that one
    view answers the first `few`; half as many where it says in other words or on other paper what a page says."""
    files: dict[str, bytes] = {}
    views: Counter[str] = Counter()
    pages: dict[str, str] = {}
    waiting = ["/", "/corrections/", "/changes.csv", "/changes.json", "/changes/"]
    while waiting:
        address = waiting.pop(0)
        if address in files or address in pages:
            continue
        views[view := resolve(address).view_name] += 1
        if views[view] > (few // 2 if SAID_ANEW.search(address) else few):
            continue
        asked = {"from": "2023-03-31", "to": day} if address.startswith("/changes") else {"as_of": day}
        answer = client.get(address, asked)
        if answer.status_code == 404:
            pages[address] = "404"
            continue
        assert answer.status_code in (200, 301, 302), f"{address} {answer.status_code}"
        if not answer["Content-Type"].startswith("text/html"):
            files[address] = answer.content
            continue
        html = answer.content.decode()
        pages[address] = text_of(html)
        found = [link for link in HREF.findall(html) if is_dated(link)]
        waiting += sorted(set(found) - set(waiting))
    return files, pages


def is_dated(address: str) -> bool:
    of_now = (
        "/static/",
        "/api/",
        "/login",
        "/glossary/",
        "/how-to-read/",
        "/about/",
        "/accessibility/",
        "/search/",
        "/sitemap",
        "/robots",
    )
    return not address.startswith(of_now)


def unpacked(content: bytes) -> bytes:
    """What a workbook says, part by part; of any other file its bytes."""
    if not content.startswith(b"PK"):
        return content
    with ZipFile(io.BytesIO(content)) as parts:
        return b"".join(name.encode() + parts.read(name) for name in parts.namelist())


def text_of(html: str) -> str:
    main = html.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", TAGS.sub(" ", main)).strip()


@pytest.fixture
def client() -> Client:
    return Client()


def live_on(office: list[User]) -> None:
    """Everything that can happen to published figures and to the words beside them."""
    first, second = office

    def change(code: str, year: int, kind: str, value: str | None, reason: str = "") -> None:
        factories.publish_change(
            Indicator.objects.get_by_code(code),
            year,
            kind,
            said(value) if value else None,
            by=first,
            publisher=second,
            reason=reason,
            now=NOW,
        )

    change("44B", 2024, "correction", "118", "数え直し")
    change("41A", 2024, "withdrawal", None, "基準の違い")
    change("48A", 2025, "final", "1570")
    factories.make_target(
        Indicator.objects.get_by_code("44A"), "70", first_year=2024, published_at=NOW, reason="見直し"
    )
    factories.make_interim(Indicator.objects.get_by_code("45B"), 2024, "140", published_at=NOW)
    factories.make_threshold(value="0.95", published_at=NOW, first_year=2024)
    for series in ComparisonSeries.objects.all():
        series.name, series.source = f"{series.name}（新）", "改めた出所"
        series.save()
        _change(workflow.COMPARISONS, series, office, value=Decimal("95"))
    _change(workflow.SHEETS, Measure.objects.get(number=44), office, achievements="書き足した成果")
    _new_names()
    _new_texts()
    _reorganise(first, office[1])


def _change(desk: Any, owner: Any, office: list[User], **written: Any) -> None:
    """A published record of 2024 is changed: a sheet, or a figure of others."""
    first, second = office
    change = desk.open_change(owner=owner, year=2024, by=first, reason="見直し", now=NOW)
    told = {**{name: getattr(change, name) for name in desk.content}, **written}
    sent = desk.submit(
        owner=owner,
        year=2024,
        by=first,
        version=change.version,
        data=told,
        reason="見直し",
        now=NOW,
    )
    desk.publish(record=sent, version=sent.version, by=second, now=NOW)


def _new_names() -> None:
    with time_machine.travel(NOW, tick=False):
        for model in (BasicPolicy, Measure, Department, Indicator):
            for row in model.objects.all():
                row.name = f"{row.name[:40]}改"
                row.save()
        last = BasicPolicy.objects.order_by("-number")[0]
        for measure in Measure.objects.all():
            measure.goal = "書き直した目標"
            measure.policy = last
            measure.save()
        for indicator in Indicator.objects.all():
            indicator.unit = f"{indicator.unit[:5]}相当"
            indicator.meaning, indicator.remark, indicator.decimals = "書き直し", "書き直し", 4
            indicator.lead_department = Department.objects.get(slug="zaisei")
            indicator.lead_confirmed = True
            indicator.save()


def _new_texts() -> None:
    """Each line of the plan is rewritten, one of each kind is gone, and one has come."""
    with time_machine.travel(NOW, tick=False):
        InitiativeDepartment.objects.all()[0].delete()
        for model, name in (
            (Statement, "summary"),
            (Contribution, "summary"),
            (Viewpoint, "text"),
            (RelatedPlan, "name"),
            (Initiative, "name"),
            (InitiativeDetail, "summary"),
        ):
            model.objects.all()[0].delete()
            for row in model.objects.all():
                setattr(row, name, f"{getattr(row, name)[:40]}改")
                row.save()
            row.pk, row._state.adding = None, True
            for number in ("order", "number"):
                if hasattr(row, number):
                    setattr(row, number, 99)
            setattr(row, name, "あとから加えた文")
            row.save()


def _reorganise(office: User, other: User) -> None:
    with time_machine.travel(NOW, tick=False):
        ended = Department.objects.get(slug="kikaku")
        prepared = workflow.prepare_reorganisation(
            change=DepartmentChange(
                kind=Reorganisation.Kind.RENAME,
                on=date(2026, 12, 1),
                departments=[ended],
                new=[NewDepartment(name="未来戦略課", slug="mirai")],
                reason="機構改革",
            ),
            by=office,
            now=NOW,
        )
        workflow.confirm_reorganisation(reorganisation=prepared, by=other, now=NOW)


@pytest.fixture
def office(demo: None) -> list[User]:
    """Two of the plan office who had no hand in the demo's story."""
    return [factories.make_user(name, office=True) for name in ("office-one", "office-two")]


@pytest.mark.slow
def test_every_file_keeps_its_bytes_and_every_page_its_content(office: list[User], client: Client):
    before = {day: walk(client, day, few) for day, few in DAYS.items()}
    assert all(len(files) >= 30 and len(pages) >= 40 for files, pages in before.values())
    today = {address: client.get(address).content for address in TODAY}
    live_on(office)
    with time_machine.travel(datetime(2026, 12, 2, 3, tzinfo=UTC), tick=False):
        after = {day: walk(client, day, few) for day, few in DAYS.items()}
        now = {address: client.get(address).content for address in TODAY}
    for day in DAYS:
        files, pages = before[day]
        later_files, later_pages = after[day]
        assert set(later_files) == set(files), day
        assert [address for address in files if later_files[address] != files[address]] == [], day
        assert set(later_pages) == set(pages), day
        assert {
            address: later_pages[address] for address in pages if later_pages[address] != pages[address]
        } == {}
    assert all(now[address] != content for address, content in today.items()), "today's did change"
    written = "".join(client.get(f"/measures/{number}/").content.decode() for number in range(41, 49))
    assert written.count("あとから加えた文") == 6, "and so did the plan's texts of today"


def name_beside(indicator: Indicator, first: User, second: User) -> None:
    """A person's name in a sheet, a figure of others and the plan's wording, from which it was taken out since."""
    people: dict[str, Any] = {"by": first, "publisher": second, "now": datetime(2026, 7, 1, 3, tzinfo=UTC)}
    series = ComparisonSeries.objects.create(indicator=indicator, name="山田太郎調べ")
    factories.publish_comparison(series, 2024, "88", note="山田太郎さんによる", **people)
    workflow.SHEETS.open_change(
        owner=indicator.measure, year=2024, reason="書き足すため", by=first, now=people["now"]
    )
    factories.publish_sheet(indicator.measure, 2024, challenges="山田太郎さんの指摘", **people)
    line = Statement.objects.filter(measure=indicator.measure).first()
    assert line is not None
    for summary, month in (("山田太郎さんの意見", 6), ("市民の意見", 8)):
        line.summary = summary
        line._history_date = datetime(2026, month, 1, tzinfo=UTC)  # type: ignore[attr-defined]
        line.save()


@pytest.mark.slow
def test_a_redaction_blanks_its_passage_on_every_day_and_nothing_else(office: list[User], client: Client):
    first, second = office
    indicator = Indicator.objects.get_by_code("44B")
    factories.publish_change(
        indicator,
        2024,
        "correction",
        said("118", note="山田太郎さんの届出による"),
        by=first,
        publisher=second,
        reason="数え直し",
        now=datetime(2026, 7, 1, 3, tzinfo=UTC),
    )
    name_beside(indicator, first, second)
    before, pages = walk(client, "2026-07-01", 5)
    asked = workflow.ask_redaction(passage="山田太郎", reason="個人の名前", by=first)
    workflow.carry_out_redaction(redaction=asked, by=second)
    after, later_pages = walk(client, "2026-07-01", 5)
    assert "山田太郎".encode() in before["/indicators/44B.json"]
    for address in ("/measures/44/", "/measures/44/sheets/2024/", "/indicators/44B/"):
        assert "山田太郎" in pages[address], address
    assert {address: text.replace("山田太郎", "［削除］") for address, text in pages.items()} == later_pages
    assert {
        address: unpacked(content).replace("山田太郎".encode(), "［削除］".encode())
        for address, content in before.items()
    } == {address: unpacked(content) for address, content in after.items()}
    assert Decimal("118") == indicator.publications.get(year=2024, number=2).value


@pytest.mark.slow
def test_a_provisional_day_says_so_until_it_is_over(office: list[User], client: Client):
    address = "/indicators/44B.json"
    with time_machine.travel("2026-12-01T12:00:00+09:00", tick=False):
        assert client.get(address, {"as_of": "2026-12-01"}).json()["provisional"] is True
    with time_machine.travel("2026-12-02T00:00:00+09:00", tick=False):
        settled = client.get(address, {"as_of": "2026-12-01"})
    assert "provisional" not in settled.json()
