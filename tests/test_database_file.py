"""The SQLite file moved away under a server: nobody makes another one, and everybody says what is wrong."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import run

ROOT = Path(__file__).resolve().parent.parent
GONE = "データベースのファイルがありません"

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]


def _env(data: Path, **more: str) -> dict[str, str]:
    ours = {"DATA_DIR": str(data), "DATABASE_URL": "", "DEBUG": "on", "PYTHONUTF8": "1"}
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "kisarazu_plan.settings", **ours, **more}


def _manage(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT, env=_env(data), capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


@contextmanager
def _served(data: Path, log: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with log.open("w") as said:
        server = subprocess.Popen(
            run.web_command("127.0.0.1", port), cwd=ROOT, env=_env(data), stdout=said, stderr=said
        )
    try:
        ends = time.monotonic() + 120
        while _asked(f"http://127.0.0.1:{port}/health/live/")[0] != 200:
            assert time.monotonic() < ends, log.read_text()
            assert server.poll() is None, log.read_text()
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def _asked(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode()
    except (urllib.error.URLError, ConnectionError):
        return 0, ""


def test_nobody_but_migrate_makes_a_database(tmp_path: Path, migrated_file: Path) -> None:
    data, file, away = tmp_path / "data", tmp_path / "data" / "plan.sqlite3", tmp_path / "away.sqlite3"
    data.mkdir(mode=0o700)
    for words in (["load_plan"], ["keeper", "--once"], ["backup", str(tmp_path / "copies")]):
        refused = _manage(data, *words)
        assert refused.returncode == 1, words
        assert str(file) in refused.stderr, words
        assert "Traceback" not in refused.stderr, words
        assert not file.exists(), words
    if migrated_file.exists():
        shutil.copyfile(migrated_file, file)
    else:
        assert _manage(data, "migrate", "--no-input").returncode == 0
    log = tmp_path / "log.txt"
    with _served(data, log) as site:
        assert _asked(f"{site}/health/ready/")[0] == 200
        file.rename(away)
        status, page = _asked(f"{site}/indicators/")
        assert status == 503
        assert "いまは表示できません" in page
        assert _asked(f"{site}/health/ready/")[0] == 503
        assert f"{GONE}：{file}" in log.read_text()
        assert not file.exists()
        away.rename(file)
        assert _asked(f"{site}/health/ready/")[0] == 200


def test_migrate_makes_one_for_its_owner_alone(tmp_path: Path) -> None:
    made = _manage(tmp_path, "migrate", "sessions", "--no-input", "-v0")
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "plan.sqlite3").stat().st_mode & 0o777 == 0o600
