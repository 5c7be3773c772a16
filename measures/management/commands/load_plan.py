"""Loads the plan into an empty database; leaves a loaded one as the city has edited it."""

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.base import DeserializationError
from django.db import models, transaction
from simple_history.models import registered_models
from yaml import YAMLError

from measures.models import Plan
from measures.past import begin_history
from measures.typed_text import check_tidy


class Command(BaseCommand):
    help = "計画（施策・取組・指標・目標）を読み込みます。読み込み済みのときは何も変えません。"

    def handle(self, *args: object, **options: object) -> None:
        # One transaction: never half a plan. On SQLite it also holds the write lock, so that of two starts at
        # once the second finds the plan loaded.
        with transaction.atomic():
            plans = list(Plan.objects.all())
            # Published targets cannot be written again, and edited texts must not be: so all or nothing.
            if not plans:
                fixtures = settings.BASE_DIR / "fixtures"
                # The second by its path only: this app knows nothing of indicators.
                try:
                    call_command(
                        "loaddata", fixtures / "plan.yaml", fixtures / "indicators.yaml", verbosity=0
                    )
                except (DeserializationError, YAMLError) as error:
                    raise CommandError(f"計画のファイルを読み込めません。{error}") from None
                self.check_texts()
                [loaded] = Plan.objects.all()
                self.begin_histories(loaded)
        if not plans:
            self.stdout.write(f"{loaded}を読み込みました。")
        else:
            self.stdout.write(f"{'、'.join(map(str, plans))}は読み込み済みです。内容は変えていません。")

    def check_texts(self) -> None:
        """Fixtures go by no form. Whatever they hold is public, and much of it can never be changed."""
        for model in apps.get_models():
            names = [
                field.attname
                for field in model._meta.concrete_fields
                if isinstance(field, models.CharField | models.TextField) and not field.choices
            ]
            if model._meta.app_label not in ("measures", "indicators") or not names:
                continue
            for pk, *texts in model._default_manager.values_list("pk", *names):
                for name, text in zip(names, texts, strict=True):
                    try:
                        check_tidy(text or "")
                    except ValueError as refusal:
                        raise CommandError(f"{model._meta.label}（{pk}）の{name}：{refusal}") from None

    def begin_histories(self, plan: Plan) -> None:
        """loaddata writes no history; without a first line the words of today would be lost by the first edit."""
        for model in registered_models.values():
            rows = list(model._default_manager.all())
            if rows and not model.history.exists():
                begin_history(rows, plan)
