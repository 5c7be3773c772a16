"""Every address × role × method: who gets in, and that a refused request changes nothing (docs/trust.md §2).

An address that is not listed here fails. Django's admin has its own tests (test_admin_rights.py).
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, reverse

from indicators.models import (
    Comment,
    ComparisonSeries,
    EvaluationSheet,
    Event,
    Evidence,
    Indicator,
    Project,
    Redaction,
    Result,
    RouteSeat,
)
from indicators.views.shared.languages import NO_EASIER, WITH_EASIER
from measures.models import PlanRevision
from tests.indicators.factories import (
    LONG_AGO,
    NOON,
    line_of,
    load_fixtures,
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_dave,
    make_department,
    make_user,
    publish_comments,
    publish_comparison,
    publish_deed,
    publish_sheet,
    publish_spending,
    publish_value,
    said,
    submit_sheet,
    submit_value,
)

pytestmark = pytest.mark.django_db

EVERYBODY = frozenset({"anonymous", "alice", "erin", "dave", "bob"})
SIGNED_IN = EVERYBODY - {"anonymous"}
NOBODY: frozenset[str] = frozenset()
LEAD = frozenset({"alice", "bob"})  # the lead department, and the office
LEAD_AND_MANAGERS = LEAD | {"dave"}
MANAGERS = frozenset({"dave", "bob"})
STAFF = frozenset({"alice", "erin", "bob"})  # members of any department, and the office
OFFICE = frozenset({"bob"})
LEAD_CLERK = frozenset({"alice"})  # who handed it in
APPROVER = frozenset({"dave"})  # at the first level of 産業振興課
APPROVER_AND_OFFICE = frozenset({"dave", "bob"})
# The first look at what was handed in is written down: from then on it is not taken back (docs/publication.md §4).
NOTES_A_LOOK = {
    "office:review": ["indicators_result"],
    "approvals:record": ["indicators_evaluationsheet"],
}
AUTHOR = frozenset({"alice"})  # of the one comment that there is
# Address → what its place in the path is filled with, who may read it, whose POST is not refused.
ADDRESSES: dict[str, tuple[tuple[Any, ...], frozenset[str], frozenset[str]]] = {
    "login": ((), EVERYBODY, EVERYBODY),
    "login_here": ((), EVERYBODY, EVERYBODY),
    "login_code": ((), NOBODY, NOBODY),  # whoever gave a password is asked for a code
    "login_setup": ((), NOBODY, NOBODY),
    "directory": ((), EVERYBODY, NOBODY),  # not there without a directory
    "directory_callback": ((), EVERYBODY, NOBODY),
    "logout": ((), NOBODY, EVERYBODY),
    "logged_out": ((), EVERYBODY, NOBODY),
    "second_factor": ((), SIGNED_IN, SIGNED_IN),
    "password_change": ((), SIGNED_IN, SIGNED_IN),
    "manual:index": ((), SIGNED_IN, NOBODY),
    "manual:page": (("entry",), SIGNED_IN, NOBODY),
    "notice_choices": ((), SIGNED_IN, SIGNED_IN),
    "notices": ((), SIGNED_IN, SIGNED_IN),
    "password_reset": ((), EVERYBODY, EVERYBODY),
    "password_reset_done": ((), EVERYBODY, NOBODY),
    "password_reset_complete": ((), EVERYBODY, NOBODY),
    "password_reset_confirm": (("x", "y"), EVERYBODY, EVERYBODY),
    "entry:tasks": ((), SIGNED_IN, NOBODY),
    "entry:sheet": ((43, 2024), LEAD, LEAD),
    "entry:sheet_change": ((43, 2024), LEAD, LEAD),
    "entry:sheet_discard": ((43, 2024), LEAD, LEAD),
    "entry:sheet_preview": ((43, 2023), LEAD_AND_MANAGERS, NOBODY),
    "entry:sheet_xlsx": ((43, 2023), LEAD_AND_MANAGERS, NOBODY),
    "entry:outside_review": ((43, 2024), OFFICE, OFFICE),
    "entry:outside_review_change": ((43, 2023), OFFICE, OFFICE),
    "entry:outside_review_discard": ((43, 2024), OFFICE, OFFICE),
    "entry:comparison": ((4711, 2024), LEAD, LEAD),
    "entry:comparison_discard": ((4711, 2024), LEAD, LEAD),
    "entry:deed": (("43-1", "sangyo-shinko", 2024), LEAD, LEAD),
    "entry:deed_discard": (("43-1", "sangyo-shinko", 2024), LEAD, LEAD),
    "entry:deed_table": ((2024,), STAFF, STAFF),
    "entry:paper": ((), SIGNED_IN, SIGNED_IN),
    "entry:paper_xlsx": ((), SIGNED_IN, NOBODY),
    "entry:money": ((2024,), STAFF, NOBODY),
    "entry:money_new": ((2024,), STAFF, STAFF),
    "entry:money_file": ((2024,), STAFF, STAFF),
    "entry:spending": ((4711, 2024), LEAD, LEAD),
    "entry:spending_discard": ((4711, 2024), LEAD, LEAD),
    "entry:grid": ((2024,), STAFF, STAFF),
    "entry:grid_live": ((2024,), NOBODY, STAFF),
    "entry:spreadsheet": ((2024,), STAFF, STAFF),
    "entry:spreadsheet_xlsx": ((2024,), STAFF, NOBODY),
    "entry:spreadsheet_csv": ((2024,), STAFF, NOBODY),
    "entry:handover": ((), SIGNED_IN, NOBODY),
    "entry:note": (("43A",), LEAD, LEAD),
    "entry:histories": ((), SIGNED_IN, NOBODY),
    "entry:people_history": ((), SIGNED_IN, NOBODY),
    "entry:measure_history": ((43,), LEAD_AND_MANAGERS, NOBODY),
    "entry:indicator_history": (("43A",), LEAD_AND_MANAGERS, NOBODY),
    "entry:edit": (("43A", 2024), LEAD, LEAD),
    "entry:preview": (("43A", 2024), NOBODY, LEAD),
    "entry:change": (("43A", 2024), LEAD, LEAD),
    "entry:redaction": (("43A", 2024), LEAD, LEAD),
    "entry:ask_redaction": ((), STAFF, STAFF),
    "entry:discard": (("43A", 2024), LEAD, LEAD),
    "entry:history": (("43A", 2024), LEAD_AND_MANAGERS, NOBODY),
    "entry:evidence": (("43A", 2024, 1), LEAD_AND_MANAGERS, NOBODY),
    "entry:evidence_shown": (("43A", 2024, 1), LEAD_AND_MANAGERS, NOBODY),
    "office:board": ((), OFFICE, OFFICE),
    "office:redactions": ((), OFFICE, NOBODY),
    "office:redaction": ((4711,), OFFICE, OFFICE),
    "office:queue": ((), OFFICE, OFFICE),
    "office:batches": ((), OFFICE, NOBODY),
    "office:cancel_batch": ((1,), NOBODY, OFFICE),
    "office:correct_batch": ((1,), OFFICE, OFFICE),
    "office:cycles": ((), OFFICE, OFFICE),
    "office:cycle_days": ((2024,), OFFICE, OFFICE),
    "office:cycle_sheets": ((2024,), OFFICE, OFFICE),
    "office:cycle_requests": ((2024,), OFFICE, NOBODY),
    "office:close": ((2024,), OFFICE, OFFICE),
    "office:reopen": ((2024,), OFFICE, OFFICE),
    "office:sheets": ((), OFFICE, OFFICE),
    "office:sheet": ((43, 2023), OFFICE, OFFICE),
    "office:outside_review": ((43, 2023), OFFICE, OFFICE),
    "office:deeds": ((), OFFICE, OFFICE),
    "office:deed": (("43-1", "sangyo-shinko", 2023), OFFICE, OFFICE),
    "office:deed_lead": (("43-1",), OFFICE, OFFICE),
    "office:money": ((), OFFICE, OFFICE),
    "office:spending": ((4711, 2023), OFFICE, OFFICE),
    "office:aims": (("43-1",), OFFICE, OFFICE),
    "office:holes": ((), OFFICE, NOBODY),
    "office:comparisons": ((), OFFICE, NOBODY),
    "office:comparison": ((4711, 2023), OFFICE, OFFICE),
    "office:targets": ((), OFFICE, NOBODY),
    "office:threshold": (("kisarazu-3",), OFFICE, OFFICE),
    "office:target": (("43A",), OFFICE, OFFICE),
    "office:rule": (("43A", "target"), OFFICE, OFFICE),
    "office:passports": ((), OFFICE, NOBODY),
    "office:passport": (("43A",), OFFICE, OFFICE),
    "office:plans": ((), OFFICE, NOBODY),
    "office:plan_new": ((), OFFICE, OFFICE),
    "office:plan": (("3",), OFFICE, NOBODY),
    "office:plan_settings": (("3",), OFFICE, OFFICE),
    "office:plan_publication": (("3",), OFFICE, OFFICE),
    "office:plan_policies": (("3",), OFFICE, OFFICE),
    "office:plan_measure": (("3", 43), OFFICE, OFFICE),
    "office:plan_measure_new": (("3",), OFFICE, OFFICE),
    "office:plan_history": (("3",), OFFICE, NOBODY),
    "office:plan_revisions": (("3",), OFFICE, NOBODY),
    "office:plan_revision_new": (("3",), OFFICE, OFFICE),
    "office:plan_revision": (("3", 4711), OFFICE, OFFICE),
    "office:plan_indicators": (("3",), OFFICE, OFFICE),
    "office:plan_indicator": (("43A",), OFFICE, OFFICE),
    "office:plan_indicator_wording": (("3", "43A"), OFFICE, OFFICE),
    "office:plan_indicator_new": (("3",), OFFICE, OFFICE),
    "office:plan_departments": (("3",), OFFICE, OFFICE),
    "office:plan_translations": (("3",), OFFICE, OFFICE),
    "office:plan_text": (("3",), OFFICE, OFFICE),
    "office:plan_withdrawal": (("3",), OFFICE, OFFICE),
    "office:first_steps": ((), OFFICE, OFFICE),
    "office:follow_up": ((), OFFICE, OFFICE),
    "office:site_settings": ((), OFFICE, OFFICE),
    "office:contacts": ((), OFFICE, OFFICE),
    "office:plan_file": (("3",), OFFICE, OFFICE),
    "office:plan_file_progress": (("3",), OFFICE, NOBODY),
    "office:plan_file_download": (("3", "filled"), OFFICE, NOBODY),
    "office:figures": ((), OFFICE, NOBODY),
    "office:figure": ((43,), OFFICE, OFFICE),
    "office:people": ((), OFFICE, NOBODY),
    "office:person_new": ((), OFFICE, OFFICE),
    "office:people_list": ((), OFFICE, OFFICE),
    "office:invitations_again": ((), NOBODY, OFFICE),
    "office:transfers": ((), OFFICE, OFFICE),
    "office:accounts": ((), OFFICE, OFFICE),
    "office:person": (("alice",), OFFICE, OFFICE),
    "office:departments": ((), OFFICE, NOBODY),
    "office:department_new": ((), OFFICE, OFFICE),
    "office:reorganisation": ((1,), OFFICE, OFFICE),
    "office:route": (("sangyo-shinko",), OFFICE, OFFICE),
    "office:review": (("43A", 2024), OFFICE, OFFICE),
    "approvals:list": ((), APPROVER, APPROVER),
    "approvals:deputies": ((), APPROVER, APPROVER),
    "approvals:record": (("measure", 4711), APPROVER_AND_OFFICE, APPROVER_AND_OFFICE),
    "approvals:correct": (("measure", 4711), APPROVER, APPROVER),
    "approvals:take_back": (("indicator", 4711), NOBODY, LEAD_CLERK),
    "approvals:number": (("indicator", 4711), NOBODY, LEAD),
    "dashboard:overview": ((), MANAGERS, NOBODY),
    "dashboard:overview_figures": ((), MANAGERS, NOBODY),
    "dashboard:part": (("heat",), MANAGERS, NOBODY),
    "dashboard:part_figures": (("expected",), MANAGERS, NOBODY),
    "dashboard:briefing": ((), MANAGERS, NOBODY),
    "dashboard:views": ((), MANAGERS, MANAGERS),
    "dashboard:view": ((4711,), NOBODY, MANAGERS),
    "dashboard:figures_csv": ((), MANAGERS, NOBODY),
    "dashboard:figures_json": ((), MANAGERS, NOBODY),
    "dashboard:figures_xlsx": ((), MANAGERS, NOBODY),
    "dashboard:measure": ((43,), MANAGERS, NOBODY),
    "dashboard:department": (("sangyo-shinko",), MANAGERS, NOBODY),
    "dashboard:measure_figures": ((43,), MANAGERS, NOBODY),
    "dashboard:department_figures": (("sangyo-shinko",), MANAGERS, NOBODY),
    "comments:thread": (("43A", 2024), LEAD_AND_MANAGERS, LEAD_AND_MANAGERS),
    "comments:withdraw": ((1,), NOBODY, AUTHOR),
    "health": ((), EVERYBODY, NOBODY),
    "health_live": ((), EVERYBODY, NOBODY),
    "health_ready": ((), EVERYBODY, NOBODY),
    "health_keeper": ((), EVERYBODY, NOBODY),
    "public:home": ((), EVERYBODY, NOBODY),
    "public:plan_json": ((), EVERYBODY, NOBODY),
    "public:plan_csv": ((), EVERYBODY, NOBODY),
    "public:policy": (("01",), EVERYBODY, NOBODY),
    "public:measures": ((), EVERYBODY, NOBODY),
    "public:en_home": ((), EVERYBODY, NOBODY),
    "public:en_measure": ((43,), EVERYBODY, NOBODY),
    "public:en_indicator": (("43A",), EVERYBODY, NOBODY),
    "public:measure": ((43,), EVERYBODY, NOBODY),
    "public:measure_figures": ((43,), EVERYBODY, NOBODY),
    "public:measure_json": ((43,), EVERYBODY, NOBODY),
    "public:measure_csv": ((43,), EVERYBODY, NOBODY),
    "public:initiatives": ((), EVERYBODY, NOBODY),
    "public:initiative": (("43-1",), EVERYBODY, NOBODY),
    "public:sheet": ((43, 2023), EVERYBODY, NOBODY),
    "public:sheet_xlsx": ((43, 2023), EVERYBODY, NOBODY),
    "public:indicators": ((), EVERYBODY, NOBODY),
    "public:indicator_figures": (("43A",), EVERYBODY, NOBODY),
    "public:indicator_json": (("43A",), EVERYBODY, NOBODY),
    "public:indicator_csv": (("43A",), EVERYBODY, NOBODY),
    "public:indicator_comparisons": (("43A",), EVERYBODY, NOBODY),
    "public:indicator": (("43A",), EVERYBODY, NOBODY),
    "public:departments": ((), EVERYBODY, NOBODY),
    "public:department": (("sangyo-shinko",), EVERYBODY, NOBODY),
    "public:department_figures": (("sangyo-shinko",), EVERYBODY, NOBODY),
    "public:department_json": (("sangyo-shinko",), EVERYBODY, NOBODY),
    "public:department_csv": (("sangyo-shinko",), EVERYBODY, NOBODY),
    **{
        f"public:{name}{of}": (filled, EVERYBODY, NOBODY)
        for name in ("one_page", "poster")
        for of, filled in {"": (), "_measure": (43,), "_department": ("sangyo-shinko",)}.items()
    },
    "public:search": ((), EVERYBODY, NOBODY),
    "public:awaited": ((), EVERYBODY, NOBODY),
    "public:publications": ((), EVERYBODY, NOBODY),
    "public:corrections": ((), EVERYBODY, NOBODY),
    "public:glossary": ((), EVERYBODY, NOBODY),
    "public:about": ((), EVERYBODY, NOBODY),
    "public:accessibility": ((), EVERYBODY, NOBODY),
    "public:open_data": ((), EVERYBODY, NOBODY),
    "public:logo": (("0" * 16,), EVERYBODY, NOBODY),
    "public:robots": ((), EVERYBODY, NOBODY),
    "public:sitemap": ((), EVERYBODY, NOBODY),
    "public:how_to_read": ((), EVERYBODY, NOBODY),
    "public:site_map": ((), EVERYBODY, NOBODY),
    "public:changes": ((), EVERYBODY, NOBODY),
    "public:changes_csv": ((), EVERYBODY, NOBODY),
    "public:changes_json": ((), EVERYBODY, NOBODY),
    "public:dictionary": ((), EVERYBODY, NOBODY),
    "public:api_guide": ((), EVERYBODY, NOBODY),
    "public:datapackage": ((), EVERYBODY, NOBODY),
    "public:catalog_jsonld": ((), EVERYBODY, NOBODY),
    "public:catalog_ttl": ((), EVERYBODY, NOBODY),
    "public:workbook": ((), EVERYBODY, NOBODY),
    "public:dataset_csv": (("values",), EVERYBODY, NOBODY),
    "public:dataset_json": (("values",), EVERYBODY, NOBODY),
    "public:dataset_xlsx": (("values",), EVERYBODY, NOBODY),
    "public:publications_feed": ((), EVERYBODY, NOBODY),
    "public:corrections_feed": ((), EVERYBODY, NOBODY),
    "public:embed": (("43A",), EVERYBODY, NOBODY),
    "public:home_card": ((), EVERYBODY, NOBODY),
    "public:measure_card": ((43,), EVERYBODY, NOBODY),
    "public:indicator_card": (("43A",), EVERYBODY, NOBODY),
    "api:index": ((), EVERYBODY, NOBODY),
    "api:openapi": ((), EVERYBODY, NOBODY),
    "api:listing": (("indicators",), EVERYBODY, NOBODY),
    "api:one": (("indicators", "43A"), EVERYBODY, NOBODY),
    "api:value": (("43A", 2023), EVERYBODY, NOBODY),
    "api:missing": ((), EVERYBODY, NOBODY),
}
ADDRESSES |= {f"public:easy_{name}": ADDRESSES[f"public:{name}"] for name in (*WITH_EASIER, *NO_EASIER)}
_LOGS = ("indicators_event", "django_session")


def _names(resolver: Any, namespace: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _names(pattern, inner)
        elif pattern.name:
            yield f"{namespace}{pattern.name}"


def test_every_address_is_listed() -> None:
    named = {name for name in _names(get_resolver()) if not name.startswith("admin:")}
    assert named == set(ADDRESSES)


@pytest.fixture
def people() -> dict[str, User]:
    """The real plan with something behind every address; Alice leads 43A, Erin is of another department."""
    load_fixtures()
    bob, carol, alice = make_bob(), make_carol(), make_alice()
    people = {
        "alice": alice,
        "erin": make_user("erin", departments=(make_department("zaisei", "財政課"),)),
        "dave": make_dave(),
        "bob": bob,
    }
    make_cycle(2023, by=bob)
    make_cycle(2024, by=bob)
    indicator = Indicator.objects.get_by_code("43A")
    publish_value(indicator, 2023, said("900"), by=bob, publisher=carol)
    submit_value(indicator, 2024, said("980"), by=alice)
    publish_sheet(indicator.measure, 2023, by=alice, publisher=bob)
    publish_comments(indicator.measure, 2023, by=bob, publisher=carol)
    link = {"url": "https://example.jp/", "added_by": alice, "added_at": NOON}
    Evidence.objects.create(pk=1, indicator=indicator, year=2024, **link)
    PlanRevision.objects.create(
        pk=4711, plan=indicator.measure.plan, title="見直し", reason="見直しの理由", edited_at=NOON
    )
    series = ComparisonSeries.objects.create(pk=4711, indicator=indicator, name="県の平均")
    publish_comparison(series, 2023, "1", by=alice, publisher=bob)
    publish_deed(line_of("43-1"), 2023, by=alice, publisher=bob)
    Project.objects.create(pk=4711, plan=indicator.measure.plan, code="1001")
    publish_spending("1001", 2023, by=alice, publisher=bob, department=indicator.lead_department)
    Comment.objects.create(pk=1, indicator=indicator, year=2024, body="どうですか", at=NOON, by=alice)
    Redaction.objects.create(
        pk=4711, passage="どう", reason="個人の名前", proposed_at=NOON, proposed_by=carol
    )
    Result.objects.filter(year=2024).update(id=4711)
    lead = indicator.lead_department
    RouteSeat.objects.create(department=lead, level=1, title="部長", user=people["dave"], since=LONG_AGO)
    waiting = submit_sheet(indicator.measure, 2024, by=alice)
    EvaluationSheet.objects.filter(pk=waiting.pk).update(id=4711)
    return people


def _client(person: User | None) -> Client:
    """A browser of its own for each request: one of the addresses ends a session."""
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def _gets_in(answer: Any) -> bool:
    """Not sent to the login, not refused; what an empty form deserves is another matter."""
    to_login = answer.status_code == 302 and "/login/" in answer["Location"]
    return not to_login and answer.status_code not in (403, 405)


def _written(queries: CaptureQueriesContext) -> list[str]:
    """Tables that were written to, but for the log of refusals, of logins and of sessions."""
    told = re.findall(
        r'\b(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"', "\n".join(query["sql"] for query in queries)
    )
    return [table for table in told if table not in _LOGS]


@pytest.mark.sqlite  # a page for nobody's eyes is refused before the database is asked
def test_who_reads_what(people: dict[str, User]) -> None:
    found: dict[str, set[str]] = {name: set() for name in ADDRESSES}
    for name, (args, *_) in ADDRESSES.items():
        for role in EVERYBODY:
            client = _client(people.get(role))
            reset_queries()  # Django keeps the last 9,000, and these are more
            with CaptureQueriesContext(connection) as queries:
                if _gets_in(client.get(reverse(name, args=args))):
                    found[name].add(role)
            written = _written(queries)
            assert not written or written == NOTES_A_LOOK.get(name), (
                f"a GET of {name} as {role} wrote something"
            )
    assert found == {name: set(reads) for name, (_, reads, _) in ADDRESSES.items()}


def test_who_writes_what_and_a_refusal_changes_nothing(people: dict[str, User]) -> None:
    found: dict[str, set[str]] = {name: set() for name in ADDRESSES}
    typed = {"action": "publish", "value": "1", "reason": "試し"}
    for name, (args, _, writes) in ADDRESSES.items():
        for role in EVERYBODY:
            client = _client(people.get(role))
            reset_queries()  # Django keeps the last 9,000, and these are more
            with CaptureQueriesContext(connection) as queries:
                if _gets_in(client.post(reverse(name, args=args), {} if role in writes else typed)):
                    found[name].add(role)
            assert role in writes or _written(queries) == [], f"{name} as {role}"
    assert found == {name: set(writes) for name, (*_, writes) in ADDRESSES.items()}
    assert Event.objects.filter(action=Event.Action.REFUSED).exists()
