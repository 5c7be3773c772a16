"""The people of a generated city: two in each department, a manager for every four, three in the plan office."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User

from indicators.models import Membership, Role
from measures.models import Department
from tests.indicators.factories import LONG_AGO

PASSWORD = "tanuki-bayashi-1234"
FAMILIES = [
    "佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "山本", "中村",
    "小林", "加藤", "吉田", "山田", "佐々木", "山口", "松本", "井上",
]  # fmt: skip
OFFICE = 3


def make_people(leads: list[Department]) -> tuple[dict[str, list[User]], list[User], list[User]]:
    """Staff by department, managers, and the plan office. All have PASSWORD; it is hashed once for all."""
    hashed = make_password(PASSWORD)

    def make(names: list[str]) -> list[User]:
        return User.objects.bulk_create(
            User(
                username=name,
                password=hashed,
                last_name=FAMILIES[place % len(FAMILIES)],
                first_name=name.title(),
                email=f"{name}@city.example.jp",
            )
            for place, name in enumerate(names)
        )

    workers = make([f"{lead.slug}-{place}" for lead in leads for place in (1, 2)])
    staff = {lead.slug: workers[2 * place : 2 * place + 2] for place, lead in enumerate(leads)}
    Membership.objects.bulk_create(
        Membership(user=worker, department=lead, since=LONG_AGO)
        for lead in leads
        for worker in staff[lead.slug]
    )
    managers = make([f"kacho-{lead.slug}" for lead in leads[::4]])
    office = list(User.objects.filter(username__startswith="kikaku-").order_by("username"))
    newcomers = [] if office else make([f"kikaku-{place}" for place in range(1, OFFICE + 1)])
    Membership.objects.bulk_create(
        Membership(user=user, role=role, since=LONG_AGO)
        for users, role in ((newcomers, Role.OFFICE), (managers, Role.MANAGER))
        for user in users
    )
    return staff, managers, office or newcomers
