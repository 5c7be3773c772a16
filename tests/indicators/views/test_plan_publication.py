"""A plan of the office's own: registered, prepared, looked at, published as a whole by a second person, read beside the old one."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from indicators import workflow
from indicators.models import Event, Indicator, Mail, Notice, Passport, PlanBooking, Target
from indicators.notices import write_digests
from indicators.wording.people import person
from indicators.workflow.definitions import save_definition
from indicators.workflow.plan_checks import PlanCheck, check_plan
from indicators.workflow.plan_edition import edition_of_plan
from indicators.workflow.wording import save_wording
from measures.documents import empty_document
from measures.models import BasicPolicy, Measure, Plan, PlanPublication, WordingDraft
from tests.indicators.factories import (
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_department,
    make_indicator,
    make_measure,
    make_plan,
    make_threshold,
    publish_value,
    said,
)
from tests.indicators.pages import asked_to_confirm, client_of, confirm, fields_of

pytestmark = pytest.mark.django_db
PREPARING = datetime(2027, 1, 20, 3, tzinfo=UTC)
AFTER = datetime(2027, 5, 1, 3, tzinfo=UTC)
NEW = "/office/plan/new/"
PAGE = "/office/plan/4/publication/"
DECISION = {
    "in_force_on": "令和9年4月1日",
    "decided_on": "令和9年2月24日",
    "reason": "議会の議決を経て策定しました。",
}


@pytest.fixture
def office() -> tuple[Client, Client]:
    """Bob and Carol of the plan office; 第3次基本計画 with 43A, which has a value of 2024."""
    bob, carol = make_bob(), make_carol()
    make_threshold()
    own = make_indicator()
    make_cycle(2024, by=bob)
    publish_value(own, 2024, said("980", note="事情"), by=make_alice(), publisher=bob)
    with time_machine.travel(PREPARING, tick=False):
        return client_of(bob), client_of(carol)


def register(client: Client, **typed: str) -> Any:
    asked = {
        "name": "第4次基本計画",
        "key": "4",
        "first_year": "2027",
        "last_year": "2030",
        "slug": "",
        "city": "木更津市",
    }
    return client.post(NEW, {**fields_of(client, NEW), **asked, **typed})


def prepare(by: User) -> Plan:
    """第4次基本計画 with measure 43, and 43A of 1,000人 in 2030 from 980人 in 2026."""
    plan = make_plan(
        slug="kisarazu-4", name="第4次基本計画", first_year=2027, last_year=2030, published_at=None
    )
    measure = make_measure(43, plan=plan)
    fields = {
        "name": "移住相談の数",
        "unit": "人",
        "decimals": 0,
        "direction": "increase",
        "counting": "annual",
    }
    baseline = {"baseline_value": 980, "baseline_label": "令和8年度", "baseline_year": 2026}
    target = {
        "value": 1000,
        "upper": None,
        "tolerance": 0,
        "wording": "limit",
        "target_year": 2030,
        "label": "1,000人",
    }
    save_definition(
        indicator=None,
        measure=measure,
        about={**fields, **baseline, "lead_department": make_department()},
        promise={**target, "first_year": 2027},
        by=by,
        expected_edition="",
    )
    return plan


def draft(client: Client, **typed: str) -> Any:
    held = fields_of(client, PAGE)
    return client.post(PAGE, {**held, **DECISION, **typed, "action": "save"})


def test_a_new_plan_begins_with_what_the_newest_one_says(office: tuple[Client, Client]) -> None:
    bob, _ = office
    boxes = bob.get(NEW).context["form"]
    said = {name: boxes[name].value() for name in ("name", "key", "city", "first_year", "last_year")}
    assert said == {
        "name": "第4次基本計画",
        "key": "4",
        "city": "木更津市",
        "first_year": 2027,
        "last_year": 2030,
    }
    assert register(bob)["Location"] == "/office/plan/4/"
    plan = Plan.objects.get(key="4")
    assert (plan.slug, plan.first_year, plan.is_public) == ("kisarazu-4", 2027, False)
    listed = bob.get("/office/plan/").content.decode()
    assert listed.index("準備中") < listed.index("現在の計画")
    assert Event.objects.get(action="plan_saved").detail["plan"] == "kisarazu-4"
    page = "/office/plan/4/settings/"
    assert (
        bob.post(page, {**fields_of(bob, page), "first_year": "2027", "last_year": "2031"}).status_code == 302
    )
    assert Plan.objects.get(key="4").last_year == 2031


@pytest.mark.parametrize(
    ("typed", "field", "why"),
    [
        ({"key": "3"}, "key", "第3次基本計画が使っています"),
        ({"key": "new"}, "key", "ほかのページが使っています"),
        ({"key": "第4次"}, "key", "半角の英数字"),
        ({"slug": "kisarazu-3"}, "slug", "第3次基本計画が使っています"),
        ({"name": ""}, "name", "計画の名称を入力してください"),
        ({"first_year": ""}, "first_year", "年度を選んでください"),
        ({"first_year": "2023"}, "first_year", "同じ年度に始まります"),
        ({"first_year": "2024", "last_year": "2026"}, "last_year", "期間の中で終わります"),
        ({"first_year": "2020", "last_year": "2030"}, "last_year", "期間の中で終わります"),
        ({"last_year": "2026"}, "last_year", "最初の年度か"),
    ],
)
def test_what_cannot_stand_beside_the_other_plans_is_refused_at_its_field(
    office: tuple[Client, Client], typed: dict[str, str], field: str, why: str
) -> None:
    answer = register(office[0], **typed)
    assert answer.status_code == 200
    assert why in "".join(answer.context["form"].errors[field])
    assert Plan.objects.count() == 1


def test_of_two_who_save_at_once_the_second_sees_both(office: tuple[Client, Client]) -> None:
    bob, carol = office
    register(bob)
    page = "/office/plan/4/settings/"
    years = {"first_year": "2027", "last_year": "2030"}
    held = fields_of(carol, page) | years
    assert bob.post(page, {**fields_of(bob, page), **years, "name": "まちづくり計画"}).status_code == 302
    answer = carol.post(page, {**held, "name": "総合計画"})
    assert answer.status_code == 409
    assert answer.context["both"] == [("計画の名称", "まちづくり計画", "総合計画")]
    assert Plan.objects.get(key="4").name == "まちづくり計画"
    again = fields_of_content(answer)
    assert carol.post(page, {**held, **again, "name": "総合計画"}).status_code == 302
    assert Plan.objects.get(key="4").name == "総合計画"


def fields_of_content(answer: Any) -> dict[str, str]:
    return {"edition": answer.context["form"]["edition"].value()}


def test_a_plan_goes_out_whole_by_two_people(office: tuple[Client, Client]) -> None:
    bob, carol = office
    citizen, public = Client(), "/plans/4/indicators/43A/"
    with time_machine.travel(PREPARING, tick=False):
        plan = prepare(User.objects.get(username="carol"))
        indicator = Indicator.objects.get(measure__plan=plan)
        workflow.draft_rule(
            model=Passport,
            owner=indicator,
            data={"definition": "窓口で受けた相談の数", "reason": "策定"},
            by=User.objects.get(username="bob"),
            expected_versions=[],
        )
        # As it will stand, for staff: 985, 990, 995人 on the way to 1,000.
        shown = bob.get(public).content.decode()
        assert all(words in shown for words in ("1,000", "985", "990", "995", "窓口で受けた相談の数"))
        assert citizen.get(public).status_code == 404
        # The publisher may have written some of it; the draft of the publication is somebody else's.
        assert draft(bob).status_code == 302
        assert bob.post(PAGE, {"action": "publish", "version": "1"}).status_code == 403
        confirmation = carol.post(PAGE, {"action": "publish", "version": "1"})
        assert "1,000人" in confirmation.content.decode()
        assert not PlanPublication.objects.get(plan=plan).published_at
        answer = confirm(carol, confirmation)
        assert answer.status_code == 302
    out = PlanPublication.objects.get(plan=plan)
    assert (str(out.drafted_by), str(out.published_by)) == ("bob", "carol")
    assert (out.in_force_on, out.decided_on, out.published_at) == (
        date(2027, 4, 1),
        date(2027, 2, 24),
        PREPARING,
    )
    assert {one.published_at for one in (indicator.targets.get(), indicator.passports.get())} == {PREPARING}
    logged = Event.objects.filter(action__in=("plan_drafted", "plan_published", "target_set", "passport_set"))
    assert set(logged.values_list("action", flat=True)) >= {"plan_drafted", "plan_published", "passport_set"}
    with time_machine.travel(PREPARING, tick=False):
        assert "1,000" in citizen.get(public).content.decode()
        assert "移住・定住" in citizen.get("/indicators/43A/").content.decode()
    with time_machine.travel(AFTER, tick=False):
        assert "移住相談の数" in citizen.get("/indicators/43A/").content.decode()


def book(client: Client, day: str, time: str) -> Any:
    """Press 公表する with a moment, and the button of the page that shows it."""
    shown = client.post(PAGE, {"action": "publish", "version": "1", "day": day, "time": time})
    if not asked_to_confirm(shown):
        return shown
    assert "2027年3月31日 9:00（予約）" in shown.content.decode()
    return confirm(client, shown)


def counted_looks(monkeypatch: pytest.MonkeyPatch, looks: list[str]) -> None:
    """Which check lists a publication makes: each holds every rule of the plan against the others."""

    def counted(plan: Plan, known: PlanCheck | None = None) -> PlanCheck:
        looks.append("known" if known else "whole")
        return check_plan(plan, known)

    monkeypatch.setattr("indicators.workflow.plan_publication.check_plan", counted)


def test_a_plan_is_booked_for_a_moment_by_the_second_person(
    office: tuple[Client, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    bob, carol = office
    public, looks = Client(), list[str]()
    moment = datetime(2027, 3, 31, 0, tzinfo=UTC)  # 9:00 in Japan
    with time_machine.travel(PREPARING, tick=False):
        plan = prepare(User.objects.get(username="bob"))
        assert draft(bob).status_code == 302
        for typed, words in (
            (("", "9:00"), "公表する日も入力"),
            (("令和9年1月1日", "9:00"), "いまより後"),
            (("令和19年3月31日", "9:00"), "1年先まで"),
        ):
            assert words in book(carol, *typed).content.decode()
        late = {"action": "publish", "version": "1", "day": "令和9年4月2日", "time": "9:00"}
        assert "市民はこの計画を読めません" in carol.post(PAGE, late).content.decode(), "it begins on 4月1日"
        shown = carol.post(PAGE, {**late, "day": "令和9年3月31日"}).content.decode()
        assert "市民はこの計画を読めません" not in shown
        assert book(bob, "令和9年3月31日", "9:00").status_code == 403, "who drafted it does not"
        counted_looks(monkeypatch, looks)
        assert book(carol, "令和9年3月31日", "9:00").status_code == 302
        # Once for the page, once as the button is pressed, where the step asks no more for what the page found.
        assert looks == ["whole", "whole", "known"]
        shown = bob.get(PAGE).content.decode()
        assert "2027年3月31日 9:00に公表するよう、予約しています" in shown
        assert 'value="publish"' not in shown
        assert "2027年3月31日 9:00に公表を予約" in bob.get("/office/plan/4/").content.decode()
        for action in ("save", "discard", "publish"):
            data = {**DECISION, "version": "1", "seen_plan": edition_of_plan(plan), "action": action}
            assert carol.post(PAGE, data).status_code == 409, action
        # Taken back before, by anybody of the office, and booked again.
        assert bob.post(PAGE, {"action": "unbook", "version": "1"}).status_code == 302
        assert workflow.do_due(now=moment).plans == []
        assert book(carol, "令和9年3月31日", "9:00").status_code == 302
        assert public.get("/plans/4/measures/43/").status_code == 404
    with time_machine.travel(moment, tick=False):
        assert workflow.do_due(now=moment).plans == [f"{plan}を公表しました。"]
        assert public.get("/plans/4/measures/43/").status_code == 200
        assert "第3次" in public.get("/").content.decode(), "from which day it is in force is another matter"
        assert workflow.do_due(now=moment).plans == []
    out = PlanPublication.objects.get(plan=plan)
    assert (out.published_at, out.published_by.username) == (moment, "carol")
    assert not PlanBooking.objects.exists()
    done = Event.objects.filter(action__in=("plan_booked", "plan_unbooked")).order_by("pk")
    assert [one.action for one in done] == ["plan_booked", "plan_unbooked", "plan_booked"]


def test_a_booked_plan_that_changed_meanwhile_stays_and_says_why(office: tuple[Client, Client]) -> None:
    bob, carol = office
    moment = datetime(2027, 3, 31, 0, tzinfo=UTC)
    with time_machine.travel(PREPARING, tick=False):
        plan = prepare(User.objects.get(username="bob"))
        draft(bob)
        book(carol, "令和9年3月31日", "9:00")
        name = person(User.objects.get(username="carol"))
        measure = "/office/plan/4/measures/43/"
        pages = ("/office/plan/4/", measure, "/office/plan/4/settings/", "/office/plan/4/policies/")
        for address in pages:
            shown = bob.get(address).content.decode()
            assert f"2027年3月31日 9:00に公表するよう予約しています（{name}）" in shown, address
            assert "内容を変えると、予約した日時に公表されません" in shown, address
        waiting = bob.get("/office/batches/").content.decode()
        assert '予約中 <span class="count">1件</span>' in waiting
        assert f"計画の公表　{plan}" in waiting
        Measure.objects.filter(plan=plan).update(name="別の名前")
        # The edit is named where it was made and where plans are watched, with what can be done.
        for address in (*pages, "/office/", "/office/batches/", PAGE):
            shown = bob.get(address).content.decode()
            assert "公表を予約したあとに、計画の内容が変わりました" in shown, address
            assert "先に予約を取り消し" in shown, address
    found = workflow.do_due(now=moment)
    assert (found.plans, len(found.problems)) == ([], 1)
    assert not plan_is_out(plan)
    with time_machine.travel(moment, tick=False):
        bob = client_of(User.objects.get(username="bob"))  # a login lasts ten hours
        shown = bob.get(PAGE).content.decode()
        assert "予約した日時に公表できませんでした" in shown
        assert "計画の内容が変わりました" in shown
        assert draft(bob).status_code == 302
        assert "予約した日時に公表できませんでした" not in bob.get(PAGE).content.decode()
    assert workflow.do_due(now=moment).problems == []


def test_what_was_not_looked_at_by_two_does_not_go_out(office: tuple[Client, Client]) -> None:
    bob, carol = office
    with time_machine.travel(PREPARING, tick=False):
        plan = prepare(User.objects.get(username="carol"))
        draft(bob)
        confirmation = carol.post(PAGE, {"action": "publish", "version": "1"})
        Measure.objects.filter(plan=plan).update(goal="変えた目標")
        assert confirm(carol, confirmation).status_code == 409
        assert carol.post(PAGE, {"action": "publish", "version": "1"}).status_code == 409
        assert "確かめ直して" in carol.get(PAGE).content.decode()
        # Who looks again is the new drafter; the other one publishes.
        assert draft(carol).status_code == 302
        assert carol.post(PAGE, {"action": "publish", "version": "2"}).status_code == 403
        assert confirm(bob, bob.post(PAGE, {"action": "publish", "version": "2"})).status_code == 302
    assert plan_is_out(plan)


def plan_is_out(plan: Plan) -> bool:
    return PlanPublication.objects.filter(plan=plan, published_at__isnull=False).exists()


def test_what_is_incomplete_is_named_and_refuses_the_plan(office: tuple[Client, Client]) -> None:
    bob, carol = office
    with time_machine.travel(PREPARING, tick=False):
        plan = prepare(User.objects.get(username="carol"))
        other = make_indicator(
            measure=make_measure(44, plan=plan), target=None, name="二つ目", baseline_year=2026
        )
        initiative = {"number": 1, "name": "夢", "departments": ["夢の課"], "details": []}
        WordingDraft.objects.create(
            plan=plan,
            part="measure-45",
            content=empty_document() | {"name": "三つ目", "initiatives": [initiative]},
            edited_at=PREPARING,
        )
        BasicPolicy.objects.create(plan=plan, number="02", name="空の政策")
        draft(bob)
        check = carol.get(PAGE).context["check"]
        errors = "".join(words for words, _ in check.errors)
        warnings = "".join(words for words, _ in check.warnings)
        for words in (
            "指標44Aに目標がありません",
            "計画に反映していない文の下書き",
            "登録されていない課があります：夢の課",
        ):
            assert words in errors
        for words in (
            "基本政策02 空の政策に施策がありません",
            "指標43Aの主担当（産業振興課）を確認していません",
            "続く指標が登録されていないもの：43A",
        ):
            assert words in warnings
        assert all(carol.get(url).status_code == 200 for _, url in (*check.errors, *check.warnings))
        assert carol.post(PAGE, {"action": "publish", "version": "1"}).status_code == 409
        assert not plan_is_out(plan)
        other.delete()


def test_a_rule_of_a_plan_in_preparation_goes_out_with_the_plan_alone(office: tuple[Client, Client]) -> None:
    _, carol = office
    prepare(User.objects.get(username="bob"))
    target = Target.objects.get(published_at=None)
    with pytest.raises(workflow.WrongState):
        workflow.publish_rule(rule=target, by=User.objects.get(username="carol"))
    page = carol.get("/plans/4/office/targets/43A/")
    assert "計画を公表するときに、いっしょに公表されます" in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "field", "why"),
    [
        ({"in_force_on": "令和5年4月1日"}, "in_force_on", "第3次基本計画が始まった日"),
        ({"in_force_on": "令和13年4月1日"}, "in_force_on", "最後の年度が終わる日"),
        ({"reason": ""}, "reason", "説明を入力してください"),
    ],
)
def test_days_and_words_of_a_publication_are_checked(
    office: tuple[Client, Client], typed: dict[str, str], field: str, why: str
) -> None:
    prepare(User.objects.get(username="carol"))
    answer = draft(office[0], **typed)
    assert why in "".join(answer.context["form"].errors[field])
    assert not PlanPublication.objects.filter(published_at=None).exists()


def test_of_two_drafts_of_a_publication_the_second_sees_both_and_one_can_be_given_up(
    office: tuple[Client, Client],
) -> None:
    bob, carol = office
    prepare(User.objects.get(username="carol"))
    held = fields_of(carol, PAGE)
    draft(bob)
    answer = carol.post(PAGE, {**held, **DECISION, "reason": "ほかの説明", "action": "save"})
    assert answer.status_code == 409
    assert ("説明", DECISION["reason"], "ほかの説明") in answer.context["both"]
    assert carol.post(PAGE, {"action": "discard", "version": "1"}).status_code == 302
    assert Event.objects.filter(action="plan_discarded").exists()


def test_an_old_plan_is_fixed_but_for_its_yearly_values(office: tuple[Client, Client]) -> None:
    bob, carol = office
    with time_machine.travel(PREPARING, tick=False):
        prepare(User.objects.get(username="carol"))
        draft(bob)
        confirm(carol, carol.post(PAGE, {"action": "publish", "version": "1"}))
    old = Indicator.objects.get(measure__plan__key="3")
    people = {name: User.objects.get(username=name) for name in ("alice", "bob", "carol")}
    with time_machine.travel(AFTER, tick=False):
        assert "前の計画です" in client_of(people["bob"]).get("/office/plan/3/").content.decode()
        target = {
            "value": 2100,
            "target_year": 2026,
            "label": "2,100人",
            "first_year": 2025,
            "reason": "見直し",
        }
        with pytest.raises(workflow.WrongState, match="前の計画"):
            workflow.draft_rule(model=Target, owner=old, data=target, by=people["bob"], expected_versions=[])
        with pytest.raises(workflow.WrongState, match="前の計画"):
            save_wording(
                plan=old.measure.plan,
                part="measure-43",
                content={},
                by=people["bob"],
                version=0,
                reason="直し",
            )
        # 令和8年度の実績 come in after the next plan has begun.
        make_cycle(2026, by=people["bob"])
        publish_value(old, 2026, said("1900", note="事情"), by=people["alice"], publisher=people["carol"])
        assert "1,900" in Client().get("/plans/3/indicators/43A/").content.decode()


def test_all_are_told_of_a_plan_that_went_out(office: tuple[Client, Client]) -> None:
    bob, carol = office
    User.objects.update(email="person@example.jp")
    with time_machine.travel(PREPARING, tick=False):
        prepare(User.objects.get(username="carol"))
        draft(bob)
        assert "計画の公表：木更津市第4次基本計画" in carol.get("/office/").content.decode()
        assert write_digests(now=PREPARING) == 1
        [waiting] = Mail.objects.filter(kind="digest")
        assert (waiting.user.username, waiting.subject) == ("carol", "【基本計画のいま】確認待ち1件")
        before = [Client().get(address).content for address in ("/publications/", "/feeds/publications.atom")]
        confirm(carol, carol.post(PAGE, {"action": "publish", "version": "1"}))
        # Carol, who published it, has nothing to be told; today's mail is out, so that the others hear tomorrow.
        tomorrow = PREPARING + timedelta(days=1)
        assert write_digests(now=tomorrow) == 2
        assert write_digests(now=tomorrow + timedelta(days=1)) == 0, "said once"
        mails = Mail.objects.filter(kind="digest", queued_at=tomorrow)
        assert {mail.user.username for mail in mails} == {"alice", "bob"}
        assert {"第4次基本計画" in mail.body for mail in mails} == {True}
        # What waited is over with the publication, on the screen too.
        assert not Notice.objects.filter(kind="approval", read_at__isnull=True).exists()
        for was, address in zip(before, ("publications/", "feeds/publications.atom"), strict=True):
            assert "計画の公表" not in was.decode()
            for key in ("", "plans/3/", "plans/4/"):
                now = Client().get(f"/{key}{address}").content.decode()
                assert "計画の公表：" in now
                assert "/plans/4/" in now
            then = Client().get(f"/{address}", {"as_of": "2027-01-19"}).content.decode()
            assert "計画の公表" not in then


def test_a_page_names_its_permanent_address(office: tuple[Client, Client]) -> None:
    for address, own in (
        ("/indicators/43A/", "/plans/3/indicators/43A/"),
        ("/plans/3/indicators/43A/", "/plans/3/indicators/43A/"),
        ("/measures/43/?as_of=2026-11-01", "/plans/3/measures/43/?as_of=2026-11-01"),
        ("/indicators/?q=x", None),
        ("/measures/99/", None),
    ):
        found = re.findall(
            r'<link rel="canonical" data-now href="([^"]+)">', Client().get(address).content.decode()
        )
        assert found == ([] if own is None else [f"http://testserver{own}"]), address
