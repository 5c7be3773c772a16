"""Builds the demo (indicators/demo.py) and says who can log in, and how."""

from typing import Any
from unicodedata import east_asian_width

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from indicators.demo import DemoRefused, build_demo


class Command(BaseCommand):
    help = "架空の実績とアカウントでデモを作ります。作成済みのときは、パスワードだけを新しくします。"

    def handle(self, *args: object, **options: Any) -> None:
        try:
            accounts = build_demo()
        except DemoRefused as refusal:
            raise CommandError(str(refusal)) from None
        heading = ("利用者名", "役割", "名前", "パスワード")
        lines = [heading, *((a.name, a.role, a.shown, a.password) for a in accounts)]
        widths = [max(_width(cell) for cell in column) for column in zip(*lines, strict=True)]
        self.stdout.write(
            f"デモのアカウント（実績も人物も架空です）。{reverse('login')} からログインできます。"
        )
        for line in lines:
            cells = (cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True))
            self.stdout.write("  " + "  ".join(cells).rstrip())


def _width(text: str) -> int:
    """Columns on a terminal: a Japanese sign takes two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
