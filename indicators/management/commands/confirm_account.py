"""For whoever looks after the server: confirms whose account it is where nobody of the office can."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from indicators.workflow import WorkflowError, confirm_at_server


class Command(BaseCommand):
    help = "ほかに確認できる計画担当がいないとき、本人に確かめたアカウントを確認します。記録に残り、計画担当の全員にメールで知らせます。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="利用者名")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"「{username}」という利用者名の人はいません。")
        try:
            confirm_at_server(person=person)
        except WorkflowError as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(f"{username} のアカウントを確認しました。")
