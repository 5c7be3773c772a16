"""Pages with a chart on a slow phone: when the chart can be read, and what came over the wire until then.

A processor four times slower on Slow 4G (Lighthouse's 1.44 Mbit/s, 562 ms a round trip), by Chromium's own throttles, with
an empty cache.
"""

import statistics
import time
from collections.abc import Mapping
from typing import Any, NamedTuple

from tests import running
from tests.benchmarks.results import row

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

SLOW = {
    "offline": False,
    "latency": 562.5,
    "downloadThroughput": 1_440_000 / 8,
    "uploadThroughput": 675_000 / 8,
}
PATIENCE = 120  # seconds
# The last mark of a chart: of one that came drawn, or that Plotly drew.
STOPWATCH = """
const look = () => {
  const found = document.querySelector('.plot .drawn + .drawn text:last-of-type, .js-plotly-plot .scatterlayer .trace path');
  if (!found) return requestAnimationFrame(look);
  requestAnimationFrame(() => requestAnimationFrame(() => { window.stood = performance.now(); }));
};
requestAnimationFrame(look);
"""


class Opened(NamedTuple):
    stood: float  # milliseconds
    size: float  # bytes
    requests: float


def compare(pages: Mapping[str, str], indicators: int, rounds: int, failed: list[str]) -> None:
    """A row a page: medians of interleaved rounds. What never shows a chart is named in `failed`."""
    from playwright.sync_api import Error, sync_playwright

    executable = running.find_chromium()
    if executable is None:
        failed.append("no Chromium: no first chart")
        return
    found: dict[str, list[Opened]] = {name: [] for name in pages}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=executable, args=ARGUMENTS)
        for _ in range(rounds):
            for name in list(found):
                try:
                    found[name].append(_open(browser, pages[name]))
                except (RuntimeError, Error) as problem:
                    failed.append(f"first chart, {name}: {problem}")
                    del found[name]
        browser.close()
    medians = {name: Opened(*map(statistics.median, zip(*told, strict=True))) for name, told in found.items()}
    base = next(iter(medians.values()), None)
    for name, one in medians.items():
        assert base is not None
        row(
            "First readable chart on a slow phone",
            page=name,
            indicators=indicators,
            **{
                "× the first": one.stood / base.stood,
                "seconds": one.stood / 1000,
                "KB until then": one.size / 1000,
                "requests until then": one.requests,
            },
        )


def _open(browser: Any, address: str) -> Opened:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, device_scale_factor=2, is_mobile=True
    )
    try:
        page = context.new_page()
        page.add_init_script(STOPWATCH)
        session = context.new_cdp_session(page)
        came = {"size": 0, "requests": 0}

        def add(name: str, count: int) -> None:
            came[name] += count

        session.on("Network.loadingFinished", lambda event: add("size", event["encodedDataLength"]))
        session.on("Network.requestWillBeSent", lambda event: add("requests", _is_sent(event)))
        session.on(
            "Network.webSocketFrameReceived", lambda event: add("size", len(event["response"]["payloadData"]))
        )
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        page.goto(address, wait_until="commit", timeout=PATIENCE * 1000)
        ends = time.monotonic() + PATIENCE
        while not (stood := page.evaluate("window.stood || 0")):
            if time.monotonic() > ends:
                raise RuntimeError("no chart")
            page.wait_for_timeout(100)
        page.wait_for_timeout(300)  # what is told of what came by then comes after it
        return Opened(stood, came["size"], came["requests"])
    finally:
        context.close()


def _is_sent(event: dict[str, Any]) -> bool:
    return not str(event["request"]["url"]).startswith(("data:", "blob:"))
