"""この指標について: drafted and published by two people of the office, read on page, in files and by the day."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from indicators import workflow
from indicators.models import Event, Passport
from tests.indicators.factories import make_alice, make_bob, make_carol, make_indicator, make_passport
from tests.indicators.pages import confirm

pytestmark = pytest.mark.django_db
TYPED = {
    "action": "draft",
    "definition": "窓口に登録した人の数。\r\n家族は数えません。",
    "formula": "年度末の登録者の数",
    "source": "移住相談の記録",
    "source_url": "https://www.example.jp/iju/",
    "frequency": "毎年度",
    "goals": ["11", "8"],
    "factors": ["income", "housing"],
    "reason": "はじめての登録",
}


class Office:
    def __init__(self) -> None:
        self.indicator = make_indicator()
        self.people = {"alice": make_alice(), "bob": make_bob(), "carol": make_carol()}
        self.url = reverse("office:passport", args=["43A"])

    def client(self, name: str) -> Client:
        client = Client()
        client.force_login(self.people[name])
        return client

    def drafts(self) -> list[Passport]:
        return list(workflow.drafts_of(Passport, self.indicator))

    def draft(self, name: str = "bob", **changes: Any) -> Any:
        drafts = self.drafts()
        typed = {
            **TYPED,
            "instead_of": drafts[0].pk if drafts else "",
            "expected_version": [one.at_version for one in drafts],
            **changes,
        }
        return self.client(name).post(self.url, typed)

    def ask(self, name: str = "carol") -> Any:
        (draft,) = self.drafts()
        typed = {"action": f"publish:{draft.pk}", "expected_version": [draft.at_version]}
        return self.client(name).post(self.url, typed)


@pytest.fixture
def office() -> Office:
    return Office()


def text_of(response: Any) -> str:
    body = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body))


def public(**query: str) -> str:
    return text_of(Client().get(reverse("public:indicator", args=["43A"]), query))


def test_it_is_drafted_confirmed_and_published_by_somebody_else(office: Office) -> None:
    assert office.draft()["Location"] == office.url
    assert "移住相談の記録" not in public()
    assert office.ask("bob").status_code == 403
    shown = office.ask()
    assert "移住相談の記録" in text_of(shown)
    assert not Passport.objects.filter(published_at__isnull=False).exists()
    assert confirm(office.client("carol"), shown).status_code == 302
    page = Client().get(reverse("public:indicator", args=["43A"]))
    assert 'href="https://www.example.jp/iju/"' in page.content.decode()
    assert "8 働きがいも経済成長も11 住み続けられるまちづくりを" in text_of(page)
    assert "住宅環境雇用・所得" in text_of(page), "in the order of the factors, whatever was ticked first"
    assert "未登録" not in text_of(page)
    assert Event.objects.filter(action="passport_set", indicator=office.indicator).count() == 1
    assert "指標の説明の公表" in text_of(
        office.client("bob").get(reverse("entry:indicator_history", args=["43A"]))
    )


def test_a_new_edition_leaves_the_old_one_to_its_day(office: Office) -> None:
    for text, month in (("はじめの定義", 1), ("直した定義", 6)):
        make_passport(office.indicator, definition=text, published_at=datetime(2024, month, 1, tzinfo=UTC))
    now, then = public(), public(as_of="2024-03-01")
    assert "直した定義" in now
    assert "変えたところ：定義" in now
    assert "はじめの定義" not in now
    assert "はじめの定義" in then
    assert "直した定義" not in then
    assert "はじめの定義" not in public(as_of="2023-12-31")


def test_the_office_sees_what_is_missing_and_citizens_do_not(office: Office) -> None:
    listing = reverse("office:passports")
    assert "すべて未登録" in text_of(office.client("bob").get(listing))
    make_passport(office.indicator, definition="定義", contact="産業振興課")
    text = text_of(office.client("bob").get(listing))
    assert "算式、出典、出典のリンク、調べ方、調べる間隔、この目標にした理由、SDGsのゴール" in text
    assert "1の指標のうち、1の指標に未登録の項目" in text
    assert "未登録" not in public()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"source_url": "http://www.example.jp/"}, "「https://」で始まる"),
        ({"source_url": "https://intra/"}, "庁内だけ"),
        ({"source_url": "https://10.0.0.1/"}, "庁内だけ"),
        ({"source_url": "https://user:pw@example.jp/"}, "パスワード"),
        ({"source": ""}, "資料の名前"),
        ({"goals": ["18"]}, "選択"),
        ({"reason": ""}, "理由を入力"),
        ({"definition": "あ" * 1001}, "1000字まで"),
        ({**dict.fromkeys(Passport.content, ""), "goals": [], "factors": []}, "何も入力されていません"),
    ],
)
def test_what_cannot_go_out_is_refused_with_its_reason(
    changes: dict[str, Any], words: str, office: Office
) -> None:
    page = office.draft(**changes)
    assert page.status_code == 200
    assert words in text_of(page)
    assert not office.drafts()


def test_one_draft_waits_and_is_mended(office: Office) -> None:
    office.draft()
    again = office.draft("carol", instead_of="", definition="別の定義")
    assert "下書きが、ほかにあります" in text_of(again)
    assert office.draft("carol", definition="直した定義").status_code == 302
    (draft,) = office.drafts()
    assert (draft.definition, draft.version) == ("直した定義", 2)
    late = office.client("bob").post(
        office.url, {**TYPED, "instead_of": draft.pk, "expected_version": [f"{draft.pk}:1"]}
    )
    assert late.status_code == 409
    assert "直した定義" in text_of(late)


def test_files_and_api_carry_it_in_their_last_columns(office: Office) -> None:
    make_passport(
        office.indicator, definition="窓口の登録", source="相談の記録", goals=["8", "11"], factors=["income"]
    )
    csv = Client().get(reverse("public:dataset_csv", args=["indicators"])).content.decode("utf-8-sig")
    heads, row = csv.splitlines()[:2]
    cells = dict(zip(heads.split(","), row.split(","), strict=True))
    assert heads.split(",")[:2] == ["code", "name"]
    assert (cells["definition"], cells["source"], cells["goals"]) == ("窓口の登録", "相談の記録", "8 11")
    assert cells["factors_ja"] == "雇用・所得"
    one = Client().get(reverse("api:one", args=["indicators", "43A"])).json()["item"]
    assert one["goals_ja"] == "8 働きがいも経済成長も、11 住み続けられるまちづくりを"
    assert one["formula"] is None
    assert one["explained_at"] == "2023-04-01T00:00:00+09:00"


def test_tags_are_counted_and_filtered(office: Office) -> None:
    listing = reverse("public:indicators")
    assert 'name="goal"' not in Client().get(listing).content.decode(), "no tag is set: no filter"
    other = make_indicator(letter="B", name="別の指標")
    make_passport(office.indicator, goals=["8", "11"], factors=["income"])
    make_passport(other, goals=["11"])
    make_passport(other, goals=["13"], published=False)

    def asked(**query: str) -> tuple[list[str], dict[str, dict[str, int]]]:
        page = Client().get(listing, query)
        shown = [line.row.code for line in page.context["lines"]]
        counts = {
            one.name: {option.value: option.count for option in one.options} for one in page.context["facets"]
        }
        return shown, counts

    _, counts = asked()
    assert (counts["goal"], counts["factor"]) == ({"8": 1, "11": 2}, {"income": 1})
    assert asked(goal="8")[0] == ["43A"]
    assert asked(goal="11", factor="income")[0] == ["43A"]
    assert Client().get(listing, {"goal": "18"}).status_code == 404
    found = Client().get(reverse("api:listing", args=["indicators"]), {"goal": "11"}).json()
    assert [one["code"] for one in found["items"]] == ["43A", "43B"]
    assert (
        Client().get(reverse("api:listing", args=["indicators"]), {"factor": "housing"}).json()["items"] == []
    )
