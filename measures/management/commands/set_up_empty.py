"""Begins a site without a plan, and lets the database remember that: no plan is loaded into it by itself."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from measures.models import Plan, SiteSettings
from measures.site import is_set_up_empty


class Command(BaseCommand):
    help = "計画のないサイトとして準備します。準備済みのときは何も変えません。"

    def handle(self, *args: object, **options: object) -> None:
        with transaction.atomic():
            if is_set_up_empty():
                self.stdout.write("計画のないサイトとして準備済みです。何も変えていません。")
                return
            plans = list(Plan.objects.all())
            if plans:
                raise CommandError(
                    f"このデータベースには、すでに計画（{'、'.join(map(str, plans))}）があります。"
                    "空のサイトは、別のデータベース（DATABASE_URL）か別のフォルダー（DATA_DIR）で始めてください。"
                )
            SiteSettings.objects.create(
                reason="計画のないサイトとして準備しました。", by_two=False, published_at=timezone.now()
            )
        self.stdout.write("計画のないサイトとして準備しました。")
