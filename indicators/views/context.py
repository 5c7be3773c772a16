"""What the frame of every page needs (templates/base.html): names, navigation, who is signed in."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from indicators.approvals import sits_anywhere
from indicators.directory.names import road
from indicators.models import Notice
from indicators.open_data.licence import licence
from indicators.origin import whole_url
from indicators.permissions import department_ids, departments_of, is_plan_office, may_read_unpublished
from indicators.views.public.sharing.citation import citation_of
from indicators.views.public.sharing.social_images import picture_of
from indicators.views.public.site.addresses import SERVER_ONLY
from indicators.views.shared.languages import (
    furigana_switch,
    is_easy,
    languages,
    ordinary_name,
    shows_furigana,
    without_furigana,
)
from indicators.views.shared.moment import PARAMETER, BadDay, readable_moment
from indicators.views.shared.plan import (
    LISTS_OF_A_PLAN,
    is_of_a_plan,
    moment_asked,
    permanent_path,
    plan_of_frame,
    plans_to_open,
    plans_to_see,
    show_request,
)
from indicators.views.shared.questions import question_about
from indicators.views.shared.static_copy import StaticCopy, static_copy_of
from indicators.wording.days import write_day
from indicators.wording.people import person
from measures.addresses import naming, reverse, several_plans
from measures.fiscal_year import FiscalYear
from measures.levels import in_levels
from measures.models import Plan
from measures.plans import in_force_among
from measures.shown import is_anything_shown
from measures.site import site_settings

Link = dict[str, Any]

# Label, name of the address, and the other pages of the surface that belong under it.
PUBLIC = (
    ("ホーム", "home", ()),
    ("施策", "measures", ("measure", "policy", "sheet")),
    ("指標", "indicators", ("indicator",)),
    ("担当課", "departments", ("department",)),
    ("更新と訂正", "publications", ("corrections", "changes")),
    ("オープンデータ", "open_data", ("dictionary", "api_guide")),
    ("用語と計算", "glossary", ("how_to_read",)),
)
FOOTER = (
    ("サイトの見かた", "public:how_to_read"),
    ("サイトについて", "public:about"),
    ("アクセシビリティ", "public:accessibility"),
    ("ことばでさがす", "public:search"),
    ("サイトマップ", "public:site_map"),
)
# The same on easy pages, whose words have readings.
EASY = (
    ("ホーム", "home", ()),
    ("仕事", "measures", ("measure", "policy")),
    ("目標", "indicators", ("indicator",)),
    ("市役所の 課", "departments", ("department",)),
    ("お知らせ", "publications", ("corrections",)),
    ("データ", "open_data", ()),
    ("言葉の 意味", "glossary", ()),
)
EASY_FOOTER = (
    ("ページの 読み方", "public:easy_how_to_read"),
    ("この サイトに ついて", "public:easy_about"),
    ("だれでも 使えるように", "public:easy_accessibility"),
    ("全部の ページ", "public:easy_site_map"),
)
FEEDS = (
    ("新しく公表した値（Atom）", "public:publications_feed"),
    ("訂正・改定（Atom）", "public:corrections_feed"),
)
STAFF_SURFACES = ("entry", "office", "approvals", "dashboard", "comments", "manual")
# Of no surface, and for staff all the same.
STAFF_PAGES = ("notices", "notice_choices")


def site(request: HttpRequest) -> dict[str, Any]:
    """`site` for every template. Lazy: a page that shows none of it (the admin) costs no query."""
    if not is_anything_shown():  # an error, which no page of ours began
        show_request(request)
    return {"site": SimpleLazyObject(lambda: _frame_of(request))}


def _frame_of(request: HttpRequest) -> dict[str, Any]:
    plan = plan_of_frame(request)
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    static = static_copy_of(request)
    namespace, page = _place(request)
    easy = is_easy(request)
    of_city = site_settings()
    return {
        "demo": settings.DEMO,
        "is_public": namespace == "public",
        "easy": easy,
        "languages": languages(request),
        "furigana": easy and shows_furigana(request),
        "furigana_url": furigana_switch(request) if easy and static is None else "",
        "moment": readable_moment(request) if namespace == "public" else None,
        **_plans(request, plan, f"{namespace}:{page}"),
        "several_plans": several_plans(),
        # A static copy has no server to ask for another day.
        "citation": citation_of(request, page) if namespace == "public" and static is None else None,
        "canonical": _canonical(request) if namespace == "public" and static is None else "",
        "printed": _printed(request, static) if namespace == "public" and page != "sheet" else None,
        "link_picture": picture_of(request) if namespace == "public" else "",
        "question_about": partial(question_about, request),
        "licence": licence().name,
        "city": of_city.city,
        "settings": of_city,
        "logo_url": reverse("public:logo", args=[name]) if (name := of_city.logo_name) else "",
        "plan_name": plan.name if plan else "",
        "years_label": years_label(plan) if plan else "",
        "home_url": reverse("public:easy_home" if easy else "public:home"),
        "nav": []
        if namespace in STAFF_SURFACES or page in STAFF_PAGES
        else _public_nav(namespace, page, easy=easy),
        "at_notices": page in STAFF_PAGES,
        "footer_nav": _footer(static, easy=easy),
        "feeds": [{"label": label, "url": reverse(name)} for label, name in FEEDS if namespace == "public"],
        "directory": signed_in and bool(road()),
        "staff_nav": _staff_nav(user, namespace, page) if signed_in else [],
        # Whatever text is met, on a public page too: the way to what must go by law is on the page itself.
        "redaction_url": _address("entry:ask_redaction")
        if user is not None and signed_in and is_plan_office(user)
        else "",
        **_unread(user, signed_in=signed_in),
        "user_label": _user_label(user) if signed_in else "",
        "static": static,
        "login_url": _login_url(static) if not signed_in else "",
        "logout_url": _address("logout") if signed_in else "",
    }


def _plans(request: HttpRequest, plan: Plan | None, page: str) -> dict[str, Any]:
    """Where there are several plans to be seen, the way to each; and what a page says of a plan that is not in force."""
    if plan is None or (page.startswith(("entry:", "office:", "comments:")) and page not in LISTS_OF_A_PLAN):
        return _plan_of_page(request, plan)
    if not page.startswith(("public:", "dashboard:", "office:")):
        return {}
    try:
        seen = plans_to_see(request)
    except BadDay:
        return {}
    current = in_force_among(seen, timezone.localdate(moment_asked(request)))
    easy = is_easy(request)
    whole = (
        "dashboard:overview"
        if page.startswith("dashboard:")
        else "public:easy_home"
        if easy
        else "public:home"
    )
    target = page if page in LISTS_OF_A_PLAN else whole
    links = []
    for one in plans_to_open(request):
        with naming("" if one == current else one.key):
            links.append(
                {"label": one.name, "years": years_label(one), "url": reverse(target), "current": one == plan}
            )
    return {"plans": links if len(links) > 1 else [], "standing": _standing(plan, current, seen, easy=easy)}


def _plan_of_page(request: HttpRequest, plan: Plan | None) -> dict[str, Any]:
    """Of a page of the staff that is of one plan, where there are several: which."""
    if plan is None or not several_plans() or not is_of_a_plan(request):
        return {}
    return {"standing": f"{plan.name}（{years_label(plan)}）の画面です。"}


def _standing(plan: Plan, current: Plan | None, seen: list[Plan], *, easy: bool) -> str:
    if plan not in seen:
        if easy:
            return "まだ 公表していない 計画の ページです。職員だけが 見る ことが できます。"
        return "公表前の計画の確認用のページです。職員だけに表示しています。"
    if plan == current or current is None:
        return ""
    if easy:
        is_next = plan.publication.in_force_on > current.publication.in_force_on
        return "これから 始まる 計画です。" if is_next else "前の 計画です。"
    if plan.publication.in_force_on > current.publication.in_force_on:
        return f"{write_day(plan.publication.in_force_on)}に始まる計画です。"
    return f"{years_label(plan)}の計画です。現在の計画は、{current.name}です。"


def _login_url(static: StaticCopy | None) -> str:
    """A copy on a host without a server has no login of its own."""
    return _address("login") if static is None else static.staff_url


def _printed(request: HttpRequest, static: StaticCopy | None) -> dict[str, Any]:
    """What paper says of where it came from, and when; in a static copy, a script knows the day (retrieved.js)."""
    if static is not None:
        return {"address": static.address}
    asked = request.META.get("QUERY_STRING", "")
    path = permanent_path(request)
    return {"address": whole_url(request, f"{path}?{asked}" if asked else path), "day": timezone.localdate()}


def _canonical(request: HttpRequest) -> str:
    """The permanent address of a page, which says the same for ever: of a short one that of its plan, of a past day that
    of the day. "" where something else is asked for."""
    moment = readable_moment(request)
    asked = "" if moment is None else f"{PARAMETER}={moment.day.isoformat()}"
    if without_furigana(request.META.get("QUERY_STRING", "")) != asked:
        return ""
    path = permanent_path(request)
    return whole_url(request, f"{path}?{asked}" if asked else path)


def _footer(static: StaticCopy | None, *, easy: bool) -> list[Link]:
    links = [
        {"label": label, "url": reverse(name)}
        for label, name in (EASY_FOOTER if easy else FOOTER)
        if static is None or name.removeprefix("public:") not in SERVER_ONLY
    ]
    if static is not None and static.days and not easy:
        links.append({"label": "過去の日の内容", "url": f"{reverse('public:how_to_read')}#past"})
    return links


def years_label(plan: Plan) -> str:
    """令和5〜8年度; the era is repeated only where it changes."""
    first, last = FiscalYear(plan.first_year).wareki, FiscalYear(plan.last_year).wareki
    if first == last:
        return first
    return f"{first.removesuffix('年度')}〜{last[2:] if first[:2] == last[:2] else last}"


def _place(request: HttpRequest) -> tuple[str, str]:
    match = getattr(request, "resolver_match", None)
    return (match.namespace, match.url_name or "") if match else ("", "")


def _public_nav(namespace: str, page: str, *, easy: bool) -> list[Link]:
    pages, begins, shown = (EASY, "easy_", ordinary_name(page)) if easy else (PUBLIC, "", page)
    return [
        {
            "label": in_levels(label),
            "url": reverse(f"public:{begins}{name}"),
            "current": namespace == "public" and shown in (name, *below),
        }
        for label, name, below in pages
    ]


def _staff_nav(user: Any, namespace: str, page: str) -> list[Link]:
    """What this person may open; a surface of the site that is not installed is left out."""
    office = is_plan_office(user)
    may_type = office or bool(department_ids(user))
    reads_all = may_read_unpublished(user)
    is_plan = namespace == "office" and page.startswith(("plan", "site_settings", "first_steps", "contacts"))
    wanted = [
        ("計画担当の仕事", "office:board", namespace == "office" and not is_plan, office),
        ("入力", "entry:tasks", namespace == "entry", may_type),
        ("承認", "approvals:list", namespace == "approvals", sits_anywhere(user)),
        ("ダッシュボード", "dashboard:overview", namespace == "dashboard", reads_all),
        ("計画", "office:plans", is_plan, office),
        ("計画の管理", "admin:index", False, user.is_staff and not office),
        ("公開ページ", "public:home", namespace == "public", True),
        ("手引き", "manual:index", namespace == "manual", True),
    ]
    return [
        {"label": label, "url": address, "current": current}
        for label, name, current, may in wanted
        if may and (address := _address(name))
    ]


def _unread(user: Any, *, signed_in: bool) -> dict[str, Any]:
    """How many notices a person has not read: one question, and none for a citizen."""
    if not signed_in:
        return {}
    unread = Notice.objects.filter(user=user, read_at__isnull=True).count()
    return {"unread": unread, "unread_shown": "99+" if unread > 99 else str(unread)}


def _user_label(user: Any) -> str:
    """Who is signed in, and for which departments; the family name first, as Japan writes it."""
    departments = "・".join(departments_of(user).values_list("name", flat=True))
    return f"{departments} {person(user)}".strip()


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
