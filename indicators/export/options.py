"""What is to be exported: below which address, with which past days."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self
from urllib.parse import urlsplit

from django.utils import timezone

from indicators.export.errors import InvalidOption

_MOST_PROCESSES = 64
_BASE_PATH = re.compile(r"/([A-Za-z0-9._~-]+/)*")


@dataclass(frozen=True)
class ExportOptions:
    """`base_path` begins and ends with a slash; `site_url` is scheme and host, as absolute links begin.

    `days`: past days to be kept from now on; `dropped`: kept days to be given up; `staff_url`: where the login link
    leads, "" for none; `compressed`: a .gz and a .br beside every text file, for hosts that serve them; `processes`: how
    many make the pages, 0 for as many as there are processors.
    """

    base_path: str
    site_url: str
    days: tuple[date, ...] = ()
    dropped: tuple[date, ...] = ()
    staff_url: str = ""
    compressed: bool = False
    processes: int = 0

    @classmethod
    def of(
        cls,
        *,
        base_path: str,
        site_url: str,
        days: list[str],
        dropped: list[str],
        staff_url: str = "",
        compressed: bool = False,
        processes: int = 0,
    ) -> Self:
        """From what a person typed. InvalidOption."""
        return cls(
            base_path=_base_path(base_path),
            site_url=_site_url(site_url),
            days=tuple(sorted({_day(typed, over=True) for typed in days})),
            dropped=tuple(sorted({_day(typed) for typed in dropped})),
            staff_url=_address(staff_url, "--staff-url") if staff_url else "",
            compressed=compressed,
            processes=_processes(processes),
        )

    @property
    def scheme(self) -> str:
        return urlsplit(self.site_url).scheme

    @property
    def host(self) -> str:
        return urlsplit(self.site_url).netloc

    @property
    def home(self) -> str:
        """The address of the exported home page."""
        return f"{self.site_url}{self.base_path}"


def _processes(typed: int) -> int:
    if not 0 <= typed <= _MOST_PROCESSES:
        raise InvalidOption(f"--processes は、0から{_MOST_PROCESSES}までの数で指定してください。")
    return typed


def _base_path(typed: str) -> str:
    path = f"/{typed.strip('/')}/" if typed.strip("/") else "/"
    if not _BASE_PATH.fullmatch(path) or {".", ".."} & set(path.split("/")):
        raise InvalidOption(
            f"--base-path「{typed}」は使えません。/kpi/ のように、英数字と - _ . ~ で指定してください。"
        )
    return path


def _site_url(typed: str) -> str:
    address = _address(typed, "--site-url")
    if urlsplit(address).path.strip("/"):
        raise InvalidOption(
            f"--site-url「{typed}」には、https://www.city.example.jp のようにホスト名までを指定してください。"
            "その後ろの /kpi/ などは --base-path で指定します。"
        )
    return address.rstrip("/")


def _address(typed: str, option: str) -> str:
    try:
        parts = urlsplit(typed)
        whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    if not whole or parts.username or parts.query or parts.fragment or re.search(r'[\s"<>\\]', typed):
        raise InvalidOption(
            f"{option}「{typed}」をアドレス（URL）として読めません。https://… の形で指定してください。"
        )
    return typed


def _day(typed: str, *, over: bool = False) -> date:
    """A day; `over`: it must be past, since what a day shows is settled only at its end."""
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", typed):
            raise ValueError
        day = date.fromisoformat(typed)
    except ValueError:
        raise InvalidOption(
            f"「{typed}」を日付として読めません。2026-07-01 のように指定してください。"
        ) from None
    if over and day >= timezone.localdate():
        raise InvalidOption(f"{day} はまだ終わっていません。内容が決まるのは、その日が終わってからです。")
    return day
