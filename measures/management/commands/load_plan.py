"""Loads the plan into an empty database; leaves a loaded one as the city has edited it."""

from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from measures.models import Plan


class Command(BaseCommand):
    help = "計画（施策・取組・指標・目標）を読み込みます。読み込み済みのときは何も変えません。"

    def handle(self, *args: object, **options: object) -> None:
        # One transaction: never half a plan. On SQLite it also holds the write lock, so that of two starts at
        # once the second finds the plan loaded.
        with transaction.atomic():
            plan = Plan.objects.first()
            # Published targets cannot be written again, and edited texts must not be: so all or nothing.
            if plan is None:
                fixtures = settings.BASE_DIR / "fixtures"
                # The second by its path only: this app knows nothing of indicators.
                call_command("loaddata", fixtures / "plan.yaml", fixtures / "indicators.yaml", verbosity=0)
                # A fixture leaves no history, and pages of a past day are in the words of that day.
                call_command("populate_history", auto=True, verbosity=0, stdout=StringIO())
        if plan is None:
            self.stdout.write(f"{Plan.objects.get()}を読み込みました。")
        else:
            self.stdout.write(f"{plan}は読み込み済みです。内容は変えていません。")
