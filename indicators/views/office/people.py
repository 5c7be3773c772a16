"""People: the list, an invitation, and one person's rights, transfer, login and history."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from indicators import workflow
from indicators.accounts import locked_names
from indicators.forms.people import (
    ContactForm,
    InvitationForm,
    ReasonForm,
    RightsForm,
    TransferForm,
)
from indicators.models import Event, Membership, Role
from indicators.permissions import at_work, is_at_work, memberships_of_today
from indicators.views.office.calendar import next_april
from indicators.views.shared.access import check_office, signed_in, staff_page
from indicators.wording import rights as wording
from indicators.wording.people import person as name_of
from indicators.workflow import Incomplete, Rights, StaleVersion, Transfer, WrongState
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
}
ROLES = {"office": "計画担当", "manager": "管理職", "staff": "入力担当"}
NOT_SENT = "招待のメールを送れませんでした。メールアドレスを確かめて、この画面からもう一度送ってください。"


@staff_page
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    check_office(signed_in(request))
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
            known = known.filter(pk__in=at_work(), password__startswith="!")
        case "locked":
            known = known.filter(username__in=locked)
        case "planned":
            known = known.filter(memberships__in=Membership.objects.changing_later())
        case "never":
            known = known.filter(pk__in=at_work(), last_login__isnull=True)
    return known.distinct()


def _line(
    one: Any, locked: frozenset[str], transfer: Transfer | None, names: dict[str, str]
) -> dict[str, Any]:
    told = Rights.of_rows(one.memberships.all(), timezone.localdate()).told(names)
    departments = told["departments"]
    roles = [word for name, word in wording.ROLE_WORDS.items() if told[name]]
    return {
        "person": one,
        "name": name_of(one),
        "departments": departments,
        "roles": roles or (["入力担当"] if departments else []),
        "locked": one.username in locked,
        "invited": one.works and not one.has_usable_password(),
        "transfer": transfer,
        "to": wording.rights_words(transfer.rights.told(names)) if transfer else "",
    }


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    check_office(user)
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            invited, sent = workflow.invite(
                username=form.cleaned_data["username"], **form.said, **form.chosen, by=user
            )
        except Incomplete as missing:
            form.add_missing(missing.errors)
        else:
            if sent:
                messages.success(
                    request, f"{name_of(invited)}さんを招待しました。{invited.email}にメールを送りました。"
                )
            else:
                messages.warning(request, f"{name_of(invited)}さんのアカウントを作りました。{NOT_SENT}")
            return redirect("office:person", invited.username)
    # Without a mail server a mail is only printed: whoever looks after the server finds the link there.
    no_mail = settings.EMAIL_BACKEND == "django.core.mail.backends.console.EmailBackend"
    context = {"form": form, "no_mail": no_mail, "crumbs": _crumbs("招待する")}
    return render(request, "office/person_new.html", context)


@dataclass
class Desk:
    """The forms of one person's page; the one that was sent holds what was typed."""

    rights: RightsForm
    contact: ContactForm
    transfer: TransferForm
    switch: ReasonForm
    sent: str = ""
    refusal: str = ""
    status: int = 200


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, username: str) -> HttpResponse:
    user = signed_in(request)
    check_office(user)
    about = get_object_or_404(User, username=username)
    desk = _desk(request, about)
    if request.method == "POST":
        done = _act(request, desk, about, user)
        if done is not None:
            return done
        about = User.objects.get(pk=about.pk)
    waiting = workflow.transfer_of(about)
    works = is_at_work(about)
    own = about.pk == user.pk
    context = {
        "person": about,
        "works": works,
        "name": name_of(about),
        "rights": wording.rights_words({**Rights.of(about).told(), "active": True}),
        "waiting": waiting,
        "to": wording.rights_words(waiting.rights.told()) if waiting else "",
        "why": _why(about) if waiting else "",
        "locked": about.username in locked_names(),
        "invited": works and not about.has_usable_password(),
        "desk": desk,
        "own": own,
        "above": about.is_superuser and not user.is_superuser,
        "may_change": not own and (user.is_superuser or not about.is_superuser),
        "log": wording.history_of(about),
        "crumbs": _crumbs(name_of(about)),
    }
    return render(request, "office/person.html", context, status=desk.status)


def _desk(request: HttpRequest, about: User) -> Desk:
    sent = request.POST.get("action", "") if request.method == "POST" else ""

    def data(action: str) -> Any:
        return request.POST if sent == action else None

    waiting = workflow.transfer_of(about)
    contact = {name: getattr(about, name) for name in ("last_name", "first_name", "email")}
    names = wording.departments_to_move_to()
    day = next_april(timezone.localdate())
    return Desk(
        rights=RightsForm(data("rights"), initial=RightsForm.standing(Rights.of(about)), prefix="rights"),
        contact=ContactForm(data("contact"), initial=contact, prefix="contact"),
        transfer=TransferForm(
            data("transfer"),
            initial=TransferForm.standing(waiting, _why(about) if waiting else "", day),
            names=names,
            prefix="transfer",
        ),
        switch=ReasonForm(request.POST if sent in ("disable", "enable") else None, prefix="switch"),
        sent=sent,
    )


def _act(request: HttpRequest, desk: Desk, about: User, user: User) -> HttpResponse | None:
    """Do what was asked; None where the page is to be shown again, with what was typed and why not."""
    forms: dict[str, Any] = {
        "rights": desk.rights,
        "contact": desk.contact,
        "transfer": desk.transfer,
        "disable": desk.switch,
        "enable": desk.switch,
    }
    form = forms.get(desk.sent)
    name = name_of(about)
    actions: dict[str, tuple[Callable[[], Any], str]] = {
        "rights": (
            lambda: workflow.change_rights(
                person=about,
                **desk.rights.chosen,
                seen=desk.rights.cleaned_data["seen"],
                reason=desk.rights.cleaned_data["reason"],
                by=user,
            ),
            f"{name}さんの所属・権限を変えました。",
        ),
        "contact": (
            lambda: workflow.change_contact(person=about, **desk.contact.said, by=user),
            f"{name}さんの氏名・メールアドレスを変えました。",
        ),
        "transfer": (
            lambda: workflow.prepare_transfer(planned=desk.transfer.planned(about), by=user),
            f"{name}さんの異動を準備しました。その日になると自動で切り替わります。",
        ),
        "cancel_transfer": (
            lambda: workflow.cancel_transfer(person=about, seen=request.POST.get("transfer", ""), by=user),
            f"{name}さんの異動を取り消しました。",
        ),
        "disable": (
            lambda: workflow.disable(person=about, reason=desk.switch.cleaned_data["reason"], by=user),
            f"{name}さんの利用を停止しました。",
        ),
        "enable": (
            lambda: workflow.enable(person=about, reason=desk.switch.cleaned_data["reason"], by=user),
            f"{name}さんの利用を再開しました。",
        ),
        "unlock": (
            lambda: workflow.unlock(person=about, by=user),
            f"{name}さんのログインの停止を解除しました。",
        ),
        "invite": (lambda: workflow.invite_again(person=about, by=user), ""),
    }
    if desk.sent not in actions:
        desk.refusal, desk.status = "操作を選び直してください。", 400
        return None
    if form is not None and not form.is_valid():
        # Who may not is told so before what they typed is looked at.
        workflow.check_actor(user, None if desk.sent == "contact" and about.pk == user.pk else about)
        return None
    act, told = actions[desk.sent]
    try:
        result = act()
    except Incomplete as missing:
        form.add_missing(missing.errors) if form is not None else None
        return None
    except (StaleVersion, WrongState) as refused:
        desk.refusal, desk.status = refused.message, 409
        if isinstance(refused, StaleVersion):
            _look_again(desk, about)
        return None
    if desk.sent == "invite":
        told = f"招待のメールを{about.email}にもう一度送りました。" if result else NOT_SENT
    (messages.success if result is not False else messages.warning)(request, told)
    return redirect("office:person", about.username)


def _look_again(desk: Desk, about: User) -> None:
    """What was typed stays; who sends it once more has seen what the other one saved."""
    waiting = workflow.transfer_of(about)
    shown = {"rights-seen": Rights.of(about).key, "transfer-replaces": waiting.key if waiting else ""}
    for form in (desk.rights, desk.transfer):
        if isinstance(form.data, QueryDict) and form.is_bound:
            typed = form.data.copy()
            typed.update(shown)  # appended: the last of two is the one that counts
            form.data = typed


def _why(about: User) -> str:
    """The reason of the transfer that is prepared: the log keeps it."""
    set_by = Event.objects.filter(person=about, action=Event.Action.TRANSFER_SET).order_by("-at", "-pk")
    return set_by.values_list("reason", flat=True).first() or ""


def _crumbs(last: str) -> list[dict[str, str]]:
    return [{"label": "人", "url": reverse("office:people")}, {"label": last, "url": ""}]
