"""What went out and what was changed afterwards, in easy sentences; the newest, the rest stands on the ordinary pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators import frames
from indicators.views.public.easy.page import easy_crumbs, easy_page
from indicators.views.shared.plan import source_of
from indicators.wording.easy.news import texts_of, told_of
from measures.addresses import reverse

MOST = 30


@easy_page
def publications(request: HttpRequest) -> HttpResponse:
    source = source_of(request)
    found = frames.announcements(source)
    context = {
        "found": found[:MOST],
        "more": len(found) > MOST,
        "awaited": frames.awaited(source),
        "crumbs": easy_crumbs(("お知らせ", "")),
    }
    return render(request, "easy/publications.html", context)


@easy_page
def corrections(request: HttpRequest) -> HttpResponse:
    found = frames.corrections(source_of(request))
    context = {
        "found": [(one, told_of(one), texts_of(one)) for one in found[:MOST]],
        "more": len(found) > MOST,
        "crumbs": easy_crumbs(("お知らせ", reverse("public:easy_publications")), ("直した ところ", "")),
    }
    return render(request, "easy/corrections.html", context)
