"""What a public page saves by taking rows as rows, beside the way through frames that they took before.

Until rows left the reader as they are, every read went through read_frame and each question of a page (the newest of
each, one year) made a frame of its answer and rows of that. Both ways are measured in turns in one process, on the
demo in a database made for it, with no copies of pages kept. Printed are ratios of medians of processor time: home
0.59, list 0.55, an indicator 0.55, its JSON 0.39 on the day when this was written. What a page saves beside that (each
kind of record read once, figures of charts as plain lists) is in both ways, and in no ratio of this file.

All of it together was measured once: the checkout before the rows (ca265cd) and this one, a process each with the demo
in SQLite and no copies of pages kept, asked in turns, medians of the processor time of 21 answers, in three runs on a
machine with other work: home 0.47 to 0.49, list 0.52 to 0.53, an indicator 0.28 to 0.30, its JSON 0.39 to 0.45.
"""

import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import fields
from typing import Any
from unittest.mock import patch

REPEATS = 15
PAGES = {
    "home": "/",
    "list of indicators": "/indicators/",
    "one indicator": "/indicators/44B/",
    "its JSON": "/indicators/44B.json",
}


def main() -> None:
    os.environ.setdefault("DATA_DIR", tempfile.mkdtemp())
    os.environ.setdefault("DEMO", "on")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    plain_files = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain_files}
    nothing = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    settings.CACHES = dict.fromkeys(settings.CACHES, nothing)
    setup_test_environment()
    standing = setup_databases(verbosity=0, interactive=False)
    try:
        call_command("load_demo", stdout=io.StringIO())
        sys.stdout.write("rows as they are, against the way through frames\n")
        for name, address in PAGES.items():
            sys.stdout.write(f"  {ratio(address):6.2f} times  {name}\n")
    finally:
        teardown_databases(standing, verbosity=0)


def ratio(address: str) -> float:
    """Of one page: processor time with rows, by that through frames. Measured in turns."""
    from django.test import Client

    client = Client()
    taken: dict[bool, list[float]] = {False: [], True: []}
    for turn in range(REPEATS + 1):
        for through_frames in taken:
            with ExitStack() as stack:
                if through_frames:
                    stack.enter_context(as_before())
                start = time.process_time()
                assert client.get(address).status_code == 200
                if turn:  # the first time loads what both need
                    taken[through_frames].append(time.process_time() - start)
    return statistics.median(taken[False]) / statistics.median(taken[True])


@contextmanager
def as_before() -> Iterator[None]:
    """Every read through read_frame; and a frame made, and read again, for each answer."""
    import pandas as pd

    from indicators import frames
    from indicators.frames.reading import read

    names = [field.name for field in fields(frames.Row)]

    def again(rows: Iterable[frames.Row]) -> tuple[frames.Row, ...]:
        frame = pd.DataFrame(
            [[getattr(row, name) for name in names] for row in rows], columns=names, dtype=object
        )
        return tuple(frames.Row(*cells) for cells in frame[names].itertuples(index=False, name=None))

    def through_frame(answer: Callable[..., tuple[frames.Row, ...]]) -> Callable[..., tuple[frames.Row, ...]]:
        return lambda *args, **kwargs: again(answer(*args, **kwargs))

    def wide(queryset: Any, columns: Any, **_: Any) -> Any:
        return read(queryset, columns, wide=True)

    with ExitStack() as stack:
        stack.enter_context(patch("indicators.frames.sources.read", wide))
        for name in ("published", "newest", "of_year"):
            stack.enter_context(patch.object(frames, name, through_frame(getattr(frames, name))))
        yield


if __name__ == "__main__":
    main()
