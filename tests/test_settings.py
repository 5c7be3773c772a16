"""The site as it stands without any setting: who may enter, what a browser may do, where data is kept."""

import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client

from kisarazu_plan.environment import Environment, site_url_of
from kisarazu_plan.settings import database_from, secret_key_from

ROOT = Path(__file__).resolve().parent.parent


def test_every_page_carries_the_policy_for_browsers(client: Client, db: None) -> None:
    response = client.get("/admin/login/")
    assert response.status_code == 200
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.sqlite
def test_sqlite_waits_its_turn_and_keeps_a_committed_save(db: None) -> None:
    with connection.cursor() as cursor:
        values = {
            pragma: cursor.execute(f"PRAGMA {pragma}").fetchone()[0]
            for pragma in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert values == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000}
    assert connection.settings_dict["ATOMIC_REQUESTS"] is False


@pytest.mark.parametrize(
    ("hosts", "port", "secure", "address"),
    [
        (["127.0.0.1", "localhost", "[::1]"], 8765, False, "http://127.0.0.1:8765"),
        (["127.0.0.1", "plan.city.example.jp"], 8000, True, "https://plan.city.example.jp"),
        ([".city.example.jp", "plan"], 8080, False, "http://plan:8080"),
        (["*"], 8001, False, "http://127.0.0.1:8001"),
        ([], 8000, False, "http://127.0.0.1:8000"),
    ],
)
def test_links_in_mails_follow_host_and_port(hosts: list[str], port: int, secure: bool, address: str) -> None:
    assert site_url_of(hosts, port, secure) == address


def _log_in(client: Client, name: str, password: str, address: str) -> int:
    form = {"username": name, "password": password, "next": "/admin/"}
    return client.post("/admin/login/", form, REMOTE_ADDR=address).status_code


def test_failed_logins_lock_one_name_at_one_address_and_nobody_else(client: Client, db: None) -> None:
    for name in ("alice", "bob"):
        User.objects.create_superuser(name, password="a right password")
    for _ in range(5):
        _log_in(client, "alice", "wrong", "192.0.2.1")
    assert _log_in(client, "alice", "a right password", "192.0.2.1") == 429
    assert _log_in(client, "bob", "a right password", "192.0.2.1") == 302
    assert _log_in(Client(), "alice", "a right password", "192.0.2.2") == 302


def test_the_secret_key_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(secret_key_from, [tmp_path] * 32))
    assert len(keys) == 1
    assert len(keys.pop()) >= 50
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


@pytest.mark.skipif(os.name == "nt", reason="modes are of POSIX")
def test_a_new_data_folder_is_for_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    env = {**os.environ, "DATA_DIR": str(folder), "SECRET_KEY": ""}
    subprocess.run([sys.executable, "-c", "import kisarazu_plan.settings"], cwd=ROOT, env=env, check=True)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path.name for path in folder.iterdir()] == ["secret_key"]


@pytest.mark.skipif(os.name == "nt", reason="modes are of POSIX")
def test_the_database_is_for_its_owner_only_wherever_it_lies(tmp_path: Path) -> None:
    """A folder that somebody else made, open to all, and a database that was open to all before."""
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(0o755)
    config = database_from("", folder)
    options = {name: config["OPTIONS"][name] for name in ("factory", "timeout")}
    config["OPTIONS"]["factory"].make(config["NAME"])
    for _ in range(2):
        with closing(sqlite3.connect(config["NAME"], **options)) as opened:
            opened.execute(config["OPTIONS"]["init_command"].split(";")[0])
            opened.execute("CREATE TABLE IF NOT EXISTS t (a)")
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
        assert modes == dict.fromkeys(("plan.sqlite3", "plan.sqlite3-wal", "plan.sqlite3-shm"), 0o600)
        (folder / "plan.sqlite3").chmod(0o644)


@pytest.mark.skipif(os.name == "nt", reason="locks are of POSIX")
def test_a_second_connection_leaves_the_first_its_locks(tmp_path: Path) -> None:
    """What the first wrote is there for all, whoever opened and closed the database meanwhile."""
    config = database_from("", tmp_path)
    options = {name: config["OPTIONS"][name] for name in ("factory", "timeout")}
    config["OPTIONS"]["factory"].make(config["NAME"])
    other = "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('SELECT a FROM t').fetchall())"

    def seen_by_another_process() -> str:
        return subprocess.check_output([sys.executable, "-c", other, config["NAME"]], encoding="utf-8")

    with closing(sqlite3.connect(config["NAME"], isolation_level=None, **options)) as first:
        first.execute("PRAGMA journal_mode = WAL")
        first.execute("CREATE TABLE t (a)")
        sqlite3.connect(config["NAME"], **options).close()
        assert seen_by_another_process() == "[]\n"  # it closes, and must not take itself for the last
        first.execute("INSERT INTO t VALUES (7)")
        assert seen_by_another_process() == "[(7,)]\n"


def test_the_database_is_a_file_in_the_data_folder_unless_one_is_named(tmp_path: Path) -> None:
    file = database_from("", tmp_path)
    assert file["ENGINE"] == "django.db.backends.sqlite3"
    assert file["NAME"] == str(tmp_path / "plan.sqlite3")
    named = database_from("postgres://clerk:p%40ss@db.example.jp:5433/plan", tmp_path)
    assert {key: named[key] for key in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "plan",
        "USER": "clerk",
        "PASSWORD": "p@ss",
        "HOST": "db.example.jp",
        "PORT": 5433,
    }
    assert named["ATOMIC_REQUESTS"] is file["ATOMIC_REQUESTS"] is False


def test_a_page_waits_for_postgresql_so_long_and_a_command_as_long_as_it_takes() -> None:
    limited = database_from("postgres://clerk@db.example.jp/plan", Path(), statement=30, lock=20)
    assert limited["OPTIONS"]["options"] == "-c statement_timeout=30s -c lock_timeout=20s"
    told = "import django.conf as c; print(c.settings.DATABASES['default']['OPTIONS']['options'])"
    for imported, options in (
        ("json", "=0s -c lock_timeout=0s"),
        ("kisarazu_plan.wsgi", "=30s -c lock_timeout=7s"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", f"import {imported}; {told}"],
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "kisarazu_plan.settings", "DATABASE_LOCK_SECONDS": "7",
                 "DATABASE_URL": "postgres://clerk@db.example.jp/plan"},
            cwd=Path(__file__).parent.parent, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert done.stdout.strip().endswith(options)


def _settings_with(**env: str) -> subprocess.CompletedProcess[str]:
    told = {"DATABASE_URL": "", **env}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--settings", "kisarazu_plan.settings"],
        cwd=ROOT, env={**os.environ, **told}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def _known_settings() -> list[str]:
    """Every setting that .env.example offers."""
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    return [line[1:].partition("=")[0] for line in lines if re.match(r"#[A-Z_]+=", line)]


@pytest.mark.slow
def test_every_setting_may_be_empty() -> None:
    """As a line of .env that somebody cleared: it is none."""
    names = _known_settings()
    assert {"EMAIL_URL", "DATABASE_URL", "SIGN_IN_NAMES_AN_ADDRESS", "SECURE_HSTS_SECONDS"} <= set(names)
    done = _settings_with(**dict.fromkeys([*names, "PORT", "DEMO", "SECURE_SITE"], ""))
    assert done.returncode == 0, done.stderr
    secure = _settings_with(**{**dict.fromkeys(names, ""), "SECURE_SITE": "on", "SECURE_HSTS_SECONDS": ""})
    assert secure.returncode == 0, secure.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EMAIL_URL", "mail.geheim.example.jp"),
        ("EMAIL_URL", "pigeon://u:geheim@h"),
        ("DATABASE_URL", "geheim"),
        ("DATABASE_URL", "mongo://u:geheim@h/db"),
        ("SECURE_SITE", "geheim"),
        ("SIGN_IN_NAMES_AN_ADDRESS", "geheim"),
        ("PORT", "-1"),
        ("LOG_LEVEL", "geheim"),
        ("SITE_URL", "geheim.example.jp"),
        ("TRUSTED_PROXIES", "geheim"),
    ],
)
def test_a_setting_that_cannot_be_read_is_told_in_one_line(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(name, value)
    told = Environment(tmp_path / "none")
    read = {
        "EMAIL_URL": told.mail,
        "DATABASE_URL": lambda: told.database(value),
        "SECURE_SITE": lambda: told.switch(name),
        "LOG_LEVEL": lambda: told.level(name),
        "SITE_URL": lambda: told.address(name),
        "TRUSTED_PROXIES": lambda: told.proxies(name),
    }
    with pytest.raises(ImproperlyConfigured) as refusal:
        read.get(name, lambda: told.whole(name, 1))()
    assert f"設定 {name} の値を読めません" in str(refusal.value)
    assert "geheim" not in str(refusal.value), "it may be a password"
    assert "\n" not in str(refusal.value)


def test_the_command_line_tells_a_wrong_setting_without_a_traceback() -> None:
    done = _settings_with(EMAIL_URL="mail.example.jp")
    assert done.returncode == 1
    assert done.stderr.startswith("設定 EMAIL_URL の値を読めません")
    assert done.stderr.count("\n") == 1


def _check_deploy(**env: str) -> subprocess.CompletedProcess[str]:
    """Run Django's own check for a deployed site in a process of its own, as the settings are read once."""
    ours = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={**ours, "DATABASE_URL": "", "SECRET_KEY": "k" * 30 + "0123456789" * 3, **env},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_a_secure_site_leaves_nothing_for_djangos_deployment_check() -> None:
    done = _check_deploy(SECURE_SITE="on", ALLOWED_HOSTS="plan.example.jp")
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_a_site_on_plain_http_is_told_so_by_the_same_check() -> None:
    done = _check_deploy(SECURE_SITE="off")
    assert done.returncode == 1
    assert "security.W008" in done.stderr  # no redirect to https
    assert "security.W012" in done.stderr  # session cookie not marked secure


@pytest.mark.slow
def test_the_site_answers_with_its_own_settings(tmp_path: Path, migrated_file: Path) -> None:
    """Nothing that tests exchange for something simpler: stores, copies of pages, host names, and static files, built
    from our own as they are and named by their hash.
    """
    visit = (
        "import sys, django\n"
        "from django.conf import settings\n"
        "settings.STATIC_ROOT = sys.argv[1]\n"
        "django.setup()\n"
        "from django.core.management import call_command\n"
        "from django.test import Client\n"
        "call_command('collectstatic', interactive=False, verbosity=0, ignore_patterns=['admin'])\n"
        "call_command('migrate', verbosity=0)\n"
        "call_command('load_plan', verbosity=0)\n"
        "for address in sys.argv[2:]:\n"
        "    first, again = (Client().get(address, HTTP_HOST='127.0.0.1') for _ in range(2))\n"
        "    assert first.status_code == again.status_code == 200, (address, first.status_code)\n"
        "    assert first.content == again.content, address\n"
        "from django.contrib.staticfiles.storage import staticfiles_storage\n"
        "print(staticfiles_storage.url('js/charts.js'))\n"
    )
    addresses = ["/", "/indicators/44B/", "/plan.csv", "/open-data/all.xlsx", "/api/v1/indicators/"]
    (tmp_path / "data").mkdir()
    if migrated_file.exists():
        shutil.copyfile(migrated_file, tmp_path / "data" / "plan.sqlite3")
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kisarazu_plan.settings",
        "DEBUG": "off",
        "DATA_DIR": str(tmp_path / "data"),
        "DATABASE_URL": "",
    }
    command = [sys.executable, "-c", visit, str(tmp_path / "static"), *addresses]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert any((tmp_path / "data" / "copies").rglob("*.djcache")), "no copy of a page was kept"
    name = done.stdout.strip().rsplit("/", 1)[-1]
    assert name.startswith("charts.")
    assert name != "charts.js"
    assert (tmp_path / "static" / "js" / f"{name}.br").is_file()


def test_a_command_prints_links_to_the_port_that_the_site_was_served_at(tmp_path: Path) -> None:
    """manage.py password_link knows nothing of the PORT that run.py was started with."""

    def python(code: str, **env: str) -> str:
        told = {"DATABASE_URL": "", "DATA_DIR": str(tmp_path), "SITE_URL": "", "PORT": "", **env}
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT, env={**os.environ, **told}, capture_output=True, encoding="utf-8", check=True,
        )  # fmt: skip
        return done.stdout.strip()

    url = "from kisarazu_plan import settings; print(settings.SITE_URL)"
    assert python(url).endswith(":8000")
    python("import kisarazu_plan.wsgi", PORT="8123")
    assert python(url).endswith(":8123")
    assert python(url, PORT="8200").endswith(":8200")
    (tmp_path / "port").write_text("x", encoding="ascii")
    assert python(url).endswith(":8000")
