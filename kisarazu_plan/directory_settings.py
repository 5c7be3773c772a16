"""Whether the settings of the city's directory fit together: what does not is named in one line, and nothing starts."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from kisarazu_plan.environment import Environment

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


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
