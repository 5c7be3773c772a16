"""Asks the nginx on this machine for every public page and file, so that it can answer each while the application is down."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, InterfaceError

from indicators.caching.encodings import ENCODINGS
from indicators.caching.public_revision import public_etag
from indicators.views.public.site.addresses import public_addresses

_OTHERS = ("/robots.txt", "/sitemap.xml", "/api/v1/", "/api/v1/openapi.json")


class Command(BaseCommand):
    help = (
        "この機械の nginx に、公開ページとファイルのすべてを一度ずつ尋ね、写しを持たせます。"
        "前回から何も公表されていなければ、何もしません（日が変われば、もう一度行います）。"
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        usual = f"127.0.0.1:{443 if settings.SECURE_SITE else 80}"
        parser.add_argument("--nginx", default=usual, metavar="ADDRESS:PORT", help=f"既定は {usual}")
        parser.add_argument("--host", required=True, help="サイトのホスト名")

    def handle(self, *args: Any, nginx: str, host: str, **options: Any) -> None:
        stamp = Path(settings.DATA_DIR) / "copies" / "front_filled"
        try:
            etag = public_etag()
            if stamp.exists() and stamp.read_text(encoding="ascii") == etag:
                return
            paths = [*_OTHERS, *(address.url for address in public_addresses())]
            refused = list(_refused(paths, nginx, host))
        except (OSError, HTTPException, DatabaseError, InterfaceError) as problem:
            raise CommandError(f"{nginx} またはデータベースにつながりません：{problem}") from problem
        self.stdout.write(f"nginx に {len(paths)}件を尋ねました。")
        for path in refused:
            self.stderr.write(f"200 ではありません：{path}")
        if not refused:
            stamp.parent.mkdir(mode=0o700, exist_ok=True)
            stamp.write_text(etag, encoding="ascii")


def _refused(paths: list[str], nginx: str, host: str) -> Iterator[str]:
    """Those that are not answered by 200, of all in each packing that browsers take, and pages unpacked: in these nginx writes
    that they are copies.
    """
    with closing(_Here(nginx, host)) as connection:
        for path in paths:
            packings = list(ENCODINGS)
            for packing in packings:
                connection.request("GET", path, headers={"Accept-Encoding": packing})
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    yield f"{path} ({answer.status})"
                    break
                if packing == ENCODINGS[0] and answer.headers.get_content_type() == "text/html":
                    packings.append("identity")


class _Here(HTTPConnection):
    """To the nginx of this machine, by the name that the site has for others."""

    def __init__(self, nginx: str, host: str) -> None:
        super().__init__(host, timeout=120)
        address, _, port = nginx.rpartition(":")
        self._at = (address, int(port))

    def connect(self) -> None:
        self.sock = socket.create_connection(self._at, self.timeout)
        if settings.SECURE_SITE:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # it is this machine
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)
