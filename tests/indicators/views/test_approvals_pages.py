"""The pages of approval: what waits for me, one record, my deputy, a department's route, and the word wherever a state stands."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from indicators.approvals import KINDS as KINDS_OF_RECORD
from indicators.models import Deputy, Event, RouteSeat
from indicators.wording.people import person
from indicators.workflow import COMPARISONS, SHEETS, VALUES
from tests.indicators.test_approvals import DAY, KINDS, WORKFLOWS, approve, city, hand_in, seat

__all__ = ["city"]
pytestmark = pytest.mark.django_db
KEYS = {"value": "indicator", "sheet": "measure", "comparison": "series", "deed": "line", "costs": "project"}


def as_(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_one_link_from_the_list_to_the_next_level(city: SimpleNamespace) -> None:
    """All kinds in one list with what an approver weighs; approved together they go on to the 課長, then to the office."""
    records = {kind: hand_in(city, kind, city.alice) for kind in KINDS}
    for user, level in ((city.chief, 1), (city.deputy, 2)):
        client = as_(user)
        page = text_of(client.get("/approvals/"))
        assert "承認を待つものが4件あります" in page
        for words in (
            "980",
            "前年度からの増減",
            "根拠資料なし",
            "成果",
            "相談会を開きました。",
            "決算の概要",
            "移住の相談",
            "相談会を10回開きました。",
        ):
            assert words in page, words
        if user is city.deputy:
            assert "headさんの代理" in page
        found = {
            kind: WORKFLOWS[kind].current(WORKFLOWS[kind].owner_of(one), 2024)
            for kind, one in records.items()
        }
        assert {one.approval_level for one in found.values()} == {level}
        chosen = [f"{KEYS[kind]}:{one.pk}:{one.version}" for kind, one in found.items()]
        answer = client.post("/approvals/", {"action": "approve", "chosen": chosen}, follow=True)
        assert "4件を承認しました。" in text_of(answer)
    office = as_(city.carol)
    queue = text_of(office.get("/office/queue/"))
    assert "移住・定住相談窓口利用登録者数" in queue
    board = text_of(office.get("/office/"))
    assert "課内で承認待ちのもの" not in board


def test_until_then_the_office_sees_it_apart_and_cannot_publish(city: SimpleNamespace) -> None:
    record = hand_in(city, "value", city.alice)
    office = as_(city.carol)
    board = text_of(office.get("/office/"))
    assert "課内で承認待ちのもの" in board
    assert "係長の承認待ち" in board
    assert "確認を待っているものはありません" in board
    assert "移住・定住相談窓口利用登録者数" not in text_of(office.get("/office/queue/")).split("<main")[1]
    page = text_of(office.get("/office/43A/2024/"))
    assert "課内で承認待ちです（係長の承認待ち）" in page
    assert 'value="publish"' not in page
    told = {"action": "publish", "record": record.pk, "version": record.version}
    assert office.post("/office/43A/2024/", told).status_code == 409
    chosen = [f"{record.pk}:{record.version}"]
    told = {
        "action": "publish",
        "chosen": chosen,
        "title": "実績",
        "announced_on": "2025/5/1",
        "when": "now",
    }
    answer = text_of(office.post("/office/queue/", told))
    assert "公表しました" not in answer
    assert VALUES.current_published(city.indicator, 2024) is None


@pytest.mark.parametrize("kind", KINDS)
def test_what_stale_forms_and_strangers_get(city: SimpleNamespace, kind: str) -> None:
    record = hand_in(city, kind, city.alice)
    place = f"/approvals/{KEYS[kind]}/{record.pk}/"
    before = Event.objects.exclude(action=Event.Action.REFUSED).count()
    for name in ("stranger", "alice", "clerk", "dave"):
        client = as_(city.people[name])
        assert client.get(place).status_code == 403, name
        assert client.get(f"{place}correct/").status_code == 403, name
        assert client.post(place, {"action": "approve", "version": record.version}).status_code == 403, name
        assert client.post("/approvals/", {"action": "approve", "chosen": ["indicator:1:1"]}).status_code in (
            403,
            409,
        )
    listed = text_of(as_(city.stranger).get("/approvals/"))
    assert "承認を待つものはありません" in listed
    for secret in ("980", "相談会を開きました。", "決算の概要"):
        assert secret not in listed
    chief = as_(city.chief)
    assert chief.post(place, {"action": "approve", "version": record.version - 1}).status_code == 409
    stale = {"action": "approve", "chosen": [f"{KEYS[kind]}:{record.pk}:{record.version - 1}"]}
    assert chief.post("/approvals/", stale).status_code == 409
    assert as_(city.head).post(place, {"action": "approve", "version": record.version}).status_code == 403
    assert Event.objects.exclude(action=Event.Action.REFUSED).count() == before


@pytest.mark.parametrize("kind", KEYS)
def test_what_is_gone_meanwhile_is_named_to_those_alone_who_may_look_into_it(
    city: SimpleNamespace, kind: str
) -> None:
    record, workflow = hand_in(city, kind, city.alice), WORKFLOWS[kind]
    chosen = {"action": "approve", "chosen": [f"{KEYS[kind]}:{record.pk}:{record.version}"]}
    name = next(one.name(record) for one in KINDS_OF_RECORD if one.key == KEYS[kind])
    approved = approve(kind, record, city.chief)
    told = text_of(as_(city.chief).post("/approvals/", chosen))
    assert f"{name}：" in told
    assert f"変わっています（{person(city.chief)}が" in told
    assert "いまは「課長の承認待ち」です" in told
    returned = workflow.send_back(record=approved, version=approved.version, reason="確認", by=city.head)
    told = text_of(as_(city.chief).post("/approvals/", chosen))
    assert f"差し戻されています（{person(city.head)}が" in told
    workflow.discard(record=returned, version=returned.version, by=city.alice)
    told = text_of(as_(city.chief).post("/approvals/", chosen))
    assert f"{name}：" in told
    assert f"取りやめられています（{person(city.alice)}が" in told
    # A 係長 of another department learns neither name nor state.
    told = text_of(as_(city.stranger).post("/approvals/", chosen))
    assert name not in told
    assert "取りやめ" not in told
    assert "選んだもののうち1件" in told


def test_sent_back_with_a_reason(city: SimpleNamespace) -> None:
    record = hand_in(city, "value", city.alice)
    chief, place = as_(city.chief), f"/approvals/indicator/{record.pk}/"
    answer = chief.post(place, {"action": "send_back", "version": record.version, "return_reason": ""})
    assert "差戻しの理由" in text_of(answer)
    chief.post(place, {"action": "send_back", "version": record.version, "return_reason": "時点の誤り"})
    record.refresh_from_db()
    assert (record.state, record.return_reason, record.approval_level) == ("returned", "時点の誤り", 0)
    history = text_of(as_(city.alice).get("/entry/43A/2024/history/"))
    assert "差戻し（係長として）" in history


def test_correct_by_form_of_each_kind(city: SimpleNamespace) -> None:
    typed: dict[str, dict[str, str]] = {
        "value": {"value": "985", "value_state": "actual", "number": "1"},
        "sheet": {"achievements": "a", "challenges": "直した課題", "next_steps": "c", "rating": "B"},
        "comparison": {"value": "93", "source": "直した決算", "note": ""},
        "deed": {"done": "直した実施", "standing": "on_schedule"},
    }
    for kind in KINDS:
        record = hand_in(city, kind, city.alice)
        place = f"/approvals/{KEYS[kind]}/{record.pk}/correct/"
        chief = as_(city.chief)
        page = text_of(chief.get(place))
        assert "直すと、あなたはこの記録を承認できなくなります" in page
        told = {**typed[kind], "version": record.version, "record": record.pk}
        answer = chief.post(place, told, follow=True)
        assert "を直しました。次は課長の承認待ちです。" in text_of(answer), kind
        after = WORKFLOWS[kind].current(WORKFLOWS[kind].owner_of(record), 2024)
        assert (after.state, after.approval_level, after.edited_by) == ("submitted", 2, city.chief)
    history = text_of(as_(city.alice).get("/entry/43A/2024/history/"))
    assert "承認の途中での修正（係長として、" in history


def test_taken_back_by_the_button_until_the_page_was_opened(city: SimpleNamespace) -> None:
    record = hand_in(city, "value", city.alice)
    alice, place = as_(city.alice), f"/approvals/indicator/{record.pk}/"
    page = text_of(alice.get("/entry/43A/2024/"))
    assert "係長の承認待ち" in page
    assert "審査<small>係長→課長→企画課</small>" in page
    assert "引き戻す" in page
    as_(city.head).get(place)  # not his turn
    alice.post(f"{place}back/", {"version": record.version})
    record.refresh_from_db()
    assert record.state == "draft"
    record = VALUES.submit(owner=city.indicator, year=2024, by=city.alice, version=record.version)
    as_(city.chief).get(place)
    assert "引き戻す" not in text_of(alice.get("/entry/43A/2024/"))
    answer = alice.post(f"{place}back/", {"version": record.version}, follow=True)
    assert "すでに見られているので、引き戻せません。" in text_of(answer)
    # At the plan office it is the review page that counts.
    sheet = hand_in(city, "sheet", city.alice)
    sheet = approve("sheet", sheet, city.chief)
    assert not SHEETS.may_take_back(city.alice, sheet)


def test_the_words_wherever_a_state_stands(city: SimpleNamespace) -> None:
    for kind in KINDS:
        hand_in(city, kind, city.alice)
    alice, office = as_(city.alice), as_(city.bob)
    for client, path in (
        (alice, "/entry/"),
        (alice, "/entry/grid/2024/"),
        (alice, "/entry/43A/2024/"),
        (alice, "/entry/43A/2024/history/"),
        (alice, "/entry/sheets/43/2024/"),
        (alice, f"/entry/comparisons/{city.series.pk}/2024/"),
        (alice, "/entry/deeds/43-1/sangyo-shinko/2024/"),
        (alice, "/entry/deeds/2024/"),
        (office, "/office/deeds/?year=2024"),
        (office, "/office/deeds/43-1/sangyo-shinko/2024/"),
        (office, "/office/"),
        (office, "/office/sheets/"),
        (office, "/office/43A/2024/"),
        (office, "/office/sheets/43/2024/"),
        (office, f"/office/comparisons/{city.series.pk}/2024/"),
    ):
        assert "係長の承認待ち" in text_of(client.get(path, follow=True)), path
    assert "課内で承認待ち" in text_of(as_(city.dave).get("/dashboard/?year=2024", follow=True))
    tasks = text_of(as_(city.dave).get(f"/dashboard/departments/{city.own.slug}/"))
    assert '<span class="status submitted">係長の承認待ち</span>' in tasks
    assert "課の承認を待つもの" in tasks
    assert COMPARISONS.current(city.series, 2024)


def test_who_looks_is_said_before_it_is_handed_in(city: SimpleNamespace) -> None:
    """On every page where something is typed, and for who types it: nobody approves their own."""
    places = {
        "/entry/43A/2024/": "審査",
        "/entry/sheets/43/2024/": "確認",
        f"/entry/comparisons/{city.series.pk}/2024/": "確認",
        "/entry/deeds/43-1/sangyo-shinko/2024/": "確認",
    }
    alice, chief = as_(city.alice), as_(city.chief)
    for place, step in places.items():
        assert f"{step}<small>係長→課長→企画課</small>" in text_of(alice.get(place)), place
    assert "審査<small>課長→企画課</small>" in text_of(chief.get("/entry/43A/2024/"))
    for table in ("/entry/grid/2024/", "/entry/deeds/2024/"):
        assert "提出すると、係長、課長、企画課の順に確認します。" in text_of(alice.get(table)), table
    RouteSeat.objects.all().delete()
    for place, step in places.items():
        assert f"{step}<small>企画課</small>" in text_of(alice.get(place)), place
    assert "提出すると、企画課が確認します。" in text_of(alice.get("/entry/grid/2024/"))


def test_who_is_next_is_said_after_many_deeds_at_once(city: SimpleNamespace) -> None:
    typed = {"version": "0", "record": "", "standing": "on_schedule", "done": "相談会を開きました。"}
    told = {"action": "submit", "chosen": ["43-1"], **{f"43-1-{name}": text for name, text in typed.items()}}
    said = text_of(as_(city.alice).post("/entry/deeds/2024/", told, follow=True))
    assert "1件を提出しました。次は課の承認者が、そのあと企画課が確認します。" in said


def test_who_approves_comes_to_the_list_first(city: SimpleNamespace) -> None:
    def first(user: Any) -> str:
        user.set_password("somebody's own")
        user.save()
        answer = Client().post("/login/", {"username": user.username, "password": "somebody's own"})
        return answer.headers["Location"]

    assert first(city.chief) != "/approvals/"
    hand_in(city, "value", city.alice)
    city.chief.__dict__.pop("_approval_seats", None)
    assert first(city.chief) == "/approvals/"
    assert "承認" in text_of(as_(city.chief).get("/entry/"))
    assert 'href="/approvals/"' not in text_of(as_(city.alice).get("/entry/"))


def test_a_deputy_is_set_and_ended_by_the_approver(city: SimpleNamespace) -> None:
    Deputy.objects.all().delete()
    head, today = as_(city.head), timezone.localdate()
    told = {"user": city.clerk.pk, "since": today.isoformat().replace("-", "/"), "until": "1999/1/1"}
    assert "始まりの日より前の日にはできません。" in text_of(head.post("/approvals/deputies/", told))
    assert "選んでください" in text_of(head.post("/approvals/deputies/", {**told, "user": city.stranger.pk}))
    until = today + 3 * DAY
    head.post("/approvals/deputies/", {**told, "until": until.isoformat().replace("-", "/")})
    (deputy,) = Deputy.objects.all()
    assert (deputy.user, deputy.last_day, deputy.set_by) == (city.clerk, until, city.head)
    head.post("/approvals/deputies/", {"end": deputy.pk})
    assert not Deputy.objects.exists()
    assert [one.action for one in Event.objects.filter(person=city.head).order_by("pk")] == [
        "deputy_set",
        "deputy_ended",
    ]
    assert as_(city.alice).get("/approvals/deputies/").status_code == 403


def test_the_office_sets_the_route_of_a_department(city: SimpleNamespace) -> None:
    RouteSeat.objects.all().delete()
    Deputy.objects.all().delete()
    office, page = as_(city.bob), f"/office/departments/route/{city.own.slug}/"
    assert "承認の段はありません" in text_of(office.get(page))
    today = timezone.localdate().isoformat().replace("-", "/")
    told = {"action": "add", "level": "1", "title": "係長", "user": city.chief.pk, "since": today}
    assert "承認の道すじに加えました。" in text_of(office.post(page, told, follow=True))
    assert "この人は、この段にすでにいます。" in text_of(office.post(page, told))
    assert "承認する人を選んでください。" in text_of(office.post(page, {**told, "user": city.stranger.pk}))
    told = {
        "action": "deputy",
        "principal": city.chief.pk,
        "user": city.clerk.pk,
        "since": today,
        "until": today,
    }
    assert "代理を決めました。" in text_of(office.post(page, told, follow=True))
    assert "係長" in text_of(office.get("/office/departments/"))
    office.post(page, {"end_deputy": Deputy.objects.get().pk})
    office.post(page, {"end": RouteSeat.objects.get().pk})
    assert not RouteSeat.objects.exists()
    history = text_of(office.get(page)).partition("これまでの変更")[2]
    who = person(city.chief)
    for words in (
        f"{who}を第1段（係長）に加えました",
        f"{who}の代理を",
        "を取りやめました",
        "から外しました",
    ):
        assert words in history, words
    assert as_(city.head).get(page).status_code == 403
    seat(1, "係長", city.stranger, city.own)
    assert "いま、この段で承認できる人がいません" in text_of(office.get(page))
    assert "承認できる人のいない段があります" in text_of(office.get("/office/departments/"))
