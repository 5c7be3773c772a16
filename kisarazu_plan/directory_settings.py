"""The settings of the city's directory, and whether they fit together: what does not is named in one line, and nothing starts."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from kisarazu_plan.environment import Environment

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class DirectorySettings:
    """One of two roads: `header`, in which a proxy of TRUSTED_PROXIES that asked the directory says who it is, or `provider` of
    OpenID Connect (issuer, client, secret), whose own description (discovery) says the rest."""

    header: str
    provider: tuple[str, str, str]
    # Scopes; which claim is the name that the office knows here; how tokens are signed.
    asked: tuple[str, str, str]
    # What may stand around that name: CITY\hanako, hanako@city.local. A name of any other place is nobody's.
    domains: list[str]
    # Then ours is not asked for after it.
    asks_second_factor: bool
    # False: nobody signs in by a password of this site.
    takes_passwords: bool

    @classmethod
    def of(cls, env: Environment) -> "DirectorySettings":
        """Raises ImproperlyConfigured."""
        found = cls(
            env.header("REMOTE_USER_HEADER"),
            (env.address("OIDC_ISSUER"), env.text("OIDC_CLIENT_ID"), env.text("OIDC_CLIENT_SECRET")),
            (
                env.text("OIDC_SCOPES", "openid profile email"),
                env.text("OIDC_NAME_CLAIM", "preferred_username"),
                env.text("OIDC_SIGN_ALGORITHM", "RS256"),
            ),
            [word.lower() for word in env.words("DIRECTORY_DOMAINS", [])],
            env.switch("DIRECTORY_ASKS_SECOND_FACTOR"),
            env.switch("PASSWORD_SIGN_IN", default=True),
        )
        check_directory(found.header, found.provider, env, passwords=found.takes_passwords)
        return found


def check_directory(
    header: str, provider: tuple[str, str, str], env: Environment, *, passwords: bool
) -> None:
    """`provider`: issuer, client and secret; `passwords`: whether those of this site are taken. Raises ImproperlyConfigured."""
    if header and any(provider):
        raise _unfit("REMOTE_USER_HEADER と OIDC_… は、どちらか一つにしてください / choose one of the two")
    if any(provider) and not all(provider):
        raise _unfit(
            "OIDC_ISSUER、OIDC_CLIENT_ID、OIDC_CLIENT_SECRET は、三つとも要ります / all three are needed"
        )
    if provider[0].startswith("http:") and urlsplit(provider[0]).hostname not in _LOOPBACK:
        raise _unfit("OIDC_ISSUER は https にしてください / must be https")
    # Without a name, whoever can open the port of the web server could write the header.
    if header and not env.proxies("TRUSTED_PROXIES"):
        raise _unfit(
            "REMOTE_USER_HEADER には、TRUSTED_PROXIES（それを書くプロキシ）が要ります / name the proxy that writes it"
        )
    if not passwords and not header and not any(provider):
        raise _unfit("PASSWORD_SIGN_IN=off では、だれもログインできません / nobody could sign in")


def _unfit(words: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"ログインの設定が合っていません：{words}")
