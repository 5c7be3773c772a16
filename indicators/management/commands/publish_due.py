"""For cron, and for run.py's server: carry out publications and reorganisations whose moment has come."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections

from indicators.outbox import answer_requests, deliver
from indicators.workflow import do_due


class Command(BaseCommand):
    help = "予約した日時になった公表と、準備した日になった課の変更を行います。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=int, metavar="秒", help="終わらずに、この秒数ごとに確かめます。")

    def handle(self, *args: Any, every: int | None = None, **options: Any) -> None:
        self._once()
        while every:
            time.sleep(every)
            close_old_connections()
            try:
                self._once()
                answer_requests()
                deliver()
            except OSError as problem:
                self.stderr.write(f"メールサーバーにつながりません：{problem}")
            except OperationalError as problem:
                # The database may be away for a while; the schedule waits.
                self.stderr.write(f"予約や準備を確かめられません：{problem}")

    def _once(self) -> None:
        done = do_due()
        for batch, behind in done.batches:
            self.stdout.write(f"「{batch}」を公表しました（公表できなかった値 {len(behind)}件）。")
        for change, refusal in done.reorganisations:
            if refusal:
                self.stderr.write(f"課の変更（{change}）を行えませんでした：{refusal}")
            else:
                self.stdout.write(f"課の変更（{change}）を行いました。")
