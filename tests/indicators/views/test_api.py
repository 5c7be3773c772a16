"""The API: every dataset with its filters, refusals in words, and nothing that its own document does not promise."""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client, RequestFactory
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from indicators import frames
from indicators.open_data.api.resources import RESOURCES
from indicators.open_data.datasets import DATASETS
from indicators.open_data.files import rows_of
from indicators.views.api.rate import seconds_to_wait
from tests.indicators import factories
from tests.indicators.city import City
from tests.indicators.factories import EVERY, make_plan

pytestmark = [pytest.mark.django_db, pytest.mark.reads]


def items(client: Client, address: str, **query: Any) -> list[dict[str, Any]]:
    """Every item of every page, by the links that lead from one to the next."""
    answer = client.get(f"/api/v1/{address}", query)
    found: list[dict[str, Any]] = []
    while True:
        assert answer.status_code == 200, answer.content.decode()
        payload = answer.json()
        found += payload["items"]
        if payload["links"]["next"] is None:
            assert len(found) == payload["count"]
            return found
        assert f'<{payload["links"]["next"]}>; rel="next"' in answer["Link"]
        answer = client.get(payload["links"]["next"])


def refused(client: Client, address: str, status: int) -> dict[str, Any]:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), address
    assert answer["Access-Control-Allow-Origin"] == "*"
    told = answer.json()
    assert told["status"] == status
    assert told["title"]
    return told


# --- What it gives ----------------------------------------------------------------------------------


def test_every_dataset_is_given_whole_and_as_its_file_says(city: City, client: Client):
    for dataset in DATASETS:
        found = items(client, f"{dataset.name}/", page_size=7)
        assert found == rows_of(dataset, dataset.records(frames.Source(make_plan())))
        assert found == client.get(f"/open-data/{dataset.name}.json").json()["rows"]


def test_every_filter_leaves_exactly_what_fits(city: City, client: Client):
    """For each filter and each value that the data have: what is given is what a reader would pick out."""
    for resource in RESOURCES.values():
        every = list(resource.dataset.records(frames.Source(make_plan())))
        for one in resource.filters:
            assert one.tells
            for value in {word for record in every for word in _words(one.tells(record))} - {""}:
                fits = [record for record in every if value in _words(one.tells(record))]
                wanted = rows_of(resource.dataset, fits)
                found = items(client, f"{resource.name}/", **{one.name: value, "page_size": 1000})
                assert found == wanted, (resource.name, one.name, value)


def _words(told: Any) -> tuple[Any, ...]:
    """A tag's record has several words, or none."""
    return told if isinstance(told, tuple) else (told,)


def test_filters_narrow_together(city: City, client: Client):
    found = items(client, "values/", measure=44, year=2024, verdict="achieved")
    assert [(row["indicator_code"], row["value"]) for row in found] == [("44B", "121")]
    assert items(client, "values/", measure=44, verdict="behind") == []
    assert {row["lead_department"] for row in items(client, "values/", department="kikaku")} == {"企画課"}


def test_every_item_with_a_key_has_an_address(city: City, client: Client):
    for resource in RESOURCES.values():
        if resource.key is None or resource.key.tells is None:
            continue
        for record in resource.dataset.records(frames.Source(make_plan())):
            answer = client.get(f"/api/v1/{resource.name}/{resource.key.tells(record)}/")
            assert answer.json()["item"] == rows_of(resource.dataset, [record])[0]


def test_each_verdict_explains_itself(city: City, client: Client):
    for row in frames.published(EVERY):
        item = client.get(f"/api/v1/values/{row.code}/{row.year}/").json()["item"]
        told = item["explanation"]
        assert item["verdict"] == row.verdict
        assert (told["rule"], told["formula"]) == (row.rule, list(row.trace))
        assert told["target"] is not None
        assert (told["value"] is None) == (row.value is None)
    told = client.get("/api/v1/values/44B/2024/").json()["item"]["explanation"]
    assert (told["baseline"], told["value"], told["expected"], told["target"]) == ("80", "121", "100", "120")
    latest = client.get("/api/v1/indicators/44B/").json()["latest"]
    assert (latest["fiscal_year"], latest["verdict_ja"]) == (2024, "目標の水準に到達")


def test_a_past_day_gives_what_was_public_then(city: City, client: Client):
    city.correct("44B", 2024, "118", now=datetime(2025, 8, 1, tzinfo=UTC))
    then = client.get("/api/v1/values/44B/2024/", {"as_of": "2025-07-31"})
    assert (then.json()["item"]["value"], then.json()["as_of"]) == ("121", "2025-07-31")
    assert client.get("/api/v1/values/44B/2024/").json()["item"]["value"] == "118"
    assert items(client, "corrections/", as_of="2025-07-31") == []
    before = then.content
    factories.make_target(
        city.indicator("44B"), "150", first_year=2024, published_at=datetime(2025, 9, 1, tzinfo=UTC)
    )
    assert client.get("/api/v1/values/44B/2024/", {"as_of": "2025-07-31"}).content == before
    with time_machine.travel(datetime(2026, 7, 1, 3, tzinfo=UTC), tick=False):
        assert client.get("/api/v1/measures/", {"as_of": "2026-07-01"}).json()["provisional"] is True


def test_the_demo_says_so_in_every_answer(city: City, client: Client, settings: Any):
    settings.DEMO = True
    for address in ("", "values/", "values/44B/2024/", "measures/44/"):
        assert client.get(f"/api/v1/{address}").json()["notice"] == "デモ：実績はすべて架空の値です"
    assert "架空" in client.get("/api/v1/openapi.json").json()["info"]["description"]


# --- How it answers ---------------------------------------------------------------------------------


def test_it_is_open_to_every_site_and_read_only(city: City, client: Client):
    for address in ("", "openapi.json", "values/", "measures/44/", "values/44B/2024/", "nothing/"):
        whole = f"/api/v1/{address}"
        answer = client.get(whole, headers={"origin": "https://example.org"})
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")
        asked = client.options(whole, headers={"access-control-request-method": "GET"})
        assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
        assert client.head(whole).content == b""
        for method in ("post", "put", "patch", "delete"):
            written = getattr(Client(enforce_csrf_checks=True), method)(whole)
            assert (written.status_code, written["Allow"]) == (405, "GET, HEAD, OPTIONS")
            assert "読み取り専用" in written.json()["detail"]


def test_it_answers_the_same_to_whoever_is_signed_in(city: City, client: Client):
    before = client.get("/api/v1/values/").content
    client.force_login(city.bob)
    assert client.get("/api/v1/values/").content == before


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_what_has_not_changed_costs_one_small_query(client: Client, django_assert_num_queries):
    city = City()
    first = client.get("/api/v1/values/")
    with django_assert_num_queries(1):
        assert client.get("/api/v1/values/", headers={"if-none-match": first["ETag"]}).status_code == 304
    city.publish("44B", 2022, "81")
    assert client.get("/api/v1/values/", headers={"if-none-match": first["ETag"]}).status_code == 200


REFUSED = [
    ("yaer=2024", "yaer"),
    ("year=abc", "year"),
    ("year=", "year"),
    ("year=R6", "year"),
    ("year=1800", "year"),
    ("year=２０２４", "year"),
    ("year=2024&year=2025", "year"),
    ("measure=-1", "measure"),
    ("measure=99999999999999999999", "measure"),
    ("verdict=good", "verdict"),
    ("department=%00", "department"),
    ("indicator=44b", "indicator"),
    ("page=0", "page"),
    ("page_size=1001", "page_size"),
    ("as_of=2026-13-01", "as_of"),
    ("as_of=", "as_of"),
    ("as_of=20260701", "as_of"),
]
ABSENT = [
    "nothing/",
    "values/44Z/2024/",
    "values/44B/1999/",
    "values/44B/abc/",
    "values/../2024/",
    "measures/99/",
    "measures/abc/",
    "statements/1/",
    "departments/nobody/",
    "indicators/44b/",
    "values/?page=99",
    "a/b/c/d/e",
    "values/?as_of=2999-01-01",
    "%00/",
]


def test_what_cannot_be_read_is_refused_by_name(city: City, client: Client):
    for query, name in REFUSED:
        told = refused(client, f"/api/v1/values/?{query}", 400)
        assert [one["parameter"] for one in told["errors"]] == [name], query
        assert "指定して" in told["detail"] or "使えるのは" in told["detail"], query


def test_the_document_knows_the_first_day_of_which_it_answers(city: City, client: Client):
    """The first fiscal year is 1926, so the first day is its April 1."""
    document = client.get("/api/v1/openapi.json").json()
    parameters = document["paths"]["/values/"]["get"]["parameters"]
    (pattern,) = (one["schema"]["pattern"] for one in parameters if one["name"] == "as_of")
    for day, is_answered in {
        "1925-12-31": False,
        "1926-03-31": False,
        "1926-04-01": True,
        "1926-12-31": True,
        "1927-01-01": True,
        "1999-12-31": True,
        "2025-07-31": True,
    }.items():
        assert bool(re.search(pattern, day)) == is_answered, day
        assert (client.get("/api/v1/values/", {"as_of": day}).status_code == 200) == is_answered, day


def test_all_that_is_wrong_is_said_at_once(city: City, client: Client):
    told = refused(client, "/api/v1/values/?yaer=2024&verdict=good&measure=44", 400)
    assert {one["parameter"] for one in told["errors"]} == {"yaer", "verdict"}
    assert "measure" in told["errors"][0]["message"]


def test_what_is_not_there_is_said(city: City, client: Client):
    for address in ABSENT:
        assert refused(client, f"/api/v1/{address}", 404)["detail"], address


def test_a_forgotten_slash_leads_on(city: City, client: Client):
    answer = client.get("/api/v1/values")
    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/values/")
    assert answer["Access-Control-Allow-Origin"] == "*"


# --- How often --------------------------------------------------------------------------------------


def test_who_asks_too_often_is_told_how_long_to_wait(city: City, client: Client, settings: Any):
    settings.API_REQUESTS_A_MINUTE = 3
    with time_machine.travel(datetime(2026, 7, 1, 3, 0, 20, tzinfo=UTC), tick=False):
        for _ in range(3):
            assert client.get("/api/v1/measures/").status_code == 200
        answer = client.get("/api/v1/measures/")
        assert (answer.status_code, answer["Retry-After"]) == (429, "40")
        assert "40秒" in answer.json()["detail"]
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert client.get("/api/v1/measures/", REMOTE_ADDR="192.0.2.7").status_code == 200, "somebody else"
        assert client.options("/api/v1/measures/").status_code == 204
        assert client.get("/open-data/measures.json").status_code == 200, "files have no limit"
    with time_machine.travel(datetime(2026, 7, 1, 3, 1, 0, tzinfo=UTC), tick=False):
        assert client.get("/api/v1/measures/").status_code == 200


def test_behind_a_proxy_each_caller_counts_alone(settings: Any, db: None):
    settings.API_REQUESTS_A_MINUTE = 1
    factory = RequestFactory()
    with time_machine.travel(datetime(2026, 7, 1, 3, tzinfo=UTC), tick=False):
        first, second = (factory.get("/", headers={"x-real-ip": f"192.0.2.{place}"}) for place in (1, 2))
        assert seconds_to_wait(first) == 0
        assert seconds_to_wait(second) == 60, "a header that nobody vouches for is no address"
        settings.CLIENT_ADDRESS_HEADER = "X-Real-IP"
        assert (seconds_to_wait(first), seconds_to_wait(second)) == (0, 0)
        settings.API_REQUESTS_A_MINUTE = 0
        assert seconds_to_wait(first) == 0


# --- Its document -----------------------------------------------------------------------------------


def test_the_document_is_openapi_and_its_schemas_fit_every_row(city: City, client: Client):
    document = client.get("/api/v1/openapi.json").json()
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []
    checked = 0
    for resource in RESOURCES.values():
        schema = document["components"]["schemas"][f"row_{resource.name.replace('-', '_')}"]
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
        for item in items(client, f"{resource.name}/", page_size=1000):
            validator.validate(item)
            checked += 1
    assert checked > 300
    assert {path.strip("/").split("/")[0] for path in document["paths"]} == {one.name for one in DATASETS}


def test_the_guide_names_every_resource_and_its_examples_answer(city: City, client: Client):
    html = client.get("/open-data/api/").content.decode()
    for resource in RESOURCES.values():
        assert f'href="/api/v1/{resource.name}/"' in html
    links = {part.split('"')[0].replace("&amp;", "&") for part in html.split('href="/api/v1/')[1:]}
    assert len(links) > len(RESOURCES)
    for link in links:
        assert client.get(f"/api/v1/{link}").status_code == 200, link


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_schemathesis_finds_no_failure(live_server: Any, settings: Any, tmp_path: Path):
    """It asks the running site all that the document allows and forbids: examples, edges, and at random (from one seed)."""
    settings.API_REQUESTS_A_MINUTE = 0
    city = City()
    assert city.indicator("44B").publications.exists()
    command = [
        sys.executable, "-m", "schemathesis.cli", "run", f"{live_server.url}/api/v1/openapi.json",
        "--checks=all", "--max-examples=4", "--seed=41", "--generation-database=none", "--no-color",
        "--warnings=off",
    ]  # fmt: skip
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=tmp_path, env={**os.environ, "PYTHONUTF8": "1"}
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    paths = Client().get("/api/v1/openapi.json").json()["paths"]
    assert f"Tested: {len(paths)}" in done.stdout, "every address of the document"
