"""The keeper as a process of its own (run.py and systemd start it), or one look of it, for cron."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from indicators.keeper import DUTIES, Keeper, look, looked_at
from indicators.keeper.copies import maker

LONGEST = 3600.0  # seconds for the copies of one publication; cron begins no second one beside it


class Command(BaseCommand):
    help = "予約した公表、課の変更、メールを、その時が来たら行います。止めるまで動き続けます。"
    requires_system_checks: list[str] = []  # none of them may keep it from waiting for its database

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="1回だけ確かめて終わります（cron 用）。")

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        if once:
            try:
                self._once()
            except (DatabaseError, InterfaceError) as problem:
                raise CommandError(f"データベースを使えません：{problem}") from problem
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        raise SystemExit(Keeper(stop).run())

    def _once(self) -> None:
        problems = []
        for work in DUTIES:
            if not work.every and work.next_look(looked_at(work), timezone.now()) > timezone.now():
                continue  # once a day, however often cron comes
            looked = look(work)
            for line in looked.done:
                self.stdout.write(line)
            problems += looked.problems
        if maker.is_at_work:  # it ends with this process
            maker.run(LONGEST)
        if problems:
            raise CommandError("\n".join(problems))
