"""For whoever looks after the server: the link to a new password of somebody whom no mail reaches."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from indicators.models import Event
from indicators.outbox import password_link
from indicators.permissions import at_work


class Command(BaseCommand):
    help = (
        "メールを送れないとき、パスワードを決めるページのリンクを表示します。表示したことは記録に残ります。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="利用者名")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        person = at_work().filter(username=username).first()
        if person is None:
            raise CommandError(f"「{username}」という利用者名の、利用中の人はいません。")
        Event.objects.create(at=timezone.now(), person=person, action=Event.Action.LINK_SHOWN)
        days = settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)
        self.stdout.write(f"次のリンクを本人に渡してください（{days}日間、1回だけ使えます）。")
        self.stdout.write(password_link(person))
