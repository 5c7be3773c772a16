"""What a new site needs before citizens can read it, each step with its state and the page where it is done."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.models import Cycle, Event, Indicator, Mail, Membership
from indicators.outbox import can_send, post
from indicators.views.office.year_round import NextStep
from indicators.views.shared.access import office_page
from indicators.workflow import FEWEST_IN_OFFICE, active_office
from indicators.workflow.site_settings import open_settings
from measures.addresses import redirect, reverse
from measures.levels import in_levels
from measures.models import Department, Plan, SiteSettings
from measures.shown import of_plan
from measures.site import site_settings


@dataclass(frozen=True)
class Step:
    """`state`: what there is by now. One that is not `needed` can be left out; `button` does it here, by a press."""

    name: str
    why: str
    state: str
    is_done: bool
    url: str
    needed: bool = True
    button: str = ""


@office_page("GET", "HEAD", "POST")
def first_steps(request: HttpRequest, by: User) -> HttpResponse:
    if request.method == "POST":
        _test_mail(request, by)
        return redirect("office:first_steps")
    steps = _steps(by)
    context = {
        "steps": steps,
        "left": _left(steps),
        "draft": open_settings(),
        "crumbs": [],
    }
    return render(request, "office/site/first_steps.html", context)


def _steps(by: User) -> list[Step]:
    site, plan = site_settings(), Plan.objects.order_by("-first_year").first()
    return [*_of_people(by), _mail(by), *_of_the_site(site), *_of_a_plan(plan), *_of_the_round(plan)]


def _left(steps: Iterable[Step]) -> int:
    return sum(not step.is_done for step in steps if step.needed)


def preparation(by: User) -> list[NextStep]:
    """For the office's first page: the first steps, until a plan is public."""
    if any(plan.is_public for plan in Plan.objects.all()) or not (left := _left(_steps(by))):
        return []
    return [
        NextStep(f"はじめの準備が、あと{left}つあります。", reverse("office:first_steps"), "はじめの準備へ")
    ]


def _of_the_site(site: SiteSettings) -> list[Step]:
    page = reverse("office:site_settings")
    code = f"（{site.city_code}）" if site.city_code else "（コードは未登録）"
    colours = "・".join(filter(None, (site.brand_colour, site.link_colour)))
    reached = [word for word, text in _ways(site) if text]
    departments = Department.objects.living()
    with_contact = departments.exclude(phone="", mail="", form_url="").count()
    return [
        Step(
            "市の名称とコード",
            "ページ、ファイル、引用の文に出ます。",
            f"{site.city}{code}" if site.city else "未登録",
            bool(site.city and site.city_code),
            f"{page}#id_city",
        ),
        Step(
            "問い合わせ先",
            "市民が、計画や数値について尋ねる先です。",
            f"{site.contact}（{'・'.join(reached)}）"
            if site.contact and reached
            else site.contact or "未登録",
            bool(site.contact and reached),
            f"{page}#id_contact",
        ),
        Step(
            "利用の条件（ライセンス）",
            "オープンデータをどのように使ってよいかを示します。",
            site.licence_name or "サーバーの設定のとおり",
            bool(site.licence_name),
            f"{page}#id_licence",
            needed=False,
        ),
        Step(
            "色とロゴ",
            "読みにくい色は登録できません。",
            "、".join(filter(None, (colours, "ロゴあり" if site.logo else ""))) or "標準のまま",
            bool(colours or site.logo),
            f"{page}#id_brand_colour",
            needed=False,
        ),
        Step(
            "課の問い合わせ先",
            "課のページに出ます。",
            f"{departments.count()}課のうち{with_contact}課" if departments else "課は未登録",
            bool(departments) and with_contact == departments.count(),
            reverse("office:contacts"),
            needed=False,
        ),
    ]


def _ways(site: SiteSettings) -> tuple[tuple[str, str], ...]:
    return (("電話", site.contact_phone), ("メール", site.contact_mail), ("フォーム", site.contact_url))


def _of_people(by: User) -> list[Step]:
    count = active_office().count()
    chosen = Event.objects.filter(action=Event.Action.PASSWORD_SET, person=by).exists()
    return [
        Step(
            "あなたのパスワード",
            "サーバーの画面に出た最初のパスワードを、自分で決めたものに変えます。",
            "自分で決めました" if chosen else "最初のまま",
            chosen,
            reverse("password_change"),
        ),
        Step(
            "2人めの計画担当",
            "公表は、入力した人とは別の計画担当が行います。1人めが招待し、本人がパスワードを決めたあと、"
            "サーバーで manage.py appoint_office 利用者名 を実行します。",
            f"いま{count}人",
            count >= FEWEST_IN_OFFICE,
            reverse("office:people"),
        ),
    ]


def _mail(by: User) -> Step:
    """Known to arrive only as far as the mail server took one; where none is set, links are handed over by hand."""
    sent = Mail.objects.filter(sent_at__isnull=False).exists()
    server, address = can_send(), bool(by.email)
    if not server:
        state = "メールサーバーが設定されていません"
    elif sent:
        state = "送れることを確かめました"
    else:
        state = "まだ送っていません" if address else "あなたのメールアドレスが未登録"
    return Step(
        "テストメール",
        "あなた自身にメールを1通送ります。メールサーバーがなくても使えます（招待のリンクは画面に出ます）。",
        state,
        server and sent,
        reverse("office:person", args=[by.username]),
        needed=server,
        button="自分に送る" if server and address else "",
    )


def _test_mail(request: HttpRequest, by: User) -> None:
    if not (can_send() and by.email):
        messages.warning(request, "メールサーバーか、あなたのメールアドレスが登録されていません。")
        return
    with transaction.atomic():
        body = "このメールが届いていれば、依頼や催促のメールも届きます。\n"
        post(by, Mail.Kind.NOTICE, subject="【基本計画のいま】テストメール", body=body)
    messages.success(request, f"{by.email}にテストメールを送ります。届いたか、数分後に確かめてください。")


def _of_a_plan(plan: Plan | None) -> list[Step]:
    if plan is None:
        return [
            Step(
                "計画の名称・年度・段の呼び名",
                "段の呼び名は、政策・施策・基本事業のように、市の計画に合わせて決めます。",
                "未登録",
                False,
                reverse("office:plan_new"),
            )
        ]
    with of_plan(plan):
        words = "・".join(plan.words)
        measures, indicators = plan.measures.count(), Indicator.objects.filter(measure__plan=plan)
        aimed = indicators.filter(targets__isnull=False).distinct().count()
        return [
            Step(
                "計画の名称・年度・段の呼び名",
                "公表するまで直せます。",
                f"{plan.name}（{plan.first_year}〜{plan.last_year}年度）、{words}",
                True,
                reverse("office:plan_settings", args=[plan.key]),
            ),
            Step(
                in_levels("基本政策・施策・主な取組"),
                "計画書の文字から取り込むか、1つずつ登録します。",
                in_levels(f"施策{measures}件"),
                measures > 0,
                reverse("office:plan", args=[plan.key]),
            ),
            Step(
                "指標と目標",
                "目標のある指標だけが市民に見えます。",
                f"指標{indicators.count()}件、うち目標あり{aimed}件",
                bool(indicators) and aimed == indicators.count(),
                reverse("office:plan_indicators", args=[plan.key]),
            ),
            Step(
                "計画の公表",
                "計画全体を、2人で確かめて公表します。",
                "公表しました" if plan.is_public else "準備中：職員だけに見えます",
                plan.is_public,
                reverse("office:plan_publication", args=[plan.key]),
            ),
        ]


def _of_the_round(plan: Plan | None) -> list[Step]:
    """Who enters, and the first cycle: what a plan needs to be lived with."""
    if plan is None:
        return []
    with of_plan(plan):
        led = Department.objects.filter(led_indicators__measure__plan=plan).distinct()
        tended = set(Membership.objects.on().values_list("department", flat=True))
        alone = [one.name for one in led if one.pk not in tended]
        cycle = Cycle.objects.filter(plan=plan).order_by("-year").first()
        return [
            Step(
                "主担当課の担当者",
                "値を入れる人を、課ごとに1人以上招待します。",
                f"{len(led)}課のうち{len(led) - len(alone)}課"
                + (f"（いない課：{'、'.join(alone[:3])}{'ほか' if alone[3:] else ''}）" if alone else ""),
                bool(led) and not alone,
                reverse("office:people"),
            ),
            Step(
                "最初のサイクル",
                "年度と期限を決めて始めると、主担当課に依頼のメールが届きます。",
                str(cycle) if cycle else "まだありません",
                cycle is not None,
                reverse("office:cycles"),
            ),
            Step(
                "入力する人へのお願い",
                "集計の時点や資料の付けかたなど、「わたしの入力」とメールに出る文です。",
                "書きました" if cycle and cycle.instructions else "未登録",
                bool(cycle and cycle.instructions),
                reverse("office:cycle_days", args=[cycle.year])
                if cycle and cycle.is_open
                else reverse("office:cycles"),
                needed=False,
            ),
        ]
