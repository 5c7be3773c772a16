"""What people read on a page: tracks, verdicts, values and years (docs/look.md §1–2; docs/progress.md)."""

import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from django import forms
from django.template import engines
from django.template.loader import render_to_string
from hypothesis import example, given
from hypothesis import strategies as st

from indicators import charts
from indicators.bullet_chart import lay_bullet_chart
from indicators.frames import Row
from indicators.progress import effective_baseline, judge, roll_up
from indicators.wording import bullet_charts, cells, days, figures

CSS = Path(__file__).parents[2] / "static" / "css"


class Given(SimpleNamespace):
    """What a row works out from its columns, as frames.py has it."""

    is_limit, is_calendar, has_line = Row.is_limit, Row.is_calendar, Row.has_line
    nearer_limit, margin_of, wareki = Row.nearer_limit, Row.margin_of, Row.wareki


def make_row(value, *, baseline="5", target="60", year=2024, state="actual", **given):
    """A row as frames.py gives it, judged by the real rule."""
    rule = {
        "direction": "increase",
        "counting": "annual",
        "baseline_year": 2022,
        "target_year": 2026,
        **{
            key: given[key]
            for key in given.keys()
            - {"unit", "decimals", "name", "printed_baseline_year", "baseline_first_year"}
        },
    }
    value = None if value is None else Decimal(value)
    judged = judge(
        **rule, baseline=Decimal(baseline), target=Decimal(target), value=value, year=year, state=state
    )
    lower, upper = judged.limits or (None, None)
    return Given(
        rule=judged.rule.value,
        lower_limit=lower,
        upper_limit=upper,
        upper=None,
        wording="limit",
        absent="",
        is_within_error=False,
        numerator=None,
        denominator=None,
        respondents=None,
        year_kind="fiscal",
        interim=(),
        starts_at_value=given.get("printed_baseline_year", rule["baseline_year"]) != rule["baseline_year"],
        name=given.get("name", "指標"),
        unit=given.get("unit", "件"),
        decimals=given.get("decimals", 0),
        direction=rule["direction"],
        counting=rule["counting"],
        baseline=effective_baseline(counting=rule["counting"], baseline=Decimal(baseline)),
        baseline_year=rule["baseline_year"],
        printed_baseline=Decimal(baseline),
        printed_baseline_year=given.get("printed_baseline_year", rule["baseline_year"]),
        baseline_first_year=given.get("baseline_first_year"),
        target=Decimal(target),
        target_year=rule["target_year"],
        year=year,
        value=value,
        value_state=state,
        verdict=judged.verdict.value,
        expected=judged.expected,
        progress=judged.progress,
        expected_progress=judged.expected_progress,
    )


def limit_row(value, **given):
    """経常収支比率: a ceiling of 90 ％, with a baseline inside it."""
    given = {"baseline": "89.8", "target": "90", "direction": "at_most", "counting": "point", **given}
    return make_row(value, unit="％", decimals=1, **given)


def render(source, **context):
    return engines["django"].from_string("{% load figures %}" + source).render(context)


def find(pattern, html):
    found = re.search(pattern, html, re.DOTALL)
    assert found is not None
    return found[1]


def text_of(html):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", html))


# --- Geometry -------------------------------------------------------------------------------------


def lay(value, *, baseline="5", target="60", expected="32.5", direction="increase"):
    return lay_bullet_chart(
        direction=direction,
        baseline=Decimal(baseline),
        target=Decimal(target),
        value=None if value is None else Decimal(value),
        expected=None if expected is None else Decimal(expected),
    )


@pytest.mark.parametrize(
    ("value", "ring", "out"),
    [
        ("5", 0.0, ""),
        ("32.5", 50.0, ""),
        ("60", 100.0, ""),
        ("61", 100.0, "high"),
        ("4", 0.0, "low"),
        (None, None, ""),
    ],
)
def test_ring_stands_where_the_value_is_and_says_when_it_lies_beyond_an_end(value, ring, out):
    marks = lay(value)
    assert (marks.ring, marks.out, marks.due, marks.goal) == (ring, out, 50.0, 100.0)


def test_a_falling_figure_moves_right_as_it_gets_better():
    marks = lay("80", baseline="100", target="60", expected="90", direction="decrease")
    assert (marks.ring, marks.due, marks.out) == (50.0, 25.0, "")
    assert lay("110", baseline="100", target="60", direction="decrease").out == "low"


def test_a_year_before_the_baseline_has_no_mark_for_the_expected_value():
    assert lay("9", expected=None).due is None


@pytest.mark.parametrize(("value", "ring"), [("0", 0.0), ("2", 100.0), ("3", 100.0)])
def test_a_road_without_length_has_two_ends(value, ring):
    assert lay(value, baseline="2", target="2", expected=None).ring == ring


@pytest.mark.parametrize(
    ("direction", "value", "side"),
    [
        ("at_most", "89.1", "allowed"),
        ("at_most", "90", "limit"),
        ("at_most", "91.6", "banned"),
        ("at_least", "95", "allowed"),
        ("at_least", "90", "limit"),
        ("at_least", "80", "banned"),
    ],
)
def test_ring_stands_on_its_side_of_a_limit(direction, value, side):
    marks = lay(value, baseline="89.8", target="90", expected="90", direction=direction)
    assert marks.due is None
    start, width = marks.allowed
    assert marks.goal in (start, start + width)
    inside = start <= marks.ring <= start + width
    assert ("limit" if marks.ring == marks.goal else "allowed" if inside else "banned") == side


def test_a_limit_of_zero_met_to_the_digit_does_not_divide_by_zero():
    marks = lay("0", baseline="0", target="0", expected="0", direction="at_most")
    assert marks.ring == marks.goal


def test_a_limit_without_a_value_has_its_zone_alone():
    marks = lay(None, baseline="89.8", target="90", direction="at_most")
    assert (marks.ring, marks.allowed) == (None, (0.0, 62.0))


@given(
    direction=st.sampled_from(["increase", "decrease", "at_most", "at_least"]),
    numbers=st.tuples(*[st.decimals(-(10**15), 10**15, places=4)] * 3),
    value=st.none() | st.decimals(-(10**15), 10**15, places=4),
)
@example(direction="increase", numbers=(Decimal(2), Decimal(2), Decimal(2)), value=Decimal(2))
@example(direction="at_least", numbers=(Decimal(0), Decimal(0), Decimal(0)), value=Decimal("1E-4"))
def test_no_mark_ever_leaves_its_track(direction, numbers, value):
    baseline, target, expected = numbers
    marks = lay_bullet_chart(
        direction=direction, baseline=baseline, target=target, value=value, expected=expected
    )
    assert all(0 <= place <= 100 for place in (marks.ring, marks.due, marks.goal) if place is not None)
    assert (marks.ring is None) == (value is None)


# --- The track on the page ------------------------------------------------------------------------


def track_svg(row, size=""):
    html = render("{% bullet_chart row size=size %}", row=row, size=size)
    return ElementTree.fromstring(html.strip()).find("svg"), html


def test_track_is_a_picture_with_a_sentence():
    svg, html = track_svg(make_row(28, unit="テーマ"))
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == (
        "令和6年度の値は28テーマ。現状値5テーマから目標60テーマまでの41.8％。この年度の目安は32.5テーマ（目標までの50.0％）。"
    )
    assert svg.find("circle").get("cx") == "41.82%"
    assert "現状値5" in text_of(html)
    assert "目標60テーマ" in text_of(html)
    (due,) = svg.iter("text")
    assert (due.text, due.get("x"), due.get("text-anchor")) == ("目安 32.5", "50%", "middle"), (
        "under its tick"
    )


def test_track_in_a_row_keeps_the_expected_value_among_its_ends():
    _, html = track_svg(make_row(28, unit="テーマ"), size="row")
    assert "<text" not in html
    assert "目安32.5" in text_of(html)


def test_track_of_a_year_before_the_baseline_tells_no_expected_value():
    svg, html = track_svg(make_row(4, year=2021))
    assert svg.find("line[@class='due']") is None
    assert "目安" not in html


def test_large_track_writes_the_value_above_the_ring_and_keeps_it_on_the_page():
    def above(row):
        return next(one for one in track_svg(row, size="large")[0].iter("text") if not one.get("class"))

    middle = above(make_row(28, unit="テーマ"))
    assert (middle.text, middle.get("text-anchor")) == ("28テーマ", "middle")
    assert above(make_row(5)).get("text-anchor") == "start"
    assert above(make_row(60)).get("text-anchor") == "end"


def test_track_without_a_value_has_no_ring_and_says_why():
    svg, _ = track_svg(make_row(None, state="not_surveyed"))
    assert svg.find("circle") is None
    assert svg.get("aria-label").startswith("令和6年度の値はありません（調査年外）。")
    assert "この年度の目安は32.5件" in svg.get("aria-label")  # the expected value is still told


def test_a_value_that_no_line_leads_to_stands_on_no_empty_track():
    """A start of 120 that is past a target of 100: its ends are told in words alone."""
    row = make_row("130", baseline="120", target="140")
    row.target = Decimal(100)
    svg, html = track_svg(row)
    assert svg is None
    assert "目標100" in text_of(html)
    assert "aria-hidden" not in html


def test_track_without_any_record_says_so():
    row = make_row(None)
    row.value_state = ""
    assert "（実績なし）" in bullet_charts.bullet_chart_sentence(row)


def test_track_of_a_zero_has_its_ring_at_the_start():
    row = make_row(0, baseline="2", target="2", counting="cumulative_from_zero")
    svg, html = track_svg(row)
    assert svg.find("circle").get("cx") == "0%"
    assert "起点0件から目標2件までの0.0％" in svg.get("aria-label")
    assert "起点0" in text_of(html)


def test_track_says_in_words_that_the_value_lies_beyond_an_end():
    assert "目標を超えています（61件）" in track_svg(make_row(61))[1]
    svg, html = track_svg(make_row(4))
    assert "現状値より後退しています（4件）" in html
    assert "までの−1.8％" in svg.get("aria-label")


def test_track_of_an_estimate_is_drawn_apart_and_not_judged():
    svg, _ = track_svg(make_row(28, state="estimate"))
    assert "estimate" in svg.find("circle").get("class")
    assert svg.get("aria-label").startswith("令和6年度の見込は28件。")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("89.1", "令和6年度の値は89.1％。上限90.0％より0.9ポイント下で、範囲内です。"),
        ("91.6", "令和6年度の値は91.6％。上限90.0％より1.6ポイント上で、範囲の外です。"),
        ("90", "令和6年度の値は90.0％。上限90.0％ちょうどで、範囲内です。"),
        (None, "令和6年度の値はありません（未公表）。上限90.0％。"),
    ],
)
def test_track_of_a_ceiling_shows_no_percentage_of_progress(value, said):
    row = limit_row(value, state="actual" if value else "unpublished")
    svg, html = track_svg(row)
    assert svg.get("aria-label") == said
    assert "上限90.0％" in text_of(html)
    assert len(svg.findall("rect")) == 2


def test_track_of_a_floor_has_its_allowed_zone_on_the_right():
    row = limit_row("95", direction="at_least", baseline="88")
    svg, _ = track_svg(row)
    allowed = next(rect for rect in svg.findall("rect") if rect.get("class") == "zone-in")
    assert (allowed.get("x"), allowed.get("width")) == ("38%", "62%")
    assert "下限90.0％より5.0ポイント上で、下限以上です。" in svg.get("aria-label")


def test_coordinates_do_not_follow_the_language(settings):
    settings.LANGUAGE_CODE = "de"
    assert track_svg(make_row(28))[0].find("circle").get("cx") == "41.82%"


# --- Verdicts, statuses, counts -------------------------------------------------------------------


@pytest.mark.parametrize(("verdict", "label"), figures.VERDICTS.items())
def test_every_verdict_has_a_word_and_an_icon_that_the_page_holds(verdict, label):
    html = render("{% verdict_pill verdict %}", verdict=verdict)
    assert label in text_of(html)
    assert 'aria-hidden="true"' in html
    icon = find(r'href="#(i-[a-z_]+)"', html)
    assert f'id="{icon}"' in render_to_string("partials/sprite.html")
    assert f".verdict.{verdict}" in (CSS / "site.css").read_text() or verdict == "too_early"


def test_a_target_reached_early_is_not_called_achieved():
    assert "目標の水準に到達" in render("{% verdict_pill row %}", row=make_row(60, year=2024))
    assert text_of(render("{% verdict_pill row %}", row=make_row(60, year=2026))) == "達成"


@pytest.mark.parametrize(
    ("state", "label"),
    [("", "未入力"), (None, "未入力"), ("draft", "下書き"), ("submitted", "提出済"), ("returned", "差戻し"),
     ("published", "公表済")],
)  # fmt: skip
def test_status_chip_has_a_word_and_an_icon_that_the_page_holds(state, label):
    html = render("{% status_chip state %}", state=state)
    assert text_of(html) == label
    icon = find(r'href="#(i-[a-z_]+)"', html)
    assert f'id="{icon}"' in render_to_string("partials/sprite.html")


def test_tally_has_a_cell_an_indicator_and_says_the_counts():
    html = render("{% tally counts %}", counts={"achieved": 1, "behind": 3, "worse": 0})
    svg = ElementTree.fromstring(html.strip())
    # 2.6 of 100 lie between what is kept and what is missed; of the quarter of the rest that a cell has, 0.7 stay free.
    assert [(rect.get("class"), rect.get("x"), rect.get("width")) for rect in svg] == [
        ("c-achieved", "0%", "23.65%"),
        ("c-behind", "26.95%", "23.65%"),
        ("c-behind", "51.3%", "23.65%"),
        ("c-behind", "75.65%", "23.65%"),
    ]
    assert svg.get("aria-label") == "判定の内訳：達成1件、遅れ3件"
    assert render("{% tally counts %}", counts={}).strip() == ""


def test_tally_of_many_has_a_part_a_verdict():
    html = render("{% tally counts %}", counts={"on_track": 60, "behind": 30, "unjudged": 10})
    svg = ElementTree.fromstring(html.strip())
    # 94.8 of 100 are shared by a hundred, 0.7 of each part stay free.
    assert [(rect.get("x"), rect.get("width")) for rect in svg] == [
        ("0%", "56.18%"),
        ("59.48%", "27.74%"),
        ("90.52%", "8.78%"),
    ]


@pytest.mark.parametrize(("years", "folds"), [(4, False), (12, True)])
def test_a_switch_of_many_years_is_a_fold_that_names_the_current_one(years, folds):
    known = [
        {"label": f"令和{one}年度", "url": f"/?year={one}", "current": one == 3}
        for one in range(1, years + 1)
    ]
    html = render_to_string("partials/year_switch.html", {"years": known, "label": "年度の切替"})
    assert html.count("<li>") == years
    assert ("<summary>年度の切替<b>令和3年度</b></summary>" in html) is folds


def test_counts_of_a_roll_up_are_listed_with_their_zeros():
    judged = [
        judge(
            direction="increase",
            counting="annual",
            baseline=Decimal(0),
            baseline_year=2022,
            target=Decimal(4),
            target_year=2026,
            value=Decimal(value),
            year=2024,
        )
        for value in (2, 2, 0)
    ]
    counts = roll_up(judged)
    shown = text_of(render("{% verdict_legend counts %}", counts=counts))
    assert re.findall(r"(達成|順調|やや遅れ|遅れ|後退|判定なし)(\d)件", shown) == [
        ("達成", "0"),
        ("順調", "2"),
        ("やや遅れ", "0"),
        ("遅れ", "1"),
        ("後退", "0"),
        ("判定なし", "0"),
    ]
    assert "計画の開始時より悪い" in shown
    html = render(
        '{% verdict_kpis counts links=links current="behind" %}', counts=counts, links={"behind": "?v=behind"}
    )
    assert html.count("<a ") == 1
    assert 'href="?v=behind" aria-current="true"' in html


# --- Values ---------------------------------------------------------------------------------------


def test_zero_is_a_value_and_empty_is_not_zero():
    assert text_of(cells.number(make_row(0))) == "0件"
    assert text_of(cells.value_cell(make_row(0))) == "0件"
    assert text_of(cells.number(Decimal(0), make_row(1))) == "0件"
    assert text_of(cells.number(make_row(None))) == "—値なし"
    assert text_of(cells.value_cell(make_row(None))) == "—実績なし"
    assert text_of(cells.signed(Decimal(0), make_row(1))) == "増減なし"
    assert text_of(cells.signed(None, make_row(1))) == "—値なし"


def test_unit_is_set_smaller_and_may_be_missing():
    assert cells.number(make_row(1234)) == '<span class="num">1,234<small>件</small></span>'
    assert cells.number(make_row(1234, unit="")) == '<span class="num">1,234</span>'


def test_unit_from_people_is_escaped():
    assert "<b>" not in cells.number(make_row(1, unit="<b>"))


@pytest.mark.parametrize(
    ("value", "state", "shown"),
    [
        (28, "actual", "28件"),
        (28, "provisional", "28件速報"),
        (28, "estimate", "28件見込"),
        (None, "unpublished", "未公表"),
        (None, "not_surveyed", "調査年外"),
        (None, "unmeasurable", "把握不能"),
        (None, "not_applicable", "対象外"),
    ],
)
def test_value_cell_shows_the_value_with_its_state_or_the_word_for_its_absence(value, state, shown):
    assert text_of(cells.value_cell(make_row(value, state=state))) == shown


@pytest.mark.parametrize(
    ("difference", "shown"), [("11", "＋11件"), ("-11", "−11件"), ("0.2", "増減なし"), ("-0.2", "増減なし")]
)
def test_a_difference_carries_its_sign(difference, shown):
    assert text_of(cells.signed(Decimal(difference), make_row(1))) == shown


def test_a_difference_of_shares_is_counted_in_points():
    assert text_of(cells.signed(Decimal("-1.8"), limit_row("89"))) == "−1.8ポイント"


def test_expected_value_of_a_whole_count_has_a_decimal_where_it_is_no_whole_number():
    assert text_of(cells.expected(make_row(28))) == "32.5件"
    assert text_of(cells.expected(make_row(28, target="61"))) == "33件"
    assert text_of(cells.expected(make_row(5, year=2021))) == "—目安なし"


def test_progress_never_shows_a_missed_target_as_met():
    assert figures.percent(make_row("9999", baseline="0", target="10000", year=2026)) == "99.9％"
    assert figures.percent(make_row(0, baseline="0")) == "0.0％"
    assert figures.percent(limit_row("89")) == "—"


@pytest.mark.parametrize(
    ("direction", "word"),
    [("increase", "目標"), ("decrease", "目標"), ("at_most", "上限"), ("at_least", "下限")],
)
def test_the_target_has_its_word(direction, word):
    row: Any = SimpleNamespace(direction=direction, wording="limit")
    assert figures.limit_word(row) == word


# --- Years and days -------------------------------------------------------------------------------


def test_years_are_named_in_japanese():
    assert render("{{ 2026|fiscal_long }} {{ 2026|wareki }} {{ 2026|fiscal_short }} {{ 2019|wareki }}") == (
        "令和8年度（2026年度） 令和8年度 R8 令和元年度"
    )


def test_days_are_those_of_japan():
    assert days.japanese_date(date(2026, 7, 1)) == "2026年7月1日"
    assert days.japanese_date(datetime(2026, 6, 30, 15, 0, tzinfo=UTC)) == "2026年7月1日"
    assert days.japanese_date(None) == ""


# --- Pages and partials ---------------------------------------------------------------------------


def test_base_page_stands_without_any_context():
    html = render_to_string("base.html")
    assert '<html lang="ja">' in html
    assert '<main id="main"' in html
    assert 'href="#main"' in html
    assert "架空" not in html


def test_base_page_says_that_it_is_a_demo_and_where_one_is():
    site = {
        "demo": True,
        "city": "木更津市",
        "plan_name": "第3次基本計画",
        "nav": [{"label": "ホーム", "url": "/", "current": True}, {"label": "部署", "url": "/departments/"}],
        "staff_nav": [{"label": "入力", "url": "/entry/"}],
        "user_label": "財政課",
        "logout_url": "/logout/",
    }
    html = render_to_string(
        "base.html", {"site": site, "crumbs": [{"label": "ホーム", "url": "/"}, {"label": "今"}]}
    )
    assert "デモ：実績はすべて架空の値です" in html
    assert '<a href="/" aria-current="page">ホーム</a>' in html
    assert '<a href="/departments/">部署</a>' in html
    assert '<span aria-current="page">今</span>' in html
    assert 'action="/logout/"' in html


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_error_pages_stand_alone_and_say_what_to_do(name):
    html = render_to_string(name)
    assert html.count("<h1") == 1
    assert 'href="/"' in html
    assert "</html>" in html


def test_chart_carries_its_figure_as_data_that_no_text_can_break_out_of():
    points = [("</script><b>", "", Decimal(12)), ("その他", "", Decimal(3))]
    chart = charts.reference_bars(points, chart_id="c-41a", title="推移", unit="件", decimals=0)
    html = render('{% include "partials/chart.html" %}', chart=chart)
    body = find(r'<script id="c-41a-data" type="application/json">(.*?)</script>', html)
    assert json.loads(body) == json.loads(json.dumps(charts.drawn(chart).live))
    assert 'data-figure="c-41a-data"' in html
    assert "</script><b>" not in html
    # Its place is as high as its drawings, which come with it.
    assert len(re.findall(r'<svg class="?drawn"? viewBox="?0 0 \d+ \d+', html)) == 2
    elsewhere = render('{% include "partials/chart.html" %}', chart=chart, figures="/x/figures.json")
    assert "application/json" not in elsewhere


class SampleForm(forms.Form):
    state = forms.ChoiceField(label="値の状態", widget=forms.RadioSelect, choices=[("actual", "実績")])
    value = forms.CharField(label="値", help_text="整数で。")


def test_a_field_ties_its_hint_and_its_error_to_the_box():
    form = SampleForm({"state": "actual", "value": ""})
    html = render('{% include "partials/field.html" with field=form.value unit="件" %}', form=form)
    described = find(r'aria-describedby="([^"]+)"', html).split()
    assert described
    assert all(f'id="{name}"' in html for name in described)
    assert "※必須" in html
    assert "＊" in html
    group = render('{% include "partials/field.html" with field=form.state %}', form=form)
    assert "<legend" in group
    assert group.count('type="radio"') == 1


def test_error_summary_links_to_every_field_with_an_error():
    form = SampleForm({"state": "", "value": ""})
    page = '{% include "partials/error_summary.html" %}{{ form.state }}{{ form.value }}'
    html = render(page, form=form)
    targets = re.findall(r'href="#([^"]+)"', html)
    assert len(targets) == 2
    assert all(f'id="{target}"' in html for target in targets)
    assert "error-summary" not in render(page, form=SampleForm({"state": "actual", "value": "1"}))


# --- Colours --------------------------------------------------------------------------------------


def contrast(one, other):
    """The contrast ratio of WCAG 2."""

    def light(colour):
        digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


TOKENS = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});", (CSS / "tokens.css").read_text()))


@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        *[
            (ink, paper)
            for ink in ("ink", "ink-2", "ink-3", "link", "brand")
            for paper in ("paper", "surface")
        ],
        *[("paper", fill) for fill in ("achieved", "worse", "brand", "link")],
        *[(ink, "paper") for ink in ("on-track-ink", "slightly-behind-ink", "behind", "unjudged")],
        ("slightly-behind-ink", "slightly-behind-tint"),
        ("behind", "surface"),
        ("unjudged", "surface"),
        ("on-track-ink", "surface"),
        ("link", "brand-soft"),
        *[("ink", tint) for tint in ("on-track-tint", "slightly-behind-tint", "behind-tint", "marker")],
    ],
)
def test_text_can_be_read(ink, paper):
    assert contrast(TOKENS[ink], TOKENS[paper]) >= 4.5


@pytest.mark.parametrize("mark", ["achieved", "on-track", "slightly-behind", "behind", "unjudged", "edge"])
def test_marks_can_be_told_from_the_paper_and_the_rail(mark):
    assert contrast(TOKENS[mark], TOKENS["paper"]) >= 3
    if mark != "edge":
        assert contrast(TOKENS[mark], TOKENS["rail"]) >= 3


def test_no_text_is_set_below_14_pixels():
    css = (CSS / "site.css").read_text().split("@media print {")[0] + (CSS / "tokens.css").read_text()
    pixels = [float(size) * 16 for size in re.findall(r"(?:font-size|--t-\d+): ?([\d.]+)rem", css)]
    pixels += [float(size) for size in re.findall(r"font[^;:]*:[^;]*?([\d.]+)px[/;]", css)]
    assert pixels
    assert min(pixels) >= 14


FALLING = {"baseline": "100", "target": "60", "direction": "decrease"}
SHARE = {"baseline": "58.0", "target": "80.0", "baseline_year": 2021, "unit": "％", "decimals": 1}


@pytest.mark.parametrize(
    ("row", "shown", "word"),
    [
        (make_row(28), "−4.5件", "目安を下回る"),
        (make_row(33), "＋0.5件", "目安を上回る"),
        (make_row(80, **FALLING), "0件", "目安と同じ"),
        (make_row(75, **FALLING), "−5件", "目安を下回る（よい方向）"),
        (make_row(85, **FALLING), "＋5件", "目安を上回る（よくない方向）"),
        # 44A in 2025: 75.6 was due. Of a share the difference is points.
        (make_row("57.6", year=2025, **SHARE), "−18.0ポイント", "目安を下回る"),
        (make_row("60", **{**FALLING, "baseline": "101"}), "−20.5件", "目安を下回る（よい方向）"),
    ],
)
def test_a_gap_is_the_value_minus_what_was_due_and_says_which_way(row, shown, word):
    row.gap = row.value - row.expected
    row.trace = ()
    assert (text_of(cells.gap(row)), figures.gap_word(row)) == (shown, word)
    assert figures.calculation(row)[0].endswith(f"＝ {shown}")
    assert figures.gap_text(row) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        # From 1000 to 1004, as of a target that is 100.4 % of its baseline.
        ("996", "−100.0％"),
        ("995", "−100％より下"),
        ("936", "−100％より下"),
        ("1008", "200.0％"),
        ("1009", "200％超"),
        ("1003", "75.0％"),
    ],
)
def test_a_progress_far_outside_of_the_way_is_said_in_words(value, shown):
    row = make_row(value, baseline="1000", target="1004")
    row.gap = row.value - row.expected
    row.trace = judge(
        direction="increase",
        counting="annual",
        baseline=Decimal(1000),
        baseline_year=2022,
        target=Decimal(1004),
        target_year=2026,
        value=Decimal(value),
        year=2024,
    ).trace
    assert figures.percent(row) == shown
    line = next(line for line in figures.calculation(row) if line.startswith("進捗"))
    assert figures.calculation(row)[-1] == f"目安との差 ＝ {int(value):,} − 1,002 ＝ {figures.gap_text(row)}"
    far = shown if shown.endswith(("超", "より下")) else row.trace[4].rpartition("＝ ")[2]
    assert line.endswith(f"＝ {far}")


def test_a_revised_road_begins_at_a_start_and_not_at_the_plan_s_baseline():
    row = make_row(Decimal("30"), baseline="17", printed_baseline_year=2020)
    assert "起点17" in bullet_charts.bullet_chart_sentence(row)
    assert "現状値" not in bullet_charts.bullet_chart_sentence(row)


def test_a_baseline_that_is_not_the_plan_s_says_so():
    row = make_row(Decimal("30"), baseline="9", baseline_first_year=2024)
    assert "見直した現状値9" in bullet_charts.bullet_chart_sentence(row)
