"""Marks everything that no citizen may read, so that a test can look for it in whatever a citizen gets.

Each text and figure of every row that is not public gets a value of its own. Models are listed by name: a new one that
stands in neither list fails the test that plants.
"""

import io
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Q, QuerySet
from django.utils.crypto import get_random_string

from indicators import workflow
from indicators.models import (
    Baseline,
    Batch,
    BatchCorrection,
    BatchItem,
    Comment,
    ComparisonSeries,
    ComparisonValue,
    Cycle,
    Deed,
    DeedLead,
    Deputy,
    DirectoryName,
    EvaluationSheet,
    Event,
    Evidence,
    FigurePoints,
    HandoverNote,
    Indicator,
    InitiativeAims,
    InterimTarget,
    Mail,
    Membership,
    MoneyUpload,
    Notice,
    OutsideReview,
    Passport,
    PasswordRequest,
    PlanBooking,
    PlanUpload,
    PowerRequest,
    Recount,
    Redaction,
    Reorganisation,
    Result,
    Reviewed,
    Rhythm,
    RouteSeat,
    SavedView,
    Spending,
    TableLayout,
    Target,
    Threshold,
)
from indicators.triggers import install, remove
from indicators.workflow import COMPARISONS, DEEDS, OUTSIDE_REVIEWS, SHEETS, SPENDING, VALUES
from measures.documents import document_of
from measures.models import (
    BasicPolicy,
    Department,
    Initiative,
    InitiativeDepartment,
    InitiativeDetail,
    Measure,
    Plan,
    PlanPublication,
    PlanRevision,
    PlanWithdrawal,
    ReferencePoint,
    SiteSettings,
    Statement,
    TextSource,
    Translation,
    WordingDraft,
)
from tests.indicators import factories
from tests.indicators.city import City
from tests.indicators.factories import said

OPEN = ~Q(state="published")
DRAFT = Q(published_at__isnull=True)
EVERY = Q()


def _of_preparing(path: str) -> Q:
    """What is of a plan that is not out; `path` leads to its publication."""
    return Q(**{f"{path}__published_at__isnull": True})


# Model → its rows that no citizen may read.
SECRET: dict[type[models.Model], Q] = {
    Result: OPEN,
    EvaluationSheet: OPEN,
    OutsideReview: OPEN,
    ComparisonValue: OPEN,
    Deed: OPEN,
    Spending: OPEN,
    MoneyUpload: EVERY,
    DeedLead: DRAFT,
    InitiativeAims: DRAFT,
    Target: DRAFT,
    Baseline: DRAFT,
    InterimTarget: DRAFT,
    Threshold: DRAFT,
    Passport: DRAFT,
    FigurePoints: DRAFT,
    Rhythm: DRAFT,
    Recount: DRAFT,
    Batch: DRAFT,
    BatchCorrection: DRAFT,
    BatchItem: EVERY,
    Comment: EVERY,
    HandoverNote: EVERY,
    Cycle: EVERY,
    DirectoryName: EVERY,
    Evidence: EVERY,
    Mail: EVERY,
    Notice: EVERY,
    PasswordRequest: EVERY,
    PowerRequest: EVERY,
    Membership: ~Q(coming=""),
    RouteSeat: EVERY,
    Deputy: EVERY,
    Redaction: Q(closed_at__isnull=True),
    Reorganisation: EVERY,
    User: EVERY,
    ReferencePoint: Q(figure__state="unverified"),
    WordingDraft: DRAFT,
    Translation: DRAFT,
    PlanRevision: DRAFT,
    TextSource: EVERY,
    SiteSettings: DRAFT,
    PlanUpload: EVERY,
    SavedView: EVERY,
    TableLayout: EVERY,
    PlanWithdrawal: Q(withdrawn_at__isnull=True),
    PlanPublication: DRAFT,
    PlanBooking: EVERY,
    Plan: _of_preparing("publication"),
    BasicPolicy: _of_preparing("plan__publication"),
    Measure: _of_preparing("plan__publication"),
    Statement: _of_preparing("measure__plan__publication"),
    Initiative: _of_preparing("measure__plan__publication"),
    InitiativeDetail: _of_preparing("initiative__measure__plan__publication"),
    Department: _of_preparing("participations__initiative__measure__plan__publication"),
}
# What is public, or holds nothing but references; Event refuses changes, and is written with marks instead.
PUBLIC = {
    "Duty",
    "NoticeChoice",
    "NoticeCursor",
    "KeeperLease",
    "Indicator",
    "Publication",
    "ComparisonSeries",
    "DeedLine",
    "Project",
    "PublicRevision",
    "RedactedText",
    "Event",
}
# Eight digits stand in the chart library by chance, once in some hundred runs.
DIGITS = 10
# What every mark begins with: a file without it is not looked through for each of a thousand marks.
TEXTS, FIGURES = "Qzj", "9173"
# Whose records keep the number of a paper decision.
NUMBERED: tuple[Any, ...] = (VALUES, SHEETS, OUTSIDE_REVIEWS, COMPARISONS, DEEDS, SPENDING)
# Fields that a mark cannot stand in: a password's hash, a file's hash, a media type.
UNMARKED = {"password", "sha256", "content_type"}


@dataclass
class Marks:
    """Every mark that was planted, with where: mark → "Model.field"."""

    planted: dict[str, str] = field(default_factory=dict)

    def found_in(self, content: bytes) -> list[str]:
        """The places whose marks stand in some bytes, as text, or as a figure with commas between its digits."""
        text = content.decode("utf-8", errors="ignore").replace(",", "")
        if TEXTS not in text and FIGURES not in text:
            return []
        return sorted({place for mark, place in self.planted.items() if mark in text})

    def text(self, place: str) -> str:
        mark = TEXTS + get_random_string(9)
        self.planted[mark] = place
        return mark

    def number(self, place: str) -> Decimal:
        """A whole number that no figure of the plan is."""
        digits = f"{FIGURES}{random.randrange(10 ** (DIGITS - len(FIGURES))):0{DIGITS - len(FIGURES)}}"
        self.planted[digits] = place
        return Decimal(digits)


def plant() -> Marks:
    """A city with public figures and, of every kind, a row that is not public; all of these are marked."""
    with transaction.atomic():
        city = City()
        make_rows(city)
        marks = Marks()
        for model, secret in SECRET.items():
            rows = model._default_manager.filter(secret)
            assert rows.exists(), f"no row of {model.__name__} to mark"
            for row in rows:
                _mark(model, model._default_manager.filter(pk=row.pk), row, marks)
        # Beside a public one in its measure: without a target that is out, nobody reads of it.
        beside = Indicator.objects.public()[0].measure
        factories.make_indicator(
            measure=beside,
            letter="Z",
            name=marks.text("Indicator.name"),
            meaning=marks.text("Indicator.meaning"),
            target=None,
        )
        Event.objects.create(
            at=factories.NOON,
            action=Event.Action.COMMENTED,
            reason=marks.text("Event.reason"),
            detail={"told": marks.text("Event.detail")},
        )
        _mark_numbers(city, marks)
    return marks


def _mark_numbers(city: City, marks: Marks) -> None:
    """A paper decision's number stays with staff when its record goes out: on the record, and in the log that keeps it."""
    keep_numbers = {model for model in apps.get_models() if issubclass(model, Reviewed)}
    assert keep_numbers == {flow.model for flow in NUMBERED}
    # Of a value citizens read the copy that is made as it goes out: one has its number before that.
    value = factories.submit_value(city.indicator("47A"), 2023, said("1", note="事情"), by=city.alice)
    number = marks.text("Result.decision_number, public")
    value = VALUES.set_decision_number(record=value, number=number, by=city.alice)
    workflow.publish(record=value, version=value.version, by=city.bob, now=factories.NOON)
    with unguarded():
        for flow in NUMBERED:
            public = flow.model._default_manager.filter(state="published")
            assert public.exists(), f"no public row of {flow.model.__name__} to mark"
            for row in public:
                place = f"{flow.model.__name__}.decision_number, public"
                number = marks.text(place)
                public.filter(pk=row.pk).update(decision_number=number)
                kept = flow.line(
                    Event.Action.NUMBER_KEPT, row, city.bob, factories.NOON, numbers=["", number]
                )
                kept.save(force_insert=True)


class _Editor:
    """Of a schema editor as much as the guards ask, and within a test's own transaction."""

    connection = connection

    def execute(self, statement: str, params: Any = None) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)


@contextmanager
def unguarded() -> Iterator[None]:
    """A while in which the database lets what is public be written."""
    connection.check_constraints()  # PostgreSQL drops no trigger while checks are waiting
    remove(_Editor())
    yield
    connection.check_constraints()
    install(_Editor())


def forgotten() -> set[str]:
    """Models of the application in neither list."""
    names = {model.__name__ for model in apps.get_app_config("indicators").get_models()}
    known = {model.__name__ for model in SECRET} | PUBLIC
    return {name for name in names if not name.startswith("Historical")} - known


def _mark(model: type[models.Model], one: QuerySet[Any], row: models.Model, marks: Marks) -> None:
    for column in model._meta.concrete_fields:
        if (value := _value_for(model, column, row, marks)) is None:
            continue
        try:
            with transaction.atomic():
                one.update(**{column.name: value})
        except IntegrityError:  # a constraint: a link begins with https, a published batch has no schedule
            marks.planted = {mark: where for mark, where in marks.planted.items() if mark not in str(value)}


def _value_for(model: type[models.Model], column: Any, row: Any, marks: Marks) -> Any:
    place = f"{model.__name__}.{column.name}"
    if column.name in UNMARKED or column.choices or column.primary_key:
        return None
    if isinstance(column, models.DecimalField):
        whole = column.max_digits - column.decimal_places
        # A share of four digits would be found by chance.
        fits = whole >= DIGITS and getattr(row, column.name) is not None
        return marks.number(place) if fits else None
    if isinstance(column, models.BigIntegerField):  # yen
        return int(marks.number(place))
    if isinstance(column, models.EmailField):
        return f"{marks.text(place)}@example.jp"
    if column.name == "source_url":  # citizens would press it
        return f"https://example.jp/{marks.text(place)}"
    if isinstance(column, models.JSONField) and column.name == "points":
        return [[marks.text(place), "", str(marks.number(place))]]
    if isinstance(column, models.JSONField) and column.name == "comments":
        return [{name: marks.text(f"{place}.{name}") for name in OutsideReview.LONGEST}]
    link = str(getattr(row, "url", ""))  # of evidence: a row is a link, a place, or a file with a name
    if model is Evidence and column.name in ("name", "path") and not getattr(row, column.name):
        return None
    if column.name == "url":
        return f"https://example.jp/{marks.text(place)}" if link else None
    if link and column.name == "name":
        return None
    if isinstance(column, models.JSONField) and model is WordingDraft:
        return {**getattr(row, column.name), "goal": marks.text(place)} if column.name == "content" else None
    is_text = isinstance(column, models.CharField | models.TextField) and (column.max_length or 99) >= 12
    return marks.text(place) if is_text else None


def make_rows(city: City) -> None:
    """At least one row of every kind that is not public."""
    alice, bob = city.alice, city.bob
    indicator = city.indicator("44B")
    day, ahead = date(2030, 4, 1), datetime(2030, 4, 1, tzinfo=UTC)
    series = ComparisonSeries.objects.create(indicator=indicator, name="近隣市の平均")
    factories.publish_comparison(series, 2023, "88", by=alice, publisher=bob)
    factories.submit_comparison(series, 2024, "77", by=alice, note="説明")
    COMPARISONS.open_change(owner=series, year=2023, reason="誤り", by=alice)
    factories.publish_sheet(indicator.measure, 2024, by=alice, publisher=bob)
    SHEETS.open_change(owner=indicator.measure, year=2024, reason="書き足すため", by=alice)
    factories.submit_sheet(indicator.measure, 2023, by=alice)
    carol = factories.make_carol()
    factories.publish_comments(indicator.measure, 2024, by=bob, publisher=carol)
    OUTSIDE_REVIEWS.open_change(owner=indicator.measure, year=2024, reason="書き足すため", by=bob)
    factories.submit_comments(indicator.measure, 2023, by=bob)
    line = factories.line_of("44-1", "organic-city-suishin")
    factories.publish_deed(line, 2023, by=alice, publisher=bob)
    factories.submit_deed(line, 2024, by=alice)
    workflow.DEEDS.open_change(owner=line, year=2023, reason="書き足すため", by=alice)
    factories.submit_deed(factories.line_of("44-1.1", "organic-city-suishin"), 2024, by=alice)
    DeedLead.objects.create(measure=indicator.measure, initiative=1, reason="設定の理由", drafted_by=bob)
    costs: dict[str, Any] = {"by": alice, "department": line.department}
    factories.publish_spending("1001", 2023, publisher=bob, **costs)
    factories.submit_spending("1001", 2024, **costs)
    workflow.SPENDING.open_change(
        owner=workflow.project_of(line.measure.plan, "1001"), year=2023, reason="書き足すため", by=alice
    )
    MoneyUpload.objects.create(
        plan=line.measure.plan,
        year=2024,
        name="会計の表",
        raw={"sheets": ["会計"]},
        layout={"unit": "円"},
        uploaded_by=bob,
        uploaded_at=factories.NOON,
    )
    factories.make_aims("44-1", [["44B", 2023, None, "ねらう理由"]], by=bob, publisher=None)
    workflow.save_draft(owner=city.indicator("45B"), year=2024, data=said("31", note="下書き"), by=bob)
    returned = factories.submit_value(city.indicator("48B"), 2024, said("41", note="事情"), by=bob)
    workflow.send_back(record=returned, version=returned.version, reason="確かめてください", by=carol)
    workflow.open_change(owner=indicator, year=2024, kind="correction", reason="集計漏れ", by=alice)
    factories.make_baseline(indicator, published=False, first_year=2025)
    factories.make_target(indicator, "99", published=False, first_year=2025)
    factories.make_interim(indicator, 2025, "98", published=False)
    factories.make_threshold(published=False, first_year=2025)
    factories.make_passport(indicator, published=False)
    factories.make_figure_points(indicator.measure, published=False)
    factories.make_rhythm(indicator, published=False)
    factories.make_recount(indicator, 2025, published_at=None)
    workflow.add_comment(indicator=indicator, year=2024, body="コメント", by=alice)
    texts = dict.fromkeys(("source", "counting", "ask", "known_in", "folder", "remark"), "引継ぎ")
    workflow.save_note(indicator=indicator, texts=texts, seen=0, by=alice)
    workflow.attach_link(indicator=city.indicator("45B"), year=2024, url="https://example.jp/", by=bob)
    workflow.attach_path(indicator=city.indicator("45B"), year=2024, path="\\\\share\\統計", by=bob)
    file = io.BytesIO("年度,値\r\n".encode())
    workflow.attach_file(indicator=city.indicator("45B"), year=2024, name="集計.csv", file=file, by=bob)
    waiting = Result.objects.get(indicator=city.indicator("43A"), year=2024)
    batch = Batch.objects.create(
        title="予約", announced_on=day, created_at=factories.NOON, created_by=carol, scheduled_for=ahead
    )
    BatchItem.objects.create(
        batch=batch, result=waiting, indicator=waiting.indicator, year=2024, version=1, refusal="理由"
    )
    out = Batch.objects.create(
        title="公表", announced_on=factories.NOON.date(), published_at=factories.NOON,
        created_at=factories.NOON, created_by=carol,
    )  # fmt: skip
    anew = {"title": "題名の下書き", "announced_on": out.announced_on, "reason": "下書きの理由"}
    workflow.draft_correction(batch=out, data=anew, by=carol, expected_versions=[])
    workflow.ask_redaction(passage="事情", reason="法令", by=alice)
    Membership.objects.create(user=alice, coming="himitsu", since=day)
    RouteSeat.objects.create(department=indicator.lead_department, level=1, title="秘密係長", user=alice)
    Deputy.objects.create(
        principal=alice, user=bob, since=day, until=date(2030, 5, 1), set_by=bob, set_at=factories.NOON
    )
    PowerRequest.objects.create(
        person=alice, kind="office", reason="秘密の理由", asked_at=factories.NOON, asked_by=carol
    )
    Reorganisation.objects.create(
        kind=Reorganisation.Kind.RENAME,
        on=day,
        reason="機構改革",
        plan={"from": ["kikaku"], "to": [{"name": "秘密課", "slug": "himitsu"}]},
        prepared_at=factories.NOON,
        prepared_by=carol,
    )
    content = document_of(indicator.measure)
    WordingDraft.objects.create(
        plan=indicator.measure.plan,
        part="measure-44",
        content=content,
        edited_by=carol,
        edited_at=factories.NOON,
    )
    PlanRevision.objects.create(
        plan=indicator.measure.plan,
        title="中間見直し",
        reason="見直しの理由",
        gathered=[["target:1:1", "指標44Bの目標"]],
        edited_at=factories.NOON,
    )
    SiteSettings.objects.create(reason="下書き", drafted_by=carol)
    PlanWithdrawal.objects.create(
        plan=indicator.measure.plan, reason="誤り", asked_at=factories.NOON, asked_by=carol
    )
    TextSource.objects.create(plan=indicator.measure.plan, text="計画書の文字", edited_at=factories.NOON)
    plan = indicator.measure.plan
    Translation.objects.create(
        plan=plan,
        original="施策44",
        reading="読み",
        easy="やさしく",
        english="easy",
        edited_at=factories.NOON,
    )
    PlanUpload.objects.create(plan=plan, name="計画.xlsx", uploaded_by=bob, uploaded_at=factories.NOON)
    TableLayout.objects.create(plan=plan, edited_at=factories.NOON)
    SavedView.objects.create(
        owner=bob,
        plan=plan,
        title="遅れだけ",
        query="verdict=behind",
        is_shared=True,
        saved_at=factories.NOON,
    )
    _make_preparing(bob, carol, ahead)
    DirectoryName.objects.create(user=alice, name="alice-no-namae")
    Notice.objects.create(user=alice, kind="request", key="late-1", at=factories.NOON)
    Mail.objects.create(user=alice, kind=Mail.Kind.NOTICE)
    PasswordRequest.objects.create(address="alice@example.jp")


def _make_preparing(bob: User, carol: User, at: datetime) -> None:
    """The next plan, with a department of its own and its publication booked."""
    plan = factories.make_plan(
        slug="kisarazu-4", name="第4次基本計画", first_year=2027, last_year=2030, published_at=None
    )
    measure = factories.make_measure(44, plan=plan)
    Statement.objects.create(measure=measure, section="issue", order=1, summary="課題")
    initiative = Initiative.objects.create(measure=measure, number=1, name="取組")
    InitiativeDetail.objects.create(initiative=initiative, order=1, summary="内容")
    own = factories.make_department("himitsu-ka", "準備中の計画の課")
    InitiativeDepartment.objects.create(initiative=initiative, department=own, order=1)
    indicator = factories.make_indicator(measure=measure, department=own, baseline_year=2026, target=None)
    factories.make_target(indicator, "97", published=False, first_year=2027, target_year=2030)
    draft = PlanPublication.objects.create(
        plan=plan, in_force_on=plan.first_day, reason="策定", drafted_by=bob, drafted_at=factories.NOON
    )
    PlanBooking.objects.create(publication=draft, version=1, at=at, booked_by=carol)


def pieces_of(name: str, content: bytes) -> Iterator[bytes]:
    """The bytes of a file, and what is packed in them: of a .gz, a .br, and each member of a workbook."""
    import gzip
    import zipfile

    import brotli

    yield name.encode()
    yield content
    if name.endswith(".gz"):
        yield gzip.decompress(content)
    elif name.endswith(".br"):
        yield brotli.decompress(content)
    elif name.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as members:
            for member in members.namelist():
                yield member.encode()
                yield members.read(member)
