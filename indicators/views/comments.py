"""The comments on one value: read, write, take back. Staff only; no address for citizens leads here."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from indicators import frames
from indicators.forms.comments import CommentForm
from indicators.models import Comment, Indicator
from indicators.permissions import may_comment, may_enter, may_read_unpublished, may_review
from indicators.views.shared.access import check_year, find_indicator, signed_in, staff_page
from indicators.views.shared.comment_threads import thread_of
from indicators.workflow import Incomplete, NotAllowed, add_comment, withdraw_comment
from measures.addresses import redirect, reverse


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, code: str, year: int) -> HttpResponse:
    user = signed_in(request)
    indicator = find_indicator(request, code)
    check_year(indicator, year)
    if not may_comment(user, indicator):
        raise NotAllowed("コメントを読み書きできるのは、主担当の課と企画課、管理職です。")
    if request.method != "POST":
        return _page(request, indicator, year, CommentForm(code=code, year=indicator.own_year(year)))
    form = CommentForm(request.POST, code=code, year=indicator.own_year(year))
    if form.is_valid():
        try:
            add_comment(indicator=indicator, year=year, body=form.cleaned_data["body"], by=user)
        except Incomplete as missing:
            for name, message in missing.errors.items():
                form.add_error(name, message)
        else:
            what = f"{indicator.code} {indicator.name}（{indicator.year_name(year)}）"
            messages.success(request, f"{what}にコメントを書きました。")
            return _back(request, indicator, year)
    return _page(request, indicator, year, form)


@staff_page
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    comment = get_object_or_404(Comment.objects.select_related("indicator__measure"), pk=pk)
    withdraw_comment(comment=comment, by=signed_in(request))
    messages.success(request, "コメントを取り消しました。取り消したことは記録に残ります。")
    return _back(request, comment.indicator, comment.year)


def _page(request: HttpRequest, indicator: Indicator, year: int, form: CommentForm) -> HttpResponse:
    user = signed_in(request)
    of_one = frames.working(Indicator.objects.filter(pk=indicator.pk))
    reader = may_read_unpublished(user)
    if reader:
        label, start = "ダッシュボード", reverse("dashboard:measure", args=[indicator.measure.number])
    else:
        label, start = "入力", reverse("entry:tasks")
    context = {
        "indicator": indicator,
        "year": indicator.own_year(year),
        "row": next((row for row in of_one if row.year == year), None),
        "thread": thread_of(indicator, year, user),
        "form": form,
        "next": request.POST.get("next", ""),
        "reads_dashboard": reader,
        "may_enter": may_enter(user, indicator),
        "may_review": may_review(user),
        "crumbs": [
            {"label": label, "url": start},
            {"label": f"{indicator.code} {indicator.year_name(year)}のコメント", "url": ""},
        ],
    }
    return render(request, "comments/page.html", context)


def _back(request: HttpRequest, indicator: Indicator, year: int) -> HttpResponseRedirectBase:
    """The page of this site that the form stood on; else the comments' own."""
    asked = request.POST.get("next", "")
    if asked and url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return HttpResponseRedirect(asked)
    return redirect("comments:thread", indicator.code, year)


app_name = "comments"
urlpatterns = [
    path("<str:code>/<int:year>/", thread, name="thread"),
    path("<int:pk>/withdraw/", withdraw, name="withdraw"),
]
