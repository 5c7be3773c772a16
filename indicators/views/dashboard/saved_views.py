"""Views of the dashboard under a name: an address with a title, one's own or shared with whoever may open the dashboard.

What is kept is the part of the address behind the question mark, made anew from filters that were read and understood: no
path, no host and no parameter of anybody else's making gets in. A view is renamed and deleted by its owner alone.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from indicators.forms.saved_views import SavedViewForm
from indicators.models import SavedView
from indicators.permissions import at_work
from indicators.views.dashboard.access import for_managers
from indicators.views.dashboard.filtered_view import FilteredView, read_filters
from indicators.views.shared.access import signed_in
from indicators.views.shared.plan import plan_of
from indicators.wording.people import person
from measures.addresses import redirect, reverse
from measures.models import Plan

# So many stand on the first screen; the others on their own page.
MOST_CHIPS = 4
# So many a person and plan: a list that somebody can read.
MOST_VIEWS = 30


@dataclass(frozen=True)
class Chip:
    """`whose`: "" for one's own."""

    title: str
    url: str
    whose: str
    current: bool


def chips_of(request: HttpRequest, view: FilteredView) -> list[Chip]:
    """The reader's own views, then what colleagues share; all that lead to the plan that is shown."""
    own, shared = _seen_by(signed_in(request), plan_of(request))
    now = _query(view)
    return [
        Chip(one.title, _address(one), "" if one in own else person(one.owner), one.query == now)
        for one in (*own, *shared)
    ]


@for_managers
@require_http_methods(["GET", "HEAD", "POST"])
def saved_views(request: HttpRequest) -> HttpResponse:
    """GET lists them; POST keeps what the address of the form itself asks for, as the dashboard reads it."""
    plan = plan_of(request)
    view = read_filters(request)
    if plan is None:  # nothing to see yet, and nothing to keep
        return _page(request, None, view, None)
    new = SavedView(owner=signed_in(request), plan=plan, query=_query(view))
    if request.method != "POST":
        return _page(request, plan, view, SavedViewForm(view=new))
    form = SavedViewForm(request.POST, view=new)
    if SavedView.objects.filter(owner=new.owner, plan=plan).count() >= MOST_VIEWS:
        form.add_error(None, f"保存できるのは{MOST_VIEWS}件までです。使わないものを削除してください。")
    if not form.is_valid() or not _save(form):
        return _page(request, plan, view, form, status=400)
    messages.success(request, f"この見かたを「{new.title}」として保存しました。")
    return redirect(_address(new))


@for_managers
@require_POST
def saved_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename, share or delete one's own; anybody else's is not found."""
    found = get_object_or_404(SavedView, pk=pk, owner=signed_in(request), plan=plan_of(request))
    if "delete" in request.POST:
        found.delete()
        messages.success(request, f"「{found.title}」を削除しました。")
        return redirect(reverse("dashboard:views"))
    form = SavedViewForm(request.POST, view=found)
    if not form.is_valid() or not _save(form):
        return _page(request, found.plan, read_filters(request), form, status=400)
    messages.success(request, f"「{found.title}」を変更しました。")
    return redirect(reverse("dashboard:views"))


def _save(form: SavedViewForm) -> bool:
    """False where the same name was saved in between, which the form then says."""
    view = form.view
    view.title, view.is_shared = form.cleaned_data["title"], form.cleaned_data["is_shared"]
    view.saved_at = timezone.now()
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError:
        form.add_error("title", "同じ名前の見かたがもうあります。別の名前にしてください。")
        return False
    return True


def _page(
    request: HttpRequest,
    plan: Plan | None,
    view: FilteredView,
    form: SavedViewForm | None,
    status: int = 200,
) -> HttpResponse:
    """`form`: of the new view, or the one of an own view that was refused; None without a plan."""
    own, shared = _seen_by(signed_in(request), plan)
    changed = None if form is None else form.view.pk
    context: dict[str, Any] = {
        "new": form if changed is None else None,
        "refused": form if form is not None and form.errors else None,
        "saving": view.filters.describe(),
        "action": f"{reverse('dashboard:views')}{view.filters.link('')}",
        "own": [(one, _address(one), form if changed == one.pk else SavedViewForm(view=one)) for one in own],
        "shared": [(one, _address(one), person(one.owner)) for one in shared],
        "crumbs": [
            {"label": "ダッシュボード", "url": reverse("dashboard:overview")},
            {"label": "保存した見かた", "url": ""},
        ],
    }
    return render(request, "dashboard/saved_views.html", context, status=status)


def _seen_by(user: User, plan: Plan | None) -> tuple[list[SavedView], list[SavedView]]:
    """Their own, and what people share who are still at work: nobody else could delete it."""
    of_plan = SavedView.objects.filter(plan=plan).select_related("owner")
    shared = of_plan.filter(is_shared=True, owner__in=at_work()).exclude(owner=user)
    return list(of_plan.filter(owner=user)), list(shared)


def _query(view: FilteredView) -> str:
    return view.filters.link("").removeprefix("?")


def _address(view: SavedView) -> str:
    address = reverse("dashboard:overview")
    return f"{address}?{view.query}" if view.query else address
