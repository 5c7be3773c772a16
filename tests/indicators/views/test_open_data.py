"""Open data: every file holds what the datasets say, says it the same way, and is what its descriptors promise."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import rdflib
import rdflib.compare
import time_machine
from django.test import Client
from django.utils import timezone
from frictionless import Package, system
from openpyxl import load_workbook
from pyshacl import validate

from indicators import workflow
from indicators.models import ComparisonSeries
from indicators.open_data.datasets import DATASETS
from indicators.spreadsheets.fields import FieldType, with_notice
from measures.models import Measure, RelatedPlan, SiteSettings
from tests.indicators import factories
from tests.indicators.city import City
from tests.indicators.factories import NOON, said

pytestmark = [pytest.mark.django_db, pytest.mark.reads]
NAMES = [dataset.name for dataset in DATASETS]
SHAPES = Path(__file__).parent / "dcat_shapes.ttl"


def rows_of(client: Client, name: str, **query: str) -> list[dict[str, str]]:
    body = client.get(f"/open-data/{name}.csv", query).content
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


@pytest.fixture
def full(city: City) -> City:
    """Every dataset has a row, and every kind of cell has been filled: changes, a redaction, interim targets."""
    city.correct("44B", 2024, "118")
    factories.publish_change(
        city.indicator("47A"), 2024, "withdrawal", by=city.alice, publisher=city.bob, reason="調査の誤り"
    )
    factories.publish_value(
        city.indicator("47A"),
        2023,
        said(
            None,
            "unpublished",
            note="決算の確定を待っています。",
            expected_on=datetime(2026, 9, 30, tzinfo=UTC).date(),
        ),
        by=city.alice,
        publisher=city.bob,
    )
    factories.make_passport(city.indicator("43A"), published_at=factories.NOON)
    factories.make_interim(city.indicator("43A"), 2024, "1000")
    factories.make_interim(city.indicator("43A"), 2024, None, first_year=2025)
    series = ComparisonSeries.objects.create(indicator=city.indicator("44B"), name="近隣市の平均")
    factories.publish_comparison(series, 2024, "88", by=city.alice, publisher=city.bob)
    redaction = workflow.ask_redaction(passage="事情", reason="個人の名のため", by=city.alice)
    workflow.carry_out_redaction(redaction=redaction, by=city.bob)
    waiting = factories.submit_value(city.indicator("43A"), 2023, said("900"), by=city.alice)
    day = timezone.localdate()
    batch, _ = workflow.publish_many(
        chosen=[workflow.Chosen(waiting, waiting.version)], title="実績の公表", announced_on=day, by=city.bob
    )
    carol = factories.make_carol()
    factories.correct_batch(batch, by=city.bob, publisher=carol, title="令和5年度実績の公表")
    measure = city.indicator("44B").measure
    factories.publish_sheet(measure, 2024, by=city.alice, publisher=city.bob)
    factories.publish_comments(measure, 2024, by=city.bob, publisher=carol)
    factories.make_aims("44-1", [["44B", 2023, None, "紹介するため"]], by=city.bob, publisher=carol)
    line = factories.line_of("44-1", "organic-city-suishin")
    factories.publish_deed(line, 2024, by=city.bob, publisher=carol)
    plain: dict[str, Any] = {
        "standing": "on_schedule",
        "cause": "",
        "next_step": "",
        "planned": "",
        "projects": [],
    }
    factories.publish_deed(line, 2023, by=city.bob, publisher=carol, **plain, quantity=None, unit="")
    factories.publish_spending("1001", 2024, by=city.bob, publisher=carol, department=line.department)
    # Half way from 584 to 1,000 in 2024 lie 792, which 900 reach; from 900 nothing was made.
    factories.make_baseline(city.indicator("43A"), "900", first_year=2023, published_at=timezone.now())
    return city


# --- The files --------------------------------------------------------------------------------------


@pytest.mark.slow
def test_csv_json_and_xlsx_say_the_same(full: City, client: Client):
    for dataset in DATASETS:
        in_csv = rows_of(client, dataset.name)
        in_json = client.get(f"/open-data/{dataset.name}.json").json()["rows"]
        book = load_workbook(io.BytesIO(client.get(f"/open-data/{dataset.name}.xlsx").content))
        head, *lines = book[dataset.title].iter_rows(values_only=True)
        columns = with_notice(dataset.fields)
        names = [field.name for field in columns]
        assert [one.name for one in columns if not one.is_newer][-2:] == ["city_code", "city_name"]
        assert list(head) == names == list(in_csv[0]) == list(in_json[0])[: len(names)]
        assert len(in_csv) == len(in_json) == len(lines) > 0
        for of_csv, of_json, line in zip(in_csv, in_json, lines, strict=True):
            for field, cell in zip(columns, line, strict=True):
                told = of_json[field.name]
                assert of_csv[field.name] == as_csv(told), (dataset.name, field.name)
                assert as_text(cell, field.type, told) == told, (dataset.name, field.name)


def as_csv(told: Any) -> str:
    if told is None:
        return ""
    text = str(told).lower() if isinstance(told, bool) else str(told)
    return f"'{text}" if text.startswith("=") else text


def as_text(cell: Any, kind: FieldType, told: Any) -> Any:
    """A workbook's cell in the words of the JSON: its figures are numbers, shown with the same decimals."""
    if cell is None or kind not in (FieldType.NUMBER, FieldType.DAY):
        return cell
    if kind == FieldType.DAY:
        return cell.date().isoformat()
    places = len(str(told).partition(".")[2])
    return f"{cell:.{places}f}"


def test_the_whole_workbook_has_a_sheet_for_each_dataset(full: City, client: Client):
    book = load_workbook(io.BytesIO(client.get("/open-data/all.xlsx").content))
    assert book.sheetnames == [*(one.title for one in DATASETS), "項目の説明", "このファイルについて"]
    assert book.active.title == "このファイルについて", "whose heads people can read"
    for dataset in DATASETS:
        assert book[dataset.title].max_row == len(rows_of(client, dataset.name)) + 1
    assert book["項目の説明"].max_row == sum(len(with_notice(one.fields)) for one in DATASETS) + 1
    assert all(cell.data_type != "f" for sheet in book for line in sheet.iter_rows() for cell in line)


@pytest.mark.parametrize(
    "address", ["/open-data/all.xlsx", "/open-data/values.xlsx", "/open-data/catalog.ttl"]
)
def test_the_same_content_gives_the_same_bytes_on_any_day(full: City, client: Client, address: str):
    first = client.get(address).content
    with time_machine.travel(datetime(2031, 1, 1, tzinfo=UTC), tick=False):
        assert client.get(address).content == first


def test_every_empty_cell_is_one_whose_meaning_is_told(full: City, client: Client):
    """And every word of a closed list is one of the list."""
    empty, told = set(), set()
    for dataset in DATASETS:
        for row in client.get(f"/open-data/{dataset.name}.json").json()["rows"]:
            for field in dataset.fields:
                cell = row[field.name]
                assert cell != "", field.name
                if cell is None:
                    assert field.empty, f"{dataset.name}.{field.name}"
                    empty.add(field.name)
                elif field.allowed:
                    assert cell in field.allowed, f"{dataset.name}.{field.name}"
                    told.add(field.name)
    assert {"value", "value_after", "note", "expected_on", "ended_on"} <= empty
    assert {"kind", "verdict", "section", "value_state_ja"} <= told


def test_a_real_zero_is_a_zero_and_nothing_is_empty(city: City, client: Client):
    found = {(row["indicator_code"], row["fiscal_year"]): row for row in rows_of(client, "values")}
    assert found["47A", "2024"]["value"] == "0"
    assert found["47A", "2025"]["value"] == ""
    assert found["43A", "2023"]["baseline_fiscal_year_ja"] == "令和4年度"


def test_the_addresses_of_before_are_still_there(city: City, client: Client):
    assert client.get("/plan.csv").content == client.get("/open-data/values.csv").content
    by_address = {
        (row["indicator_code"], row["fiscal_year"]): row for row in client.get("/plan.json").json()["rows"]
    }
    for row in client.get("/open-data/values.json").json()["rows"]:
        before = by_address[row["indicator_code"], row["fiscal_year"]]
        assert {**row, "trace": row["explanation"]["formula"]} == {
            **before,
            "explanation": row["explanation"],
        }


def test_a_change_stands_in_the_corrections_with_both_values(full: City, client: Client):
    found = {(row["kind"], row["indicator_code"]): row for row in rows_of(client, "corrections")}
    corrected = found["correction", "44B"]
    assert (corrected["value_before"], corrected["value_after"]) == ("121", "118")
    assert found["withdrawal", "47A"]["value_after"] == ""
    blanked = [row for row in rows_of(client, "corrections") if row["kind"] == "redaction"]
    assert ("44B", "2023") in {(row["indicator_code"], row["fiscal_year"]) for row in blanked}
    standing = [
        row["is_standing"] for row in rows_of(client, "publications") if row["indicator_code"] == "44B"
    ]
    assert sorted(standing) == ["false", "true", "true"]


def test_targets_hold_interim_targets_and_thresholds(full: City, client: Client):
    found = rows_of(client, "targets")
    assert len([row for row in found if row["kind"] == "target"]) == 11
    interim = [row for row in found if row["kind"] == "interim_target"]
    assert [(row["value"], row["first_fiscal_year"]) for row in interim] == [("1000", "2023"), ("", "2025")]
    threshold = [row for row in found if row["kind"] == "threshold"]
    assert [(row["value"], row["indicator_code"]) for row in threshold] == [("0.8", "")]


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
def test_what_is_no_dataset_is_not_found(city: City, client: Client, ending: str):
    assert client.get(f"/open-data/nothing.{ending}").status_code == 404


def test_anyone_s_page_may_read_the_files(city: City, client: Client):
    for address in ("/open-data/values.csv", "/open-data/all.xlsx", "/open-data/datapackage.json"):
        answer = client.get(address, headers={"origin": "https://example.org"})
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert not answer.cookies
        assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_the_demo_says_so_in_every_file(full: City, client: Client, settings: Any):
    settings.DEMO = True
    notice = "デモ：実績はすべて架空の値です"
    for name in NAMES:
        assert {row["notice"] for row in rows_of(client, name)} == {notice}
        payload = client.get(f"/open-data/{name}.json").json()
        assert payload["notice"] == payload["rows"][0]["notice"] == notice
    book = load_workbook(io.BytesIO(client.get("/open-data/all.xlsx").content))
    assert all(notice in {cell.value for cell in book[one.title][2]} for one in DATASETS)
    assert notice in json.dumps(client.get("/open-data/datapackage.json").json(), ensure_ascii=False)
    assert notice in client.get("/open-data/catalog.jsonld").content.decode()


# --- A past day -------------------------------------------------------------------------------------


def test_files_of_a_past_day_stay_as_they_are_whatever_is_edited(full: City, client: Client):
    day = "2026-06-30"
    addresses = [
        f"/open-data/{name}.{ending}?as_of={day}" for name in NAMES for ending in ("csv", "json", "xlsx")
    ]
    with time_machine.travel(datetime(2026, 11, 1, tzinfo=UTC), tick=False):
        before = {address: client.get(address).content for address in addresses}
        measure = Measure.objects.get(number=44)
        measure.name, measure.goal = "改めた名前", "改めた目標"
        measure.save()
        measure.statements.all()[0].delete()
        RelatedPlan.objects.create(measure=measure, order=99, name="あとの計画")
        factories.make_target(
            full.indicator("44B"), "150", first_year=2025, published_at=datetime(2026, 10, 1, tzinfo=UTC)
        )
        assert {address: client.get(address).content for address in addresses} == before
        assert "改めた名前" in client.get("/open-data/measures.csv").content.decode()


def test_a_package_of_a_past_day_leads_to_the_files_of_that_day(full: City, client: Client):
    found = client.get("/open-data/datapackage.json", {"as_of": "2026-06-30"}).json()
    assert all(urlsplit(one["path"]).query == "as_of=2026-06-30" for one in found["resources"])
    assert all(client.get(one["path"]).status_code == 200 for one in found["resources"])
    page = client.get("/open-data/", {"as_of": "2026-06-30"}).content.decode()
    assert 'href="/open-data/values.csv?as_of=2026-06-30"' in page


# --- Descriptors ------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_demo", [False, True])
def test_frictionless_finds_every_file_as_the_package_describes_it(
    full: City, client: Client, tmp_path: Path, settings: Any, is_demo: bool
):
    settings.DEMO = is_demo
    (tmp_path / "datapackage.json").write_bytes(client.get("/open-data/datapackage.json").content)
    for name in NAMES:
        (tmp_path / f"{name}.csv").write_bytes(client.get(f"/open-data/{name}.csv").content)
    with system.use_context(trusted=True):
        package = Package(str(tmp_path / "datapackage.json"))
        report = package.validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldNumber", "type", "note"])
    assert [task.name for task in report.tasks] == NAMES
    assert sum(task.stats["rows"] for task in report.tasks) > 300


def test_frictionless_would_notice_a_wrong_file(full: City, client: Client, tmp_path: Path):
    (tmp_path / "datapackage.json").write_bytes(client.get("/open-data/datapackage.json").content)
    for name in NAMES:
        body = client.get(f"/open-data/{name}.csv").content.decode("utf-8")
        if name == "values":
            body = body.replace(",on_track,", ",promising,", 1).replace(",97,", ",九十七,", 1)
        (tmp_path / f"{name}.csv").write_bytes(body.encode())
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert {row[0] for row in report.flatten(["type"])} == {"constraint-error", "type-error"}


def test_the_catalogue_is_dcat(full: City, client: Client):
    """Against our shapes of what DCAT-AP requires, in both ways of writing."""
    graphs = [
        rdflib.Graph().parse(data=client.get(f"/open-data/catalog.{ending}").content, format=kind)
        for ending, kind in (("jsonld", "json-ld"), ("ttl", "turtle"))
    ]
    assert rdflib.compare.isomorphic(*graphs)
    shapes = rdflib.Graph().parse(SHAPES)
    conforms, _, words = validate(graphs[0], shacl_graph=shapes, advanced=True)
    assert conforms, words
    dcat = rdflib.Namespace("http://www.w3.org/ns/dcat#")
    assert len(list(graphs[0].subjects(rdflib.RDF.type, dcat.Dataset))) == len(DATASETS)
    files = {urlsplit(str(one)) for one in graphs[0].objects(None, dcat.downloadURL)}
    assert len(files) == 3 * len(DATASETS)
    assert all(client.get(one.path).status_code == 200 for one in files)


def test_catalogue_and_files_name_the_city_its_contact_and_past_days(full: City, client: Client):
    told = client.get("/open-data/catalog.jsonld").json()
    assert (told["dct:spatial"]["dct:identifier"], told["dct:spatial"]["skos:prefLabel"]) == (
        "122068",
        "木更津市",
    )
    assert told["dcat:contactPoint"]["vcard:fn"] == "木更津市 企画課"
    days = [one["@id"].rpartition("=")[2] for one in told["dcat:hasVersion"]]
    assert days[0] == told["dcat:version"] == max(days)
    first = client.get("/open-data/catalog.jsonld", {"as_of": days[-1]}).json()
    assert first["dcat:version"] == days[-1]
    # Each dataset is the last edition of a series, whose first is the dataset of the first day's catalogue.
    now, then = (
        next(one for one in each["dcat:dataset"] if one["dct:identifier"] == "values")
        for each in (told, first)
    )
    series = next(one for one in told["dcat:resource"] if one["@id"] == now["dcat:inSeries"]["@id"])
    assert (series["@type"], series["dcat:last"], series["dcat:first"]) == (
        "dcat:DatasetSeries",
        {"@id": now["@id"]},
        {"@id": then["@id"]},
    )
    assert then["dcat:isVersionOf"]["@id"] == now["@id"] != then["@id"]
    assert then["@id"] in {one["@id"] for one in now["dcat:hasVersion"]}
    assert "dcat:prev" not in then
    row = rows_of(client, "departments")[0]
    assert list(row)[-2:] == ["city_code", "city_name"]
    assert (row["city_code"], row["city_name"]) == ("122068", "木更津市")


@pytest.mark.parametrize("letter", '{}`|^"<>\\ ')
def test_no_contact_breaks_the_catalogue(full: City, client: Client, letter: str):
    asked = {"contact_mail": f"a{letter}b@b.jp", "contact_url": f"https://x.jp/{letter}q"}
    SiteSettings.objects.create(
        city="試験市", contact_phone=f"0{letter}1", reason="定めた", published_at=NOON, **asked
    )
    for ending in ("ttl", "jsonld"):
        assert client.get(f"/open-data/catalog.{ending}").status_code == 200


def test_the_shapes_would_notice_what_is_missing(full: City, client: Client):
    graph = rdflib.Graph().parse(data=client.get("/open-data/catalog.jsonld").content, format="json-ld")
    graph.remove((None, rdflib.DCTERMS.license, None))
    conforms, _, words = validate(graph, shacl_graph=rdflib.Graph().parse(SHAPES))
    assert not conforms
    assert "license" in words


def test_the_licence_is_the_city_s_choice(city: City, client: Client, settings: Any):
    settings.OPEN_DATA_LICENCE_KEY = "PDL-1.0"
    settings.OPEN_DATA_LICENCE_NAME = "公共データ利用規約（第1.0版）"
    settings.OPEN_DATA_LICENCE_URL = "https://example.org/licence"
    settings.OPEN_DATA_ATTRIBUTION = "出典：どこかの市"
    for address in (
        "/open-data/",
        "/open-data/api/",
        "/open-data/datapackage.json",
        "/open-data/values.json",
    ):
        text = client.get(address).content.decode()
        assert "出典：どこかの市" in text, address
        assert "https://example.org/licence" in text, address
        assert "CC BY" not in text, address
    assert "https://example.org/licence" in client.get("/open-data/catalog.ttl").content.decode()
    assert "CC BY" not in client.get("/about/").content.decode()


# --- The pages --------------------------------------------------------------------------------------


def test_the_dictionary_has_every_column(full: City, client: Client):
    html = client.get("/open-data/dictionary/").content.decode()
    for dataset in DATASETS:
        assert f'<h2 id="{dataset.name}">{dataset.title}</h2>' in html
        for field in dataset.fields:
            assert f"<code>{field.name}</code>" in html
            assert field.label in html


def test_the_page_says_what_was_updated_when(full: City, client: Client):
    html = client.get("/open-data/").content.decode()
    updates = html.split('id="updates"')[1].split("</section>")[0]
    assert "値を4件公表" in updates
    assert "件を変更" in updates
    assert (
        "まだ公表した実績はありません"
        in Client().get("/open-data/", {"as_of": "2024-01-01"}).content.decode()
    )
