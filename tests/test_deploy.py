"""What `run.py deploy` prints: nginx and systemd take it, and nginx with it does what docs/trust.md §7 says."""

import gzip
import io
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from http.client import RemoteDisconnected
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import pytest

from kisarazu_plan.deployment import Deployment, given_by_environment
from tests.servers import ROOT, Nginx, Server, filled, nginx_command, until

PRINTED = Deployment(
    hosts=("plan.city.example.jp", "keikaku.city.example.jp"),
    port=8123,
    data=Path("/srv/plan-data"),
    static_root=Path("/srv/plan/var/static"),
    database="postgresql.service",
    secure=True,
    hsts="max-age=31536000; includeSubDomains; preload",
    address_header="X-Real-IP",
)
pytestmark = [pytest.mark.sqlite, pytest.mark.skipif(sys.platform != "linux", reason="nginx and systemd")]
FORM = {"Content_Type": "application/x-www-form-urlencoded"}


SETTINGS = set(re.findall(r"^#?([A-Z][A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def needs(program: str) -> None:
    """run.py installs it for the tests where it may; where it is missing all the same, that is said, and fails in CI."""
    if shutil.which(program) or Path(f"/usr/sbin/{program}").exists():
        return
    words = (
        f"{program} がないので、run.py deploy の設定を確かめられません。 / {program} is missing: not tested"
    )
    if os.environ.get("CI"):
        pytest.fail(words)
    pytest.skip(words)


# --- What is printed -------------------------------------------------------------------------------


def test_nginx_hands_on_who_signs_in_from_the_named_proxy_alone() -> None:
    place = "etc/nginx/conf.d/kisarazu-plan.conf"
    assert 'proxy_set_header X-Remote-User "";' in PRINTED.files()[place]
    behind = replace(PRINTED, who_header="X-City-User", proxies=("10.0.0.5", "127.0.0.1")).files()[place]
    assert "proxy_set_header X-City-User $plan_who;" in behind
    assert "1 $http_x_city_user;" in behind
    assert behind.count("10.0.0.5") == 2, "who knows who it is, and whose X-Forwarded-For counts"
    assert "127.0.0.1 1;" not in behind


def test_it_is_made_from_the_settings(tmp_path: Path) -> None:
    env = {
        **os.environ, "ALLOWED_HOSTS": "127.0.0.1,plan.city.example.jp", "SECURE_SITE": "on", "PORT": "8123",
        "DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": "postgres:///plan", "PYTHONUTF8": "1",
        "CLIENT_ADDRESS_HEADER": "X-Forwarded-For", "DEBUG": "off",
    }  # fmt: skip
    command = [sys.executable, "-m", "kisarazu_plan.deployment", "--user", "keikaku"]
    shown = subprocess.run(
        [*command, "--print"], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    written = tmp_path / "out"
    subprocess.run([*command, "--to", str(written)], cwd=ROOT, env=env, capture_output=True, check=True)
    texts = {
        path.relative_to(written).as_posix(): path.read_text()
        for path in written.rglob("*")
        if path.is_file()
    }
    assert {
        path.relative_to(ROOT / "deploy").as_posix()
        for path in (ROOT / "deploy/etc").rglob("*")
        if path.is_file()
    } == set(texts)
    assert all(text in shown.stdout for text in texts.values())
    nginx = texts["etc/nginx/conf.d/kisarazu-plan.conf"]
    assert "server 127.0.0.1:8123;" in nginx
    assert nginx.count("server_name plan.city.example.jp;") == 2
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in nginx
    web = texts["etc/systemd/system/kisarazu-plan.service"]
    assert "User=keikaku" in web
    assert "CLIENT_ADDRESS_HEADER=X-Forwarded-For BEHIND_HTTPS_PROXY=on" in web
    assert f"ReadWritePaths={tmp_path / 'data'} " in web
    assert "After=network.target postgresql.service" in web


def test_the_units_carry_what_the_environment_gives(tmp_path: Path) -> None:
    """The service is started without that environment. What may be a secret is named, and not printed anywhere."""
    env = {
        **{name: text for name, text in os.environ.items() if name not in SETTINGS}, "PYTHONUTF8": "1",
        "ALLOWED_HOSTS": "plan.city.example.jp", "SITE_URL": "https://plan.city.example.jp/", "PORT": "8123",
        "DATA_DIR": str(tmp_path / "data"), "OPEN_DATA_ATTRIBUTION": '出典：○○市 "100%"', "DEBUG": "off",
        "SECRET_KEY": "only-we-know-this-long-enough-key-of-fifty-letters-at-least",
        "DATABASE_URL": "postgres://plan:hush-1@db.example.jp/plan", "EMAIL_URL": "smtp://u:hush-2@mail:25",
    }  # fmt: skip
    command = [sys.executable, "-m", "kisarazu_plan.deployment", "--to", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    printed = "".join(path.read_text() for path in tmp_path.rglob("etc/**/*") if path.is_file())
    for name in ("kisarazu-plan", "kisarazu-plan-keeper", "kisarazu-plan-backup", "kisarazu-plan-fill"):
        lines = (tmp_path / f"etc/systemd/system/{name}.service").read_text().splitlines()
        assert 'Environment="ALLOWED_HOSTS=plan.city.example.jp"' in lines
        assert 'Environment="SITE_URL=https://plan.city.example.jp/"' in lines
        assert f'Environment="DATA_DIR={tmp_path / "data"}"' in lines
        assert r'Environment="OPEN_DATA_ATTRIBUTION=出典：○○市 \"100%%\""' in lines
        assert any(line.startswith("Environment=PYTHONUTF8=1 PORT=8123 ") for line in lines)
    for secret in ("only-we-know", "hush-"):
        assert secret not in printed + done.stdout + done.stderr
    carried, kept_back = done.stderr.splitlines()
    assert "DATA_DIR、ALLOWED_HOSTS" in carried
    assert "サービスで使うときは .env に書いてください：DATABASE_URL、SECRET_KEY、EMAIL_URL " in kept_back


def test_what_stands_in_the_file_of_settings_is_not_written_again(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text(
        "SITE_URL=https://plan.city.example.jp\nDATA_DIR=/srv/a\nSECRET_KEY=abc\nLOG_LEVEL=INFO\n"
    )
    before = {
        "SITE_URL": "https://plan.city.example.jp",
        "DATA_DIR": "/srv/b",
        "SECRET_KEY": "abc",
        "REDIS_URL": "",
    }
    assert given_by_environment(before, dotenv) == ({"DATA_DIR": "/srv/b"}, [])


def test_without_a_host_name_it_says_what_to_set() -> None:
    env = {**os.environ, "ALLOWED_HOSTS": "", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "kisarazu_plan.deployment", "--print"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "ALLOWED_HOSTS=" in done.stderr


def test_nothing_of_a_template_is_left_in_it() -> None:
    for secure in (True, False):
        for place, text in replace(PRINTED, secure=secure).files().items():
            assert not re.search(r"\{\{|\}\}|\{%", text), place


@pytest.mark.parametrize("secure", [True, False])
def test_nginx_takes_it(tmp_path: Path, secure: bool) -> None:
    needs("nginx")
    needs("openssl")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=plan", "-days", "1"]
    subprocess.run([*made, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    deployment = replace(
        PRINTED, secure=secure, certificate=str(certificate), certificate_key=str(key), cache=tmp_path / "cache",
        log=tmp_path / "access.log", listen=("127.0.0.1:8180",), listen_tls=("127.0.0.1:8543",),
        who_header="X-Remote-User" if secure else "", proxies=("10.0.0.5", "10.1.0.0/16", "127.0.0.1"),
    )  # fmt: skip
    done = subprocess.run(
        [*nginx_command(deployment, tmp_path), "-t"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


def test_systemd_takes_it(tmp_path: Path) -> None:
    needs("systemd-analyze")
    deployment = replace(PRINTED, root=ROOT, given=(("OPEN_DATA_ATTRIBUTION", '出典：○○市 "100%" \\'),))
    units = tmp_path / "etc/systemd/system"
    for place, text in deployment.files().items():
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(text)
    # The distribution's own, to which we add.
    for name in ("nginx.service", "postgresql@.service"):
        (units / name).write_text("[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n")
    named = sorted(path for path in units.iterdir() if path.is_file() and "@" not in path.name)
    asked = [*map(str, named), str(units / "postgresql@15-main.service")]
    (units / "postgresql@15-main.service").symlink_to(units / "postgresql@.service")
    env = {**os.environ, "SYSTEMD_UNIT_PATH": f"{units}:"}
    verify = ["systemd-analyze", "verify", "--man=no", *asked]
    done = subprocess.run(verify, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    for name in ("kisarazu-plan", "kisarazu-plan-keeper", "kisarazu-plan-backup", "kisarazu-plan-fill"):
        rated = [
            "systemd-analyze",
            "security",
            "--offline=true",
            "--threshold=20",
            str(units / f"{name}.service"),
        ]
        done = subprocess.run(rated, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


# --- What it does ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Server]:
    data = filled(tmp_path_factory.mktemp("behind"), migrated_file, plan=False)
    served = Server(data, CLIENT_ADDRESS_HEADER="X-Real-IP", ALLOWED_HOSTS="127.0.0.1,plan.city.example.jp")
    yield served
    served.stop()


@pytest.fixture(scope="module")
def nginx(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    needs("nginx")
    folder = tmp_path_factory.mktemp("nginx")
    static = folder / "static/css"
    static.mkdir(parents=True)
    (static / "plain.css").write_text("p{}")
    (static / "named.0123456789ab.css").write_text("a{}")
    (static / "named.0123456789ab.css.br").write_bytes(b"packed")
    served = Nginx(folder, server.port, folder / "static")
    yield served
    served.stop()


def revise(server: Server) -> None:
    """What a publication does to what everybody reads: its number counts up."""
    with (
        closing(sqlite3.connect(Path(server.env["DATA_DIR"]) / "plan.sqlite3", timeout=20)) as database,
        database,
    ):
        database.execute(
            "INSERT INTO indicators_publicrevision (id, number, stamp) VALUES (1, 1, 'a')"
            " ON CONFLICT (id) DO UPDATE SET number = indicators_publicrevision.number + 1"
        )


_ADDRESSES = (f"127.1.{number // 256}.{number % 256}" for number in count(1))


def kept(nginx: Nginx, path: str, cookie: str = "", status: int = 200) -> str:
    """What nginx says in its log of a request for `path`: HIT, MISS, BYPASS, - …

    It writes its line after the answer has left, so each request comes from an address of its own and its line is waited for.
    """
    source = next(_ADDRESSES)
    assert nginx.ask(path, source=source, Cookie=cookie).status == status
    line = re.compile(rf'^{re.escape(source)} .* (\S+) "[^"]*"$', re.MULTILINE)
    until(lambda: line.search(log_of(nginx)) is not None)
    return line.findall(log_of(nginx))[0]


def log_of(nginx: Nginx) -> str:
    return (nginx.folder / "access.log").read_text()


@pytest.mark.slow
def test_a_page_leaves_from_nginx_as_the_application_made_it(server: Server, nginx: Nginx) -> None:
    for packing in ("br", "gzip", "identity"):
        own = server.ask("/", Host="127.0.0.1", Accept_Encoding=packing)
        for _ in range(2):
            front = nginx.ask("/", Accept_Encoding=f"{packing};q=0.9, deflate")
            assert (front.content, front.headers["Content-Encoding"]) == (
                own.content,
                own.headers["Content-Encoding"],
            )
        for name in ("Content-Security-Policy", "X-Content-Type-Options", "Cache-Control", "ETag", "Vary"):
            assert front.headers.get_all(name) == own.headers.get_all(name), name
    assert front.headers["X-Accel-Expires"] is None
    until(lambda: kept(nginx, "/") == "HIT")
    assert nginx.ask("/", If_None_Match=own.headers["ETag"]).status == 304
    head = nginx.ask("/", "HEAD")
    assert (head.status, head.content) == (200, b"")


@pytest.mark.slow
def test_a_publication_is_seen_through_nginx(server: Server, nginx: Nginx) -> None:
    """As soon as the second turns; what is asked meanwhile comes from nginx."""
    before = nginx.ask("/").headers["ETag"]
    revise(server)
    until(lambda: nginx.ask("/").headers["ETag"] != before)
    # The first of each second asks the application; none that follows one of a second before.
    asked = time.time()
    stamp = int(server.ask("/").headers["X-Accel-Expires"].removeprefix("@"))
    assert asked - 1 < stamp < time.time() + 2  # however long a busy machine took over it


@pytest.mark.slow
def test_who_may_be_signed_in_is_never_answered_from_what_is_kept(nginx: Nginx) -> None:
    nginx.ask("/")
    for cookie in ("sessionid=abc", "messages=abc", "a=b; sessionid=abc"):
        assert kept(nginx, "/", cookie) == "BYPASS"
    for _ in range(2):
        assert kept(nginx, "/login/") in ("MISS", "EXPIRED")
        assert kept(nginx, "/nowhere/", status=404) in ("MISS", "EXPIRED")


@pytest.mark.slow
def test_no_visitor_says_where_they_come_from(server: Server, nginx: Nginx) -> None:
    """The lock is of the address that nginx saw."""
    form = nginx.ask("/login/", source="127.0.0.9")
    cookies = "; ".join(text.split(";")[0] for text in form.headers.get_all("Set-Cookie") or [])
    token = form.text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    body = urlencode({"csrfmiddlewaretoken": token, "username": "dareka", "password": "x" * 12}).encode()
    forged = {
        "X_Real_IP": "203.0.113.9",
        "X_Forwarded_For": "203.0.113.9",
        "Forwarded": "for=203.0.113.9",
        "X_Forwarded_Proto": "https",
    }
    answer = nginx.ask("/login/", "POST", body, source="127.0.0.9", Cookie=cookies, **FORM, **forged)
    assert answer.status == 200
    with closing(sqlite3.connect(Path(server.env["DATA_DIR"]) / "plan.sqlite3", timeout=20)) as database:
        asked = "SELECT ip_address FROM axes_accessattempt WHERE username = 'dareka'"
        assert database.execute(asked).fetchall() == [("127.0.0.9",)]


@pytest.mark.slow
def test_unknown_hosts_and_strange_neighbours_get_nothing(nginx: Nginx) -> None:
    with pytest.raises(RemoteDisconnected):
        nginx.ask("/", Host="other.example")
    assert nginx.ask("/", Host="plan.city.example.jp").status == 200
    assert nginx.ask("/health/live/").status == 200
    assert nginx.ask("/health/live/", source="127.0.0.8").status == 403


@pytest.mark.slow
def test_static_files_come_from_nginx_packed_as_they_lie_there(nginx: Nginx) -> None:
    packed = nginx.ask("/static/css/named.0123456789ab.css", Accept_Encoding="gzip, br")
    assert (packed.content, packed.headers["Content-Encoding"]) == (b"packed", "br")
    assert packed.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in packed.headers["Cache-Control"]
    bare = nginx.ask("/static/css/named.0123456789ab.css")
    assert (bare.content, bare.headers["Content-Encoding"]) == (b"a{}", None)
    plain = nginx.ask("/static/css/plain.css", Accept_Encoding="br")
    assert (plain.content, plain.headers["Content-Encoding"]) == (b"p{}", None)
    assert "immutable" not in plain.headers["Cache-Control"]
    # What does not lie there, the application has.
    assert nginx.ask("/static/css/site.css").status == 200
    assert nginx.ask("/static/../settings.py").status in (400, 404)


@pytest.mark.slow
def test_one_address_cannot_send_without_end(nginx: Nginx) -> None:
    """Six a minute, and six at once: however slow this machine is, sixteen are too many."""
    said = [nginx.ask("/password/reset/", "POST", b"email=a", source="127.0.0.7", **FORM) for _ in range(16)]
    refused = [answer for answer in said if answer.status == 429]
    assert refused
    assert "混み合って" in refused[0].text
    assert refused[0].headers["Retry-After"]
    assert nginx.ask("/password/reset/", "POST", b"email=a", source="127.0.0.6", **FORM).status == 403
    assert nginx.ask("/", source="127.0.0.7").status == 200


@pytest.mark.slow
def test_the_log_holds_no_words_and_no_keys(nginx: Nginx) -> None:
    nginx.ask("/search/?q=himitsu")
    nginx.ask("/password/reset/MQ/himitsu-kagi/")
    until(lambda: "/password/reset/-/" in log_of(nginx))
    assert "/search/" in log_of(nginx)
    assert "himitsu" not in log_of(nginx)


@pytest.mark.slow
def test_slow_senders_hold_up_nobody_and_a_killed_worker_comes_back(nginx: Nginx) -> None:
    slow = [socket.create_connection(("127.0.0.1", nginx.port)) for _ in range(200)]
    try:
        for one in slow:
            one.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: a")
        assert nginx.ask("/").status == 200
    finally:
        for one in slow:
            one.close()
    before = nginx.workers()
    os.kill(
        min(before), signal.SIGKILL
    )  # it was started first; the last ones look after the folder of copies
    until(lambda: bool(nginx.workers() - before) and nginx.answers())


@pytest.mark.slow
def test_pages_go_on_while_the_application_is_down(server: Server, nginx: Nginx) -> None:
    """nginx was asked for each by our own command, and has it."""
    address = f"127.0.0.1:{nginx.port}"
    fill = [sys.executable, "manage.py", "fill_front", "--host", "127.0.0.1", "--nginx", address]
    first, second = (
        subprocess.run(fill, cwd=ROOT, env=server.env, capture_output=True, text=True, check=True)
        for _ in range(2)
    )
    assert (first.stderr, second.stdout) == ("", "")
    etag = nginx.ask("/", Accept_Encoding="br").headers["ETag"]
    seen = nginx.ask("/search/?q=b", Accept_Encoding="br").content  # which the command knows nothing of
    server.stop()
    try:
        time.sleep(1.1)  # what was kept is out of date
        for path in ("/", "/glossary/", "/easy/", "/en/", "/api/v1/", "/open-data/all.xlsx", "/sitemap.xml"):
            assert nginx.ask(path, Accept_Encoding="gzip, br").status == 200, path
        says = "前に公表した内容の写しを表示しています。"
        for path in ("/", "/glossary/", "/easy/", "/en/"):
            # A browser that has the page is not told that nothing has changed.
            page = nginx.ask(path, Accept_Encoding="br", If_None_Match=etag)
            assert (page.status, page.text.count(says), page.headers["ETag"]) == (200, 1, None), path
            assert page.text.index("<body") < page.text.index(says) < page.text.index("<main")
        packed = nginx.ask("/", Accept_Encoding="gzip")
        assert says in gzip.decompress(packed.content).decode()
        assert zipfile.is_zipfile(io.BytesIO(nginx.ask("/open-data/all.xlsx", Accept_Encoding="br").content))
        assert nginx.ask("/search/?q=b", Accept_Encoding="br").content == seen
        assert nginx.ask("/", Cookie="sessionid=" + "a" * 32).status == 503
        assert nginx.ask("/login/", "POST", b"username=a").status == 503
        assert nginx.ask("/static/css/plain.css").status == 200
        problem = nginx.ask("/api/v1/no-such-thing")
        assert (problem.status, problem.headers["Content-Type"]) == (503, "application/problem+json")
        assert json.loads(problem.text)["status"] == 503
        assert problem.headers["Retry-After"]
        nobody_asked = nginx.ask("/search/?q=a")
        assert (nobody_asked.status, bool(nobody_asked.headers["Retry-After"])) == (503, True)
        assert "いまは表示できません" in nobody_asked.text
    finally:
        server.start()
    assert nginx.ask("/search/?q=a").status == 200
