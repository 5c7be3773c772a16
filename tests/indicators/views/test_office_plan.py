"""The office's pages of the plan: wording is drafted, put in by another, dated; a text becomes measures of an empty plan."""

import os
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from indicators.forms.wording import MeasureEditor
from indicators.models import Event, Indicator
from measures.models import (
    Contribution,
    Department,
    Initiative,
    InitiativeDepartment,
    InitiativeDetail,
    Measure,
    Plan,
    RelatedPlan,
    Statement,
    Viewpoint,
    WordingDraft,
)
from tests.indicators.factories import load_fixtures, make_bob, make_carol, make_plan
from tests.indicators.pages import publish_by_hand
from tests.measures.sample_plan_text import SAMPLE_PLAN_TEXT
from tests.measures.test_plan_text import LAYOUT, plan_sections

pytestmark = pytest.mark.django_db
PAGE = "/office/plan/3/measures/43/"
NEW_SUMMARY = "駅前に移した相談窓口での、移住希望者への相談対応"


@pytest.fixture
def loaded() -> Plan:
    return load_fixtures()


@pytest.fixture
def bob() -> Client:
    client = Client()
    client.force_login(make_bob())
    return client


@pytest.fixture
def carol() -> Client:
    client = Client()
    client.force_login(make_carol())
    return client


def typed(client: Client, page: str = PAGE, **changed: str) -> dict[str, str]:
    """What the boxes of the editor hold, with what somebody types over them."""
    context = client.get(page).context
    editor: MeasureEditor = context["editor"]
    boxes = [editor.name, editor.goal.summary, editor.goal.original, *editor.names]
    for _, _, lines in editor.sections:
        boxes += [box for line in lines for box in (line.order, line.summary, line.original)]
    for one in editor.initiatives:
        boxes += [one.number, one.name, one.departments]
        boxes += [box for line in one.details for box in (line.order, line.summary, line.original)]
    held = {box.name: box.value for box in boxes}
    return {
        **held,
        "policy": editor.document["policy"],
        "version": str(context["version"]),
        "action": "save",
        **changed,
    }


def decide(client: Client, action: str, page: str = PAGE) -> int:
    version = client.get(page).context["version"]
    data = {"action": action, "version": version}
    if action == "publish":
        return publish_by_hand(client, page, data).status_code
    return client.post(page, data).status_code


# --- A published plan -------------------------------------------------------------------------------


@pytest.mark.usefixtures("loaded")
def test_wording_of_a_public_plan_changes_by_two_people_and_stays_on_past_days(bob: Client, carol: Client):
    public, address = Client(), reverse("public:measure", args=[43])
    old = Statement.objects.filter(measure__number=43, section="situation").order_by("order")[1].summary
    changed = {"situation-1-summary": NEW_SUMMARY, "reason": "窓口が駅前に移ったため"}
    assert bob.post(PAGE, typed(bob, **changed)).status_code == 302
    assert NEW_SUMMARY not in public.get(address).content.decode()
    page = bob.get(PAGE)
    assert [(one.where, one.was, one.now) for one in page.context["changes"]] == [
        ("現状2（要約）", old, NEW_SUMMARY)
    ]
    assert decide(bob, "publish") == 403
    assert NEW_SUMMARY not in public.get(address).content.decode()

    asked = carol.post(PAGE, {"action": "publish", "version": page.context["version"]})
    assert NEW_SUMMARY in asked.content.decode(), "shown before it goes out"
    assert NEW_SUMMARY not in public.get(address).content.decode()
    assert decide(carol, "publish") == 302
    now = public.get(address).content.decode()
    assert NEW_SUMMARY in now
    assert "窓口が駅前に移ったため" in now
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    then = public.get(address, {"as_of": yesterday}).content.decode()
    assert old in then
    assert NEW_SUMMARY not in then
    assert "窓口が駅前に移ったため" not in then
    line = Statement.objects.get(measure__number=43, section="situation", order=2).history.first()
    assert (line.history_user.username, line.history_change_reason) == ("carol", "窓口が駅前に移ったため")
    # Nothing else was written: the history of every other row is as it was loaded.
    assert Statement.history.filter(history_type="~").count() == 1
    history = bob.get("/office/plan/3/history/").content.decode()
    assert old in history
    assert "窓口が駅前に移ったため" in history


@pytest.mark.usefixtures("loaded")
def test_a_public_plan_asks_for_a_reason(bob: Client, carol: Client):
    bob.post(PAGE, typed(bob, name="移住の推進"))
    answer = carol.post(PAGE, {"action": "publish", "version": "1"})
    assert answer.status_code == 409
    assert "理由が要ります" in answer.content.decode()
    assert Measure.objects.get(number=43).name == "移住・定住の推進"


@pytest.mark.usefixtures("loaded")
def test_the_second_save_is_refused_with_both_texts_and_nothing_is_lost(bob: Client, carol: Client):
    first, second = typed(bob, name="移住の推進"), typed(carol, name="定住の推進")
    assert bob.post(PAGE, first).status_code == 302
    answer = carol.post(PAGE, second)
    assert answer.status_code == 409
    assert [(one.where, one.was, one.now) for one in answer.context["both"]] == [
        ("施策の名称", "移住の推進", "定住の推進")
    ]
    assert answer.context["editor"].name.value == "定住の推進"
    assert WordingDraft.objects.get().content["name"] == "移住の推進"
    # What she sees now names the newer version: saving it again is a decision.
    again = {**second, "version": str(answer.context["version"])}
    assert carol.post(PAGE, again).status_code == 302
    assert WordingDraft.objects.get().content["name"] == "定住の推進"


@pytest.mark.usefixtures("loaded")
def test_lines_are_added_moved_and_removed(bob: Client, carol: Client):
    texts = list(
        Statement.objects.filter(measure__number=43, section="direction").values_list("summary", flat=True)
    )
    added = {
        "direction-2-summary": "加えた一文",
        "direction-2-order": "1.5",
        "direction-0-summary": "",
        "direction-0-original": "",
    }
    bob.post(PAGE, typed(bob, reason="見直し", **added))
    decide(carol, "publish")
    rows = Statement.objects.filter(measure__number=43, section="direction").order_by("order")
    assert [(one.order, one.summary) for one in rows] == [(1, "加えた一文"), (2, texts[1])]


@pytest.mark.usefixtures("loaded")
def test_what_cannot_be_kept_is_told_at_its_box_and_stays_there(bob: Client):
    long = "あ" * 201
    answer = bob.post(PAGE, typed(bob, **{"goal": long, "issue-0-original": "見え\x00ない"}))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "200字までで入力してください（いま201字です）" in page
    assert "見えない文字（U+0000）" in page
    assert long in page
    assert not WordingDraft.objects.exists()


@pytest.mark.usefixtures("loaded")
def test_a_draft_is_given_up_and_the_log_keeps_it(bob: Client):
    bob.post(PAGE, typed(bob, name="移住の推進"))
    assert decide(bob, "discard") == 302
    assert not WordingDraft.objects.exists()
    event = Event.objects.get(action=Event.Action.WORDING_DISCARDED)
    assert event.detail["content"]["name"] == "移住の推進"


@pytest.mark.usefixtures("loaded")
def test_policies_are_renamed_and_added(bob: Client, carol: Client):
    page = "/office/plan/3/policies/"
    lines = bob.get(page).context["editor"].lines
    data = {box.name: box.value for line in lines for box in line}
    data |= {"policies-0-name": "市民参加", "policies-5-number": "06", "policies-5-name": "新しい政策"}
    bob.post(page, {**data, "version": "0", "action": "save", "reason": "改定"})
    assert decide(carol, "publish", page) == 302
    names = dict(Plan.objects.get().policies.values_list("number", "name"))
    assert (names["01"], names["06"], len(names)) == ("市民参加", "新しい政策", 6)


@pytest.mark.usefixtures("loaded")
def test_the_overview_lists_the_plan_in_its_order_and_what_is_missing(bob: Client):
    Statement.objects.filter(measure__number=43, section="issue").delete()
    page = bob.get("/office/plan/3/")
    assert [line["measures"][0]["number"] for line in page.context["policies"]] == [41, 44, 46, 47, 48]
    assert [(line["number"], line["lacking"]) for line in page.context["incomplete"]] == [(43, ["課題"])]
    # 8 goals, 68 + 56 bullets and 18 contributions without the one 課題, of none of which the repository has the 原文.
    assert page.context["originals"] == 8 + 67 + 56 + 18
    assert page.context["indicators"]["without_lead"] == 11
    assert bob.get("/office/plan/3/indicators/").content.decode().count("まだ公表していません") == 0


# --- A text into an empty plan ----------------------------------------------------------------------


def settings_of_layout() -> dict[str, str]:
    kept = LAYOUT.as_json()
    marks = kept["marks"]
    assert isinstance(marks, dict)
    boxes = {mark: "\n".join(patterns) for mark, patterns in marks.items()}
    return boxes | {"name_before": "on", "details_before": "on", "related_before": "on"}


def read_into(client: Client, text: str) -> None:
    data = {**settings_of_layout(), "text": text, "version": "0", "action": "read"}
    assert client.post("/office/plan/4/text/", data).status_code == 302


def test_a_text_becomes_drafts_and_drafts_become_the_plan(bob: Client):
    plan = make_plan(slug="kisarazu-4", published_at=None, name="次の計画")
    read_into(bob, SAMPLE_PLAN_TEXT)
    page = bob.get("/office/plan/4/text/")
    found = page.context["found"]
    assert found.unplaced == ()
    assert len(page.context["mended"]) == 3
    lines = [one.line for one in found.measure(47).statements]
    settled = dict(
        zip((f"line-{line}" for line in sorted(lines)), ("situation", "direction", "issue"), strict=True)
    )
    answer = bob.post(
        "/office/plan/4/text/", {**settled, "version": "1", "action": "draft", "measure": ["31", "47"]}
    )
    assert answer.status_code == 302
    assert not Measure.objects.exists()
    measure = "/office/plan/4/measures/31/"
    refused = bob.post(measure, {"action": "publish", "version": "1"})
    assert "登録されていない課があります：昼寝課、大工室" in refused.content.decode()
    bob.post("/office/plan/4/departments/", {"slug-0": "hirune", "slug-1": "daiku"})
    # A plan in preparation needs no second person: it is published as a whole.
    assert decide(bob, "publish", measure) == 302
    assert decide(bob, "publish", "/office/plan/4/measures/47/") == 302
    row = Measure.objects.get(plan=plan, number=31)
    assert (row.name, row.goal, row.policy.name) == ("昼寝の推進", "", "猫の手の貸し出し")
    assert row.goal_words == "猫と人がともに昼寝できる町をめざし、縁側の日当たりを3割広げます。"
    of_47 = Statement.objects.filter(measure__number=47).values_list("section", "original")
    assert dict(of_47)["issue"] == "規格の違いを町民に知らせる必要があります。"
    names = [
        one.department.name
        for one in InitiativeDepartment.objects.filter(
            initiative__number=1, initiative__measure=row
        ).order_by("order")
    ]
    assert names == ["昼寝課", "大工室"]
    assert bob.get("/office/plan/4/indicators/").context["printed"][0]["name"] == "縁側の数"


def test_a_line_without_a_place_is_placed_by_hand(bob: Client):
    make_plan(slug="kisarazu-4", published_at=None)
    read_into(bob, SAMPLE_PLAN_TEXT + "\n欄外の一文です。\n")
    [lost] = bob.get("/office/plan/4/text/").context["found"].unplaced
    bob.post("/office/plan/4/text/", {f"line-{lost.line}": "issue", "version": "1", "action": "settle"})
    found = bob.get("/office/plan/4/text/").context["found"]
    assert found.unplaced == ()
    assert "欄外の一文です。" in [one.text for one in found.measure(47).statements]


def test_a_text_that_somebody_else_read_meanwhile_is_not_covered(bob: Client, carol: Client):
    make_plan(slug="kisarazu-4", published_at=None)
    read_into(bob, SAMPLE_PLAN_TEXT)
    data = {**settings_of_layout(), "text": "ただの手紙です。", "version": "0", "action": "read"}
    answer = carol.post("/office/plan/4/text/", data)
    assert answer.status_code == 200  # no measure of that text: told at its box
    answer = carol.post("/office/plan/4/text/", {**data, "text": SAMPLE_PLAN_TEXT + "\n"})
    assert answer.status_code == 409
    assert "ほかの人が保存しました" in answer.content.decode()


@pytest.mark.skipif("PLAN_TEXT" not in os.environ, reason="the city's text is not in the repository")
def test_the_citys_text_fills_an_empty_plan(bob: Client):
    make_plan(slug="kisarazu-4", published_at=None)
    read_into(bob, Path(os.environ["PLAN_TEXT"]).read_text(encoding="utf-8"))
    found = bob.get("/office/plan/4/text/").context["found"]
    words = {1: "situation", 2: "issue", 3: "direction"}
    settled = {
        f"line-{piece.line}": words[section]
        for number, order in plan_sections().items()
        for piece, section in zip(
            sorted(found.measure(number).statements, key=lambda one: one.line), order, strict=True
        )
    }
    numbers = [str(number) for number in range(41, 49)]
    bob.post("/office/plan/4/text/", {**settled, "version": "1", "action": "draft", "measure": numbers})
    unknown = bob.get("/office/plan/4/departments/").context["names"]
    bob.post("/office/plan/4/departments/", {f"slug-{place}": f"ka-{place}" for place in range(len(unknown))})
    for number in numbers:
        assert decide(bob, "publish", f"/office/plan/4/measures/{number}/") == 302
    counts = {
        model.__name__: model._default_manager.count()
        for model in (
            Measure,
            Initiative,
            InitiativeDetail,
            InitiativeDepartment,
            Statement,
            Contribution,
            Viewpoint,
            RelatedPlan,
            Department,
        )
    }
    assert counts == {
        "Measure": 8,
        "Initiative": 18,
        "InitiativeDetail": 56,
        "InitiativeDepartment": 29,
        "Statement": 68,
        "Contribution": 18,
        "Viewpoint": 24,
        "RelatedPlan": 14,
        "Department": 14,
    }
    sections = Counter(Statement.objects.filter(measure__number=47).values_list("section", flat=True))
    assert sections == {"situation": 5, "issue": 2, "direction": 2}
    printed = bob.get("/office/plan/4/indicators/").context["printed"]
    assert len(printed) == 11
    bob.post("/office/plan/4/indicators/", {"row": [f"{row['number']}:{row['name']}" for row in printed]})
    kept = yaml.safe_load((settings.BASE_DIR / "fixtures/indicators.yaml").read_text(encoding="utf-8"))
    rows = [one["fields"] for one in kept if one["model"] == "indicators.indicator"]
    targets = [one["fields"] for one in kept if one["model"] == "indicators.target"]
    names = ("name", "unit", "decimals", "direction", "baseline_label", "baseline_year")
    made = list(Indicator.objects.order_by("measure__number", "letter"))
    assert [[getattr(one, name) for name in names] for one in made] == [
        [row[name] for name in names] for row in rows
    ]
    assert [one.baseline_value for one in made] == [Decimal(row["baseline_value"]) for row in rows]
    drafts = [one.targets.get() for one in made]
    assert [(one.value, one.label, one.target_year) for one in drafts] == [
        (Decimal(row["value"]), row["label"], row["target_year"]) for row in targets
    ]
    assert not Indicator.objects.public().exists()


@pytest.mark.usefixtures("loaded")
@pytest.mark.skipif("PLAN_TEXT" not in os.environ, reason="the city's text is not in the repository")
def test_the_citys_text_goes_beside_the_restated_lines_of_the_plan_that_stands(bob: Client):
    text = Path(os.environ["PLAN_TEXT"]).read_text(encoding="utf-8")
    data = {**settings_of_layout(), "text": text, "version": "0", "action": "read"}
    bob.post("/office/plan/3/text/", data)
    bullets = bob.get("/office/plan/3/text/").context["found"].measure(43).statements
    order = ["situation", "situation", "issue", "direction", "direction"]
    lines = sorted(one.line for one in bullets)
    settled = {f"line-{line}": role for line, role in zip(lines, order, strict=True)}
    bob.post("/office/plan/3/text/", {**settled, "version": "1", "action": "draft", "measure": ["43"]})
    changes = bob.get(PAGE).context["changes"]
    # The goal, 5 bullets, 2 contributions and 3 details gain their 原文; no 要約, name or department is another.
    assert [one.where for one in changes if "原文" not in one.where] == []
    assert len(changes) == 1 + 5 + 2 + 3
    assert {one.was for one in changes} == {""}


@pytest.mark.usefixtures("loaded")
def test_a_page_that_keeps_its_draft_by_itself_is_answered_in_json(bob: Client, carol: Client):
    """200 with the version that stands, 422 with what to mend, 409 with both texts; nothing is covered."""
    json = {"Accept": "application/json"}
    assert bob.post(PAGE, typed(bob), headers=json).json() == {"version": 0, "saved_at": ""}
    answer = bob.post(PAGE, typed(bob, **{"situation-1-summary": NEW_SUMMARY}), headers=json)
    assert answer.json()["version"] == 1
    long = typed(bob, name="あ" * 101)
    assert "100字まで" in str(bob.post(PAGE, long, headers=json).json()["errors"])
    late = {**typed(carol), "version": "0", "name": "別の名称"}
    refused = carol.post(PAGE, late, headers=json)
    assert refused.status_code == 409
    assert refused.json()["again"] == {"version": 1}
    assert "別の名称" in refused.json()["box"]
    assert WordingDraft.objects.get().version == 1


# --- What is said of an indicator -------------------------------------------------------------------

WORDING = "/office/plan/3/indicators/43A/wording/"


def typed_of(client: Client, **changed: str) -> dict[str, str]:
    page = client.get(WORDING)
    form = page.context["editor"].form
    held = {box.html_name: box.value() for box in form}
    return {
        **{name: said for name, said in held.items() if said not in (None, False, "")},
        "version": str(page.context["version"]),
        "action": "save",
        **changed,
    }


@pytest.mark.usefixtures("loaded")
def test_what_is_said_of_an_indicator_changes_by_two_people_and_stays_on_past_days(
    bob: Client, carol: Client
):
    public, address = Client(), "/plans/3/indicators/43A/"
    was = public.get(address).content.decode()
    changed = {
        "name": "移住相談窓口の利用登録者数",
        "remark": "1年に350人を超える登録",
        "series-0-name": "県内の市の平均",
        "series-0-source": "県の統計",
        "reason": "窓口の名称が変わったため",
    }
    assert bob.post(WORDING, typed_of(bob, **changed)).status_code == 302
    page = bob.get(WORDING)
    assert [(one.where, one.now) for one in page.context["changes"]] == [
        ("指標名", "移住相談窓口の利用登録者数"),
        ("備考（要約）", "1年に350人を超える登録"),
        ("比べる系列1の名前", "県内の市の平均"),
        ("比べる系列1の出所", "県の統計"),
    ]
    assert decide(bob, "publish", WORDING) == 403
    assert public.get(address).content.decode() == was
    assert decide(carol, "publish", WORDING) == 302
    found = Indicator.objects.get(measure__number=43)
    assert found.name == "移住相談窓口の利用登録者数"
    assert [(one.name, one.source) for one in found.comparisons.all()] == [("県内の市の平均", "県の統計")]
    assert "移住相談窓口の利用登録者数" in public.get(address).content.decode()
    yesterday = timezone.localdate() - timedelta(days=1)
    assert "移住相談窓口の利用登録者数" not in public.get(f"{address}?as_of={yesterday}").content.decode()
    assert "移住相談窓口の利用登録者数" in carol.get("/office/plan/3/history/").content.decode()
    log = Event.objects.get(action=Event.Action.WORDING_PUBLISHED)
    assert (log.indicator, log.reason) == (found, "窓口の名称が変わったため")


@pytest.mark.usefixtures("loaded")
def test_what_cannot_be_said_of_an_indicator_is_refused_at_its_box(bob: Client, carol: Client):
    """584人 → 2,000人: neither lies outside what can be typed; an end has a year, a reason and a day."""
    for changed, box in (
        ({"name": ""}, "id_name"),
        ({"lowest": "多め"}, "id_lowest"),
    ):
        answer = bob.post(WORDING, typed_of(bob, **changed))
        assert [name for name, _ in answer.context["editor"].summary_of_errors] == [box], changed
    for changed, why in (
        ({"highest": "1,999人"}, "目標の2,000が、入力できない値になります。"),
        ({"lowest": "585"}, "現状値の584が、入力できない値になります。"),
        ({"lowest": "9", "highest": "8"}, "とりうる最小の値より大きくしてください。"),
        ({"last_year": "2025"}, "最後の年度、理由、決めた日をそろえて"),
        ({"series-0-source": "県の統計"}, "系列の名前を入力してください。"),
    ):
        assert bob.post(WORDING, typed_of(bob, **changed, reason="試し")).status_code == 302
        version = bob.get(WORDING).context["version"]
        refused = carol.post(WORDING, {"action": "publish", "version": version})
        assert why in refused.content.decode(), changed
        assert decide(bob, "discard", WORDING) == 302
    ended = {
        "last_year": "2025",
        "end_reason": "窓口を閉じたため",
        "ended_on": "2026/3/31",
        "reason": "窓口の廃止",
    }
    assert bob.post(WORDING, typed_of(bob, **ended)).status_code == 302
    assert decide(carol, "publish", WORDING) == 302
    found = Indicator.objects.get(measure__number=43)
    assert (found.last_year, found.end_reason) == (2025, "窓口を閉じたため")


def least_of(client: Client) -> str:
    return str(client.get(WORDING).context["editor"].form.fields["decimals"].choices[0][1])


@pytest.mark.usefixtures("loaded")
def test_a_public_indicator_gets_more_decimals_by_two_people(bob: Client, carol: Client):
    """584人 → 2,000人 without decimals: a target of 2,000.5 is refused with the way, and taken after it was gone."""
    rule = {"value": "2,000.5", "label": "2,000.5人", "target_year": "2026", "first_year": "2026"}
    rule |= {
        "reason": "数え方が細かくなったため",
        "decided_on": "2026/4/1",
        "version": "0",
        "action": "draft",
    }
    targets, public = "/office/targets/43A/target/", "/plans/3/indicators/43A/"

    def refused() -> bool:
        answer = bob.post(targets, rule).content.decode()
        return "小数は使えません（0桁までです）" in answer and "指標の「名称と説明」で増やせます" in answer

    assert refused()
    assert least_of(bob) == "0桁"
    assert bob.post(WORDING, typed_of(bob, decimals="1", reason="小数で測るため")).status_code == 302
    assert [(one.where, one.was, one.now) for one in bob.get(WORDING).context["changes"]] == [
        ("小数の桁数", "0", "1")
    ]
    assert decide(bob, "publish", WORDING) == 403
    assert refused()
    assert decide(carol, "publish", WORDING) == 302
    assert not refused()
    assert "2,000.0人" in Client().get(public).content.decode()
    yesterday = timezone.localdate() - timedelta(days=1)
    assert "2,000.0人" not in Client().get(f"{public}?as_of={yesterday}").content.decode()
    # Never fewer than a figure has that is kept: the draft of the new target.
    assert least_of(bob) == "1桁"
    assert bob.post(WORDING, typed_of(bob, decimals="0")).status_code == 200


@pytest.mark.usefixtures("loaded")
def test_a_draft_of_an_earlier_release_leaves_the_decimals_alone(bob: Client, carol: Client):
    assert bob.post(WORDING, typed_of(bob, name="別の指標名", reason="名称の変更")).status_code == 302
    draft = WordingDraft.objects.get()
    draft.content.pop("decimals")
    draft.save()
    assert [one.where for one in bob.get(WORDING).context["changes"]] == ["指標名"]
    assert decide(carol, "publish", WORDING) == 302
    found = Indicator.objects.get(measure__number=43)
    assert (found.name, found.decimals) == ("別の指標名", 0)


@pytest.mark.usefixtures("loaded")
def test_title_and_source_of_a_reference_figure_are_dated_wording(bob: Client, carol: Client):
    public, address = Client(), "/plans/3/measures/45/"
    page = "/office/plan/3/measures/45/"
    data = typed(bob, page, reason="出所の名称が変わったため")
    held = {box.name: box.value for box in bob.get(page).context["editor"].figure}
    assert held["figure_title"] in public.get(address).content.decode()
    bob.post(page, {**data, **held, "figure_title": "改めた図の題名"})
    assert decide(carol, "publish", page) == 302
    assert "改めた図の題名" in public.get(address).content.decode()
    yesterday = timezone.localdate() - timedelta(days=1)
    then = public.get(f"{address}?as_of={yesterday}").content.decode()
    assert held["figure_title"] in then
    assert "改めた図の題名" not in then
