"""The WSGI entry point: what any WSGI server serves, and what rsgi.py asks."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from kisarazu_plan.environment import remember_port

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kisarazu_plan.settings")
os.environ["SERVES_PAGES"] = "on"  # so nobody waits for a database for ever (settings.py)

_django = get_wsgi_application()

from indicators.caching.finished_pages import FinishedPages  # noqa: E402  (asks for models, which are there by now)

application = FinishedPages(_django)
remember_port(settings.DATA_DIR, os.environ.get("PORT", ""))
