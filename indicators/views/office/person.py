"""One person: rights, transfer, login and history, each with its own form on one page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from indicators import workflow
from indicators.accounts import locked_names
from indicators.directory.names import road
from indicators.forms import RefusableForm
from indicators.forms.people import ContactForm, ReasonForm, RightsForm, TransferForm
from indicators.models import Event, Mail, PowerRequest
from indicators.outbox import can_send
from indicators.permissions import is_at_work, setters_of
from indicators.second_factor import has_factor
from indicators.views.office.frame import crumbs, next_april
from indicators.views.office.people import hand_over
from indicators.views.shared.access import office_page
from indicators.views.shared.entering import takes_passwords
from indicators.wording import rights as wording
from indicators.wording.people import person as name_of
from indicators.workflow import Incomplete, Rights, StaleVersion, WrongState
from measures.addresses import redirect

# Said in place of what would have been done at once.
ASKED = "ほかの計画担当が認めると有効になります。計画担当の全員にメールで知らせます。"


@dataclass
class PersonForms:
    """The forms of one person's page; the one that was sent holds what was typed, and `refusal` why it was not done."""

    rights: RightsForm
    contact: ContactForm
    transfer: TransferForm
    switch: ReasonForm
    reset: ReasonForm
    sent: str = ""
    refusal: str = ""
    status: int = 200


@dataclass(frozen=True)
class Action:
    """What a button does, with the form that it sends, and what is said when it is done."""

    form: RefusableForm | None
    run: Callable[[], object]
    done: str


@office_page("GET", "HEAD", "POST")
def person(request: HttpRequest, user: User, username: str) -> HttpResponse:
    about = get_object_or_404(User, username=username)
    forms = _forms(request, about)
    if request.method == "POST":
        if done := _act(request, forms, about, user):
            return done
        about = User.objects.get(pk=about.pk)
    prepared = workflow.transfer_of(about)
    works = is_at_work(about)
    own = about.pk == user.pk
    setters = setters_of([about.pk]).get(about.pk, set())
    context = {
        "person": about,
        "works": works,
        "name": name_of(about),
        "rights": wording.rights_words({**Rights.of(about).snapshot(), "active": True}),
        "waiting": prepared,
        "to": wording.rights_words(prepared.rights.snapshot()) if prepared else "",
        "why": _why(about) if prepared else "",
        "locked": about.username in locked_names(),
        "invited": works and not about.has_usable_password() and not about.last_login,
        "directory": road(),
        "passwords": takes_passwords(),
        "directory_name": workflow.directory_name_of(about),
        "has_factor": has_factor(about),
        "nobody_confirms": workflow.nobody_confirms(about, setters),
        "no_mail": not can_send(),
        "power": workflow.holds_power(about),
        "invitation": Mail.objects.filter(user=about, kind=Mail.Kind.INVITATION).first(),
        "powers": PowerRequest.objects.waiting().filter(person=about).select_related("asked_by"),
        "too_few": workflow.too_few_in_office(),
        "setters": [name_of(one) for one in User.objects.filter(pk__in=setters).order_by("pk")],
        "may_vouch": bool(setters - {user.pk}) and not own,
        "set_up_last": workflow.set_up_last(about),
        "forms": forms,
        "own": own,
        "above": about.is_superuser and not user.is_superuser,
        "may_change": not own and (user.is_superuser or not about.is_superuser),
        "log": wording.history_of(about),
        "crumbs": crumbs("people", name_of(about)),
    }
    return render(request, "office/person.html", context, status=forms.status)


def _forms(request: HttpRequest, about: User) -> PersonForms:
    sent = request.POST.get("action", "") if request.method == "POST" else ""

    def data(*actions: str) -> Any:
        return request.POST if sent in actions else None

    prepared = workflow.transfer_of(about)
    transfer = TransferForm.initial_of(
        prepared, _why(about) if prepared else "", next_april(timezone.localdate())
    )
    contact = {name: getattr(about, name) for name in ("last_name", "first_name", "email")}
    contact["directory_name"] = workflow.directory_name_of(about)
    return PersonForms(
        rights=RightsForm(data("rights"), initial=RightsForm.initial_of(Rights.of(about)), prefix="rights"),
        contact=ContactForm(data("contact"), initial=contact, prefix="contact"),
        transfer=TransferForm(
            data("transfer"), initial=transfer, names=wording.departments_to_move_to(), prefix="transfer"
        ),
        switch=ReasonForm(data("disable", "enable"), prefix="switch"),
        reset=ReasonForm(data("reset"), prefix="reset"),
        sent=sent,
    )


def _actions(request: HttpRequest, forms: PersonForms, about: User, user: User) -> dict[str, Action]:
    """Each button's word → what it does."""
    name = f"{name_of(about)}さんの"
    rights, contact, transfer, switch = forms.rights, forms.contact, forms.transfer, forms.switch
    reset = forms.reset
    whom: dict[str, Any] = {"person": about, "by": user}
    return {
        "rights": Action(
            rights,
            lambda: workflow.change_rights(
                **whom,
                **rights.chosen,
                expected_version=rights.cleaned_data["seen"],
                reason=rights.cleaned_data["reason"],
            ),
            f"{name}所属・権限を変えました。",
        ),
        "contact": Action(
            contact,
            lambda: workflow.change_contact(**whom, **contact.typed),
            f"{name}氏名・メールアドレスを変えました。",
        ),
        "transfer": Action(
            transfer,
            lambda: workflow.prepare_transfer(planned=transfer.planned(about), by=user),
            f"{name}異動を準備しました。その日になると自動で切り替わります。",
        ),
        "cancel_transfer": Action(
            None,
            lambda: workflow.cancel_transfer(**whom, expected_version=request.POST.get("transfer", "")),
            f"{name}異動を取り消しました。",
        ),
        "disable": Action(
            switch,
            lambda: workflow.disable(**whom, reason=switch.cleaned_data["reason"]),
            f"{name}利用を停止しました。",
        ),
        "enable": Action(
            switch,
            lambda: workflow.enable(**whom, reason=switch.cleaned_data["reason"]),
            f"{name}利用を再開しました。",
        ),
        "unlock": Action(None, lambda: workflow.unlock(**whom), f"{name}ログインの停止を解除しました。"),
        "confirm": Action(
            None,
            lambda: workflow.confirm_power(request=_asked(request, about), by=user),
            f"{name}権限の申し出を認めました。",
        ),
        "drop": Action(
            None,
            lambda: workflow.withdraw_power(request=_asked(request, about), by=user),
            f"{name}権限の申し出を取りやめました。",
        ),
        "reset": Action(
            reset,
            lambda: workflow.ask_factor_reset(**whom, reason=reset.cleaned_data["reason"]),
            f"{name}二段階認証の解除を申し出ました。",
        ),
        "vouch": Action(
            None,
            lambda: workflow.confirm_account(**whom, seen=_seen(request)),
            f"{name}アカウントを確認しました。",
        ),
        "invite": Action(
            None,
            lambda: workflow.invite_again(**whom),
            f"招待のメールを{about.email}にもう一度送ります。",
        ),
    }


def _act(request: HttpRequest, forms: PersonForms, about: User, user: User) -> HttpResponse | None:
    """Do what was asked; None where the page is to be shown again, with what was typed and why not."""
    action = _actions(request, forms, about, user).get(forms.sent)
    if action is None:
        forms.refusal, forms.status = "操作を選び直してください。", 400
        return None
    if action.form is not None and not action.form.is_valid():
        # Who may not is told so before what they typed is looked at.
        workflow.check_actor(user, None if action.form is forms.contact and about.pk == user.pk else about)
        return None
    began = timezone.now()
    try:
        result = action.run()
    except Incomplete as missing:
        if action.form is not None:
            action.form.add_missing(missing.errors)
        return None
    except (StaleVersion, WrongState) as refused:
        forms.refusal, forms.status = refused.message, 409
        if isinstance(refused, StaleVersion):
            _look_again(forms, about)
        return None
    if forms.sent == "invite" and result:
        return hand_over(request, about, str(result))
    asked_now = PowerRequest.objects.waiting().filter(person=about, asked_at__gte=began).exists()
    messages.success(request, ASKED if asked_now else action.done)
    return redirect("office:person", about.username)


def _seen(request: HttpRequest) -> int:
    """Up to which line of the log the person has seen how the account was set up."""
    number = request.POST.get("seen", "")
    return int(number) if number.isascii() and number.isdecimal() else 0


def _asked(request: HttpRequest, about: User) -> PowerRequest:
    """The request whose button was pressed. WrongState where it is about somebody else, or none."""
    number = request.POST.get("request", "")
    found = PowerRequest.objects.filter(person=about, pk=int(number)).first() if number.isdecimal() else None
    if found is None:
        raise WrongState("この申し出は、すでに認められたか、取りやめられています。")
    return found


def _look_again(forms: PersonForms, about: User) -> None:
    """What was typed stays; who sends it once more has seen what the other one saved."""
    waiting = workflow.transfer_of(about)
    shown = {"rights-seen": Rights.of(about).version, "transfer-replaces": waiting.version if waiting else ""}
    for form in (forms.rights, forms.transfer):
        if isinstance(form.data, QueryDict) and form.is_bound:
            typed = form.data.copy()
            typed.update(shown)  # appended: the last of two is the one that counts
            form.data = typed


def _why(about: User) -> str:
    """The reason of the transfer that is prepared: the log keeps it."""
    set_by = Event.objects.filter(person=about, action=Event.Action.TRANSFER_SET).order_by("-at", "-pk")
    return set_by.values_list("reason", flat=True).first() or ""
