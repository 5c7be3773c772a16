"""What was published, and the log, cannot be changed or deleted: not by the ORM, not by SQL (docs/publication.md §12)."""

from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, NotSupportedError, connection, models, transaction
from django.db.models import F

from indicators.guards import APPEND_ONLY
from indicators.models import (
    Baseline,
    Batch,
    BatchCorrection,
    ComparisonSeries,
    ComparisonValue,
    Deed,
    DeedLead,
    DeedLine,
    EvaluationSheet,
    Event,
    FigurePoints,
    InitiativeAims,
    InterimTarget,
    OutsideReview,
    Passport,
    PowerRequest,
    Project,
    Publication,
    Recount,
    RedactedText,
    Redaction,
    Rhythm,
    Spending,
    Target,
    Threshold,
)
from measures.models import (
    PlanPublication,
    PlanRevision,
    PlanWithdrawal,
    SiteSettings,
    Translation,
    WordingDraft,
)
from tests.indicators.factories import (
    NOON,
    comments_said,
    make_alice,
    make_baseline,
    make_bob,
    make_cycle,
    make_figure_points,
    make_indicator,
    make_interim,
    make_passport,
    make_plan,
    make_recount,
    make_rhythm,
    make_target,
    make_threshold,
    publish_value,
    said,
)

FIXED = [
    Publication,
    Event,
    Target,
    Threshold,
    Baseline,
    InterimTarget,
    Passport,
    FigurePoints,
    Recount,
    Rhythm,
    ComparisonValue,
    Deed,
    DeedLead,
    Spending,
    InitiativeAims,
    EvaluationSheet,
    OutsideReview,
    Batch,
    BatchCorrection,
    RedactedText,
    Redaction,
    PowerRequest,
    PlanPublication,
    PlanRevision,
    PlanWithdrawal,
    SiteSettings,
    Translation,
    WordingDraft,
]


@pytest.fixture
def published(db: None) -> SimpleNamespace:
    """One published row of each guarded table (the log has several)."""
    return _publish()


def _publish() -> SimpleNamespace:
    alice, bob = make_alice(), make_bob()
    indicator = make_indicator()
    make_threshold()
    make_cycle(2024, by=bob)
    publication = publish_value(indicator, 2024, said("980"), by=alice, publisher=bob)
    make_interim(indicator)
    make_baseline(indicator)
    make_passport(indicator)
    make_figure_points(indicator.measure)
    make_rhythm(indicator)
    make_recount(indicator, 2025)
    batch = Batch.objects.create(
        title="公表", announced_on=NOON.date(), created_at=NOON, created_by=bob, published_at=NOON
    )
    BatchCorrection.objects.create(
        batch=batch,
        number=1,
        old_title=batch.title,
        old_announced_on=batch.announced_on,
        title="実績の公表",
        announced_on=NOON.date(),
        reason="題名の誤り",
        published_at=NOON,
        published_by=bob,
    )
    Batch.objects.create(
        title="公表", announced_on=NOON.date(), created_at=NOON, created_by=bob, published_at=NOON
    )
    redaction = Redaction.objects.create(
        reason="個人の名前",
        proposed_at=NOON,
        proposed_by=alice,
        carried_out_at=NOON,
        carried_out_by=bob,
        closed_at=NOON,
    )
    RedactedText.objects.create(
        redaction=redaction, table_name="t", row_id="1", column_name="c", sha256="0" * 64
    )
    PowerRequest.objects.create(
        person=alice, kind="enable", asked_at=NOON, asked_by=alice, closed_at=NOON, closed_by=bob
    )
    seen = {
        "year": 2024,
        "state": "published",
        **dict.fromkeys(("entered_by", "edited_by", "submitted_by"), alice),
        **dict.fromkeys(("edited_at", "submitted_at", "published_at"), NOON),
        "published_by": bob,
    }
    SiteSettings.objects.create(city="試験市", reason="定めた", published_at=NOON)
    PlanWithdrawal.objects.create(
        plan=indicator.measure.plan,
        reason="誤り",
        asked_at=NOON,
        asked_by=alice,
        withdrawn_at=NOON,
        withdrawn_by=bob,
    )
    PlanRevision.objects.create(
        plan=indicator.measure.plan,
        title="中間見直し",
        reason="見直し",
        created_by=alice,
        edited_by=alice,
        edited_at=NOON,
        confirmed_at=NOON,
        confirmed_by=bob,
        published_at=NOON,
    )
    series = ComparisonSeries.objects.create(indicator=indicator, name="県の平均")
    ComparisonValue.objects.create(series=series, value=1, source="県の統計", **seen)
    line = DeedLine.objects.create(
        measure=indicator.measure, initiative=1, department=indicator.lead_department
    )
    Deed.objects.create(line=line, done="開いた", standing="on_schedule", **seen)
    DeedLead.objects.create(
        measure=indicator.measure, initiative=1, reason="設定", published_at=NOON, published_by=bob
    )
    project = Project.objects.create(plan=indicator.measure.plan, code="1001")
    Spending.objects.create(
        project=project,
        name="相談事業",
        department=indicator.lead_department,
        budget=1000,
        shares=[["43-1", "100"]],
        **seen,
    )
    InitiativeAims.objects.create(
        measure=indicator.measure, initiative=1, reason="設定", published_at=NOON, published_by=bob
    )
    EvaluationSheet.objects.create(
        measure=indicator.measure,
        **dict.fromkeys(("achievements", "challenges", "next_steps"), "書いた"),
        rating="B",
        figures=[],
        **seen,
    )
    OutsideReview.objects.create(measure=indicator.measure, **comments_said(), **seen)
    WordingDraft.objects.create(
        plan=indicator.measure.plan,
        part="measure-43",
        content={},
        edited_by=alice,
        edited_at=NOON,
        published_at=NOON,
        published_by=bob,
    )
    Translation.objects.create(
        plan=indicator.measure.plan,
        original="市民",
        reading="市民《しみん》",
        created_by=alice,
        edited_by=alice,
        edited_at=NOON,
        published_at=NOON,
        published_by=bob,
    )
    return SimpleNamespace(indicator=indicator, alice=alice, bob=bob, publication=publication)


def _guards() -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return {name for (name,) in cursor.fetchall() if "_no_" in name}


def _expected_guards() -> set[str]:
    events = ["update", "delete", *(["truncate"] if connection.vendor == "postgresql" else [])]
    return {f"{table}_no_{event}" for table in APPEND_ONLY for event in events}


def test_the_tables_that_must_not_change_are_guarded():
    assert set(APPEND_ONLY) == {model._meta.db_table for model in FIXED}


@pytest.mark.django_db
def test_every_guard_stands_after_all_migrations():
    """A migration that rebuilds a table on SQLite drops its triggers without a word."""
    assert _guards() == _expected_guards()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_guards_stand_again_after_tables_were_emptied(turn: int):
    assert _guards() == _expected_guards()
    assert not Publication.objects.exists()
    _publish()
    with pytest.raises(IntegrityError, match="append-only"):
        Publication.objects.update(value=turn)


# Django asks about these rows before any guard is asked; nobody can delete them either.
PROTECTED = {Batch: r"BatchCorrection\.batch", Redaction: r"RedactedText\.redaction"}


def _refused(statement: Callable[[], object], deleted: Any = None) -> None:
    """By the guard alone; `deleted`: the model of which Django is to delete rows."""
    why = "|".join(["append-only", *([PROTECTED[deleted]] if deleted in PROTECTED else [])])
    with pytest.raises(IntegrityError, match=why), transaction.atomic():
        statement()


def _sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _update_by_sql(model: Any) -> None:
    table = model._meta.db_table
    before = list(model.objects.values())
    for column in (field.column for field in model._meta.concrete_fields):
        _refused(partial(_sql, f"UPDATE {table} SET {column} = {column}"))
    assert list(model.objects.values()) == before


def _delete_by_sql(model: Any) -> None:
    _refused(lambda: _sql(f"DELETE FROM {model._meta.db_table}"))


def _truncate(model: Any) -> None:
    """PostgreSQL alone has it."""
    connection.check_constraints()  # else the checks that wait for the end of this test stop it first
    for how in ("", " CASCADE"):
        # A table that others refer to is kept by PostgreSQL itself before any guard is asked.
        with pytest.raises((IntegrityError, NotSupportedError)) as refusal, transaction.atomic():
            _sql(f"TRUNCATE {model._meta.db_table}{how}")
        assert how == "" or "append-only" in str(refusal.value)


def _replace(model: Any) -> None:
    """SQLite throws the old row out for the new one, and by default asks no trigger about that."""
    table = model._meta.db_table
    for how in ("INSERT OR REPLACE", "REPLACE"):
        _refused(partial(_sql, f"{how} INTO {table} SELECT * FROM {table}"))


def _query_set(model: Any) -> None:
    _refused(lambda: model.objects.update(id=F("id")))
    _refused(lambda: model.objects.all().delete(), deleted=model)


def _one_row(model: Any) -> None:
    _refused(lambda: model.objects.first().save())
    _refused(lambda: model.objects.first().delete(), deleted=model)


def _many_rows(model: Any) -> None:
    """Updated at once, or inserted so that a conflict updates."""
    field = next(f.name for f in model._meta.concrete_fields if not f.primary_key)
    rows = list(model.objects.all())
    _refused(lambda: model.objects.bulk_update(rows, [field]))
    _refused(
        lambda: model.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["id"], update_fields=[field]
        )
    )


@pytest.mark.parametrize("model", FIXED)
def test_by_whatever_hand(published: SimpleNamespace, model: Any):
    """In one test, since the rows that nothing changes are made but once for all of it."""
    own = _truncate if connection.vendor == "postgresql" else _replace
    count = model.objects.count()
    for way in (_update_by_sql, _delete_by_sql, own, _query_set, _one_row, _many_rows):
        way(model)
        assert model.objects.count() == count > 0, way.__name__


def test_an_indicator_with_publications_cannot_be_deleted(published: SimpleNamespace):
    with pytest.raises((IntegrityError, models.ProtectedError)), transaction.atomic():
        published.indicator.delete()

    def delete_its_result() -> None:
        with transaction.atomic():
            _sql(f"DELETE FROM indicators_result WHERE id = {published.publication.result_id}")
            connection.check_constraints()

    with pytest.raises(IntegrityError):
        delete_its_result()


def test_a_draft_of_a_target_is_free(published: SimpleNamespace):
    draft = make_target(published.indicator, "1500", published=False, first_year=2025)
    draft.reason = "見直し"
    draft.save()
    Target.objects.filter(pk=draft.pk).update(value=1600)
    _sql(f"UPDATE indicators_target SET value = 1700 WHERE id = {draft.pk}")
    draft.delete()
    assert published.indicator.targets.count() == 1


def test_a_draft_of_a_threshold_is_free(published: SimpleNamespace):
    draft = make_threshold(make_plan(), "0.9", published=False, first_year=2025)
    Threshold.objects.filter(pk=draft.pk).update(value="0.85")
    draft.delete()
    assert Threshold.objects.count() == 1


def test_a_draft_can_be_published_and_is_fixed_from_then_on(published: SimpleNamespace):
    draft = make_target(published.indicator, "1500", published=False, first_year=2025)
    Target.objects.filter(pk=draft.pk).update(published_at=NOON, published_by=published.bob)
    _refused(lambda: Target.objects.filter(pk=draft.pk).update(published_at=None, published_by=None))
    _refused(lambda: Target.objects.filter(pk=draft.pk).delete())


@pytest.mark.sqlite
def test_a_draft_cannot_push_a_published_target_out(published: SimpleNamespace):
    draft = make_target(published.indicator, "1500", published=False)
    _refused(
        lambda: _sql(
            f"UPDATE OR REPLACE indicators_target SET published_at = '2025-01-01' WHERE id = {draft.pk}"
        )
    )
