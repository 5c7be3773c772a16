"""Loads the plan into an empty database; leaves a loaded one as the city has edited it."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import models, transaction
from simple_history.models import registered_models
from simple_history.utils import get_history_manager_for_model

from measures.models import Plan

LOADED = "計画の読み込み"


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
                _begin_histories()
        if plan is None:
            self.stdout.write(f"{Plan.objects.get()}を読み込みました。")
        else:
            self.stdout.write(f"{plan}は読み込み済みです。内容は変えていません。")


def _begin_histories() -> None:
    """How each text was loaded: without it the first change of a text would not say from what."""
    for model in registered_models.values():
        _begin_history(model)


def _begin_history(model: type[models.Model]) -> None:
    rows = list(model._default_manager.all())
    get_history_manager_for_model(model).bulk_history_create(rows, default_change_reason=LOADED)
