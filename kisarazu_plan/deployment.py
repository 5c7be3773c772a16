"""What one machine is set up with: nginx in front, systemd's units, from the templates in `deploy/` and the settings.

`python3 run.py deploy --print` shows it, `--to DIR` writes it as a tree whose `etc` is copied over the machine's.
"""

import argparse
import os
import re
import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from ipaddress import ip_network
from pathlib import Path

import environ
from django.conf import settings
from django.template import Context, Engine

from run import read_port, web_command

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "deploy"
# WhiteNoise packs these; the names of the packed ones end in .br and .gz, so that nginx has to be told what they are.
_PACKED = (
    (r"\.css", "text/css; charset=utf-8"),
    (r"\.js", "text/javascript; charset=utf-8"),
    (r"\.svg", "image/svg+xml"),
)
_LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}
_USUAL_HEADER = "X-Real-IP"
# The units set these themselves.
_OWN = {"PORT", "CLIENT_ADDRESS_HEADER", "BEHIND_HTTPS_PROXY"}
# What may hold a password is never written.
_SECRETS = {"SECRET_KEY", "OIDC_CLIENT_SECRET"}
_CONNECTIONS = {"DATABASE_URL", "DATABASE_REPLICA_URL", "EMAIL_URL", "REDIS_URL"}
NO_HOST = (
    "ALLOWED_HOSTS に、サイトを開くホスト名を書いてください（例：ALLOWED_HOSTS=plan.city.example.jp）。"
    " / Set ALLOWED_HOSTS to the host names of the site."
)

NOT_ITSELF = (
    "REMOTE_USER_HEADER を使うときは、TRUSTED_PROXIES に、この機械の nginx（127.0.0.1）も書いてください。"
    " / Name nginx of this machine (127.0.0.1) in TRUSTED_PROXIES, too."
)


@dataclass(frozen=True)
class Deployment:
    """One machine. Paths are absolute; `listen` and `listen_tls` as nginx writes them."""

    hosts: tuple[str, ...]
    port: int
    data: Path
    static_root: Path
    database: str  # systemd's unit that has to be there first, "" for none
    secure: bool
    hsts: str
    address_header: str
    prefix: str = ""
    who_header: str = ""  # in which a proxy of `proxies` says who signs in
    proxies: tuple[str, ...] = ()
    given: tuple[tuple[str, str], ...] = ()  # settings that .env does not have, by name
    root: Path = ROOT
    user: str = "plan"
    backups: Path = Path("/var/backups/kisarazu-plan")
    cache: Path = Path("/var/cache/kisarazu-plan")
    pages: Path = Path("/etc/nginx/kisarazu-plan")
    log: Path = Path("/var/log/nginx/kisarazu-plan.log")
    certificate: str = ""
    certificate_key: str = ""
    listen: tuple[str, ...] = ("80", "[::]:80")
    listen_tls: tuple[str, ...] = ("443", "[::]:443")

    @classmethod
    def of_settings(cls) -> "Deployment":
        """ValueError where no host name is set, or where nginx here would not be believed."""
        hosts = tuple(host for host in settings.ALLOWED_HOSTS if host not in _LOOPBACK and host != "*")
        if not hosts:
            raise ValueError(NO_HOST)
        if settings.REMOTE_USER_HEADER and not any(map(_is_loopback, settings.TRUSTED_PROXIES)):
            raise ValueError(NOT_ITSELF)
        port = read_port(os.environ.get("PORT") or "8000")
        database = settings.DATABASES["default"]
        is_here = (
            not database.get("HOST") or database["HOST"] in _LOOPBACK or database["HOST"].startswith("/")
        )
        return cls(
            hosts=hosts,
            port=port,
            data=Path(settings.DATA_DIR),
            static_root=Path(settings.STATIC_ROOT),
            database="postgresql.service" if database["ENGINE"].endswith("postgresql") and is_here else "",
            secure=settings.SECURE_SITE,
            hsts=_hsts(),
            address_header=settings.CLIENT_ADDRESS_HEADER or _USUAL_HEADER,
            prefix=os.environ.get("SCRIPT_NAME", "").rstrip("/"),
            who_header=settings.REMOTE_USER_HEADER,
            proxies=tuple(settings.TRUSTED_PROXIES) if settings.REMOTE_USER_HEADER else (),
        )

    def context(self) -> dict[str, object]:
        """What the templates name."""
        folder = f"/etc/letsencrypt/live/{self.hosts[0].lstrip('.')}"
        python = self.root / ".venv" / "bin" / "python"
        web = [str(python), *web_command("127.0.0.1", self.port)[1:]]
        return {
            **asdict(self),
            "upstream": f"127.0.0.1:{self.port}",
            "web": shlex.join(web),
            "python": python,
            # nginx is what it says here that it is: the units cannot forget it.
            "environment": [
                f"CLIENT_ADDRESS_HEADER={self.address_header}",
                f"BEHIND_HTTPS_PROXY={'on' if self.secure else 'off'}",
            ],
            "given": [_assignment(name, text) for name, text in self.given],
            "at_home": any(path.is_relative_to("/home") for path in (self.root, self.data, python.resolve())),
            "certificate": self.certificate or f"{folder}/fullchain.pem",
            "certificate_key": self.certificate_key or f"{folder}/privkey.pem",
            "address_headers": sorted({"X-Real-IP", "X-Forwarded-For", self.address_header}),
            "who_header": self.who_header,
            "who_variable": f"http_{self.who_header.lower().replace('-', '_')}",
            "who_proxies": [proxy for proxy in self.proxies if self.who_header and not _is_loopback(proxy)],
            "session_cookies": f"{settings.SESSION_COOKIE_NAME}|messages",
            "static_kinds": _PACKED,
        }

    def files(self) -> dict[str, str]:
        """Each file's text by its place, as `etc/nginx/conf.d/kisarazu-plan.conf`."""
        engine = Engine(dirs=[str(TEMPLATES)], autoescape=False)
        context = self.context()
        places = sorted(path.relative_to(TEMPLATES).as_posix() for path in (TEMPLATES / "etc").rglob("*"))
        return {
            place: engine.get_template(place).render(Context(context, autoescape=False, use_l10n=False))
            for place in places
            if (TEMPLATES / place).is_file()
        }


def given_by_environment(before: Mapping[str, str], dotenv: Path) -> tuple[dict[str, str], list[str]]:
    """Settings that the environment gives otherwise than `dotenv`, which the service reads: those that a unit can say, and
    the names of those that it must not. `before`: the environment before `dotenv` was read into it."""

    class File(environ.Env):
        ENVIRON: dict[str, str] = {}

    if dotenv.is_file():
        File.read_env(dotenv)
    known = re.findall(
        r"^#?([A-Z][A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE
    )
    said, kept_back = {}, []
    for name in dict.fromkeys(known):
        if name in _OWN or name not in before:
            continue
        text = before[name].strip()
        if text == File.ENVIRON.get(name, "").strip():
            continue
        if _stays_out(name, text):
            kept_back.append(name)
        else:
            said[name] = text
    return said, kept_back


def _stays_out(name: str, text: str) -> bool:
    """What is or may hold a secret, what no line of a unit can hold, and DEBUG=on, which serves no city."""
    holds_password = name in _CONNECTIONS and ("@" in text or "pass" in text.lower())
    is_debug = name == "DEBUG" and text.lower() != "off"
    return name in _SECRETS or holds_password or is_debug or not text.isprintable()


def _is_loopback(proxy: str) -> bool:
    return proxy == "unix" or ip_network(proxy, strict=False).is_loopback


def _assignment(name: str, text: str) -> str:
    """As systemd reads it: in quotes, without specifiers."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{name}={escaped}"'


def _tell(said: Mapping[str, str], kept_back: Sequence[str]) -> None:
    if said:
        sys.stderr.write(
            f"環境変数で与えられた設定を、ユニットに書きました：{'、'.join(said)}（.env より優先します）"
            " / Written into the units, as the environment gives them; they win over .env\n"
        )
    if kept_back:
        sys.stderr.write(
            f"次の設定は、ユニットに書いていません。サービスで使うときは .env に書いてください：{'、'.join(kept_back)}"
            " / Not written into the units; put them into .env if the service needs them\n"
        )


def _hsts() -> str:
    if not (settings.SECURE_SITE and settings.SECURE_HSTS_SECONDS):
        return ""
    return f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"


def main(arguments: Sequence[str], before: Mapping[str, str]) -> int:
    """`before`: the environment as it was given, without .env."""
    parser = argparse.ArgumentParser(prog="run.py deploy", description=__doc__)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--print", action="store_true", help="画面に出す / show")
    where.add_argument("--to", type=Path, metavar="DIR", help="フォルダーに書く / write below this folder")
    parser.add_argument("--user", default="plan", help="サイトを動かす利用者 / who runs the site")
    parser.add_argument("--backups", type=Path, default=Deployment.backups, help="写しを置くフォルダー")
    parser.add_argument("--certificate", default="", help="証明書（既定：certbot の場所）")
    parser.add_argument("--key", default="", help="証明書の鍵")
    given = parser.parse_args(arguments)
    try:
        found = Deployment.of_settings()
    except ValueError as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    said, kept_back = given_by_environment(before, ROOT / ".env")
    _tell(said, kept_back)
    found = replace(
        found,
        given=tuple(said.items()),
        user=given.user,
        backups=given.backups.absolute(),
        certificate=given.certificate,
        certificate_key=given.key,
    )
    for place, text in found.files().items():
        if given.to is None:
            sys.stdout.write(f"# ===== /{place}\n{text}\n")
            continue
        (given.to / place).parent.mkdir(parents=True, exist_ok=True)
        (given.to / place).write_text(text, encoding="utf-8")
        sys.stdout.write(f"{given.to / place}\n")
    return 0


if __name__ == "__main__":
    import django

    as_given = dict(os.environ)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kisarazu_plan.settings")
    django.setup()
    sys.exit(main(sys.argv[1:], as_given))
