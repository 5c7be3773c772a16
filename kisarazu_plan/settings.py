"""The one settings file. Every value that differs between places comes from the environment.

Nothing needs to be set for a first look: without a `.env` the site runs on plain http at 127.0.0.1 with an
SQLite file and a generated secret key, both in the data folder. `.env.example` lists what can be set.
"""

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF, UNSAFE_INLINE

from kisarazu_plan.database import PrivateConnection
from kisarazu_plan.directory_settings import DirectorySettings
from kisarazu_plan.environment import Environment, port_served_at, site_url_of

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment(BASE_DIR / ".env")

# --- Places ---------------------------------------------------------------------------------------

# The data folder: database file and secret key. Outside version control, so that neither is ever committed.
DATA_DIR = Path(env.text("DATA_DIR") or BASE_DIR / "var").resolve()
# Browser assets that run.py installs (the chart library); rebuilt from package-lock.json at any time.
ASSETS_DIR = BASE_DIR / "var" / "assets"
STATIC_ROOT = BASE_DIR / "var" / "static"
# Files that people attach to values: never below a folder that the web server knows. Part of every backup.
# Several machines share it: a folder of all of them.
EVIDENCE_DIR = Path(env.text("EVIDENCE_DIR") or DATA_DIR / "evidence").resolve()
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)  # drafts and password hashes are for its owner only
for _folder in (ASSETS_DIR, STATIC_ROOT):
    _folder.mkdir(parents=True, exist_ok=True)


def secret_key_from(folder: Path) -> str:
    """Return the secret key kept in `folder`, made on first use and readable by its owner only.

    Two processes that start at once agree on one key: the file appears whole or not at all.
    """
    path = folder / "secret_key"
    if not path.exists():
        draft = folder / f".secret_key.{os.getpid()}.{secrets.token_hex(4)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was first; its key is the key
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()


# --- Basics ---------------------------------------------------------------------------------------

DEBUG = env.switch("DEBUG")
# The demo shows its band on every page: its values are made up (docs/product.md §8).
DEMO = env.switch("DEMO")
SECRET_KEY = env.text("SECRET_KEY") or secret_key_from(DATA_DIR)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", [])

ROOT_URLCONF = "kisarazu_plan.urls"
WSGI_APPLICATION = "kisarazu_plan.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "indicators",
    "measures",
    "kisarazu_plan.apps.PlanAdminConfig",  # Django's admin, behind our own door
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",  # before staticfiles: runserver then serves files as production does
    "django.contrib.staticfiles",
    "simple_history",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "csp",
]

MIDDLEWARE = [
    "indicators.views.asked_anew.AskedAnew",  # around all others, which answer by themselves, too
    "indicators.origin.OnlyKnownProxies",  # first to read: nobody after it sees what no known proxy wrote
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "measures.addresses.PlanOfAddress",
    "indicators.views.odd_requests.OddRequests",  # before anybody asks the database with what was sent
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "indicators.views.stale_fallback.StaleFallback",  # database away: the last good page, or words
    "axes.middleware.AxesMiddleware",  # last, as axes asks: it turns a lockout into the answer
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "measures.loader.Loader",  # what the plan calls its levels
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "indicators.views.context.site",
            ],
            # {% csrf_token %} of every form says to whom the form was given, too.
            "builtins": ["indicators.templatetags.tokens", "indicators.templatetags.plans"],
        },
    },
]

# --- Database (docs/trust.md §1) ---------------------------------------------------------------


def database_from(url: str, folder: Path, *, statement: int = 0, lock: int = 0) -> dict[str, Any]:
    """Return Django's settings for the database at `url`, or for an SQLite file in `folder` where url is ''.

    SQLite: IMMEDIATE takes the write lock when a transaction begins, and waits for it up to 20 seconds; with
    Django's defaults most concurrent saves fail at once. WAL lets readers go on meanwhile; FULL keeps a
    committed save through a power cut. Recursive triggers: without them INSERT OR REPLACE throws a published row
    out past its guard.

    PostgreSQL: `statement` and `lock` are the seconds that one statement, and one wait for somebody's lock, may take; 0 for
    any. A connection belongs to a thread and is kept for a minute, so the threads of the server bound them all.
    """
    config: dict[str, Any] = dict(
        env.database(url)
        if url
        else {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "plan.sqlite3")}
    )
    config["ATOMIC_REQUESTS"] = False  # on SQLite every GET would take the write lock
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "factory": PrivateConnection,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;",
        }
    else:
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
        # A server that does not answer is told to people after seconds, not after minutes.
        limits = f"-c statement_timeout={statement}s -c lock_timeout={lock}s"
        config["OPTIONS"] = {"connect_timeout": 5, "options": limits, **config.get("OPTIONS", {})}
    return config


# Of pages alone (wsgi.py says which process serves them): a migration, a backup or the keeper takes the time it needs.
_PAGES = "SERVES_PAGES" in os.environ
DATABASES = {
    "default": database_from(
        env.text("DATABASE_URL"),
        DATA_DIR,
        statement=_PAGES * env.whole("DATABASE_STATEMENT_SECONDS", 30),
        lock=_PAGES * env.whole("DATABASE_LOCK_SECONDS", 20),
    )
}

# A second server that follows the first (streaming replication): public pages are read there (decisions/0041).
if _replica := env.text("DATABASE_REPLICA_URL"):
    DATABASES["replica"] = {
        **database_from(_replica, DATA_DIR, statement=30, lock=20),
        "TEST": {"MIRROR": "default"},
    }
    DATABASE_ROUTERS = ["indicators.caching.replica.PlaceOfReading"]

# --- Copies of public pages (docs/trust.md §1: they go on from the last good copy) -------------------------

# Shared by several machines: a folder of all of them, or Redis (below).
COPIES_DIR = Path(env.text("COPIES_DIR") or DATA_DIR / "copies").resolve()
_FILES = "indicators.caching.copy_files.CopyFiles"
CACHES = {
    # Pictures and workbooks of the present state in the memory of a process: half a megabyte each.
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 60}},
    # The pages and files of now: as many as the site has, made by the keeper and swept by it. The folder can be emptied
    # at any time.
    "responses": {"BACKEND": _FILES, "LOCATION": COPIES_DIR / "now"},
    # Days and other questions that anyone can ask are kept apart, so that they never push out the pages of now.
    "responses_of_days": {
        "BACKEND": _FILES,
        "LOCATION": COPIES_DIR / "days",
        "OPTIONS": {
            "MOST_BYTES": max(1, env.whole("COPIES_OF_DAYS_MB", 200)) * 1024 * 1024,
            "MAX_ENTRIES": 20_000,
        },
    },
    # Counters of the API. A store of their own, so that many callers push nothing else out.
    "rates": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "rates",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}

# Redis or Valkey instead, for copies and counters of all machines: three databases of it are the site's alone. How many
# copies of past days it keeps is its own to bound (maxmemory with allkeys-lru).
if _redis := env.text("REDIS_URL"):
    for _number, _name in enumerate(("responses", "responses_of_days", "rates")):
        CACHES[_name] = {
            "BACKEND": "indicators.caching.redis_store.RedisStore",
            "LOCATION": f"{_redis.rstrip('/')}/{_number}",
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
        }

# Seconds in which a CDN gives out a public page without asking; 0: it asks each time.
CDN_SECONDS = env.whole("CDN_SECONDS", 0)

# How hard pages that are kept are packed: 11 takes 70 ms for a page, and saves 6 % of what 7 leaves.
BROTLI_OF_COPIES = 11
# Where processes of this machine take turns at what takes long (caching/one_at_a_time.py).
TURNS_DIR = DATA_DIR

# --- Language and time ----------------------------------------------------------------------------

LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True

# --- Static files ---------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static", ("vendor", ASSETS_DIR)]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # Names with a hash may be kept by a browser for ever; while developing nobody runs collectstatic.
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}

# --- Uploads (docs/trust.md §4) ---------------------------------------------------------------------------

FILE_UPLOAD_HANDLERS = [
    "indicators.evidence.upload.CappedUploadHandler",  # first: no file is taken further than its limit
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 20
# A department's table has nine fields a row; Django's own 1,000 would refuse one of some hundred rows.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- People ---------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: a locked pair never reaches the password check
    "indicators.accounts.RightsOfTheDay",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# --- The city's own directory, instead of passwords here or beside them (docs/operations.md §6) -------------

_directory = DirectorySettings.of(env)
REMOTE_USER_HEADER = _directory.header
OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET = _directory.provider
OIDC_SCOPES, OIDC_NAME_CLAIM, OIDC_SIGN_ALGORITHM = _directory.asked
DIRECTORY_DOMAINS = _directory.domains
DIRECTORY_ASKS_SECOND_FACTOR = _directory.asks_second_factor
PASSWORD_SIGN_IN = _directory.takes_passwords

# What an authenticator app writes beside the name of the account.
OTP_TOTP_ISSUER = "基本計画のいま"

# How long the link of an invitation, or to a new password, can be used; the mails say so in days.
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "entry:tasks"
LOGOUT_REDIRECT_URL = "public:home"
SESSION_COOKIE_AGE = 10 * 60 * 60  # one working day
SESSION_COOKIE_SAMESITE = "Lax"
# A form whose token is of an earlier login shows what was typed and can be sent on (docs/trust.md §3).
CSRF_FAILURE_VIEW = "indicators.views.shared.interrupted.csrf_failure"

# A city hall shares one address, and anyone can type a colleague's name: only the two together are locked, and a whole
# address only after very many names, but for browsers that are known (indicators/sign_in.py).
AXES_HANDLER = "indicators.sign_in.SignInGuard"
SIGN_IN_NAMES_AN_ADDRESS = env.whole("SIGN_IN_NAMES_AN_ADDRESS", 20)  # 0: no such limit
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "indicators.origin.client_address"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
# A try during a lock changes nothing: else whoever goes on trying would keep a colleague locked out.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "indicators.views.shared.interrupted.locked_out"
AXES_VERBOSE = False  # its start-up lines say nothing to the people who run this

# --- What a browser may do (docs/trust.md §6) --------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF, UNSAFE_INLINE],  # the chart library sets styles on its elements
        "img-src": [SELF, "data:", "blob:"],  # blob: the chart library's own "save as picture"
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

# One switch for a site that is served over https. Off by default, so that plain http on 127.0.0.1 works.
SECURE_SITE = env.switch("SECURE_SITE")
if SECURE_SITE:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/"]  # asked from this very machine, by plain http
    SECURE_HSTS_SECONDS = env.whole("SECURE_HSTS_SECONDS", 365 * 24 * 60 * 60)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
# --- Behind a proxy (docs/trust.md §6) ---------------------------------------------------------------------

# Addresses and networks of the proxies in front, and "unix" for a Unix socket: from nobody else a forwarded header is
# believed. Empty: none, or the one on this machine where one of the two settings below speaks of a proxy.
TRUSTED_PROXIES = env.proxies("TRUSTED_PROXIES")
# Behind a proxy every request comes from the proxy: the header in which it always writes the address of the caller,
# such as X-Real-IP or X-Forwarded-For.
CLIENT_ADDRESS_HEADER = env.text("CLIENT_ADDRESS_HEADER")
# The proxy speaks https, and always sets or removes this header itself.
if env.switch("BEHIND_HTTPS_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Open data ------------------------------------------------------------------------------------

# On which terms the data may be used: the city's choice. Shown beside every file, with the text to cite.
OPEN_DATA_LICENCE_KEY = env.text("OPEN_DATA_LICENCE_KEY", "CC-BY-4.0")
OPEN_DATA_LICENCE_NAME = env.text("OPEN_DATA_LICENCE_NAME", "CC BY 4.0")
OPEN_DATA_LICENCE_URL = env.text(
    "OPEN_DATA_LICENCE_URL", "https://creativecommons.org/licenses/by/4.0/deed.ja"
)
# Empty: made of the city's name, the name of this site, and the licence.
OPEN_DATA_ATTRIBUTION = env.text("OPEN_DATA_ATTRIBUTION")

# Requests of one address within a minute; 0 sets no limit. Each process counts for itself.
API_REQUESTS_A_MINUTE = env.whole("API_REQUESTS_A_MINUTE", 300)

# --- Mail and log ---------------------------------------------------------------------------------

# Links in mails begin with it, and those that are handed over: they know no request.
SITE_URL = env.address("SITE_URL") or site_url_of(
    ALLOWED_HOSTS, env.whole("PORT", port_served_at(DATA_DIR, 8000)), SECURE_SITE
)
# Where it is set, whole addresses on pages and in files begin with it too, whatever host a visitor says to have asked.
SITE_ORIGIN = "{0.scheme}://{0.netloc}".format(urlsplit(SITE_URL)) if env.address("SITE_URL") else ""
EMAIL_TIMEOUT = 20  # seconds without an answer, at each step: a mail server that hangs is one that is away
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "kisarazu-plan@localhost")
globals().update(env.mail())

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.level("LOG_LEVEL")},
    # Each login is a line of our own log (Event); four more lines here would only hide what matters.
    "loggers": {"axes": {"level": "WARNING"}},
}
