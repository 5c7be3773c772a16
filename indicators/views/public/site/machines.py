"""What machines ask for first: robots.txt and the list of public pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.origin import whole_url
from indicators.views.public.site.addresses import listed_addresses
from indicators.views.shared.answers import public_file
from indicators.views.shared.static_copy import static_copy_of
from measures.addresses import reverse

STAFF = ("/admin/", "/dashboard/", "/entry/", "/office/", "/login/", "/logout/", "/password/")


@public_file
def robots(request: HttpRequest) -> HttpResponse:
    """Nobody needs the staff's pages and answers to questions in a search engine; a static copy has no staff's pages."""
    search = reverse("public:search")
    closed = [
        f"Disallow: {address}" for address in ((search,) if static_copy_of(request) else (*STAFF, search))
    ]
    site_map = f"Sitemap: {whole_url(request, reverse('public:sitemap'))}"
    return HttpResponse("\n".join(["User-agent: *", *closed, site_map, ""]), content_type="text/plain")


@public_file
def sitemap(request: HttpRequest) -> HttpResponse:
    listed = listed_addresses(with_server=static_copy_of(request) is None)
    context = {"addresses": [whole_url(request, address.url) for address in listed]}
    return render(request, "public/sitemap.xml", context, content_type="application/xml")
