"""The fixtures against what a person read in the plan: every count, name and figure by hand.

Where PLAN_TEXT names the text layer of the printed plan, the fixtures are held against it as well.
"""

import os
import re
from collections import Counter
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command

from indicators.models import Indicator, Target, Threshold
from measures.models import (
    BasicPolicy,
    Contribution,
    Department,
    Initiative,
    InitiativeDetail,
    Measure,
    Plan,
    ReferenceFigure,
    RelatedPlan,
    Statement,
    Viewpoint,
)
from tests.indicators.factories import load_fixtures
from tests.measures.plan_text_checks import copied, missing, missing_figures, numbers, shared_run
from tests.measures.sample_plan_text import SAMPLE_PLAN_TEXT

pytestmark = pytest.mark.reads

FIXTURES = settings.BASE_DIR / "fixtures"
MEASURES = [41, 42, 43, 44, 45, 46, 47, 48]

POLICIES = {
    "01": ("市民参加の推進・情報発信力の強化", [41, 42, 43]),
    "02": ("協働の推進", [44, 45]),
    "03": ("質の高い行財政運営の推進", [46]),
    "04": ("広域行政の推進", [47]),
    "05": ("ICT活用の推進", [48]),
}
MEASURE_NAMES = {
    41: "市民参加の推進",
    42: "魅力発信力の強化",
    43: "移住・定住の推進",
    44: "オーガニックなまちづくりの推進",
    45: "協働によるまちづくりの推進",
    46: "質の高い行財政運営の推進",
    47: "広域行政の推進",
    48: "DX推進に向けたICT活用",
}
STATEMENT_COUNTS = {
    "situation": [3, 3, 2, 2, 3, 2, 5, 3],
    "issue": [3, 1, 1, 3, 4, 3, 2, 4],
    "direction": [2, 3, 2, 3, 4, 4, 2, 4],
}
CONTRIBUTION_COUNTS = {"city": [2, 1, 1, 2, 1, 1, 1, 1], "citizens": [1, 1, 1, 1, 1, 1, 1, 1]}
# Code, name, departments in the plan's order, number of ▶▶ bullets.
INITIATIVES = [
    ("41-1", "市民参加の拡大", "企画課・経営改革課", 3),
    ("41-2", "市民との情報共有の推進", "シティプロモーション課・市民活動支援課・地域共生推進課", 4),
    ("42-1", "木更津の魅力発信", "シティプロモーション課", 4),
    ("43-1", "移住・定住相談窓口の充実", "産業振興課", 2),
    ("43-2", "移住・定住情報発信の強化", "産業振興課", 1),
    ("44-1", "オーガニックなまちづくりの普及啓発", "オーガニックシティ推進課", 4),
    ("44-2", "地域循環共生圏の創造", "オーガニックシティ推進課・環境政策課", 1),
    ("44-3", "公民連携によるまちづくりの推進", "オーガニックシティ推進課", 1),
    ("45-1", "地域自治の推進", "市民活動支援課", 7),
    ("45-2", "市民活動に対する支援の充実", "市民活動支援課", 5),
    ("46-1", "行政改革の推進", "経営改革課・財産活用課・企画課", 2),
    ("46-2", "健全な財政基盤の確立", "財政課", 2),
    ("46-3", "組織・人材マネジメントの推進", "経営改革課・職員課", 5),
    ("46-4", "公共施設等の総合的な管理の推進", "財産活用課・庁舎準備室", 4),
    ("47-1", "広域連携の推進", "企画課", 2),
    ("47-2", "一部事務組合による業務の見直し", "企画課", 1),
    (
        "48-1",
        "地域のイノベーションの実現によるまちの活性化",
        "経営改革課・オーガニックシティ推進課・高齢者福祉課・公民館",
        5,
    ),
    ("48-2", "行政のイノベーションによる業務効率化の推進", "経営改革課", 3),
]
DEPARTMENTS = {
    "kikaku": "企画課",
    "keiei-kaikaku": "経営改革課",
    "city-promotion": "シティプロモーション課",
    "shimin-katsudo-shien": "市民活動支援課",
    "chiiki-kyosei-suishin": "地域共生推進課",
    "sangyo-shinko": "産業振興課",
    "organic-city-suishin": "オーガニックシティ推進課",
    "kankyo-seisaku": "環境政策課",
    "zaisan-katsuyo": "財産活用課",
    "zaisei": "財政課",
    "shokuin": "職員課",
    "chosha-junbi": "庁舎準備室",
    "koreisha-fukushi": "高齢者福祉課",
    "kominkan": "公民館",
}
VIEWPOINTS = {
    41: (
        ["ウェブアクセシビリティの向上とデジタルデバイドの解消", "ICTを活用した市民参加の推進"],
        ["ゴミゼロ運動への参加やごみ分別の徹底"],
    ),
    42: (
        ["ICTを活用した情報発信力の強化", "情報発信後の効果検証"],
        ["各種情報発信媒体を活用した周知、啓発活動"],
    ),
    43: (
        ["SNSによる相談窓口の強化、充実"],
        ["再生可能エネルギーの導入、省エネルギー化の普及啓発", "ZEHの普及啓発"],
    ),
    44: (
        ["各種セミナー、出前講座等のオンライン化", "情報発信の強化、充実"],
        ["豊かな里山・里海の保全・活用", "SDGsの推進"],
    ),
    45: (
        ["行政ポイントを活用した市民活動への参加促進", "市政協力員におけるタブレットの利活用"],
        [
            "環境保全に取り組む市民活動への支援",
            "金田地域交流センター「きさてらす」における再生可能エネルギーの活用",
        ],
    ),
    46: (
        ["デジタル化による市民サービスの向上と業務効率化"],
        ["公共施設における再生可能エネルギーの導入、省エネルギー化"],
    ),
    47: (["オンライン会議の導入"], ["脱炭素に向けた広域での取組の推進"]),
    48: (
        [
            "基幹系システムの標準化・共通化・クラウド化",
            "高齢者へのDX施策享受及び安否確認のためのタブレット貸与",
        ],
        ["電子決裁範囲の拡大や文書の電子データ保存の導入によるペーパーレス化"],
    ),
}
RELATED_PLANS = {
    41: ["木更津市ソーシャルメディア利用ガイドライン"],
    44: ["オーガニックなまちづくりアクションプラン", "木更津市PPP（官民連携手法）導入指針"],
    46: [
        "木更津市PPP（官民連携手法）導入指針",
        "木更津市中期財政計画",
        "木更津市土地開発公社経営健全化計画",
        "木更津市定員管理計画",
        "庁舎整備基本計画",
        "木更津市公共施設等総合管理計画",
        "木更津市公共施設再配置計画",
        "木更津市経営改革方針",
        "木更津市人材育成基本方針",
    ],
    48: ["木更津市DX推進計画", "木更津市DX推進計画実行計画"],
}
REFERENCE_FIGURES = {
    41: ("市公式ＨＰトップページのアクセス数", "木更津市　シティプロモーション課資料", "unverified"),
    42: (
        "木更津市に愛着や誇りを感じている人の割合",
        "魅力あるまちづくりに関する市民アンケート",
        "unregistered",
    ),
    43: ("移住相談窓口相談件数", "木更津市　産業振興課資料", "unregistered"),
    44: ("「オーガニックなまちづくり」の認知度", "魅力あるまちづくりに関する市民アンケート", "unregistered"),
    45: ("市民活動の参加割合", "令和３年度魅力あるまちづくりに関する市民アンケート", "verified"),
    46: ("ふるさと納税寄付額", "木更津市　財政課資料", "unregistered"),
    47: ("君津地域４市の人口総数", "千葉県毎月常住人口調査月報", "unregistered"),
    48: ("行政サービスや業務に関するICTの新規導入件数", "木更津市　経営改革課資料", "unregistered"),
}
# fmt: off  # two lines an indicator
# Code, name, unit, decimals, direction, counting, baseline and its label and year, target and its label, lead.
INDICATORS: list[tuple[Any, ...]] = [
    (
        "41A",
        "市民参加型ワークショップの開催数",
        "テーマ",
        0,
        "increase",
        "annual",
        "5",
        "令和４年11月末",
        2022,
        "60",
        "60テーマ",
        "企画課",
    ),
    (
        "42A",
        "インターネット広告（ディスプレイ広告）のクリック率",
        "％",
        2,
        "increase",
        "annual",
        "0.27",
        "令和４年12月末",
        2022,
        "0.35",
        "0.35％",
        "シティプロモーション課",
    ),
    (
        "43A",
        "移住・定住相談窓口利用登録者数",
        "人",
        0,
        "increase",
        "point",
        "584",
        "令和４年12月末",
        2022,
        "2000",
        "2,000人",
        "産業振興課",
    ),
    (
        "44A",
        "「オーガニックなまちづくり」の認知度",
        "％",
        1,
        "increase",
        "point",
        "58.0",
        "令和３年度",
        2021,
        "80.0",
        "80.0%",
        "オーガニックシティ推進課",
    ),
    (
        "44B",
        "オーガニックアクション宣言企業認定数（累計）",
        "件",
        0,
        "increase",
        "cumulative",
        "80",
        "令和４年12月末",
        2022,
        "120",
        "120件",
        "オーガニックシティ推進課",
    ),
    (
        "45A",
        "市民活動に参加している市民の割合",
        "％",
        1,
        "increase",
        "point",
        "17.6",
        "令和３年度",
        2021,
        "30",
        "30％",
        "市民活動支援課",
    ),
    (
        "45B",
        "市民活動支援センター「きさらづみらいラボ」登録団体数",
        "団体",
        0,
        "increase",
        "point",
        "125",
        "令和４年12月末",
        2022,
        "170",
        "170団体",
        "市民活動支援課",
    ),
    (
        "46A",
        "経常収支比率",
        "％",
        1,
        "at_most",
        "annual",
        "89.8",
        "令和３年度",
        2021,
        "90",
        "90％以内",
        "財政課",
    ),
    (
        "47A",
        "広域的な連携や共同処理による事務の見直し（累計）",
        "件",
        0,
        "increase",
        "cumulative_from_zero",
        "2",
        "平成27～令和４年度",
        2022,
        "2",
        "２件（令和５～８年度）",
        "企画課",
    ),
    (
        "48A",
        "公開オープンデータダウンロード数（累計）",
        "件",
        0,
        "increase",
        "cumulative",
        "1052",
        "令和４年12月末",
        2022,
        "1700",
        "1,700件",
        "経営改革課",
    ),
    (
        "48B",
        "ICTの新規導入件数（累計）",
        "件",
        0,
        "increase",
        "cumulative",
        "8",
        "令和４年12月末",
        2022,
        "12",
        "12件",
        "経営改革課",
    ),
]
# fmt: on
# What a 備考 counts with, as printed.
REMARK_NUMBERS = {
    "41A": ["1"],
    "42A": ["0.35"],
    "43A": ["300"],
    "44A": ["3", "14", "22"],
    "44B": ["10"],
    "45A": ["2.5"],
    "45B": ["10"],
    "46A": ["37"],
    "47A": ["4", "2", "1", "4"],
    "48A": ["27", "4"],
    "48B": ["1"],
}


@pytest.fixture
def plan(db: None) -> Plan:
    return load_fixtures()


# --- In the database, against the tables above ------------------------------------------------------


def test_plan_policies_and_measures(plan: Plan):
    assert (plan.slug, str(plan), list(plan.years)) == (
        "kisarazu-3",
        "木更津市第3次基本計画",
        [2023, 2024, 2025, 2026],
    )
    assert {
        policy.number: (policy.name, [measure.number for measure in policy.measures.all()])
        for policy in BasicPolicy.objects.all()
    } == POLICIES
    assert {measure.number: measure.name for measure in Measure.objects.all()} == MEASURE_NAMES


@pytest.mark.usefixtures("plan")
def test_statements_by_section():
    assert Statement.objects.count() == 68
    counts = Counter(Statement.objects.values_list("measure__number", "section"))
    assert {section: [counts[number, section] for number in MEASURES] for section in STATEMENT_COUNTS} == (
        STATEMENT_COUNTS
    )


@pytest.mark.usefixtures("plan")
def test_contributions_by_actor():
    counts = Counter(Contribution.objects.values_list("measure__number", "actor"))
    assert {actor: [counts[number, actor] for number in MEASURES] for actor in CONTRIBUTION_COUNTS} == (
        CONTRIBUTION_COUNTS
    )
    assert sum(counts.values()) == 18


@pytest.mark.usefixtures("plan")
def test_orders_run_from_one_without_a_gap():
    groups: dict[tuple[object, ...], list[int]] = {}
    for rows, key in (
        (Statement.objects.all(), ("measure_id", "section")),
        (Viewpoint.objects.all(), ("measure_id", "kind")),
        (Contribution.objects.all(), ("measure_id", "actor")),
        (InitiativeDetail.objects.all(), ("initiative_id",)),
        (RelatedPlan.objects.all(), ("measure_id",)),
    ):
        for row in rows:
            groups.setdefault((type(row), *(getattr(row, name) for name in key)), []).append(row.order)
    assert all(orders == list(range(1, len(orders) + 1)) for orders in groups.values())


@pytest.mark.usefixtures("plan")
def test_initiatives_with_departments_in_order_and_bullets():
    assert [
        (
            initiative.code,
            initiative.name,
            "・".join(department.name for department in initiative.departments_in_order),
            initiative.details.count(),
        )
        for initiative in Initiative.objects.all()
    ] == INITIATIVES
    assert InitiativeDetail.objects.count() == 56


@pytest.mark.usefixtures("plan")
def test_departments():
    assert {department.slug: department.name for department in Department.objects.all()} == DEPARTMENTS
    assert [department.order for department in Department.objects.all()] == list(range(1, 15))


@pytest.mark.usefixtures("plan")
def test_viewpoints_and_related_plans():
    assert {
        measure.number: tuple(
            [item.text for item in measure.viewpoints.all() if item.kind == kind] for kind in ("dx", "gx")
        )
        for measure in Measure.objects.all()
    } == VIEWPOINTS
    assert {
        measure.number: [related.name for related in measure.related_plans.all()]
        for measure in Measure.objects.all()
        if measure.related_plans.exists()
    } == RELATED_PLANS


@pytest.mark.usefixtures("plan")
def test_reference_figures():
    figures = {figure.measure.number: figure for figure in ReferenceFigure.objects.all()}
    assert {n: (figure.title, figure.source, figure.state) for n, figure in figures.items()} == (
        REFERENCE_FIGURES
    )
    assert {n for n, figure in figures.items() if figure.points.exists()} == {41, 45}
    assert [n for n, figure in figures.items() if figure.is_public] == [45]


@pytest.mark.usefixtures("plan")
def test_shares_of_45_add_up_and_hold_the_baseline_of_their_indicator():
    figure = ReferenceFigure.objects.get(measure__number=45)
    shares = {point.label: point.value for point in figure.points.all() if point.value is not None}
    assert shares == {
        "地域の垣根を越えて活動している": Decimal("5.8"),
        "地域内での市民活動に関わっている": Decimal("11.8"),
        "過去に参加していた": Decimal("13.0"),
        "参加してみたいとは思う": Decimal("38.5"),
        "参加するつもりはない": Decimal("26.0"),
        "無回答": Decimal("4.9"),
    }
    assert (figure.unit, figure.decimals, sum(shares.values())) == ("％", 1, Decimal("100.0"))
    baseline = Indicator.objects.get_by_code("45A").baseline_value
    assert shares["地域の垣根を越えて活動している"] + shares["地域内での市民活動に関わっている"] == baseline


@pytest.mark.usefixtures("plan")
def test_access_counts_of_41_are_tied_to_no_year():
    figure = ReferenceFigure.objects.get(measure__number=41)
    assert [(point.label, point.value) for point in figure.points.all()] == [
        ("", Decimal(1295168)),
        ("", Decimal(1482341)),
        ("", Decimal(973389)),
        ("", Decimal(102506)),
        ("", Decimal(660611)),
    ]
    assert all(label in figure.note for label in ["H29", "H30", "R1", "R2", "R3"])
    assert figure.unit == "件"


@pytest.mark.usefixtures("plan")
def test_indicators_with_their_targets():
    assert [
        (
            indicator.code,
            indicator.name,
            indicator.unit,
            indicator.decimals,
            indicator.direction,
            indicator.counting,
            f"{indicator.baseline_value:.{indicator.decimals}f}",
            indicator.baseline_label,
            indicator.baseline_year,
            indicator.targets.get().value,
            indicator.targets.get().label,
            indicator.lead_department.name,
        )
        for indicator in Indicator.objects.all()
    ] == [(*row[:9], Decimal(row[9]), *row[10:]) for row in INDICATORS]
    assert not Indicator.objects.filter(lead_confirmed=True).exists()
    assert not Indicator.objects.filter(meaning="").exists()


@pytest.mark.usefixtures("plan")
def test_no_baseline_or_target_has_more_decimals_than_its_indicator():
    for indicator in Indicator.objects.all():
        step = Decimal(1).scaleb(-indicator.decimals)
        for value in (indicator.baseline_value, indicator.targets.get().value):
            assert value is not None
            assert value % step == 0, indicator


@pytest.mark.usefixtures("plan")
def test_remarks_keep_their_figures():
    assert {indicator.code: numbers(indicator.remark) for indicator in Indicator.objects.all()} == {
        code: Counter(figures) for code, figures in REMARK_NUMBERS.items()
    }


@pytest.mark.usefixtures("plan")
def test_targets_and_threshold_apply_from_the_first_year_and_are_published():
    for target in Target.objects.all():
        assert (target.first_year, target.target_year, target.reason) == (2023, 2026, "計画策定時の目標")
        assert target.published_at == datetime(2023, 4, 1, tzinfo=ZoneInfo("Asia/Tokyo"))
    threshold = Threshold.objects.get()
    assert (threshold.plan.slug, threshold.value, threshold.first_year) == (
        "kisarazu-3",
        Decimal("0.8"),
        2023,
    )
    assert threshold.published_at is not None


@pytest.mark.usefixtures("plan")
def test_the_repository_holds_no_sentence_of_the_plan():
    assert not Measure.objects.exclude(goal_original="").exists()
    for model in (Statement, Contribution, InitiativeDetail):
        assert not model.objects.exclude(original="").exists()
    assert not Indicator.objects.exclude(remark_original="").exists()


@pytest.mark.both
@pytest.mark.usefixtures("plan")
def test_loading_again_leaves_what_was_edited(capsys: pytest.CaptureFixture[str]):
    Measure.objects.filter(number=41).update(goal="市が直した目標")
    published = list(Target.objects.values())
    call_command("load_plan")
    assert "読み込み済み" in capsys.readouterr().out
    assert Measure.objects.get(number=41).goal == "市が直した目標"
    assert list(Target.objects.values()) == published
    assert Statement.objects.count() == 68


@pytest.mark.django_db
def test_load_plan_says_what_it_loaded(capsys: pytest.CaptureFixture[str]):
    call_command("load_plan")
    assert capsys.readouterr().out == "木更津市第3次基本計画を読み込みました。\n"


# --- The files, against the plan's text -------------------------------------------------------------


@cache
def file_read(name: str) -> list[dict[str, Any]]:
    """Once a process: every worker asks 22 times while it collects, and each took a fifth of a second."""
    found: list[dict[str, Any]] = yaml.safe_load((FIXTURES / name).read_text(encoding="utf-8"))
    return found


def rows(name: str, model: str) -> list[dict[str, Any]]:
    return [row["fields"] for row in file_read(name) if row["model"] == model]


def of(model: str, field: str) -> list[str]:
    return [row[field] for row in rows("plan.yaml", f"measures.{model}") if row[field]]


def exact_texts() -> list[str]:
    """Every name and label of the fixtures. The plan's own name is not in the text of these pages."""
    indicators = rows("indicators.yaml", "indicators.indicator")
    departments = {row["slug"]: row["name"] for row in rows("plan.yaml", "measures.department")}
    parts: dict[tuple[int, int], list[str]] = {}
    for row in rows("plan.yaml", "measures.initiativedepartment"):
        parts.setdefault(tuple(row["initiative"]), []).append(departments[row["department"][0]])
    return [
        *of("plan", "city"),
        *(f"基本政策{row['number']} {row['name']}" for row in rows("plan.yaml", "measures.basicpolicy")),
        *departments.values(),
        *of("measure", "name"),
        *(f"施策 {row['number']}" for row in rows("plan.yaml", "measures.measure")),
        *of("viewpoint", "text"),
        *(
            f"{row['measure'][1]}-{row['number']}｜{row['name']}"
            f"【{'・'.join(parts[(*row['measure'], row['number'])])}】"
            for row in rows("plan.yaml", "measures.initiative")
        ),
        *of("relatedplan", "name"),
        *(f"【{title}】" for title in of("referencefigure", "title")),
        *(f"出所：{source}" for source in of("referencefigure", "source")),
        *of("referencepoint", "label"),
        *(row["name"] for row in indicators),
        *(row["baseline_label"] for row in indicators),
        *(row["label"] for row in rows("indicators.yaml", "indicators.target")),
    ]


def exact_figures() -> list[str]:
    """Every figure of the fixtures, with its unit where the text prints one beside it."""
    indicators = rows("indicators.yaml", "indicators.indicator")
    units = {(*row["measure"], row["letter"]): row["unit"] for row in indicators}
    return [
        *(row["baseline_value"] + row["unit"] for row in indicators),
        *(
            row["value"] + units[tuple(row["indicator"])]
            for row in rows("indicators.yaml", "indicators.target")
        ),
        *of("referencepoint", "value"),
    ]


def restated_lines() -> list[str]:
    indicators = rows("indicators.yaml", "indicators.indicator")
    return [
        *of("measure", "goal"),
        *of("statement", "summary"),
        *of("contribution", "summary"),
        *of("initiativedetail", "summary"),
        *(row["remark"] for row in indicators),
        *(row["meaning"] for row in indicators),
    ]


def plan_texts() -> list[Any]:
    """A made-up plan with what stands in it, and the real one where PLAN_TEXT names it."""
    sample = (
        SAMPLE_PLAN_TEXT,
        ["基本政策09猫の手の貸し出し", "31-1｜座布団の充実【昼寝課・大工室】", "平成27～令和４年度"],
        ["80か所", "2件", "1204"],
        ["座布団を並べた縁側づくり", "昼寝の場所の不足と、増設の必要性", "縁側に座布団を置きます"],
    )
    texts = [pytest.param(*sample, id="sample")]
    if path := os.environ.get("PLAN_TEXT"):
        text = Path(path).read_text(encoding="utf-8")
        texts.append(pytest.param(text, exact_texts(), exact_figures(), restated_lines(), id="plan"))
    return texts


@pytest.mark.parametrize(("text", "exact", "figures", "restated"), plan_texts())
def test_names_and_figures_stand_in_the_text_and_restated_lines_do_not(
    text: str, exact: list[str], figures: list[str], restated: list[str]
):
    assert missing(exact, text) == []
    assert missing_figures(figures, text) == []
    assert copied(restated, text) == []


def test_checked_lists_are_whole():
    # 8 goals, 68 + 56 bullets, 18 contributions, 11 remarks and 11 meanings.
    assert len(restated_lines()) == 8 + 68 + 56 + 18 + 11 + 11
    assert len(exact_figures()) == 11 + 11 + 5 + 6
    # City; policies; departments; measures by name and number; DX and GX; initiatives; related plans; titles and
    # sources of figures; labels of shares; indicators by name, baseline label and target label.
    assert len(exact_texts()) == 1 + 5 + 14 + 8 + 8 + 24 + 18 + 14 + 8 + 8 + 6 + 11 + 11 + 11


def test_restated_lines_are_one_line_each_and_end_in_a_noun():
    lines = [
        *of("measure", "goal"),
        *of("statement", "summary"),
        *of("contribution", "summary"),
        *of("initiativedetail", "summary"),
    ]
    assert [line for line in lines if "\n" in line or line.endswith(("。", "ます", "です"))] == []
    assert max(len(line) for line in lines) <= 50


# --- The checks themselves --------------------------------------------------------------------------


def test_missing_finds_a_name_that_differs():
    assert missing(["座布団の充実", "座蒲団の充実"], SAMPLE_PLAN_TEXT) == ["座蒲団の充実"]


def test_missing_figures_does_not_take_a_part_for_the_whole():
    assert missing_figures(["95か所", "５か所", "204", "1204", "96か所"], SAMPLE_PLAN_TEXT) == [
        "204",
        "96か所",
    ]


def test_copied_finds_the_plans_own_words_across_a_line_wrap():
    whole = "町内の縁側は、平成10年（1998年）から減り続けています"
    inside = "ねらい：猫と人がともに昼寝できる町をめざし、縁側の日当たりを広げる"
    assert copied([whole, inside, "猫の集会は月2回開かれています"], SAMPLE_PLAN_TEXT) == [whole, inside]


def test_shared_run_counts_full_width_digits_as_digits():
    assert shared_run("いつも月2回だけ", SAMPLE_PLAN_TEXT) == len("月2回")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "said"),
    [
        (r"木更津\u000b市", "「木更津」の後に見えない文字（U+000B）"),
        (r"木更津\u200b市", "「木更津」の後に見えない文字（U+200B）"),
        ("木更津\u0007市", "計画のファイルを読み込めません"),
    ],
)
def test_a_plan_with_a_sign_that_nobody_sees_is_not_loaded(
    name: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fixtures go by no form; the whole plan is refused, with row, field, sign and place."""
    folder = tmp_path / "fixtures"
    folder.mkdir()
    plan = '- model: measures.plan\n  fields: {slug: kihon-3, key: "3", name: 計画, city: "%s", first_year: 2023, last_year: 2026}\n'
    (folder / "plan.yaml").write_text(plan % name, encoding="utf-8")
    department = "- model: measures.department\n  fields: {slug: kikaku, name: 企画課, order: 1}\n"
    (folder / "indicators.yaml").write_text(department, encoding="utf-8")
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    with pytest.raises(CommandError, match=re.escape(said)):
        call_command("load_plan")
    assert not Plan.objects.exists()
