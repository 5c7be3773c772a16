"""A form that was sent when the login was over, under another person's login, or with a token of an earlier one.

Nothing is saved; the page shows all that was typed, lets the person sign in, and sends the same fields once more
(docs/trust.md §3). They are no way around the token: a form that nobody of ours was given cannot be sent on from here.
"""

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from indicators.accounts import TYPED_BY, typist_of
from indicators.directory.names import road
from indicators.forms.passwords import WithCodeForm
from indicators.forms.typed import action_words, is_secret, label_of, typed_words
from indicators.permissions import is_at_work
from indicators.sign_in import remember_browser
from indicators.views.shared.entering import sign_in, takes_passwords
from indicators.wording.people import person

# Of the boxes for name and password on this page, beside those of the form that is kept.
AGAIN = "again"
LOCKED = (
    "パスワードの間違いが続いたため、しばらくログインできません。15分ほど待ってから、この画面でもう一度ログインしてください。"
    "急ぐときは、企画課が解除できます。"
)
_NOT_KEPT = {"csrfmiddlewaretoken"}


def is_of_another(request: HttpRequest) -> bool:
    """Whether the form was given to somebody else than who is signed in now."""
    typist = typist_of(request.POST.get(TYPED_BY, ""))
    return typist is not None and typist != request.user.pk


def going_on(request: HttpRequest) -> HttpResponse | None:
    """Sign in with what was typed into this page's boxes: None where the form can go on, else the page again."""
    if f"{AGAIN}-password" not in request.POST:
        return interrupted(request)
    form = WithCodeForm(request, request.POST, prefix=AGAIN)
    if not form.is_valid():
        return interrupted(request, form)
    user = form.get_user()
    assert isinstance(user, User)
    sign_in(request, user, passed=form.passed)
    if is_of_another(request):
        return interrupted(request)
    kept = request.POST.copy()
    for name in [name for name in kept if name.startswith(f"{AGAIN}-")]:
        del kept[name]
    request.POST = kept  # type: ignore[assignment]
    return None


def remembered(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What was answered after a login here."""
    remember_browser(request, response)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """settings.CSRF_FAILURE_VIEW. Only what a page of ours was given for can go on, and from our own pages."""
    if any(is_secret(name) and not name.startswith(f"{AGAIN}-") for name in request.POST):
        return render(request, "403_csrf.html", {"reason": reason}, status=403)
    is_ours = typist_of(request.POST.get(TYPED_BY, "")) is not None and _is_sent_from_here(request)
    return interrupted(request, is_ours=is_ours)


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: Any = None) -> HttpResponse:
    """settings.AXES_LOCKOUT_CALLABLE: a page or answer that tells of the lock itself stays, with what was typed."""
    if response is not None and getattr(response, "tells_of_the_lock", False):
        response.status_code = 429
        return response
    return render(request, "registration/locked.html", status=429)


def interrupted(
    request: HttpRequest, form: WithCodeForm | None = None, *, is_ours: bool = True
) -> HttpResponse:
    """403 (429 while the name is locked): what was typed in words, with what it takes to go on."""
    given_to = typist_of(request.POST.get(TYPED_BY, ""))
    typist = None if given_to is None else User.objects.filter(pk=given_to).first()
    user = request.user if request.user.is_authenticated else None
    kept = [name for name in request.POST if name not in _NOT_KEPT and not name.startswith(f"{AGAIN}-")]
    secret = any(is_secret(name) for name in kept)
    context = {
        "address": request.get_full_path(),
        "page": request.path,
        "may_go_on": is_ours and not secret and (typist is None or is_at_work(typist)),
        "is_over": user is None,
        "is_other": user is not None and is_of_another(request),
        "typist": person(typist) if typist else "",
        "signed_in": person(user) if isinstance(user, User) else "",
        "typed": typed_words(_only(request, kept)),
        "action": action_words(request.POST),
        "kept": [(name, text) for name in kept for text in request.POST.getlist(name)],
        "files": [
            (name, label_of(name), [file.name for file in files if hasattr(file, "name")])
            for name, files in request.FILES.lists()
        ],
        "form": form or WithCodeForm(request, prefix=AGAIN),
        "directory": road(),
        "passwords": takes_passwords(),
        "locked": LOCKED if getattr(request, "axes_locked_out", False) else "",
    }
    response = render(request, "registration/interrupted.html", context, status=403)
    response.tells_of_the_lock = True  # type: ignore[attr-defined]
    add_never_cache_headers(response)
    return response


def _only(request: HttpRequest, names: list[str]) -> Any:
    data = request.POST.copy()
    for name in [name for name in data if name not in names]:
        del data[name]
    return data


def _is_sent_from_here(request: HttpRequest) -> bool:
    """As the browser says; an old one that says nothing at all has given the proof of who was given the form."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or origin == f"{request.scheme}://{request.get_host()}"
