"""run.py: what a person reads when something is missing, and that unchanged steps are skipped."""

import contextlib
import importlib.util
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests import running

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def run() -> ModuleType:
    spec = importlib.util.spec_from_file_location("run", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _run_py(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run run.py as a person does, with a bare interpreter and none of the project's packages."""
    return subprocess.run(
        [sys.executable, "-I", str(ROOT / "run.py"), *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", **env},
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=60,
    )


def test_help_names_every_command_in_both_languages() -> None:
    done = _run_py("--help")
    assert done.returncode == 0
    for words in (
        "架空の実績", "made-up values", "準備だけ", "set up only", "テストをすべて", "every test",
        "並べて測る", "measure the site beside others", "PORT", "DATABASE_URL",
    ):  # fmt: skip
        assert words in done.stdout


def test_quick_belongs_to_the_tests() -> None:
    done = _run_py("demo", "--quick")
    assert done.returncode == 2
    assert "--quick" in done.stderr


@pytest.mark.parametrize(("sqlite", "postgres", "code"), [(0, 5, 0), (5, 5, 5), (0, 1, 1), (1, 5, 5)])
def test_what_touches_no_database_is_nothing_to_run_on_postgresql(
    monkeypatch: pytest.MonkeyPatch, sqlite: int, postgres: int, code: int
) -> None:
    monkeypatch.setattr("run.prepare_packages", lambda *told, **more: None)
    for name in ("prepare_browser", "prepare_checker", "prepare_deploy"):
        monkeypatch.setattr(running, name, lambda: None)
    monkeypatch.setattr(running, "pytest_on", lambda *_: sqlite)
    monkeypatch.setattr(running, "pytest_on_postgres", lambda *_: postgres)
    assert running.whole(["tests/indicators/test_numbers.py"]) == code


def test_an_unknown_command_is_refused() -> None:
    done = _run_py("servr")
    assert done.returncode == 2
    assert "servr" in done.stderr


@pytest.mark.parametrize("command", [(), ("demo",)])
def test_a_port_in_use_is_said_before_anything_is_done(command: tuple[str, ...]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = _run_py(*command, PORT=str(port), HOST="127.0.0.1")
    assert done.returncode == 1
    assert f"127.0.0.1:{port} は使えません" in done.stderr
    assert f"PORT={port + 1} python3 run.py" in done.stderr
    assert "Choose another port" in done.stderr
    assert "[1/" not in done.stdout
    assert "Traceback" not in done.stderr


def test_a_port_that_was_closed_a_moment_ago_is_free(run: ModuleType) -> None:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as client:
            connection, _ = listener.accept()
            connection.close()  # this side closes first, so its end lingers in TIME_WAIT
            assert client.recv(1) == b""
    run.require_free_port("127.0.0.1", port)


@pytest.mark.parametrize("text", ["", "0", "65535", "99999", "http", "-1", "８０００", "8000 "])
def test_a_port_that_is_no_port_is_refused(run: ModuleType, text: str) -> None:
    with pytest.raises(run.Problem, match="PORT は 1 から 65534 の数"):
        run.read_port(text)


def test_a_port_is_read(run: ModuleType) -> None:
    assert run.read_port("8001") == 8001


def test_an_old_python_is_told_which_one_to_install(run: ModuleType) -> None:
    run.require_python((3, 11))
    run.require_python((3, 14))
    with pytest.raises(run.Problem) as caught:
        run.require_python((3, 9))
    assert "Python 3.9 では動きません" in str(caught.value)
    assert "Install 3.11 or newer" in str(caught.value)


def test_run_py_can_be_read_by_older_pythons() -> None:
    """Else a person with an old Python reads of a syntax error instead of their Python's age."""
    compile_as_old = f"import ast; ast.parse(open({str(ROOT / 'run.py')!r}, encoding='utf-8').read(), feature_version=(3, 8))"
    assert subprocess.run([sys.executable, "-c", compile_as_old], check=False).returncode == 0


def test_a_folder_that_cannot_be_written_is_named(run: ModuleType, tmp_path: Path) -> None:
    run.require_writable(tmp_path / "new" / "folder")
    if os.name != "nt":
        assert (tmp_path / "new" / "folder").stat().st_mode & 0o777 == 0o700
    occupied = tmp_path / "file"
    occupied.write_text("")
    with pytest.raises(run.Problem) as caught:
        run.require_writable(occupied)
    assert f"{occupied} に書き込めません" in str(caught.value)
    assert "free space" in str(caught.value)


@pytest.mark.parametrize(
    "output",
    [
        "error: Request failed\n  Caused by: dns error: failed to lookup address information",
        "Failed to establish a new connection: [Errno -3] Temporary failure in name resolution",
        "npm error code ENOTFOUND",
        "npm error code ETIMEDOUT",
    ],
)
def test_an_installer_without_a_network_is_explained(run: ModuleType, output: str) -> None:
    message = str(run.install_problem("部品", output))
    assert "ネットワーク" in message
    assert "No network" in message
    assert output in message  # the installer's own words stay visible


def test_another_installer_failure_is_not_blamed_on_the_network(run: ModuleType) -> None:
    message = str(run.install_problem("部品", "THESE PACKAGES DO NOT MATCH THE HASHES"))
    assert "ネットワーク" not in message
    assert "部品を入れられませんでした" in message
    assert "DO NOT MATCH" in message


def test_pip_without_a_network_says_so_in_words_run_py_understands(run: ModuleType) -> None:
    """The real pip, sent to a port where nobody listens."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/simple"
        done = subprocess.run(
            [sys.executable, "-m", "pip", "install", "--isolated", "--retries=0", "--timeout=3", "--no-cache-dir",
             "--dry-run", "--index-url", address, "no-such-package-kisarazu"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode != 0
    assert run.looks_offline(done.stdout + done.stderr)


def test_a_step_is_done_again_only_when_what_it_was_made_from_changed(
    run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "ROOT", tmp_path)
    source, stamp = tmp_path / "source", tmp_path / "stamp"
    source.write_text("one")
    assert not run.is_stamped(stamp, run.key_of([source]))
    stamp.write_text(run.key_of([source]))
    assert run.is_stamped(stamp, run.key_of([source]))
    source.write_text("two")
    assert not run.is_stamped(stamp, run.key_of([source]))
    assert run.key_of([source], "3.11") != run.key_of([source], "3.12")


def test_what_a_command_says_is_returned_and_shown(
    run: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    speak = [sys.executable, "-c", "import sys; print('企画課', file=sys.stderr); raise SystemExit(3)"]
    done = run.run(speak, show=True)
    assert (done.returncode, done.stdout) == (3, "企画課\n")
    assert capsys.readouterr().out == "企画課\n"


@pytest.mark.slow
def test_a_management_command_that_fails_shows_its_last_words(run: ModuleType) -> None:
    with pytest.raises(run.Problem) as caught:
        run.manage("準備", "check", "no_such_command")
    assert "no_such_command" in str(caught.value)
    assert "準備でつまずきました" in str(caught.value)


@pytest.mark.slow
def test_management_commands_run_one_after_the_other(run: ModuleType) -> None:
    said = run.manage("設定", "diffsettings", "check")
    assert "LANGUAGE_CODE = 'ja'" in said
    assert said.index("LANGUAGE_CODE") < said.index("System check identified")


@pytest.fixture
def demo(run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """run.py with a demo that somebody built, and with every step that takes long left out."""
    folder = tmp_path / "demo"
    folder.mkdir()
    (folder / "plan.sqlite3").write_text("built earlier")
    (folder / "accounts.txt").write_text("alice\n", encoding="utf-8")
    monkeypatch.setattr(run, "DEMO", folder)
    for name in ("prepare_packages", "prepare_site", "require_free_port"):
        monkeypatch.setattr(run, name, lambda *arguments: None)
    monkeypatch.setattr(run, "serve", lambda *arguments: 0)
    monkeypatch.setattr(run, "manage", lambda *arguments, **options: "bob\n")
    return run


def test_a_demo_is_kept_while_its_schema_is_this_one(demo: ModuleType) -> None:
    (demo.DEMO / "finished").write_text(demo.schema_key(), encoding="ascii")
    assert demo.command_demo(fresh=False) == 0
    assert (demo.DEMO / "plan.sqlite3").exists()
    assert (demo.DEMO / "accounts.txt").read_text(encoding="utf-8") == "alice\n"


@pytest.mark.parametrize("stamp", [None, "", "of another schema"])
@pytest.mark.parametrize("fresh", [False, True])
def test_a_demo_of_another_schema_is_built_anew(demo: ModuleType, stamp: str | None, fresh: bool) -> None:
    """An empty stamp is what run.py of before the first release left."""
    if stamp is not None:
        (demo.DEMO / "finished").write_text(stamp, encoding="ascii")
    assert demo.command_demo(fresh=fresh) == 0
    assert not (demo.DEMO / "plan.sqlite3").exists()
    assert (demo.DEMO / "accounts.txt").read_text(encoding="utf-8") == "bob\n"
    assert (demo.DEMO / "finished").read_text(encoding="ascii") == demo.schema_key()


def test_a_database_of_before_the_first_release_is_refused_in_words(run: ModuleType, tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / "plan.sqlite3")) as old:
        old.execute(
            "CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text, applied datetime)"
        )
        old.execute(
            "INSERT INTO django_migrations VALUES (1, 'measures', '0001_plan', '2025-04-01 00:00:00')"
        )
        old.commit()
    with pytest.raises(run.Problem) as caught:
        run.prepare_site(run.Progress(2), {"DATA_DIR": str(tmp_path), "DATABASE_URL": ""})
    for words in ("最初の公開版より前", "before the first release", str(tmp_path / "plan.sqlite3")):
        assert words in str(caught.value)
    assert "Traceback" not in str(caught.value)


def test_no_lock_names_an_address() -> None:
    assert running.addresses_in_locks(ROOT) == []


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("requirements.lock", "--index-url https://packages.example.jp/simple"),
        ("requirements.lock", "--find-links wheels"),
        ("requirements-dev.lock", "thing @ https://packages.example.jp/thing.whl"),
        ("package-lock.json", '"resolved": "https://packages.example.jp/thing.tgz",'),
        ("uv.lock", "version = 1"),
    ],
)
def test_an_address_in_a_lock_is_found(tmp_path: Path, name: str, line: str) -> None:
    (tmp_path / "package-lock.json").write_text("{}")
    assert running.addresses_in_locks(tmp_path) == []
    (tmp_path / name).write_text(f"a==1 \\\n    --hash=sha256:00\n{line}\n")
    (found,) = running.addresses_in_locks(tmp_path)
    assert found.startswith(name)


# --- What is served, and who looks after it -----------------------------------------------------------

CHILD = """
import os, sys, time
with open(sys.argv[1], "a") as file:
    print(os.getpid(), file=file)
time.sleep(600)
"""


def _until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not what():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_dead_child_is_started_anew_and_none_outlives_its_parent(
    tmp_path: Path, how: signal.Signals
) -> None:
    """run.py in a process of its own, with two commands in place of web server and keeper."""
    files = [tmp_path / "web", tmp_path / "keeper"]
    commands = {file.name: [sys.executable, "-c", CHILD, str(file)] for file in files}
    script = (
        f"import importlib.util, os; spec = importlib.util.spec_from_file_location('run', {str(ROOT / 'run.py')!r});"
        "run = importlib.util.module_from_spec(spec); spec.loader.exec_module(run);"
        f"raise SystemExit(run.supervise({commands!r}, os.environ))"
    )

    def pids(file: Path) -> list[int]:
        return [int(line) for line in file.read_text().split()] if file.exists() else []

    with subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE, encoding="utf-8") as parent:
        _until(lambda: all(len(pids(file)) == 1 for file in files))
        os.kill(pids(files[1])[0], signal.SIGKILL)
        _until(lambda: len(pids(files[1])) == 2)
        assert len(pids(files[0])) == 1, "the other one goes on"
        parent.send_signal(how)
        parent.wait(timeout=60)
        assert parent.stderr is not None
        assert "keeper が止まりました（-9）" in parent.stderr.read()
    if how == signal.SIGTERM:
        assert parent.returncode == 0
    if sys.platform == "linux":  # elsewhere nobody tells a child that its parent was killed
        for pid in [pids(files[0])[0], pids(files[1])[1]]:
            _until(lambda pid=pid: not _runs(pid))  # type: ignore[misc]


def _runs(pid: int) -> bool:
    """Whether a process does anything still: a dead one that nobody has asked for is a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_server_that_cannot_begin_is_not_started_for_ever(run: ModuleType) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    try:
        wrong = [sys.executable, "-c", "raise SystemExit(3)"]
        good = [sys.executable, "-c", "import time; time.sleep(600)"]
        assert run.supervise({"web": wrong, "keeper": good}, dict(os.environ)) == 3
    finally:
        for number, handler in zip((signal.SIGTERM, signal.SIGINT), before, strict=True):
            signal.signal(number, handler)


@pytest.mark.slow
def test_an_empty_site_starts_and_stays_empty(
    run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The real steps of run.py --empty in a folder of their own, then those of a plain run.py, and the real server."""
    monkeypatch.setattr(run, "collect_static", lambda env: None)  # its folder is everybody's
    env = {"DATA_DIR": str(tmp_path), "DATABASE_URL": "", "SECRET_KEY": "", "DEBUG": "on"}
    run.prepare_site(run.Progress(6), env, empty=True)
    run.prepare_site(run.Progress(6), env)
    said = capsys.readouterr().out
    assert "計画のないサイトとして準備しました。" in said
    assert "同梱の計画は読み込んでいません。" in said
    assert "利用者名    kikaku" in run.manage("企画課のアカウント", "create_first_office", env=env)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    web = run.web_command("127.0.0.1", port)
    server = subprocess.Popen(web, cwd=ROOT, env={**os.environ, **env}, stderr=subprocess.DEVNULL)
    try:
        _until(lambda: _answers(port))
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as answer:
            assert "準備しています" in answer.read().decode()
    finally:
        server.terminate()
        server.wait(timeout=30)


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def test_empty_belongs_to_serving() -> None:
    done = _run_py("demo", "--empty")
    assert done.returncode == 2
    assert "--empty" in done.stderr
