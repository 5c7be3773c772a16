"""What machines ask for first: robots.txt and the list of public pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from indicators.views.public.addresses import listed_addresses
from indicators.views.public.answers import public_file

STAFF = ("/admin/", "/dashboard/", "/entry/", "/office/", "/login/", "/logout/", "/password/", "/search/")


@public_file
def robots(request: HttpRequest) -> HttpResponse:
    closed = [f"Disallow: {address}" for address in STAFF]
    site_map = f"Sitemap: {request.build_absolute_uri(reverse('public:sitemap'))}"
    return HttpResponse("\n".join(["User-agent: *", *closed, site_map, ""]), content_type="text/plain")


@public_file
def sitemap(request: HttpRequest) -> HttpResponse:
    addresses = [request.build_absolute_uri(address.url) for address in listed_addresses()]
    context = {"addresses": addresses}
    return render(request, "public/sitemap.xml", context, content_type="application/xml")
