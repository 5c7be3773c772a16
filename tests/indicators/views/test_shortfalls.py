"""A missed promise says why and what comes next: with its value, or later as a 補足 (docs/publication.md §5)."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.test import Client

from indicators import workflow
from indicators.models import Publication
from tests.indicators.city import City
from tests.indicators.factories import publish_sheet, publish_value, said
from tests.indicators.pages import client_of, text_of

pytestmark = pytest.mark.django_db
UNSAID = "まだ説明がありません"
REASON, NEXT = "近隣市との協議が続いています。", "候補を3件にしぼり協議します。"


def test_a_department_says_it_after_the_value_went_out(city: City, client: Client) -> None:
    """47A of fiscal 2024 is 0 of 1件: 遅れ. Its figure is not asked again, whatever the browser sends."""
    alice, edit = client_of(city.alice), "/entry/47A/2024/"
    assert "理由と次にすることがまだないもの" in text_of(alice.get("/entry/"))
    assert REASON not in text_of(client.get("/departments/"))
    begun = alice.post(f"{edit}change/?kind=supplement", {"kind": "supplement", "reason": ""}, follow=True)
    assert begun.redirect_chain[-1][0] == edit
    form = begun.context["form"]
    assert set(form.fields) == {
        "number",
        "version",
        "shortfall_reason",
        "next_step",
        "link",
        "path",
        "uploads",
    }
    place = {name: form[name].value() for name in ("number", "version")}
    lacking = alice.post(edit, {**place, "action": "submit", "next_step": NEXT})
    assert "「届かない理由」を入力してください。" in text_of(lacking)

    place = {name: lacking.context["form"][name].value() for name in ("number", "version")}
    typed = {**place, "shortfall_reason": REASON, "next_step": NEXT, "value": "2", "note": "ほかの説明"}
    alice.post(edit, {**typed, "action": "submit"})
    result = workflow.VALUES.current(city.indicator("47A"), 2024)
    assert result is not None
    assert (result.kind, result.state, result.value, result.note) == ("supplement", "submitted", 0, "事情")
    assert REASON not in text_of(client.get("/indicators/47A/"))

    with pytest.raises(workflow.NotAllowed):
        workflow.publish(record=result, version=result.version, by=city.alice)
    out = datetime(2025, 6, 2, 3, tzinfo=UTC)
    workflow.publish(record=result, version=result.version, by=city.bob, now=out)
    page = text_of(client.get("/indicators/47A/"))
    assert REASON in page
    assert NEXT in page
    assert REASON not in text_of(client.get("/indicators/47A/?as_of=2025-06-01"))
    assert "理由と次にすることがまだないもの" not in text_of(alice.get("/entry/"))
    assert "補足" in text_of(client.get("/publications/"))
    assert "47A" not in text_of(client.get("/corrections/"))

    rows = csv.DictReader(io.StringIO(client.get("/open-data/values.csv").content.decode("utf-8-sig")))
    [row] = [one for one in rows if one["indicator_code"] == "47A" and one["fiscal_year"] == "2024"]
    assert list(row)[-4:] == ["city_code", "city_name", "shortfall_reason", "next_step"]
    assert (row["record_kind"], row["value"], row["shortfall_reason"]) == ("supplement", "0", REASON)
    assert client.get("/api/v1/values/47A/2024/").json()["item"]["next_step"] == NEXT
    changes = text_of(client.get("/changes/?from=2025-06-01&to=2025-06-02"))
    assert f"理由：{REASON}次に：{NEXT}" in changes


def test_it_goes_out_with_the_value_and_stays_through_a_correction(city: City) -> None:
    """Typed over two lines it is one; of a kept promise nothing is asked for."""
    entry = said("12", shortfall_reason="会場の確保が\n遅れました。", next_step="月を決めます。")
    publish_value(city.indicator("41A"), 2024, entry, by=city.alice, publisher=city.bob)
    city.correct("41A", 2024, "13")
    first, second = Publication.objects.filter(indicator__letter="A", indicator__measure__number=41)
    assert first.shortfall_reason == "会場の確保が 遅れました。"
    assert (second.shortfall_reason, second.next_step) == ("", "")  # the correction was typed without
    kinds = [str(kind) for kind in workflow.allowed_kinds(second)]
    assert kinds == ["supplement", "correction", "revision", "withdrawal"]


def test_the_form_offers_what_the_evaluation_sheet_says(city: City) -> None:
    """Whole sentences, as many as fit into the box."""
    long = "長い課題です。" * 20
    publish_sheet(
        city.indicator("47A").measure, by=city.alice, publisher=city.bob, challenges=long, next_steps=NEXT
    )
    workflow.open_change(owner=city.indicator("47A"), year=2024, kind="supplement", by=city.alice)
    page = text_of(client_of(city.alice).get("/entry/47A/2024/"))
    assert f"評価シートの「課題」：{'長い課題です。' * 17}" in page  # 17 × 7 letters are 119
    assert "長い課題です。" * 18 not in page
    assert f"評価シートの「今後の方向性」：{NEXT}" in page
