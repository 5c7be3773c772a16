"""The history of people's rights: all of them for the office, those of one's own departments for staff."""

from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from indicators.models import Membership
from indicators.permissions import department_ids, is_plan_office
from indicators.views.shared.access import signed_in, staff_page
from indicators.wording.people import person
from indicators.wording.rights import events_of_rights, line_of_rights
from measures.addresses import reverse

A_PAGE = 50


@staff_page
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    events = events_of_rights(_known_to(user)).order_by("-at", "-pk")
    page = Paginator(events.select_related("by", "person"), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "lines": [(event.person, person(event.person), line_of_rights(event)) for event in page],
        "is_office": is_plan_office(user),
        "crumbs": [{"label": "記録", "url": reverse("entry:histories")}, {"label": "人の権限", "url": ""}],
    }
    return render(request, "entry/history_people.html", context)


def _known_to(user: User) -> QuerySet[User]:
    """The office: everybody. Others: themselves and the people of their departments."""
    if is_plan_office(user):
        return User.objects.all()
    colleagues = Membership.objects.on().filter(department__in=department_ids(user))
    return User.objects.filter(Q(pk=user.pk) | Q(pk__in=colleagues.values("user")))
