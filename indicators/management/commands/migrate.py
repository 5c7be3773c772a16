"""Django's migrate, which alone makes the database's file where there is none (kisarazu_plan/database.py)."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections


class Command(migrate.Command):
    def execute(self, *args: Any, **options: Any) -> Any:
        connection = connections[options["database"]]
        if connection.vendor == "sqlite":  # before the checks, which ask it what it can do
            connection.settings_dict["OPTIONS"]["factory"].make(connection.settings_dict["NAME"])
        return super().execute(*args, **options)
