"""Who may do what (product.md, "Who"): by department membership and by two groups.

Every question takes an active user and answers with a bool; workflow.py asks them again at each transition,
so that a page that forgot to ask cannot let anything through.
"""

from collections.abc import Collection

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group, Permission, User
from django.db.models import Q, QuerySet

from indicators.models import DatedRule, Indicator, Result, Reviewed
from measures.models import Department, Measure

PLAN_OFFICE = "企画課（計画担当）"
MANAGERS = "管理職"
EDITED_IN_ADMIN = ("indicator", "comparisonseries")

Person = User | AnonymousUser | AbstractBaseUser


def make_groups() -> tuple[Group, Group]:
    """The two groups, made where they are missing: plan office, managers."""
    office, _ = Group.objects.get_or_create(name=PLAN_OFFICE)
    managers, _ = Group.objects.get_or_create(name=MANAGERS)
    return office, managers


def office_rights() -> QuerySet[Permission]:
    """What the plan office may do in Django's admin: the plan, indicators and what they are held beside.

    People, cycles, rules, values, publications and the log are to be read there; only workflow/ writes them.
    """
    edited = Q(content_type__app_label="measures")
    edited |= Q(content_type__app_label="indicators", content_type__model__in=EDITED_IN_ADMIN)
    # People are only looked at there: what becomes of their rights is written down by workflow/people.py.
    people = Q(content_type__app_label="auth", codename__in=["view_user", "view_group"])
    read = Q(content_type__app_label="indicators", codename__startswith="view_")
    return Permission.objects.filter(edited | people | read)


def is_plan_office(user: Person) -> bool:
    return _in_group(user, PLAN_OFFICE)


def is_manager(user: Person) -> bool:
    return _in_group(user, MANAGERS)


def may_read_unpublished(user: Person) -> bool:
    """Managers and the plan office read everything, before publication too."""
    return is_plan_office(user) or is_manager(user)


def may_enter(user: Person, indicator: Indicator) -> bool:
    """Members of the lead department draft and submit; the plan office may too."""
    return is_plan_office(user) or indicator.lead_department_id in department_ids(user)


def may_review(user: Person) -> bool:
    """Send back, publish, open and close cycles."""
    return is_plan_office(user)


def may_publish(user: Person, record: Result | Reviewed | DatedRule) -> bool:
    """Nobody publishes what they entered, edited last or submitted (figures.md §5)."""
    return is_plan_office(user) and getattr(user, "pk", None) not in record.author_ids


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
    return Measure.objects.filter(led | joined).distinct()


def may_read_texts(user: Person, measure: Measure) -> bool:
    """The history of a measure's texts: managers, the office, and the departments that have to do with it."""
    return may_read_unpublished(user) or measures_to_read(user).filter(pk=measure.pk).exists()


def measures_to_read(user: Person) -> QuerySet[Measure]:
    """The measures that one of the user's departments leads an indicator of, or takes part in."""
    led = Q(indicators__lead_department__in=department_ids(user))
    joined = Q(initiatives__departments__in=printed_department_ids(user))
    return Measure.objects.filter(led | joined).distinct()


def departments_of(user: Person) -> QuerySet[Department]:
    return Department.objects.filter(pk__in=department_ids(user))


def indicators_to_enter(user: Person) -> QuerySet[Indicator]:
    """The indicators that one of the user's departments leads."""
    return Indicator.objects.filter(lead_department__in=department_ids(user))


def printed_department_ids(user: Person) -> frozenset[int]:
    """The user's departments and those that became them: the plan prints its initiatives under the old names."""
    own = department_ids(user)
    return frozenset(Department.objects.with_predecessors(own)) if own else own


def department_ids(user: Person) -> frozenset[int]:
    """Ids of the user's departments; asked once a request, since the user object lives no longer."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    cached: frozenset[int] | None = getattr(user, "_department_ids", None)
    if cached is None:
        cached = frozenset(user.memberships.values_list("department_id", flat=True))
        user._department_ids = cached  # type: ignore[attr-defined]
    return cached


def _in_group(user: Person, name: str) -> bool:
    if not isinstance(user, User) or not user.is_active:
        return False
    cached: frozenset[str] | None = getattr(user, "_group_names", None)
    if cached is None:
        cached = frozenset(user.groups.values_list("name", flat=True))
        user._group_names = cached  # type: ignore[attr-defined]
    return name in cached
