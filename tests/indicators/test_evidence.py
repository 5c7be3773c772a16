"""Evidence: what is taken and what is not, where it lies, and who may change it when (docs/trust.md §4)."""

import io
import stat
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings

from indicators import workflow
from indicators.evidence.file_names import clean_name
from indicators.evidence.file_types import LARGEST, check_file
from indicators.evidence.links import read_link, read_path
from indicators.evidence.storage import open_file, store_file
from indicators.evidence.upload import LARGEST as LARGEST_OF_ALL
from indicators.evidence.upload import CappedUploadHandler
from indicators.models import Event, Evidence, Kind
from indicators.workflow import Incomplete, NotAllowed, WrongState
from tests.indicators.bad_files import BAD, GOOD, PDF, png
from tests.indicators.factories import (
    NOON,
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
    submit_value,
)


@pytest.mark.parametrize("name", GOOD)
def test_what_is_what_it_says_is_taken(name: str):
    body, content_type = GOOD[name]
    checked = check_file(name, io.BytesIO(body))
    assert (checked.name, checked.content_type, checked.size) == (name, content_type, len(body))


@pytest.mark.parametrize(("name", "body", "says"), BAD, ids=[name for name, _, _ in BAD])
def test_what_is_not_is_refused_in_words(name: str, body: bytes, says: str):
    with pytest.raises(ValueError, match=says):
        check_file(name, io.BytesIO(body))


def test_ten_megabytes_are_taken_and_a_byte_more_is_not():
    def filled(size: int) -> io.BytesIO:
        return io.BytesIO(PDF[:9] + b" " * (size - len(PDF)) + PDF[9:])

    assert check_file("大.pdf", filled(LARGEST)).size == LARGEST
    with pytest.raises(ValueError, match="10MBまで"):
        check_file("大.pdf", filled(LARGEST + 1))


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("/etc/../報告書.pdf", "報告書.pdf"),
        ("C:\\Users\\x\\表.xlsx", "表.xlsx"),
        ("evil\u202egpj.exe", "evilgpj.exe"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie_ x=1.pdf"),
        ("a\x00b\u200b\ud800c.pdf", "abc.pdf"),
        ('a"b<c>|?*.pdf', "a_b_c____.pdf"),
        ("か\u3099.pdf", "が.pdf"),
        ("  ..報告　書 .pdf ", "報告 書.pdf"),
        ("あ" * 300 + ".pdf", "あ" * 96 + ".pdf"),
        ("\u202e\u200b", "資料"),
        ("/", "資料"),
    ],
)
def test_names_are_cleaned(name: str, cleaned: str):
    assert clean_name(name) == cleaned
    assert clean_name(cleaned) == cleaned


@pytest.mark.parametrize(
    "url", ["https://www.example.jp/統計?a=1#b", "http://portal/doc", "HTTP://10.0.0.1:8080/", "https://a"]
)
def test_addresses_are_kept(url: str):
    assert read_link(f" {url} ").lower() == read_link(f"\ufeff{url}\u00a0\u200b").lower() == url.lower()


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///c:/x",
        "\\\\server\\share",
        "www.example.jp",
        "https://",
        "https:///a",
        "https://a b",
        "https://a\nb",
        "https://a\tb",
        "https://user:pass@example.jp/",
        "https://example.jp@evil.example/",
        "http://[",
        "http://a:99999/",
        "https://a/" + "x" * 500,
    ],
)
def test_what_is_no_address_is_refused(url: str):
    with pytest.raises(ValueError, match="リンク"):
        read_link(url)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\\\\server\\share\\統計\\R7.xlsx", "\\\\server\\share\\統計\\R7.xlsx"),
        ('"Z:\\企画課\\R7 集計.xlsx"', "Z:\\企画課\\R7 集計.xlsx"),
        (" /企画課/統計/ ", "/企画課/統計/"),
        ("企画課/統計.xlsx", "企画課/統計.xlsx"),
        ("//server/share", None),
        ("https://example.jp/a", None),
        ("javascript:alert(1)//a", None),
        ("file:///c:/x", None),
        ("となりの部屋", None),
        ("\\\\", None),
        ("/" + "あ" * 300, None),
    ],
)
def test_a_place_on_the_shared_drive_is_a_text(typed: str, kept: str | None):
    if kept is None:
        with pytest.raises(ValueError, match=r"共有フォルダーの場所|リンク"):
            read_path(typed)
    else:
        assert read_path(typed) == kept


def test_a_sign_that_nobody_sees_is_named():
    for sign in ("\x0b", "\x00", "\ue000"):
        with pytest.raises(ValueError, match=f"「xample\\.jp/」の後に.*U\\+{ord(sign):04X}"):
            read_link(f"https://example.jp/{sign}path")


def test_a_file_lies_under_its_sum_for_its_owner_alone():
    checked = check_file("図.png", io.BytesIO(png()))
    store_file(checked.sha256, io.BytesIO(png()))
    store_file(checked.sha256, io.BytesIO(b"something else"))  # there already: left as it is
    path = Path(settings.EVIDENCE_DIR) / checked.sha256[:2] / checked.sha256
    with open_file(checked.sha256) as file:
        assert file.read() == png()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [found.name for found in path.parent.iterdir()] == [checked.sha256]


@pytest.mark.parametrize("name", ["../secret_key", "0" * 63, "0" * 64 + "/.."])
def test_only_a_sum_names_a_place(name: str):
    with pytest.raises(ValueError, match=r".."):
        open_file(name)


def test_evidence_is_out_of_reach_of_the_web_server():
    folder = Path(settings.DATA_DIR) / "evidence"
    served = [
        settings.STATIC_ROOT,
        settings.ASSETS_DIR,
        *(p for p in settings.STATICFILES_DIRS if isinstance(p, Path)),
    ]
    assert not any(folder.is_relative_to(place) for place in served)


def test_an_upload_ends_where_it_is_too_large():
    handler = CappedUploadHandler()
    assert handler.receive_data_chunk(b"abc", 0) == b"abc"
    assert handler.receive_data_chunk(b"abc", LARGEST_OF_ALL) == b"a"
    assert handler.receive_data_chunk(b"abc", LARGEST_OF_ALL + 1) is None
    assert LARGEST_OF_ALL > LARGEST, "so that evidence's own check still sees what is too large"


# --- The workflow -------------------------------------------------------------------------------------


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    bob = make_bob()
    make_cycle(2024, by=bob)
    return SimpleNamespace(
        indicator=make_indicator(), alice=make_alice(), bob=bob, carol=make_carol(), dave=make_dave()
    )


def attach(world: SimpleNamespace, body: bytes = PDF, **fields: Any) -> Evidence:
    told = {"indicator": world.indicator, "year": 2024, "name": "報告書.pdf", "by": world.alice, "now": NOON}
    return workflow.attach_file(**{**told, "file": io.BytesIO(body), **fields})


def link(world: SimpleNamespace, url: str = "https://example.jp/", **fields: Any) -> Evidence:
    told = {"indicator": world.indicator, "year": 2024, "by": world.alice, "now": NOON}
    return workflow.attach_link(**{**told, "url": url, **fields})


def test_a_file_is_kept_before_anything_else_is_saved(world: SimpleNamespace):
    evidence = attach(world)
    assert (evidence.name, evidence.size, evidence.added_by) == ("報告書.pdf", len(PDF), world.alice)
    event = Event.objects.get()
    assert (event.action, event.by, event.year, event.number) == ("attached", world.alice, 2024, 1)
    assert event.detail["sha256"] == evidence.sha256
    # The same file again is the same evidence.
    assert attach(world) == evidence
    assert Event.objects.count() == 1


def test_a_refused_file_leaves_nothing(world: SimpleNamespace):
    with pytest.raises(Incomplete) as refusal:
        attach(world, b"MZ")
    assert list(refusal.value.errors) == ["uploads"]
    with pytest.raises(Incomplete) as refusal:
        link(world, "javascript:alert(1)")
    assert list(refusal.value.errors) == ["link"]
    assert not Evidence.objects.exists()
    assert not Event.objects.exists()


def test_five_files_and_five_links_a_value(world: SimpleNamespace):
    for number in range(5):
        attach(world, PDF + b"%d" % number)
        link(world, f"https://example.jp/{number}")
    with pytest.raises(Incomplete, match="5個まで"):
        attach(world, PDF + b"6")
    with pytest.raises(Incomplete, match="5個まで"):
        link(world, "https://example.jp/6")
    workflow.detach(evidence=Evidence.objects.exclude(sha256="")[0], by=world.alice)
    attach(world, PDF + b"6")
    assert len(workflow.evidence_of(world.indicator, 2024)) == 10


@pytest.mark.parametrize("who", ["dave", "erin"])
def test_only_who_may_enter_may_attach_and_take_off(world: SimpleNamespace, who: str):
    world.erin = make_user("erin", departments=(make_department("zaisei", "財政課"),))
    evidence = attach(world)
    for step in (
        lambda: attach(world, PDF + b"2", by=getattr(world, who)),
        lambda: link(world, by=getattr(world, who)),
        lambda: workflow.detach(evidence=evidence, by=getattr(world, who)),
    ):
        with pytest.raises(NotAllowed):
            step()
    assert workflow.evidence_of(world.indicator, 2024) == [evidence]


def test_evidence_is_fixed_once_the_value_is_handed_in(world: SimpleNamespace):
    evidence = attach(world)
    result = submit_value(world.indicator, 2024, said("980"), by=world.alice)
    with pytest.raises(WrongState):
        attach(world, PDF + b"2")
    with pytest.raises(WrongState):
        workflow.detach(evidence=evidence, by=world.alice)
    workflow.send_back(record=result, version=result.version, reason="資料を", by=world.bob)
    attach(world, PDF + b"2")
    assert len(workflow.evidence_of(world.indicator, 2024)) == 2


def test_evidence_belongs_to_its_record_of_the_chain(world: SimpleNamespace):
    first = attach(world)
    publish_value(world.indicator, 2024, said("980"), by=world.alice, publisher=world.bob)
    with pytest.raises(WrongState):
        attach(world, number=2)
    workflow.open_change(
        owner=world.indicator, year=2024, kind=Kind.CORRECTION, by=world.alice, reason="誤り"
    )
    with pytest.raises(WrongState):
        attach(world, PDF + b"2")
    second = attach(world, number=2)
    assert workflow.evidence_of(world.indicator, 2024) == [first, second]


def test_a_year_that_is_not_open_takes_no_evidence(world: SimpleNamespace):
    with pytest.raises(WrongState):
        attach(world, year=2025)


def test_what_is_taken_off_stays_on_record(world: SimpleNamespace):
    evidence = attach(world)
    workflow.detach(evidence=evidence, by=world.bob, now=NOON + timedelta(hours=1))
    workflow.detach(evidence=evidence, by=world.alice)  # of two at once the second finds it done
    evidence.refresh_from_db()
    assert (evidence.removed_by, evidence.removed_at) == (world.bob, NOON + timedelta(hours=1))
    assert workflow.evidence_of(world.indicator, 2024) == []
    assert list(Event.objects.order_by("pk").values_list("action", "by")) == [
        ("attached", world.alice.pk),
        ("detached", world.bob.pk),
    ]
    assert attach(world) != evidence


def test_what_stood_a_year_before_is_carried_over(world: SimpleNamespace):
    make_cycle(2025, by=world.bob)
    earlier = [attach(world), link(world)]
    earlier.append(
        workflow.attach_path(indicator=world.indicator, year=2024, path="/統計/R6.xlsx", by=world.bob)
    )
    assert workflow.evidence_before(world.indicator, 2025) == earlier
    for one in earlier:
        new = workflow.carry_over(evidence=one, year=2025, by=world.alice, now=NOON)
        assert (new.year, new.carried_from, new.added_by) == (2025, one, world.alice)
        assert (new.sha256, new.name, new.url, new.path) == (one.sha256, one.name, one.url, one.path)
        assert workflow.carry_over(evidence=one, year=2025, by=world.alice) == new, "once"
    assert Event.objects.order_by("pk").last().detail["carried_from"] == earlier[-1].pk
    assert workflow.newest_evidence([world.indicator]) == {
        world.indicator.pk: workflow.evidence_of(world.indicator, 2025)
    }
    workflow.detach(evidence=earlier[0], by=world.alice)
    for refused, error in (
        ({"evidence": earlier[0], "year": 2025}, WrongState),
        ({"year": 2024}, WrongState),
    ):
        earlier[0].refresh_from_db()
        with pytest.raises(error):
            workflow.carry_over(**{"evidence": earlier[1], "by": world.alice, **refused})
    with pytest.raises(NotAllowed):
        workflow.carry_over(evidence=earlier[1], year=2025, by=world.dave)


def test_a_draft_takes_its_evidence_along_when_it_is_given_up(world: SimpleNamespace):
    attach(world)
    draft = workflow.save_draft(owner=world.indicator, year=2024, data=said("1"), by=world.alice)
    workflow.discard(record=draft, version=draft.version, by=world.alice)
    assert workflow.evidence_of(world.indicator, 2024) == []
    assert Evidence.objects.get().removed_by == world.alice
