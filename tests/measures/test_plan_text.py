"""Reading a printed plan's text, and attaching its wording to the restated rows."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from indicators.models import Indicator
from measures.models import (
    BasicPolicy,
    Contribution,
    Initiative,
    InitiativeDetail,
    Measure,
    Plan,
    Statement,
)
from measures.plan_text import Layout, MeasureText, PlanTextError, attach, read_plan_text
from tests.indicators.factories import load_fixtures, make_plan
from tests.measures.plan_text_checks import numbers
from tests.measures.sample_plan_text import SAMPLE_PLAN_TEXT

LAYOUT = Layout.of_json(
    json.loads((settings.BASE_DIR / "fixtures/text_layout.json").read_text(encoding="utf-8"))
)
SAMPLE_SECTIONS = {47: [1, 3, 2]}  # on the page of 47 the direction stands before the issue


def read(text: str) -> dict[int, MeasureText]:
    return {one.number: one for one in read_plan_text(text, LAYOUT).measures}


# --- Reading ----------------------------------------------------------------------------------------


def test_reads_bullets_joined_over_wraps_in_the_order_of_the_text():
    page = read(SAMPLE_PLAN_TEXT)[31]
    assert (page.name, page.policy) == ("昼寝の推進", ("09", "猫の手の貸し出し"))
    assert page.goal == "猫と人がともに昼寝できる町をめざし、縁側の日当たりを3割広げます。"
    assert [one.text for one in page.statements] == [
        "町内の縁側は、平成10年（1998年）から減り続けています。",
        "猫の集会は月２回開かれています。",
        "昼寝の場所を増やす必要があります。",
        "縁側に座布団を120枚置きます。",
    ]


def test_reads_initiatives_from_the_bullets_before_their_heading_and_repairs_broken_characters():
    assert [
        (one.number, one.name, one.departments, [detail.text for detail in one.details])
        for one in read(SAMPLE_PLAN_TEXT)[31].initiatives
    ] == [
        (
            1,
            "座布団の充実",
            ("昼寝課", "大工室"),
            ["座布団の干し方について、様々な講座を開きます。", "窓口サービスに座布団を置きます。"],
        ),
        (2, "縁側の修理", ("大工室",), ["縁側の床板を毎年５枚ずつ張り替えます。"]),
    ]


def test_tells_contributions_from_viewpoints_and_from_the_list_within_a_remark():
    pages = read(SAMPLE_PLAN_TEXT)
    assert [(one.section, one.text) for one in pages[31].contributions] == [
        ("city", "日なたの場所をお知らせする Cat Newsを配ります。"),
        ("citizens", "猫を起こさないよう心がけます。"),
    ]
    assert [(one.section, one.text) for one in pages[31].viewpoints] == [
        ("dx", "座布団の在庫のデジタル管理"),
        ("gx", "干し草の再利用"),
    ]
    assert [one.text for one in pages[47].contributions] == [
        "隣町と年１回の会議を開きます。",
        "鈴をなくしたら届け出ます。",
    ]


def test_reads_rows_of_indicators_by_their_two_figures():
    pages = read(SAMPLE_PLAN_TEXT)
    assert pages[31].remark_of("95か所") == "年間５か所の新設をめざす。"
    row = pages[47].indicators[0]
    assert (row.name, row.baseline, row.baseline_label) == (
        "鈴の見直し（累計）",
        "２件",
        "平成27～令和４年度",
    )
    assert row.target_printed == "２件（令和５～８年度）"
    assert row.remark == "４年間で２件を見直す。\n・大きな鈴（R1）\n・小さな鈴"


def test_remark_is_none_where_the_text_is_not_certain():
    pages = read(SAMPLE_PLAN_TEXT)
    assert pages[31].remark_of("96か所") is None
    assert pages[47].remark_of("２件") is None  # the target is printed with its years
    assert read("オーガニックなまちづくりに向けた取組\n施策 1\n\n5件\n")[1].remark_of("5件") is None


def test_names_what_it_mended_and_leaves_no_line_out():
    found = read_plan_text(SAMPLE_PLAN_TEXT, LAYOUT)
    assert found.unplaced == ()
    whats = [one.what for one in found.mendings]
    assert whats.count("踊り字の位置を直しました") == 1
    assert whats.count("長音の記号を直しました") == 1
    assert whats.count("欄の名前を本文から分けました") == 1
    held = [one.paragraph.line + at for one in found.places for at in range(len(one.paragraph.lines))]
    lines = SAMPLE_PLAN_TEXT.split("\n")
    assert {line for line in range(1, len(lines) + 1) if lines[line - 1].strip()} == set(held)


def test_a_line_without_a_place_is_listed_and_placed_by_hand():
    text = SAMPLE_PLAN_TEXT + "\n欄外に手書きされた一文です。\n"
    line = text.split("\n").index("欄外に手書きされた一文です。") + 1
    assert [(one.line, one.text) for one in read_plan_text(text, LAYOUT).unplaced] == [
        (line, "欄外に手書きされた一文です。")
    ]
    placed = read_plan_text(text, LAYOUT, {line: "issue"})
    assert placed.unplaced == ()
    assert placed.measure(47).statements[-2].text == "欄外に手書きされた一文です。"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "施策のページが見つかりません"),
        ("施策の話をする手紙\n", "施策のページが見つかりません"),
        (SAMPLE_PLAN_TEXT * 2, "施策31のページが2つあります"),
    ],
)
def test_refuses_what_is_not_a_plans_text(text: str, message: str):
    with pytest.raises(PlanTextError, match=message):
        read(text)


# --- Attaching --------------------------------------------------------------------------------------


@pytest.fixture
def sample_plan(db: None) -> Plan:
    """The made-up town's plan, restated."""
    plan = Plan.objects.create(
        slug="cats", key="cats", city="猫の町", name="昼寝計画", first_year=2023, last_year=2026
    )
    policy = BasicPolicy.objects.create(plan=plan, number="09", name="猫の手の貸し出し")
    for number, name, statements, details in (
        (
            31,
            "昼寝の推進",
            ["situation", "situation", "issue", "direction"],
            {1: ["干し方講座", "窓口の座布団"], 2: ["毎年5枚の床板の張り替え"]},
        ),
        (47, "広域の昼寝", ["situation", "issue", "direction"], {1: ["鈴の交換会"]}),
    ):
        measure = Measure.objects.create(
            plan=plan, policy=policy, number=number, name=name, goal="要約した目標"
        )
        for section in dict.fromkeys(statements):
            for order in range(1, statements.count(section) + 1):
                Statement.objects.create(measure=measure, section=section, order=order, summary="要約")
        for actor in ("city", "citizens"):
            Contribution.objects.create(measure=measure, actor=actor, order=1, summary="要約")
        for initiative_number, lines in details.items():
            initiative = Initiative.objects.create(measure=measure, number=initiative_number, name="取組")
            for order, line in enumerate(lines, start=1):
                InitiativeDetail.objects.create(initiative=initiative, order=order, summary=line)
    return plan


@pytest.mark.usefixtures("sample_plan")
def test_attaches_one_for_one():
    done = attach(Plan.objects.get(), SAMPLE_PLAN_TEXT, LAYOUT, SAMPLE_SECTIONS)
    assert (done.measures, done.goals, done.statements, done.contributions, done.details) == (2, 2, 7, 4, 4)
    assert done.changed == 2 + 7 + 4 + 4
    assert Measure.objects.get(number=47).goal_original == "隣町の猫とも仲よくします。"
    assert {
        f"{row.measure.number} {row.section} {row.order}": row.original for row in Statement.objects.all()
    } == {
        "31 situation 1": "町内の縁側は、平成10年（1998年）から減り続けています。",
        "31 situation 2": "猫の集会は月２回開かれています。",
        "31 issue 1": "昼寝の場所を増やす必要があります。",
        "31 direction 1": "縁側に座布団を120枚置きます。",
        "47 situation 1": "隣町と鈴の規格が違います。",
        # On the page of 47 the direction stands before the issue.
        "47 direction 1": "鈴の規格を隣町と合わせます。",
        "47 issue 1": "規格の違いを町民に知らせる必要があります。",
    }
    assert [row.original for row in Contribution.objects.filter(actor="citizens")] == [
        "猫を起こさないよう心がけます。",
        "鈴をなくしたら届け出ます。",
    ]
    assert [row.original for row in InitiativeDetail.objects.filter(initiative__measure__number=31)] == [
        "座布団の干し方について、様々な講座を開きます。",
        "窓口サービスに座布団を置きます。",
        "縁側の床板を毎年５枚ずつ張り替えます。",
    ]


@pytest.mark.usefixtures("sample_plan")
def test_history_says_why_and_a_second_run_changes_nothing():
    attach(Plan.objects.get(), SAMPLE_PLAN_TEXT, LAYOUT, SAMPLE_SECTIONS)
    assert attach(Plan.objects.get(), SAMPLE_PLAN_TEXT, LAYOUT, SAMPLE_SECTIONS).changed == 0
    reasons = Measure.objects.get(number=31).history.values_list("history_change_reason", flat=True)
    assert list(reasons) == ["原文の読み込み", None]


def drop_bullet(text: str) -> str:
    return text.replace("●\t猫の集会は月２回開かれています。\n", "")


def drop_heading(text: str) -> str:
    return text.replace("47-1｜鈴の統一\t 【昼寝課】", "")


def drop_contribution(text: str) -> str:
    return text.replace("・\t鈴をなくしたら届け出ます。", "")


def drop_goal_label(text: str) -> str:
    return text.replace("GX\nの視点", "", 1)


def drop_page_of_47(text: str) -> str:
    return text[: text.rindex("オーガニックなまちづくりに向けた取組")]


def rename_page_of_31(text: str) -> str:
    return text.replace("施策 31", "施策 32")


@pytest.mark.usefixtures("sample_plan")
@pytest.mark.parametrize(
    ("spoil", "messages"),
    [
        (drop_bullet, ["施策31：現状・課題・方向性は、登録4件に対し文字データ3件です。"]),
        (drop_heading, ["施策47：取組47-1の内容は、登録1件に対し文字データ0件です。"]),
        (drop_contribution, ["施策47：市・市民等の取組は、登録2件に対し文字データ1件です。"]),
        (drop_goal_label, ["施策31：目標は、登録1件に対し文字データ0件です。"]),
        (drop_page_of_47, ["施策47：文字データにありません。"]),
        (rename_page_of_31, ["施策32：登録された計画にありません。", "施策31：文字データにありません。"]),
    ],
)
def test_attaches_nothing_where_a_count_does_not_fit(spoil: Callable[[str], str], messages: list[str]):
    text = spoil(SAMPLE_PLAN_TEXT)
    assert text != SAMPLE_PLAN_TEXT
    with pytest.raises(PlanTextError) as refusal:
        attach(Plan.objects.get(), text, LAYOUT, SAMPLE_SECTIONS)
    assert str(refusal.value).splitlines() == messages
    assert not Measure.objects.exclude(goal_original="").exists()
    for model in (Statement, Contribution, InitiativeDetail):
        assert not model.objects.exclude(original="").exists()


# --- The command ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("sample_plan")
def test_command_says_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "plan.txt"
    path.write_text(SAMPLE_PLAN_TEXT, encoding="utf-8")
    call_command("load_plan_text", str(path))
    assert capsys.readouterr().out == (
        "施策2件の原文を読み込みました：目標2件、現状・課題・方向性7件、市・市民等の取組4件、"
        "主な取組の内容4件（うち変更17件）、指標の備考0件。\n"
    )


@pytest.mark.django_db
def test_command_refuses_in_words(tmp_path: Path):
    path = tmp_path / "plan.txt"
    with pytest.raises(CommandError, match="を読めません"):
        call_command("load_plan_text", str(path))
    path.write_bytes("施策".encode("shift_jis"))
    with pytest.raises(CommandError, match="UTF-8 のテキストではありません"):
        call_command("load_plan_text", str(path))
    path.write_text(SAMPLE_PLAN_TEXT, encoding="utf-8")
    with pytest.raises(CommandError, match="計画がまだありません"):
        call_command("load_plan_text", str(path))
    make_plan()
    with pytest.raises(
        CommandError, match="原文は読み込みませんでした。\n施策31：登録された計画にありません。"
    ):
        call_command("load_plan_text", str(path))


# --- The sample's restated rows, and the city's plan where PLAN_TEXT names its text ------------------


def attached_pairs() -> list[tuple[str, str]]:
    """Restated line and original of every row that has one."""
    return [
        *((row.goal, row.goal_original) for row in Measure.objects.all()),
        *((row.summary, row.original) for row in Statement.objects.all()),
        *((row.summary, row.original) for row in Contribution.objects.all()),
        *((row.summary, row.original) for row in InitiativeDetail.objects.all()),
    ]


def plan_sections() -> dict[int, list[int]]:
    """The office's one pass over the sections of the city's text: numbers alone."""
    kept = json.loads((settings.BASE_DIR / "fixtures/text_sections.json").read_text(encoding="utf-8"))
    return {int(number): order for number, order in kept.items()}


def plan_texts() -> list[str]:
    return [path for path in [os.environ.get("PLAN_TEXT")] if path]


@pytest.mark.django_db
@pytest.mark.parametrize("path", [None, *plan_texts()], ids=["sample", *("plan" for _ in plan_texts())])
def test_restated_lines_keep_the_figures_of_their_originals(path: str | None, request: pytest.FixtureRequest):
    if path is None:
        request.getfixturevalue("sample_plan")
        Measure.objects.filter(number=31).update(goal="日当たりの3割の拡大")
        for number, section, order, summary in (
            (31, "situation", 1, "平成10年（1998年）からの縁側の減少"),
            (31, "situation", 2, "月2回の集会"),
            (31, "direction", 1, "座布団120枚"),
        ):
            Statement.objects.filter(measure__number=number, section=section, order=order).update(
                summary=summary
            )
        Contribution.objects.filter(measure__number=47, actor="city").update(summary="年1回の会議")
        attach(Plan.objects.get(), SAMPLE_PLAN_TEXT, LAYOUT, SAMPLE_SECTIONS)
        expected = 17
    else:
        load_fixtures()
        done = attach(Plan.objects.get(), Path(path).read_text(encoding="utf-8"), LAYOUT, plan_sections())
        assert (done.goals, done.statements, done.contributions, done.details) == (8, 68, 18, 56)
        expected = 8 + 68 + 18 + 56
    pairs = attached_pairs()
    assert len(pairs) == expected
    assert [pair for pair in pairs if not pair[1].endswith("。")] == []
    assert [pair for pair in pairs if numbers(pair[0]) != numbers(pair[1])] == []


@pytest.mark.django_db
@pytest.mark.parametrize("path", [None, *plan_texts()], ids=["sample", *("plan" for _ in plan_texts())])
def test_every_target_has_one_remark_whose_figures_were_kept(path: str | None):
    if path is None:
        remarks = {"年間5か所の増加": read(SAMPLE_PLAN_TEXT)[31].remark_of("95か所")}
    else:
        load_fixtures()
        pages = read(Path(path).read_text(encoding="utf-8"))
        remarks = {
            indicator.remark: pages[indicator.measure.number].remark_of(indicator.targets.get().label)
            for indicator in Indicator.objects.all()
        }
        assert len(remarks) == 11
    for restated, original in remarks.items():
        assert original is not None
        assert numbers(restated) == numbers(original)
