"""How much of the site map answers while the database is away: copies are made once, then the file is moved.

The demo is served as a city serves it. Told is the share of the addresses in sitemap.xml that answer 200, each page with the words that say
of when it is; beside it how long the copies took, the first time and when nothing had changed.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.results import row, tell  # noqa: E402
from tests.browser.production import served  # noqa: E402

BAND = ("に保存した内容を表示しています", "つながりません", "The database cannot be reached")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), Path(folder) / "none") as address:
        data = Path(folder) / "data"
        first, again = made(folder, address), made(folder, address)
        row("Copies of the demo", first_seconds=first, unchanged_seconds=again)
        pages = [
            urlsplit(one).path
            for one in re.findall(r"<loc>([^<]+)</loc>", asked(f"{address}/sitemap.xml")[1])
        ]
        (data / "plan.sqlite3").rename(data / "away.sqlite3")
        time.sleep(1)
        told = [asked(f"{address}{page}") for page in pages]
        good = sum(status == 200 and any(words in text for words in BAND) for status, text in told)
        tell("outage_site_map_percent", 100 * good / len(pages))


def made(folder: str, address: str) -> float:
    """Seconds until all copies are there."""
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.browser.production_settings",
        "STATIC_ROOT": f"{folder}/static",
        "DATA_DIR": f"{folder}/data",
        "DATABASE_URL": "",
        "DEMO": "on",
        "DEBUG": "off",
        "PORT": address.rpartition(":")[2],
    }
    began = time.monotonic()
    subprocess.run(
        [sys.executable, "manage.py", "warm_copies"], cwd=ROOT, env=env, check=True, capture_output=True
    )
    return time.monotonic() - began


def asked(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, ""


if __name__ == "__main__":
    main()
