"""The page before a publication: what citizens will see is shown, and exactly that goes out or nothing does."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from indicators import workflow
from indicators.models import Batch, ComparisonSeries, Indicator, Publication, Result
from tests.indicators.factories import (
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_indicator,
    make_target,
    make_threshold,
    publish_value,
    said,
    sheet_said,
    submit_value,
)
from tests.indicators.pages import asked_to_confirm, client_of, confirm, confirmed_form, fields_of, text_of

pytestmark = pytest.mark.django_db
QUEUE = reverse("office:queue")


class Hall:
    """43A of 人 (584 → 2,000) had 700 in fiscal 2023; 980 of fiscal 2024 waits, and so does 43B, typed by Bob."""

    def __init__(self) -> None:
        make_threshold()
        self.alice, self.bob, self.carol = make_alice(), make_bob(), make_carol()
        make_cycle(2023, by=self.bob)
        make_cycle(2024, by=self.bob)
        self.first, self.second = make_indicator(), make_indicator(letter="B", name="もう一つの指標")
        publish_value(self.first, 2023, said("700"), by=self.alice, publisher=self.carol)
        self.waiting = submit_value(self.first, 2024, said("980", note="増えました"), by=self.alice)
        self.own = submit_value(self.second, 2024, said("900"), by=self.bob)
        self.client = client_of(self.bob)

    def ask(self, address: str, **data: Any) -> Any:
        return self.client.post(address, {"action": "publish", **data})

    def review(self, result: Result) -> Any:
        return self.ask(reverse("office:review", args=["43A", 2024]), version=result.version)

    def queue(self, *results: Result, **data: Any) -> Any:
        told = {"title": "実績の公表", "announced_on": f"{timezone.localdate():%Y/%m/%d}", "when": "now"}
        return self.ask(QUEUE, **{**told, "chosen": [f"{one.pk}:{one.version}" for one in results], **data})

    def press(self, page: Any, **changes: Any) -> Any:
        return confirm(self.client, page, **changes)


@pytest.fixture
def hall() -> Hall:
    return Hall()


def test_a_value_is_held_against_the_year_before_that_stands_beside_it(hall: Hall) -> None:
    """Somebody's draft of a correction is nothing to compare with."""
    workflow.open_change(owner=hall.first, year=2023, kind="correction", by=hall.alice, reason="集計の誤り")
    workflow.save_draft(owner=hall.first, year=2023, data=said("98765"), by=hall.alice, number=2, version=1)
    address = reverse("office:review", args=["43A", 2024])
    for page in (hall.client.get(address), hall.client.get(QUEUE), hall.review(hall.waiting)):
        text = text_of(page)
        assert "980人" in text
        assert "10倍" not in text
    reviewed = text_of(hall.client.get(address))
    assert "前年度700人" in reviewed
    assert re.search("前年度からの増減[+＋]280", reviewed)


def test_a_year_before_that_is_not_out_is_told(hall: Hall) -> None:
    make_cycle(2025, by=hall.bob)
    same = submit_value(hall.first, 2025, said("980", note="前の年度と同数です"), by=hall.alice)
    waits, out = "提出済み（公表前）の令和6年度の値とまったく同じです。", "令和6年度の値とまったく同じです。"
    address = reverse("office:review", args=["43A", 2025])
    alone = hall.ask(address, version=same.version)
    for page in (hall.client.get(address), hall.client.get(QUEUE), alone):
        assert waits in text_of(page)
    assert "前年度980人 公表前" in text_of(hall.client.get(address))
    together = text_of(hall.queue(hall.waiting, same))
    assert out in together
    assert waits not in together
    hall.press(hall.review(hall.waiting))
    for page in (hall.client.get(address), hall.client.get(QUEUE)):
        assert out in text_of(page)
        assert waits not in text_of(page)


def test_one_value_is_shown_as_citizens_will_see_it_and_then_goes_out(hall: Hall) -> None:
    page = hall.review(hall.waiting)
    text = text_of(page)
    # 700 in fiscal 2023 against 938 expected; 980 in fiscal 2024 against 1,292 expected: both behind.
    for words in (
        "市民にいま見えている値（令和5年度）",
        "700人",
        "公表後（令和6年度）",
        "980人",
        "増えました",
    ):
        assert words in text, words
    assert "アリスが" in text
    assert not Publication.objects.filter(year=2024).exists()
    assert hall.press(page).status_code == 302
    assert Publication.objects.get(year=2024).value == 980


def test_a_verdict_that_turns_is_named(hall: Hall) -> None:
    make_target(hall.first, "1000", first_year=2024, reason="見直し")
    # To 1,000 from 700: 800 are expected in fiscal 2024, and 980 are above.
    page = hall.review(hall.waiting)
    assert "判定が変わります：遅れ → 順調" in text_of(page)
    counts = {verdict.value: (was, now) for verdict, was, now in page.context["shown"].counts}
    assert (counts["behind"], counts["on_track"]) == ((1, 0), (0, 1))


def test_what_is_said_to_become_of_a_verdict_is_what_citizens_then_see(hall: Hall) -> None:
    """An estimate turns no verdict: the newest judged year stays, and with it what every list and the home page say."""
    workflow.publish(record=hall.waiting, version=hall.waiting.version, by=hall.carol)
    make_cycle(2025, by=hall.bob)
    data = said("1500", "estimate", note="集計中", expected_on=timezone.localdate() + timedelta(days=30))
    estimate = submit_value(hall.first, 2025, data, by=hall.alice)
    shown = reverse("public:indicator", args=["43A"])
    for page in (
        hall.ask(reverse("office:review", args=["43A", 2025]), version=estimate.version),
        hall.queue(estimate),
    ):
        text = text_of(page)
        # 980 in fiscal 2024 against 1,292: behind, before and after.
        assert "市民に見える判定は変わりません：遅れ（令和6年度の値による判定のまま）" in text
        assert "判定が変わります" not in text
        assert all(was == now for _, was, now in page.context["shown"].counts)
    assert hall.press(page).status_code == 302
    assert hall.client.get(shown).context["row"].label == "遅れ"


def test_a_corrected_year_before_the_newest_is_told_as_that_year(hall: Hall) -> None:
    workflow.publish(record=hall.waiting, version=hall.waiting.version, by=hall.carol)
    # 938 are expected in fiscal 2023, so 950 are on track; what citizens see first is of fiscal 2024 and stays.
    about: dict[str, Any] = {"owner": hall.first, "year": 2023, "by": hall.alice}
    draft = workflow.open_change(**about, reason="数え直し", kind="correction")
    change = workflow.submit(**about, number=2, version=draft.version, data=said("950"))
    page = hall.ask(reverse("office:review", args=["43A", 2023]), version=change.version)
    text = text_of(page)
    assert "市民に見える判定は変わりません：遅れ（令和6年度の値による判定のまま）" in text
    assert "令和5年度の判定は変わります：遅れ → 順調" in text


def test_a_day_that_passed_while_a_value_waited_is_told_and_blocks_nothing(hall: Hall) -> None:
    make_cycle(2025, by=hall.bob)
    due = said("1500", "estimate", note="集計中", expected_on=date(2025, 9, 30))
    waiting = submit_value(hall.first, 2025, due, by=hall.alice)  # in May 2025
    address = reverse("office:review", args=["43A", 2025])
    confirming = hall.ask(address, version=waiting.version)
    for page in (hall.client.get(address), hall.client.get(QUEUE), confirming):
        assert "公表予定日（令和7年9月30日）が過ぎています" in text_of(page)
    assert hall.press(confirming).status_code == 302
    assert Publication.objects.get(year=2025).expected_on == date(2025, 9, 30)


def test_a_change_meanwhile_publishes_nothing(hall: Hall) -> None:
    one, many = hall.review(hall.waiting), hall.queue(hall.waiting)
    make_target(hall.first, "1000", first_year=2024, reason="見直し")
    for page in (one, many):
        answer = hall.press(page)
        assert answer.status_code == 409
        assert "1件も公表していません" in text_of(answer)
        # 1,292 were expected on the way to 2,000, and 800 are on the way from 700 to 1,000: both are shown.
        turned = {label: (then, now) for label, then, now in answer.context["both"]}
        assert turned["43A 令和6年度 公表後"] == ("980人、遅れ", "980人、順調")
        assert turned["ホームの順調"] == ("0件 → 0件", "0件 → 1件")
        assert "980人、遅れ" in text_of(answer)
        assert "&lt;b&gt;" not in answer.content.decode(), "a sentence stands there as people read it"
    assert not Publication.objects.filter(year=2024).exists()
    assert hall.press(answer).status_code == 302, "what stands now was shown with the refusal"
    assert Publication.objects.get(year=2024).batch == Batch.objects.get()


def test_an_edit_meanwhile_publishes_nothing(hall: Hall) -> None:
    page = hall.queue(hall.waiting)
    back = workflow.send_back(record=hall.waiting, version=hall.waiting.version, reason="確認", by=hall.carol)
    workflow.submit(owner=hall.first, year=2024, by=hall.alice, version=back.version, data=said("990"))
    assert hall.press(page).status_code == 409
    assert not Batch.objects.exists()
    assert hall.review(hall.waiting).status_code == 409, "nor is the old edit shown as what would go out"


def test_another_name_meanwhile_is_shown_before_anything_goes_out(hall: Hall) -> None:
    page = hall.queue(hall.waiting)
    Indicator.objects.filter(pk=hall.waiting.indicator_id).update(name="別の名称")
    answer = hall.press(page)
    assert answer.status_code == 409
    assert "別の名称" in text_of(answer)
    assert not Batch.objects.exists()


def test_without_the_page_nothing_goes_out(hall: Hall) -> None:
    """A hand-made request, the page that somebody else was shown, and other words than those that were shown."""
    address = reverse("office:review", args=["43A", 2024])
    told = {"action": "publish", "version": hall.waiting.version}
    _, of_carol = confirmed_form(client_of(hall.carol).post(address, told))
    for seen in ({}, {"seen": ""}, {"seen": "x" * 64}, {"seen": of_carol["seen"]}):
        assert asked_to_confirm(hall.client.post(address, {**told, **seen}))
    page = hall.queue(hall.waiting)
    day = f"{timezone.localdate() - timedelta(days=1):%Y/%m/%d}"
    others: list[dict[str, Any]] = [
        {"title": "別の題名"},
        {"announced_on": day},
        {"chosen": []},
        {"seen": []},
    ]
    for other in others:
        assert hall.press(page, **other).status_code in (200, 409), other  # not 302, which is done
    assert not Publication.objects.filter(year=2024).exists()
    assert not Batch.objects.exists()


def test_a_value_is_left_in_its_schedule_while_others_go_out(hall: Hall) -> None:
    day = timezone.localdate() + timedelta(days=3)
    hall.press(hall.queue(hall.waiting, when="later", day=f"{day:%Y/%m/%d}", time="9:30"))
    third = make_indicator(letter="C", name="三つめの指標")
    other = submit_value(third, 2024, said("1300"), by=hall.alice)
    key = f"{hall.waiting.pk}:{hall.waiting.version}"
    page = hall.queue(hall.waiting, other)
    assert "9:30の公表を予約してあります。待たずに、いま公表します。" in text_of(page)
    left = hall.press(page, leave=key)
    text = text_of(left)
    assert "1件を公表します、1件は残ります" in text
    assert f"予約のまま残します（{day:%Y年}{day.month}月{day.day}日 9:30に公表）" in text
    counts = {verdict.value: now for verdict, _, now in left.context["shown"].counts}
    assert counts["on_track"] == 1, "1,300 of 1,292 expected; 43A still stands at its 700 of 2023"
    assert "2件を公表します" in text_of(hall.press(left, take=key))
    assert hall.press(left).status_code == 302
    assert list(Publication.objects.filter(year=2024).values_list("indicator", flat=True)) == [third.pk]
    waiting = Batch.objects.waiting().get()
    assert [item.result_id for item in waiting.items.all()] == [hall.waiting.pk]
    moment = timezone.make_aware(datetime.combine(day, time(9, 30)))
    workflow.publish_due(now=moment)
    assert Publication.objects.get(indicator=hall.first, year=2024).batch == waiting


def test_a_correction_of_title_and_day_is_drafted_by_one_and_confirmed_by_another(hall: Hall) -> None:
    hall.press(hall.queue(hall.waiting))
    batch = Batch.objects.get()
    address = reverse("office:correct_batch", args=[batch.pk])
    drafted = {"title": "令和6年度実績の公表", "reason": "題名の誤り", "action": "draft"}
    assert hall.client.post(address, {**fields_of(hall.client, address), **drafted}).status_code == 302
    assert "この下書きは、あなたには公表できません" in text_of(hall.client.get(address))
    carol = client_of(hall.carol)
    assert "訂正の下書き" in text_of(carol.get(reverse("office:batches")))
    assert "公表の題名と日付の訂正：実績の公表" in text_of(carol.get(reverse("office:board")))
    draft = batch.corrections.get()
    button = {**fields_of(carol, address), "action": f"publish:{draft.pk}"}
    assert hall.client.post(address, button).status_code == 403
    page = carol.post(address, button)
    assert "題名実績の公表令和6年度実績の公表" in text_of(page)
    assert "ボブ" in text_of(page)
    draft.refresh_from_db()
    assert draft.published_at is None
    public = reverse("public:publications")
    assert "令和6年度実績の公表" not in text_of(carol.get(public))
    again = {"title": "ボブの題名", "reason": "題名の誤り", "action": "draft"}
    assert hall.client.post(address, {**fields_of(hall.client, address), **again}).status_code == 302
    late = confirm(carol, page)
    assert late.status_code == 409
    assert ("題名", "令和6年度実績の公表", "ボブの題名") in late.context["both"]
    draft.refresh_from_db()
    assert draft.published_at is None
    assert confirm(carol, late)["Location"] == address
    assert "題名と日付を2" in text_of(carol.get(public))
    assert "ボブの題名" in text_of(carol.get(public))
    assert "キャロル" in text_of(hall.client.get(address)), "who published it"


def test_many_say_what_stays_behind(hall: Hall) -> None:
    page = hall.queue(hall.waiting, hall.own)
    text = text_of(page)
    assert "1件を公表します、1件は残ります" in text
    assert "43B もう一つの指標（令和6年度）：自分で入力・保存・提出した値です。" in text
    assert hall.press(page).status_code == 302
    assert set(Publication.objects.filter(year=2024).values_list("indicator", flat=True)) == {hall.first.pk}


def test_a_schedule_says_when_and_is_told_wherever_its_value_is_listed(hall: Hall) -> None:
    day = timezone.localdate() + timedelta(days=3)
    moment = f"{day:%Y年}{day.month}月{day.day}日 9:30"
    page = hall.queue(hall.waiting, when="later", day=f"{day:%Y/%m/%d}", time="9:30")
    assert f"{moment}に公表します" in text_of(page)
    assert "公表の日付" in text_of(page)
    assert not Batch.objects.exists()
    assert hall.press(page).status_code == 302
    batch = Batch.objects.get()
    assert batch.is_waiting
    for address in (reverse("office:board"), QUEUE, reverse("office:review", args=["43A", 2024])):
        answer = hall.client.get(address)
        assert f"予約 {moment}" in text_of(answer), address
        assert f"#batch-{batch.pk}" in answer.content.decode(), address
    board = hall.client.get(reverse("office:board"))
    assert [one.row.code for one in board.context["queue"]] == ["43B"]
    assert [one.row.code for one in board.context["reserved"]] == ["43A"]
    assert "予約を待たずに、いま公表します" in text_of(hall.review(hall.waiting))
    back = workflow.send_back(record=hall.waiting, version=hall.waiting.version, reason="確認", by=hall.carol)
    workflow.submit(owner=hall.first, year=2024, by=hall.alice, version=back.version, data=said("990"))
    assert "予約から外れます" in text_of(hall.client.get(QUEUE))


def test_who_may_not_publish_is_not_asked_to_confirm(hall: Hall) -> None:
    assert (
        client_of(hall.bob)
        .post(
            reverse("office:review", args=["43B", 2024]),
            {"action": "publish", "version": hall.own.version},
        )
        .status_code
        == 403
    )


def test_a_sheet_and_a_comparison_are_confirmed_alike(hall: Hall) -> None:
    workflow.publish(record=hall.waiting, version=hall.waiting.version, by=hall.bob)
    workflow.publish(record=hall.own, version=hall.own.version, by=hall.carol)
    told: dict[str, Any] = {"owner": hall.first.measure, "year": 2024, "by": hall.alice, "version": 0}
    sheet = workflow.SHEETS.submit(**told, data=sheet_said())
    page = hall.ask(reverse("office:sheet", args=[43, 2024]), record=sheet.pk, version=sheet.version)
    assert "相談会を開きました。" in text_of(page)
    assert "980人" in text_of(page)
    assert hall.press(page).status_code == 302
    series = ComparisonSeries.objects.create(indicator=hall.first, name="県の平均")
    figure = {"value": 800, "source": "県の統計", "note": ""}
    value = workflow.COMPARISONS.submit(owner=series, year=2024, by=hall.alice, version=0, data=figure)
    page = hall.ask(
        reverse("office:comparison", args=[series.pk, 2024]), record=value.pk, version=value.version
    )
    assert "800人" in text_of(page)
    assert hall.press(page).status_code == 302
    for record in (sheet, value):
        record.refresh_from_db()
        assert record.state == "published"


def test_a_rule_is_confirmed_with_the_verdicts_that_it_changes(hall: Hall) -> None:
    workflow.publish(record=hall.waiting, version=hall.waiting.version, by=hall.bob)
    draft = make_target(
        hall.first, "1000", first_year=2024, reason="見直し", published=False, drafted_by=hall.carol
    )
    address = reverse("office:rule", args=["43A", "target"])
    told = {"action": f"publish:{draft.pk}", "expected_version": draft.at_version}
    page = hall.ask(address, **told)
    text = text_of(page)
    assert "1つの年度の判定が変わります" in text
    assert "見直し" in text
    publish_value(hall.first, 2022, said("650"), by=hall.alice, publisher=hall.bob)
    again = hall.press(page)
    assert again.status_code == 409, "another year stands in its table now"
    assert "43A 令和4年度" in {label for label, _, _ in again.context["both"]}
    draft.refresh_from_db()
    assert draft.published_at is None
    assert hall.press(again).status_code == 302
    draft.refresh_from_db()
    assert draft.published_at is not None
