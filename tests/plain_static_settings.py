"""The settings of a city, with static files under their own names, without a build step, and copies packed quickly."""

from kisarazu_plan.settings import *  # noqa: F403
from kisarazu_plan.settings import STORAGES

BROTLI_OF_COPIES = 4
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
