"""How each person wants to hear of a kind of notice: as they chose, else as is usual for who they are."""

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import User

from indicators.models import HowTold, NoticeChoice, NoticeKind, Role

# Of whom something is asked hears of it at once; what is only told stands on the screen.
_MEMBER = {
    NoticeKind.REQUEST: HowTold.ONCE,
    NoticeKind.APPROVAL: HowTold.ONCE,
    NoticeKind.RETURNED: HowTold.ONCE,
    NoticeKind.COMMENT: HowTold.DAILY,
    NoticeKind.FAILED: HowTold.ONCE,
    NoticeKind.EXPECTED: HowTold.DAILY,
}
# Of the office, to which all departments hand in within few weeks, one mail a day asks enough.
_OFFICE = {**_MEMBER, NoticeKind.APPROVAL: HowTold.DAILY}
_MANAGER = {NoticeKind.COMMENT: HowTold.DAILY}


def usual(person: User) -> Mapping[NoticeKind, HowTold]:
    """Without a choice, by the memberships that were read with the person; what is not named goes by no mail."""
    rows = list(person.memberships.all())
    if any(row.role == Role.OFFICE for row in rows):
        return _OFFICE
    return _MEMBER if any(row.department_id for row in rows) else _MANAGER


def wanted(people: Iterable[User]) -> dict[int, dict[NoticeKind, HowTold]]:
    """Person's id → kind → how; of people read with memberships_of_today(). One query."""
    known = {person.pk: person for person in people}
    found = {
        pk: {kind: usual(person).get(kind, HowTold.NONE) for kind in NoticeKind}
        for pk, person in known.items()
    }
    for pk, kind, how in NoticeChoice.objects.filter(user__in=known).values_list("user_id", "kind", "how"):
        found[pk][NoticeKind(kind)] = HowTold(how)
    return found
