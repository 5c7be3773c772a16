"""A backup that was made under writes is whole, and can be put back (docs/trust.md §1)."""

import os
import shutil
import sqlite3
import stat
import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import close_old_connections, connection

from indicators.models import Event, Publication
from tests.indicators.factories import (
    NOON,
    make_alice,
    make_bob,
    make_cycle,
    make_indicator,
    make_threshold,
    publish_value,
    said,
)


@pytest.fixture
def data(settings: Any, tmp_path: Path) -> Path:
    """A data folder with a file that somebody uploaded."""
    settings.DATA_DIR = tmp_path / "data"
    settings.EVIDENCE_DIR = settings.DATA_DIR / "evidence"
    (settings.DATA_DIR / "evidence").mkdir(parents=True)
    (settings.DATA_DIR / "evidence" / "0a1b").write_bytes(b"%PDF-1.7")
    return Path(settings.DATA_DIR)


def _publish() -> None:
    make_threshold()
    alice, bob = make_alice(), make_bob()
    make_cycle(2024, by=bob)
    publish_value(make_indicator(), 2024, said("980"), by=alice, publisher=bob)


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_a_copy_made_under_writes_is_whole_and_can_be_read_back(data: Path, tmp_path: Path) -> None:
    _publish()
    stop = threading.Event()

    def write() -> None:
        """Pairs of lines: a copy in between would hold an odd number."""
        from django.db import transaction

        while not stop.is_set():
            with transaction.atomic():
                for _ in range(2):
                    Event.objects.create(at=NOON, action=Event.Action.LOGIN)
        close_old_connections()
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        call_command("backup", tmp_path / "copies")
    finally:
        stop.set()
        writer.join()
    [copy] = (tmp_path / "copies").iterdir()
    assert sorted(path.name for path in copy.iterdir()) == ["SHA256SUMS", "db.sqlite3", "evidence"]
    assert (copy / "evidence" / "0a1b").read_bytes() == b"%PDF-1.7"
    if os.name != "nt":
        assert {stat.S_IMODE(path.stat().st_mode) for path in copy.rglob("*") if path.is_file()} == {0o600}
    # The drill: the copy is opened as a database of its own.
    restored = tmp_path / "restored.sqlite3"
    shutil.copy(copy / "db.sqlite3", restored)
    with sqlite3.connect(restored) as found:
        assert found.execute("SELECT value FROM indicators_publication").fetchall() == [(980,)]
        logins = found.execute("SELECT COUNT(*) FROM indicators_event WHERE action = 'login'").fetchone()[0]
        assert logins % 2 == 0
        # The guards came along.
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            found.execute("UPDATE indicators_publication SET value = 1")
    found.close()
    assert Publication.objects.get().value == 980


@pytest.mark.sqlite
@pytest.mark.django_db
def test_a_copy_that_cannot_be_made_leaves_nothing_behind(
    data: Path, tmp_path: Path, monkeypatch: Any
) -> None:
    def full(*args: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("indicators.management.commands.backup._write_sums", full)
    with pytest.raises(CommandError, match="写しを作れませんでした"):
        call_command("backup", tmp_path / "copies")
    assert list((tmp_path / "copies").iterdir()) == []


@pytest.mark.sqlite
@pytest.mark.django_db
def test_two_copies_of_one_second_do_not_mix(data: Path, tmp_path: Path, time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)
    call_command("backup", tmp_path / "copies")
    with pytest.raises(CommandError, match="すでにあります"):
        call_command("backup", tmp_path / "copies")
    assert [path.name for path in (tmp_path / "copies").iterdir()] == ["20250501-120000"]


@pytest.mark.postgres
@pytest.mark.django_db
def test_without_pg_dump_it_says_so(data: Path, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(CommandError, match="pg_dump"):
        call_command("backup", tmp_path / "copies")
    assert list((tmp_path / "copies").iterdir()) == []
