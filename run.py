#!/usr/bin/env python3
"""Set up, run and check the site with one command, from nothing but Python and its standard library.

What is unchanged since the last time is skipped: each step leaves a stamp with the hash of what it was made
from. This file must still be readable to older Pythons, so that it can say that they are too old.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import functools
import hashlib
import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import ModuleType

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
# Packages of npm whose one file is served by the site, next to its license.
BROWSER_ASSETS = {"plotly.js-basic-dist-min": ("plotly-basic.min.js", "LICENSE")}

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


@functools.cache
def apt_update(apt: tuple[str, ...]) -> None:
    """Fetch Debian's lists, once a process: the tests' tools are five packages."""
    run([*apt, "update"])


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
    apt = (*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y")
    apt_update(apt)
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


def of_the_tests() -> ModuleType:
    """Return tests/running.py, which asks this very module for what they share: a script is not found by its name."""
    sys.modules.setdefault("run", sys.modules[__name__])
    sys.path.insert(0, str(ROOT))
    from tests import running

    return running


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
            commands = of_the_tests()
            return int(commands.quick(rest) if given.quick else commands.whole(rest))
        if given.command == "check":
            return int(of_the_tests().check())
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
