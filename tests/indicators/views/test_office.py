"""The plan office's pages, through the client and the real workflow."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from indicators import workflow
from indicators.models import Cycle, Event, Indicator, Publication, Result
from tests.indicators.factories import (
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_dave,
    make_department,
    make_indicator,
    publish_value,
    said,
    submit_value,
)
from tests.indicators.pages import client_of, publish_by_hand, text_of

pytestmark = pytest.mark.django_db
YEAR = 2024


@pytest.fixture
def indicator() -> Indicator:
    return make_indicator()


@pytest.fixture
def people(indicator: Indicator) -> dict[str, Any]:
    found = {"alice": make_alice(), "bob": make_bob(), "carol": make_carol(), "dave": make_dave()}
    make_cycle(YEAR, by=found["bob"])
    return found


@pytest.fixture
def bob(people: dict[str, Any]) -> Client:
    return client_of(people["bob"])


@pytest.fixture
def submitted(people: dict[str, Any], indicator: Indicator) -> Result:
    return submit_value(indicator, YEAR, said("700", note="窓口の集計"), by=people["alice"])


def review_url() -> str:
    return reverse("office:review", args=["43A", YEAR])


# --- Review -----------------------------------------------------------------------------------------


def test_the_review_shows_what_a_decision_needs(bob: Client, submitted: Result) -> None:
    text = text_of(bob.get(review_url()))
    for words in (
        "700人",
        "窓口の集計",
        "アリスが",
        "2,000人",
        "1,292人",
        "遅れ",
        "計算のしかた",
        "提出しました",
    ):
        assert words in text, words


def test_publish(bob: Client, people: dict[str, Any], submitted: Result) -> None:
    data = {"action": "publish", "version": submitted.version}
    response = publish_by_hand(bob, review_url(), data, follow=True)
    assert response.redirect_chain == [(reverse("office:board"), 302)]
    assert "公表しました" in text_of(response)
    publication = Publication.objects.get()
    assert (publication.value, publication.published_by) == (700, people["bob"])
    assert "公表されています" in text_of(bob.get(review_url()))


def test_send_back_with_a_reason(bob: Client, submitted: Result) -> None:
    data = {"action": "send_back", "version": submitted.version, "return_reason": "出典を書いて"}
    response = bob.post(review_url(), data, follow=True)
    assert "産業振興課に差し戻しました" in text_of(response)
    result = Result.objects.get()
    assert (result.state, result.return_reason) == ("returned", "出典を書いて")
    assert "理由：出典を書いて" in text_of(bob.get(review_url()))


@pytest.mark.parametrize("reason", ["", "  ", "あ" * 301])
def test_send_back_needs_a_reason(bob: Client, submitted: Result, reason: str) -> None:
    data = {"action": "send_back", "version": submitted.version, "return_reason": reason}
    response = bob.post(review_url(), data)
    assert response.status_code == 200
    assert 'href="#id_return_reason"' in response.content.decode()
    assert Result.objects.get().state == "submitted"


@pytest.mark.parametrize("action", ["publish", "send_back"])
def test_a_page_left_open_decides_nothing_on_the_next_number_of_its_chain(
    bob: Client, people: dict[str, Any], indicator: Indicator, submitted: Result, action: str
) -> None:
    """Number 2 comes to the version that somebody saw of number 1; the record says which one it was."""
    workflow.publish(record=submitted, version=submitted.version, by=people["carol"])
    change = workflow.open_change(
        owner=indicator, year=YEAR, kind="correction", by=people["alice"], reason="集計の誤り"
    )
    second = workflow.submit(
        owner=indicator,
        year=YEAR,
        by=people["alice"],
        number=change.number,
        version=change.version,
        data=said("999"),
    )
    seen = {"action": action, "record": submitted.pk, "version": second.version, "return_reason": "直して"}
    assert bob.post(review_url(), seen).status_code == 409
    assert Publication.objects.get().value == 700
    assert Result.objects.get(pk=second.pk).state == "submitted"


@pytest.mark.parametrize("action", ["publish", "send_back"])
def test_a_decision_on_what_was_not_seen_is_refused(
    bob: Client, people: dict[str, Any], indicator: Indicator, submitted: Result, action: str
) -> None:
    back = workflow.send_back(
        record=submitted, version=submitted.version, reason="直して", by=people["carol"]
    )
    workflow.submit(owner=indicator, year=YEAR, by=people["alice"], version=back.version, data=said("710"))
    data = {"action": action, "version": submitted.version, "return_reason": "わたしの理由"}
    response = bob.post(review_url(), data)
    assert response.status_code == 409
    assert "公表も差戻しもしていません" in text_of(response)
    assert "見ていたあとに、内容が変わりました" in text_of(response)
    assert "710人" in text_of(response), "what stands now"
    assert "わたしの理由" in response.content.decode(), "what was typed is kept"
    assert not Publication.objects.exists()
    # The buttons of that page act on what it shows.
    newest = re.findall(r'name="version" value="(\d+)"', response.content.decode())
    assert set(newest) == {str(Result.objects.get().version)}


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40])
def test_a_decision_without_its_version_is_refused(bob: Client, submitted: Result, version: str) -> None:
    response = bob.post(review_url(), {"action": "publish", "version": version})
    assert response.status_code == 409
    assert not Publication.objects.exists()


def test_nobody_publishes_their_own_value(bob: Client, people: dict[str, Any], indicator: Indicator) -> None:
    own = submit_value(indicator, YEAR, said("700"), by=people["bob"])
    page = bob.get(review_url())
    assert 'value="publish"' not in page.content.decode()
    assert "この値は、あなたには公表できません" in text_of(page)
    response = bob.post(review_url(), {"action": "publish", "version": own.version})
    assert response.status_code == 403
    assert not Publication.objects.exists()
    assert Event.objects.filter(action="refused", by=people["bob"]).count() == 1
    carol = client_of(people["carol"])
    assert 'value="publish"' in carol.get(review_url()).content.decode()
    assert (
        publish_by_hand(carol, review_url(), {"action": "publish", "version": own.version}).status_code == 302
    )


def test_a_change_is_shown_beside_what_is_published(
    bob: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    publish_value(indicator, YEAR, said("700"), by=people["alice"], publisher=people["carol"])
    workflow.open_change(
        owner=indicator, year=YEAR, kind="correction", by=people["alice"], reason="二重に数えた"
    )
    workflow.submit(owner=indicator, year=YEAR, by=people["alice"], number=2, version=1, data=said("690"))
    text = text_of(bob.get(review_url()))
    assert "公表中700人" in text
    assert "訂正後690人" in text
    assert "二重に数えた" in text
    version = Result.objects.get(number=2).version
    publish_by_hand(bob, review_url(), {"action": "publish", "version": version})
    assert list(Publication.objects.values_list("number", "value")) == [(1, 700), (2, 690)]


def test_warnings_are_shown_to_the_reviewer(
    bob: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    submit_value(indicator, YEAR, said("700"), by=people["alice"])
    make_cycle(2025, by=people["bob"])
    submit_value(indicator, 2025, said("700", note="前年と同数"), by=people["alice"])
    text = text_of(bob.get(reverse("office:review", args=["43A", 2025])))
    assert "令和6年度の値とまったく同じです" in text


def test_the_reviewer_sees_what_the_form_and_the_queue_say(
    bob: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    slid = said("30000", note="広報の効果", as_of=date(1996, 3, 31))
    submit_value(indicator, YEAR, slid, by=people["alice"])
    for address in (review_url(), reverse("office:queue")):
        text = text_of(bob.get(address))
        assert "現状値と目標の10倍以上" in text
        assert "時点が、令和6年度から1年より離れて" in text
    indicator.highest = Decimal(3000)
    indicator.save()
    for address in (review_url(), reverse("office:queue")):
        assert "この指標の値は、3,000人より大きくなりません" in text_of(bob.get(address))


def test_a_draft_can_be_seen_and_not_decided(
    bob: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    workflow.save_draft(owner=indicator, year=YEAR, data=said("700"), by=people["alice"])
    page = bob.get(review_url())
    assert "まだ提出されていません" in text_of(page)
    assert 'value="publish"' not in page.content.decode()
    assert bob.post(review_url(), {"action": "publish", "version": 1}).status_code == 409


def test_a_value_that_nobody_typed_has_no_review(bob: Client) -> None:
    assert bob.get(review_url()).status_code == 404
    assert bob.get("/office/99Z/2024/").status_code == 404


def test_an_unknown_button_does_nothing(bob: Client, submitted: Result) -> None:
    assert bob.post(review_url(), {"action": "delete", "version": 1}).status_code == 400


def test_the_log_tells_the_story_in_words(bob: Client, people: dict[str, Any], indicator: Indicator) -> None:
    draft = workflow.save_draft(owner=indicator, year=YEAR, data=said("0"), by=people["alice"])
    workflow.submit(
        owner=indicator,
        year=YEAR,
        by=people["alice"],
        version=draft.version,
        data=said("700", note="窓口", as_of=datetime(2025, 3, 31, tzinfo=UTC).date()),
    )
    text = text_of(bob.get(review_url()))
    assert "入力を始めました（状態 実績、値 0人）" in text
    assert "保存しました（値 0人 → 700人、時点 令和7年3月31日、説明を入力）" in text
    assert "提出しました" in text


# --- Board ------------------------------------------------------------------------------------------


def rows_of_table(response: Any) -> dict[str, list[int]]:
    table = re.search(r"<tbody>(.*?)</tbody>", response.content.decode(), re.S)
    assert table is not None
    found = {}
    for line in table[1].split("</tr>")[:-1]:
        name, *cells, ways = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line)
        found[name] = [int(re.sub(r"<[^>]+>", "", cell)) for cell in cells]
        assert ("/entry/grid/" in ways, "/entry/spreadsheet/" in ways) == ((name != "合計"),) * 2
    return found


def test_the_board_counts_by_department_and_state(
    bob: Client, people: dict[str, Any], indicator: Indicator, submitted: Result
) -> None:
    zaisei = make_department("zaisei", "財政課")
    other = make_indicator(letter="B", department=zaisei)
    make_indicator(letter="C", department=zaisei)
    publish_value(other, YEAR, said("700"), by=people["alice"] and people["bob"], publisher=people["carol"])
    workflow.open_change(owner=other, year=YEAR, kind="correction", by=people["bob"], reason="誤り")
    # 未入力 下書き 差戻し 提出済 公表済 計; a value that is out stays 公表済 while it is changed.
    assert rows_of_table(bob.get(reverse("office:board"))) == {
        "産業振興課": [0, 0, 0, 1, 0, 1],
        "財政課": [1, 0, 0, 0, 1, 2],
        "合計": [1, 0, 0, 1, 1, 3],
    }


def test_the_queue_begins_with_the_oldest(bob: Client, people: dict[str, Any], indicator: Indicator) -> None:
    newer = make_indicator(letter="B", name="あとの指標")
    submit_value(
        newer, YEAR, said("2", note="窓口の休止"), by=people["alice"], now=datetime(2025, 5, 2, tzinfo=UTC)
    )
    submit_value(
        indicator,
        YEAR,
        said("1", note="窓口の休止"),
        by=people["alice"],
        now=datetime(2025, 5, 1, tzinfo=UTC),
    )
    text = text_of(bob.get(reverse("office:board")))
    assert "確認を待っているもの 2件" in text
    assert text.index("移住・定住相談窓口利用登録者数") < text.index("あとの指標")


def test_the_board_names_the_late(bob: Client, indicator: Indicator, time_machine: Any) -> None:
    time_machine.move_to("2025-05-31T12:00:00+09:00", tick=False)
    assert "まだ提出されていないもの 1件" in text_of(bob.get(reverse("office:board")))
    time_machine.move_to("2025-06-01T00:01:00+09:00", tick=False)
    text = text_of(bob.get(reverse("office:board")))
    assert "期限を過ぎて、まだ提出されていないもの 1件" in text
    assert "1日過ぎています" in text


def test_an_open_change_of_another_year_is_not_forgotten(
    bob: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    workflow.save_draft(owner=indicator, year=2021, data=said("500"), by=people["alice"])
    assert "入力中の変更と、ほかの年度 1件" in text_of(bob.get(reverse("office:board")))


def test_the_board_of_another_cycle(bob: Client, people: dict[str, Any]) -> None:
    make_cycle(2023, by=people["bob"], closed=True)
    assert "令和5年度（2023年度）のサイクル" in text_of(bob.get(reverse("office:board"), {"year": "2023"}))
    assert "令和6年度（2024年度）のサイクル" in text_of(bob.get(reverse("office:board")))
    for wrong in ("2099", "x", "²"):
        assert bob.get(reverse("office:board"), {"year": wrong}).status_code == 404


def test_the_board_without_any_cycle(indicator: Indicator) -> None:
    response = client_of(make_bob()).get(reverse("office:board"))
    assert "サイクルがまだありません" in text_of(response)


# --- Cycles -----------------------------------------------------------------------------------------


def test_a_cycle_is_opened(bob: Client, people: dict[str, Any], time_machine: Any) -> None:
    time_machine.move_to("2026-04-10T09:00:00+09:00", tick=False)
    bob = client_of(people["bob"])  # a session of today
    data = {"year": "2025", "due_on": "令和8年6月30日"}
    response = bob.post(reverse("office:cycles"), data, follow=True)
    assert "令和7年度のサイクルを始めました" in text_of(response)
    cycle = Cycle.objects.get(year=2025)
    assert (cycle.due_on.isoformat(), cycle.opened_by) == ("2026-06-30", people["bob"])


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"year": "2024", "due_on": "2099/6/30"}, "year"),
        ({"year": "2030", "due_on": "2099/6/30"}, "year"),
        ({"year": "2025", "due_on": "6月末"}, "due_on"),
        ({"year": "2025", "due_on": "2025/1/1"}, "due_on"),
        ({"year": "2025", "due_on": ""}, "due_on"),
    ],
)
def test_a_cycle_needs_a_free_year_and_a_day_to_come(bob: Client, data: dict[str, str], field: str) -> None:
    response = bob.post(reverse("office:cycles"), data)
    assert f'href="#id_{field}"' in response.content.decode()
    assert Cycle.objects.count() == 1


def test_a_cycle_is_closed_after_a_question(
    bob: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    close = reverse("office:close", args=[YEAR])
    text = text_of(bob.get(close))
    assert "未入力 1件" in text
    assert "1件を残して締める" in text
    assert Cycle.objects.get().is_open
    assert "締めました" in text_of(bob.post(close, follow=True))
    assert not Cycle.objects.get().is_open
    assert bob.post(close).status_code == 409
    assert "このサイクルは締められています" in text_of(bob.get(close))
    assert bob.get(reverse("office:close", args=[2025])).status_code == 404


def test_closing_asks_about_every_draft_at_its_place(
    bob: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    draft = workflow.save_draft(owner=indicator, year=YEAR, data=said("980"), by=people["alice"])
    close = reverse("office:close", args=[YEAR])
    response = bob.post(close)
    assert f'href="#id_draft-{draft.pk}_0"' in response.content.decode()
    assert Cycle.objects.get().is_open
    assert "締めました" in text_of(bob.post(close, {f"draft-{draft.pk}": "keep"}, follow=True))
    alice = client_of(people["alice"])
    # Its department finds it among its tasks, and can go on with it.
    assert "締めたあとに残っているもの 1件" in text_of(alice.get(reverse("entry:tasks")))
    assert "提出する" in text_of(alice.get(reverse("entry:edit", args=[indicator.code, YEAR])))


def test_a_closing_gives_up_only_what_was_looked_at(
    bob: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    draft = workflow.save_draft(owner=indicator, year=YEAR, data=said("980"), by=people["alice"])
    close = reverse("office:close", args=[YEAR])
    answers = re.findall(rf'name="draft-{draft.pk}" value="(discard[^"]*)"', bob.get(close).content.decode())
    after = workflow.save_draft(
        owner=indicator, year=YEAR, data=said("990"), by=people["alice"], version=draft.version
    )
    refused = bob.post(close, {f"draft-{draft.pk}": answers[0]})
    assert "開いたあとに保存されました" in text_of(refused)
    assert Cycle.objects.get().is_open
    assert Result.objects.get().value == 990
    done = bob.post(close, {f"draft-{draft.pk}": f"discard-{after.version}"}, follow=True)
    assert "締めました" in text_of(done)
    assert not Result.objects.exists()


def test_a_draft_begun_while_the_page_was_read_stops_the_closing(
    bob: Client, people: dict[str, Any], indicator: Indicator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page that is posted knows no draft; the one in the database is asked about."""
    close = reverse("office:close", args=[YEAR])
    begun: list[object] = []
    ask = workflow.close_cycle

    def late(**told: Any) -> None:
        if not begun:
            begun.append(workflow.save_draft(owner=indicator, year=YEAR, data=said("1"), by=people["alice"]))
        ask(**told)

    monkeypatch.setattr(import_module("indicators.views.office.cycles"), "close_cycle", late)
    response = bob.post(close)
    assert response.status_code == 409
    assert "新しい下書きができました" in text_of(response)
    assert "下書きと差戻し 1件" in text_of(response)
    assert Cycle.objects.get().is_open


def test_a_cycle_is_opened_again(bob: Client) -> None:
    reopen = reverse("office:reopen", args=[YEAR])
    assert "締められていません" in text_of(bob.get(reopen))
    assert bob.post(reopen, {"due_on": "2099/8/31", "reason": "遅れ"}).status_code == 409
    bob.post(reverse("office:close", args=[YEAR]))
    for data, field in (
        ({"due_on": "2099/8/31", "reason": ""}, "reason"),
        ({"due_on": "8月", "reason": "遅れ"}, "due_on"),
    ):
        assert f'href="#id_{field}"' in bob.post(reopen, data).content.decode()
    assert not Cycle.objects.get().is_open
    text = text_of(bob.post(reopen, {"due_on": "2099/8/31", "reason": "災害対応のため"}, follow=True))
    assert "再開しました" in text
    assert "再開しました（災害対応のため）" in text
    assert Cycle.objects.get().is_open


def test_days_and_instructions_of_a_cycle(bob: Client, people: dict[str, Any], indicator: Indicator) -> None:
    days = reverse("office:cycle_days", args=[YEAR])
    data = {
        "due_on": "2099/8/31",
        "first_reminder_on": "2099/8/1",
        "second_reminder_on": "2099/8/20",
        "instructions": "<b>時点</b>を忘れずに。",
    }
    wrong = bob.post(days, {**data, "second_reminder_on": "2099/7/1"}).content.decode()
    assert 'href="#id_second_reminder_on"' in wrong
    assert "2099/7/1" in wrong
    assert "変えました" in text_of(bob.post(days, data, follow=True))
    cycle = Cycle.objects.get()
    assert (cycle.due_on, cycle.second_reminder_on) == (date(2099, 8, 31), date(2099, 8, 20))
    tasks = client_of(people["alice"]).get(reverse("entry:tasks")).content.decode()
    assert "&lt;b&gt;時点&lt;/b&gt;を忘れずに。" in tasks
    bob.post(reverse("office:close", args=[YEAR]))
    assert bob.post(days, data).status_code == 409


# --- Who may ----------------------------------------------------------------------------------------

PAGES: list[tuple[str, list[Any]]] = [
    ("board", []),
    ("cycles", []),
    ("close", [YEAR]),
    ("cycle_days", [YEAR]),
    ("reopen", [YEAR]),
    ("review", ["43A", YEAR]),
]


@pytest.mark.parametrize(("name", "args"), PAGES)
@pytest.mark.parametrize("who", ["alice", "dave"])
def test_the_office_is_for_the_plan_office(
    people: dict[str, Any], submitted: Result, name: str, args: list[Any], who: str
) -> None:
    client, address = client_of(people[who]), reverse(f"office:{name}", args=args)
    before = Event.objects.count()
    response = client.get(address)
    assert response.status_code == 403
    assert "企画課（計画担当）だけです" in text_of(response)
    assert Event.objects.count() == before
    if name != "board":
        data = {
            "action": "publish",
            "version": submitted.version,
            "year": 2025,
            "due_on": "2099/6/30",
        }
        assert client.post(address, data).status_code == 403
        assert Event.objects.filter(action="refused", by=people[who]).count() == 1
    assert Cycle.objects.get().is_open
    assert Result.objects.get().state == "submitted"


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_nobody_without_login(name: str, args: list[Any]) -> None:
    address = reverse(f"office:{name}", args=args)
    assert Client().get(address)["Location"] == f"{reverse('login')}?next={address}"


def test_nothing_is_kept_by_the_browser(bob: Client, submitted: Result) -> None:
    for name, args in PAGES:
        assert "no-store" in bob.get(reverse(f"office:{name}", args=args))["Cache-Control"]
