"""People: the list of all, and an invitation; one person is in person.py."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from indicators import workflow
from indicators.accounts import locked_names
from indicators.forms.people import InvitationForm
from indicators.models import Membership, Role
from indicators.outbox import can_send
from indicators.permissions import at_work, has_come_in, memberships_of_today, setters_of
from indicators.second_factor import with_factor
from indicators.views.office.frame import crumbs
from indicators.views.shared.access import office_page
from indicators.wording import rights as wording
from indicators.wording.people import person as name_of
from indicators.workflow import Incomplete, Rights, Transfer
from measures.addresses import redirect
from measures.models import Department

A_PAGE = 50
# Word of the address → what it narrows the list to.
STATES = {
    "active": "利用中",
    "invited": "パスワード未設定（招待中）",
    "locked": "ログイン停止中",
    "planned": "異動の予定あり",
    "never": "ログインしたことがない",
    "disabled": "利用停止",
    "factor": "二段階認証あり",
    "no_factor": "二段階認証なし",
    "unconfirmed": "ほかの計画担当の確認待ち",
}
ROLES = {"office": "計画担当", "manager": "管理職", "staff": "入力担当"}


@office_page("GET", "HEAD")
def people(request: HttpRequest, user: User) -> HttpResponse:
    locked = locked_names()
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "department", "role", "state")}
    known = User.objects.annotate(works=Exists(at_work().filter(pk=OuterRef("pk")))).order_by(
        "-works", "last_name", "first_name", "username"
    )
    found = _narrowed(known, asked, locked).prefetch_related(memberships_of_today())
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    waiting = workflow.transfers_of(list(page))
    names = workflow.department_names()
    context = {
        "page_obj": page,
        "lines": [_line(one, locked, waiting.get(one.pk), names) for one in page],
        "count": page.paginator.count,
        "asked": asked,
        "narrowed": any(asked.values()),
        "departments": Department.objects.living(),
        "roles": ROLES,
        "states": STATES,
        "unconfirmed": len(setters_of()),
        "expired": workflow.expired_invitations(),
    }
    return render(request, "office/people.html", context)


def _narrowed(known: QuerySet[User], asked: dict[str, str], locked: frozenset[str]) -> QuerySet[User]:
    known = known.annotate(whole_name=Concat("last_name", "first_name"))
    for word in asked["q"].split():
        known = known.filter(
            Q(username__icontains=word) | Q(whole_name__icontains=word) | Q(email__icontains=word)
        )
    today = Membership.objects.on()
    if asked["department"]:
        known = known.filter(memberships__in=today.filter(department__slug=asked["department"]))
    match asked["role"]:
        case "office" | "manager" as role:
            known = known.filter(memberships__in=today.filter(role=role))
        case "staff":
            known = known.filter(memberships__in=today.filter(role=Role.MEMBER)).exclude(
                memberships__in=today.filter(role__in=(Role.OFFICE, Role.MANAGER))
            )
    match asked["state"]:
        case "active":
            known = known.filter(pk__in=at_work())
        case "disabled":
            known = known.exclude(pk__in=at_work())
        case "invited":
            known = known.filter(pk__in=at_work()).exclude(has_come_in())
        case "locked":
            known = known.filter(username__in=locked)
        case "planned":
            known = known.filter(memberships__in=Membership.objects.changing_later())
        case "unconfirmed":
            known = known.filter(pk__in=setters_of())
        case "never":
            known = known.filter(pk__in=at_work(), last_login__isnull=True)
        case "factor":
            known = known.filter(pk__in=with_factor())
        case "no_factor":
            known = known.filter(pk__in=at_work()).exclude(pk__in=with_factor())
    return known.distinct()


def _line(
    one: Any, locked: frozenset[str], transfer: Transfer | None, names: dict[str, str]
) -> dict[str, Any]:
    rights = Rights.of_rows(one.memberships.all(), timezone.localdate()).snapshot(names)
    departments = rights["departments"]
    roles = [word for name, word in wording.ROLE_WORDS.items() if rights[name]]
    return {
        "person": one,
        "name": name_of(one),
        "departments": departments,
        "roles": roles or (["入力担当"] if departments else []),
        "locked": one.username in locked,
        "invited": one.works and not one.has_usable_password() and not one.last_login,
        "transfer": transfer,
        "to": wording.rights_words(transfer.rights.snapshot(names)) if transfer else "",
    }


@office_page("GET", "HEAD", "POST")
def person_new(request: HttpRequest, user: User) -> HttpResponse:
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            invited, link = workflow.invite(
                username=form.cleaned_data["username"], **form.typed, **form.chosen, by=user
            )
        except Incomplete as missing:
            form.add_missing(missing.errors)
        else:
            if link:
                return hand_over(request, invited, link)
            told = f"{invited.email}にメールを送ります。" if can_send() else ""
            asked = _what_power_needs(invited) if form.chosen["office"] else ""
            messages.success(request, f"{name_of(invited)}さんを招待しました。{told}{asked}")
            return redirect("office:person", invited.username)
    context = {
        "form": form,
        "no_mail": not can_send(),
        "too_few": workflow.too_few_in_office(),
        "crumbs": crumbs("people", "招待する"),
    }
    return render(request, "office/person_new.html", context)


def _what_power_needs(invited: User) -> str:
    if workflow.too_few_in_office():
        return (
            "計画担当にするには、本人がパスワードを決めたあと、"
            f"サーバーで manage.py appoint_office {invited.username} を実行してください。"
        )
    return "計画担当の役割は、ほかの計画担当が認めると有効になります。"


def hand_over(request: HttpRequest, invited: User, link: str) -> HttpResponse:
    """The link that no mail can carry, on the answer itself: it is shown once, and kept nowhere."""
    context = {
        "name": name_of(invited),
        "person": invited,
        "link": link,
        "no_mail": not can_send(),
        "crumbs": crumbs("people", name_of(invited)),
    }
    return render(request, "office/person_link.html", context)
