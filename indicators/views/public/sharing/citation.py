"""このページを引用する（固定リンク）: the permanent link of what a page shows, and the words to cite it by (docs/publication.md §9)."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone

from indicators.origin import whole_url
from indicators.views.shared.filters import FILTERS
from indicators.views.shared.moment import PARAMETER, BadDay, Moment, moment_of
from indicators.views.shared.plan import permanent_path
from measures.addresses import reverse

# Pages with figures. The search shows none of its own, and the changes between two days are cited by their address.
CITED = {
    "home",
    "policy",
    "measures",
    "measure",
    "sheet",
    "indicators",
    "indicator",
    "departments",
    "department",
    "corrections",
    "publications",
    "open_data",
}
# What else says which figures a page shows.
_ASKED = ("year", "number", "kind", "page", "sort", *FILTERS)


@dataclass(frozen=True)
class Citation:
    """`address` leads to what is shown now, for ever; `asked` is what the page's own address asks for beside the day."""

    moment: Moment
    address: str
    asked: tuple[tuple[str, str], ...]
    changes_url: str
    is_past: bool

    @property
    def today(self) -> date:
        return timezone.localdate()


def citation_of(request: HttpRequest, page: str) -> Citation | None:
    """None for pages without figures, and where the day of the address is none. A page of now is cited as of today."""
    if page not in CITED:
        return None
    try:
        asked_moment = moment_of(request)
    except BadDay:
        return None
    moment = asked_moment or Moment(timezone.localdate())
    asked = tuple((name, request.GET[name]) for name in _ASKED if request.GET.get(name))
    query = urlencode([*asked, (PARAMETER, moment.day.isoformat())])
    return Citation(
        moment=moment,
        address=whole_url(request, f"{permanent_path(request)}?{query}"),
        asked=asked,
        changes_url=f"{reverse('public:changes')}?{urlencode({'from': _before(moment).isoformat()})}",
        is_past=asked_moment is not None and not asked_moment.is_provisional,
    )


def _before(moment: Moment) -> date:
    """Changes of today began at the end of yesterday."""
    return moment.day - timedelta(days=1) if moment.is_provisional else moment.day
