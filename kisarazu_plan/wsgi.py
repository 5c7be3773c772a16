"""The WSGI entry point: what gunicorn or waitress serves."""

import os
import threading

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kisarazu_plan.settings")

application = get_wsgi_application()

# Set by run.py. Scheduled publications need no cron then; several processes may ask at once, one of them acts.
if every := os.environ.get("PUBLISH_DUE_EVERY"):
    threading.Thread(
        target=call_command, args=["publish_due"], kwargs={"every": int(every)}, daemon=True
    ).start()
