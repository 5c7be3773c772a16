"""Who: people by their names."""

from django.contrib.auth.models import User


def person(user: User | None) -> str:
    """Family name first, as Japan writes it; the account's name where there is none."""
    if user is None:
        return "（記録なし）"
    return f"{user.last_name} {user.first_name}".strip() or user.get_username()
