"""The settings of a city, with static files in a folder of the test's own."""

import os
from pathlib import Path

from kisarazu_plan.settings import *  # noqa: F403

STATIC_ROOT = Path(os.environ["STATIC_ROOT"])
