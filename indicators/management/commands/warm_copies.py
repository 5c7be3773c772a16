"""Makes the copies of all public pages and files that are not current; the keeper starts it after each publication."""

import ctypes
import os
import signal
from argparse import ArgumentParser
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError

from indicators.caching.one_at_a_time import turn
from indicators.warming import Away, at_once, gently, warm

AWAY = "データベースにつながりません。"


class Command(BaseCommand):
    help = (
        "公開ページとファイルの写しを、公表した内容に合わせてそろえます（自動の処理が公表のたびに行います）。"
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--gently", action="store_true", help="読む人を待たせないように、休みながら作ります。"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["gently"]:
            _stand_back()
        with turn(settings.TURNS_DIR / "warming.lock") as ours:
            if not ours:
                self.stdout.write("ほかのプロセスが作っています。")
                return
            try:
                warmed = warm(pause=gently if options["gently"] else at_once)
            except (DatabaseError, InterfaceError) as problem:
                raise CommandError(f"{AWAY}{problem}") from problem
            except Away:
                raise CommandError(AWAY) from None
        if warmed is None:
            raise CommandError("作っている間に、公表した内容が何度も変わりました。")
        self.stdout.write(f"公開ページとファイルの写し {warmed.count}件をそろえました。")
        for address in warmed.problems:
            self.stderr.write(f"写しを作れませんでした：{address}")


def _stand_back() -> None:
    """Behind the pages that somebody waits for; and not longer than the keeper lives (Linux)."""
    with suppress(AttributeError, OSError):
        os.nice(5)
    with suppress(Exception):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
