"""Loads the plan into an empty database; leaves a loaded one as the city has edited it."""

import yaml
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.base import DeserializationError
from django.db import IntegrityError, models, transaction
from simple_history.models import registered_models
from yaml import YAMLError

from measures.models import Plan
from measures.past import begin_history
from measures.site import is_set_up_empty
from measures.typed_text import check_tidy


class Command(BaseCommand):
    help = "同梱の計画（施策・取組・指標・目標）を読み込みます。計画がすでにあるときは何も変えません。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--beside",
            action="store_true",
            help="ほかの計画があるデータベースや、空で準備したサイトにも、同梱の計画を加える",
        )

    def handle(self, *args: object, beside: bool = False, **options: object) -> None:
        # One transaction: never half a plan. On SQLite it also holds the write lock, so that of two starts at
        # once the second finds the plan loaded.
        with transaction.atomic():
            known = list(Plan.objects.all())
            # Published targets cannot be written again, and edited texts must not be: so all or nothing.
            if known and slug_of_bundled() in {plan.slug for plan in known}:
                self.stdout.write(f"{'、'.join(map(str, known))}は読み込み済みです。内容は変えていません。")
                return
            if (known or is_set_up_empty()) and not beside:
                self.stdout.write(_why_not(known))
                return
            loaded = self.load(known)
        self.stdout.write(f"{loaded}を読み込みました。")

    def load(self, known: list[Plan]) -> Plan:
        fixtures = settings.BASE_DIR / "fixtures"
        # The second by its path only: this app knows nothing of indicators.
        try:
            call_command("loaddata", fixtures / "plan.yaml", fixtures / "indicators.yaml", verbosity=0)
        except (DeserializationError, YAMLError, IntegrityError) as error:
            raise CommandError(f"計画のファイルを読み込めません。{error}") from None
        self.check_texts()
        loaded = Plan.objects.exclude(pk__in=[plan.pk for plan in known]).get()
        self.begin_histories(loaded)
        return loaded

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
            known = model.history.values("id")
            rows = list(model._default_manager.exclude(pk__in=known))
            if rows:
                begin_history(rows, plan)


def slug_of_bundled() -> str:
    """How the plan in the fixtures is named: its first row says so."""
    try:
        rows = yaml.safe_load((settings.BASE_DIR / "fixtures" / "plan.yaml").read_text(encoding="utf-8"))
        return str(next(row["fields"]["slug"] for row in rows if row["model"] == "measures.plan"))
    except (YAMLError, StopIteration, KeyError, TypeError) as error:
        raise CommandError(f"計画のファイルを読み込めません。{error}") from None


def _why_not(known: list[Plan]) -> str:
    there = (
        f"このデータベースには、別の計画（{'、'.join(map(str, known))}）があります。"
        if known
        else "計画のないサイトとして準備されています。"
    )
    return f"{there}同梱の計画は読み込んでいません。加えるときだけ manage.py load_plan --beside を実行してください。"
