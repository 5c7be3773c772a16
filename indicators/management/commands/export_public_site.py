"""Writes the public site as a folder for any web host; what and how is in indicators/export/."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from indicators.export import Exported, ExportOptions, ExportRefused, export_public_site

_STEPS = 10
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_EXIT_CODES = (
    "終了コード：0 書き出しました／1 書き出せませんでした／2 指定が正しくありません／3 フォルダーにほかのものがあります"
    "／4 別の書き出しが動いています／5 公表が続いてまとまりませんでした"
)


class Command(BaseCommand):
    help = (
        "公開ページとファイルのすべてを、どのウェブサーバーにも置けるフォルダーに書き出します。"
        "2回目からは、変わったファイルだけを書きます。" + _EXIT_CODES
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="書き出すフォルダー（空か、前に書き出したもの）")
        parser.add_argument("--base-path", default="/", help="置く場所の道。例：/kpi/（既定は /）")
        parser.add_argument(
            "--site-url",
            default="",
            help="公開するサーバーのアドレス。例：https://www.city.example.jp（既定は SITE_URL）",
        )
        parser.add_argument(
            "--archive-day",
            action="append",
            default=[],
            metavar="YYYY-MM-DD",
            help="この日の終わりの内容も残します。何度でも指定でき、次からは指定しなくても残ります",
        )
        parser.add_argument(
            "--drop-archive-day",
            action="append",
            default=[],
            metavar="YYYY-MM-DD",
            help="残していた日の内容を取り除きます",
        )
        parser.add_argument(
            "--staff-url", default="", help="職員ログインのリンク先（庁内のアドレス）。既定ではリンクなし"
        )
        parser.add_argument(
            "--precompress", action="store_true", help="圧縮したファイル（.gz と .br）も並べて書きます"
        )
        parser.add_argument(
            "--processes",
            type=int,
            default=0,
            metavar="N",
            help="ページを同時に作るプロセスの数（既定は、プロセッサーの数）",
        )

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            chosen = ExportOptions.of(
                base_path=options["base_path"],
                site_url=options["site_url"] or settings.SITE_URL,
                days=options["archive_day"],
                dropped=options["drop_archive_day"],
                staff_url=options["staff_url"],
                compressed=options["precompress"],
                processes=options["processes"],
            )
            self._warn_of_loopback(chosen)
            self._tell(folder, chosen, export_public_site(folder, chosen, self._progress))
        except ExportRefused as refusal:
            raise CommandError(str(refusal), returncode=refusal.code) from None

    def _warn_of_loopback(self, chosen: ExportOptions) -> None:
        if urlsplit(chosen.site_url).hostname in _LOOPBACK:
            self.stderr.write(
                f"注意：サイトマップなどに書くアドレスが {chosen.home} です。"
                "公開するアドレスを --site-url https://… で指定してください。"
            )

    def _progress(self, done: int, total: int) -> None:
        if done * _STEPS // total > (done - 1) * _STEPS // total:
            self.stdout.write(f"  {done}/{total}（{done * 100 // total}％）")

    def _tell(self, folder: Path, chosen: ExportOptions, made: Exported) -> None:
        for file, links in made.lost.items():
            self.stderr.write(f"注意：{file} で、行き先のないリンクを外しました：{'、'.join(links)}")
        report = made.report
        days = f"、残している日 {'・'.join(map(str, made.days))}" if made.days else ""
        self.stdout.write(
            f"{folder} に書き出しました（公開内容の改訂 {made.revision}{days}）。"
            f"書いたファイル {report.written}、変わらないファイル {report.same}、取り除いたファイル {report.removed}。\n"
            f"フォルダーの中身をそのまま、{chosen.home} として見える場所に置いてください。"
        )
