"""How far the file of a plan is while it is read or put in: what file_progress.js asks for, in JSON."""

import json
import os
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse

from indicators.views.office.plan.frame import find_plan
from indicators.views.shared.access import office_page
from measures.models import Plan

_APART = 0.25  # seconds between two words at least
_OLD = 30  # seconds after which nobody is at work any more: the process was killed


class Told:
    """Where one person's file of a plan is told about: in a file beside the database, since another thread, or another
    process, answers who asks, and what a transaction writes nobody sees before its end."""

    def __init__(self, plan: Plan, by: User) -> None:
        self.file = Path(settings.DATA_DIR) / "progress" / f"{plan.pk}-{by.pk}.json"
        self._last = 0.0

    def __call__(self, what: str, done: int, total: int) -> None:
        if time.monotonic() - self._last < _APART:
            return
        self._last = time.monotonic()
        part = self.file.with_suffix(f".{os.getpid()}")
        with suppress(OSError):  # a full disk stops no import
            self.file.parent.mkdir(mode=0o700, exist_ok=True)
            part.write_text(json.dumps({"what": what, "done": done, "total": total}))
            part.replace(self.file)

    def end(self) -> None:
        with suppress(OSError):
            self.file.unlink(missing_ok=True)

    def read(self) -> dict[str, str | int]:
        """Nothing where no step is under way."""
        try:
            if time.time() - self.file.stat().st_mtime > _OLD:
                return {}
            return dict(json.loads(self.file.read_text()))
        except (OSError, ValueError):
            return {}


@office_page("GET", "HEAD")
def progress(request: HttpRequest, by: User, key: str) -> HttpResponse:
    return JsonResponse(Told(find_plan(key), by).read())
