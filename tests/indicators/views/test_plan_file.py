"""The plan as a file, at the office's page: looked at first, put in whole by one, published of a public plan by another."""

import io
import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from indicators import frames, workflow
from indicators.forms.plan_file.yaml_text import write_yaml
from indicators.frames import Aim
from indicators.models import DeedLead, Event, Indicator, InitiativeAims, PlanUpload, Result, Target
from indicators.plan_tables import Line, Lines, PlanTables, changes_between, tables_of
from indicators.plan_tables.examples import made_examples
from indicators.views.office.plan.file_progress import Told
from indicators.workflow import Entry, do_due
from indicators.workflow.counted import listening
from indicators.workflow.plan_checks import drafts_of_plan
from indicators.workflow.review.many import Draft, save_drafts
from measures.models import Department, Initiative, Measure, Plan, PlanRevision, WordingDraft
from tests.indicators.factories import (
    load_fixtures,
    make_aims,
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_passport,
    make_plan,
    publish_value,
    said,
)
from tests.indicators.large_plan import large_tables
from tests.indicators.plan_books import address, book_of, changed

pytestmark = pytest.mark.django_db
NEXT = "/office/plan/4/file/"
PUBLIC = "/office/plan/3/file/"
OTHER = {"other": "yes"}  # a file of another plan, knowingly


@pytest.fixture
def plan() -> Plan:
    return load_fixtures()


@pytest.fixture
def coming(plan: Plan) -> Plan:
    return make_plan(
        slug="kisarazu-4", name="第4次基本計画", first_year=2023, last_year=2026, published_at=None
    )


@pytest.fixture
def bob(plan: Plan) -> Client:
    client = Client()
    client.force_login(make_bob())
    return client


@pytest.fixture
def carol(plan: Plan) -> Client:
    client = Client()
    client.force_login(make_carol())
    return client


def give(client: Client, page: str, data: bytes, name: str = "plan.xlsx", **more: str) -> Any:
    """The page that follows the file."""
    said = {"action": "read", "file": SimpleUploadedFile(name, data), **more}
    return client.post(page, said, follow=True)


def press(client: Client, shown: Any, action: str, page: str, **more: str) -> Any:
    """As a person presses the button on the page that they see."""
    html = shown.content.decode()
    assert f'name="action" value="{action}"' in html, f"there is no button to {action}"
    fields = dict(re.findall(r'<input type="hidden" name="(upload|seen)" value="([^"]*)"', html))
    return client.post(page, {"action": action, **fields, **more})


def counts_of(shown: Any) -> dict[str, dict[str, int]]:
    return {group.changes.table.title: dict(group.counts) for group in shown.context["look"].preview.groups}


# --- Taking away ------------------------------------------------------------------------------------


def test_it_is_taken_away_empty_and_filled(bob: Client, plan: Plan) -> None:
    for what, rows in (("filled", 12), ("empty", 1)):
        answer = bob.get(f"{PUBLIC}{what}/")
        assert answer.status_code == 200
        book = load_workbook(io.BytesIO(answer.content))
        assert book["指標"].max_row == rows
        assert [book["課"]["A2"].value, book["記入例"]["A1"].value] == [
            Department.objects.first().name,
            "シート「基本政策」",
        ]
    assert bob.get(f"{PUBLIC}other/").status_code == 404


# --- Into a plan in preparation -----------------------------------------------------------------------


def test_a_whole_plan_goes_into_an_empty_one_and_is_the_same(bob: Client, plan: Plan, coming: Plan) -> None:
    shown = give(bob, NEXT, book_of(plan), **OTHER)
    assert counts_of(shown)["指標"] == {"新しい行": 11}
    assert counts_of(shown)["施策"] == {"新しい行": 8}
    assert f"ほかの計画「{plan}」（アドレスでの名前「3」）" in shown.content.decode()
    assert "<del>" not in shown.content.decode(), "no new row had anything before"
    assert not Measure.objects.filter(plan=coming).exists(), "nothing before it is confirmed"
    assert press(bob, shown, "put_in", NEXT).status_code == 302
    assert changes_between(tables_of(plan), tables_of(coming)) == []
    targets = Target.objects.filter(indicator__measure__plan=coming)
    assert {(one.published_at, one.drafted_by and one.drafted_by.username) for one in targets} == {
        (None, "bob")
    }
    line = Event.objects.filter(action=Event.Action.PLAN_FILED).get()
    assert line.detail["written"]["indicators"] == 11
    assert Measure.history.filter(plan=coming).first().history_user.username == "bob"
    assert not PlanUpload.objects.exists()
    again = give(bob, NEXT, book_of(coming))
    assert "変わるところはありません" in again.content.decode()


def test_a_file_of_another_plan_is_refused_until_it_is_meant(bob: Client, plan: Plan, coming: Plan) -> None:
    yaml = bob.get(f"{PUBLIC}yaml/").content
    for data, name in ((book_of(plan), "plan.xlsx"), (yaml, "plan.yaml")):
        shown = give(bob, NEXT, data, name).content.decode()
        assert f"ほかの計画「{plan}」（アドレスでの名前「3」）から作ったものです" in shown, name
        assert f"ここは「{coming}」です" in shown
        assert 'value="put_in"' not in shown
        assert not PlanUpload.objects.exists()
        assert 'name="other"' in shown, "the way out"
        assert "指標" in counts_of(give(bob, NEXT, data, name, **OTHER)), name
        PlanUpload.objects.all().delete()
    # The same key in another city's site, and a head that says nothing.
    for was, now, is_refused in (
        ("city: 木更津市", "city: 袖ケ浦市", True),
        ("key: '3'", "key: '4'", True),
        ("city: 木更津市\n", "", False),
    ):
        assert was in yaml.decode()
        shown = give(bob, PUBLIC, yaml.decode().replace(was, now).encode(), "plan.yaml")
        assert ("から作ったものです" in shown.content.decode()) is is_refused, now


def test_what_differs_is_shown_and_alone_is_written(bob: Client, plan: Plan, coming: Plan) -> None:
    press(bob, give(bob, NEXT, book_of(plan), **OTHER), "put_in", NEXT)
    data = book_of(coming)
    cells = {
        ("指標", address(data, "指標", "43A", "目標")): 2500,
        ("施策", address(data, "施策", "43", "名称")): "移住・定住の促進",
    }
    shown = give(bob, NEXT, changed(data, cells))
    assert counts_of(shown) == {"施策": {"変わる行": 1}, "指標": {"変わる行": 1}}
    assert "2000" in shown.content.decode()
    press(bob, shown, "put_in", NEXT)
    assert Target.objects.get(indicator__measure__plan=coming, indicator__measure__number=43).value == 2500
    assert Measure.objects.get(plan=coming, number=43).name == "移住・定住の促進"
    drafts = WordingDraft.objects.filter(plan=coming, part="measure-43").order_by("pk")
    assert [one.content["name"] for one in drafts][-1] == "移住・定住の促進"
    assert Measure.history.filter(plan=coming, number=44).count() == 1, "nothing else was written"


def test_rows_that_a_file_lacks_stay_unless_somebody_says_so(bob: Client, plan: Plan, coming: Plan) -> None:
    press(bob, give(bob, NEXT, book_of(plan), **OTHER), "put_in", NEXT)

    def less(tables: PlanTables) -> PlanTables:
        """Without measure 48 and all that is of it."""

        def is_of(line: Line) -> bool:
            cells = line.cells
            said = (cells.get("measure"), cells.get("code"), cells.get("initiative"), cells.get("number"))
            return any(str(one).startswith("48") for one in said if one is not None)

        return {key: Lines([one for one in lines.rows if not is_of(one)]) for key, lines in tables.items()}

    data = book_of(coming, less(tables_of(coming)))
    shown = give(bob, NEXT, data)
    assert counts_of(shown) == {}
    shown = press(bob, shown, "delete", NEXT)
    shown = bob.get(NEXT)
    assert counts_of(shown)["指標"] == {"なくなる行": 2}
    assert counts_of(shown)["施策"] == {"なくなる行": 1}
    assert press(bob, shown, "put_in", NEXT).status_code == 302
    assert not Measure.objects.filter(plan=coming, number=48).exists()
    assert Indicator.objects.of_plan(coming).count() == 9
    assert Measure.objects.filter(plan=plan, number=48).exists()


def test_a_wrong_file_keeps_everything_as_it_was(bob: Client, plan: Plan, coming: Plan) -> None:
    good = give(bob, NEXT, book_of(plan), **OTHER)
    data = book_of(plan)
    cells = {
        ("施策", address(data, "施策", "41", "基本政策")): "09",
        ("主な取組", address(data, "主な取組", "41-1", "担当課")): "ない課",
        ("指標", address(data, "指標", "42A", "目標")): "0.2",
        ("指標", address(data, "指標", "43A", "主担当課")): "ない課",
        ("指標", address(data, "指標", "45A", "範囲の上限")): 50,
        ("現状と課題", "A3"): 99,
        ("取組の内容", "A2"): "41-9",
        ("参考図表の数値", "D2"): "90.0",
    }
    rows: dict[str, list[list[Any]]] = {
        "課": [["まちづくり推進課", None]],
        "中間目標": [["41A", "令和9年度", 30], ["49A", "令和5年度", 1]],
        "実績": [["41A", "令和4年度", "実績", -3], ["41A", "令和5年度", "実績", 10]],
        "指標の説明": [["41A", "", "", "", "https://example.jp/"]],
    }
    answer = give(bob, NEXT, changed(data, cells, rows=rows), **OTHER)
    found = {one.place: one.message for one in answer.context["problems"]}
    places = {place: f"{sheet}!{cell}" for place, (sheet, cell) in enumerate(cells)}
    said = [
        "基本政策09",
        "「ない課」",
        "下にあります",
        "「ない課」",
        "範囲の目標だけ",
        "施策99",
        "取組41-9",
        "合計が",
    ]
    for at, words in enumerate(said[:7]):
        assert words in found[places[at]], found
    assert "合計が" in " ".join(found.values())
    words = answer.content.decode()
    assert (answer.context["look"], answer.context["columns"], 'value="put_in"' in words) == (
        None,
        None,
        False,
    )
    assert "前に選んだファイル「plan.xlsx」" in words
    assert 'href="/office/plan/4/file/#preview"' in words
    assert "識別名を入力" in found["課!B16"]
    assert "間にしてください" in found["中間目標!B2"]
    assert "指標49Aがありません" in found["中間目標!A3"]
    assert "負の値" in found["実績!D2"]
    assert "受け付けていません" in found["実績!B3"]
    assert "資料の名前" in found["指標の説明!D2"]
    assert bob.get(NEXT).context["look"].preview.upload.pk == good.context["look"].preview.upload.pk
    assert not Measure.objects.filter(plan=coming).exists()


def test_what_cannot_be_read_and_what_cannot_be_are_told_at_once(
    bob: Client, plan: Plan, coming: Plan
) -> None:
    data = book_of(plan)
    cells = {
        ("施策", address(data, "施策", "41", "番号")): "四十一",
        ("主な取組", address(data, "主な取組", "42-1", "担当課")): "ない課",
        ("指標", address(data, "指標", "42A", "目標")): "未定",
        ("指標", address(data, "指標", "42A", "主担当課")): "ない課",
        ("指標", address(data, "指標", "43A", "約束")): "増加",
        ("指標", address(data, "指標", "44A", "主担当課")): "ない課",
    }
    answer = give(bob, NEXT, changed(data, cells), **OTHER)
    places = {one.place for one in answer.context["problems"]}
    assert places == {f"{sheet}!{cell}" for sheet, cell in cells}


def test_what_is_put_in_is_what_was_shown(bob: Client, carol: Client, plan: Plan, coming: Plan) -> None:
    shown = give(bob, NEXT, book_of(plan), **OTHER)
    press(carol, give(carol, NEXT, book_of(plan), **OTHER), "put_in", NEXT)
    answer = press(bob, shown, "put_in", NEXT)
    assert answer.status_code == 409
    assert "変わるところはありません" in answer.content.decode()
    assert press(carol, shown, "put_in", NEXT).status_code == 403, "what somebody else was shown"


def test_every_kind_of_promise_goes_out_and_in_unchanged(bob: Client, plan: Plan) -> None:
    coming = make_plan(
        slug="kisarazu-4", name="第4次基本計画", first_year=2027, last_year=2030, published_at=None
    )
    made = large_tables(measures=4, initiatives=10, indicators=20)
    press(bob, give(bob, NEXT, book_of(coming, made)), "put_in", NEXT)
    standing = tables_of(coming)
    assert changes_between(standing, {key: made[key] for key in made if key != "departments"}) == []
    of = {line.cells["code"]: line.cells for line in standing["indicators"].rows}
    found = {one.code: one for one in Indicator.objects.of_plan(coming).select_related("measure")}
    assert (found["2A"].baseline_value, found["2A"].baseline_label, of["2A"]["value"]) == (None, "新規", "50")
    assert (found["4A"].direction, of["4A"]["tolerance"]) == ("at_most", "0.5")
    assert (of["1B"]["wording"], of["2B"]["upper"], found["3B"].year_kind) == ("yearly", "25.5", "calendar")
    assert (found["1C"].may_be_negative, of["1C"]["value"], of["2C"]["every"]) == (True, "-10", 2)
    assert "変わるところはありません" in give(bob, NEXT, book_of(coming)).content.decode()
    told = bob.get(f"{NEXT}yaml/").content
    assert "変わるところはありません" in give(bob, NEXT, told, "plan.yaml").content.decode()
    wrong = told.decode().replace("value: '0.5'", "value: 0.505", 1)
    found_wrong = {
        one.place: one.message for one in give(bob, NEXT, wrong.encode(), "plan.yaml").context["problems"]
    }
    assert "小数は2桁まで" in found_wrong["indicators[4].value"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"a: &x 1\npolicies: [*x]\n", "別の所を指すしるし"),
        (b"policies: [[[[[]]]]]\n", "入れ子が深すぎます"),
        (b"policies: []\npolicies: []\n", "2回あります"),
        (b"policies: !!python/object:os.system {}\nx: [", "YAMLとして読めません"),
        ("計画".encode("cp932"), "UTF-8ではありません"),
        (b"a: 1\n", "計画のYAMLではありません"),
        (b"? [a, b]\n: 1\npolicies: []\n", "1行目の名前を、文字にしてください"),
        (b"plan: {key: [a, b]}\npolicies: []\n", "ここには、1つの値を書いてください"),
        (b'policies: []\n"a\\0b": []\n', "名前の「a」の後に見えない文字（U+0000）"),
        (b'policies: [{"number\\e": "01"}]\n', "名前の「number」の後に見えない文字（U+001B）"),
        (b'"a\\0b": 1\n"a\\0b": 1\n', "「ab」が2回あります"),
    ],
)
def test_a_yaml_that_is_no_plan_is_refused(bob: Client, coming: Plan, text: bytes, said: str) -> None:
    page = give(bob, NEXT, text, "plan.yaml").content.decode()
    assert said in page
    assert not [odd for odd in ("\0", "\x1b", "['a") if odd in page]


# --- A table that is not ours -------------------------------------------------------------------------


def own_list() -> bytes:
    """As an office keeps it: a title, heads in two rows with merged cells, a column that computes."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "指標一覧"
    page["A1"] = "成果指標の一覧"
    heads = [
        *(("施策", ""), ("指標名", ""), ("現状", "時点"), ("現状", "値"), ("目標値（R8）", "")),
        *(("実績", "令和3年度"), ("担当課", ""), ("備考", ""), ("計算", "")),
    ]
    for column, (first, second) in enumerate(heads, 1):
        page.cell(3, column, first)
        page.cell(4, column, second or None)
    rows = [
        (
            "41　市民参加",
            "市民参加型ワークショップの開催数",
            "令和４年11月末",
            "5テーマ",
            "60テーマ",
            6,
            "企画課",
        ),
        (
            None,
            "市政に関心がある市民の割合",
            "令和３年度",
            "42.5％",
            "50％以上",
            42.5,
            "企画課",
            "アンケート",
        ),
        ("43", "移住相談の件数", "新規", "－", "300件", None, "産業振興課"),
    ]
    for at, row in enumerate(rows, 5):
        for column, value in enumerate(row, 1):
            page.cell(at, column, value)
    page["I5"] = "=F5*2"
    for area in ("A1:H1", "A3:A4", "B3:B4", "C3:D3", "E3:E4", "G3:G4", "H3:H4", "I3:I4", "A5:A6"):
        page.merge_cells(area)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_a_table_of_the_office_is_taken_by_its_columns(bob: Client, plan: Plan) -> None:
    shown = give(bob, PUBLIC, own_list(), "指標一覧.xlsx")
    columns = {one.head: one for one in shown.context["columns"].columns}
    proposed = {head: one.field for head, one in columns.items()}
    assert proposed == {
        "施策": "measure",
        "指標名": "name",
        "現状／時点": "baseline_label",
        "現状／値": "baseline",
        "目標値（R8）": "target",
        "実績／令和3年度": "value_of_year",
        "担当課": "lead_department",
        "備考": "remark",
        "計算": "",
    }
    chosen = {f"column-{one.number}": one.field for one in columns.values()}
    posted = {
        **chosen,
        "upload": str(shown.context["columns"].upload.pk),
        "sheet": "指標一覧",
        "first": "3",
        "last": "4",
    }
    meaning = f"column-{columns['備考'].number}"
    answer = bob.post(PUBLIC, {**posted, meaning: "meaning", "action": "columns"}, follow=True)
    assert counts_of(answer) == {"指標": {"新しい行": 2}, "実績": {"新しい行": 2}}
    rows = {one.owner: {c.name: now for c, _, now in one.cells} for one in _new(answer, "指標")}
    assert rows[("41B",)]["value"] == "50"
    # From 42.5 up to 50: a way to go, since a floor would be broken from the first year on.
    assert (rows[("41B",)]["direction"], rows[("41B",)]["meaning"]) == ("increase", "アンケート")
    assert (rows[("41B",)]["decimals"], rows[("41B",)]["baseline_year"]) == (1, 2021)
    assert (rows[("43B",)]["baseline_label"], rows[("43B",)]["unit"]) == ("新規", "件")
    assert "推し量ったもの" in answer.content.decode()
    again = give(bob, PUBLIC, own_list(), "指標一覧.xlsx")
    assert {one.head: one.field for one in again.context["columns"].columns}["備考"] == "meaning", (
        "remembered"
    )
    wrong = bob.post(
        PUBLIC,
        {
            **posted,
            "upload": str(again.context["columns"].upload.pk),
            "column-9": "unit",
            "action": "columns",
        },
    )
    assert any(one.place == "指標一覧!I5" and "数式" in one.message for one in wrong.context["problems"])


def _new(answer: Any, title: str) -> list[Any]:
    groups = answer.context["look"].preview.groups
    return next(one.changes.of("new") for one in groups if one.changes.table.title == title)


# --- Into the plan in force -------------------------------------------------------------------------


def new_rows() -> dict[str, list[list[Any]]]:
    return {
        "施策": [[1, "01", "防災の推進", "災害に強いまち"]],
        "現状と課題": [[1, "現状", "台風の被害が増加"], [1, "課題", "避難所の不足"]],
        "主な取組": [["1-1", "避難所の整備", "企画課"]],
        "取組の内容": [["1-1", "小中学校への備蓄"]],
        "指標": [
            [
                *("1A", "避難訓練に参加した人の割合", "％", 1, "その時点の数", None, "下限以上に保つ"),
                *(12.5, "令和4年度", "令和4年度", 20, None, 2, "毎年の目標", "令和8年度", "毎年20％以上"),
            ]
        ],
        "実績": [["1A", "令和3年度", "実績", 11.5]],
    }


def lead(data: bytes) -> bytes:
    return changed(data, {("指標", address(data, "指標", "1A", "主担当課")): "企画課"})


def test_new_measures_come_into_a_public_plan_by_two_people(bob: Client, carol: Client, plan: Plan) -> None:
    public = Client()
    data = lead(changed(book_of(plan), rows=new_rows()))
    shown = give(bob, PUBLIC, data)
    assert counts_of(shown)["施策"] == {"新しい行": 1}
    assert "理由を入力" in press(bob, shown, "hand_in", PUBLIC).content.decode()
    assert press(bob, shown, "hand_in", PUBLIC, reason="施策1の追加").status_code == 302
    assert not Measure.objects.filter(plan=plan, number=1).exists()
    upload = str(PlanUpload.objects.get().pk)
    seen = bob.get(PUBLIC).context["seen"]
    own = bob.post(PUBLIC, {"action": "publish", "upload": upload, "seen": seen})
    assert own.status_code in (403, 409)
    assert public.get("/measures/1/").status_code == 404

    look = carol.post(PUBLIC, {"action": "publish", "upload": upload})
    assert "防災の推進" in look.content.decode()
    assert press(carol, look, "publish", PUBLIC).status_code == 302
    assert "防災の推進" in public.get("/measures/1/").content.decode()
    page = public.get("/indicators/1A/").content.decode()
    assert "避難訓練に参加した人の割合" in page
    assert "20.0" in page
    target = Target.objects.get(indicator__measure__number=1)
    assert (target.drafted_by.username, target.published_by.username) == ("bob", "carol")
    value = Result.objects.get(indicator__measure__number=1)
    assert (value.state, value.year, value.entered_by.username) == ("draft", 2021, "bob")
    draft = WordingDraft.objects.get(plan=plan, part="measure-1")
    assert (draft.reason, draft.edited_by.username, draft.published_by.username) == (
        "施策1の追加",
        "bob",
        "carol",
    )
    assert public.get("/measures/41/").status_code == 200


def test_a_policy_and_a_department_that_a_file_adds_are_among_the_changes(
    bob: Client, carol: Client, plan: Plan
) -> None:
    rows = new_rows()
    rows["施策"][0][1] = "06"
    rows["主な取組"][0][2] = "星空課"
    rows |= {"基本政策": [["06", "夜空を守るまち"]], "課": [["星空課", "hoshizora"]]}
    public, before = Client(), timezone.localdate() - timedelta(days=1)
    shown = give(bob, PUBLIC, lead(changed(book_of(plan), rows=rows)))
    press(bob, shown, "hand_in", PUBLIC, reason="施策1の追加")
    look = carol.post(PUBLIC, {"action": "publish", "upload": str(PlanUpload.objects.get().pk)})
    assert press(carol, look, "publish", PUBLIC).status_code == 302
    texts = public.get("/open-data/text-changes.json").json()["rows"]
    told = {(one["subject"], one["item"], one["text_before"] or "", one["text_after"]) for one in texts}
    assert {
        ("policies", "基本政策06", "", "夜空を守るまち"),
        ("departments", "課（hoshizora）", "", "星空課"),
    } <= told
    for url in ("/corrections/", "/feeds/corrections.atom", f"/changes/?from={before}"):
        page = public.get(url).content.decode()
        assert "夜空を守るまち" in page, url
        assert "星空課" in page, url
    assert 'href="/departments/"' in public.get("/corrections/").content.decode()
    history = bob.get("/office/plan/3/history/").content.decode()
    assert "夜空を守るまち" in history
    assert "星空課" in history


def test_a_file_goes_out_from_a_day_on_and_only_as_it_was_seen(
    bob: Client, carol: Client, plan: Plan
) -> None:
    shown = give(bob, PUBLIC, lead(changed(book_of(plan), rows=new_rows())))
    press(bob, shown, "hand_in", PUBLIC, reason="施策1の追加")
    upload = str(PlanUpload.objects.get().pk)
    look = carol.post(PUBLIC, {"action": "publish", "upload": upload})
    day = timezone.localdate() + timedelta(days=3)
    for day_typed, refusal in (
        ("あした", "日付として読めません"),
        ("2100-01-01", "1年先まで"),
        ("2020-01-01", "過ぎた日"),
    ):
        assert refusal in press(carol, look, "publish", PUBLIC, on=day_typed).content.decode()
    assert press(carol, look, "publish", PUBLIC, on=day.isoformat()).status_code == 302
    assert do_due().files == []
    assert not Measure.objects.filter(plan=plan, number=1).exists()
    then = timezone.now() + timedelta(days=3)
    of_44b = Indicator.objects.filter(measure__plan=plan, measure__number=44, letter="B")
    name = of_44b.get().name
    of_44b.update(name="別の名前")
    found = do_due(now=then)
    assert (found.files, len(found.problems)) == ([], 1)
    assert PlanUpload.objects.get().publish_on is None, "it waits for a second look"
    of_44b.update(name=name)
    look = carol.post(PUBLIC, {"action": "publish", "upload": upload})
    press(carol, look, "publish", PUBLIC, on=day.isoformat())
    assert do_due(now=then).files == [f"{plan}のファイル「plan.xlsx」を公表しました。"]
    assert Measure.objects.filter(plan=plan, number=1).exists()


def test_what_is_published_is_refused_with_the_way_to_change_it(bob: Client, plan: Plan) -> None:
    data = book_of(plan)
    cells = {
        ("指標", address(data, "指標", "43A", "目標")): 2500,
        ("指標", address(data, "指標", "41A", "指標名")): "別の名前",
        ("施策", address(data, "施策", "43", "名称")): "別の名前",
        ("基本政策", "B2"): "別の名前",
        ("現状と課題", "C2"): "別の文",
        ("指標", address(data, "指標", "48A", "小数の桁数")): 1,
    }
    answer = give(bob, PUBLIC, changed(data, cells, rows={"関連する個別計画": [[41, "別の計画"]]}))
    found = {one.place: one.message for one in answer.context["problems"]}
    (target, name, measure, policy, text, decimals) = (found[f"{sheet}!{cell}"] for sheet, cell in cells)
    assert "「目標を改める」で" in target
    assert "「計画」の指標の画面で変えます" in name
    assert "指標の「名称と説明」の画面で増やします" in decimals
    assert "「計画」の施策43の画面" in measure
    assert "基本政策の画面" in policy
    assert "「計画」の施策41の画面" in text
    assert any(place.startswith("関連する個別計画!") for place in found)
    assert not PlanUpload.objects.exists()


def test_values_alone_go_to_the_review_at_once(bob: Client, plan: Plan) -> None:
    rows = {"実績": [["46A", "令和2年度", "実績", 92, None, None, None, "決算カード", "https://example.jp/"]]}
    shown = give(bob, PUBLIC, changed(book_of(plan), rows=rows))
    assert press(bob, shown, "hand_in", PUBLIC).status_code == 302
    value = Result.objects.get()
    assert (value.state, value.value, value.source, value.entered_by.username) == (
        "draft",
        92,
        "決算カード",
        "bob",
    )


def test_a_file_leaves_what_is_booked_as_it_was_seen(bob: Client, carol: Client, plan: Plan) -> None:
    draft = make_passport(Indicator.objects.get(measure__number=41), published=False)
    by = User.objects.get(username="carol")
    PlanRevision.objects.create(
        plan=plan, title="見直し", reason="見直し", gathered=[[f"passport:{draft.pk}:1", "指標41Aの説明"]],
        edited_at=timezone.now(), confirmed_at=timezone.now(), confirmed_by=by,
        effective_on=timezone.localdate() + timedelta(days=9),
    )  # fmt: skip
    shown = give(bob, PUBLIC, changed(book_of(plan), {("指標の説明", "B2"): "別の定義"}))
    press(bob, shown, "hand_in", PUBLIC, reason="説明の登録")
    look = carol.post(PUBLIC, {"action": "publish", "upload": str(PlanUpload.objects.get().pk)})
    answer = press(carol, look, "publish", PUBLIC)
    assert answer.status_code == 409
    assert "予約した中間見直しに入っています" in answer.content.decode()
    was = draft.definition
    draft.refresh_from_db()
    assert draft.definition == was


def test_a_value_that_meets_an_open_change_is_named(bob: Client, plan: Plan) -> None:
    indicator = Indicator.objects.get(measure__number=46)
    make_cycle(2023, by=User.objects.get(username="bob"))
    alice = make_alice(indicator.lead_department)
    publish_value(indicator, 2023, said("91.0"), by=alice, publisher=make_carol())
    workflow.open_change(owner=indicator, year=2023, kind="correction", by=alice, reason="集計の誤り")
    data = book_of(plan)
    cells = {("実績", address(data, "実績", "46A", "値")): 90.5}
    shown = give(bob, PUBLIC, changed(data, cells)).content.decode()
    assert "公表した値の訂正が下書きになっています" in shown
    assert 'value="hand_in"' in shown, "it is named, and may go in"


def test_a_plan_that_is_over_is_refused_before_anything_is_offered(bob: Client, plan: Plan) -> None:
    make_plan(slug="kisarazu-4", name="第4次基本計画", first_year=2025, last_year=2030)
    shown = give(bob, PUBLIC, lead(changed(book_of(plan), rows=new_rows())))
    assert "は前の計画です" in shown.content.decode()
    assert 'value="hand_in"' not in shown.content.decode()
    assert not PlanUpload.objects.exists()
    rows = {"実績": [["46A", "令和2年度", "実績", 92]]}
    assert 'value="hand_in"' in give(bob, PUBLIC, changed(book_of(plan), rows=rows)).content.decode()


def test_a_file_is_given_up_by_anybody_of_the_office(bob: Client, carol: Client, plan: Plan) -> None:
    shown = give(bob, PUBLIC, lead(changed(book_of(plan), rows=new_rows())))
    press(bob, shown, "hand_in", PUBLIC, reason="施策1の追加")
    again = give(bob, PUBLIC, lead(changed(book_of(plan), rows=new_rows())))
    assert "取りやめてから" in again.content.decode(), (
        "what waits for publication is not lost to another file"
    )
    assert PlanUpload.objects.get().handed_in_at is not None
    press(carol, bob.get(PUBLIC), "discard", PUBLIC)
    assert not PlanUpload.objects.exists()
    assert Event.objects.filter(action=Event.Action.PLAN_FILE_DROPPED).count() == 1


@pytest.mark.both
def test_who_waits_is_told_how_far_it_is(
    bob: Client, carol: Client, plan: Plan, settings: Any, tmp_path: Path
) -> None:
    """What the script asks for, by each for themselves; and that every step over values tells."""
    settings.DATA_DIR = tmp_path
    asked = f"{PUBLIC}progress/"
    assert bob.get(asked).json() == {}
    Told(plan, User.objects.get(username="bob"))("値を保存しています", 250, 1000)
    assert bob.get(asked).json() == {"what": "値を保存しています", "done": 250, "total": 1000}
    assert carol.get(asked).json() == {}
    shown = give(bob, PUBLIC, book_of(plan))
    assert f'data-progress="{asked}" hidden' in shown.content.decode()
    assert bob.get(asked).json() == {}, "the step came to its end"
    heard: list[tuple[str, int, int]] = []
    owners = list(Indicator.objects.of_plan(plan).with_plan().filter(measure__number__in=(41, 43)))
    drafts = [Draft(one, 2015, Entry(value_state="actual", value=Decimal(7))) for one in owners]
    with listening(lambda *told: heard.append(told)):
        assert len(save_drafts(drafts, by=User.objects.get(username="bob"), now=timezone.now()).saved) == 2
    steps = ("保存できるか確かめています", "値を保存しています", "履歴を保存しています")
    assert heard == [(step, 0, 2) for step in steps]


# --- Who gathers an initiative, and what it is meant to move --------------------------------------------

WHY = "会場に来る人が増えるため"
# Where, what is typed there, and what is said; of ねらう指標 below the row that stands.
WRONG_SETTINGS = (
    ("主とりまとめ!B2", "ない課", "「ない課」は、計画ではこの取組の担当課ではありません"),
    ("主とりまとめ!B3", None, "課を入力してください"),
    ("主とりまとめ!A4", "99-1", "取組99-1がありません"),
    ("ねらう指標!B3", "44B", "すでに上にある指標です"),
    ("ねらう指標!B4", "99Z", "「99Z」という番号の指標は、この計画で公表されていません"),
    ("ねらう指標!C5", "令和40年度", "年度は、計画の期間（2023〜2026年度）の中から"),
    ("ねらう指標!D6", "令和5年度", "終わりの年度は、始めの年度より前にできません"),
    ("ねらう指標!E7", None, "「理由」を入力してください"),
)


def aimed() -> None:
    by, publisher = (User.objects.get(username=name) for name in ("bob", "carol"))
    make_aims("44-1", [["44B", 2023, None, WHY]], by=by, publisher=publisher)


def settings_of(plan: Plan) -> bytes:
    """A workbook with nothing but them, and the codes that a filled one gives."""
    tables = tables_of(plan)
    return book_of(plan, {key: tables[key] for key in ("deed_leads", "aims")})


def test_a_filled_book_has_a_row_for_who_gathers_each_initiative(bob: Client, plan: Plan) -> None:
    page = load_workbook(io.BytesIO(bob.get(f"{PUBLIC}filled/").content))["主とりまとめ"]
    assert [cell.value for cell in page["A"]][:3] == ["取組", "41-1", "41-2"]
    assert (page.max_row, page["B2"].value) == (19, None)


def test_settings_of_initiatives_are_refused_by_their_cells(bob: Client, carol: Client, plan: Plan) -> None:
    aimed()
    data = settings_of(plan)
    assert [cell.value for cell in load_workbook(io.BytesIO(data))["ねらう指標"][2]] == [
        *("44-1", "44B", "令和5年度", None, WHY)
    ]
    assert "変わるところはありません" in give(bob, PUBLIC, data).content.decode()
    rows = {
        "主とりまとめ": [[f"41-{number}", "企画課", "受け持つため"] for number in (1, 2, 3)],
        "ねらう指標": [
            ["44-1", code, "令和6年度", "令和7年度", WHY] for code in ("41A", "42A", "45A", "45B", "46A")
        ],
    }
    cells = {(place.split("!")[0], place.split("!")[1]): typed for place, typed, _ in WRONG_SETTINGS}
    wrong = changed(changed(data, rows=rows), cells)
    told = {one.place: one.message for one in give(bob, PUBLIC, wrong).context["problems"]}
    for place, _, words in WRONG_SETTINGS:
        assert words in told.get(place, ""), (place, told)
    assert len(told) == len(WRONG_SETTINGS)


def test_settings_of_initiatives_change_by_a_file_and_a_second_person(
    bob: Client, carol: Client, plan: Plan
) -> None:
    aimed()
    name = Initiative.objects.get(measure__number=41, number=1).departments.all()[0].name
    rows: dict[str, list[list[Any]]] = {
        "主とりまとめ": [["41-1", name, "受け持つため"]],
        "ねらう指標": [["44-1", "44a", "令和8年度", None, WHY], ["41-1", "41A", "R6", None, WHY]],
    }
    shown = give(bob, PUBLIC, changed(settings_of(plan), {("ねらう指標", "D2"): "令和7年度"}, rows=rows))
    assert counts_of(shown) == {
        "主とりまとめ": {"新しい行": 1},
        "ねらう指標": {"新しい行": 2, "変わる行": 1},
    }
    assert press(bob, shown, "hand_in", PUBLIC, reason="年度の見直し").status_code == 302
    assert frames.deed_leads(plan) == {}, "a second person first"
    look = carol.post(PUBLIC, {"action": "publish", "upload": str(PlanUpload.objects.get().pk)})
    assert press(carol, look, "publish", PUBLIC).status_code == 302
    lead, editions = frames.deed_leads(plan)["41-1"], frames.aims(plan)
    assert (lead.department, lead.reason) == (name, "受け持つため")
    assert editions["44-1"][-1].aims == (Aim("44B", 2023, 2025, WHY), Aim("44A", 2026, None, WHY))
    assert [one.reason for one in editions["44-1"]] == ["ねらいを決めた", "年度の見直し"]
    assert editions["41-1"][-1].aims == (Aim("41A", 2024, None, WHY),)
    kept = DeedLead.objects.get()
    assert (str(kept.drafted_by), str(kept.published_by)) == ("bob", "carol")
    assert WHY in Client().get("/initiatives/41-1/").content.decode()

    # Out again nothing else changes; to take it back asks for its reason.
    none = {("主とりまとめ", "B2"): None, ("主とりまとめ", "C2"): None}
    problems = give(bob, PUBLIC, changed(settings_of(plan), none)).context["problems"]
    assert [(one.place, one.message) for one in problems] == [("主とりまとめ!C2", "理由を入力してください。")]


def test_settings_of_a_plan_in_preparation_are_drafts_that_go_out_with_it(
    bob: Client, carol: Client, plan: Plan, coming: Plan
) -> None:
    made = made_examples(coming.first_year, coming.last_year)
    del made["values"]  # what has a value stays

    def put_in(tables: PlanTables, action: str = "put_in") -> None:
        shown = give(bob, NEXT, write_yaml(coming, tables).encode(), "plan.yaml")
        if action == "delete":
            upload = str(PlanUpload.objects.get().pk)
            shown = bob.post(NEXT, {"action": action, "upload": upload}, follow=True)
        assert press(bob, shown, "put_in", NEXT).status_code == 302

    put_in(made)
    assert {type(one) for one in drafts_of_plan(coming)} >= {DeedLead, InitiativeAims}
    assert "主な取組1-1 ねらう指標" in bob.get("/office/plan/4/publication/").content.decode()
    out = tables_of(coming)
    assert [[line.cells for line in out[key].rows] for key in ("deed_leads", "aims")] == [
        [line.cells for line in made[key].rows] for key in ("deed_leads", "aims")
    ]
    # What goes takes along what was set of it; an emptied cell gives up a draft that was never published.
    put_in({key: out[key] for key in ("policies", "departments")}, "delete")
    assert not InitiativeAims.objects.filter(measure__plan=coming).exists()
    assert not Measure.objects.filter(plan=coming).exists()
    put_in({key: made[key] for key in ("measures", "initiatives", "deed_leads")})
    assert DeedLead.objects.filter(measure__plan=coming).count() == 1
    put_in({"deed_leads": Lines([Line({"initiative": "1-1", "department": "", "reason": ""})])})
    assert not DeedLead.objects.exists()
