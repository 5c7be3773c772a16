"""For cron where no keeper runs, once a day or more often: nobody gets the morning's mail twice."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from indicators.notices import write_at_once, write_digests
from indicators.outbox import deliver


class Command(BaseCommand):
    help = "お知らせをメールで送ります（朝のまとめは1人1日1通まで）。"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"お知らせを{write_digests() + write_at_once()}通書きました。")
        try:
            done = deliver()
        except OSError as problem:
            raise CommandError(
                f"メールサーバーにつながりません（次の実行でもう一度送ります）：{problem}"
            ) from problem
        self.stdout.write(f"メールを{done.sent}通送りました。")
        if done.failed:
            raise CommandError(f"送れなかったメールが{done.failed}通あります（あとでもう一度送ります）。")
