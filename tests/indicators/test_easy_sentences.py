"""What /easy/ says of a figure: of every kind of promise, verdict and state, in short sentences without a hard word."""

import re
from collections.abc import Iterator
from dataclasses import MISSING, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape
from itertools import product
from typing import Any

import pytest
from django.utils.html import strip_tags

from indicators.frames import CORRECTIONS, Overdue, Row, Superseded
from indicators.progress import Counting, RollUp, Rule, ValueState, Verdict, judge
from indicators.wording.easy.counts import tally_sentences
from indicators.wording.easy.news import KINDS
from indicators.wording.easy.readings import with_readings
from indicators.wording.easy.sentences import easy_sentences, meaning

D = Decimal
# Words that people who learn Japanese have not met; the glossary of /easy/ has them, a sentence goes without.
HARD = [
    "目安",
    "達成",
    "順調",
    "後退",
    "上限",
    "下限",
    "範囲",
    "累計",
    "速報",
    "見込",
    "進捗",
    "許容",
    "余裕",
    "判定",
    "実績",
    "現状値",
    "起点",
    "調査",
    "把握",
    "対象",
    "公表",
    "取下",
    "訂正",
    "改定",
    "指標",
    "超過",
    "不足",
    "以上",
    "以下",
    "以内",
    "未満",
    "水準",
    "到達",
    "維持",
    "改善",
    "推移",
    "基準",
    "当該",
    "及び",
    "並びに",
]
LONGEST = 34
_KANJI = re.compile(r"[一-鿿々〆]")

TARGETS: dict[str, dict[str, Any]] = {
    "increase": {"target": D(120), "baseline": D(40)},
    "decrease": {"target": D(40), "baseline": D(120)},
    "at_most": {"target": D(90)},
    "at_least": {"target": D(60)},
    "within": {"target": D(60), "upper": D(90)},
}
VALUES = [D(value) for value in ("0", "30", "40", "58", "60", "61", "80", "90", "92", "120", "121")]
STATES = ["actual", "provisional", "estimate", "part_year"]
WITHOUT = ["unpublished", "not_surveyed", "unmeasurable", "not_applicable", ""]


def row_of(
    direction: str,
    value: Decimal | None,
    state: str,
    *,
    year: int = 2024,
    counting: str = "annual",
    **more: Any,
) -> Row:
    """An indicator of a plan of 令和5〜8年度, judged by the rule itself."""
    promise = {**TARGETS[direction], **more.pop("promise", {})}
    unit, decimals = more.pop("unit", "人"), more.pop("decimals", 0)
    baseline = promise.pop("baseline", None)
    tolerance, interim = promise.pop("tolerance", D(0)), promise.pop("interim", ())
    start = promise.pop("start", None)
    judged = judge(
        direction=direction,
        counting=counting,
        baseline=baseline,
        baseline_year=None if baseline is None else 2022,
        start=start,
        target=promise["target"],
        upper=promise.get("upper"),
        target_year=2026,
        value=value,
        year=year,
        state=state or "actual",
        interim=interim,
        tolerance=tolerance,
        first_year=2023,
    )
    begins = start or (None if baseline is None else (2022, baseline))
    if counting == "cumulative_from_zero":
        begins = (2022, D(0))
    columns: dict[str, Any] = {name: "" for name, kind in Row.__annotations__.items() if kind in (str, "str")}
    required = [one.name for one in fields(Row) if one.default is MISSING and one.default_factory is MISSING]
    columns = {name: columns.get(name) for name in required}
    lower, upper = judged.limits or (None, None)
    return Row(
        **{
            **columns,
            "code": "43A",
            "name": "数",
            "unit": unit,
            "decimals": decimals,
            "direction": direction,
            "counting": counting,
            "plan_first_year": 2023,
            "plan_last_year": 2026,
            "printed_baseline": baseline,
            "printed_baseline_year": None if baseline is None else 2022,
            "baseline": None if begins is None else begins[1],
            "baseline_year": None if begins is None else begins[0],
            "target": promise["target"],
            "upper": promise.get("upper"),
            "target_year": 2026,
            "tolerance": tolerance,
            "interim": interim,
            "year": year,
            "value": value,
            "value_state": state,
            "as_of": date(2024, 12, 31) if state == "part_year" else None,
            "verdict": judged.verdict.value,
            "rule": judged.rule.value,
            "expected": judged.expected,
            "progress": judged.progress,
            "margin": judged.margin,
            "lower_limit": lower,
            "upper_limit": upper,
            "applies": judged.applies,
            "superseded": (),
            "unpublished": False,
            "year_kind": "fiscal",
            "wording": "limit",
            "starts_at_value": start is not None,
            **more,
        }
    )


def every_kind() -> Iterator[Row]:
    for direction, value, state, year in product(TARGETS, VALUES, STATES, (2022, 2024, 2026)):
        yield row_of(direction, value, state, year=year)
    for direction, state in product(TARGETS, WITHOUT):
        yield row_of(direction, None, state, due_on=date(2025, 9, 30))
        yield row_of(direction, None, state, kind="withdrawal")
        yield row_of(direction, None, state, off_survey=True, survey_every=3, survey_from=2022)
    for direction, value in product(TARGETS, VALUES):
        yield row_of(direction, value, "actual", year_kind="calendar", change=D(0))
        yield row_of(direction, value, "actual", unit="％", decimals=1, respondents=1200, change=D("-1.5"))
        yield row_of(direction, value, "actual", unit="m³/日", change=D(12))
        yield row_of(direction, value, "provisional", overdue=(Overdue(2024, date(2025, 9, 30)),))
        yield row_of(
            direction,
            value,
            "actual",
            newer_year=2025,
            newer_state="estimate",
            overdue=(Overdue(2025, date(2026, 9, 30)),),
        )
        yield row_of(
            direction, value, "actual", absent="ended", ends=2024, successor="43B", successor_name="新しい数"
        )
        yield row_of(direction, value, "actual", absent="not_begun", begins=2025)
        for kind in ("correction", "revision", "withdrawal"):
            old = Superseded(D(999), "actual", kind, datetime(2025, 7, 1, tzinfo=UTC))
            yield row_of(
                direction,
                value,
                "actual",
                superseded=(old,),
                plan_target=D(99),
                plan_target_year=2026,
                target_decided_on=date(2024, 12, 19),
            )
    for value, year in product(VALUES, (2023, 2024, 2026)):
        for promise in ({"baseline": None}, {"baseline": None, "start": (2023, D(50))}):
            for direction in ("increase", "decrease"):
                yield row_of(direction, value, "actual", year=year, promise=promise)
        for counting in (Counting.CUMULATIVE, Counting.CUMULATIVE_FROM_ZERO):
            yield row_of("increase", value, "actual", year=year, counting=counting.value)
        for direction in ("at_most", "at_least"):
            moving = {"interim": ((2024, D(75)), (2025, D(70)))}
            yield row_of(direction, value, "actual", year=year, promise=moving)
            yield row_of(direction, value, "actual", year=year, promise={"tolerance": D(2)}, wording="yearly")
        yield row_of("within", value, "actual", year=year, promise={"tolerance": D(2)})


def test_each_sentence_is_short_easy_and_read():
    verdicts, rules, states = set(), set(), set()
    for row in every_kind():
        verdicts.add(row.verdict)
        rules.add(row.rule)
        states.add(row.value_state)
        said = easy_sentences(row)
        assert said, row
        for one in said:
            text = unescape(strip_tags(one))
            assert len(text.replace(" ", "")) <= LONGEST, text
            assert re.search(r"(です|ます|ました|ません|でした)。$", text), text
            assert text.count("。") == 1, text
            assert not [word for word in HARD if word in text], text
            ours = re.sub(r'<span class="city">.*?</span>', "", str(one))
            read = re.sub(
                r"<ruby>.*?</ruby>", "", with_readings(f"<body>{ours}", lambda text, as_written: None)
            )
            assert not _KANJI.search(read), read
    assert verdicts == set(Verdict)
    assert states == {*ValueState, ""}
    assert rules == set(Rule)


def test_the_figures_of_a_sentence_are_those_of_the_row():
    """43A of the demo: 584 in 令和4年度, 2,000 promised for 令和8年度, 980 in 令和6年度: 1,292 was due."""
    row = row_of("increase", D(980), "actual", promise={"baseline": D(584), "target": D(2000)}, change=D(120))
    assert [unescape(strip_tags(one)) for one in easy_sentences(row)] == [
        "令和6年度（2024年度）の 数は 980人です。",
        "予定より 遅れています。",
        "令和6年度（2024年度）に 届きたい 数は 1,292人です。",
        "その 数との 差は 312人です。",
        "もっと 大きい 数に する 必要が あります。",
        "令和8年度（2026年度）の 目標は 2,000人です。",
        "前の 年度より 120人 ふえました。",
        "計画を 作ったときの 数は 584人です。",
        "多いほど よいです。",
    ]


def test_a_broken_limit_says_by_how_much():
    row = row_of("at_most", D("91.3"), "actual", unit="％", decimals=1)
    said = [unescape(strip_tags(one)) for one in easy_sentences(row)]
    assert said[:5] == [
        "令和6年度（2024年度）の 数は 91.3％です。",
        "目標を 守れていません。",
        "目標の 90.0％との 差は 1.3ポイントです。",
        "もっと 小さい 数に する 必要が あります。",
        "目標は、90.0％より 大きく しないことです。",
    ]


@pytest.mark.parametrize("unit", ["位", "", "％", "人", "億円"])
@pytest.mark.parametrize(
    ("direction", "value", "said"),
    [
        # 80 is halfway from 40 to 120, and from 120 to 40; the limits are 90, 60 and 60 to 90.
        ("increase", "78", "その 数との 差は 2{}です。 もっと 大きい 数に する 必要が あります。"),
        ("increase", "82", "その 数との 差は 2{}です。 その 数より 大きいです。"),
        ("decrease", "82", "その 数との 差は 2{}です。 もっと 小さい 数に する 必要が あります。"),
        ("decrease", "78", "その 数との 差は 2{}です。 その 数より 小さいです。"),
        ("at_most", "92", "目標の 90{0}との 差は 2{1}です。 もっと 小さい 数に する 必要が あります。"),
        ("at_most", "88", "目標の 90{0}との 差は 2{1}です。 その 数より 小さいです。"),
        ("at_least", "58", "目標の 60{0}との 差は 2{1}です。 もっと 大きい 数に する 必要が あります。"),
        ("at_least", "62", "目標の 60{0}との 差は 2{1}です。 その 数より 大きいです。"),
        ("within", "92", "目標の 90{0}との 差は 2{1}です。 もっと 小さい 数に する 必要が あります。"),
        ("within", "58", "目標の 60{0}との 差は 2{1}です。 もっと 大きい 数に する 必要が あります。"),
    ],
)
def test_how_far_is_said_rightly_of_every_direction_and_praises_none(
    direction: str, value: str, said: str, unit: str
):
    """12 where a rank of 10 was to be reached is no higher: its number is larger, and has to become smaller."""
    row = row_of(direction, D(value), "actual", unit=unit, change=D(2))
    text = " ".join(unescape(strip_tags(one)) for one in easy_sentences(row))
    apart = "ポイント" if unit == "％" else unit
    assert (said.format(unit, apart) if "{0}" in said else said.format(apart)) in text
    praising = ("高い", "多い", "ふえ", "上がり") if unit in ("位", "") else ("高いです", "多いです")
    assert not [word for word in praising if word in text], text


def test_verdicts_of_a_limit_and_of_a_way_are_told_apart():
    assert meaning(row_of("at_most", D(80), "actual")) == "目標を 守っています"
    assert meaning(row_of("increase", D(80), "actual")) == "うまく 進んでいます"
    assert meaning(row_of("increase", D(121), "actual")) == "もう 目標に 届いています"


def test_counts_speak_of_all_before_those_that_wait():
    said = [strip_tags(one) for one in tally_sentences(RollUp(achieved=1, on_track=5, behind=4, unjudged=1))]
    assert said == [
        "目標は 11個 あります。",
        "6つは、うまく 進んでいます。",
        "4つは、予定に 届いていません。",
        "1つは、まだ わかりません。",
    ]


def test_every_kind_of_change_has_a_sentence():
    assert set(KINDS) == set(CORRECTIONS)
