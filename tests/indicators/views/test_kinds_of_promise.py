"""Every kind of promise, as citizens meet it: page, table, chart, files (docs/progress.md §3, §7, §17)."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from indicators import frames
from indicators.models import Cycle, Indicator, Publication
from indicators.views.office.effects import said as draft_in_words
from indicators.views.shared.sheet_paper import rows_today
from indicators.wording.pace import no_more_years
from indicators.wording.sentences import note_of
from indicators.workflow import Incomplete, WrongState, check_draft, open_cycle
from tests.indicators.factories import (
    EVERY,
    NOON,
    make_alice,
    make_baseline,
    make_bob,
    make_cycle,
    make_dave,
    make_indicator,
    make_interim,
    make_plan,
    make_rhythm,
    make_target,
    publish_change,
    publish_value,
    said,
    submit_value,
)
from tests.indicators.files import book_of, confirmed, csv_rows, filled, given, places, problems, taken
from tests.indicators.pages import text_of

pytestmark = pytest.mark.django_db
D = Decimal
NO_BASELINE: dict[str, Any] = {"baseline_value": None, "baseline_year": None, "baseline_label": "－"}


def values(indicator: Indicator, figures: Mapping[int, str | None], **parts: Any) -> None:
    people = User.objects.in_bulk(field_name="username")
    alice, bob = people.get("alice") or make_alice(), people.get("bob") or make_bob()
    for year, figure in figures.items():
        if not Cycle.objects.filter(year=year).exists():
            make_cycle(year, by=bob)
        publish_value(indicator, year, said(figure, **parts), by=alice, publisher=bob)


def rows(indicator: Indicator) -> dict[int, frames.Row]:
    return {row.year: row for row in frames.published(Indicator.objects.filter(pk=indicator.pk))}


def page(client: Client, indicator: Indicator) -> str:
    answer = client.get(f"/indicators/{indicator.code}/")
    assert answer.status_code == 200
    for ending in ("json", "csv"):
        assert client.get(f"/indicators/{indicator.code}.{ending}").status_code == 200
    return answer.content.decode()


def test_without_a_baseline_the_first_value_is_the_start(client: Client) -> None:
    new = make_indicator(target="120", unit="", **NO_BASELINE)
    assert page(client, new)
    values(new, {2023: "90", 2024: "98"})
    found = rows(new)
    # From 90 in 2023 to 120 in 2026: 100 was due in 2024, and 8 of 10 were made.
    assert [(found[year].verdict, found[year].expected) for year in (2023, 2024)] == [
        ("too_early", 90),
        ("slightly_behind", 100),
    ]
    assert "計画に現状値がないので、計画の期間の最初の実績を起点にして測る" in found[2024].trace[0]
    values(new, {2021: "60", 2022: "84"})
    # The newest of before the plan takes its place: 84 in 2022 to 120 in 2026, 102 by 2024.
    found = rows(new)
    assert (found[2024].baseline, found[2024].baseline_year, found[2024].expected) == (84, 2022, 102)
    assert (found[2023].verdict, found[2023].expected) == ("behind", 93)  # 6 of 9
    assert "起点" in page(client, new)


def test_a_range_with_a_tolerance(client: Client) -> None:
    span = make_indicator(direction="within", counting="annual", target=None, unit="件", **NO_BASELINE)
    make_target(span, "20", upper=D(25), tolerance=D(2), label="20〜25件")
    values(span, {2023: "22", 2024: "26", 2025: "30"})
    found = rows(span)
    assert [(found[year].verdict, found[year].margin) for year in (2023, 2024, 2025)] == [
        ("on_track", 2),
        ("slightly_behind", -1),
        ("behind", -5),
    ]
    shown = page(client, span)
    assert "わずかに超えている" in shown
    assert "20〜25" in shown
    assert "上限を超過" in shown


def test_the_tables_of_the_office_print_both_limits_of_a_range(client: Client) -> None:
    span = make_indicator(direction="within", counting="annual", target=None, unit="％", **NO_BASELINE)
    make_target(span, value="20", upper=D(25), first_year=2023, label="20〜25％")
    client.force_login(make_bob())
    for kind in ("", "target/"):
        shown = client.get(f"/office/targets/{span.code}/{kind}").content.decode()
        published = shown[shown.index('id="published"') :]
        assert '<td class="n"><span class="num">20〜25<small>％</small></span></td>' in published


def test_a_ceiling_by_year_and_a_promise_for_each_year(client: Client) -> None:
    ceiling = make_indicator(direction="at_most", counting="annual", target="90", unit="％", decimals=1)
    make_interim(ceiling, 2024, "94")
    values(ceiling, {2023: "93", 2024: "95", 2025: "89"})
    found = rows(ceiling)
    assert [(found[year].upper_limit, found[year].verdict) for year in (2023, 2024, 2025)] == [
        (94, "on_track"),
        (94, "behind"),
        (90, "on_track"),
    ]
    assert page(client, ceiling)
    books = make_indicator(
        letter="B", direction="at_least", counting="annual", target=None, unit="冊", **NO_BASELINE
    )
    make_target(books, "60000", wording="yearly", label="毎年60,000冊以上")
    values(books, {2023: "59000"})
    assert "毎年の目標の60,000冊を1,000冊下回っています" in page(client, books)


def test_a_calendar_year_is_called_so(client: Client) -> None:
    deaths = make_indicator(
        direction="decrease", counting="annual", target="0", unit="人", year_kind="calendar",
        baseline_value=D(8), baseline_label="令和４年",
    )  # fmt: skip
    values(deaths, {2024: "3"})
    shown = page(client, deaths)
    assert "令和6年は" in shown
    assert "令和6年度は" not in shown
    assert "目標 0（令和8年）" in rows(deaths)[2024].trace
    # In February 2027 it is still fiscal 2026, and no longer the year 2026.
    with time_machine.travel(datetime(2027, 2, 10, 3, tzinfo=UTC)):
        assert no_more_years(rows(deaths)[2024], 2026) == "目標の年は終わりました"


def test_what_has_ended_leaves_the_counts_and_stands_beside_them() -> None:
    ended = make_indicator(
        last_year=2024,
        end_reason="統計の廃止",
        ended_on=date(2025, 3, 1),
        successor=make_indicator(letter="B"),
    )
    values(ended, {2024: "1300"})
    found = frames.published(EVERY)
    assert frames.roll_up(frames.of_year(found, 2024)).ended == 0
    counts = frames.roll_up(frames.of_year(found, 2025))
    assert (counts.ended, counts.applicable) == (1, 1)
    latest = frames.newest(found)
    assert [row.absent for row in latest] == ["ended", ""]
    assert frames.roll_up(latest).sentence == "1件のうち0件を判定（ほかに終了した指標1件）"
    assert latest[0].successor == "43B"


def test_a_target_after_the_plans_end_leaves_the_years_until_then_open() -> None:
    late = make_indicator(target=None)
    make_target(late, "2000", target_year=2028)
    assert sorted(rows(late)) == [2023, 2024, 2025, 2026, 2027, 2028]


def test_a_surveys_error_is_said_and_decides_nothing(client: Client) -> None:
    survey = make_indicator(unit="％", decimals=1, target="30", baseline_value=D("17.6"), baseline_year=2022)
    # 2024: (17.6 + 30) ÷ 2 = 23.8 was due. 22.0 of 1,500 answers: 196 × √(0.22 × 0.78 ÷ 1500) = 2.09…
    values(survey, {2024: "22.0"}, respondents=1500)
    row = rows(survey)[2024]
    assert (str(row.survey_error), row.is_within_error, row.verdict) == ("2.1", True, "behind")
    shown = page(client, survey)
    assert "差は調査の誤差の範囲です" in shown
    assert "回答数1,500、±2.1ポイント（95％）" in shown
    assert Publication.objects.get().respondents == 1500


def test_a_share_is_worked_out_of_its_parts(client: Client) -> None:
    share = make_indicator(unit="％", decimals=1, target="30", baseline_value=D("17.6"), baseline_year=2022)
    # 2 of 3 is 66.66…, half up 66.7.
    values(share, {2024: None}, value_state="actual", numerator=D(2), denominator=D(3))
    row = rows(share)[2024]
    assert (row.value, row.numerator, row.denominator) == (D("66.7"), 2, 3)
    assert "分子2、分母3" in page(client, share)
    with pytest.raises(Incomplete) as refusal:
        values(share, {2025: "66.6"}, numerator=D(2), denominator=D(3))
    assert refusal.value.errors == {"value": "分子÷分母は66.7％です。値を空にすると、この値になります。"}
    for wrong in ({"numerator": D(2)}, {"numerator": D(-1), "denominator": D(3)}, {"respondents": 0}):
        with pytest.raises(Incomplete):
            values(share, {2025: "20"}, **wrong)


def test_what_has_ended_is_no_task_and_no_line_of_a_table(client: Client) -> None:
    ended = make_indicator(last_year=2024, end_reason="統計の廃止", ended_on=date(2025, 3, 1))
    make_indicator(letter="B", first_year=2026, name="計画の終わりに始まる指標")
    going_on = make_indicator(letter="C", name="続いている指標")
    values(going_on, {2023: "700"})
    make_cycle(2025, by=User.objects.get(username="bob"))
    found = frames.working(EVERY)
    assert [row.code for row in frames.asked_of_year(found, 2025)] == ["43C"]
    client.force_login(User.objects.get(username="alice"))
    [last] = [one for one in client.get("/entry/").context["rounds"] if one.cycle.year == 2025]
    assert [task.row.code for task in last.due] == ["43C"]
    grid = client.get("/entry/grid/2025/").content.decode()
    assert ("続いている指標" in grid, ended.name in grid) == (True, False)


def test_no_value_is_taken_for_a_year_outside_of_an_indicators_own(client: Client) -> None:
    ended = make_indicator(last_year=2024, end_reason="統計の廃止", ended_on=date(2025, 3, 1))
    later = make_indicator(letter="B", first_year=2026)
    values(ended, {2024: "1300"})
    alice = User.objects.get(username="alice")
    for year in (2023, 2025):
        make_cycle(year, by=User.objects.get(username="bob"))
    client.force_login(alice)
    tables = {one.code: lines for one, lines in client.get("/entry/").context["tables"]}
    of_plan = [(line.year, line.url, line.why) for line in tables["43A"] if line.year in (2025, 2026)]
    assert of_plan == [(2026, "", "令和6年度で終了した指標です"), (2025, "", "令和6年度で終了した指標です")]
    shown = text_of(client.get("/entry/43A/2025/"))
    assert "令和6年度で終了した指標です。この年度の値は入力しません。" in shown
    assert "提出する" not in shown
    for indicator, why in (
        (ended, "令和6年度で終了した指標です。"),
        (later, "令和8年度から数える指標です。"),
    ):
        with pytest.raises(WrongState, match=f"^{why}令和7年度の値は受け付けません。$"):
            submit_value(indicator, 2025, said("1400"), by=alice)
    values(later, {2021: "500"})  # of the years before the plan there may be a history


def test_after_its_last_year_nothing_is_expected_of_an_indicator(client: Client) -> None:
    """1,300 of 2024 stood above the 1,292 that were due; nobody counts 2025 and 2026, so the target asks for nothing."""
    after = make_indicator(letter="B", name="引き継いだ指標")
    ended = make_indicator(
        last_year=2024, end_reason="統計の廃止", ended_on=date(2025, 3, 1), successor=after
    )
    values(ended, {2023: "900", 2024: "1300"})
    found = rows(ended)
    assert (found[2024].verdict, found[2024].expected) == ("on_track", 1292)
    assert (found[2025].expected, found[2025].absent) == (None, "ended")
    assert frames.pace_of(found[2024], current_year=2025) is None
    answer = client.get("/indicators/43A/")
    shown, panel = text_of(answer), answer.context["panel"]
    assert "この年度の目安（1,292人）に届いていました。" in shown
    assert "令和6年度で終了した指標です（統計の廃止）。指標43Bに引き継ぎました。" in shown
    assert [said for said in ("に向けて順調", "人必要", "目標の年度は終わりました") if said in shown] == []
    assert [line.year for line in panel.table] == [2023, 2024]
    assert "いまは 43B 引き継いだ指標を 見ます。" in text_of(client.get("/easy/indicators/43A/?furigana=off"))
    drawn = {trace["meta"]: trace for trace in panel.chart.figure["data"] if trace.get("meta")}
    assert "target" not in drawn
    assert (max(drawn["expected"]["x"]), panel.chart.figure["layout"]["xaxis"]["tickvals"][-1]) == (
        2024,
        2024,
    )
    heads, *lines = csv_rows(client.get("/indicators/43A.csv").content)
    assert [line[heads.index("fiscal_year")] for line in lines] == ["2023", "2024"]
    for address in ("/indicators/43A.json", "/api/v1/values/?indicator=43A"):
        told = client.get(address).json()
        years = [one["fiscal_year"] for one in told.get("rows") or told["items"]]
        assert years == [2023, 2024], address
    # Of a year that came later the lists say that it has ended, and draw no way to the target.
    values(after, {2025: "700"})
    line = text_of(client.get("/indicators/?year=2025"))
    assert "令和6年度で終了した指標です（統計の廃止）。" in line
    assert [row.code for row in rows_today(ended.measure, 2025)] == ["43B"]


def test_what_ends_before_its_target_is_not_asked_for_a_pace(client: Client) -> None:
    """It is known beforehand: the target of 2028 lies beyond the last year, 2026."""
    ending = make_indicator(target=None, last_year=2026, end_reason="事業の完了", ended_on=date(2026, 4, 1))
    make_target(ending, "2000", target_year=2028)
    assert sorted(rows(ending)) == [2023, 2024, 2025, 2026]
    values(ending, {2024: "1100"})
    shown = text_of(client.get("/indicators/43A/"))
    assert "令和8年度で終了する指標です" in shown
    assert "必要" not in shown.partition("計算のしかた")[0]
    client.force_login(User.objects.get(username="bob"))
    assert "令和8年度で終了する指標です" in text_of(client.get("/dashboard/"))


def test_a_preview_says_what_becomes_once_the_year_before_is_out(client: Client) -> None:
    """90 of 2023 is handed in: once it is out 100 are due in 2024, and 98 are 8 of 10. Until then 98 is the start itself."""
    new = make_indicator(target="120", unit="", **NO_BASELINE)
    alice, bob = make_alice(), make_bob()
    make_cycle(2023, by=bob)
    make_cycle(2024, by=bob)
    client.force_login(alice)
    blank = taken(client)
    typed = {("43A", "値"): 98, ("43A", "値の状態"): "実績"}
    words = "提出済みの前の年度の値が先に公表されると、「やや遅れ」になります。"
    assert words not in text_of(given(client, filled(blank, typed)))
    submit_value(new, 2023, said("90"), by=alice)
    shown = text_of(given(client, filled(blank, typed)))
    assert "判定前" in shown
    assert words in shown
    one = {"number": 1, "version": 0, "value_state": "actual", "value": "98", "action": "draft"}
    assert words in text_of(client.post("/entry/43A/2024/preview/", one))


def test_a_value_that_stays_at_its_limit_needs_no_comment(client: Client) -> None:
    """維持: to stay there is the promise. A value that stays elsewhere is asked about as before."""
    for letter, figure in (("A", "92.5"), ("B", "0")):
        kept = make_indicator(
            letter=letter, direction="at_least" if letter == "A" else "at_most", counting="annual",
            unit="％", decimals=1, baseline_value=D(figure), target=figure,
        )  # fmt: skip
        values(kept, {2023: figure, 2024: figure})
        shown = text_of(client.get(f"/indicators/43{letter}/"))
        amount = f"{D(figure):.1f}"
        assert f"現状値と同じ{amount}％を保っています。" in shown
        side = "下限" if letter == "A" else "上限"
        assert f"現状値 {figure}（令和4年度）と同じ値を{side}にしている" in shown
        assert "は参考で、判定には使わない" not in shown
    elsewhere = make_indicator(
        letter="C", direction="at_least", counting="annual", target="90", baseline_value=D(95)
    )
    with pytest.raises(Incomplete):
        values(elsewhere, {2023: "95"})


def test_before_its_first_year_a_limit_is_that_of_the_next_given_year(client: Client) -> None:
    """214 of 2022, before the plan: 210 is the nearest given limit, −4, and no verdict."""
    debt = make_indicator(direction="at_most", counting="annual", unit="億円", target="195", **NO_BASELINE)
    for year, figure in ((2024, "210"), (2025, "200")):
        make_interim(debt, year, figure)
    values(debt, {2022: "214"})
    before = rows(debt)[2022]
    assert (before.upper_limit, before.margin, before.verdict) == (D(210), D(-4), "too_early")
    shown = text_of(client.get("/indicators/43A/"))
    assert "目安 ＝ 令和4年度の上限 ＝ 210" in shown
    assert "どの年度も同じ" not in shown
    assert "−19" not in shown


def survey() -> Indicator:
    """A survey of every second year, 2022, 2024 and 2026."""
    asked = make_indicator(target="30", unit="％", decimals=1, baseline_value=D("17.6"), name="参加した割合")
    make_rhythm(asked)
    return asked


def test_a_year_without_a_survey_is_said_so_by_itself(client: Client) -> None:
    asked = survey()
    values(asked, {2024: "22.0"})
    found = rows(asked)
    assert [found[year].value_state for year in range(2023, 2027)] == [
        "not_surveyed",
        "actual",
        "not_surveyed",
        "",
    ]
    assert [found[year].off_survey for year in range(2023, 2027)] == [True, False, True, False]
    assert found[2023].reason == "調査年外のため判定できない"
    assert (found[2025].is_asked, found[2025].has_record) == (False, False)
    html = page(client, asked)
    assert html.count("調査のない年です（調査は2年ごと（令和4年度から））") == 2
    # The latest view is of 2024, and says that the year behind it has no survey, once that year is over.
    [latest] = frames.newest(frames.published(EVERY, as_of=datetime(2026, 6, 1, tzinfo=UTC)))
    assert (latest.year, latest.newer_year, latest.newer_state) == (2024, 2025, "not_surveyed")
    assert note_of(latest) == "令和7年度は調査のない年です"
    [earlier] = frames.newest(frames.published(EVERY, as_of=datetime(2025, 12, 1, tzinfo=UTC)))
    assert (earlier.year, earlier.newer_year) == (2024, None)
    table = client.get(f"/indicators/{asked.code}.json").json()
    told = {one["fiscal_year"]: one for one in table["rows"]}
    assert [told[year]["between_surveys"] for year in (2023, 2024, 2025)] == [True, False, True]
    assert (told[2025]["value_state"], told[2025]["value_state_ja"]) == ("not_surveyed", "調査年外")
    assert (told[2025]["survey_every"], told[2025]["survey_from"]) == (2, 2022)


def test_a_year_without_a_survey_is_nobodys_task_and_a_record_in_it_wins(client: Client) -> None:
    asked = survey()
    yearly = make_indicator(letter="B", name="毎年の指標")
    values(yearly, {2024: "700"})
    bob = User.objects.get(username="bob")
    make_cycle(2025, by=bob)
    assert [row.code for row in frames.asked_of_year(frames.working(EVERY), 2025)] == ["43B"]
    client.force_login(User.objects.get(username="alice"))
    tasks = client.get("/entry/")
    [due] = [one for one in tasks.context["rounds"] if one.cycle.year == 2025]
    assert [task.row.code for task in due.due] == ["43B"]
    grid = client.get("/entry/grid/2025/").content.decode()
    assert ("毎年の指標" in grid, "参加した割合" in grid) == (True, False)
    # A survey that was made all the same has the page of the value, and then stands.
    assert client.get("/entry/43A/2025/").status_code == 200
    values(asked, {2025: "25.0"})
    row = rows(asked)[2025]
    assert (row.value, row.value_state, row.off_survey) == (25, "actual", False)
    assert "参加した割合" in client.get("/entry/grid/2025/").content.decode()


def test_a_target_falls_on_a_year_with_a_survey() -> None:
    asked = survey()
    late = make_target(asked, "35", published=False, target_year=2027, first_year=2025)
    with pytest.raises(Incomplete) as refused:
        check_draft(late)
    assert refused.value.errors == {
        "target_year": "令和9年度は調査のない年です（調査は2年ごと（令和4年度から））。調査のある年度を目標の年度にしてください。"
    }
    late.target_year = 2028
    check_draft(late)
    # The other way round: no rhythm passes over the year of a target that is in force then.
    odd = make_rhythm(asked, 2, 2023, first_year=2025, published=False)
    with pytest.raises(Incomplete) as refused:
        check_draft(odd)
    assert list(refused.value.errors) == ["survey_year"]
    odd.every, odd.survey_year = 3, 2023  # 2023, 2026
    check_draft(odd)


def test_a_new_rhythm_leaves_the_years_before_it_alone() -> None:
    asked = survey()
    make_rhythm(asked, 1, 2022, first_year=2025)
    assert [rows(asked)[year].off_survey for year in range(2023, 2027)] == [True, False, False, False]


def test_wherever_a_year_of_a_calendar_indicator_stands_it_is_called_so(client: Client) -> None:
    deaths = make_indicator(
        direction="decrease", counting="annual", target=None, unit="人", year_kind="calendar",
        baseline_value=D(40), baseline_label="令和４年", name="交通事故の死傷者数",
    )  # fmt: skip
    make_target(deaths, "20", target_year=2028, label="20人")
    make_target(deaths, "10", target_year=2028, label="10人", first_year=2025, reason="中間見直し")
    make_interim(deaths, 2026, "15", first_year=2025)
    make_baseline(deaths, "41", baseline_year=2022, label="令和４年（再集計）")
    make_rhythm(deaths, 1, 2022)
    make_target(deaths, "9", target_year=2028, label="9人", first_year=2026, published=False)
    values(deaths, {2023: "38", 2024: "30"})
    alice, bob = User.objects.get(username="alice"), User.objects.get(username="bob")
    publish_change(
        deaths, 2024, "correction", said("31"), by=alice, publisher=bob, reason="数え直し", now=NOON
    )
    make_cycle(2025, by=bob)
    submit_value(deaths, 2025, said("33"), by=alice)
    pages = {
        "": ["/indicators/43A/", "/measures/43/", "/publications/", "/corrections/", "/changes/?from=2023-01-01"],
        "alice": ["/entry/43A/2025/", "/entry/43A/2024/change/", "/entry/43A/2024/history/",
                  "/entry/history/indicators/43A/"],
        "bob": ["/office/targets/43A/", "/office/targets/43A/target/", "/office/targets/43A/rhythm/",
                "/office/targets/43A/baseline/", "/office/43A/2025/", "/comments/43A/2025/"],
    }  # fmt: skip
    for name, addresses in pages.items():
        if name:
            client.force_login(User.objects.get(username=name))
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code == 200, address
            text = re.sub(r"<(script|style).*?</\1>", "", answer.content.decode(), flags=re.S)
            # The plan itself is of fiscal years: 第3次基本計画（令和5〜8年度）.
            wrong = [
                text[max(0, hit.start() - 40) : hit.end() + 20]
                for hit in re.finditer(r"(令和[0-9]+|[0-9]{4}|前|この)年度(?!途中|より前)", text)
            ]
            assert not wrong, (address, wrong)


def test_years_after_the_plans_end_are_opened_entered_and_shown(client: Client, time_machine: Any) -> None:
    far = make_indicator(target=None, name="長い目標")
    make_target(far, "3000", target_year=2030)
    near = make_indicator(letter="B", name="計画の終わりまでの目標")
    values(far, {2023: "700"})
    alice, bob = User.objects.get(username="alice"), User.objects.get(username="bob")
    # A year is opened when it has begun: the promise runs until March 2031.
    time_machine.move_to("2030-06-01T12:00:00+09:00")
    client.force_login(bob)
    years = [year for year, _ in client.get("/office/cycles/").context["form"].fields["year"].choices if year]
    assert [int(year) for year in years] == [2024, 2025, 2026, 2027, 2028, 2029, 2030]
    with pytest.raises(WrongState):
        open_cycle(plan=make_plan(), year=2031, due_on=date(2032, 5, 31), by=bob)
    open_cycle(plan=make_plan(), year=2027, due_on=date(2028, 5, 31), by=bob)
    assert [row.code for row in frames.asked_of_year(frames.working(EVERY), 2027)] == ["43A"]
    client.force_login(alice)
    grid = client.get("/entry/grid/2027/").content.decode()
    assert (far.name in grid, near.name in grid) == (True, False)
    publish_value(far, 2027, said("2100"), by=alice, publisher=bob)
    # From 584 in 2022 to 3,000 in 2030: 2,094 was due in 2027.
    assert (rows(far)[2027].verdict, rows(far)[2027].expected) == ("on_track", 2094)
    home = client.get("/?year=2027").content.decode()
    assert "令和9年度" in home
    assert "2,100" in page(client, far)


def test_a_limit_by_year_names_the_years_own_and_the_later_ones(client: Client) -> None:
    hours = make_indicator(direction="at_most", counting="annual", target=None, unit="時間")
    make_target(hours, "160", label="160時間", target_year=2026)
    for year, limit in ((2023, "200"), (2024, "190"), (2025, "180")):
        make_interim(hours, year, limit)
    values(hours, {2024: "182"})
    shown = text_of(client.get("/indicators/43A/"))
    assert "年度ごとの上限書いてある年度は、その値で判定します" in re.sub(r"\s", "", shown)
    assert "中間目標を通って" not in shown
    own = "この年度の上限190時間このあとは令和7年度180時間、令和8年度160時間"
    assert own in re.sub(r"\s", "", shown)
    assert "上限160時間（令和6年度は190時間）" in re.sub(r"\s", "", text_of(client.get("/indicators/")))
    # Who types the value, and who looks at it, meets the same limit, in the form as in the file.
    alice, bob = User.objects.get(username="alice"), User.objects.get(username="bob")
    make_cycle(2025, by=bob)
    client.force_login(alice)
    entered = re.sub(r"\s", "", text_of(client.get("/entry/43A/2025/")))
    assert "この年度の上限180時間このあとは令和8年度160時間" in entered
    assert "毎年の目標" not in entered
    [row] = csv_rows(taken(client, "csv", "/entry/spreadsheet/2025/"))[1:]
    assert "上限 180時間（このあと 令和8年度 160時間）" in row
    submit_value(hours, 2025, said("170"), by=alice)
    client.force_login(bob)
    assert "この年度の上限180時間" in re.sub(r"\s", "", text_of(client.get("/office/43A/2025/")))


def test_above_a_floor_there_is_no_range_to_be_in(client: Client) -> None:
    floor = make_indicator(direction="at_least", counting="annual", target="60", unit="件")
    values(floor, {2024: "65"})
    shown = page(client, floor)
    assert "下限の60件より5件多く、下限以上です。" in shown
    assert "下限60件より5件上で、下限以上です。" in shown  # of the track, for those who do not see it
    assert "範囲内" not in text_of(client.get("/indicators/43A/"))


def test_a_year_of_the_whole_plan_is_a_fiscal_year(client: Client) -> None:
    """Beside one that is counted by calendar year, whichever of the two comes first."""
    deaths = make_indicator(direction="decrease", counting="annual", target="0", year_kind="calendar")
    count = make_indicator(letter="B")
    for indicator in (deaths, count):
        values(indicator, {2023: "700", 2024: "650"}, note="事情")
    client.force_login(User.objects.get(username="bob"))
    for address in ("/", "/indicators/", "/dashboard/"):
        switch = re.findall(r'<li><a href="[^"]*year=20[^>]*>(.*?)</a>', client.get(address).content.decode())
        # The dashboard's R6 says its whole name to who asks.
        switch = [re.sub(r'<abbr title="(.*?)">.*', r"\1", one) for one in switch]
        assert "令和6年度" in switch, address
        assert "令和6年" not in switch, address
    make_cycle(2025, by=User.objects.get(username="bob"))
    client.force_login(User.objects.get(username="alice"))
    table = client.get("/entry/").content.decode().partition("<h2>年度ごとの値</h2>")[2]
    of_deaths = re.findall(r'<th scope="row" class="nowrap">(.*?)</th>', table.partition("</details>")[0])
    # The plan's four years, and the five before it.
    assert of_deaths == [f"令和{year}年" for year in range(8, 1, -1)] + ["令和元年", "平成30年"]


def test_the_file_says_the_years_as_they_are_counted_and_reads_them_so(client: Client) -> None:
    deaths = make_indicator(direction="decrease", counting="annual", target="0", year_kind="calendar")
    make_indicator(letter="B")
    make_alice()
    make_cycle(2024, by=make_bob())
    client.force_login(User.objects.get(username="alice"))
    blank = taken(client)
    columns, lines = places(book_of(blank)[1])
    years = [book_of(blank)[1].cell(lines[code], columns["年度"]).value for code in ("43A", "43B")]
    assert years == ["令和6年", "令和6年度"]
    typed = {("43A", "値"): 500, ("43A", "値の状態"): "実績", ("43A", "説明"): "事情"}
    assert confirmed(client, given(client, filled(blank, typed))).status_code == 302
    assert deaths.results.get().value == 500
    # One that was handed out before says 令和6年度, and another year is refused as before.
    older = filled(blank, {("43A", "年度"): "令和6年度"})
    assert not problems(given(client, older))
    for wrong in ({("43A", "年度"): "令和5年"}, {("43B", "年度"): "令和6年"}):
        assert problems(given(client, filled(blank, wrong)))


def test_a_tolerance_of_a_share_is_in_points(client: Client) -> None:
    ratio = make_indicator(direction="at_most", counting="annual", target=None, unit="％", decimals=1)
    make_target(ratio, "90", tolerance=D(1), label="90％以内")
    values(ratio, {2024: "89.0"})
    draft = make_target(ratio, "88", tolerance=D(1), first_year=2026, published=False)
    assert "許容幅 1.0ポイント" in draft_in_words(draft)[1]  # on each page before its publication
    assert "許容幅1.0ポイント" in re.sub(r"\s", "", text_of(client.get("/indicators/43A/")))


def test_what_is_not_judged_yet_is_no_value_of_before_the_plan_alone(client: Client) -> None:
    values(make_indicator(target="120", unit="", **NO_BASELINE), {2023: "90"})
    for address in ("/indicators/", "/how-to-read/"):
        shown = text_of(client.get(address))
        assert "計画が始まる前か、起点にする値" in shown or address == "/indicators/", address
    assert "計画に現状値がない指標では、起点にする最初の値です" in text_of(client.get("/glossary/"))


def test_a_start_beyond_its_target_breaks_no_page(client: Client) -> None:
    """From 120 no line leads to 100: 90 is held against the target alone and has no share of a way, on any road."""
    values(make_indicator(target="100", **NO_BASELINE), {2024: "120", 2025: "90"})
    values(make_indicator(letter="B"), {2024: "1200", 2025: "1300"})
    values(make_indicator(letter="C"), {2024: "1200", 2025: "1300"})
    client.force_login(make_dave())
    board = "/dashboard/"
    for address in (
        *(f"{board}{query}" for query in ("", "?year=2024", "?year=2025", "?scope=published", "?measure=43")),
        f"{board}measures/43/",
        f"{board}departments/sangyo-shinko/",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        told = "図にないのは1件：43A 移住・定住相談窓口利用登録者数（目標だけと比べ、割合にしない）。"
        assert told in text_of(answer), address
    for address in (
        *("/", "/measures/", "/measures/43/", "/departments/", "/departments/sangyo-shinko/", "/indicators/"),
        *("/print/one-page/", "/open-data/all.xlsx", "/embed/indicators/43A/", "/indicators/43A/"),
    ):
        assert client.get(address).status_code == 200, address


@time_machine.travel(datetime(2026, 6, 1, 3, tzinfo=UTC))
def test_what_is_needed_reaches_the_target_on_every_page(client: Client) -> None:
    """28.6 points in five years: 5 × 5.7 stops at 49.9. The mean was 5.7, which looked the same before."""
    share = make_indicator(unit="％", decimals=1, baseline_value=D("15.7"), counting="annual", target=None)
    make_target(share, "50", target_year=2030)
    counted = make_indicator(letter="B", baseline_value=D(80), target="120")
    values(share, {2023: "21.4"})
    values(counted, {2023: "95"})  # 25 in one year
    client.force_login(make_dave())
    board = text_of(client.get("/dashboard/")).replace(" ", "")
    assert "残り5年度、1年度あたり＋5.8ポイント必要" in text_of(client.get("/indicators/43A/"))
    assert "＋5.8ポイント＋5.7ポイント必要なペースに届かない" in board
    assert "残り1年度で＋25人必要" in text_of(client.get("/indicators/43B/"))


def test_a_measure_without_texts_has_no_empty_headings(client: Client) -> None:
    values(make_indicator(), {2024: "980"})
    shown = text_of(client.get("/measures/43/"))
    assert not [
        word for word in ("課題", "方向性", "市の取組", "市民等", "主な取組", "DXとGX") if word in shown
    ]


def test_open_data_say_what_a_limit_is(client: Client) -> None:
    """Its upper limit, tolerance and wording, beside each target and each indicator; of others nothing."""
    span = make_indicator(direction="within", counting="annual", target=None, unit="件", **NO_BASELINE)
    make_target(span, "20", upper=D(25), tolerance=D(2), label="20〜25件")
    books = make_indicator(letter="B", direction="at_least", counting="annual", target=None, unit="冊")
    make_target(books, "600", wording="yearly", label="毎年600冊以上")
    make_indicator(
        letter="C", counting="cumulative_from_zero", target="20", baseline_value=None, baseline_label="－"
    )
    limits = ("target_upper", "tolerance", "limit_wording")
    wanted = {"43A": ("25", "2", "limit"), "43B": ("", "0", "yearly"), "43C": ("", "", "")}
    for name, code in (("targets", "indicator_code"), ("indicators", "code")):
        head, *lines = csv_rows(client.get(f"/open-data/{name}.csv").content)
        found = {line[head.index(code)]: line for line in lines if line[head.index(code)]}
        assert {key: tuple(line[head.index(one)] for one in limits) for key, line in found.items()} == wanted
    year = head.index("plan_baseline_fiscal_year")
    assert (found["43C"][year], found["43B"][year]) == ("", "2022"), "the plan prints none for 43C"
    assert client.get("/open-data/dictionary/").content.decode().count(">tolerance<") == 3


def test_the_words_of_a_site_are_those_of_any_city(client: Client) -> None:
    survey()  # nothing is published of it, nor of any other
    assert "調査のない年" not in text_of(client.get("/"))
    told = text_of(client.get("/glossary/"))
    assert [word for word in ("クリック率", "ディスプレイ広告", "経常収支比率") if word in told] == []
    for word in (
        "許容幅",
        "範囲",
        "毎年の目標",
        "年度ごとの上限や下限",
        "起点",
        "中間見直し",
        "数え直し",
        "終了した指標",
    ):
        assert word in told
    client.force_login(make_bob())
    make_plan(slug="kisarazu-4", published_at=None, name="第4次基本計画", first_year=2027, last_year=2030)
    empty = text_of(client.get("/office/plan/4/"))
    assert "施策がまだありません。" in empty
    assert "ありません。 施策" not in empty.partition("足りないところ")[2][:20]
