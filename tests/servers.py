"""The web server as run.py starts it, over a database of its own, and nginx in front of it as `run.py deploy` prints it."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path

import run
from kisarazu_plan.deployment import Deployment

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120  # seconds for a server of a busy machine to begin; never what is judged
# What is around the printed file on a machine. Its folders are this test's, and one user owns them.
_AROUND = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
worker_processes 2;
events {{ worker_connections 1024; }}
http {{
    types {{ text/html html; image/png png; }}
    default_type application/octet-stream;
    sendfile on;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/etc/nginx/conf.d/*.conf;
    {more}
}}
"""


@dataclass(frozen=True)
class Said:
    """One answer. `text` is there where it can be read as letters."""

    status: int
    headers: Message
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()


class Answering:
    """What listens at a port of 127.0.0.1."""

    port: int
    process: subprocess.Popen[bytes]

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: bytes | Iterator[bytes] | None = None,
        source: str = "127.0.0.1",
        **headers: str,
    ) -> Said:
        with closing(
            HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(source, 0))
        ) as connection:
            named = {name.replace("_", "-"): text for name, text in headers.items()}
            connection.request(method, path, body, named, encode_chunked=not isinstance(body, bytes | None))
            answer = connection.getresponse()
            return Said(answer.status, answer.headers, answer.read())

    def workers(self) -> set[int]:
        told = subprocess.run(
            ["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return {int(number) for number in told.stdout.split()}

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=60)


class Server(Answering):
    """The web server over the data folder `data`; `env` is what its settings say besides."""

    def __init__(self, data: Path, **env: str) -> None:
        self.port = free_port()
        self.env = {**os.environ, "DJANGO_SETTINGS_MODULE": "kisarazu_plan.settings", "DATA_DIR": str(data)}
        self.env |= {"DATABASE_URL": "", "DEBUG": "on", "PYTHONUTF8": "1", "PORT": str(self.port), **env}
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(run.web_command("127.0.0.1", self.port), cwd=ROOT, env=self.env)
        until(self.answers)

    def answers(self) -> bool:
        try:
            return self.ask("/health/live/").status == 200
        except OSError:
            return False


class Nginx(Answering):
    """nginx as it is printed, over the web server at `upstream`; its files and its log lie in `folder`."""

    def __init__(self, folder: Path, upstream: int, static: Path, more: str = "") -> None:
        self.port, self.folder = free_port(), folder
        self.deployment = deployment_of(folder, self.port, upstream, static)
        self.command = [*nginx_command(self.deployment, folder, more)]
        self.process = subprocess.Popen(self.command)
        until(self.answers)

    def answers(self) -> bool:
        try:
            return self.ask("/nginx-says/busy.html").status == 404  # a page for itself alone
        except OSError:
            return False


def deployment_of(folder: Path, port: int, upstream: int, static: Path) -> Deployment:
    """A machine whose nginx listens at `port`, over the web server at `upstream`; all that it writes lies in `folder`."""
    return Deployment(
        hosts=("127.0.0.1", "plan.city.example.jp"),
        port=upstream,
        data=folder,
        static_root=static,
        database="",
        secure=False,
        hsts="",
        address_header="X-Real-IP",
        cache=folder / "cache",
        pages=folder / "etc/nginx/kisarazu-plan",
        log=folder / "access.log",
        listen=(f"127.0.0.1:{port}",),
    )


def nginx_command(deployment: Deployment, folder: Path, more: str = "") -> list[str]:
    """Write the printed files below `folder`; the command that starts nginx with them."""
    for place, text in deployment.files().items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(text, encoding="utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(_AROUND.format(user=user, folder=folder, more=more), encoding="utf-8")
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    return [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]


def filled(data: Path, begins_from: Path, plan: bool = True) -> Path:
    """`data` with a database, with the plan or with nothing; `begins_from`, where it is there, is one with its tables."""
    if begins_from.exists():
        shutil.copyfile(begins_from, data / "plan.sqlite3")
    env = {**os.environ, "DATA_DIR": str(data), "DATABASE_URL": "", "DEBUG": "on", "PYTHONUTF8": "1"}
    commands = [*([] if begins_from.exists() else ["migrate"]), *(["load_plan"] if plan else [])]
    for command in commands:
        subprocess.run(
            [sys.executable, "manage.py", command, "-v0"], cwd=ROOT, env=env, check=True, capture_output=True
        )
    return data


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(true: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.1)


def runs(process: int) -> bool:
    """One that has ended and that nobody asked about is still listed, as Z (a zombie)."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
