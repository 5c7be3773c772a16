"""How long a slow phone waits for the first readable chart, beside a static page of the same bytes; and what a page weighs.

A phone of a processor four times slower on Slow 4G (Lighthouse's 1.44 Mbit/s, 562 ms a round trip), by Chromium's own throttles. Each
round opens every page of the demo, as a city serves it, and its static twin: one document of plain words, as many bytes on the wire
as the page's HTML, styles and scripts together. Both are timed alike: until what is waited for stands in the document and two frames were
painted. Rounds are interleaved (RUNS, 7 unless told), so that a busy machine slows both; ratios of medians say the same on every machine.
"""

import base64
import os
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kisarazu_plan.settings")

from tests.browser.production import served  # noqa: E402
from tests.conftest import CHROMIUM_ARGS  # noqa: E402
from tests.running import find_chromium  # noqa: E402

RUNS = int(os.environ.get("RUNS") or 7)
MOST_TIMES, MOST_REQUESTS = 1.3, 3
# Page → most bytes of HTML, styles and scripts before the library, packed.
PAGES = {
    "/indicators/44B/": 14_000,
    "/indicators/46A/": 14_000,
    "/measures/44/": 14_000,
    "/measures/45/": 14_000,
}
WEIGHED = {"/": 20_000, **PAGES}
TEXTS = ("text/html", "text/css", "text/javascript")
LATER = ("plotly", "drawing", "figures.json")
SLOW = {
    "offline": False,
    "latency": 562.5,
    "downloadThroughput": 1_440_000 / 8,
    "uploadThroughput": 675_000 / 8,
}
# When the last mark of the first chart, or the end of the static page, was painted.
STOPWATCH = """
const look = () => {
  const found = document.querySelector('#end, .plot .drawn + .drawn text:last-of-type');
  if (!found) return requestAnimationFrame(look);
  requestAnimationFrame(() => requestAnimationFrame(() => { window.stood = performance.now(); }));
};
requestAnimationFrame(look);
"""


@contextmanager
def static_pages() -> Iterator[tuple[str, dict[str, bytes]]]:
    """The address of a plain server, and the bodies that it answers with, by path."""
    bodies: dict[str, bytes] = {}

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = bodies.get(self.path, b"")
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", bodies
    server.shutdown()


def twin(size: int) -> bytes:
    """A page of `size` bytes that no packing makes smaller."""
    head = '<!doctype html><html lang="ja"><meta charset="utf-8"><title>twin</title><link rel="icon" href="data:,"><p>'
    end = '<p id="end">end'
    words = base64.b64encode(os.urandom(size)).decode()
    return f"{head}{words[: size - len(head) - len(end)]}{end}".encode()


def open_slowly(browser: Any, address: str, *, weigh: bool = False) -> tuple[float, dict[str, int]]:
    """Milliseconds until it stood, and the packed bytes of each text that came; with an empty cache."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, device_scale_factor=2, is_mobile=True
    )
    page = context.new_page()
    page.add_init_script(STOPWATCH)
    session = context.new_cdp_session(page)
    sizes: dict[str, int] = {}

    def answered(event: dict[str, Any]) -> None:
        answer = event["response"]
        if answer["mimeType"] in TEXTS and not any(name in answer["url"] for name in LATER):
            heads = {name.lower(): value for name, value in answer["headers"].items()}
            sizes[answer["url"]] = int(heads["content-length"])

    session.on("Network.responseReceived", answered)
    session.send("Network.enable")
    if not weigh:
        session.send("Network.emulateNetworkConditions", SLOW)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(address, wait_until="networkidle" if weigh else "load")
    stood = 0.0
    while not stood and not weigh:
        stood = page.evaluate("window.stood || 0")
    context.close()
    return stood, sizes


def main() -> int:
    executable = find_chromium()
    if executable is None:
        print("No Chromium on this machine.")
        return 0
    missed = []
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder), Path(folder) / "none") as site,
        static_pages() as (plain, bodies),
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=executable, args=CHROMIUM_ARGS)
        for page, most in WEIGHED.items():
            _, sizes = open_slowly(browser, site + page, weigh=True)
            total = sum(sizes.values())
            bodies[page] = twin(total)
            print(
                f"{page}: {total:,} bytes packed in {len(sizes)} requests (at most {most:,} in {MOST_REQUESTS})"
            )
            if total > most or len(sizes) > MOST_REQUESTS:
                missed.append(f"weight of {page}")
        times: dict[str, list[float]] = {}
        for _ in range(RUNS):
            for page in PAGES:
                for address in (site, plain):
                    times.setdefault(address + page, []).append(open_slowly(browser, address + page)[0])
        for page in PAGES:
            ours, static = (statistics.median(times[address + page]) for address in (site, plain))
            print(
                f"{page}: first chart {ours / static:.2f} × a static page ({ours:,.0f} ms, {static:,.0f} ms)"
            )
            if ours > MOST_TIMES * static:
                missed.append(f"first chart of {page}")
        browser.close()
    print("more than is wanted: " + ", ".join(missed) if missed else "all as wanted")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
