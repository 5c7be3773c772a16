"""For cron, once a day or more often: nobody gets more than one mail a day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from indicators.digests import send_digests


class Command(BaseCommand):
    help = "催促と差戻しのお知らせをメールで送ります（1人1日1通まで）。"

    def handle(self, *args: Any, **options: Any) -> None:
        sent, failed = send_digests()
        self.stdout.write(f"お知らせを{sent}通送りました。")
        if failed:
            raise CommandError(f"送れなかった人がいます（次の実行でもう一度送ります）：{'、'.join(failed)}")
