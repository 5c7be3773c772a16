"""Settings of the site: who decides them, that past days keep theirs, and what is refused (decisions/0024)."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from PIL import Image

from indicators.models import Event
from indicators.workflow.site_settings import save_settings
from measures.colours import contrast, read_colour
from measures.models import Department, SiteSettings
from tests.indicators.factories import load_fixtures, make_bob, make_carol

pytestmark = pytest.mark.django_db
PAGE = "/office/site/settings/"
# What the loaded plan says of its city, as the form holds it.
LOADED = {
    "city": "木更津市",
    "city_code": "122068",
    "contact": "企画課",
    "reason": "定めた",
    "action": "save",
}


def _save(client: Client, **typed: Any) -> Any:
    page = client.get(PAGE)
    version = page.context["form"]["version"].value()
    return client.post(PAGE, {**LOADED, "version": version, **typed})


def _of(username: Any) -> Client:
    client = Client()
    client.force_login(username)
    return client


def _picture(kind: str, width: int, height: int) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#00118f").save(out, kind, comment=b"made by somebody")
    return SimpleUploadedFile(f"logo.{kind.lower()}", out.getvalue())


def test_before_a_plan_is_public_one_person_sets_up_the_site(client: Client) -> None:
    call_command("set_up_empty", verbosity=0)
    office = _of(make_bob())
    # Own password, second planner, test mail, name of the city, whom to ask, plan.
    assert "あと6つ" in office.get("/office/site/").content.decode()
    saved = _save(
        office, city="架空市", city_code="131016", contact="企画政策課", contact_phone="０１２−345-6789"
    )
    assert saved.status_code == 302
    newest = SiteSettings.objects.exclude(published_at=None).latest("published_at")
    assert (newest.city, newest.contact_phone, newest.by_two) == ("架空市", "012-345-6789", False)
    assert "架空市" in client.get("/").content.decode()
    assert "012-345-6789" in client.get("/about/").content.decode()
    [event] = Event.objects.filter(action="site_set")
    assert event.detail["after"]["市の名称"] == "架空市"


@pytest.fixture
def city() -> None:
    load_fixtures()


@pytest.mark.usefixtures("city")
def test_of_a_public_plan_a_second_person_confirms_and_past_days_stay(client: Client) -> None:
    bob, carol = _of(make_bob()), _of(make_carol())
    before = client.get("/plan.json?as_of=2026-07-01").content
    assert _save(bob, city="きさら市").status_code == 302
    assert "きさら市" not in client.get("/").content.decode()
    version = SiteSettings.objects.get(published_at=None).at_version
    assert bob.post(PAGE, {"action": "publish", "version": version}).context["confirmation"].button == ""
    shown = carol.post(PAGE, {"action": "publish", "version": version})
    assert [one[:3] for one in shown.context["changes"]] == [("市の名称", "木更津市", "きさら市")]
    done = carol.post(PAGE, {"action": "publish", "version": version, "seen": shown.context["seen"]})
    assert done.status_code == 302
    assert client.get("/plan.json").json()["rows"][0]["city_name"] == "きさら市"
    assert client.get("/plan.json?as_of=2026-07-01").content == before
    assert "木更津市" in client.get("/?as_of=2026-07-01").content.decode()


@pytest.mark.usefixtures("city")
def test_whom_to_ask_one_person_changes() -> None:
    bob = _of(make_bob())
    assert _save(bob, contact_mail="kikaku@example.jp").status_code == 302
    assert "kikaku@example.jp" in Client().get("/open-data/catalog.jsonld").content.decode()
    assert not SiteSettings.objects.filter(published_at=None).exists()


@pytest.mark.usefixtures("city")
def test_two_at_once_are_told() -> None:
    bob, carol = make_bob(), _of(make_carol())
    page = carol.get(PAGE).context["form"]["version"].value()
    save_settings(data={"contact": "別の課"}, reason="変更", by=bob, seen=page)
    answer = carol.post(PAGE, {**LOADED, "contact": "また別の課", "version": page})
    assert answer.status_code == 409
    assert answer.context["form"]["contact"].value() == "また別の課"


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"city_code": "122069"}, "city_code"),
        ({"brand_colour": "#777777"}, "brand_colour"),
        ({"link_colour": "blue"}, "link_colour"),
        ({"contact_url": "http://naibu/"}, "contact_url"),
        ({"contact_phone": "内線12"}, "contact_phone"),
        ({"logo_file": SimpleUploadedFile("logo.svg", b"<svg onload='x()'/>")}, "logo_file"),
        ({"logo_file": SimpleUploadedFile("logo.png", b"<svg onload='x()'/>")}, "logo_file"),
        ({"logo_file": SimpleUploadedFile("logo.png", b"\x89PNG\r\n\x1a\n")}, "logo_file"),
    ],
)
def test_what_is_refused(typed: dict[str, Any], field: str) -> None:
    answer = _save(_of(make_bob()), **typed)
    assert list(answer.context["form"].errors) == [field]
    assert not SiteSettings.objects.exists()


def test_contrast_is_counted_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    # The best known edge: #767676 passes on white (4.54), #777777 does not (4.48).
    assert (round(contrast("#767676", "#ffffff"), 2), round(contrast("#777777", "#ffffff"), 2)) == (
        4.54,
        4.48,
    )
    with pytest.raises(ValueError, match="明るさの差"):
        read_colour("#767676")  # on white it can be read, on the tint of what is chosen it cannot
    assert read_colour(" #00118F") == "#00118f"


@pytest.mark.usefixtures("city")
def test_a_logo_is_drawn_anew_and_shown(client: Client) -> None:
    bob, carol = _of(make_bob()), _of(make_carol())
    _save(bob, logo_file=_picture("JPEG", 1000, 400), brand_colour="#5c1a00", link_colour="#7a1f00")
    version = SiteSettings.objects.get(published_at=None).at_version
    shown = carol.post(PAGE, {"action": "publish", "version": version})
    carol.post(PAGE, {"action": "publish", "version": version, "seen": shown.context["seen"]})
    html = client.get("/").content.decode()
    assert "--brand: #5c1a00" in html
    address = html.split('<img class="logo" src="')[1].split('"')[0]
    answer = client.get(address)
    assert (answer["Content-Type"], b"made by" in answer.content) == ("image/png", False)
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert picture.size == (240, 96)
    assert "logo" not in client.get("/?as_of=2026-07-01").content.decode().split("<header")[1][:300]


@pytest.mark.usefixtures("city")
def test_how_a_department_is_reached_has_a_history(client: Client) -> None:
    one = Department.objects.living().first()
    assert one is not None
    data = {f"{one.slug}-phone": "012-345-6789", f"{one.slug}-mail": "a@example.jp"}
    assert _of(make_bob()).post("/office/site/contacts/", data).status_code == 302
    page = f"/departments/{one.slug}/"
    assert "012-345-6789" in client.get(page).content.decode()
    assert "012-345-6789" not in client.get(f"{page}?as_of=2026-07-01").content.decode()
    last = one.history.latest("history_date")
    assert (last.phone, last.history_date > datetime(2026, 7, 2, tzinfo=UTC)) == ("012-345-6789", True)
    texts = client.get("/open-data/text-changes.json").json()["rows"]
    assert [(told["subject"], told["item"], told["text_before"], told["text_after"]) for told in texts] == [
        ("contacts", f"{one.name}の電話番号", None, "012-345-6789"),
        ("contacts", f"{one.name}のメール", None, "a@example.jp"),
    ]
    told = client.get("/feeds/corrections.atom").content.decode()
    assert "課と問い合わせ先：課の問い合わせ先" in told
    assert f"{one.name}の電話番号：「012-345-6789」" in told
    _of(make_carol()).post("/office/site/contacts/", {**data, f"{one.slug}-phone": "012-345-6780"})
    assert "「012-345-6789」 → 「012-345-6780」" in client.get("/feeds/corrections.atom").content.decode()


@pytest.mark.usefixtures("city")
def test_how_the_city_is_reached_is_among_the_changes(client: Client) -> None:
    _save(_of(make_bob()), contact_phone="012-345-6789", reason="内線の番号を外しました")
    page = client.get("/corrections/").content.decode()
    assert "市の問い合わせ先" in page
    assert "012-345-6789" in page
    assert "内線の番号を外しました" not in page, "the reason is of the office's record"
    assert 'href="/about/"' in page


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://example.jp/form?about={code}&who={name}", "「{name}」は使えません"),
        ("https://example.jp/form?about={code", "「{code」は使えません"),
        ("https://example.jp/form?about={}", "「{}」は使えません"),
        ("https://{code}.example.jp/form", "サイトの名前"),
        ("https://example.jp/form?about={code}&year={year}&page={url}", ""),
    ],
)
def test_what_a_forms_address_may_ask_for(address: str, said: str) -> None:
    bob, one = _of(make_bob()), Department.objects.living().first()
    assert one is not None
    answer = bob.post("/office/site/contacts/", {f"{one.slug}-form_url": address})
    assert answer.status_code == (200 if said else 302)
    assert not said or said in answer.content.decode()
    answer = _save(bob, contact_url=address)
    assert answer.status_code == (200 if said else 302)
    assert not said or said in answer.content.decode()


@pytest.mark.usefixtures("city")
def test_what_was_loaded_was_typed_by_nobody() -> None:
    bob = _of(make_bob())
    _save(bob, contact_phone="012-345-6789", reason="直通の\r\n番号")
    page = bob.get(PAGE).content.decode()
    assert "（記録なし）" not in page
    assert "計画の読み込み、または最初の準備" in page
    edition = SiteSettings.objects.latest("pk")
    assert edition.reason == "直通の 番号"
