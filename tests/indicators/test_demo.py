"""The demo's story: plays by the rules, shows every case, and never touches a database that is not its own."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from types import SimpleNamespace

import pytest
import time_machine
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client

from indicators import frames
from indicators.demo import build_demo
from indicators.models import Event, Evidence, Kind, Publication, Result, Target, ValueState, WorkflowState
from indicators.permissions import is_manager, is_plan_office
from indicators.progress import Rule, Verdict
from indicators.workflow import NotAllowed, warnings_of_row
from measures.models import Plan
from tests.indicators.factories import (
    EVERY,
    load_fixtures,
    make_alice,
    make_bob,
    make_cycle,
    make_indicator,
    make_user,
    said,
    submit_value,
)

pytestmark = pytest.mark.reads


def _load() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker) -> Iterator[SimpleNamespace]:
    """The demo, built once for all tests that only read it, and rolled back after them."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(django_settings, "DEMO", True)
        printed = _load()
        published, working = frames.published(EVERY), frames.working(EVERY)
        yield SimpleNamespace(
            printed=printed,
            published=published,
            rows={(row.code, row.year): row for row in published},
            latest={row.code: row for row in frames.newest(published)},
            working={(row.code, row.year): row for row in working},
        )
        transaction.set_rollback(True)


# --- What it shows ------------------------------------------------------------------------------------


def test_every_verdict_and_every_rule_is_shown(demo):
    assert {row.verdict for row in demo.rows.values()} == set(Verdict)
    # This plan prints a baseline everywhere, and no limit with a tolerance (test_promises.py has those).
    others = {Rule.JUST_BELOW_LIMIT, Rule.JUST_ABOVE_LIMIT, Rule.NO_START_YET, Rule.TARGET_ALONE}
    assert {row.rule for row in demo.rows.values()} == set(Rule) - others


def test_every_state_of_a_value_and_every_kind_of_record_is_shown(demo):
    assert set(Publication.objects.values_list("value_state", flat=True)) - {""} == set(ValueState)
    assert {row.value_state for row in demo.rows.values()} - {""} == set(ValueState)
    assert set(Publication.objects.values_list("kind", flat=True)) == set(Kind)


def test_every_step_of_the_workflow_is_standing_somewhere(demo):
    of_2025 = {code: row.workflow_state for (code, year), row in demo.working.items() if year == 2025}
    assert of_2025 == {
        "41A": "draft",
        "42A": "published",
        "43A": "submitted",
        "44A": "published",
        "44B": "published",
        "45A": "published",
        "45B": "returned",
        "46A": "published",
        "47A": "",
        "48A": "published",
        "48B": "published",
    }
    change = Result.objects.open().get(number__gt=1)
    assert (change.indicator.code, change.year, change.kind) == ("43A", 2024, "correction")
    assert [cycle.year for cycle in change.indicator.measure.policy.plan.cycles.filter(closed_at=None)] == [
        2025
    ]


PICTURE = {
    #       令和5年度          令和6年度          最新
    "41A": ("behind", "slightly_behind", "slightly_behind"),
    "42A": ("unjudged", "on_track", "on_track"),
    "43A": ("on_track", "behind", "behind"),
    "44A": ("slightly_behind", "worse", "worse"),
    "44B": ("on_track", "achieved", "on_track"),
    "45A": ("slightly_behind", "unjudged", "slightly_behind"),
    "45B": ("slightly_behind", "on_track", "on_track"),
    "46A": ("behind", "on_track", "on_track"),
    "47A": ("behind", "behind", "behind"),
    "48A": ("slightly_behind", "on_track", "on_track"),
    "48B": ("on_track", "on_track", "achieved"),
}


def test_the_picture_of_each_year(demo):
    for code, (of_2023, of_2024, newest) in PICTURE.items():
        seen = (demo.rows[code, 2023].verdict, demo.rows[code, 2024].verdict, demo.latest[code].verdict)
        assert (code, *seen) == (code, of_2023, of_2024, newest)
    assert frames.roll_up(frames.of_year(demo.published, 2024)).sentence == "11件のうち10件を判定"


@pytest.mark.parametrize("read", [frames.published, frames.working])
def test_a_wide_read_and_a_plain_one_give_the_same_rows(demo, read):
    assert repr(read(EVERY, wide=True)) == repr(read(EVERY))


@pytest.mark.parametrize("wide", [False, True])
def test_an_earlier_day_read_out_of_a_later_reading_says_the_same(demo, wide):
    now = frames.Source(EVERY, wide=wide)
    for month in (datetime(2024, 7, 1, tzinfo=UTC), datetime(2025, 11, 12, tzinfo=UTC)):
        past = frames.published(EVERY, as_of=month)
        assert past != demo.published
        assert frames.published(now.earlier(month)) == past


def test_a_real_zero_is_a_value_and_an_empty_year_is_none(demo):
    zero, empty = demo.rows["47A", 2023], demo.rows["47A", 2025]
    assert (zero.value, zero.has_value, zero.verdict, zero.progress) == (0, True, "behind", 0)
    assert (empty.value, empty.has_value, empty.verdict, empty.progress) == (None, False, "unjudged", None)
    assert demo.rows["47A", 2023].baseline == 0
    assert demo.rows["47A", 2023].printed_baseline == demo.rows["47A", 2023].target == 2


def test_the_ceiling_from_both_sides(demo):
    outside, inside = demo.rows["46A", 2023], demo.rows["46A", 2024]
    assert (outside.margin, outside.verdict, outside.progress) == (Decimal("-1.3"), "behind", None)
    assert (inside.margin, inside.verdict, inside.progress) == (Decimal("0.9"), "on_track", None)


def test_years_before_the_plan_the_first_of_reiwa_among_them(demo):
    assert demo.rows["46A", 2019].wareki == "令和元年度"
    assert {year for code, year in demo.rows if code == "46A"} == set(range(2019, 2027))
    assert (demo.rows["41A", 2022].value, demo.rows["41A", 2022].verdict) == (9, "too_early")


def test_decimals_stay_as_they_were_typed(demo):
    assert str(demo.rows["42A", 2024].value) == "0.31"
    assert str(demo.rows["45B", 2023].expected) == "136.25"


def test_a_total_that_fell_says_why(demo):
    row = demo.rows["44B", 2025]
    assert "累計なのに" in warnings_of_row(row)[0]
    assert row.note
    assert row.value - row.previous_value == 3 - 5  # as its note says


def test_a_note_that_a_page_or_a_sheet_could_stumble_over(demo):
    note = demo.rows["44A", 2024].note
    assert note.startswith("=")
    assert all(sign in note for sign in "<&>")


def test_some_values_have_evidence_that_says_that_it_is_made_up(demo):
    links = {(one.indicator.code, one.year): one.url for one in Evidence.objects.attached()}
    assert set(links) == {("41A", 2025), ("43A", 2025), ("48A", 2025)}
    assert all(url.startswith("https://example.jp/kaku/") for url in links.values()), (
        "架空: no address of anyone"
    )


def test_chains_as_citizens_see_them(demo):
    corrected, revised, final, withdrawn = (
        demo.rows[place] for place in (("45B", 2024), ("46A", 2024), ("48A", 2024), ("42A", 2023))
    )
    assert [(s.value, s.kind) for s in corrected.superseded] == [(155, "correction")]
    assert (revised.number, [(s.value, s.kind) for s in revised.superseded]) == (
        3,
        [(Decimal("89.4"), "revision")],
    )
    assert (final.kind, final.superseded) == ("final", ())
    assert (withdrawn.is_withdrawn, withdrawn.value, withdrawn.change_reason != "") == (True, None, True)


def test_what_was_announced_and_did_not_come_is_overdue_the_day_after(demo):
    def overdue(moment: str) -> list[tuple[str, int]]:
        return [(one.code, one.year) for one in frames.overdue(EVERY, as_of=datetime.fromisoformat(moment))]

    assert overdue("2026-10-30T23:59:59+09:00") == [("48A", 2025), ("46A", 2025)]
    assert overdue("2026-10-31T00:00:00+09:00") == [("48A", 2025), ("46A", 2025), ("45A", 2025)]
    # The day announced for the part of 2022 was renewed on its last day, by a 更新.
    assert ("42A", 2022) not in overdue("2026-12-25T12:00:00+09:00")
    part = demo.rows["42A", 2022]
    assert (part.kind, part.value_state, part.superseded) == ("update", "part_year", ())


def test_a_target_that_was_revised_applies_from_its_year_on(demo):
    assert [demo.rows["48B", year].target_year for year in (2023, 2024, 2025)] == [2026, 2026, 2025]
    assert "架空" in demo.rows["48B", 2025].target_label
    assert Target.objects.filter(published_at=None).count() == 0


# --- How it came about --------------------------------------------------------------------------------


def test_the_made_up_money_adds_up_to_the_yen(demo):
    """Figures worked out by hand from fixtures/demo.yaml."""
    plan = Plan.objects.get(slug="kisarazu-3")
    found = frames.spendings(plan)
    money = frames.money_of_initiatives(found, 2024)
    assert len(money) == 18, "every initiative of the plan"
    told = {
        "43-1": (5_320_000, 5_236_000),  # 70 % of what was corrected
        "44-1": (3_000_000, 2_700_001),  # the left yen is of the largest share
        "44-2": (3_300_000, 3_240_300),
        "45-1": (3_599_640, 3_599_640),  # 33.33 % of 10,800,000 and of 10,799,999
        "45-2": (7_200_360, 7_200_359),
        "48-1": (14_600_000, 14_369_716),
    }
    assert {code: (money[code].amounts.budget, money[code].amounts.settled) for code in told} == told
    assert sum(one.amounts.settled or 0 for one in money.values()) == 104_155_793
    assert [code for code, one in money.items() if one.is_over] == ["46-2", "46-4"]
    [corrected] = [row for row in found if row.superseded]
    assert (corrected.project, corrected.superseded[0].amounts.settled) == ("1301", 6_540_000)
    standing = {row.workflow_state for row in frames.spendings(plan, drafts=True) if row.year == 2025}
    assert standing == {"draft", "returned", "submitted", "published"}
    assert frames.money_of_initiatives(found, 2025)["44-2"].without_settled == 1


def test_every_publication_went_the_whole_way_and_by_two_people(demo):
    assert Publication.objects.count() > 40
    for publication in Publication.objects.select_related("result"):
        result = publication.result
        assert result.state == WorkflowState.PUBLISHED
        assert publication.published_by_id not in result.author_ids
        assert (result.value, result.value_state, result.note) == (
            publication.value,
            publication.value_state,
            publication.note,
        )
        events = Event.objects.filter(
            indicator=publication.indicator, year=publication.year, number=publication.number
        ).order_by("pk")
        actions = [event.action for event in events]
        assert (actions[0], actions[-2:]) == ("created", ["submitted", "published"])
        assert (events.last().by_id, events.last().at) == (
            publication.published_by_id,
            publication.published_at,
        )
    assert Result.objects.filter(state="published").count() == Publication.objects.count()


def test_the_clock_only_runs_forward_and_ends_in_mid_2026(demo):
    moments = list(Event.objects.order_by("pk").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[0] >= datetime(2024, 4, 1, tzinfo=UTC)
    assert moments[-1] < datetime(2026, 8, 1, tzinfo=UTC)
    newest = {row.published_at for row in demo.rows.values() if row.published_at}
    assert max(newest) == datetime(2026, 6, 30, 6, tzinfo=UTC)  # 15:00 in Japan


def test_no_row_is_left_loose(demo):
    connection.check_constraints()


def _enters_the_admin(user: User) -> bool:
    client = Client()
    client.force_login(user)
    return client.get("/admin/").status_code == 200


def test_people_are_named_as_made_up_and_have_only_their_role(demo):
    people = {user.username: user for user in User.objects.all()}
    assert all("架空" in user.get_full_name() for user in people.values())
    assert {name for name, user in people.items() if is_plan_office(user)} == {"kikaku1", "kikaku2"}
    assert {name for name, user in people.items() if is_manager(user)} == {"kanri"}
    assert {name for name, user in people.items() if _enters_the_admin(user)} == {"kikaku1", "kikaku2"}
    assert not any(user.is_superuser for user in people.values())
    with_password = {name for name, user in people.items() if user.has_usable_password()}
    assert with_password == {"kikaku1", "kikaku2", "kanri", "kikaku-nyuryoku", "sangyo", "katsudo"}


# --- Its accounts -----------------------------------------------------------------------------------


def _passwords(printed: str) -> dict[str, str]:
    lines = [line.split() for line in printed.splitlines()[2:]]
    return {line[0]: line[-1] for line in lines}


def test_the_table_of_accounts(demo):
    passwords = _passwords(demo.printed)
    assert len(set(passwords.values())) == len(passwords) == 6
    for name, password in passwords.items():
        assert User.objects.get(username=name).check_password(password)
    assert "/login/" in demo.printed
    assert "産業振興課の入力担当" in demo.printed


def _values() -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in (Result, Publication, Event, Target)]


def test_a_second_run_leaves_values_alone_and_tells_new_passwords(demo_rows):
    before = _values()
    first = _passwords(_load())
    second = _passwords(_load())
    assert _values() == before
    assert first.keys() == second.keys()
    for name in first:
        user = User.objects.get(username=name)
        assert (user.check_password(first[name]), user.check_password(second[name])) == (False, True)


# --- Where it has no place --------------------------------------------------------------------------


@pytest.mark.both
@pytest.mark.django_db
def test_without_demo_nothing_is_made(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO"):
        _load()
    assert not User.objects.exists()


@pytest.mark.both
@pytest.mark.django_db
def test_a_database_with_real_values_is_left_alone(settings):
    settings.DEMO = True
    indicator, alice = make_indicator(), make_alice()
    make_cycle(2024, by=make_bob())
    submit_value(indicator, 2024, said("980"), by=alice)
    before = _values()
    with pytest.raises(CommandError, match="ほかの実績"):
        _load()
    assert _values() == before


@pytest.mark.both
@pytest.mark.django_db
def test_a_person_of_the_same_name_is_left_alone(settings):
    settings.DEMO = True
    load_fixtures()
    sangyo = make_user("sangyo", password="一人だけのパスワード")
    with pytest.raises(CommandError):
        _load()
    sangyo.refresh_from_db()
    assert sangyo.check_password("一人だけのパスワード")


@pytest.mark.both
@pytest.mark.django_db
def test_a_story_that_breaks_off_leaves_nothing(settings, tmp_path, monkeypatch):
    settings.DEMO = True
    load_fixtures()
    text = (settings.BASE_DIR / "fixtures" / "demo.yaml").read_text(encoding="utf-8")
    story = tmp_path / "demo.yaml"
    # At the very end somebody publishes what they entered themselves.
    story.write_text(
        text
        + '\n  - {at: "2026-07-01 09:00", by: kikaku1, do: submit, of: 41A, year: 2025, state: actual, value: "44"}'
        '\n  - {at: "2026-07-01 09:05", by: kikaku1, do: publish, of: [41A], year: 2025}\n',
        encoding="utf-8",
    )
    monkeypatch.setattr("indicators.demo.STORY", story)
    with pytest.raises(NotAllowed, match="公表できるのは"):
        build_demo()
    assert not User.objects.exists()
    assert not Event.objects.exists()


# --- Its words ----------------------------------------------------------------------------------------

# What pages said once and say no longer: it was false for the reader, a verdict's word for another set, or a second name.
SAID_NO_LONGER = re.compile(
    "このページに埋め込む|目標まであと|1年に|遅れています|遅れている(目標|指標)|この年の目安|この年は|見込だけで、"
    "|はじめより悪い|目安まであと少し|主担当の指標は|参加する取組|持ち帰|外からの評価|の終わりから、"
    "|住所|(?<!メール)(?<!IP)アドレス(?!（URL）)|この時点の引用|値ができるまで|個人の情報|±0|しきい値|判定の基準"
    "|やや遅れの下限|比べる値|公表の一覧|公表後の変更|変わったこと|受付前か締切後|Django|ポイント(増え|減り)"
    "|％に(増え|減り)"
)
READ_BY_CITIZENS = """/ /?year=2024 /measures/ /measures/41/ /measures/44/ /measures/45/ /measures/46/ /measures/47/ /policies/03/
/indicators/ /indicators/44A/ /indicators/44B/ /indicators/45A/ /indicators/46A/ /indicators/47A/ /indicators/48B/
/departments/ /departments/kikaku/ /departments/organic-city-suishin/ /departments/kominkan/ /publications/ /corrections/
/changes/ /changes/?from=2025-07-01&to=2026-07-01 /search/?q=市民 /open-data/ /open-data/api/ /open-data/dictionary/
/glossary/ /how-to-read/ /about/ /accessibility/ /site-map/ /embed/indicators/46A/ /measures/44/sheets/2024/ /?as_of=2025-08-03
/?as_of=2999-01-01 /nowhere/ /indicators/?year=x /login/ /password/reset/"""
READ_BY_STAFF = {
    "kanri": "/dashboard/ /dashboard/?year=2024 /dashboard/?year=x /dashboard/measures/44/ /dashboard/measures/46/ "
    "/dashboard/departments/organic-city-suishin/ /dashboard/departments/kominkan/",
    "katsudo": "/entry/ /entry/45B/2025/ /entry/45B/2024/change/ /entry/grid/2025/ /entry/spreadsheet/2025/ /entry/histories/ "
    "/entry/45B/2024/history/",
    "kikaku1": "/office/ /office/queue/ /office/43A/2025/ /office/cycles/ /office/sheets/ /office/comparisons/ /office/targets/ "
    "/office/targets/41A/ /office/people/ /office/departments/ /office/batches/ /office/redactions/ /admin/",
}


@pytest.mark.parametrize("name", ["", *READ_BY_STAFF])
def test_no_page_says_what_was_put_in_better_words(demo: SimpleNamespace, name: str) -> None:
    client = Client()
    if name:
        client.force_login(User.objects.get(username=name))
    found = {}
    for address in (READ_BY_STAFF[name] if name else READ_BY_CITIZENS).split():
        answer = client.get(address)
        assert answer.status_code in (200, 400, 404), (address, answer.status_code)
        page = re.sub(r"<(script|style).*?</\1>", "", answer.content.decode(), flags=re.DOTALL)
        text = re.sub(r"<[^>]+>", " ", re.sub(r"</?(b|em|small|span)\b[^>]*>", "", page))
        if words := {one[0] for one in SAID_NO_LONGER.finditer(text)}:
            found[address] = words
    assert found == {}


@time_machine.travel(datetime(2026, 11, 29, 3, tzinfo=UTC), tick=False)
def test_the_demo_says_what_is_true_on_its_day(demo: SimpleNamespace) -> None:
    """Worked out by hand from its story: 45A 21.8 of 30, 44B 121 → 119, 46A 89.1 and then 89.9 of at most 90."""
    citizen, manager = Client(), Client()
    manager.force_login(User.objects.get(username="kanri"))

    def read(client: Client, address: str) -> str:
        return re.sub(r"<[^>]+>", "", client.get(address).content.decode())

    assert "令和5年度の値から、残り1年度で＋8.2ポイント必要" in read(citizen, "/indicators/45A/")
    overview = read(manager, "/dashboard/")
    assert "範囲を出るおそれ" in overview
    assert (
        "令和7年度の見込89.9％は、上限の90.0％まで0.1ポイントです（令和6年度は0.9ポイントの余裕がありました）。"
        in overview
    )
    # On the day of the first figures one of the two that counted was within its reach.
    page = read(citizen, "/indicators/45A/?as_of=2025-08-03")
    assert "令和5年度の値から、残り2年度、1年度あたり＋4.1ポイント必要" in page
    assert "上限を超過" in read(citizen, "/?year=2023")
