"""Readings, easier versions and English of a plan's texts on one page: what waits for a second person, and every text by measure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.shortcuts import render

from indicators.plan_texts import PlanText, TextGroup, text_groups
from indicators.reading_proposals import proposed_reading
from indicators.views.office.plan.frame import crumbs, find_plan
from indicators.views.shared.access import office_page
from indicators.wording.text_changes import TRANSLATED
from indicators.workflow import Incomplete, NotAllowed, StaleVersion, WrongState
from indicators.workflow.closed_plans import why_closed
from indicators.workflow.translations import (
    FIELDS,
    checked_versions,
    confirm_translations,
    lacks_english,
    open_drafts,
    save_translations,
    standing_of,
    versions_of,
    why_not_confirmed,
)
from measures.addresses import redirect
from measures.models import Plan, Translation
from measures.ruby import Pairs, ruby_pairs
from measures.translations import NONE, Translations, Versions, earlier_versions, translations_of


@dataclass
class TextLine:
    """One text of the table. `typed`: what stands in its boxes; `is_proposed`: it is a proposal that nobody has saved."""

    text: PlanText
    typed: Versions
    draft: Translation | None
    is_confirmed: bool
    is_proposed: bool
    is_lacking: bool
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return key_of(self.text.original)

    @property
    def boxes(self) -> list[tuple[str, str, str, str]]:
        """Name, label, what stands in it, what is wrong with that."""
        return [
            (name, TRANSLATED[name], said, self.errors.get(name, ""))
            for name, said in zip(FIELDS, self.typed, strict=True)
        ]

    @property
    def version(self) -> int:
        return self.draft.version if self.draft else 0


@dataclass(frozen=True)
class WaitingLine:
    """A draft as the page will read it. `refusal`: why this person does not confirm it."""

    draft: Translation
    was: Versions
    reading: Pairs
    easy: Pairs
    refusal: str


Typed = dict[str, tuple[Versions, dict[str, str]]]


@office_page("GET", "HEAD", "POST")
def translations(request: HttpRequest, by: User, key: str) -> HttpResponse:
    plan = find_plan(key)
    if request.method != "POST":
        return _page(request, by, plan)
    action = request.POST.get("action", "")
    if action == "confirm":
        return _confirm(request, by, plan)
    if action != "save":
        return HttpResponseBadRequest("不明な操作です。")
    return _save(request, by, plan)


def key_of(original: str) -> str:
    """A text in the name of its boxes."""
    return sha256(original.encode()).hexdigest()[:12]


def _save(request: HttpRequest, by: User, plan: Plan) -> HttpResponse:
    typed = _typed(request.POST, text_groups(plan))
    if any(errors for _, errors in typed.values()):
        return _page(request, by, plan, typed, "入力を直してください。", status=422)
    seen = {one: int(request.POST.get(f"version-{key_of(one)}", "0")) for one in typed}
    try:
        count = save_translations(
            plan=plan, typed={one: versions for one, (versions, _) in typed.items()}, seen=seen, by=by
        )
    except (StaleVersion, WrongState, Incomplete) as refusal:
        return _page(request, by, plan, typed, refusal.message, status=409)
    if count:
        messages.success(
            request, f"{count}件の下書きを保存しました。ほかの計画担当が確かめると、市民に見えます。"
        )
    else:
        messages.info(request, "変わったところはありません。")
    return redirect(request.path)


def _typed(post: QueryDict, groups: Iterable[TextGroup]) -> Typed:
    """What was sent of each text that the form had, with what is wrong with it."""
    found: Typed = {}
    for text in (text for group in groups for text in group.texts):
        key = key_of(text.original)
        if not post.get(f"version-{key}", "").isdigit():
            continue
        sent = {name: post.get(f"{name}-{key}", "") for name in FIELDS}
        try:
            found[text.original] = checked_versions(text.original, sent), {}
        except Incomplete as wrong:
            found[text.original] = Versions(**sent), wrong.errors
    return found


def _confirm(request: HttpRequest, by: User, plan: Plan) -> HttpResponse:
    seen = {}
    for shown in request.POST.getlist("seen"):
        pk, _, version = shown.partition(":")
        if not (pk.isdigit() and version.isdigit()):
            return HttpResponseBadRequest("不明な操作です。")
        seen[int(pk)] = int(version)
    try:
        count = confirm_translations(plan=plan, seen=seen, by=by)
    except (StaleVersion, WrongState) as refusal:
        return _page(request, by, plan, refusal=refusal.message, status=409)
    except NotAllowed as refusal:
        messages.error(request, refusal.message)
        raise
    messages.success(request, f"{count}件を確認済みにしました。市民のページに出ています。")
    return redirect(request.path)


def _page(
    request: HttpRequest,
    by: User,
    plan: Plan,
    typed: Typed | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    drafts, known = open_drafts(plan), translations_of(plan)
    groups, standing = text_groups(plan), standing_of(plan)
    of_plan = {text.original for group in groups for text in group.texts}
    lines = _lines(plan, groups, drafts, known, typed or {}, request.GET.get("propose") == "all")
    waiting = [
        WaitingLine(
            draft,
            known.found.get(draft.original, NONE),
            ruby_pairs(draft.reading),
            ruby_pairs(draft.easy),
            why_not_confirmed(draft, by),
        )
        for original, draft in drafts.items()
        if original in of_plan
    ]
    context = {
        "plan": plan,
        "groups": lines,
        "waiting": waiting,
        "mine": [one for one in waiting if not one.refusal],
        "standing": standing,
        "stale": [(one, known.found.get(one) or versions_of(drafts[one])) for one in standing.stale],
        "closed": why_closed(plan),
        "refusal": refusal,
        "all_proposed": request.GET.get("propose") == "all",
        "crumbs": crumbs(plan, "読み・やさしい日本語・英語"),
    }
    return render(request, "office/plan/translations.html", context, status=status)


def _lines(
    plan: Plan,
    groups: Iterable[TextGroup],
    drafts: dict[str, Translation],
    known: Translations,
    typed: Typed,
    of_sentences: bool,
) -> list[tuple[TextGroup, list[TextLine], int]]:
    """Each group with its lines, and how many of them lack something."""
    earlier = earlier_versions(plan)
    found = []
    for group in groups:
        lines = [
            _line(text, drafts.get(text.original), known, earlier, typed.get(text.original), of_sentences)
            for text in group.texts
        ]
        found.append((group, lines, sum(line.is_lacking for line in lines)))
    return found


def _line(
    text: PlanText,
    draft: Translation | None,
    known: Translations,
    earlier: Translations,
    typed: tuple[Versions, dict[str, str]] | None,
    of_sentences: bool,
) -> TextLine:
    stands = known.found.get(text.original, NONE)
    boxes, proposed = versions_of(draft) if draft else stands, False
    if draft is None:
        offered = earlier.found.get(text.original, NONE) if stands == NONE else NONE
        if not stands.reading and not offered.reading and (text.is_name or of_sentences):
            offered = offered._replace(reading=proposed_reading(text.original))
        boxes = Versions(*(said or other for said, other in zip(stands, offered, strict=True)))
        proposed = boxes != stands
    if typed:
        boxes, proposed = typed[0], False
    lacking = (text.needs_reading and not stands.reading) or (text.is_name and lacks_english(text, known))
    return TextLine(
        text,
        boxes,
        draft,
        stands != NONE,
        proposed,
        lacking or bool(typed and typed[1]),
        typed[1] if typed else {},
    )
