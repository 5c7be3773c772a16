"""For cron where no keeper runs, once a day or more often: nobody gets more than one mail of these a day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from indicators.digests import write_digests
from indicators.outbox import deliver


class Command(BaseCommand):
    help = "催促と差戻しのお知らせをメールで送ります（1人1日1通まで）。"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"お知らせを{write_digests()}通書きました。")
        try:
            done = deliver()
        except OSError as problem:
            raise CommandError(
                f"メールサーバーにつながりません（次の実行でもう一度送ります）：{problem}"
            ) from problem
        self.stdout.write(f"メールを{done.sent}通送りました。")
        if done.failed:
            raise CommandError(f"送れなかったメールが{done.failed}通あります（あとでもう一度送ります）。")
