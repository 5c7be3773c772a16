"""The staff's pages where two plans have indicators of the same codes: each says which plan it is of, and none mixes them."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from indicators import notices
from indicators.models import Batch, ComparisonSeries, Mail, Result
from measures.models import ReferenceFigure, Statement
from tests.indicators.factories import make_indicator, make_measure, make_plan, said, submit_value
from tests.indicators.two_plans import AFTER, NEW, OLD, TwoPlans, make_two_plans

pytestmark = pytest.mark.django_db
DEPARTMENT = "sangyo-shinko"


@pytest.fixture
def city() -> Iterator[TwoPlans]:
    found = make_two_plans()
    found.publish()
    with time_machine.travel(AFTER, tick=False):
        yield found


def of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


@pytest.mark.parametrize(
    ("short", "whole"),
    [
        ("/entry/43A/2027/", "/plans/4/entry/43A/2027/"),
        ("/entry/grid/2027/?department=sangyo-shinko", "/plans/4/entry/grid/2027/?department=sangyo-shinko"),
        ("/office/cycles/", "/plans/4/office/cycles/"),
        ("/office/figures/", "/plans/4/office/figures/"),
        ("/office/passports/", "/plans/4/office/passports/"),
        ("/office/sheets/", "/plans/4/office/sheets/"),
        ("/dashboard/", "/plans/4/dashboard/"),
    ],
)
def test_a_short_address_of_one_plan_leads_to_the_whole_one(city: TwoPlans, short: str, whole: str) -> None:
    answer = of(city.bob).get(short)
    assert (answer.status_code, answer.headers.get("Location")) == (302, whole)
    assert "第4次基本計画" in text(of(city.bob), whole)


def test_table_and_cycle_are_of_one_plan(city: TwoPlans) -> None:
    for key, year, own, other in (("3", 2026, OLD, NEW), ("4", 2027, NEW, OLD)):
        page = text(of(city.alice), f"/plans/{key}/entry/grid/{year}/")
        assert own in page
        assert other not in page
        assert f"/plans/{7 - int(key)}/entry/" not in page
    # Figures of before the next plan are typed of its own indicators, whatever this plan asks for in that year.
    before = text(of(city.alice), "/plans/4/entry/grid/2026/")
    assert (NEW in before, OLD in before) == (True, False)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_file_names_its_plan_and_is_read_as_of_it_alone(city: TwoPlans, ending: str) -> None:
    alice = of(city.alice)
    answer = alice.get(f"/plans/4/entry/spreadsheet/2026/entry.{ending}")
    assert f'filename="entry-4-2026-{DEPARTMENT}.{ending}"' in answer["Content-Disposition"]
    body = filled(answer.content, ending, "43A", "123")

    def upload(key: str) -> str:
        file = SimpleUploadedFile(f"entry.{ending}", body)
        page = alice.post(f"/plans/{key}/entry/spreadsheet/2026/", {"action": "preview", "file": file})
        return page.content.decode()

    refused = upload("3")
    assert "第4次基本計画のファイルです。この画面で受け付けるのは、第3次基本計画です。" in refused
    assert not re.search(r"123(<[^>]*>)*人", refused)
    assert re.search(r"123(<[^>]*>)*人", upload("4"))


def filled(data: bytes, ending: str, code: str, value: str) -> bytes:
    """The file with one value typed, as somebody would give it back."""
    if ending == "csv":
        lines = data.decode("utf-8-sig").split("\r\n")
        heads = lines[0].split(",")
        for place, line in enumerate(lines):
            cells = line.split(",")
            if cells[0] == code:
                cells[heads.index("値の状態")], cells[heads.index("値")] = "実績", value
                lines[place] = ",".join(cells)
        return "\r\n".join(lines).encode()
    book = load_workbook(BytesIO(data))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        if row[0].value == code:
            row[heads.index("値の状態")].value, row[heads.index("値")].value = "実績", value
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def test_what_is_saved_in_a_table_is_the_plans_own(city: TwoPlans) -> None:
    page = of(city.alice).get("/plans/4/entry/grid/2026/")
    typed = hidden(page.content.decode()) | {
        "43A-value": "77",
        "43A-value_state": "actual",
        "action": "draft",
    }
    saved = of(city.alice).post(f"/plans/4/entry/grid/2026/?department={DEPARTMENT}", typed)
    assert saved.status_code == 302
    assert list(Result.objects.filter(year=2026).values_list("indicator", "value")) == [(city.new.pk, 77)]


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(43[AB]-\w+)" value="([^"]*)"', page))


def test_lists_over_both_plans_say_whose_each_line_is(city: TwoPlans) -> None:
    batch = Batch.objects.create(
        title="まとめ", announced_on=AFTER.date(), created_by=city.bob, created_at=AFTER, scheduled_for=AFTER
    )
    for indicator, year in ((city.old, 2026), (city.new, 2027)):
        result = submit_value(indicator, year, said("800"), by=city.alice, now=AFTER)
        batch.items.create(result=result, indicator=indicator, year=year, version=result.version)
        ComparisonSeries.objects.create(indicator=indicator, name="県の平均")
    for name in ("/office/queue/", "/office/", "/entry/", "/office/comparisons/", "/office/batches/"):
        page = text(of(city.alice if name == "/entry/" else city.bob), name)
        for key, plan in (("3", "第3次基本計画"), ("4", "第4次基本計画")):
            assert f"/plans/{key}/" in page, (name, key)
            assert plan in page, (name, plan)


def test_the_plans_pages_lead_to_what_is_its_own(city: TwoPlans) -> None:
    for key in ("3", "4"):
        page = text(of(city.bob), f"/office/plan/{key}/indicators/")
        assert f'href="/plans/{key}/office/targets/43A/"' in page
        assert 'href="/office/targets/43A/"' not in page
        assert f'href="/plans/{key}/office/targets/"' in text(of(city.bob), f"/office/plan/{key}/")


def test_reference_figures_are_the_plans_own(city: TwoPlans) -> None:
    for plan, title in ((city.this, "前の図"), (city.following, "次の図")):
        measure = plan.measures.get(number=43)
        ReferenceFigure.objects.create(measure=measure, title=title, source="市")
    for key, own, other in (("3", "前の図", "次の図"), ("4", "次の図", "前の図")):
        for address in (f"/plans/{key}/office/figures/", f"/plans/{key}/office/figures/43/"):
            page = text(of(city.bob), address)
            assert own in page
            assert other not in page


def test_the_mail_of_the_day_links_each_value_in_its_own_plan(city: TwoPlans) -> None:
    User.objects.filter(pk=city.alice.pk).update(email="alice@example.jp")
    with time_machine.travel(datetime(2028, 7, 3, 3, tzinfo=UTC), tick=False):
        notices.write_digests()
    body = Mail.objects.get(user=city.alice).body
    assert "/plans/3/entry/43A/2026/" in body
    assert "/plans/4/entry/43A/2027/" in body
    assert "第3次基本計画　令和8年度の入力\n  まだ提出していない値" in body


def test_a_short_address_of_what_the_plan_in_force_lacks_leads_to_the_plan_that_has_it(
    city: TwoPlans,
) -> None:
    make_indicator(measure=make_measure(41, plan=city.this), name="前の計画だけの指標")
    bob = of(city.bob)
    for short in (
        *("/entry/41A/2026/", "/office/targets/41A/", "/office/passports/41A/", "/office/41A/2026/"),
        *("/entry/history/indicators/41A/", "/entry/history/measures/41/", "/entry/sheets/41/2026/"),
        *("/office/figures/41/", "/dashboard/measures/41/", "/comments/41A/2026/?sort=new"),
    ):
        assert bob.get(short).headers.get("Location") == f"/plans/3{short}", short
    assert bob.get("/entry/99A/2026/", follow=True).status_code == 404
    # A plan in preparation has it, too: its staff work there before it is out.
    coming = make_plan(
        slug="kisarazu-5", name="第5次基本計画", first_year=2031, last_year=2034, published_at=None
    )
    make_indicator(measure=make_measure(51, plan=coming), name="次の次", baseline_year=2030, target=None)
    assert bob.get("/office/targets/51A/").headers.get("Location") == "/plans/5/office/targets/51A/"


def test_each_place_of_a_redaction_names_its_plan(city: TwoPlans) -> None:
    name = "架空 花子"
    submit_value(city.old, 2026, said("985", note=f"{name}さんが集計"), by=city.alice)
    submit_value(city.new, 2027, said("200", note=f"{name}さんが集計"), by=city.alice)
    for number, plan in ((1, city.this), (2, city.following)):
        measure = make_measure(43, plan=plan)
        Statement.objects.create(measure=measure, section="issue", order=number, summary=f"{name}記念館")
    look = {"passage": name, "reason": "個人の名前のため", "action": "look"}
    page = of(city.bob).post("/entry/redaction/", look).content.decode()
    for plan, year in ((city.this, "令和8年度"), (city.following, "令和9年度")):
        assert re.search(rf"{plan.name} [^<]*{year}", page), plan
        assert re.search(rf"{plan.name} 現状・課題・方向性", page), plan
