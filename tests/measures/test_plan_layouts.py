"""The city's own text read into an empty plan, and two made-up cities whose plans look otherwise."""

import os
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from measures.plan_text import COMMON, Layout, LayoutError, Mark, read_plan_text, settle_sections
from tests.measures.test_plan_text import LAYOUT, plan_sections

# Headings before what they head, bullets behind the heading of their initiative, rows of a table on one line.
RIVER_TOWN = """政策1 川とくらす

施策3　川辺の散歩道
目標
川辺をだれもが歩けるまちをめ
ざします。
現状
○　堤防の道は3本あります。
○　案内板が古くなってい
ます。
課題
○　夜道の明かりが足りません。
取組方針
○　明かりを増やします。
主な取組
（1）　明かりの設置
担当課：道路課・川の課
➢ 毎年10基の明かりを立てます。
（2）　案内板の更新
担当課：川の課
➢ 案内板を作り直します。
➢ 点字を添えます。
指標名　現状値（令和6年度）　目標値（令和11年度）
明かりの数　30基　80基
夜の事故（件）　新規　5件以下
関連計画
川の計画、道の計画
施策4　魚の道
目標
魚が上れる川にします。
現状
○　魚道は2か所です。
"""

# Sentences without bullets, numbers in circles, departments behind the name, a heading of its own kind.
HILL_TOWN = """基本施策１２ 坂道の手すり
【目指す姿】
坂道を安心して歩けるまち
■現況
手すりのある坂は、
4割です。

手すりの古い坂があります。
■対応すべきこと
古い手すりの点検が必要です。
① 手すりの点検（担当　道路課）
・年1回点検します。
② 手すりの新設（担当　道路課、福祉課）
・毎年2か所に付けます。
p.12
"""
HILL_LAYOUT = Layout(
    {
        Mark.MEASURE: ("基本施策{番号} {名称}",),
        Mark.GOAL: ("【目指す姿】",),
        Mark.SITUATION: ("■現況",),
        Mark.ISSUE: ("■対応すべきこと",),
        Mark.INITIATIVE: ("{番号} {名称}（担当 {課}）",),
        Mark.DETAIL: ("・",),
        Mark.LABEL: ("p.{ほか}",),
    }
)


def test_a_text_with_every_heading_needs_nothing_settled():
    found = read_plan_text(RIVER_TOWN, COMMON)
    river, fish = found.measures
    assert found.unplaced == ()
    assert (river.number, river.name, river.policy) == (3, "川辺の散歩道", ("01", "川とくらす"))
    assert river.goal == "川辺をだれもが歩けるまちをめざします。"
    assert [(one.section, one.text, one.proposed) for one in river.statements] == [
        ("situation", "堤防の道は3本あります。", False),
        ("situation", "案内板が古くなっています。", False),
        ("issue", "夜道の明かりが足りません。", False),
        ("direction", "明かりを増やします。", False),
    ]
    assert [
        (one.number, one.name, one.departments, [line.text for line in one.details])
        for one in river.initiatives
    ] == [
        (1, "明かりの設置", ("道路課", "川の課"), ["毎年10基の明かりを立てます。"]),
        (2, "案内板の更新", ("川の課",), ["案内板を作り直します。", "点字を添えます。"]),
    ]
    assert [(one.name, one.baseline, one.target) for one in river.indicators] == [
        ("明かりの数", "30基", "80基"),
        ("夜の事故（件）", "新規", "5件以下"),
    ]
    assert river.related == ("川の計画", "道の計画")
    assert (fish.policy, [one.text for one in fish.statements]) == (
        ("01", "川とくらす"),
        ["魚道は2か所です。"],
    )


def test_a_layout_of_the_offices_own():
    HILL_LAYOUT.check()
    found = read_plan_text(HILL_TOWN, Layout.of_json(HILL_LAYOUT.as_json()))
    [measure] = found.measures
    assert found.unplaced == ()
    assert (measure.number, measure.name, measure.goal) == (
        12,
        "坂道の手すり",
        "坂道を安心して歩けるまち",
    )
    assert [(one.section, one.text) for one in measure.statements] == [
        ("situation", "手すりのある坂は、4割です。"),
        ("situation", "手すりの古い坂があります。"),
        ("issue", "古い手すりの点検が必要です。"),
    ]
    assert [(one.number, one.name, one.departments) for one in measure.initiatives] == [
        (1, "手すりの点検", ("道路課",)),
        (2, "手すりの新設", ("道路課", "福祉課")),
    ]


@pytest.mark.parametrize(
    ("marks", "message"),
    [
        ({}, "施策の見出しを1つは決めてください"),
        ({Mark.MEASURE: ("施策{名称}",)}, "番号"),
        ({Mark.MEASURE: ("施策{番号}",), Mark.SOURCE: ("出所{所}",)}, "{所}は使えません"),
        ({Mark.MEASURE: ("{番号} {名称}",)}, "決まった文字がありません"),
    ],
)
def test_refuses_a_layout_that_cannot_be_used(marks: dict[Mark, tuple[str, ...]], message: str):
    with pytest.raises(LayoutError, match=message):
        Layout(marks).check()


def value_and_unit(figure: str) -> tuple[str, str]:
    """A printed figure as the fixtures have it."""
    found = re.fullmatch(r"([\d,.]+)(.*)", unicodedata.normalize("NFKC", figure).replace(",", ""))
    assert found is not None
    return found[1], found[2].replace("%", "％")


if "PLAN_TEXT" in os.environ:

    def fixture_rows(name: str, model: str) -> list[dict[str, Any]]:
        kept = yaml.safe_load((settings.BASE_DIR / "fixtures" / name).read_text(encoding="utf-8"))
        return [row["fields"] for row in kept if row["model"] == model]

    def test_the_citys_text_is_read_whole():
        text = Path(os.environ["PLAN_TEXT"]).read_text(encoding="utf-8")
        settled = settle_sections(read_plan_text(text, LAYOUT), plan_sections())
        found = read_plan_text(text, LAYOUT, settled)
        assert found.unplaced == ()
        measures = fixture_rows("plan.yaml", "measures.measure")
        assert [(one.number, one.name, one.policy[0]) for one in found.measures] == [
            (row["number"], row["name"], row["policy"][1]) for row in measures
        ]
        sections = Counter(
            (row["measure"][-1], row["section"]) for row in fixture_rows("plan.yaml", "measures.statement")
        )
        assert sections == Counter(
            (one.number, piece.section) for one in found.measures for piece in one.statements
        )
        assert sections.total() == 68
        details = Counter(
            tuple(row["initiative"][-2:]) for row in fixture_rows("plan.yaml", "measures.initiativedetail")
        )
        assert details == Counter(
            (one.number, initiative.number)
            for one in found.measures
            for initiative in one.initiatives
            for _ in initiative.details
        )
        assert (len(details), details.total()) == (18, 56)

    def test_names_of_the_citys_text_are_those_of_the_fixtures():
        found = read_plan_text(Path(os.environ["PLAN_TEXT"]).read_text(encoding="utf-8"), LAYOUT).measures
        names = {row["slug"]: row["name"] for row in fixture_rows("plan.yaml", "measures.department")}
        kept = [
            (*row["initiative"][-2:], names[row["department"][0]])
            for row in fixture_rows("plan.yaml", "measures.initiativedepartment")
        ]
        assert kept == [
            (one.number, initiative.number, department)
            for one in found
            for initiative in one.initiatives
            for department in initiative.departments
        ]
        assert [
            (row["measure"][-1], row["kind"], row["text"])
            for row in fixture_rows("plan.yaml", "measures.viewpoint")
        ] == [(one.number, piece.section, piece.text) for one in found for piece in one.viewpoints]
        assert [
            (row["measure"][-1], row["name"]) for row in fixture_rows("plan.yaml", "measures.relatedplan")
        ] == [(one.number, name) for one in found for name in one.related]

    def test_rows_of_indicators_are_the_fixtures_in_what_is_printed():
        found = read_plan_text(Path(os.environ["PLAN_TEXT"]).read_text(encoding="utf-8"), LAYOUT).measures
        printed = [
            (one.number, row.name, row.baseline_label, row.target_printed)
            for one in found
            for row in one.indicators
        ]
        kept = fixture_rows("indicators.yaml", "indicators.indicator")
        labels = [row["label"] for row in fixture_rows("indicators.yaml", "indicators.target")]
        assert printed == [
            (row["measure"][-1], row["name"], row["baseline_label"], label)
            for row, label in zip(kept, labels, strict=True)
        ]
        figures = [row.baseline for one in found for row in one.indicators]
        assert len(figures) == 11
        for row, figure in zip(kept, figures, strict=True):
            assert value_and_unit(figure) == (row["baseline_value"], row["unit"])
