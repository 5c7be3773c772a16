"""The answer to an address that says what there is not: which part, why, and the page without it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.views.shared.error_pages import UNREADABLE, error_page
from indicators.views.shared.filters import FILTERS, BadAddress

NAMES = {
    **FILTERS,
    "year": "年度",
    "scope": "範囲",
    "since": "いつからの変化",
    "page": "ページ",
    "all_years": "全年度",
    "sort": "並べ替え",
    "kind": "種類",
    "from": "ここから",
    "to": "ここまで",
    "q": "さがす言葉",
}


def bad_address(request: HttpRequest, refusal: BadAddress, *, status: int = 404) -> HttpResponse:
    rest = request.GET.copy()
    rest.pop(refusal.name, None)
    page = request.path.rsplit("/", 1)[0] + "/"
    # A file has no way back of its own: the page before it does.
    back = f"{page}?{rest.urlencode()}" if rest else page
    part = f"{refusal.name}={refusal.typed}"
    if (other := error_page(request, UNREADABLE, status=status, part=part, back=back)) is not None:
        return other
    context = {
        "refusal": refusal,
        "name": NAMES.get(refusal.name, refusal.name),
        "back": back,
        "start": page,
        "narrowed": bool(rest),
    }
    return render(request, "bad_address.html", context, status=status)
