"""What the city's directory calls a person, as the office sets it (docs/decisions/0043-directory-and-second-factor.md)."""

from django.contrib.auth.models import User
from django.db.models import Q

from indicators.directory.names import folded
from indicators.models import DirectoryName
from indicators.permissions import at_work


def directory_name_of(person: User) -> str:
    """Empty where the user name is the name there, too."""
    return DirectoryName.objects.filter(user=person).values_list("name", flat=True).first() or ""


def directory_error(name: str, person: User | None = None) -> str:
    """Why this name cannot be a person's; "" where it can. One name in the directory is one account here."""
    others = at_work() if person is None else at_work().exclude(pk=person.pk)
    if not name:
        return ""
    if "," in name or len(name) > 254:
        return "庁内のログイン名を確かめてください。"
    named = DirectoryName.objects.exclude(name="")
    found = Q(pk__in=named.filter(name=name).values("user"))
    found |= Q(username__iexact=name) & ~Q(pk__in=named.values("user"))
    if other := others.filter(found).first():
        return f"「{name}」は、{other.last_name}{other.first_name}さん（{other.username}）の庁内のログイン名です。"
    return ""


def set_directory_name(person: User, name: str) -> None:
    """No check, no log: whoever calls does both. Who came in by the name before is forgotten."""
    values = {"name": folded(name), "subject": ""}
    if values["name"] or DirectoryName.objects.filter(user=person).exists():
        DirectoryName.objects.update_or_create(user=person, defaults=values)
