#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys


def main() -> None:
    """Run one management command with the project's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kisarazu_plan.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db.utils import InterfaceError, OperationalError

    try:
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, OperationalError, InterfaceError) as problem:
        if "--traceback" in sys.argv:
            raise
        # A setting that cannot be read, a database that is away: one line for whoever can mend it.
        about = "" if isinstance(problem, ImproperlyConfigured) else "データベースを使えません："
        sys.exit(f"{about}{problem}".strip())


if __name__ == "__main__":
    main()
