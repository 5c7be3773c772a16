"""Who may do what (docs/product.md §1): by the memberships of today (models/membership.py).

Every question takes an active user and answers with a bool; workflow.py asks them again at each transition,
so that a page that forgot to ask cannot let anything through.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group, Permission, User
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from indicators.models import DeedLine, Drafted, Event, Indicator, Membership, Result, Reviewed, Role
from measures.models import Department, Measure, SiteSettings

PLAN_OFFICE = "企画課（計画担当）"
# Whoever did one of these to an account could sign in as the person.
SETTING_UP = (
    Event.Action.INVITED,
    Event.Action.LINK_SHOWN,
    Event.Action.CONTACT_CHANGED,
    Event.Action.ENABLED,
)
# Somebody else, of the office or at the server, answers for whose account it is.
_CONFIRMING = (Event.Action.ACCOUNT_CONFIRMED, Event.Action.APPOINTED)

Person = User | AnonymousUser | AbstractBaseUser


def office_group() -> Group:
    """Django's group that holds the plan office's rights in the admin, made where it is missing.

    Nobody is put into it: accounts.RightsOfTheDay gives its rights to whoever has the role on the day.
    """
    return Group.objects.get_or_create(name=PLAN_OFFICE)[0]


def office_rights() -> QuerySet[Permission]:
    """What the plan office may do in Django's admin: look.

    One person alone would change there what citizens read, which its own pages leave to two (workflow/). People are only
    looked at, too: what becomes of their rights is written down by workflow/people.py.
    """
    people = Q(content_type__app_label="auth", codename__in=["view_user", "view_group"])
    read = Q(content_type__app_label__in=("indicators", "measures"), codename__startswith="view_")
    return Permission.objects.filter(people | read)


def is_plan_office(user: Person) -> bool:
    """A superuser is not: who can do everything in the admin is no second pair of eyes for what is published."""
    return _has_role(user, Role.OFFICE) and not getattr(user, "is_superuser", False)


def is_manager(user: Person) -> bool:
    return _has_role(user, Role.MANAGER)


def may_read_unpublished(user: Person) -> bool:
    """Managers and the plan office read everything, before publication too."""
    return is_plan_office(user) or is_manager(user)


def may_see_preparations(user: Person) -> bool:
    """All staff look at the pages of a plan before it is published."""
    return may_read_unpublished(user) or bool(department_ids(user))


def may_enter(user: Person, indicator: Indicator) -> bool:
    """Members of the lead department draft and submit; the plan office may too."""
    return is_plan_office(user) or indicator.lead_department_id in department_ids(user)


def may_review(user: Person) -> bool:
    """Send back, publish, open and close cycles."""
    return is_plan_office(user)


def may_publish(user: Person, record: Result | Reviewed | Drafted | SiteSettings) -> bool:
    """Nobody publishes what they entered, edited last or submitted (docs/publication.md §4)."""
    return bool(publishable(user, [record]))


def publishable(user: Person, records: Collection[Result | Reviewed | Drafted | SiteSettings]) -> set[int]:
    """Ids of those that the user may publish: not their own, nor those of an account that they may be themselves."""
    pk = getattr(user, "pk", None)
    if pk is None or not is_plan_office(user):
        return set()
    theirs = {pk} | set_up_by(user, {author for record in records for author in record.author_ids})
    return {record.pk for record in records if not record.author_ids & theirs}


def set_up_by(user: Person, accounts: Collection[int]) -> frozenset[int]:
    """Those of the accounts (ids) that the user set up, and that nobody else has confirmed since."""
    others = set(accounts) - {user.pk}
    found = setters_of(others) if others else {}
    return frozenset(account for account, setters in found.items() if user.pk in setters)


def setters_of(accounts: Collection[int] | None = None) -> dict[int, set[int]]:
    """Account → who set it up without anybody else's confirming it since; by ids, from the log (docs/trust.md §3).

    None: of all accounts. One query; read anew each time, since it decides who publishes.
    """
    lines = Event.objects.filter(person__isnull=False, action__in=(*SETTING_UP, *_CONFIRMING))
    if accounts is not None:
        lines = lines.filter(person__in=accounts)
    found: dict[int, set[int]] = {}
    for person, by, action, detail in lines.order_by("pk").values_list("person", "by", "action", "detail"):
        setters = found.setdefault(person, set())
        if action in _CONFIRMING:
            setters &= {by}  # nobody confirms what they did themselves
        elif by is not None and by != person and _sets_up(action, detail):
            setters.add(by)
    return {person: setters for person, setters in found.items() if setters}


def _sets_up(action: str, detail: Mapping[str, Any]) -> bool:
    if detail.get("asked_by"):  # two did it (workflow/powers.py)
        return False
    if action == Event.Action.INVITED:
        # Again: to the address that was there; a link that was shown has a line of its own.
        return not detail.get("again")
    if action == Event.Action.CONTACT_CHANGED:
        before, after = detail["before"], detail["after"]
        return any(before.get(name) != after.get(name) for name in ("email", "directory_name"))
    return True


def may_read_value(user: Person, indicator: Indicator) -> bool:
    """Its history and evidence, before publication too: managers, the office, the lead department."""
    return may_read_unpublished(user) or may_enter(user, indicator)


def may_comment(user: Person, indicator: Indicator) -> bool:
    """Who reads a value before publication may say something about it."""
    return may_read_value(user, indicator)


def may_write_sheet(user: Person, measure: Measure) -> bool:
    """Members of a department that leads one of the measure's indicators; the plan office may too.

    Where a measure has no indicator, those who take part in its initiatives.
    """
    return is_plan_office(user) or measures_to_evaluate(user).filter(pk=measure.pk).exists()


def measures_to_evaluate(user: Person) -> QuerySet[Measure]:
    """The measures whose evaluation sheet one of the user's departments writes."""
    return measures_written_by(department_ids(user), printed_department_ids(user))


def measures_written_by(
    departments: Collection[int], printed: Collection[int] | None = None
) -> QuerySet[Measure]:
    """The measures whose evaluation sheet one of these departments (ids) writes.

    `printed`: under which departments the plan prints their initiatives, where names have changed since.
    """
    led = Q(indicators__lead_department__in=departments)
    named = departments if printed is None else printed
    joined = Q(indicators__isnull=True, initiatives__departments__in=named)
    return Measure.objects.filter(led | joined, plan__withdrawn_at=None).distinct()


def departments_writing(measure: Measure) -> list[Department]:
    """The departments whose people write the measure's evaluation sheet, in the order of its indicators; of today."""
    leading = Department.objects.filter(led_indicators__measure=measure).order_by("led_indicators__letter")
    if found := list(dict.fromkeys(leading)):
        return found
    printed = Department.objects.filter(initiatives__measure=measure).distinct().order_by("order", "name")
    now_called = Department.objects.now_called()
    return list(dict.fromkeys(one for old in printed for one in now_called.get(old.pk) or [old]))


def sheet_writers(measures: Collection[int]) -> dict[int, frozenset[int]]:
    """Measure → the departments (ids) whose people write its evaluation sheet, as may_write_sheet() says of a person."""
    found: dict[int, set[int]] = {pk: set() for pk in measures}
    for pk, lead in Indicator.objects.filter(measure__in=found).values_list("measure_id", "lead_department"):
        found[pk].add(lead)
    alone = [pk for pk, leads in found.items() if not leads]
    joined = Measure.objects.filter(pk__in=alone, initiatives__departments__isnull=False)
    for pk, department in joined.values_list("pk", "initiatives__departments").distinct():
        found[pk] |= Department.objects.with_successors([department])
    return {pk: frozenset(departments) for pk, departments in found.items()}


def may_write_deed(user: Person, line: DeedLine) -> bool:
    """Members of the department that the plan prints, or of one that became it; the plan office may too."""
    return is_plan_office(user) or line.department_id in printed_department_ids(user)


def may_write_spending(user: Person, department: int | None) -> bool:
    """Costs of a project of that department (id; None: of a new one): its members, and those of one that became it; the plan
    office may too."""
    if is_plan_office(user):
        return True
    own = printed_department_ids(user)
    return bool(own) if department is None else department in own


def may_read_texts(user: Person, measure: Measure) -> bool:
    """The history of a measure's texts: managers, the office, and the departments that have to do with it."""
    return may_read_unpublished(user) or measures_to_read(user).filter(pk=measure.pk).exists()


def measures_to_read(user: Person) -> QuerySet[Measure]:
    """The measures that one of the user's departments leads an indicator of, or takes part in."""
    led = Q(indicators__lead_department__in=department_ids(user))
    joined = Q(initiatives__departments__in=printed_department_ids(user))
    return Measure.objects.filter(led | joined, plan__withdrawn_at=None).distinct()


def departments_of(user: Person) -> QuerySet[Department]:
    return Department.objects.filter(pk__in=department_ids(user))


def indicators_to_enter(user: Person) -> QuerySet[Indicator]:
    """The indicators that one of the user's departments leads."""
    return Indicator.objects.filter(
        lead_department__in=department_ids(user), measure__plan__withdrawn_at=None
    )


def printed_department_ids(user: Person) -> frozenset[int]:
    """The user's departments and those that became them: the plan prints its initiatives under the old names."""
    own = department_ids(user)
    return frozenset(Department.objects.with_predecessors(own)) if own else own


def department_ids(user: Person) -> frozenset[int]:
    """Ids of the user's departments of today."""
    return frozenset(pk for _, pk in _of_today(user) if pk is not None)


def at_work(day: date | None = None) -> QuerySet[User]:
    """The people whose account is switched on and who have not left by that day; None is today."""
    left = Membership.objects.on(day).filter(role=Role.LEFT)
    return User.objects.filter(is_active=True).exclude(pk__in=left.values("user"))


def has_come_in() -> Q:
    """Whoever set a password, or signed in by the city's directory: an invitation that nobody took up is nobody."""
    return ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX) | Q(last_login__isnull=False)


def is_at_work(user: User) -> bool:
    return user.is_active and not any(role == Role.LEFT for role, _ in _rows(user))


def memberships_of_today(through: str = "") -> Prefetch:
    """For prefetch_related of people (`through`: of what leads to people): their rows of today, with departments."""
    return Prefetch(f"{through}memberships", Membership.objects.on().select_related("department"))


def forget_memberships(user: User) -> None:
    """A person whose rows were just changed is asked anew."""
    user.__dict__.pop("_memberships_of_today", None)


def _has_role(user: Person, role: Role) -> bool:
    return any(has == role for has, _ in _of_today(user))


def _of_today(user: Person) -> list[tuple[str, int | None]]:
    """Role and department id of each row; none for who is not at work, or not signed in."""
    return _rows(user) if isinstance(user, User) and is_at_work(user) else []


def with_rights_of(user: User, day: date) -> User:
    """The same person, who is asked about today but has the rights of that day: for what was set for a moment then."""
    user._memberships_of_today = (timezone.localdate(), _read(user, day))  # type: ignore[attr-defined]
    return user


def _rows(user: User) -> list[tuple[str, int | None]]:
    """Asked once a request, since the user object lives no longer; anew when midnight has passed in between."""
    today = timezone.localdate()
    cached: tuple[date, list[tuple[str, int | None]]] | None = getattr(user, "_memberships_of_today", None)
    if cached is None or cached[0] != today:
        cached = (today, _read(user, today))
        user._memberships_of_today = cached  # type: ignore[attr-defined]
    return cached[1]


def _read(user: User, day: date) -> list[tuple[str, int | None]]:
    return list(Membership.objects.on(day).filter(user=user).values_list("role", "department_id"))
