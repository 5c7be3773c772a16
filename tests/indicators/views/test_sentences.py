"""The sentences that say how things stand, by hand-written cases."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.html import strip_tags

from indicators.frames import preview
from indicators.models import Cycle, Indicator
from indicators.progress import RollUp
from indicators.wording.counts import coverage, headline
from indicators.wording.sentences import note_of, say
from indicators.wording.steps import why_closed
from tests.indicators import factories

pytestmark = pytest.mark.reads


def spoken(counts, *, anything_published=True):
    return "".join(strip_tags(clause) for clause in headline(counts, anything_published=anything_published))


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        (
            RollUp(achieved=1, on_track=5, slightly_behind=1, behind=2, worse=1, unjudged=1),
            "判定できた10件のうち6件が順調か達成、4件は目安に届いていません。（1件はまだ判定できません）",
        ),
        (
            RollUp(on_track=4, unjudged=7),
            "判定できた4つのうち4つが順調か達成です。目安に届いていない目標はありません。（7つはまだ判定できません）",
        ),
        (
            RollUp(behind=4, unjudged=7),
            "判定できた4つのうち、4つは目安に届いていません。（7つはまだ判定できません）",
        ),
        # One of eleven could be judged: of that one it speaks first, and never of one of eleven.
        (
            RollUp(behind=1, unjudged=10),
            "判定できた1件のうち、1件は目安に届いていません。（10件はまだ判定できません）",
        ),
        (RollUp(achieved=2, on_track=9), "11の目標のすべてが順調か達成です。"),
        (RollUp(behind=10, worse=1), "11の目標のすべてが、目安に届いていません。"),
        (RollUp(on_track=30, behind=12), "42の目標のうち30件が順調か達成、12件は目安に届いていません。"),
        (
            RollUp(on_track=1, behind=16),
            "17の目標のうち1件が順調か達成、16件は目安に届いていません。",
        ),
        (RollUp(unjudged=11), "11の目標のうち、判定できたものはまだありません。"),
        (
            RollUp(on_track=2, behind=1, not_applicable=1),
            "3の目標のうち2つが順調か達成、1つは目安に届いていません。",
        ),
    ],
)
def test_headline(counts, words):
    assert spoken(counts) == words


def test_headline_of_a_fresh_install():
    words = spoken(RollUp(unjudged=11), anything_published=False)

    assert words == "11の目標を公表しています。実績はこれから公表します。"


def test_coverage_names_the_year_and_never_leaves_the_denominator_out():
    counts = RollUp(on_track=6, behind=4, unjudged=1)

    assert "".join(coverage(counts, 2024)) == "令和6年度の実績で数えています。11件のうち10件を判定しました。"
    assert coverage(counts, None)[0].startswith("目標ごとに、いちばん新しい実績で数えています。")
    assert "".join(coverage(RollUp(unjudged=11), None)) == "11件のうち0件を判定しました。"
    assert "".join(coverage(RollUp(), None)) == "判定の対象となる指標なし。"


SAID = [
    (
        "44B",
        2024,
        "121",
        "actual",
        "令和6年度は121件。令和8年度の目標120件の水準に、2年早く届いています。",
    ),
    ("44B", 2026, "120", "actual", "令和8年度は120件。令和8年度の目標120件を達成しました。"),
    (
        "44B",
        2024,
        "100",
        "provisional",
        "令和6年度は100件（速報）。この年度の目安に届いていて、令和8年度の目標120件に向けて順調です。",
    ),
    ("44B", 2024, "98", "actual", "令和6年度は98件。この年度の目安（100件）まで、あと2件です。"),
    (
        "44B",
        2024,
        "78",
        "actual",
        "令和6年度は78件。現状値の80件を下回り、この年度の目安（100件）まで、あと22件です。",
    ),
    (
        "44A",
        2024,
        "57.1",
        "actual",
        "令和6年度は57.1％。現状値の58.0％を下回り、この年度の目安（71.2％）まで、あと14.1ポイントです。",
    ),
    ("45B", 2023, "136", "actual", "令和5年度は136団体。この年度の目安（136.3団体）まで、あと0.3団体です。"),
    ("46A", 2024, "89.1", "actual", "令和6年度は89.1％。上限の90.0％より0.9ポイント低く、範囲内です。"),
    ("46A", 2024, "90", "actual", "令和6年度は90.0％。上限の90.0％ちょうどで、範囲内です。"),
    ("46A", 2024, "91.2", "actual", "令和6年度は91.2％。上限の90.0％を1.2ポイント超えています。"),
    (
        "46A",
        2026,
        "89.0",
        "actual",
        "令和8年度は89.0％。上限の90.0％より1.0ポイント低く、目標を達成しました。",
    ),
    ("47A", 2024, "0", "actual", "令和6年度は0件。この年度の目安（1件）まで、あと1件です。"),
    ("47A", 2023, "0", "actual", "令和5年度は0件。この年度の目安（0.5件）まで、あと0.5件です。"),
    ("41A", 2022, "4", "actual", "令和4年度は4テーマ。計画が始まる前の値なので、判定しません。"),
    ("43A", 2025, "1350", "estimate", "令和7年度は1,350人（見込）。見込のため、まだ判定しません。"),
    ("45A", 2024, None, "not_surveyed", "令和6年度は調査のない年です。令和8年度の目標は30.0％です。"),
    (
        "46A",
        2024,
        None,
        "unpublished",
        "令和6年度の値はまだ公表されていません。上限の90.0％を守ることが令和8年度までの目標です。",
    ),
    ("44B", 2023, None, "", "実績はまだ公表されていません。令和8年度の目標は120件です。"),
]


@pytest.mark.django_db
def test_say():
    factories.load_fixtures()

    for code, year, value, state, words in SAID:
        row = preview(
            Indicator.objects.get_by_code(code), year, None if value is None else Decimal(value), state
        )
        assert strip_tags(say(row)) == words


@pytest.mark.django_db
def test_a_value_that_nobody_published_yet_has_a_note():
    factories.load_fixtures()

    row = preview(Indicator.objects.get_by_code("44B"), 2023, None, "")

    assert note_of(row) == "実績はまだ公表されていません"


@pytest.mark.django_db
def test_shares_rise_and_fall_and_a_good_fall_says_so():
    factories.load_fixtures()
    alice, bob = (
        factories.make_user("zaisei", departments=(factories.make_department("zaisei"),)),
        factories.make_bob(),
    )
    ratio = Indicator.objects.get_by_code("46A")
    factories.make_cycle(2023, by=bob)
    factories.publish_value(ratio, 2023, factories.said("91.3"), by=alice, publisher=bob)

    better, worse = (
        strip_tags(say(preview(ratio, 2024, Decimal(value), "actual"))) for value in ("89.1", "91.5")
    )

    assert better.endswith("前年度より2.2ポイント下がりました（よい方向）。")
    assert worse.endswith("前年度より0.2ポイント上がりました。")


def test_a_year_without_a_form_says_when_it_begins_or_ended():
    closed = Cycle(year=2024, closed_at=datetime(2026, 7, 31, 3, tzinfo=UTC))

    assert why_closed(2026, None, date(2026, 11, 29)) == "受付前（令和9年4月に始まります）"
    assert why_closed(2024, closed, date(2026, 11, 29)) == "締切後（2026年7月31日）"
    assert why_closed(2025, None, date(2026, 11, 29)) == "受付前（企画課がまだ始めていません）"
