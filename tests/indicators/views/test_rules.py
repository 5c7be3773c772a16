"""The office's pages of targets, baselines and thresholds: draft, see the effect, publish by somebody else, give up."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators import frames, workflow
from indicators.models import Baseline, Event, Recount, Rhythm, Target, Threshold
from indicators.views.office.rules import PUBLISHED
from tests.indicators.factories import (
    EVERY,
    make_alice,
    make_baseline,
    make_bob,
    make_carol,
    make_cycle,
    make_dave,
    make_indicator,
    make_interim,
    make_plan,
    make_target,
    make_threshold,
    publish_value,
    said,
)
from tests.indicators.pages import publish_by_hand

pytestmark = pytest.mark.django_db
COMMON = {"action": "draft", "instead_of": "", "decided_on": "R7.3.25", "reason": "年度の見直し"}
TYPED: dict[str, dict[str, str]] = {
    "target": {"value": "１,５００人", "target_year": "2026", "label": "1,500人", "first_year": "2025"},
    "baseline": {"value": "1,100", "baseline_year": "2022", "label": "再集計", "first_year": "2024"},
    "rhythm": {"every": "2", "survey_year": "2024", "first_year": "2024"},
    "recount": {"first_year": "2024", "rebased": "2023 900人"},
    "threshold": {"value": "95", "first_year": "2024"},
}
MODELS: dict[str, type[Any]] = {
    "target": Target,
    "baseline": Baseline,
    "rhythm": Rhythm,
    "recount": Recount,
    "threshold": Threshold,
}
KINDS = list(MODELS)


class Office:
    """Bob and Carol of the plan office; 43A has 1,200 in fiscal 2024."""

    def __init__(self) -> None:
        make_threshold()
        self.indicator = make_indicator()
        self.people = {"alice": make_alice(), "bob": make_bob(), "carol": make_carol(), "dave": make_dave()}
        make_cycle(2024, by=self.people["bob"])
        publish_value(
            self.indicator, 2024, said("1200"), by=self.people["alice"], publisher=self.people["bob"]
        )

    def client(self, name: str) -> Client:
        client = Client()
        client.force_login(self.people[name])
        return client

    def url(self, kind: str) -> str:
        if kind == "threshold":
            return reverse("office:threshold", args=[make_plan().slug])
        return reverse("office:rule", args=["43A", kind])

    def owner(self, kind: str) -> Any:
        return make_plan() if kind == "threshold" else self.indicator

    def drafts(self, kind: str) -> list[Any]:
        return list(workflow.drafts_of(MODELS[kind], self.owner(kind)))

    def versions(self, kind: str) -> list[str]:
        return [one.at_version for one in self.drafts(kind)]

    def draft(self, kind: str, name: str = "bob", **changes: Any) -> Any:
        typed = {**COMMON, **TYPED[kind], "expected_version": self.versions(kind), **changes}
        return self.client(name).post(self.url(kind), typed)

    def act(self, kind: str, action: str, name: str = "carol", **changes: Any) -> Any:
        (draft,) = self.drafts(kind)
        typed = {"action": f"{action}:{draft.pk}", "expected_version": self.versions(kind), **changes}
        return publish_by_hand(self.client(name), self.url(kind), typed)


@pytest.fixture
def office() -> Office:
    return Office()


def text_of(response: Any) -> str:
    body = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body))


def verdicts() -> dict[int, str]:
    return {row.year: row.verdict for row in frames.published(EVERY)}


def test_a_kind_without_a_page_of_its_own_shows_no_other_kinds_rules(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    bob = office.client("bob")
    for kind in ("interim", "nothing"):
        assert bob.get(reverse("office:rule", args=["43A", kind])).status_code == 404
    assert bob.get(office.url("baseline")).status_code == 200
    monkeypatch.delitem(PUBLISHED, MODELS["baseline"])  # type: ignore[misc]
    assert bob.get(office.url("baseline")).status_code == 404


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("target", "slightly_behind", "slightly_behind"),
        ("baseline", "slightly_behind", "behind"),
        ("rhythm", "slightly_behind", "slightly_behind"),
        ("threshold", "slightly_behind", "behind"),
    ],
)
def test_it_is_drafted_shown_and_published_by_somebody_else(
    kind: str, before: str, after: str, office: Office
) -> None:
    assert text_of(office.client("bob").get(office.url(kind)))
    assert verdicts()[2024] == before
    assert office.draft(kind)["Location"] == office.url(kind)
    (draft,) = office.drafts(kind)
    assert draft.drafted_by == office.people["bob"]
    own = text_of(office.client("bob").get(office.url(kind)))
    assert "この下書きは、あなたには公表できません" in own
    assert f'value="publish:{draft.pk}"' not in own
    page = office.client("carol").get(office.url(kind))
    (shown,) = page.context["drafts"]
    changed = {effect.after.year for effect in shown.effects if effect.changes_verdict}
    assert changed == (set() if before == after else {2024})
    assert verdicts()[2024] == before, "a draft decides nothing"
    assert office.act(kind, "publish", name="bob").status_code == 403
    assert office.act(kind, "publish").status_code == 302
    assert verdicts()[2024] == after
    assert [effect.after.verdict for effect in shown.effects if effect.after.year == 2024] in (
        [after],
        [],
    )
    assert "年度の見直し" in text_of(office.client("carol").get(office.url(kind)))


def test_a_threshold_is_shown_over_all_indicators(office: Office) -> None:
    other = make_indicator(letter="B", name="別の指標")
    publish_value(other, 2024, said("1200"), by=office.people["alice"], publisher=office.people["carol"])
    office.draft("threshold")
    page = office.client("carol").get(office.url("threshold"))
    assert "2つの指標の、2つの年度の判定が変わります" in text_of(page)
    assert "43B 別の指標" in text_of(page)
    office.draft("threshold", first_year="2025")
    assert "どれも変わりません" in text_of(office.client("carol").get(office.url("threshold")))


@pytest.mark.parametrize(
    ("kind", "spoilt", "field", "words"),
    [
        ("target", {"value": "12x"}, "value", "読めません"),
        ("target", {"value": "1500.5"}, "value", "小数"),
        ("target", {"value": "584"}, "value", "目標が現状値と同じ"),
        ("target", {"value": ""}, "value", "値を入力"),
        ("target", {"label": ""}, "label", "書き方"),
        ("target", {"target_year": ""}, "target_year", "年度を選んで"),
        ("target", {"target_year": "2024"}, "first_year", "目標の年度より後"),
        ("target", {"first_year": "2023"}, "first_year", "すでに公表"),
        ("target", {"first_year": "2031"}, "first_year", "年度を選んで"),
        ("target", {"decided_on": "いつか"}, "decided_on", "日付として読めません"),
        ("target", {"reason": ""}, "reason", "理由を入力"),
        ("baseline", {"value": "2,000人"}, "value", "目標が現状値と同じ"),
        ("baseline", {"baseline_year": "2025"}, "baseline_year", "より後にできません"),
        ("baseline", {"label": ""}, "label", "いつの値か"),
        ("rhythm", {"survey_year": "2023"}, "survey_year", "令和8年度が、調査のない年になります"),
        ("rhythm", {"every": ""}, "every", "必須"),
        ("rhythm", {"every": "21"}, "every", "選択"),
        ("threshold", {"value": "0"}, "value", "0より大きく1以下"),
        ("threshold", {"value": "100.1"}, "value", "0より大きく1以下"),
        ("threshold", {"value": "80.55"}, "value", "小数"),
        ("threshold", {"value": "8割"}, "value", "読めません"),
    ],
)
def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(
    kind: str, spoilt: dict[str, str], field: str, words: str, office: Office
) -> None:
    page = office.draft(kind, **spoilt)
    assert page.status_code == 200
    assert words in str(page.context["form"].errors[field])
    assert office.drafts(kind) == []
    typed = {**TYPED[kind], **spoilt}
    assert typed.get("value", "") in page.content.decode()
    assert "年度の見直し" in page.content.decode() or "reason" in spoilt


def test_a_share_is_typed_as_per_cent_and_kept_exactly(office: Office) -> None:
    office.draft("threshold", value="８２．５％")
    assert str(office.drafts("threshold")[0].value) == "0.825"
    assert "82.5％" in text_of(office.client("bob").get(office.url("threshold")))


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_is_mended_through_its_form(kind: str, office: Office) -> None:
    office.draft(kind)
    (draft,) = office.drafts(kind)
    page = office.client("carol").get(f"{office.url(kind)}?draft={draft.pk}")
    form = page.context["form"]
    assert form["reason"].value() == "年度の見直し"
    kept = {name: form[name].value() for name in form.fields}
    kept["decided_on"] = form.fields["decided_on"].prepare_value(kept["decided_on"])
    answer = office.draft(kind, "carol", **{**kept, "reason": "書き直した理由"})
    assert answer.status_code == 302
    (after,) = office.drafts(kind)
    assert (after.pk, after.reason, after.drafted_by) == (
        draft.pk,
        "書き直した理由",
        office.people["carol"],
    )
    assert [getattr(after, name) for name in draft.content] == [
        getattr(draft, name) for name in draft.content
    ]
    assert office.client("bob").get(f"{office.url(kind)}?draft=999").status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_the_second_of_two_is_told_with_both_versions(kind: str, office: Office) -> None:
    stale = office.versions(kind)
    office.draft(kind)
    page = office.draft(kind, "carol", reason="キャロルの理由", expected_version=stale)
    assert page.status_code == 409
    text = text_of(page)
    assert "ほかの人が下書きを変えました" in text
    assert page.context["both"] == [("理由", "キャロルの理由", "年度の見直し")]
    (draft,) = office.drafts(kind)
    assert draft.reason == "年度の見直し"
    # What she typed stands in the form, on top of what stands: a second try is a deliberate one.
    content = page.content.decode()
    again = list(dict.fromkeys(re.findall(r'name="expected_version" value="([^"]+)"', content)))
    over = re.search(r'name="instead_of" value="(\d+)"', content)
    assert over
    answer = office.draft(kind, "carol", reason="キャロルの理由", expected_version=again, instead_of=over[1])
    assert answer.status_code == 302
    assert [one.reason for one in office.drafts(kind)] == ["キャロルの理由"]


@pytest.mark.parametrize("kind", KINDS)
def test_publishing_what_was_changed_meanwhile_is_refused(kind: str, office: Office) -> None:
    office.draft(kind)
    stale = office.versions(kind)
    (draft,) = office.drafts(kind)
    office.draft(kind, reason="あとから", instead_of=draft.pk)
    answer = office.act(kind, "publish", expected_version=stale)
    assert answer.status_code == 409
    assert len(office.drafts(kind)) == 1
    assert office.act(kind, "discard", expected_version=stale).status_code == 409


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_is_given_up(kind: str, office: Office) -> None:
    office.draft(kind)
    assert office.act(kind, "discard").status_code == 302
    assert office.drafts(kind) == []
    assert Event.objects.get(action="rule_discarded").reason == "年度の見直し"
    gone = office.client("carol").post(office.url(kind), {"action": "publish:1"})
    assert gone.status_code == 409


def test_what_contradicts_shows_why_and_has_no_button(office: Office) -> None:
    make_target(office.indicator, "500", first_year=2025, published=False, reason="誤り")
    page = office.client("carol").get(office.url("target"))
    assert "増やす目標が現状値より下にあります" in text_of(page)
    assert 'value="publish:' not in page.content.decode()
    assert office.act("target", "publish").status_code == 409


def test_the_first_target_of_an_indicator_makes_it_public(office: Office) -> None:
    make_indicator(letter="B", target=None)
    url = reverse("office:rule", args=["43B", "target"])
    assert Client().get("/indicators/43B/").status_code == 404
    typed = {**COMMON, **TYPED["target"], "first_year": "2023"}
    assert office.client("bob").post(url, typed).status_code == 302
    draft = Target.objects.get(indicator__letter="B")
    page = office.client("carol").get(url)
    assert "はじめて公開されます" in text_of(page)
    said = {"action": f"publish:{draft.pk}", "expected_version": [draft.at_version]}
    assert publish_by_hand(office.client("carol"), url, said).status_code == 302
    assert Client().get("/indicators/43B/").status_code == 200


def test_a_limit_is_revised_too(office: Office) -> None:
    make_indicator(letter="B", direction="at_most", counting="annual", target="90", unit="％")
    url = reverse("office:rule", args=["43B", "target"])
    typed = {**COMMON, **TYPED["target"], "value": "88％", "label": "88％以内"}
    assert office.client("bob").post(url, typed).status_code == 302
    assert "88％" in text_of(office.client("carol").get(url))


def test_what_was_decided_is_listed(office: Office) -> None:
    make_baseline(office.indicator, "600", reason="集計の直し")
    page = office.client("bob").get(office.url("baseline"))
    text = text_of(page)
    assert "はじめから" in text
    assert "集計の直し" in text
    over = text_of(office.client("bob").get(reverse("office:target", args=["43A"])))
    assert "集計の直し" in over


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["alice", "dave"])
def test_for_the_plan_office_alone(name: str, kind: str, office: Office) -> None:
    assert office.client(name).get(office.url(kind)).status_code == 403
    assert Client().get(office.url(kind)).status_code == 302
    assert office.draft(kind, name).status_code == 403
    assert office.drafts(kind) == []


@pytest.mark.parametrize("action", ["", "publish", "publish:x", "discard:²", "gone:1"])
def test_an_unknown_action_does_nothing(action: str, office: Office) -> None:
    assert office.client("bob").post(office.url("target"), {"action": action}).status_code == 400


@pytest.mark.parametrize("address", ["99Z/target/", "43A/threshold/", "thresholds/none/"])
def test_an_address_that_is_none(address: str, office: Office) -> None:
    assert office.client("bob").get(f"/office/targets/{address}").status_code == 404


def test_a_threshold_costs_no_query_an_indicator(office: Office) -> None:
    office.draft("threshold")
    client = office.client("carol")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(office.url("threshold")).status_code == 200
        return len(queries)

    before = asked()
    for letter in "BCDEFGH":
        other = make_indicator(letter=letter)
        make_interim(other, 2025, "1600")
        make_baseline(other)
        publish_value(other, 2024, said("1200"), by=office.people["alice"], publisher=office.people["bob"])
    assert asked() == before


# --- Citizens -----------------------------------------------------------------------------------------

CANARY = "カナリア四七一一"
PUBLIC = [
    "/",
    "/publications/",
    "/corrections/",
    "/corrections/?kind=target",
    "/corrections/?kind=baseline",
    "/corrections/?kind=threshold",
    "/indicators/",
    "/indicators/43A/",
    "/indicators/43A.json",
    "/indicators/43A.csv",
    "/measures/43/",
    "/measures/43.json",
    "/measures/43.csv",
    "/plan.json",
    "/plan.csv",
    "/departments/sangyo-shinko/",
    "/glossary/",
    "/open-data/",
    "/sitemap.xml",
]


@pytest.mark.parametrize("kind", KINDS)
def test_no_draft_of_a_rule_reaches_a_page_or_a_file_for_citizens(kind: str, office: Office) -> None:
    anonymous = Client()
    before = {page: anonymous.get(page) for page in PUBLIC}
    assert {page: answer.status_code for page, answer in before.items()} == dict.fromkeys(PUBLIC, 200)
    label = {"label": CANARY} if "label" in TYPED[kind] else {}
    assert office.draft(kind, reason=f"{CANARY}のため", **label).status_code == 302
    assert Event.objects.filter(action="rule_drafted").exists()
    for page in PUBLIC:
        after = anonymous.get(page)
        assert CANARY not in after.content.decode(), page
        assert after.content == before[page].content, page
        assert after.headers.get("ETag") == before[page].headers.get("ETag"), page
    assert CANARY in text_of(office.client("carol").get(office.url(kind)))
    office.act(kind, "publish")
    assert CANARY in anonymous.get("/corrections/").content.decode()
