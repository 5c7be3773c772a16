"""The site beside others on the same generated data, for 11, 100, 1,000 and 10,000 indicators.

Beside it: a constant Django view under gunicorn, an empty WSGI function on the site's own server, nginx with the home page
as a file, Datasette, Dash, Streamlit. Asked in turns with 16 connections; ratios of medians. Then each page with a chart is
opened in Chromium on a slow phone (slow_phone.py). What cannot be installed or started is left out and named.
"""

import os
import shutil
import sys
import tempfile
import urllib.request
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import run  # noqa: E402
from tests.benchmarks import slow_phone  # noqa: E402
from tests.benchmarks.generated_data import CODE, Data, empty_site, generated  # noqa: E402
from tests.benchmarks.load import CONNECTIONS, Load, load, median  # noqa: E402
from tests.benchmarks.results import lacking, row, tell  # noqa: E402
from tests.benchmarks.servers import Server, free_port, serving, site_env  # noqa: E402

SHORT = bool(os.environ.get("BENCH_SHORT"))
SIZES = (11, 1000) if SHORT else (11, 100, 1000, 10_000)
SECONDS = 1 if SHORT else 2
ROUNDS = {11: 1 if SHORT else 3, 10_000: 2}  # else one
ON_PHONE = {11: 1 if SHORT else 2, 10_000: 1}  # rounds, by number of indicators
RIVALS = Path(__file__).parent / "rivals"
VENV = run.VAR / "bench" / "rivals"
BROWSER = {"Accept-Encoding": "br"}
VIEW, EMPTY, HOME = "constant Django view, gunicorn", "empty WSGI function, granian", "home"
NOT_MODIFIED, DATASETTE = "home, 304", "Datasette: JSON of an indicator"
NGINX = """
worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/nginx.log; daemon off;
events {{ worker_connections 512; }}
http {{ access_log off; sendfile on; tcp_nopush on; types {{ text/html html; }}
server {{ listen 127.0.0.1:{port}; root {folder}; index index.html; add_header Content-Encoding br; }} }}
"""


class Asked(NamedTuple):
    server: Server
    path: str
    headers: Mapping[str, str]


def main() -> int:
    failed: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        begin_from = empty_site(folder / "empty")
        run.collect_static(site_env(begin_from))
        install_rivals(failed)
        for size in SIZES:
            try:
                compare(generated(begin_from, folder / str(size), size), folder, failed)
            except (RuntimeError, OSError) as problem:
                failed.append(f"{size} indicators: {problem}")
    for words in failed:
        lacking(words)
    return 1 if failed else 0


def install_rivals(failed: list[str]) -> None:
    """Into a venv of their own, unless that was done for these versions."""
    wanted = RIVALS / "requirements.txt"
    stamp, key = VENV / ".stamp", run.key_of([wanted])
    if run.is_stamped(stamp, key):
        return
    for command in (
        [sys.executable, "-m", "venv", "--clear", VENV],
        [VENV / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-input", "-r", wanted],
    ):
        done = run.run(command)
        if done.returncode:
            failed.append(f"rivals cannot be installed: {done.stdout[-300:]}")
            return
    stamp.write_text(key, encoding="ascii")


def compare(data: Data, folder: Path, failed: list[str]) -> None:
    with ExitStack() as stack:
        asked = ours(data, folder, stack)
        home = asked[HOME].server
        for name, start in OTHERS.items():
            try:
                asked.update(start(data, folder, stack, home))
            except (RuntimeError, OSError) as problem:
                failed.append(f"{name}, {data.indicators} indicators: {problem}")
        told = measured(asked, ROUNDS.get(data.indicators, 1), failed)
        show(data.indicators, asked, told)
        if data.indicators == SIZES[0]:
            goals(told)
        if rounds := ON_PHONE.get(data.indicators, 0):
            pages = {
                "the site: an indicator": home.address + f"/indicators/{CODE}/",
                **{
                    name: one.server.address
                    for name, one in asked.items()
                    if name.startswith(("Dash: page", "Streamlit"))
                },
            }
            slow_phone.compare(pages, data.indicators, rounds, failed)


def ours(data: Data, folder: Path, stack: ExitStack) -> dict[str, Asked]:
    port = free_port()
    command = run.web_command("127.0.0.1", port)
    env = site_env(data.site, API_REQUESTS_A_MINUTE="0")
    site = stack.enter_context(serving(command, port, folder / "site.log", env=env))
    known = urllib.request.Request(f"{site.address}/", headers=BROWSER)
    with urllib.request.urlopen(known, timeout=120) as answer:
        etag = answer.headers["ETag"]
    return {
        HOME: Asked(site, "/", BROWSER),
        NOT_MODIFIED: Asked(site, "/", {**BROWSER, "If-None-Match": etag}),
        "an indicator": Asked(site, f"/indicators/{CODE}/", BROWSER),
        "JSON of an indicator": Asked(site, f"/indicators/{CODE}.json", BROWSER),
    }


def body_of_home(home: Server, folder: Path) -> Path:
    """The home page's packed bytes as a file that is served as it stands."""
    body = folder / "index.html"
    with urllib.request.urlopen(urllib.request.Request(f"{home.address}/", headers=BROWSER)) as answer:
        body.write_bytes(answer.read())
    return body


def constant_view(data: Data, folder: Path, stack: ExitStack, home: Server) -> dict[str, Asked]:
    port = free_port()
    gunicorn = [VENV / "bin" / "gunicorn", "--workers", 2, "--threads", 4, "--log-level", "error"]
    command = [*gunicorn, "--bind", f"127.0.0.1:{port}", "constant_view:application"]
    env = {"BODY": str(body_of_home(home, folder)), "DJANGO_SETTINGS_MODULE": ""}
    server = serving(command, port, folder / "view.log", env=env, folder=RIVALS)
    return {VIEW: Asked(stack.enter_context(server), "/", {})}


def empty_wsgi(data: Data, folder: Path, stack: ExitStack, home: Server) -> dict[str, Asked]:
    port = free_port()
    options = "--interface wsgi --http 1 --no-ws --workers 2 --blocking-threads 4 --log-level warning"
    where = ["--host", "127.0.0.1", "--port", port, "empty_wsgi:application"]
    command = [sys.executable, "-m", "granian", *options.split(), *where]
    server = serving(command, port, folder / "empty.log", folder=RIVALS)
    return {EMPTY: Asked(stack.enter_context(server), "/", {})}


def nginx(data: Data, folder: Path, stack: ExitStack, home: Server) -> dict[str, Asked]:
    port, here = free_port(), folder / f"nginx{data.indicators}"
    here.mkdir()
    here.chmod(0o755)
    folder.chmod(0o755)
    body_of_home(home, here)
    (here / "nginx.conf").write_text(NGINX.format(folder=here, port=port))
    command = [shutil.which("nginx") or "/usr/sbin/nginx", "-p", here, "-c", here / "nginx.conf"]
    server = serving(command, port, folder / "nginx.log")
    return {"nginx: home as a file": Asked(stack.enter_context(server), "/", {})}


def datasette(data: Data, folder: Path, stack: ExitStack, home: Server) -> dict[str, Asked]:
    port = free_port()
    command = [VENV / "bin" / "datasette", "serve", "-i", data.plain, "-h", "127.0.0.1", "-p", port]
    server = stack.enter_context(serving(command, port, folder / "datasette.log"))
    values = f"/{data.plain.stem.replace('.', '~2E')}/yearly_values.json?code={CODE}&_shape=array"
    return {DATASETTE: Asked(server, values, {}), "Datasette: home": Asked(server, "/", {})}


def dash(data: Data, folder: Path, stack: ExitStack, home: Server) -> dict[str, Asked]:
    port = free_port()
    gunicorn = [VENV / "bin" / "gunicorn", "--workers", 2, "--threads", 4, "--log-level", "error"]
    command = [*gunicorn, "--bind", f"127.0.0.1:{port}", "dash_app:server"]
    env = {"PLAN_DB": str(data.plain)}
    server = stack.enter_context(serving(command, port, folder / "dash.log", env=env, folder=RIVALS))
    return {
        "Dash: the chart's layout": Asked(server, "/_dash-layout", {}),
        "Dash: page": Asked(server, "/", {}),
    }


def streamlit(data: Data, folder: Path, stack: ExitStack, home: Server) -> dict[str, Asked]:
    port = free_port()
    options = "--server.headless true --browser.gatherUsageStats false --server.fileWatcherType none"
    where = ["--server.address", "127.0.0.1", "--server.port", port]
    command = [VENV / "bin" / "streamlit", "run", RIVALS / "streamlit_app.py", *options.split(), *where]
    env = {"PLAN_DB": str(data.plain), "HOME": str(folder)}
    server = stack.enter_context(serving(command, port, folder / "streamlit.log", env=env, folder=RIVALS))
    return {"Streamlit: page without its content": Asked(server, "/", {})}


OTHERS = {
    "constant view": constant_view,
    "empty WSGI": empty_wsgi,
    "nginx": nginx,
    "Datasette": datasette,
    "Dash": dash,
    "Streamlit": streamlit,
}


def measured(asked: dict[str, Asked], rounds: int, failed: list[str]) -> dict[str, Load]:
    """Medians of rounds in which each is asked in turn; one that answers badly is left out from then on."""
    for one in asked.values():
        made_once(one)
    found: dict[str, list[Load]] = {name: [] for name in asked}
    for _ in range(rounds):
        for name in list(found):
            server, path, headers = asked[name]
            try:
                found[name].append(load(server, path, SECONDS, headers))
            except (RuntimeError, OSError) as problem:
                failed.append(f"{name}: {problem}")
                del found[name]
    return {name: median(loads) for name, loads in found.items()}


def made_once(one: Asked) -> None:
    """Every process has begun and has made what it keeps; what is wrong, the measuring says."""
    for _ in range(12):
        asked = urllib.request.Request(one.server.address + one.path, headers=dict(one.headers))
        with suppress(OSError), urllib.request.urlopen(asked, timeout=60) as answer:
            answer.read()


def show(size: int, asked: dict[str, Asked], told: dict[str, Load]) -> None:
    base = told.get(VIEW)
    for name, one in told.items():
        row(
            f"Requests, {size:,} indicators, {CONNECTIONS} connections",
            what=name,
            **{
                "× constant view": one.rate / base.rate if base else "",
                "processor, × constant view": one.cost / base.cost if base else "",
                "requests a second": one.rate,
                "p50, ms": one.p50,
                "p99, ms": one.p99,
                "processor µs a request": one.cost,
                "memory of the server, MB": asked[name].server.memory_mb(),
            },
        )


def goals(told: dict[str, Load]) -> None:
    if HOME not in told or NOT_MODIFIED not in told:
        return
    home, unchanged = told[HOME], told[NOT_MODIFIED]
    tell("home_p99_per_p50", home.p99 / home.p50)
    for key, other in (("constant_view", VIEW), ("empty_wsgi", EMPTY), ("datasette", DATASETTE)):
        if other in told:
            tell(f"home_per_{key}", home.rate / told[other].rate)
            if other != DATASETTE:
                tell(f"unchanged_per_{key}", unchanged.rate / told[other].rate)


if __name__ == "__main__":
    sys.exit(main())
