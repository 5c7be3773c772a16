"""What machines ask for first: robots.txt and the list of public pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from indicators import frames
from indicators.views.public.answers import public_file
from indicators.views.public.sheets import published_sheets
from measures.models import BasicPolicy, Department, Measure

PAGES = (
    "home",
    "measures",
    "indicators",
    "departments",
    "open_data",
    "dictionary",
    "api_guide",
    "corrections",
    "glossary",
    "about",
    "accessibility",
)
STAFF = ("/admin/", "/dashboard/", "/entry/", "/office/", "/login/", "/logout/", "/password/", "/search/")


@public_file
def robots(request: HttpRequest) -> HttpResponse:
    closed = [f"Disallow: {address}" for address in STAFF]
    site_map = f"Sitemap: {request.build_absolute_uri(reverse('public:sitemap'))}"
    return HttpResponse("\n".join(["User-agent: *", *closed, site_map, ""]), content_type="text/plain")


@public_file
def sitemap(request: HttpRequest) -> HttpResponse:
    rows = frames.rows(frames.latest(frames.published()))
    addresses = [
        *(reverse(f"public:{page}") for page in PAGES),
        *(policy.get_absolute_url() for policy in BasicPolicy.objects.all()),
        *(measure.get_absolute_url() for measure in Measure.objects.all()),
        *(reverse("public:sheet", args=place) for place in published_sheets()),
        *(reverse("public:indicator", args=[row.code]) for row in rows),
        *(department.get_absolute_url() for department in Department.objects.living()),
    ]
    context = {"addresses": [request.build_absolute_uri(address) for address in addresses]}
    return render(request, "public/sitemap.xml", context, content_type="application/xml")
