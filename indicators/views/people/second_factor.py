"""The second factor: the code after the password, registering an app, and one's own page about it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from indicators.directory.names import road
from indicators.forms.passwords import CodeForm, code_refusal
from indicators.second_factor import (
    PASSED,
    address_for_app,
    has_factor,
    is_required_of,
    look,
    opened_key,
    recovery_codes_left,
    sealed_key,
    words_of_key,
)
from indicators.sign_in import count_wrong_code, is_name_locked, remember_browser
from indicators.views.shared.access import signed_in, staff_page
from indicators.views.shared.entering import entered, first_page, safe_page, sign_in, who_waits
from indicators.views.shared.qr import qr_of
from indicators.workflow import (
    Incomplete,
    NotAllowed,
    WrongState,
    give_up_factor,
    note_recovery_code,
    register_factor,
    renew_recovery_codes,
)
from measures.addresses import redirect


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """After the password: the code, and then the login."""
    waiting = who_waits(request, "code")
    if waiting is None:
        return HttpResponseRedirect(reverse("login"))
    user, kept = waiting
    if is_name_locked(request, user):
        return render(request, "registration/locked.html", status=429)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (by := _is_right(request, user, form)):
        if by == "recovery":
            messages.warning(request, f"予備のコードを使いました。残りは{recovery_codes_left(user)}個です。")
        return entered(request, user, wanted=kept["wanted"], road=kept["road"], passed=True)
    return render(request, "registration/code.html", {"form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    """After the password of somebody who needs a second factor and has none: registered first, then the login."""
    waiting = who_waits(request, "setup")
    if waiting is None:
        return HttpResponseRedirect(reverse("login"))
    user, kept = waiting
    if has_factor(user):  # in another window
        return HttpResponseRedirect(reverse("login"))
    if is_name_locked(request, user):
        return render(request, "registration/locked.html", status=429)
    codes, page = _registered(request, user)
    if codes is None:
        return page
    sign_in(request, user, road=kept["road"], passed=True)
    page = _shown_once(request, codes, kept["wanted"] or reverse(first_page(user)))
    remember_browser(request, page)
    return page


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """One's own: what there is, another app, new recovery codes, none any more. Each asks for a code of today."""
    user = signed_in(request)
    again = has_factor(user)
    if not again or "app_key" in request.POST:
        codes, page = _registered(request, user, again=again)
        if codes is None:
            return page
        request.session[PASSED] = True
        return _shown_once(request, codes, reverse("second_factor"))
    form = CodeForm(request.POST if request.method == "POST" and "passcode" in request.POST else None)
    if form.is_bound and form.is_valid() and _is_right(request, user, form):
        try:
            if done := _done(request, user):
                return done
        except (NotAllowed, WrongState) as refusal:
            form.add_error(None, refusal.message)
    context = {
        "form": form,
        "left": recovery_codes_left(user),
        "required": is_required_of(user),
    }
    return render(request, "people/second_factor.html", context)


def _done(request: HttpRequest, user: User) -> HttpResponse | None:
    match request.POST.get("action", ""):
        case "codes":
            return _shown_once(request, renew_recovery_codes(person=user), reverse("second_factor"))
        case "drop":
            give_up_factor(person=user)
            messages.success(request, "二段階認証を取りやめました。")
            return redirect(reverse("second_factor"))
        case "again":
            return _page_of_key(request, user, sealed_key(user, again=True))
    return None


def _is_right(request: HttpRequest, user: User, form: CodeForm) -> str:
    """By what the code was right; "" with the reason in the form where it was not, which is counted."""
    found = look(user, form.cleaned_data["passcode"])
    if not found.by:
        count_wrong_code(request, user)
        form.add_error("passcode", code_refusal(found))
    if found.by == "recovery":
        note_recovery_code(person=user)
    return found.by


def _registered(
    request: HttpRequest, user: User, *, again: bool = False
) -> tuple[list[str] | None, HttpResponse]:
    """The recovery codes of who has just registered an app; None with the page that asks for it."""
    if request.method != "POST" or "app_key" not in request.POST:
        return None, _page_of_key(request, user, sealed_key(user))
    key = opened_key(user, request.POST["app_key"], again=again)
    form = CodeForm(request.POST)
    if not key and again:
        messages.warning(
            request, "時間がたったため、登録し直していません。もう一度、確認コードから始めてください。"
        )
        return None, redirect(reverse("second_factor"))
    if not key:
        messages.warning(
            request, "時間がたったため、新しい二次元コードを出しました。もう一度読み取ってください。"
        )
        return None, _page_of_key(request, user, sealed_key(user))
    if form.is_valid():
        try:
            return register_factor(person=user, key=key, code=form.cleaned_data["passcode"]), HttpResponse()
        except Incomplete as missing:
            count_wrong_code(request, user)
            form.add_missing(missing.errors)
    return None, _page_of_key(request, user, request.POST["app_key"], form)


def _page_of_key(request: HttpRequest, user: User, sealed: str, form: CodeForm | None = None) -> HttpResponse:
    """The QR code, and the key to type; no other address knows either."""
    key = opened_key(user, sealed) or opened_key(user, sealed, again=True)
    form = form or CodeForm()
    form.fields["passcode"].help_text = "アプリに出ている6桁の数字。"
    context: dict[str, Any] = {
        "form": form,
        "sealed": sealed,
        "qr": qr_of(address_for_app(user, key)),
        "key": words_of_key(key),
        "must": not request.user.is_authenticated,
        "name": user.get_username(),
        "directory": road(),
    }
    return render(request, "people/register_app.html", context)


def _shown_once(request: HttpRequest, codes: list[str], onward: str) -> HttpResponse:
    """On the answer itself; kept nowhere."""
    return render(
        request, "people/recovery_codes.html", {"codes": codes, "onward": safe_page(request, onward)}
    )
