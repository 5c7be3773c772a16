"""What a council said of a measure's year: typed and published by two of the office, beside the sheet and never a change of it."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from indicators import workflow
from indicators.frames import corrections
from indicators.models import EvaluationSheet, Event, OutsideReview
from indicators.workflow import OUTSIDE_REVIEWS, SHEETS, NotAllowed, WrongState
from tests.indicators.factories import (
    NOON,
    comments_said,
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_indicator,
    make_measure,
    publish_comments,
    publish_sheet,
    submit_comments,
    submit_sheet,
)
from tests.indicators.pages import client_of, publish_by_hand, text_of

pytestmark = pytest.mark.django_db
YEAR = 2024
PUBLIC = f"/measures/43/sheets/{YEAR}/"
ENTRY = f"/entry/sheets/43/{YEAR}/comments/"
CHECK = f"/office/sheets/43/{YEAR}/comments/"
SAID = "登録から先が見えません。"


@pytest.fixture
def world() -> SimpleNamespace:
    bob = make_bob()
    make_cycle(YEAR, by=bob)
    make_indicator()
    return SimpleNamespace(measure=make_measure(), alice=make_alice(), bob=bob, carol=make_carol())


def typed(record: OutsideReview | None = None, action: str = "draft", **boxes: str) -> dict[str, str]:
    seen = {"record": str(record.pk), "version": str(record.version)} if record else {"version": "0"}
    first = {"speaker-0": "架空委員", "text-0": SAID, "answer-0": "見学の数も載せます。"}
    second = {"speaker-1": "", "text-1": "早く始めてください。", "answer-1": ""}
    meeting = {"meeting": "第1回審議会", "held_on": "令和7年8月20日", "rows": "3"}
    return {**seen, "action": action, **meeting, **first, **second, **boxes}


def test_two_of_the_office_publish_it_beside_a_sheet_that_stays_as_it_is(world: SimpleNamespace) -> None:
    sheet = publish_sheet(world.measure, YEAR, by=world.alice, publisher=world.bob)
    bob, carol = client_of(world.bob), client_of(world.carol)
    assert client_of(world.alice).get(ENTRY).status_code == 403
    nothing = dict.fromkeys(("text-0", "text-1", "answer-0"), "")
    assert "意見を一つ以上入力してください" in text_of(bob.post(ENTRY, typed(action="submit") | nothing))
    bob.post(ENTRY, typed(action="submit"))
    record = OutsideReview.objects.get()
    assert [one["speaker"] for one in record.comments] == ["架空委員", "委員"]
    assert SAID not in text_of(Client().get(PUBLIC))
    publish = {"action": "publish", "record": str(record.pk), "version": str(record.version)}
    assert bob.post(CHECK, publish).status_code == 403  # who typed it
    shown = text_of(carol.post(CHECK, publish))
    assert SAID in shown
    assert "市の答えのない意見が1件あります" in shown
    publish_by_hand(carol, CHECK, publish)
    page = text_of(Client().get(PUBLIC))
    assert SAID in page
    assert "第1回審議会 2025年8月20日" in page
    kept = EvaluationSheet.objects.get()
    assert (kept.figures, kept.version, kept.published_at) == (
        sheet.figures,
        sheet.version,
        sheet.published_at,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        OutsideReview.objects.update(meeting="別の会議")


def test_it_goes_out_with_its_sheet_and_not_before(world: SimpleNamespace) -> None:
    sheet = submit_sheet(world.measure, YEAR, by=world.alice)
    record = submit_comments(world.measure, YEAR, by=world.bob)
    with pytest.raises(WrongState, match="評価シートがまだ公表されていません"):
        OUTSIDE_REVIEWS.publish(record=record, version=record.version, by=world.carol)
    page = f"/office/sheets/43/{YEAR}/"
    publish = {"action": "publish", "record": str(sheet.pk), "version": str(sheet.version)}
    # Who typed the comments can publish the sheet: they stay behind.
    assert "一緒には公表されません" in text_of(client_of(world.bob).post(page, publish))
    assert "意見と市の答えも、一緒に公表します" in text_of(client_of(world.carol).post(page, publish))
    publish_by_hand(client_of(world.carol), page, publish)
    assert (EvaluationSheet.objects.get().state, OutsideReview.objects.get().state) == ("published",) * 2
    assert "数だけではわかりません。" in text_of(Client().get(PUBLIC))


def test_a_change_is_a_chain_with_a_reason_and_a_past_day_keeps_its_words(world: SimpleNamespace) -> None:
    publish_sheet(world.measure, YEAR, by=world.alice, publisher=world.bob)
    publish_comments(world.measure, YEAR, by=world.bob, publisher=world.carol)
    client_of(world.bob).post(f"{ENTRY}change/", {"reason": "答えのもれ"})
    draft = OUTSIDE_REVIEWS.current(world.measure, YEAR)
    assert draft is not None
    client_of(world.bob).post(ENTRY, {**typed(draft, "submit"), "reason": "答えのもれ"})
    later = datetime.now(UTC) + timedelta(days=2)
    record = OutsideReview.objects.get(number=2)
    OUTSIDE_REVIEWS.publish(record=record, version=record.version, by=world.carol, now=later)
    assert SAID in text_of(Client().get(PUBLIC))
    then = text_of(Client().get(f"{PUBLIC}?as_of={NOON.date()}"))
    assert "数だけではわかりません。" in then
    assert SAID not in then
    (told,) = [one for one in corrections(world.measure.policy.plan) if one.kind == "outside_review"]
    assert (told.reason, told.measure_number, told.year) == ("答えのもれ", 43, YEAR)
    assert "答えのもれ" in text_of(Client().get("/corrections/"))
    file = Client().get("/open-data/outside-reviews.csv").content.decode("utf-8-sig")
    assert SAID in file
    assert "数だけではわかりません。" not in file


def test_its_log_is_its_own_and_no_sheet_is_published_by_it(world: SimpleNamespace) -> None:
    """Lines of both stand under one measure, year and number: those of the comments must not hide who wrote a remark."""
    sheet = submit_sheet(world.measure, YEAR, by=world.alice)
    SHEETS.add_remarks(
        record=sheet, version=sheet.version, external_evaluation="", office_remark="所見", by=world.bob
    )
    submit_comments(world.measure, YEAR, by=world.carol)
    sheet.refresh_from_db()
    SHEETS.send_back(record=sheet, version=sheet.version, reason="直して", by=world.carol)
    sheet = submit_sheet(world.measure, YEAR, by=world.alice)
    with pytest.raises(NotAllowed):
        SHEETS.publish(record=sheet, version=sheet.version, by=world.bob)
    assert Event.objects.filter(detail__record_kind="outside_review").count() == 2
    assert "意見と市の答え" not in text_of(client_of(world.alice).get(f"/entry/sheets/43/{YEAR}/"))


def test_boxes_are_added_and_a_draft_is_kept_without_losing_a_word(world: SimpleNamespace) -> None:
    bob = client_of(world.bob)
    more = bob.post(ENTRY, typed(action="more"))
    assert 'name="text-4"' in more.content.decode()
    assert SAID in text_of(more)
    assert not OutsideReview.objects.exists()
    kept: Any = bob.post(ENTRY, typed(), headers={"accept": "application/json"}).json()
    assert kept["version"] == 1
    other = client_of(world.carol).post(
        ENTRY, {**typed(), "text-0": "別の意見"}, headers={"accept": "application/json"}
    )
    assert other.status_code == 409
    assert SAID in other.json()["box"]
    assert "別の意見" in other.json()["box"]
    assert OutsideReview.objects.get().comments[0]["text"] == SAID
    draft = OutsideReview.objects.get()
    bob.post(reverse("entry:outside_review_discard", args=[43, YEAR]), {"record": draft.pk, "version": 1})
    assert not OutsideReview.objects.exists()


def test_a_passage_goes_by_law_out_of_speaker_text_and_answer(world: SimpleNamespace) -> None:
    publish_sheet(world.measure, YEAR, by=world.alice, publisher=world.bob)
    said = comments_said(comments=[{"speaker": "Yamada", "text": "Yamadaです。", "answer": "Yamada様"}])
    publish_comments(world.measure, YEAR, by=world.bob, publisher=world.carol, **said)
    asked = workflow.ask_redaction(passage="Yamada", reason="個人の名前", by=world.bob)
    workflow.carry_out_redaction(redaction=asked, by=world.carol)
    record = OutsideReview.objects.get()
    assert record.comments == [{"speaker": "［削除］", "text": "［削除］です。", "answer": "［削除］様"}]
    assert "Yamada" not in Client().get(PUBLIC).content.decode()
