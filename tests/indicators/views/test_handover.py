"""The note for the next person: kept edition by edition, read by its department and the office alone, printed as 引継書."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from indicators import workflow
from indicators.models import HandoverNote
from tests.indicators.city import City
from tests.indicators.factories import make_department, make_user
from tests.indicators.pages import client_of, text_of

pytestmark = pytest.mark.django_db
NOTE = reverse("entry:note", args=["44B"])
SAID = {
    "source": "水質調査の報告書",
    "counting": "環境基準の地点だけを数える。\n臨時の調査は除く。",
    "ask": "県の水質保全課 内線1234",
    "known_in": "毎年5月下旬",
    "folder": "\\\\share\\環境\\水質",
    "remark": "",
}


def _save(client: Client, seen: int = 0, **changed: str) -> Any:
    return client.post(NOTE, {**SAID, "seen": seen, **changed}, follow=True)


def test_a_note_stands_beside_the_form_and_on_the_sheet(city: City) -> None:
    client = client_of(city.alice)
    assert "引継ぎメモを保存しました" in text_of(_save(client))
    form = text_of(client.get(reverse("entry:edit", args=["44A", 2024])))
    assert "水質調査の報告書" not in form, "of another indicator"
    page = text_of(client.get(reverse("entry:handover"), {"department": "organic-city-suishin"}))
    for words in (
        "水質調査の報告書",
        "臨時の調査は除く。",
        "内線1234",
        "毎年5月下旬",
        "\\\\share\\環境\\水質",
    ):
        assert words in page, words
    assert "121" in page, "the value of fiscal 2024"
    place: dict[str, Any] = {"indicator": city.indicator("45B"), "year": 2024, "by": city.bob}
    workflow.attach_path(**place, path="/環境/水質/R6.xlsx")
    lead = city.indicator("45B").lead_department.slug
    sheet = text_of(client_of(city.bob).get(reverse("entry:handover"), {"department": lead}))
    assert "/環境/水質/R6.xlsx （共有フォルダーの場所" in sheet
    workflow.save_note(
        indicator=city.indicator("44A"), texts={"source": "会議の議事録"}, seen=0, by=city.alice
    )
    assert "会議の議事録" in text_of(client.get(reverse("entry:edit", args=["44A", 2024])))


def test_each_saving_is_an_edition_and_nothing_new_is_none(city: City) -> None:
    client = client_of(city.alice)
    _save(client)
    first = HandoverNote.objects.get()
    assert "変わったところはありませんでした" in text_of(_save(client, seen=first.pk))
    _save(client, seen=first.pk, ask="市の環境課")
    assert HandoverNote.objects.count() == 2
    page = text_of(client.get(NOTE))
    assert "前の版（1件）" in page
    assert "県の水質保全課" in page


def test_two_who_write_lose_nothing(city: City) -> None:
    client, office = client_of(city.alice), client_of(city.bob)
    _save(client)
    seen = HandoverNote.objects.get().pk
    _save(office, seen=seen, ask="企画課が書いた相手")
    late = _save(client, seen=seen, remark="アリスの付け足し")
    assert late.status_code == 409
    assert "企画課が書いた相手" in text_of(late)
    assert "アリスの付け足し" in late.content.decode()
    assert HandoverNote.objects.count() == 2
    newest = HandoverNote.objects.first()
    assert newest
    assert f'name="seen" value="{newest.pk}"' in late.content.decode()


def test_nobody_else_reads_or_writes_it(city: City, client: Client) -> None:
    _save(client_of(city.alice))
    other = make_user("erin", departments=(make_department("zaisei", "財政課"),))
    for person in (other, city.dave):
        stranger = client_of(person)
        assert stranger.get(NOTE).status_code == 403
        assert _save(stranger).status_code == 403
        asked = stranger.get(reverse("entry:handover"), {"department": "organic-city-suishin"})
        assert asked.status_code == 404
    assert client.get(NOTE).status_code == 302
    with pytest.raises(workflow.NotAllowed):
        workflow.save_note(indicator=city.indicator("44B"), texts=SAID, seen=0, by=other)
    assert HandoverNote.objects.count() == 1
    for address in ("/indicators/44B/", "/indicators/44B.json", "/measures/44/", "/plan.json"):
        assert SAID["source"] not in client.get(address).content.decode()


def test_a_text_that_is_too_long_is_refused_at_its_field_and_kept(city: City) -> None:
    answer = _save(client_of(city.alice), ask="あ" * 301)
    assert "300字までで入力してください（いま301字です）" in text_of(answer)
    assert "あ" * 301 in answer.content.decode()
    assert not HandoverNote.objects.exists()


def test_the_office_has_the_sheet_of_every_department(city: City) -> None:
    page = text_of(client_of(city.bob).get(reverse("entry:handover"), {"department": "zaisei"}))
    assert "46A 経常収支比率" in page
    assert "引継ぎメモは、まだありません" in page
    assert "44B" not in page
