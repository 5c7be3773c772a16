"""For whoever wants publications and changes of departments carried out now; the keeper does it by itself."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from indicators.workflow import do_due


class Command(BaseCommand):
    help = "予約した日時になった公表（計画とそのファイルも）と、準備した日になった課の変更と、予約した日になった中間見直しを行います。"

    def handle(self, *args: Any, **options: Any) -> None:
        done = do_due()
        for words in (*done.plans, *done.files):
            self.stdout.write(words)
        for batch, behind in done.batches:
            self.stdout.write(f"「{batch}」を公表しました（公表できなかった値 {len(behind)}件）。")
        for change, refusal in done.reorganisations:
            if refusal:
                self.stderr.write(f"課の変更（{change}）を行えませんでした：{refusal}")
            else:
                self.stdout.write(f"課の変更（{change}）を行いました。")
        for revision, refusal in done.revisions:
            if refusal:
                self.stderr.write(f"中間見直し（{revision}）を反映できませんでした：{refusal}")
            else:
                self.stdout.write(f"中間見直し（{revision}）を反映しました。")
        if done.problems:
            raise CommandError("\n".join(done.problems))
