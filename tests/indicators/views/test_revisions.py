"""A mid-plan revision: drafts gathered under one reason, confirmed by another person, at once or on its day, told as one."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from indicators import frames, workflow
from indicators.models import Event, Indicator, Target
from indicators.workflow import do_due
from indicators.workflow.wording import save_wording
from measures.documents import document_of
from measures.models import Measure, Plan, PlanRevision, WordingDraft
from tests.indicators.factories import load_fixtures, make_bob, make_carol, make_dave, make_plan
from tests.indicators.pages import client_of, publish_by_hand

pytestmark = pytest.mark.django_db
NEW = "/office/plan/3/revisions/new/"
REASON = "社会情勢が変わったため"


class Office:
    """Bob drafted another name of measure 43, the end of measure 42, and 1,500 for 43A's target; Carol has done nothing."""

    def __init__(self) -> None:
        self.plan = load_fixtures()
        self.people = {"bob": make_bob(), "carol": make_carol()}
        self.bob, self.carol = (client_of(one) for one in self.people.values())
        by = self.people["bob"]
        for number, changed in ((43, {"name": "移住と定住の支援"}), (42, {"ended_on": "2026-03-31"})):
            content = document_of(Measure.objects.get(number=number)) | changed
            save_wording(plan=self.plan, part=f"measure-{number}", content=content, by=by, version=0)
        data = {
            **{"value": 1500, "target_year": 2026, "label": "1,500人", "first_year": 2025},
            **{"decided_on": None, "reason": "下書きの理由"},
        }
        owner = Indicator.objects.get(measure__number=43)
        workflow.draft_rule(model=Target, owner=owner, data=data, by=by, expected_versions=[])

    def gather(self, **typed: Any) -> PlanRevision:
        page = self.bob.get(NEW)
        said = {"title": "令和8年度 中間見直し", "reason": REASON, "decided_on": "R8.3.20", "version": "0"}
        keys = [line["key"] for line in page.context["lines"]]
        answer = self.bob.post(NEW, {**said, "draft": keys, "action": "save", **typed})
        assert answer.status_code == 302, answer.context["form"].errors
        return PlanRevision.objects.get()

    def press(self, who: Client, action: str, known: PlanRevision) -> Any:
        known.refresh_from_db()
        data = {"action": action, "version": known.version}
        return publish_by_hand(who, f"/office/plan/3/revisions/{known.pk}/", data)


@pytest.fixture
def office() -> Office:
    return Office()


def target_of(year: int) -> tuple[int, str]:
    row = next(one for one in frames.published(Plan.objects.get()) if (one.code, one.year) == ("43A", year))
    return int(row.target), row.target_label


def test_all_goes_in_at_once_with_one_reason_and_stands_as_one_entry(office: Office) -> None:
    public, known = Client(), office.gather()
    assert [what for _, what in known.gathered] == ["施策42の文", "施策43の文", "指標43Aの目標"]
    assert office.press(office.bob, "confirm", known).status_code == 403
    assert office.press(office.carol, "confirm", known).status_code == 302
    known.refresh_from_db()
    assert known.published_at is not None
    assert Measure.objects.get(number=43).name == "移住と定住の支援"
    assert (target_of(2025), target_of(2024)) == ((1500, "1,500人"), (2000, "2,000人"))
    drafts: list[Any] = [*WordingDraft.objects.all(), *Target.objects.filter(value=1500)]
    assert {(one.reason, str(one.decided_on)) for one in drafts} == {(REASON, "2026-03-20")}
    [entry] = frames.corrections(office.plan)
    assert (entry.kind_label, entry.name, entry.reason) == ("中間見直し", "令和8年度 中間見直し", REASON)
    for address in ("/corrections/", "/feeds/corrections.atom"):
        shown = public.get(address).content.decode()
        assert "施策42の文、施策43の文、指標43Aの目標" in shown
    page = public.get("/measures/43/").content.decode()
    before = timezone.localdate() - timedelta(days=1)
    assert "令和8年度 中間見直し" in page
    assert f'href="/measures/43/?as_of={before}"' in page
    assert "移住と定住の支援" not in public.get(f"/measures/43/?as_of={before}").content.decode()
    ended = public.get("/measures/42/")
    assert ended.status_code == 200
    assert "終了した施策です" in ended.content.decode()
    assert "終了した施策です" not in public.get(f"/measures/42/?as_of={before}").content.decode()
    assert Event.objects.filter(action=Event.Action.REVISION_DONE).count() == 1
    assert office.press(office.carol, "discard", known).status_code == 409


def held_as_they_were_seen(office: Office) -> None:
    """Of what is booked neither text nor rule can be mended, given up or put in apart, and no page offers it."""
    target, text = Target.objects.get(published_at=None), "/office/plan/3/measures/43/"
    page = "/office/targets/43A/target/"
    form = {
        **{
            "value": "1,600",
            "target_year": "2026",
            "label": "1,600人",
            "first_year": "2025",
            "decided_on": "R8.3.20",
        },
        **{"tolerance": "", "wording": "", "reason": "別の理由", "instead_of": str(target.pk)},
    }
    shown = office.carol.get(page).content.decode()
    for action in (f"discard:{target.pk}", f"publish:{target.pk}"):
        assert action not in shown
        answer = office.carol.post(page, {"action": action, "expected_version": target.at_version})
        assert answer.status_code == 409, action
        assert "予約した中間見直しに入っています" in answer.content.decode(), action
    answer = office.bob.post(page, {**form, "action": "draft", "expected_version": target.at_version})
    assert answer.status_code == 409, answer.context["form"].errors
    assert "1,600人" in answer.content.decode()  # what was typed stays
    target.refresh_from_db()
    assert (target.value, target.version) == (1500, 1)
    shown = office.carol.get(text).content.decode()
    assert "予約した中間見直しに入っています" in shown
    assert 'value="publish"' not in shown
    assert 'value="discard"' not in shown
    assert "「令和8年度 中間見直し」として" in shown
    assert "が確かめて予約しました" in shown
    assert f'href="/office/plan/3/revisions/{PlanRevision.objects.get().pk}/"' in shown
    assert 'value="save"' not in shown, "it is locked, and says so"
    version = WordingDraft.objects.get(part="measure-43").version
    # Typed before it was booked: what was typed stays, and nothing is promised that would be refused.
    typed = {
        "action": "save",
        "version": version,
        "name": "別の名前",
        "goal-summary": "別の目標",
        "goal": "別の目標",
    }
    answer = office.bob.post(text, typed)
    assert answer.status_code == 409
    assert "別の名前" in answer.content.decode()
    assert "予約を取り消すまで、保存できません" in answer.content.decode()
    assert "二つを見くらべて" not in answer.content.decode()
    waiting = office.bob.get("/office/batches/").content.decode()
    assert '予約中 <span class="count">1件</span>' in waiting
    for words in ("令和8年度 中間見直し", "施策43の文", "指標43Aの目標"):
        assert words in waiting, words
    for action in ("publish", "discard"):
        assert office.carol.post(text, {"action": action, "version": version}).status_code == 409, action


def test_the_form_of_booked_interim_targets_is_locked_and_says_why(office: Office) -> None:
    """As the other forms are: nothing is typed that would be refused. With the booking taken back it is there again."""
    workflow.draft_interims(
        indicator=Indicator.objects.get(measure__number=43),
        points={2025: Decimal(1400)},
        decision=workflow.Decision(2025, None, "中間の理由"),
        instead_of=None,
        by=office.people["bob"],
        expected_versions=[],
    )
    page = "/office/targets/43A/"
    assert 'value="draft"' in office.bob.get(page).content.decode()
    known = office.gather(effective_on=(timezone.localdate() + timedelta(days=10)).strftime("%Y/%m/%d"))
    assert office.press(office.carol, "confirm", known).status_code == 302
    shown = office.bob.get(page).content.decode()
    assert 'value="draft"' not in shown
    assert "予約した下書きがあるので、いまは変えられません" in shown
    assert "が確かめて予約しました" in shown
    assert office.press(office.bob, "withdraw", known).status_code == 302
    assert 'value="draft"' in office.bob.get(page).content.decode()


def test_it_waits_for_its_day_and_can_be_withdrawn_until_then(office: Office) -> None:
    day = timezone.localdate() + timedelta(days=10)
    known = office.gather(effective_on=day.strftime("%Y/%m/%d"))
    assert office.press(office.carol, "confirm", known).status_code == 302
    known.refresh_from_db()
    assert known.waits
    at = timezone.now()
    assert do_due(now=at + timedelta(days=9)).revisions == []
    assert Measure.objects.get(number=43).name != "移住と定住の支援"
    # What was confirmed stays as it is until then.
    draft = WordingDraft.objects.get(part="measure-43")
    with pytest.raises(workflow.WrongState, match="予約した中間見直しに入っています"):
        save_wording(
            plan=office.plan,
            part=draft.part,
            content=draft.content | {"name": "別"},
            by=office.people["bob"],
            version=draft.version,
        )
    held_as_they_were_seen(office)
    assert office.press(office.bob, "withdraw", known).status_code == 302
    assert do_due(now=at + timedelta(days=11)).revisions == []
    assert Event.objects.filter(action=Event.Action.REVISION_WITHDRAWN).count() == 1
    assert office.press(office.carol, "confirm", known).status_code == 302
    [(done, refusal)] = do_due(now=at + timedelta(days=10)).revisions
    assert (done, refusal) == (known, "")
    assert Measure.objects.get(number=43).name == "移住と定住の支援"
    assert do_due(now=at + timedelta(days=10)).revisions == []


def test_nothing_goes_in_where_one_draft_is_another_by_then(office: Office) -> None:
    day = timezone.localdate() + timedelta(days=1)
    known = office.gather(effective_on=day.strftime("%Y/%m/%d"))
    office.press(office.carol, "confirm", known)
    target = Target.objects.get(published_at=None)
    Target.objects.filter(pk=target.pk).delete()  # by nobody's step: those are refused
    [(_, refusal)] = do_due(now=timezone.now() + timedelta(days=1)).revisions
    assert "1件が、あとから変わったか、なくなりました" in refusal
    assert not WordingDraft.objects.filter(published_at__isnull=False).exists()
    known.refresh_from_db()
    assert (known.confirmed_by, known.refusal) == (None, refusal)
    assert refusal in office.bob.get(f"/office/plan/3/revisions/{known.pk}/").content.decode()


def test_what_is_missing_is_said_at_its_box(office: Office) -> None:
    yesterday = (timezone.localdate() - timedelta(days=1)).strftime("%Y/%m/%d")
    said = {"title": "見直し", "reason": REASON, "version": "0", "action": "save"}
    key = office.bob.get(NEW).context["lines"][0]["key"]
    for typed, name in (
        ({"title": "", "draft": key}, "title"),
        ({"reason": "", "draft": key}, "reason"),
        ({"draft": key, "effective_on": yesterday}, "effective_on"),
        ({}, "__all__"),
        ({"draft": "wording:0:1"}, "__all__"),
    ):
        answer = office.bob.post(NEW, {**said, **typed})
        assert name in answer.context["form"].errors, typed
    assert not PlanRevision.objects.exists()
    assert client_of(make_dave()).get(NEW).status_code == 403
    known = office.gather()
    assert office.bob.post(NEW.replace("new", str(known.pk)), {**said, "draft": key}).status_code == 409


def test_a_measure_that_is_added_is_not_there_on_a_day_before(office: Office) -> None:
    content = document_of(Measure.objects.get(number=43)) | {"name": "新しい施策", "initiatives": []}
    save_wording(plan=office.plan, part="measure-49", content=content, by=office.people["bob"], version=0)
    known = office.gather()
    office.press(office.carol, "confirm", known)
    public, before = Client(), timezone.localdate() - timedelta(days=1)
    assert "新しい施策" in public.get("/measures/").content.decode()
    assert public.get("/measures/49/").status_code == 200
    assert "新しい施策" not in public.get(f"/measures/?as_of={before}").content.decode()
    assert public.get(f"/measures/49/?as_of={before}").status_code == 404
    assert "/measures/49.csv" in public.get("/open-data/").content.decode()
    assert "/measures/49.csv" not in public.get(f"/open-data/?as_of={before}").content.decode()


def test_a_plan_in_preparation_has_no_revision(office: Office) -> None:
    plan = make_plan(
        slug="kisarazu-4", name="第4次基本計画", first_year=2027, last_year=2030, published_at=None
    )
    policies = {"policies": [{"number": "01", "name": "新しい基本政策"}]}
    save_wording(plan=plan, part="policies", content=policies, by=office.people["bob"], version=0)
    page, list_page = "/office/plan/4/revisions/new/", "/office/plan/4/revisions/"
    assert "準備中の計画に、中間見直しはありません" in office.bob.get(list_page).content.decode()
    assert "見直しをまとめる</a>" not in office.bob.get(list_page).content.decode()
    day = timezone.localdate() + timedelta(days=10)
    said = {"title": "見直し", "reason": REASON, "effective_on": day.strftime("%Y/%m/%d"), "version": "0"}
    draft = WordingDraft.objects.get(plan=plan)
    answer = office.bob.post(page, {**said, "draft": f"wording:{draft.pk}:{draft.version}", "action": "save"})
    assert answer.status_code == 409
    assert "準備中の計画に、中間見直しはありません" in answer.content.decode()
    assert not PlanRevision.objects.exists()
