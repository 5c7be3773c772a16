"""What concerns the person: the list 「お知らせ」 with what is read, and whether each kind goes by mail, too."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from indicators.forms.notice_choices import NoticeChoicesForm
from indicators.models import HowTold, Notice, NoticeChoice, NoticeKind
from indicators.notices import told, with_subjects
from indicators.outbox import can_send
from indicators.outbox.choices import wanted
from indicators.permissions import memberships_of_today
from indicators.views.shared.access import signed_in, staff_page
from measures.addresses import redirect

A_PAGE = 50


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """Newest first. POST: `open` marks one as read and goes to what it is about, `all` marks all."""
    user = signed_in(request)
    own = Notice.objects.filter(user=user)
    if request.method == "POST":
        return _mark(request, user)
    asked = request.GET.get("show", "")
    if asked == "unread":
        own = own.filter(read_at__isnull=True)
    elif asked in NoticeKind.values:
        own = own.filter(kind=asked)
    page = Paginator(with_subjects(own).order_by("-at", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "told": told(user, page.object_list),
        "asked": asked,
        "shows": [("", "すべて"), ("unread", "読んでいないもの"), *NoticeKind.choices],
    }
    return render(request, "people/notices.html", context)


def _mark(request: HttpRequest, user: User) -> HttpResponse:
    now = timezone.now()
    unread = Notice.objects.filter(user=user, read_at__isnull=True)
    if "all" in request.POST:
        unread.filter(at__lte=now).update(read_at=now)
        messages.success(request, "すべて読んだことにしました。")
        return redirect(reverse("notices"))
    asked = request.POST.get("open", "")
    if not asked.isdecimal() or len(asked) > 18:
        return HttpResponseBadRequest("不明な操作です。")
    found = told(user, with_subjects(Notice.objects.filter(user=user, pk=int(asked))))
    if not found:
        messages.warning(
            request, "このお知らせは、いまは見られません。担当が変わったか、取り消されたためです。"
        )
        return redirect(reverse("notices"))
    unread.filter(pk=found[0].notice.pk).update(read_at=now)
    return HttpResponseRedirect(found[0].url)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def notice_choices(request: HttpRequest) -> HttpResponse:
    """By mail at once, once a day or not, for each kind; what waits to be mailed follows the new choice."""
    user = User.objects.prefetch_related(memberships_of_today()).get(pk=signed_in(request).pk)
    chosen = wanted([user])[user.pk]
    form = NoticeChoicesForm(request.POST if request.method == "POST" else None, chosen=chosen)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            for kind, how in form.said.items():
                if how != chosen[kind]:
                    _choose(user, kind, how)
        messages.success(request, "受け取り方を保存しました。")
        return redirect(reverse("notice_choices"))
    return render(request, "people/notice_choices.html", {"form": form, "no_mail": not can_send()})


def _choose(user: User, kind: NoticeKind, how: HowTold) -> None:
    NoticeChoice.objects.update_or_create(
        user=user, kind=kind, defaults={"how": how, "since": timezone.now()}
    )
    waiting = Notice.objects.filter(user=user, kind=kind, mailed_at__isnull=True).exclude(how=HowTold.NONE)
    waiting.update(how=how)
