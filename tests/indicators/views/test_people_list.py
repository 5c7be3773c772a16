"""A city is invited by a list: shown as it was understood, whole or not at all, by mail or by slips of paper."""

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from indicators import outbox
from indicators.models import Event, Mail, Membership, PowerRequest
from tests.indicators.factories import make_alice, make_bob, make_carol, make_department
from tests.indicators.pages import client_of, text_of

pytestmark = pytest.mark.django_db
LIST = reverse("office:people_list")
TWO = (
    "氏名\t課\tメール\t役割\t利用者名\n"
    "木更津 花子\t財政課・企画課\tHanako@city.example.jp\t\tＨＡＮＡＫＯ\n"
    "金田 次郎\t\tjiro.kaneda@city.example.jp\t管理職\t\n"
)


@pytest.fixture
def office(settings: Any) -> Client:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    make_department("zaisei", "財政課")
    make_department("kikaku", "企画課")
    bob = make_bob()
    make_carol()
    bob.email = "bob@city.example.jp"
    bob.save()
    return client_of(bob)


def _rows(user: User) -> list[tuple[str, str]]:
    rows = Membership.objects.filter(user=user)
    return sorted((row.role, row.department.name if row.department else "") for row in rows)


def test_a_pasted_list_is_shown_and_invited_by_the_second_press(office: Client) -> None:
    shown = office.post(LIST, {"text": TWO})
    text = text_of(shown)
    assert "この2人を招待します" in text
    assert "hanako" in text
    assert "jiro.kaneda" in text, "the user name that was made of the mail's"
    assert not User.objects.filter(username="hanako").exists()
    assert not Mail.objects.exists()
    assert not Event.objects.filter(action="invited").exists()
    done = office.post(LIST, {"text": TWO, "invite": "1"}, follow=True)
    assert "2人に、招待のメールを送ります" in text_of(done)
    hanako, jiro = (User.objects.get(username=name) for name in ("hanako", "jiro.kaneda"))
    assert (hanako.last_name, hanako.first_name, hanako.has_usable_password()) == ("木更津", "花子", False)
    assert _rows(hanako) == [("member", "企画課"), ("member", "財政課")]
    assert _rows(jiro) == [("manager", "")]
    outbox.deliver(now=timezone.now() + timedelta(minutes=1))
    to = [one.to[0] for one in mail.outbox]
    assert sorted(to) == ["Hanako@city.example.jp", "bob@city.example.jp", "jiro.kaneda@city.example.jp"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "木更津 花子\t財政\thanako@city.example.jp",
            "「財政」という課はありません。「財政課」ではありませんか。",
        ),
        ("木更津 花子\t財政課\thanako@", "メールアドレスを確かめてください"),
        (
            "木更津 花子\t財政課\thanako@city.example.jp\t係長",
            "役割は「入力担当」「管理職」「計画担当」のどれか",
        ),
        ("木更津 花子\t\thanako@city.example.jp", "所属の課か、役割を選んでください"),
        ("\t財政課\thanako@city.example.jp", "姓を入力してください"),
        ("木更津 花子\t財政課\tbob@city.example.jp", "このメールアドレスは、ほかの人が使っています"),
        ("木更津 花子\t財政課\thanako@city.example.jp\t\tbob", "「bob」はすでに使われています"),
        ("木更津 花子\t財政課\thanako@city.example.jp\t\t1", "利用者名は、英小文字で始まる"),
        ("木更津 花子\t財政課\thanako@city.example.jp\t\tagain", "「again」は利用者名に使えません"),
    ],
)
def test_one_wrong_line_keeps_everybody_out(office: Client, line: str, said: str) -> None:
    text = f"{TWO.splitlines()[2]}\n{line}\n"  # without headings, in their order
    for sent in ({"text": text}, {"text": text, "invite": "1"}):
        answer = office.post(LIST, sent)
        assert said in text_of(answer)
        assert "2人のうち1人に、直すところがあります" in text_of(answer)
        assert line.split("\t")[0] in answer.content.decode(), "what was typed is there to be mended"
    assert not User.objects.filter(username="jiro.kaneda").exists()
    assert not Mail.objects.exists()


def test_two_lines_of_one_list_may_not_share_an_address(office: Client) -> None:
    twice = TWO + "君津 三子\t財政課\tjiro.kaneda@city.example.jp\t\tmitsuko\n"
    answer = text_of(office.post(LIST, {"text": twice, "invite": "1"}))
    assert "このメールアドレスは、ほかの人が使っています" in answer
    assert not User.objects.filter(username="hanako").exists()


def test_a_workbook_and_a_csv_are_read_as_a_pasted_list_is(office: Client) -> None:
    book = openpyxl.Workbook()
    for line in TWO.splitlines():
        book.active.append(line.split("\t"))
    data = io.BytesIO()
    book.save(data)
    for name, content in (
        ("名簿.xlsx", data.getvalue()),
        ("名簿.csv", TWO.replace("\t", ",").encode("cp932")),
    ):
        text = text_of(office.post(LIST, {"file": SimpleUploadedFile(name, content)}))
        assert "この2人を招待します" in text, name
        assert "木更津 花子" in text
    refused = office.post(LIST, {"file": SimpleUploadedFile("名簿.csv", "氏名,メール\n".encode())})
    assert "見出し「課」の列がありません" in text_of(refused)


def test_without_a_mail_server_each_gets_a_slip_but_who_will_be_of_the_office(
    office: Client, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    three = TWO + "君津 三子\t\tmitsuko@city.example.jp\t計画担当\t\n"
    page = office.post(LIST, {"text": three, "invite": "1"})
    text = text_of(page)
    assert "2人に、リンクの紙を渡してください" in text
    assert page.content.decode().count("/password/reset/") == 2
    assert "計画担当のリンクは、画面には出しません：君津三子" in text
    assert PowerRequest.objects.filter(person__username="mitsuko").exists()
    assert Event.objects.filter(action="link_shown").count() == 2


def test_who_has_let_the_link_run_out_gets_a_new_one_with_the_others(
    office: Client, time_machine: Any, settings: Any
) -> None:
    office.post(LIST, {"text": TWO, "invite": "1"})
    assert "期限が切れた人" not in text_of(office.get(reverse("office:people")))
    hanako = User.objects.get(username="hanako")
    hanako.set_password("はな子の長い合いことば")
    hanako.save()
    time_machine.move_to(timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT + 60))
    office = client_of(User.objects.get(username="bob"))
    assert "招待の期限が切れた人が1人います（金田次郎）" in text_of(office.get(reverse("office:people")))
    done = office.post(reverse("office:invitations_again"), follow=True)
    assert "1人に、招待のメールを送ります" in text_of(done)
    again = office.post(reverse("office:invitations_again"), follow=True)
    assert "リンクの期限が切れた人は、もういません" in text_of(again)


def test_only_the_office_invites(office: Client) -> None:
    alice = client_of(make_alice())
    assert alice.post(LIST, {"text": TWO, "invite": "1"}).status_code == 403
    assert alice.post(reverse("office:invitations_again")).status_code == 403
    assert not User.objects.filter(username="hanako").exists()


@pytest.mark.parametrize("typed", ["Alice", "ＡＬＩＣＥ", "alice"])
def test_a_name_is_known_in_full_width_and_capitals(client: Client, typed: str) -> None:
    alice = make_alice()
    alice.set_password("アリスの長い合いことば")
    alice.save()
    data = {"username": typed, "password": "アリスの長い合いことば"}
    assert client.post(reverse("login"), data).status_code == 302


def test_a_second_press_says_that_all_are_there(office: Client) -> None:
    office.post(LIST, {"text": TWO, "invite": "1"})
    again = office.post(LIST, {"text": TWO, "invite": "1"})
    assert again.status_code == 400
    assert "このリストの全員が、すでに登録されています" in text_of(again)
    assert User.objects.filter(username__startswith="hanako").count() == 1
