"""For whoever looks after the server: makes somebody one of the plan office while too few are there to confirm it."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from indicators.workflow import NotAllowed, appoint


class Command(BaseCommand):
    help = (
        "利用できる計画担当が2人より少ないとき、登録済みの人を計画担当にします（停止中なら再開します）。"
        "記録に残り、「計画担当の仕事」の画面に表示されます。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="利用者名")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"「{username}」という利用者名の人はいません。先に画面から招待してください。")
        try:
            appoint(person=person)
        except NotAllowed as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(f"{username} を計画担当にしました。計画担当の全員にメールで知らせます。")
