"""Builds the demo, or gives the demo that is there new passwords, and prints who can sign in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from indicators.demo import NotADemo, accounts, build


class Command(BaseCommand):
    help = (
        "架空の実績を、入力から公表までの手順どおりに作り、ログインできるアカウントを表示します（デモ専用）。"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            built = build()
        except NotADemo as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            "デモを作りました。実績はすべて架空の値です。" if built else "デモはすでにあります。"
        )
        self.stdout.write("ログインできるアカウント（パスワードは新しく作りました）：")
        for account in accounts():
            self.stdout.write(
                f"  {account.login:<10} {account.password}  {account.role}　{account.name}　{account.department}".rstrip(
                    "　 "
                )
            )
