"""For whoever looks after the server: takes a lost second factor away where too few of the office are there to do it."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from indicators.workflow import WorkflowError, reset_factor_at_server


class Command(BaseCommand):
    help = "スマートフォンも予備のコードもなくした人の、二段階認証を解除します。本人に確かめてから使ってください。記録に残り、計画担当の全員にメールで知らせます。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="利用者名")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"「{username}」という利用者名の人はいません。")
        try:
            reset_factor_at_server(person=person)
        except WorkflowError as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(f"{username} の二段階認証を解除しました。次のログインで登録し直せます。")
