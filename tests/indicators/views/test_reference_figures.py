"""Reference figures: points typed or pasted by one person of the office, verified by another, drawn for citizens."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from indicators import workflow
from indicators.models import FigurePoints
from measures.models import Measure, ReferenceFigure, ReferencePoint
from tests.indicators.factories import make_bob, make_carol, make_figure_points, make_measure
from tests.indicators.pages import text_of

pytestmark = pytest.mark.django_db
TABLE = "年度\t件数\r\nH29\t1,295,168\r\nH30\t1,482,341件\r\n令和元年度\t973389"


class Office:
    def __init__(self) -> None:
        self.measure: Measure = make_measure(41)
        self.printed = ReferenceFigure.objects.create(
            measure=self.measure, title="アクセス数", source="市の資料", unit="件", state="unregistered"
        )
        self.people = {"bob": make_bob(), "carol": make_carol()}
        self.url = reverse("office:figure", args=[41])

    def client(self, name: str = "") -> Client:
        client = Client()
        if name:
            client.force_login(self.people[name])
        return client

    def drafts(self) -> list[FigurePoints]:
        return list(workflow.drafts_of(FigurePoints, self.measure))

    def draft(self, name: str = "bob", **changes: Any) -> Any:
        drafts = self.drafts()
        typed = {
            "action": "draft",
            "instead_of": drafts[0].pk if drafts else "",
            "expected_version": [one.at_version for one in drafts],
            "chart": "bars",
            "unit": "件",
            "decimals": "0",
            "points": TABLE,
            "reason": "印刷物と照らし合わせた",
            **changes,
        }
        return self.client(name).post(self.url, typed)

    def page(self, name: str = "", **query: str) -> Any:
        return self.client(name).get(reverse("public:measure", args=[41]), query)


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_pasted_table_is_drafted_and_seen_by_nobody_outside(office: Office) -> None:
    assert office.draft().status_code == 302
    (draft,) = office.drafts()
    assert draft.points == [["H29", "", "1295168"], ["H30", "", "1482341"], ["令和元年度", "", "973389"]]
    assert "1,295,168" in text_of(office.client("carol").get(office.url))
    page = text_of(office.page())
    assert "1,295,168" not in page
    assert "未登録" not in page
    assert "アクセス数" in page
    assert "出所：市の資料" in page


def test_published_points_are_drawn_with_table_and_source_and_by_the_day(office: Office) -> None:
    first = make_figure_points(office.measure)  # 120 and 150, since 2023-04-01
    page = office.page()
    chart = page.context["figure"].chart
    [bars] = chart.figure["data"]
    assert (bars["x"], bars["text"]) == ([120.0, 150.0], ["120件", "150件"])
    assert chart.sentence == "アクセス数で最も大きいのは、令和3年度の150件です。"
    assert "120件" in text_of(page)
    assert office.page(as_of="2023-03-01").context["figure"].cells is None
    assert first.published_at is not None


def test_several_series_stand_beside_each_other(office: Office) -> None:
    office.draft(points="市\tR4\tR5\n木更津市\t136,000\t136,500\n君津市\t82,000\t", unit="人")
    (draft,) = office.drafts()
    assert draft.points == [
        ["木更津市", "R4", "136000"],
        ["木更津市", "R5", "136500"],
        ["君津市", "R4", "82000"],
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"points": "H29 12x"}, "1行目の「H29」"),
        ({"points": "H29\t1.5"}, "小数"),
        ({"points": "H29 1\nH29 2"}, "2回あります"),
        ({"points": "H29"}, "分けて読めません"),
        ({"points": ""}, "数値を入力"),
        ({"chart": "shares", "unit": "％", "points": "はい 60\nいいえ 30"}, "合計が90％"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_line(
    changes: dict[str, str], words: str, office: Office
) -> None:
    page = office.draft(**changes)
    assert words in text_of(page)
    assert not office.drafts()


def test_unverified_points_stay_with_staff_until_a_second_person_verifies(office: Office) -> None:
    ReferenceFigure.objects.update(state="unverified")
    for order, value in ((1, 1295168), (2, 1482341)):
        ReferencePoint.objects.create(figure=office.printed, order=order, value=value)
    listing = text_of(office.client("bob").get(reverse("office:figures")))
    assert "項目と値の対応が未確認" in listing
    board = text_of(office.client("bob").get(reverse("office:board")))
    assert "参考図表：1件の数値が、そろっていません" in board
    assert "1,295,168" not in text_of(office.page())
    staff = office.page("bob")
    assert "1,295,168" in text_of(staff)
    assert staff.context["figure"].chart is None
    form = office.client("bob").get(office.url).context["form"]
    assert form["points"].value() == "\t1295168\n\t1482341"
    office.draft()
    (draft,) = office.drafts()
    versions = [draft.at_version]
    with pytest.raises(workflow.NotAllowed):
        workflow.publish_rule(rule=draft, by=office.people["bob"], expected_versions=versions)
    workflow.publish_rule(rule=draft, by=office.people["carol"], expected_versions=versions)
    assert "1,295,168" in text_of(office.page())


def test_verified_points_are_a_dataset_of_the_day(office: Office) -> None:
    client = Client()
    address = "/open-data/reference-figures.json"
    assert client.get(address).json()["rows"] == []
    office.draft()
    (draft,) = office.drafts()
    workflow.publish_rule(rule=draft, by=office.people["carol"], expected_versions=[draft.at_version])
    rows = client.get(address).json()["rows"]
    assert [(one["order"], one["label"], one["value"]) for one in rows] == [
        (place, label, value) for place, (label, _, value) in enumerate(draft.points, 1)
    ]
    assert {one["measure_number"] for one in rows} == {office.printed.measure.number}
    assert client.get(f"{address}?as_of=2023-06-01").json()["rows"] == []
    found = client.get(f"/api/v1/reference-figures/?measure={office.printed.measure.number}").json()
    assert [one["value"] for one in found["items"]] == [one["value"] for one in rows]
