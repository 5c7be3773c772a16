"""Attaches the plan's own wording (原文), which the repository does not hold, to the restated rows."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from indicators.plan_remarks import attach_remarks
from measures.models import Plan
from measures.plan_text import Layout, PlanTextError, attach

LAYOUT = settings.BASE_DIR / "fixtures" / "text_layout.json"
SECTIONS = settings.BASE_DIR / "fixtures" / "text_sections.json"


class Command(BaseCommand):
    help = "計画書の文字データから、要約の横に原文を読み込みます。1件でも数が合わないときは何も変えません。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="計画書の文字データ（UTF-8 のテキスト）")
        parser.add_argument("--layout", type=Path, default=LAYOUT, help="計画書の形（JSON）")
        parser.add_argument(
            "--plan", default="", help="計画のアドレスでの名前（/plans/3/ の 3）。計画が一つなら不要"
        )
        parser.add_argument(
            "--sections", type=Path, default=SECTIONS, help="施策ごとの、現状1・課題2・方向性3の並び（JSON）"
        )

    def handle(
        self, *args: object, path: Path, plan: str, layout: Path, sections: Path, **options: object
    ) -> None:
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{path} を読めません（{error.strerror}）。") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{path} は UTF-8 のテキストではありません。") from error
        own = _plan_of(plan)
        form = Layout.of_json(json.loads(layout.read_text(encoding="utf-8")))
        choice = json.loads(sections.read_text(encoding="utf-8"))
        try:
            with transaction.atomic():
                done = attach(own, text, form, {int(number): order for number, order in choice.items()})
                remarks, left = attach_remarks(own, text, form)
        except PlanTextError as error:
            raise CommandError(f"原文は読み込みませんでした。\n{error}") from error
        self.stdout.write(
            f"施策{done.measures}件の原文を読み込みました：目標{done.goals}件、"
            f"現状・課題・方向性{done.statements}件、市・市民等の取組{done.contributions}件、"
            f"主な取組の内容{done.details}件（うち変更{done.changed}件）、指標の備考{remarks}件。"
        )
        if left:
            self.stdout.write(f"備考の原文を確かめられない指標：{'、'.join(left)}。管理画面で入力できます。")


def _plan_of(key: str) -> Plan:
    """The plan of that name, or the only one there is; CommandError else."""
    plans = list(Plan.objects.filter(key=key) if key else Plan.objects.all())
    if len(plans) == 1:
        return plans[0]
    known = "、".join(f"{plan.key}（{plan.name}）" for plan in Plan.objects.all())
    raise CommandError(
        f"どの計画の文字データか、--plan で指定してください：{known}" if known else "計画がまだありません。"
    )
