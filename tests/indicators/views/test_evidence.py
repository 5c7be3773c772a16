"""Evidence on the pages: taken with the form, listed, and handed out to those who may read the value."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from indicators import workflow
from indicators.models import Event, Evidence, Indicator, Result
from tests.indicators.bad_files import HTML, PDF, office, png
from tests.indicators.compound_files import old
from tests.indicators.factories import (
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_dave,
    make_department,
    make_indicator,
    make_user,
    publish_value,
    said,
)

pytestmark = pytest.mark.django_db
YEAR = 2024
EDIT = "/entry/43A/2024/"


@pytest.fixture
def indicator() -> Indicator:
    return make_indicator()


@pytest.fixture
def people(indicator: Indicator) -> dict[str, Any]:
    found = {
        "alice": make_alice(),
        "bob": make_bob(),
        "carol": make_carol(),
        "dave": make_dave(),
        "erin": make_user("erin", departments=(make_department("zaisei", "財政課"),)),
    }
    make_cycle(YEAR, by=found["bob"])
    return found


@pytest.fixture
def alice(people: dict[str, Any]) -> Client:
    return client_of(people["alice"])


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def typed(action: str = "draft", **more: Any) -> dict[str, Any]:
    return {
        "number": 1,
        "version": 0,
        "value_state": "actual",
        "value": "980",
        "note": "大事な説明",
        "action": action,
        **more,
    }


def file(name: str = "報告書.pdf", body: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body, content_type="text/html")  # what a browser says is not believed


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def attached(
    people: dict[str, Any], indicator: Indicator, body: bytes = PDF, name: str = "報告書.pdf"
) -> Evidence:
    return workflow.attach_file(
        indicator=indicator, year=YEAR, name=name, file=BytesIO(body), by=people["alice"]
    )


@pytest.mark.parametrize("action", ["draft", "submit"])
def test_files_and_link_come_with_the_value(alice: Client, action: str) -> None:
    upload = [file(), file("図.png", png())]
    page = alice.post(EDIT, typed(action, uploads=upload, link="http://portal/doc"), follow=True)
    assert "資料を3件、添付しました" in text_of(page)
    assert Result.objects.get().value == 980
    assert set(Evidence.objects.values_list("name", "content_type", "url")) == {
        ("報告書.pdf", "application/pdf", ""),
        ("図.png", "image/png", ""),
        ("", "", "http://portal/doc"),
    }
    record = alice.get(EDIT).content.decode()
    assert "報告書.pdf" in record
    assert 'href="http://portal/doc"' in record


def test_a_refused_file_loses_nothing_else(alice: Client) -> None:
    page = alice.post(EDIT, typed("submit", uploads=[file(), file("頁.pdf", HTML)], link="ftp://x/"))
    content = page.content.decode()
    assert page.status_code == 200
    assert "HTML・SVG・XML" in content
    assert 'href="#id_uploads"' in content, "the summary leads to the field"
    assert 'href="#id_link"' in content
    assert 'value="980"' in content
    assert "大事な説明" in content
    assert 'value="ftp://x/"' in content
    assert not Result.objects.exists()
    assert Evidence.objects.get().name == "報告書.pdf", "the good one is kept"
    assert "報告書.pdf" in content


def test_good_files_are_kept_where_something_else_is_missing(alice: Client) -> None:
    """A browser cannot be given back a file that was chosen."""
    page = alice.post(EDIT, typed("submit", value="", uploads=[file()]))
    assert "値を入力してください" in text_of(page)
    assert Evidence.objects.count() == 1
    assert not Result.objects.exists()


def test_evidence_is_added_and_taken_off_while_one_types(alice: Client) -> None:
    page = alice.post(EDIT, typed("attach", uploads=[file()], link="https://example.jp/a"))
    content = page.content.decode()
    assert 'value="980"' in content
    assert 'value="https://example.jp/a"' not in content
    assert not Result.objects.exists()
    evidence = Evidence.objects.get(url="")
    page = alice.post(EDIT, {**typed(""), "remove": evidence.pk})
    content = page.content.decode()
    assert "外しました" in content
    assert 'value="980"' in content
    assert [one.url for one in workflow.evidence_of(evidence.indicator, YEAR)] == ["https://example.jp/a"]
    again = alice.post(EDIT, {**typed(""), "remove": evidence.pk})
    assert "すでに外されています" in text_of(again)


@pytest.mark.parametrize("pk", ["", "x", "²", "999999", "9" * 40])
def test_a_button_that_names_nothing(alice: Client, pk: str) -> None:
    assert "すでに外されています" in text_of(alice.post(EDIT, {**typed(""), "remove": pk}))


def test_evidence_of_another_value_is_not_taken_off(
    alice: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    make_cycle(2025, by=people["bob"])
    evidence = attached(people, indicator)
    alice.post("/entry/43A/2025/", {**typed(""), "remove": evidence.pk})
    assert workflow.evidence_of(indicator, YEAR) == [evidence]


def test_a_value_handed_in_meanwhile_takes_no_file(
    alice: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    workflow.submit(
        owner=indicator, year=YEAR, by=people["bob"], version=0, data=said("5", note="窓口の休止")
    )
    page = alice.post(EDIT, typed("draft", uploads=[file()]))
    assert page.status_code == 409
    assert "選んだファイルも保存していません" in text_of(page)
    assert not Evidence.objects.exists()


def test_a_preview_while_typing_takes_no_file(alice: Client) -> None:
    alice.post(reverse("entry:preview", args=["43A", YEAR]), typed("", uploads=[file()]))
    assert not Evidence.objects.exists()


# --- Handing out ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [("alice", 200), ("bob", 200), ("carol", 200), ("dave", 200), ("erin", 403), (None, 302)],
)
def test_who_may_download(people: dict[str, Any], indicator: Indicator, who: str | None, status: int) -> None:
    evidence = attached(people, indicator)
    before = Event.objects.count()
    client = client_of(people[who]) if who else Client()
    address = reverse("entry:evidence", args=["43A", YEAR, evidence.pk])
    response = client.get(address)
    assert response.status_code == status
    assert (response.content == PDF) is (status == 200)
    assert client.post(address).status_code in (403, 405)
    assert Event.objects.exclude(action="refused").count() == before


def test_it_is_a_download_and_nothing_else(
    alice: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    evidence = attached(people, indicator, name='a"b\r\nX: 1\u202e報告.pdf')
    response = alice.get(reverse("entry:evidence", args=["43A", YEAR, evidence.pk]))
    assert response["Content-Type"] == "application/pdf"
    assert (
        response["Content-Disposition"] == "attachment; filename*=utf-8''a_b%20X_%201%E5%A0%B1%E5%91%8A.pdf"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in response["Cache-Control"]
    assert "X" not in response.headers


def photo() -> bytes:
    """A JPEG, as a phone writes it: lying on its side, with a place and a name beside the picture."""
    picture = Image.new("RGB", (3000, 2000), "navy")
    beside = Image.Exif()
    beside[0x0112] = 6  # to be turned
    beside[0x013B] = "SECRET NAME"
    body = BytesIO()
    picture.save(body, "JPEG", exif=beside)
    return body.getvalue()


def test_a_picture_is_shown_small_and_drawn_anew(
    alice: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    evidence = attached(people, indicator, photo(), "写真.jpg")
    address = reverse("entry:evidence_shown", args=["43A", YEAR, evidence.pk])
    assert f'src="{address}"' in alice.get(EDIT).content.decode()
    answer = alice.get(address)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"SECRET" in photo()
    assert b"SECRET" not in answer.content
    shown = Image.open(BytesIO(answer.content))
    assert shown.size == (800, 1200), "upright"
    assert not shown.getexif()
    for who, status in (("dave", 200), ("bob", 200), ("erin", 403)):
        assert client_of(people[who]).get(address).status_code == status, who
    assert Client().get(address).status_code == 302


def test_a_pdf_is_opened_without_scripts_and_nothing_else_is(
    alice: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    evidence = attached(people, indicator)
    answer = alice.get(reverse("entry:evidence_shown", args=["43A", YEAR, evidence.pk]))
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Frame-Options"] == "DENY"
    for name, body in (
        ("表.csv", b"a,b"),
        ("文書.docx", office(".docx")),
        ("古い.doc", old(".doc")),
        ("小.png", png(20_000, 20_000)),  # more pixels than are drawn
        ("こわれた.png", png(30, 30)),
    ):
        other = attached(people, indicator, body, name)
        address = reverse("entry:evidence_shown", args=["43A", YEAR, other.pk])
        assert alice.get(address).status_code == 404, name
        whole = alice.get(reverse("entry:evidence", args=["43A", YEAR, other.pk]))
        assert whole["Content-Disposition"].startswith("attachment"), name
        workflow.detach(evidence=other, by=people["alice"])


def test_a_place_on_the_shared_drive_is_shown_as_text(alice: Client) -> None:
    place = "\\\\server\\share\\<b>統計"
    page = alice.post(EDIT, typed("attach", path=place)).content.decode()
    assert '<code class="path">\\\\server\\share\\&lt;b&gt;統計</code>' in page
    assert "server" not in "".join(re.findall('href="[^"]*"', page))
    page = alice.post(EDIT, typed("attach", path="https://example.jp/")).content.decode()
    assert 'href="#id_path"' in page
    assert 'value="https://example.jp/"' in page
    assert "共有フォルダーの場所" in text_of(alice.get(reverse("entry:history", args=["43A", YEAR])))


def test_evidence_of_the_year_before_is_taken_along_by_one_press(
    alice: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    make_cycle(YEAR + 1, by=people["bob"])
    evidence = attached(people, indicator)
    next_year = f"/entry/43A/{YEAR + 1}/"
    assert "令和6年度の資料" in text_of(alice.get(next_year))
    answer = alice.post(next_year, {**typed(""), "take_evidence": evidence.pk, "link": "https://example.jp/"})
    assert "「報告書.pdf」を引き継ぎました" in text_of(answer)
    assert "令和6年度から引き継ぎ" in text_of(answer)
    assert 'value="980"' in answer.content.decode()
    assert not Result.objects.exists()
    assert [one.words for one in workflow.evidence_of(indicator, YEAR + 1)] == [
        "https://example.jp/",
        "報告書.pdf",
    ]
    for chosen in ("x", "9" * 20, "99999"):
        answer = alice.post(next_year, {**typed(""), "take_evidence": chosen})
        assert "もう引き継げません" in text_of(answer), chosen


def test_what_is_not_there_is_not_found(alice: Client, people: dict[str, Any], indicator: Indicator) -> None:
    evidence = attached(people, indicator)
    link = workflow.attach_link(indicator=indicator, year=YEAR, url="https://a", by=people["alice"])
    for code, year, pk in (("43A", YEAR, link.pk), ("43A", 2023, evidence.pk), ("43A", YEAR, 10**9)):
        assert alice.get(reverse("entry:evidence", args=[code, year, pk])).status_code == 404
    address = reverse("entry:evidence", args=["43A", YEAR, evidence.pk])
    (settings.EVIDENCE_DIR / evidence.sha256[:2] / evidence.sha256).unlink()
    assert alice.get(address).status_code == 404
    workflow.detach(evidence=evidence, by=people["alice"])
    assert alice.get(address).status_code == 404


def test_evidence_stands_before_the_reviewer_and_never_before_citizens(
    people: dict[str, Any], indicator: Indicator
) -> None:
    attached(people, indicator, name="秘密の資料.pdf")
    workflow.attach_link(indicator=indicator, year=YEAR, url="https://secret.example/", by=people["alice"])
    publish_value(indicator, YEAR, said("980"), by=people["alice"], publisher=people["carol"])
    review = client_of(people["bob"]).get(reverse("office:review", args=["43A", YEAR])).content.decode()
    assert "秘密の資料.pdf" in review
    assert "https://secret.example/" in review
    for address in ("/indicators/43A/", "/indicators/43A.json", "/indicators/43A.csv", "/measures/43/"):
        public = Client().get(address)
        assert public.status_code == 200
        assert "秘密" not in public.content.decode()
        assert "secret.example" not in public.content.decode()


def test_names_and_addresses_are_never_markup(
    alice: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    attached(people, indicator, name="<img src=x onerror=alert(1)>.pdf")
    workflow.attach_link(
        indicator=indicator, year=YEAR, url='https://a/"onmouseover="alert(1)', by=people["alice"]
    )
    content = alice.get(EDIT).content.decode()
    assert "<img src=x" not in content
    assert '"onmouseover="' not in content
