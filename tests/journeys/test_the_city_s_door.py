"""In a real browser: in by the city's directory and out again, and a second factor registered on the way in.

The browser follows the provider's redirects, sends cookies as it does between sites, and holds the site to its own
Content-Security-Policy.
"""

import time
from base64 import b32decode
from typing import Any

import pytest
from django.contrib.auth.models import User
from django_otp.oath import TOTP

from indicators.models import Membership, Role
from measures.models import Department, SiteSettings
from tests import city_directory
from tests.indicators.factories import NOON, load_fixtures
from tests.journeys.doors import PASSWORD


@pytest.fixture
def base(live_server: Any) -> str:
    load_fixtures()
    alice = User.objects.create_user("alice", last_name="木更津", first_name="花子")
    Membership.objects.create(user=alice, department=Department.objects.get(slug="sangyo-shinko"))
    bob = User.objects.create_user("bob", password=PASSWORD, last_name="企画", first_name="一郎")
    Membership.objects.create(user=bob, role=Role.OFFICE)
    SiteSettings.objects.create(
        city="木更津市", second_factor="office", reason="準備", by_two=False, published_at=NOON
    )
    return str(live_server.url)


@pytest.mark.django_db(transaction=True)
def test_through_the_city_s_directory_and_out_again(base: str, page: Any, settings: Any) -> None:
    with city_directory.running() as provider:
        for name, text in provider.settings().items():
            setattr(settings, name, text)
        page.goto(f"{base}/entry/")
        page.get_by_role("link", name="庁内のアカウントでログイン").click()
        page.wait_for_url(f"{base}/entry/")
        assert "/authorize" in provider.asked
        assert "木更津 花子" in page.locator(".staff-who").inner_text()
        page.get_by_role("button", name="ログアウト").click()
        page.get_by_role("link", name="庁内のアカウントからもログアウトする").click()
        page.wait_for_url(f"{provider.issuer}/logout")
        page.goto(f"{base}/entry/")
        assert "/login/" in page.url


@pytest.mark.django_db(transaction=True)
def test_a_second_factor_is_registered_on_the_way_in(base: str, page: Any) -> None:
    page.goto(f"{base}/login/?next=/office/people/")
    page.get_by_label("利用者名").fill("bob")
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログイン").click()
    page.wait_for_url(f"{base}/login/setup/")
    box = page.locator(".app-code svg").bounding_box()
    assert 150 <= box["width"] <= 320
    page.get_by_text("読み取れないとき").click()
    key = b32decode(page.locator(".key").inner_text().replace(" ", ""))

    def fill(later: int = 0) -> None:
        generator = TOTP(key)
        generator.time = time.time() + later
        page.get_by_label("確認コード").fill(f"{generator.token():06d}")

    fill()
    page.get_by_role("button", name="登録する").click()
    assert page.locator(".codes li").count() == 10
    code = page.locator(".codes li").first.inner_text()
    page.get_by_role("link", name="しまったので、続ける").click()
    page.wait_for_url(f"{base}/office/people/")
    page.get_by_role("button", name="ログアウト").click()
    page.wait_for_url(f"{base}/")
    page.goto(f"{base}/login/?next=/office/people/")
    page.get_by_label("利用者名").fill("bob")
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログイン").click()
    page.wait_for_url(f"{base}/login/code/")
    page.get_by_label("確認コード").fill(code)
    page.get_by_role("button", name="ログイン").click()
    page.wait_for_url(f"{base}/office/people/")
    assert "残りは9個です" in page.locator("main").inner_text()
