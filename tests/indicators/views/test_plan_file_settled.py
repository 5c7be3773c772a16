"""What a new indicator's row leaves open, as the page of the plan's file says it: what print says, what is guessed, what is plain."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from indicators.models import Indicator, Target
from indicators.plan_tables import BY_KEY
from indicators.workflow.plan_file import keep_upload, put_in_upload
from measures.models import Plan
from tests.indicators.factories import make_bob, make_plan
from tests.indicators.large_plan import large_tables
from tests.indicators.plan_books import book_of, changed

pytestmark = pytest.mark.django_db
PAGE = "/office/plan/4/file/"
HEADS = [column.name for column in BY_KEY["indicators"].columns]
USUAL = {"unit": "点", "baseline_label": "令和７年度"}


@pytest.fixture
def coming(client: Client) -> Plan:
    coming = make_plan(
        slug="kisarazu-4", name="第4次基本計画", first_year=2027, last_year=2030, published_at=None
    )
    bob = make_bob()
    upload = keep_upload(
        plan=coming, name="計画.xlsx", tables=large_tables(measures=2, initiatives=2, indicators=4), by=bob
    )
    put_in_upload(upload=upload, version=upload.version, by=bob)
    client.force_login(bob)
    return coming


def shown(client: Client, plan: Plan, *given: dict[str, Any], interims: list[list[Any]] | None = None) -> str:
    """The page after a workbook with these rows more."""
    rows = [[{**USUAL, **one}.get(name) for name in HEADS] for one in given]
    data = changed(book_of(plan), rows={"指標": rows, "中間目標": interims or []})
    file = SimpleUploadedFile("計画.xlsx", data)
    return client.post(PAGE, {"action": "read", "file": file}, follow=True).content.decode()


def groups(page: str) -> dict[str, str]:
    """Words of each group of notices by its heading, in their order."""
    found = re.findall(
        r'<details class="notice-list"[^>]*><summary>(.*?)</summary>(.*?)</details>', page, re.S
    )
    return {head: re.sub(r"<[^>]+>", "", words) for head, words in found}


def promised(client: Client, page: str) -> dict[str, tuple[str, str]]:
    """Way and wording of each new indicator, once its file is in the plan."""
    upload = re.search(r'name="upload" value="([0-9]+)"', page)
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert upload is not None
    assert seen is not None
    client.post(PAGE, {"action": "put_in", "upload": upload[1], "seen": seen[1]})
    new = Target.objects.filter(indicator__in=[one.pk for one in Indicator.objects.all() if one.letter > "L"])
    return {one.indicator.code: (one.indicator.direction, one.wording) for one in new}


def test_a_limit_kept_each_year_is_read_from_its_wording(client: Client, coming: Plan) -> None:
    """600,000 a year is no way up from 550,000, and a ceiling by year none down from 460."""
    yearly = {
        "name": "図書の貸出点数",
        "baseline_value": 550000,
        "value": 600000,
        "label": "毎年600,000点以上",
    }
    ceiling = {
        "name": "市債の残高",
        "unit": "億円",
        "baseline_value": 460,
        "value": 440,
        "label": "440億円以内",
    }
    page = shown(
        client,
        coming,
        {"code": "1M", **yearly},
        {"code": "1N", **ceiling},
        {
            "code": "1O",
            "name": "満足度",
            "unit": "％",
            "baseline_value": 42,
            "value": 50,
            "label": "50％以上",
        },
        interims=[["1N", f"令和{year}年度", value] for year, value in ((9, 458), (10, 452), (11, 446))],
    )
    found = groups(page)
    assert list(found) == [
        "目標の書き方とくいちがう約束：1件",
        "目標の書き方から読み取った約束：3件",
        "推し量ったもの：6件",
        "ほかの欄から決まったもの：9件",
    ]
    contrary, worded, _, plain = found.values()
    assert "「増やす」" in contrary
    assert "「下限以上に保つ」を選んでください" in contrary
    assert "1O（1件）" in contrary
    assert "「下限以上に保つ」　目標の書き方に「毎年」と「以上」があるため。1M（1件）" in worded
    assert "「毎年の目標」" in worded
    assert "「上限以内に保つ」　目標の書き方に「以内」があり、中間目標が" in worded
    assert "「令和12年度」1M、1N、1O（3件）" in plain
    assert promised(client, page) == {
        "1M": ("at_least", "yearly"),
        "1N": ("at_most", "limit"),
        "1O": ("increase", "limit"),
    }


def test_a_count_over_a_year_is_proposed_as_one_and_what_nobody_can_tell_is_asked(
    client: Client, coming: Plan
) -> None:
    names = ["年間参加者数", "刑法犯の認知件数", "消費生活の相談件数", "図書の貸出点数", "イベントの来場者数"]
    others = ["登録ボランティアの人数", "施設を利用した人の割合", "公園の面積"]
    rows = [
        {"code": f"1{letter}", "name": name, "unit": "％" if "割合" in name else "件", "value": 20}
        for letter, name in zip("MNOPQRST", names + others, strict=True)
    ]
    guessed = groups(shown(client, coming, *rows))["推し量ったもの：24件"]
    assert "「その年度の数」　1年の間に数えるもの" in guessed
    assert "選び直してください。1M、1N、1O、1P、1Q（5件）" in guessed
    assert "「その年度の数」を選んでください。1R、1S、1T（3件）" in guessed


def test_a_promise_to_hold_is_decided_by_its_wording_or_asked_for_by_name(
    client: Client, coming: Plan
) -> None:
    held = {"name": "満足度", "unit": "％", "baseline_value": 92.5}
    page = shown(
        client,
        coming,
        {"code": "1M", **held, "label": "現状値以上"},
        {"code": "1N", **held, "label": "現状値以下"},
    )
    assert promised(client, page) == {"1M": ("at_least", "limit"), "1N": ("at_most", "limit")}
    assert {str(one.value.normalize()) for one in Target.objects.filter(label__startswith="現状値")} == {
        "92.5"
    }


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        ({"label": "現状維持"}, "約束"),
        ({"value": "現状維持"}, "目標"),
        ({"label": "現状値以上", "baseline_value": None}, "現状値"),
    ],
)
def test_what_keeps_a_promise_to_hold_from_being_read_is_named_once(
    client: Client, coming: Plan, cells: dict[str, Any], place: str
) -> None:
    page = shown(client, coming, {"code": "1M", "name": "満足度", "baseline_value": 92.5, **cells})
    problems = re.findall(r"「([^」]+)」　(.*?)</span></li>", page[page.index('class="problems"') :])
    assert [head for head, _ in problems] == [place]
    assert place == "現状値" or "「現状値以上を維持する」か「現状値以下を維持する」" in problems[0][1]


def test_what_is_counted_anew_from_zero_can_only_grow(client: Client, coming: Plan) -> None:
    """12 of the old plan's years say nothing against 10 of the new one's."""
    anew = "累計（計画期間の初めに0から数え直す）"
    page = shown(
        client,
        coming,
        {"code": "1M", "name": "協定", "counting": anew, "baseline_value": 12, "value": 10},
        {"code": "1N", "name": "協定（累計）", "baseline_value": 12, "value": 10},
    )
    assert promised(client, page) == {"1M": ("increase", "limit"), "1N": ("increase", "limit")}
    assert {one.counting for one in Indicator.objects.filter(letter__in="MN")} == {"cumulative_from_zero"}
