"""What every test shares: the test database, plain static files, and a browser that is watched.

Which database is tested is decided by DATABASE_URL alone: SQLite where it is absent.
"""

import gc
import hashlib
import os
import pickle
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as of_the_site
from hypothesis import HealthCheck, settings

from tests import demo
from tests.demo import ExportedDemo
from tests.running import find_chromium

# How long an example takes says how busy the machine is, and nothing of the rule that it holds against the code.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

# Playwright's synchronous interface runs an event loop in the test's own thread, and Django would then refuse
# every query there. No test shares a connection between the two.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# Wherever this checkout was served at last.
of_the_site.SITE_URL = "http://127.0.0.1:8000"

HERE = Path(__file__).parent
ROOT = HERE.parent
BROWSER_FOLDERS = (HERE / "browser", HERE / "journeys")
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ROOM_IN_MEMORY = 1 << 30  # bytes; a worker's database takes about ten million
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--quick", action="store_true", help="a sample of a minute: tests/selection.py says which"
    )
    parser.addoption(
        "--remake-pictures",
        action="store_true",
        help="tests/browser/test_manual.py makes the manual's pictures anew instead of comparing their outlines",
    )
    parser.addoption(
        "--answers",
        metavar="FOLDER",
        type=Path,
        help="where tests/test_both_databases.py keeps what SQLite answered for the run on PostgreSQL",
    )


def pytest_configure() -> None:
    """Exchange the settings that would only make tests slow or need a build step."""
    from django.conf import settings

    # The same files without a build step; tests/test_settings.py builds the real ones once.
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # Else each test's first request lists and opens the files that `run.py setup` gathered, which no test asks for here.
    settings.WHITENOISE_AUTOREFRESH = True
    # A connection that outlives its request would outlive its test, too.
    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0
    # Most tests end in a rollback, after which a number of the public revision means another content; copies are
    # tested with a folder of their own (tests/indicators/views/test_response_cache.py).
    none = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    settings.CACHES = {**settings.CACHES, "responses": none, "responses_of_days": none}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.hookimpl(trylast=True)  # after pytest-django, which lets what is committed come last
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what needs Chromium, leave out what belongs to the other database or takes long, begin with the longest."""
    from django.conf import settings

    from tests import selection

    for item in items:
        if any(folder in item.path.parents for folder in BROWSER_FOLDERS):
            item.add_marker("browser")
    postgres = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    kept = list(selection.on(items, postgres=postgres))
    if config.getoption("quick"):
        kept = list(selection.quick(kept))
    taken = set(kept)
    config.hook.pytest_deselected(items=[item for item in items if item not in taken])
    workers = getattr(config, "workerinput", {"workercount": 1})["workercount"]
    items[:] = selection.longest_first(kept, postgres=postgres, workers=workers)


def pytest_collection_finish() -> None:
    """Modules and collected tests stay to the end: the collector need not walk over them after every so many objects."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failure: what was not run was not shown to work."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


# --- Database -------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def migrated_file(pytestconfig: pytest.Config) -> Path:
    """A migrated SQLite file, kept for the workers and runs to come; not there where nobody has made it yet.

    Its name is a hash of all that migrations are made from, so that it is never out of date.
    """
    sources = [
        *ROOT.glob("*/migrations/*.py"),
        *ROOT.glob("*/models/*.py"),
        *(ROOT / "indicators" / name for name in ("guards.py", "triggers.py")),
    ]
    key = hashlib.sha256()
    for source in [*sorted(sources), ROOT / "requirements.lock"]:
        key.update(source.read_bytes())
    return pytestconfig.cache.mkdir("migrated") / f"{key.hexdigest()[:32]}.sqlite3"


@pytest.fixture(scope="session")
def migrating(migrated_file: Path) -> Iterator[ExitStack]:
    """Held by the worker that makes the migrated file, until it is there; those beside it wait, and copy it."""
    from tests import database

    with ExitStack() as held:
        if not migrated_file.exists():
            held.enter_context(database.one_at_a_time(migrated_file.with_suffix(".lock")))
            if migrated_file.exists():
                held.close()
        yield held


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest,
    django_db_modify_db_settings_parallel_suffix: None,
    tmp_path_factory: pytest.TempPathFactory,
    migrated_file: Path,
) -> Iterator[None]:
    """Give each run (and each worker of a run) an SQLite file of its own.

    A file, not memory: only then do threads and the live server use connections of their own, as in
    production, and races can be tested.
    """
    from django.db import connection

    if connection.vendor == "sqlite":
        request.getfixturevalue("migrating")
        with _fast_folder(tmp_path_factory.mktemp("database")) as folder:
            file = folder / "test.sqlite3"
            if migrated_file.exists():
                shutil.copyfile(migrated_file, file)
            connection.settings_dict["TEST"]["NAME"] = str(file)
            yield
    else:
        yield


@contextmanager
def _fast_folder(otherwise: Path) -> Iterator[Path]:
    """A folder in memory where there is room for one: half of a test's time was the wait for the disk, in vain.

    The database still asks for that wait (synchronous=FULL), as in production.
    """
    memory = Path("/dev/shm")
    if not memory.is_dir() or shutil.disk_usage(memory).free < ROOM_IN_MEMORY:
        yield otherwise
        return
    with tempfile.TemporaryDirectory(dir=memory, prefix="plan-tests-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """An SQLite file that was copied is to be used, not made anew."""
    from django.db import connection

    return django_db_keepdb or connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
    migrated_file: Path,
) -> Iterator[None]:
    """Transactional tests leave the database as it was migrated, whatever they committed.

    Django would empty every table, which the append-only triggers refuse, as they should.
    """
    from django.db import connection
    from django.test import TransactionTestCase

    from tests import database

    migrated = tmp_path_factory.mktemp("migrated") / "copy"
    with django_db_blocker.unblock():
        database.copy_to(migrated)
    # A run of which no test is marked for a database makes none, and an empty one is nothing to keep.
    if connection.vendor == "sqlite" and not migrated_file.exists() and migrated.stat().st_size > 1 << 16:
        for old in migrated_file.parent.glob("*.sqlite3"):
            old.unlink(missing_ok=True)
        shutil.copyfile(migrated, part := migrated_file.with_suffix(f".{os.getpid()}"))
        part.rename(migrated_file)
    if connection.vendor == "sqlite":
        request.getfixturevalue("migrating").close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: database.put_back(migrated))
        yield
    # PostgreSQL drops no database that somebody is connected to, and a live server's thread may linger a moment.
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture
def begin_from(transactional_db: None, run_folder: Path) -> Callable[[str, Callable[[], object]], None]:
    """Put the database into a state that is built once a run, by the name of the state and what builds it.

    It is each test's own: what a test writes, no other sees.
    """
    from tests import database

    def begin(name: str, build: Callable[[], object]) -> None:
        from django.db import connection

        copy = run_folder / f"{name}-{connection.vendor}"
        with database.one_at_a_time(run_folder / f"{name}-lock"):
            if not copy.exists():
                build()
                database.copy_to(copy)
                return
        database.put_back(copy)

    return begin


@pytest.fixture
def demo_rows(begin_from: Callable[[str, Callable[[], object]], None], settings: Any) -> None:
    """The demo in the database, as `run.py demo` builds it."""
    settings.DEMO = True
    begin_from("demo", demo.build)


@pytest.fixture
def generated_city(begin_from: Callable[[str, Callable[[], object]], None], run_folder: Path) -> Any:
    """The generated city of 48 departments and 400 indicators in the database (tests/indicators/generated)."""
    from django.db import connection

    from tests.indicators.generated import generate

    told = run_folder / f"generated-{connection.vendor}.pickle"
    begin_from("generated", lambda: told.write_bytes(pickle.dumps(generate())))
    return pickle.loads(told.read_bytes())


@pytest.fixture
def exported_demo(demo_rows: None, run_folder: Path) -> ExportedDemo:
    """The demo's static copy with a past day beside it, made once a run: nobody writes into its folder."""
    return demo.exported_once(run_folder)


@pytest.fixture(scope="session", autouse=True)
def _evidence_lies_in_a_folder_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test leaves a file in the data folder, or waits there for another worker's turn."""
    from django.conf import settings

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "EVIDENCE_DIR", tmp_path_factory.mktemp("evidence"))
        patch.setattr(settings, "TURNS_DIR", tmp_path_factory.mktemp("turns"))
        yield


@pytest.fixture(autouse=True)
def _nothing_is_kept_from_another_test() -> None:
    """What is made once a public state is kept under its revision, and each test counts from its own beginning."""
    from django.core.cache import caches

    for store in caches.all(initialized_only=True):
        store.clear()


# --- Browser --------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the system's Chromium, quiet and with an empty profile. In CI a missing one is a failure."""
    executable = find_chromium()
    if executable is None:
        message = "No Chromium found: install Debian's `chromium-headless-shell`, or name one by CHROMIUM."
        if os.environ.get("CI"):
            pytest.fail(message, pytrace=False)
        pytest.skip(message)
    from playwright.sync_api import expect

    expect.set_options(timeout=60_000)  # five seconds, the usual, would judge how busy the machine is
    return {**browser_type_launch_args, "executable_path": executable, "args": CHROMIUM_ARGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A reader in Japan."""
    return {**browser_context_args, "locale": "ja-JP", "timezone_id": "Asia/Tokyo"}


@dataclass
class BrowserGuard:
    """Collects what no page may do: ask another host, log an error, throw an error."""

    problems: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, text: str) -> None:
        """Let pass a console error that contains `text`, such as "status of 409" where 409 is the point."""
        self.expected.append(text)

    def watch(self, context: Any) -> None:
        """Listen to every page of a browser context."""
        context.on("request", lambda request: self._request(request.url))
        context.on("console", lambda message: self._console(message.type, message.text))
        context.on("weberror", lambda error: self.problems.append(f"page error: {error.error}"))

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in LOOPBACK:
            self.problems.append(f"request to another host: {url}")

    def _console(self, kind: str, text: str) -> None:
        if kind == "error" and not any(expected in text for expected in self.expected):
            self.problems.append(f"console error: {text}")


@pytest.fixture
def guard() -> Iterator[BrowserGuard]:
    """The watch over this test's browser; at the end nothing may have been seen."""
    guard = BrowserGuard()
    yield guard
    assert guard.problems == []


@pytest.fixture
def new_context(new_context: Callable[..., Any], guard: BrowserGuard) -> Callable[..., Any]:
    """Watch every browser context, `page` included, so that no browser test can forget to."""

    def create(**kwargs: Any) -> Any:
        context = new_context(**kwargs)
        context.set_default_timeout(120_000)  # as of `expect` above
        guard.watch(context)
        return context

    return create


@pytest.fixture
def assert_accessible() -> Callable[..., None]:
    """Return a check that axe-core finds no violation on the page as it stands now.

    Three quarters of its time go into the contrast of each text, which `contrast=False` leaves out.
    """
    from axe_playwright_python.sync_playwright import Axe

    axe, again = Axe(), Axe("null")  # its half a megabyte is read once a page

    def check(page: Any, *, contrast: bool = True) -> None:
        options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": contrast}}}
        known = page.evaluate("typeof axe === 'object'")
        results = (again if known else axe).run(page, options=options)
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"

    return check


@pytest.fixture(autouse=True)
def _nothing_shown() -> Iterator[None]:
    """A view that was called without a request's middleware leaves its plan and day to the test that follows."""
    from measures.shown import nothing_shown

    with nothing_shown():
        yield
