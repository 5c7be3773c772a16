"""Accounts that wait for another planner's word, many at once: after an upgrade every invitation of before is one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators import workflow
from indicators.permissions import setters_of
from indicators.views.office.confirming import Confirmation, differences, published_as_shown, shown_to
from indicators.views.office.frame import crumbs
from indicators.views.shared.access import office_page
from indicators.wording.people import person as name_of
from indicators.workflow import StaleVersion, WrongState
from measures.addresses import redirect, reverse


@dataclass(frozen=True)
class Waiting:
    """`seen`: up to which line of the log its setting up is told here; `own`: the person set it up alone, or it is theirs."""

    person: User
    setters: str
    seen: int
    own: bool

    @property
    def key(self) -> str:
        return f"{self.person.pk}:{self.seen}"

    @property
    def fact(self) -> str:
        mail = self.person.email or "メールアドレスの登録なし"
        return f"{self.person.username}、{mail}、招待や変更をした人：{self.setters}（{self.seen}）"


@office_page("GET", "HEAD", "POST")
def accounts(request: HttpRequest, user: User) -> HttpResponse:
    """Tick those whose people one has asked, see them once more, confirm them all or none."""
    if request.method != "POST":
        return _page(request, user)
    if not request.POST.getlist("chosen"):
        return _page(request, user, "確認するアカウントを選んでください。", status=200)
    try:
        done = published_as_shown(
            request,
            lambda: _confirmation(request, user),
            lambda: _confirm(request, user),
        )
    except (StaleVersion, WrongState) as refusal:
        return _page(request, user, str(refusal))
    if isinstance(done, HttpResponse):
        return done
    messages.success(request, f"{done}件のアカウントを確認しました。")
    return redirect("office:accounts")


def _waiting(user: User) -> list[Waiting]:
    """By name; two queries and one an account."""
    setters = setters_of()
    names = {one.pk: name_of(one) for one in User.objects.filter(pk__in=set().union(*setters.values()))}
    people = User.objects.filter(pk__in=setters).order_by("last_name", "first_name", "username")
    return [
        Waiting(
            one,
            "、".join(names[pk] for pk in sorted(setters[one.pk])),
            workflow.set_up_last(one),
            one.pk == user.pk or setters[one.pk] == {user.pk},
        )
        for one in people
    ]


def _chosen(request: HttpRequest, user: User) -> Sequence[Waiting]:
    """Those that were ticked, as they were seen. StaleVersion."""
    keys = set(request.POST.getlist("chosen"))
    found = [one for one in _waiting(user) if one.key in keys and not one.own]
    if len(found) != len(keys):
        raise StaleVersion(
            "この画面を開いたあとに、選んだアカウントのどれかが変わったか、確認されました。", None
        )
    return found


def _confirm(request: HttpRequest, user: User) -> int:
    chosen = _chosen(request, user)
    workflow.confirm_accounts(seen={one.person.pk: one.seen for one in chosen}, by=user)
    return len(chosen)


def _confirmation(request: HttpRequest, user: User) -> Confirmation:
    chosen = _chosen(request, user)
    return Confirmation(
        title=f"{len(chosen)}件のアカウントを確認します",
        button="本人に確かめたので、確認する",
        back=reverse("office:accounts"),
        template="office/confirm_accounts.html",
        facts={name_of(one.person): one.fact for one in chosen},
        about={"chosen": chosen, "crumbs": crumbs("people", "アカウントの確認")},
        posted=[("chosen", one.key) for one in chosen],
        lead="まだ確認していません。確認すると、招待したり変えたりした人も、このアカウントで入力・保存・提出したものを公表できるようになります。",
        refused="1件も確認していません",
        leave="確認しないで戻る",
        hint="ここで見たとおりのアカウントを確認します。見ているあいだに何かが変わったときは、確認しないで知らせます。",
    )


def _page(request: HttpRequest, user: User, refusal: str = "", status: int = 409) -> HttpResponse:
    lines = _waiting(user)
    context = {
        "lines": [one for one in lines if not one.own],
        "others": [one for one in lines if one.own and one.person.pk != user.pk],
        "refusal": refusal,
        "both": differences(shown_to(request), {}) if refusal else [],
        "crumbs": crumbs("people", "アカウントの確認"),
    }
    return render(request, "office/accounts.html", context, status=status if refusal else 200)
