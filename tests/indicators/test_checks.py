"""A database of before the first release: said in words that help, before anything is migrated."""

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from indicators.checks import FIRST

pytestmark = pytest.mark.django_db
OLD = {
    "measures": ["0001_plan", "0002_reorganisation"],
    "indicators": ["0001_indicators", "0002_append_only"],
}


def _migrated_by(names: dict[str, list[str]]) -> None:
    recorder = MigrationRecorder(connection)
    for app in FIRST:
        recorder.migration_qs.filter(app=app).delete()
        for name in names.get(app, []):
            recorder.record_applied(app, name)


def _problems() -> list[str]:
    found = run_checks(tags=[Tags.database], databases=["default"])
    return [str(problem.id) for problem in found if str(problem.id).startswith("indicators.")]


def test_a_database_of_this_line_is_fine():
    assert _problems() == []


def test_an_empty_database_is_fine():
    _migrated_by({})
    assert _problems() == []


def test_a_database_that_only_the_plan_was_migrated_in_is_fine():
    _migrated_by({"measures": ["0001_schema"]})
    assert _problems() == []


def test_a_schema_that_was_made_anew_under_the_same_name_is_noticed():
    """Else the first page that asks for the new column is an error that tells nobody what to do."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE indicators_comment RENAME COLUMN body TO words")
    assert _problems() == ["indicators.E001"]


def test_columns_are_not_asked_for_while_a_migration_waits():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE indicators_comment RENAME COLUMN body TO words")
    MigrationRecorder(connection).record_unapplied("indicators", "0002_guards")
    assert _problems() == []


@pytest.mark.parametrize("apps", [("measures", "indicators"), ("measures",), ("indicators",)])
def test_migrating_a_database_of_before_says_what_to_do_in_both_languages(apps: tuple[str, ...]):
    _migrated_by({app: OLD[app] if app in apps else ["0001_schema"] for app in OLD})
    assert _problems() == ["indicators.E001"]
    with pytest.raises(CommandError) as refusal:
        call_command("migrate", verbosity=0, skip_checks=False)
    for words in (
        "最初の公開版より前",
        "before the first release",
        "DATABASE_URL",
        str(connection.settings_dict["NAME"]),
    ):
        assert words in str(refusal.value)
