"""Attaches the plan's own wording (原文), which the repository does not hold, to the restated rows."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from indicators.plan_remarks import attach_remarks
from measures.plan_text import PlanTextError, attach


class Command(BaseCommand):
    help = "計画書の文字データから、要約の横に原文を読み込みます。1件でも数が合わないときは何も変えません。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="計画書の文字データ（UTF-8 のテキスト）")

    def handle(self, *args: object, path: Path, **options: object) -> None:
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{path} を読めません（{error.strerror}）。") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{path} は UTF-8 のテキストではありません。") from error
        try:
            with transaction.atomic():
                done = attach(text)
                remarks, left = attach_remarks(text)
        except PlanTextError as error:
            raise CommandError(f"原文は読み込みませんでした。\n{error}") from error
        self.stdout.write(
            f"施策{done.measures}件の原文を読み込みました：目標{done.goals}件、"
            f"現状・課題・方向性{done.statements}件、市・市民等の取組{done.contributions}件、"
            f"主な取組の内容{done.details}件（うち変更{done.changed}件）、指標の備考{remarks}件。"
        )
        if left:
            self.stdout.write(f"備考の原文を確かめられない指標：{'、'.join(left)}。管理画面で入力できます。")
