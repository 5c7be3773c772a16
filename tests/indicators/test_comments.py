"""Comments: who may write one, what the log keeps, where staff see them, and that citizens never do."""

import re
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from indicators.models import Comment, Event
from indicators.views.shared.comment_threads import comment_counts
from indicators.workflow import Incomplete, NotAllowed, add_comment, withdraw_comment
from tests.indicators.city import City
from tests.indicators.factories import NOON, make_bob, make_department, make_indicator, make_user

CANARY = "合言葉はさくら貝"


@pytest.fixture
def city(db: None) -> City:
    return City()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


# --- The workflow -------------------------------------------------------------------------------------


def test_managers_the_office_and_the_lead_department_write_others_do_not(city: City) -> None:
    indicator = city.indicator("43A")
    outsider = make_user("erin", departments=(make_department("kominkan"),))
    for person in (city.dave, city.bob, city.alice):
        comment = add_comment(indicator=indicator, year=2024, body="なぜですか", by=person, now=NOON)
        assert (comment.by, comment.at, comment.body) == (person, NOON, "なぜですか")
    with pytest.raises(NotAllowed, match="主担当の課と企画課、管理職"):
        add_comment(indicator=indicator, year=2024, body="なぜですか", by=outsider)
    city.alice.is_active = False
    with pytest.raises(NotAllowed):
        add_comment(indicator=indicator, year=2024, body="つづき", by=city.alice)
    assert Comment.objects.count() == 3


@pytest.mark.parametrize(
    ("body", "message"),
    [("", "コメントを入力"), (" 　\r\n ", "コメントを入力"), ("あ" * 1001, "1000字まで.*1001字")],
)
def test_a_comment_says_something_and_not_too_much(city: City, body: str, message: str) -> None:
    with pytest.raises(Incomplete, match=message) as refusal:
        add_comment(indicator=city.indicator("43A"), year=2024, body=body, by=city.dave)
    assert set(refusal.value.errors) == {"body"}
    assert not Comment.objects.exists()


def test_a_thousand_characters_fit_and_line_ends_count_once(city: City) -> None:
    body = "あ" * 499 + "\r\n" + "い" * 500
    comment = add_comment(indicator=city.indicator("43A"), year=2024, body=f" {body} ", by=city.dave)
    assert len(comment.body) == 1000


def test_a_double_click_is_one_comment_and_a_later_one_is_another(city: City) -> None:
    indicator = city.indicator("43A")
    told: dict[str, Any] = {"indicator": indicator, "year": 2024, "by": city.dave}
    first = add_comment(**told, body="なぜですか", now=NOON)
    again = add_comment(**told, body="なぜですか\n", now=NOON + timedelta(seconds=59))
    assert again == first
    add_comment(**told, body="では、いつですか", now=NOON + timedelta(seconds=59))
    add_comment(**told, body="なぜですか", now=NOON + timedelta(seconds=61))
    add_comment(**{**told, "by": city.bob}, body="なぜですか", now=NOON)
    add_comment(**{**told, "year": 2023}, body="なぜですか", now=NOON)
    assert Comment.objects.count() == 5
    assert Event.objects.filter(action=Event.Action.COMMENTED).count() == 5


@pytest.mark.django_db(transaction=True)
def test_the_same_words_at_the_same_moment_are_one_comment() -> None:
    indicator, bob, barrier = make_indicator(), make_bob(), Barrier(8)

    def send() -> None:
        barrier.wait()
        add_comment(indicator=indicator, year=2024, body="なぜですか", by=bob)
        connection.close()

    threads = [Thread(target=send) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert Comment.objects.count() == 1


def test_a_comment_taken_back_leaves_no_word_behind(city: City) -> None:
    comment = add_comment(indicator=city.indicator("43A"), year=2024, body=CANARY, by=city.alice, now=NOON)
    with pytest.raises(NotAllowed, match="書いた本人だけ"):
        withdraw_comment(comment=comment, by=city.bob)
    later = NOON + timedelta(hours=1)
    withdraw_comment(comment=comment, by=city.alice, now=later)
    withdraw_comment(comment=comment, by=city.alice, now=later + timedelta(hours=1))
    comment.refresh_from_db()
    assert (comment.body, comment.withdrawn_at) == ("", later)
    lines = Event.objects.filter(action__in=[Event.Action.COMMENTED, Event.Action.UNCOMMENTED]).order_by("at")
    assert [(line.action, line.by, line.indicator.code, line.year) for line in lines] == [
        ("commented", city.alice, "43A", 2024),
        ("uncommented", city.alice, "43A", 2024),
    ]
    assert lines[0].detail == {"comment": comment.pk, "length": len(CANARY)}
    for line in Event.objects.all():
        assert CANARY not in f"{line.reason}{line.detail}"


def test_no_comment_stands_without_words_unless_it_was_taken_back(city: City) -> None:
    comment = add_comment(indicator=city.indicator("43A"), year=2024, body="はい", by=city.alice)
    for broken in ({"body": ""}, {"withdrawn_at": NOON}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Comment.objects.filter(pk=comment.pk).update(**broken)


def test_counts_are_asked_once_and_leave_out_what_was_taken_back(
    city: City, django_assert_num_queries
) -> None:
    of_43, of_44 = city.indicator("43A"), city.indicator("44B")
    for number in range(3):
        add_comment(indicator=of_43, year=2024, body=f"{number}", by=city.dave)
    add_comment(indicator=of_44, year=2023, body="はい", by=city.dave)
    withdraw_comment(comment=Comment.objects.get(body="0"), by=city.dave)
    with django_assert_num_queries(1):
        assert comment_counts([(of_43.pk, 2024), (of_44.pk, 2024)]) == {(of_43.pk, 2024): 2}
    with django_assert_num_queries(0):
        assert comment_counts([]) == {}


# --- Pages of the staff -------------------------------------------------------------------------------


def test_the_thread_is_for_those_who_may_comment(city: City) -> None:
    address = reverse("comments:thread", args=["43A", 2024])
    add_comment(indicator=city.indicator("43A"), year=2024, body=CANARY, by=city.dave)
    assert Client().get(address)["Location"].startswith("/login/?next=/comments/")
    outsider = make_user("erin", departments=(make_department("kominkan"),))
    for person, status in ((city.alice, 200), (city.bob, 200), (city.dave, 200), (outsider, 403)):
        response = signed_in(person).get(address)
        assert response.status_code == status, person
        assert (CANARY in response.content.decode()) == (status == 200)
        assert status == 403 or "no-store" in response["Cache-Control"]
        refused = signed_in(person).post(address, {"body": f"{person}から"})
        assert refused.status_code == (302 if status == 200 else 403)
    assert not Comment.objects.filter(by=outsider).exists()
    assert Event.objects.filter(action=Event.Action.REFUSED, by=outsider).exists()
    for wrong in ("/comments/99Z/2024/", "/comments/43A/1700/", "/comments/43A/2027/"):
        assert signed_in(city.dave).get(wrong).status_code == 404


def test_a_comment_is_written_and_the_browser_goes_back_to_this_site_only(city: City) -> None:
    address = reverse("comments:thread", args=["43A", 2024])
    client = signed_in(city.dave)
    here = "/dashboard/measures/43/?year=2024#comments-43A"
    places = [
        (here, here),
        ("https://example.com/", address),
        ("//example.com/", address),
        ("javascript:alert(1)", address),
        ("", address),
    ]
    for number, (asked, place) in enumerate(places):
        response = client.post(address, {"body": f"{number}番", "next": asked})
        assert (response.status_code, response["Location"]) == (302, place)
    assert Comment.objects.count() == len(places)
    assert "コメントを書きました" in client.get(address).content.decode()


def test_a_refused_comment_is_told_at_its_field_and_what_was_typed_stays(city: City) -> None:
    address = reverse("comments:thread", args=["43A", 2024])
    page = signed_in(city.dave).post(address, {"body": "あ" * 1001, "next": "/dashboard/"}).content.decode()
    assert "1000字までで入力してください（いま1001字です）。" in page
    assert "あ" * 1001 in page
    assert '<input type="hidden" name="next" value="/dashboard/">' in page
    assert 'aria-invalid="true"' in page
    assert not Comment.objects.exists()


def test_only_its_author_takes_a_comment_back(city: City) -> None:
    comment = add_comment(indicator=city.indicator("43A"), year=2024, body=CANARY, by=city.dave)
    address = reverse("comments:withdraw", args=[comment.pk])
    thread = reverse("comments:thread", args=["43A", 2024])
    assert signed_in(city.dave).get(address).status_code == 405
    assert signed_in(city.bob).post(address).status_code == 403
    assert address not in signed_in(city.bob).get(thread).content.decode()
    assert address in signed_in(city.dave).get(thread).content.decode()
    assert signed_in(city.dave).post(address)["Location"] == thread
    page = signed_in(city.bob).get(thread).content.decode()
    assert CANARY not in page
    assert "取り消しました" in page
    assert signed_in(city.dave).post(reverse("comments:withdraw", args=[10**6])).status_code == 404


def test_markup_in_a_comment_is_text(city: City) -> None:
    add_comment(indicator=city.indicator("43A"), year=2024, body="<script>x</script>\n2行目", by=city.dave)
    page = signed_in(city.dave).get(reverse("comments:thread", args=["43A", 2024])).content.decode()
    assert "&lt;script&gt;x&lt;/script&gt;<br>2行目" in page


def test_a_question_reaches_the_department_and_the_reviewer(city: City) -> None:
    for code in ("43A", "44B", "41A"):
        add_comment(indicator=city.indicator(code), year=2024, body=CANARY, by=city.dave)
    alice, bob = signed_in(city.alice), signed_in(city.bob)
    for client, address in (
        (alice, "/entry/43A/2024/"),  # submitted: to be read
        (alice, "/entry/44B/2024/"),  # published
        (alice, "/entry/41A/2024/"),  # nothing typed yet: the form
        (bob, "/office/43A/2024/"),
    ):
        page = client.get(address).content.decode()
        assert CANARY in page, address
        assert "管理職 デイブ" in page
    # Beside a form that is being filled in there is no second one, which would lose what was typed.
    form = alice.get("/entry/41A/2024/").content.decode()
    assert 'action="/comments/' not in form
    assert 'target="_blank"' in form


def test_the_task_list_says_that_there_are_comments(city: City) -> None:
    for body in ("なぜですか", "いつですか"):
        add_comment(indicator=city.indicator("41A"), year=2024, body=body, by=city.dave)
    page = signed_in(city.alice).get("/entry/").content.decode()
    assert len(re.findall(r'<a href="/comments/41A/2024/">コメント2件', page)) == 1
    assert page.count("/comments/") == 1


# --- Citizens -----------------------------------------------------------------------------------------


def test_no_comment_reaches_a_page_or_a_file_for_citizens(city: City) -> None:
    anonymous = Client()
    pages = [
        "/",
        "/measures/44/",
        "/indicators/44B/",
        "/indicators/44B.json",
        "/indicators/44B.csv",
        "/measures/44.json",
        "/measures/44.csv",
        "/departments/organic-city-suishin/",
        "/corrections/",
        f"/search/?q={CANARY}",
        "/open-data/",
    ]
    before = {}
    for page in pages:
        response = anonymous.get(page)
        assert response.status_code == 200, page
        before[page] = response.content
    add_comment(indicator=city.indicator("44B"), year=2024, body=CANARY, by=city.dave)
    for page in pages:
        content = anonymous.get(page).content
        assert CANARY not in content.decode().replace(f'value="{CANARY}"', "") or "search" in page
        assert content == before[page], page
        # Not even to those who may read it elsewhere: a public page is the same for everybody.
        if "search" not in page:
            assert CANARY not in signed_in(city.dave).get(page).content.decode()
