"""For whoever looks after the server: withdraws a plan that was loaded by mistake, while one person is in the office."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from indicators.workflow import WorkflowError
from indicators.workflow.plan_withdrawal import withdraw_at_server
from measures.models import Plan


class Command(BaseCommand):
    help = "誤って読み込んだ計画を取り下げます（計画担当が2人より少ないときだけ。2人以上なら画面で行います）。何も消さず、記録に残ります。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key", help="計画のアドレスでの名前（/plans/3/ の 3）")
        parser.add_argument("--by", required=True, help="取り下げる計画担当の利用者名")
        parser.add_argument("--reason", required=True, help="理由")

    def handle(self, *args: Any, key: str, by: str, reason: str, **options: Any) -> None:
        plan = Plan.objects.filter(key=key).first()
        person = User.objects.filter(username=by).first()
        if plan is None or person is None:
            raise CommandError(f"「{key}」という計画か、「{by}」という人がいません。")
        try:
            withdraw_at_server(plan=plan, reason=reason, by=person)
        except WorkflowError as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(f"{plan}を取り下げました。アドレスの「{key}」は、ほかの計画で使えます。")
