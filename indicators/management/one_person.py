"""What commands for whoever looks after the server share, where each does one thing to the account of one person."""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from indicators.workflow import WorkflowError


class OnePersonCommand(BaseCommand):
    """`step`: what is done, a function of `person`; `done`: said then, with {username}; `advice`: added where nobody has the name."""

    step: ClassVar[Callable[..., object]]
    done: ClassVar[str]
    advice: ClassVar[str] = ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="利用者名")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"「{username}」という利用者名の人はいません。{self.advice}")
        try:
            type(self).step(person=person)
        except WorkflowError as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(self.done.format(username=username))
