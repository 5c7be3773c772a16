"""Everything that a citizen can fetch from the database of DATABASE_URL, as JSON on standard output.

    python -m tests.releases.answers

Address → what is kept of its answer: of a CSV its rows, of a JSON its content, of a feed its entries, else the status; of
pages and pictures, of which no more is kept, the first few of each kind are asked for, and the others are LISTED.
Asked at one moment, so that no word turns by the day on which the tests run.
"""

import csv
import io
import json
import os
import re
import sys
from datetime import UTC, datetime
from typing import Any

import django
import time_machine

MOMENT = datetime(2026, 11, 29, 3, tzinfo=UTC)
PAST_DAY = "2026-01-15"
DATA = (".csv", ".json", ".atom")
LISTED = "listed"
FEW = 4


def kept_of(answer: Any) -> Any:
    """What a later release must still say; see the module."""
    kind = answer.get("Content-Type", "").partition(";")[0]
    if answer.status_code != 200:
        return answer.status_code
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if kind == "text/csv":
        return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    if kind == "application/json":
        return json.loads(body)
    if kind == "application/atom+xml":
        return {"entries": re.findall(r"<id>(.*?)</id>", body.decode())}
    return answer.status_code


def answers() -> dict[str, Any]:
    from django.test import Client

    from indicators.views.public.site.addresses import public_addresses
    from tests.crawling import few_of_each

    citizen, every = Client(), list(public_addresses())
    few = set(few_of_each(every, FEW))
    found = {
        one.url: kept_of(citizen.get(one.url)) if one in few or one.path.endswith(DATA) else LISTED
        for one in every
    }
    end = datetime.fromisoformat(f"{PAST_DAY}T23:59:59+09:00")
    for one in public_addresses(end):
        if one.path.endswith((".csv", ".json")):
            asked = {**dict(one.query), "as_of": PAST_DAY}
            found[f"{one.url} on {PAST_DAY}"] = kept_of(citizen.get(one.path, asked))
    return found


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kisarazu_plan.settings")
    from django.conf import settings

    # The same files without a build step, as in tests/conftest.py.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    django.setup()
    from django.test.utils import setup_test_environment

    setup_test_environment()
    with time_machine.travel(MOMENT, tick=False):
        found = answers()
    json.dump(found, sys.stdout, ensure_ascii=False, indent=0)


if __name__ == "__main__":
    main()
