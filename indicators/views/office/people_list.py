"""Inviting many at once: a list is pasted or uploaded, shown as it was understood, and invited whole or not at all."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from indicators.forms.people_list import (
    HEADINGS,
    MOST_LINES,
    ListedPerson,
    headings,
    read_list,
    text_of_sheet,
    with_errors,
)
from indicators.outbox import can_send
from indicators.spreadsheets.upload.errors import UploadRefused
from indicators.spreadsheets.upload.reader import read_upload
from indicators.views.office.frame import crumbs
from indicators.views.shared.access import office_page
from indicators.workflow import ManyIncomplete, WrongState, invite_expired, invite_many
from measures.addresses import redirect
from measures.models import Department

_LONGEST = 200_000  # letters
_WANTED = (HEADINGS["name"][0], HEADINGS["departments"][0], HEADINGS["email"][0])


class _ShownOnly(Exception):
    """Takes back what was only tried, so that it could be shown."""


@office_page("GET", "HEAD", "POST")
def people_list(request: HttpRequest, user: User) -> HttpResponse:
    text = ""
    refusals: list[str] = []
    if request.method == "POST":
        text, refusals = _text(request)
        people = read_list(text) if text and not refusals else []
        if len(people) > MOST_LINES:
            refusals = [f"一度に招待できるのは{MOST_LINES}人までです。リストを分けてください。"]
        elif people:
            return _answer(request, user, people, text)
        elif not refusals:
            refusals = ["リストを貼り付けるか、ファイルを選んでください。"]
    context = {
        "text": text,
        "refusals": refusals,
        "headings": list(headings().values()),
        "departments": Department.objects.living(),
        "no_mail": not can_send(),
        "crumbs": crumbs("people", "リストで招待する"),
    }
    return render(request, "office/people_list.html", context)


@office_page("POST")
def invitations_again(request: HttpRequest, user: User) -> HttpResponse:
    """New links for all whose link has run out."""
    try:
        links = invite_expired(by=user)
    except WrongState as refusal:
        messages.warning(request, str(refusal))
        return redirect("office:people")
    return _handed_over(request, links)


def _answer(request: HttpRequest, user: User, people: list[ListedPerson], text: str) -> HttpResponse:
    """The list as it was understood; invited where that was pressed on the page that showed this very list."""
    wanted = "invite" in request.POST
    readable = [one for one in people if one.invitation]
    invitations = [one.invitation for one in readable if one.invitation]
    links: list[tuple[User, str]] = []
    try:
        with transaction.atomic():
            if not invitations:
                raise _ShownOnly
            links = invite_many(invitations=invitations, by=user)
            if not wanted or len(readable) < len(people):
                raise _ShownOnly
    except _ShownOnly:
        pass
    except ManyIncomplete as missing:
        with_errors(readable, missing.errors)
    else:
        return _handed_over(request, links)
    wrong = [one for one in people if one.errors]
    context = {
        # Pressed twice, or by two planners at once: the first has done it.
        "is_done": wanted and _are_there(people),
        "people": people,
        "wrong": wrong,
        "text": text,
        "headings": list(headings().values()),
        "no_mail": not can_send(),
        "crumbs": crumbs("people", "リストで招待する"),
    }
    return render(request, "office/people_list_shown.html", context, status=400 if wrong and wanted else 200)


def _are_there(people: list[ListedPerson]) -> bool:
    """Whether everybody in the list has an account by now, by their addresses."""
    known = {email.casefold() for email in User.objects.exclude(email="").values_list("email", flat=True)}
    return all(one.typed["email"].casefold() in known for one in people)


def _handed_over(request: HttpRequest, links: list[tuple[User, str]]) -> HttpResponse:
    """Mails for those whom a mail reaches, and a slip of paper for each of the others, shown this once."""
    shown = [(person, link) for person, link in links if link]
    mailed = len(links) - len(shown) if can_send() else 0
    if mailed:
        messages.success(request, f"{mailed}人に、招待のメールを送ります。")
    if not shown:
        if not mailed:
            messages.success(request, f"{len(links)}人を招待しました。")
        return redirect("office:people")
    context = {
        "links": shown,
        "until": timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
        "login": f"{settings.SITE_URL}{reverse('login')}",
        "without": [person for person, link in links if not link] if not can_send() else [],
        "crumbs": crumbs("people", "渡す紙"),
    }
    return render(request, "office/people_slips.html", context)


def _text(request: HttpRequest) -> tuple[str, list[str]]:
    """What was pasted, or the text of the file; with why it cannot be read."""
    given = request.FILES.get("file")
    if given is None:
        text = request.POST.get("text", "")
        return text[:_LONGEST], ["リストが長すぎます。分けてください。"] if len(text) > _LONGEST else []
    try:
        sheet = read_upload(given.name or "", given.read(), headings=_WANTED)
    except UploadRefused as refusal:
        return "", [f"{one.cell}　{one.message}" if one.cell else one.message for one in refusal.problems]
    return text_of_sheet(sheet), []
