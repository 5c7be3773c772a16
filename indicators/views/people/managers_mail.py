"""Whether a manager is told by mail of verdicts that changed and days that passed: everybody's own choice, none by itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from indicators.models import ManagersMail
from indicators.outbox import can_send
from indicators.permissions import may_read_unpublished
from indicators.views.shared.access import signed_in, staff_page
from indicators.workflow import NotAllowed
from measures.addresses import redirect


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def managers_mail(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if not may_read_unpublished(user):
        raise NotAllowed(
            "このお知らせは、ダッシュボードを見られる管理職と企画課（計画担当）のためのものです。"
        )
    if request.method != "POST":
        chosen = ManagersMail.objects.filter(user=user).exists()
        return render(request, "people/managers_mail.html", {"chosen": chosen, "no_mail": not can_send()})
    if request.POST.get("wanted"):
        # What happened before somebody chose to be told is no news to them.
        now = timezone.now()
        ManagersMail.objects.get_or_create(user=user, defaults={"since": now, "told_until": now})
        messages.success(request, "変化や期限切れがあった日に、メールでお知らせします。")
    else:
        ManagersMail.objects.filter(user=user).delete()
        messages.success(request, "お知らせのメールを送らないようにしました。")
    return redirect(reverse("managers_mail"))
