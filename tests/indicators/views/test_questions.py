"""「この数値についてたずねる」 leads to the department, else to whom the site names, with what is asked about filled in."""

from email.utils import parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import time_machine
from django.test import Client

from indicators.wording.questions import form_address, mail_address, phone_address, plain_form
from measures.models import Department
from tests.indicators.city import City
from tests.indicators.pages import text_of

FORM = "https://example.jp/form?kind=plan&about={code}&year={year}&page={url}"
ABOUT = {
    "code": "41A",
    "year": "令和6年度",
    "url": "https://plan.example.jp/plans/3/indicators/41A/?as_of=2025-06-02",
}


def test_a_form_gets_what_it_asks_for_alone() -> None:
    filled = urlsplit(form_address(FORM, **ABOUT))
    assert parse_qs(filled.query) == {
        "kind": ["plan"],
        "about": ["41A"],
        "year": ["令和6年度"],
        "page": [ABOUT["url"]],
    }
    assert plain_form(FORM) == "https://example.jp/form?kind=plan"
    assert form_address("https://example.jp/form?a={x}", **ABOUT) == "https://example.jp/form?a={x}"


def test_a_mail_has_subject_and_body() -> None:
    address = mail_address("kikaku+a&b@example.jp", **ABOUT)
    mail, _, query = address.removeprefix("mailto:").partition("?")
    assert parseaddr(unquote(mail)) == ("", "kikaku+a&b@example.jp")
    assert address.isascii()
    said = parse_qs(query, strict_parsing=True)
    assert said["subject"] == ["41A（令和6年度）について"]
    assert said["body"] == [f"指標：41A（令和6年度）\r\n{ABOUT['url']}\r\n\r\n"]


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [
        ("0438-23-7111", "tel:0438237111"),
        ("+81 438 23 7111", "tel:+81438237111"),
        ("0438-23-7111（内線22）", "tel:0438237111"),
        ("代表へ", ""),
    ],
)
def test_a_telephone_is_dialled(typed: str, dialled: str) -> None:
    assert phone_address(typed) == dialled


@pytest.mark.django_db
def test_the_board_of_departments(client: Client) -> None:
    """47A is 0 of 1件 (遅れ), 44B 121 of 110 (順調); 44A and 41A have no value yet."""
    City()
    with time_machine.travel("2025-06-02T12:00:00+09:00", tick=False):
        page = text_of(client.get("/departments/"))
    assert "1つの課に、目安に届いていない目標があります" in page
    # 企画課 leads 41A and 47A, and comes first; オーガニックシティ推進課 44A and 44B.
    first = page.index("判定できた1件が目安に届いていません。")
    assert first < page.index("判定できた1件が順調か達成です。")
    assert "まだ説明がありません" in page
    with time_machine.travel("2025-06-02T12:00:00+09:00", tick=False):
        own = text_of(client.get("/departments/kikaku/"))
    # Fiscal 2023 and 2024 are over: 41A has neither, 47A only the second.
    assert own.count("の値を、まだ公表していません") == 3


@pytest.mark.django_db
def test_whom_a_page_names(client: Client) -> None:
    City()
    page = "/indicators/47A/"
    assert "この数値についてたずねる" not in text_of(client.get(page))
    kikaku = Department.objects.get(slug="kikaku")
    kikaku.mail = "kikaku@example.jp"
    kikaku.save()
    with time_machine.travel("2025-06-02T12:00:00+09:00", tick=False):
        content = client.get(page).content.decode()
    assert "この数値についてたずねる（メール）" in content
    key = kikaku.led_indicators.get(letter="A", measure__number=47).measure.policy.plan.key
    assert f"plans%2F{key}%2Findicators%2F47A%2F%3Fas_of%3D2025-06-02" in content.replace("%2f", "%2F")
