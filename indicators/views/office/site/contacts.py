"""How each department is reached: facts that anybody can look up, changed by one person, told in 更新と訂正."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.forms.site import FORM_HINT, DepartmentContactForm
from indicators.views.shared.access import office_page
from indicators.workflow.site_settings import save_contacts
from measures.addresses import redirect, reverse
from measures.models import Department


@office_page("GET", "HEAD", "POST")
def contacts(request: HttpRequest, by: User) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    forms = [
        (one, DepartmentContactForm(sent, prefix=one.slug, initial=DepartmentContactForm.of(one)))
        for one in Department.objects.living()
    ]
    invalid = [one for one, form in forms if sent is not None and not form.is_valid()]
    if sent is not None and not invalid:
        said = {one: form.cleaned_data for one, form in forms if form.has_changed()}
        messages.success(request, f"{save_contacts(said, by=by)}課の問い合わせ先を変えました。")
        return redirect("office:contacts")
    context = {
        "forms": forms,
        "invalid": invalid,
        "form_hint": FORM_HINT,
        "crumbs": [
            {"label": "はじめの準備", "url": reverse("office:first_steps")},
            {"label": "課の問い合わせ先", "url": ""},
        ],
    }
    return render(request, "office/site/contacts.html", context)
