"""Readings, easier versions and English: drafted by one person of the office, confirmed by another (docs/publication.md §15).

A step is taken on the versions that the person saw. Whatever writes locks the plan's row first.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from indicators.models import Event
from indicators.permissions import may_review
from indicators.plan_texts import PlanText, texts_of_plan
from indicators.wording.english import UNITS
from indicators.workflow.closed_plans import check_not_closed
from indicators.workflow.errors import Incomplete, NotAllowed, StaleVersion, WrongState
from indicators.workflow.four_eyes import why_not_theirs
from measures.models import Plan, Translation
from measures.ruby import BadRuby, aligned, is_japanese, plain, written
from measures.translations import NONE, Translations, Versions, translations_of
from measures.typed_text import tidy

FIELDS = Versions._fields
STALE = "見ていたあとに、ほかの人が保存しました。最新の内容を確かめてください。"
NOT_IN_PLAN = "計画にない文です。計画の名称か文を、そのまま書いてください。"
OWN = "自分で書いたものは、自分では確認済みにできません。ほかの計画担当が確かめてください。"


@dataclass(frozen=True)
class Standing:
    """What a plan has and lacks: counts of names and texts. `waiting`: drafts; `stale`: of texts that the plan no longer has."""

    without_reading: int
    without_english: int
    waiting: int
    stale: tuple[str, ...]


def open_drafts(plan: Plan) -> dict[str, Translation]:
    """By the text."""
    drafts = Translation.objects.filter(plan=plan, published_at__isnull=True)
    return {one.original: one for one in drafts.select_related("edited_by")}


def standing_of(plan: Plan) -> Standing:
    texts, known = texts_of_plan(plan), translations_of(plan)
    confirmed = {original for original, versions in known.found.items() if versions != NONE}
    drafts = open_drafts(plan)
    return Standing(
        sum(text.needs_reading and known.ruby(text.original) is None for text in texts.values()),
        sum(text.is_name and lacks_english(text, known) for text in texts.values()),
        len(drafts.keys() & texts.keys()),
        tuple(sorted((confirmed | drafts.keys()) - texts.keys())),
    )


def lacks_english(text: PlanText, known: Translations) -> bool:
    """A text without a Japanese letter (％, km) is its own English, and common units have theirs."""
    if known.english(text.original) is not None or text.original in UNITS:
        return False
    return is_japanese(text.original)


def checked_versions(original: str, typed: Mapping[str, str]) -> Versions:
    """What was typed of one text, tidied: a reading all in kana is laid upon the text. Incomplete, by field."""
    said, errors = _tidied(typed)
    if (reading := said["reading"]) and "《" not in reading and reading != original:
        pairs = aligned(original, reading)
        said["reading"] = written(pairs) if pairs else reading
    for name in ("reading", "easy"):
        try:
            without = plain(said[name])
        except BadRuby as problem:
            errors[name] = str(problem)
            continue
        if name == "reading" and said[name] and without != original:
            errors[name] = f"読みを除いた文が、原文と違います：{without}"
    if is_japanese(said["english"]):
        errors["english"] = "英語に、日本語の文字があります。"
    if errors:
        raise Incomplete(errors)
    return Versions(**said)


def _tidied(typed: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """As they are kept, and what is wrong with their signs, by field: no line ends, no signs that turn letters round."""
    said, errors = {}, {}
    for name in FIELDS:
        try:
            said[name] = re.sub(" +", " ", tidy(typed.get(name, ""))).strip()
        except ValueError as odd:
            said[name], errors[name] = "", str(odd)
    return said, errors


def save_translations(
    *,
    plan: Plan,
    typed: Mapping[str, Versions],
    seen: Mapping[str, int] | None = None,
    by: User,
    now: datetime | None = None,
) -> int:
    """Keep what was typed of each text as its draft; how many changed. What stands already leaves no draft behind.

    `seen`: the version of the draft that the person saw, 0 for none; None where a file says it, whatever waits. StaleVersion,
    WrongState, NotAllowed; Incomplete of a text that the plan has not.
    """
    _check_person(by)
    now = now or timezone.now()
    check_not_closed(plan, now)
    with transaction.atomic():
        Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
        drafts, known = open_drafts(plan), translations_of(plan).found
        if unknown := typed.keys() - texts_of_plan(plan).keys() - known.keys() - drafts.keys():
            raise Incomplete({one: f"{NOT_IN_PLAN}（{one[:40]}）" for one in sorted(unknown)})
        changed = []
        for original, versions in typed.items():
            draft = drafts.get(original)
            if seen is not None and (draft.version if draft else 0) != seen.get(original, 0):
                raise StaleVersion(STALE, draft)
            if _save(plan, original, versions, draft, known.get(original, NONE), by, now):
                changed.append(original)
        if changed:
            _log(Event.Action.TRANSLATIONS_DRAFTED, plan, changed, by, now)
    return len(changed)


def _save(
    plan: Plan,
    original: str,
    versions: Versions,
    draft: Translation | None,
    stands: Versions,
    by: User,
    now: datetime,
) -> bool:
    """Whether anything changed."""
    if draft is None:
        if versions == stands:
            return False
        draft = Translation(plan=plan, original=original, created_by=by, version=0)
    elif versions == stands:
        draft.delete()
        return True
    elif versions == versions_of(draft):
        return False
    draft.reading, draft.easy, draft.english = versions
    draft.version += 1
    draft.edited_by, draft.edited_at = by, now
    draft.save()
    return True


def versions_of(draft: Translation) -> Versions:
    return Versions(draft.reading, draft.easy, draft.english)


def why_not_confirmed(draft: Translation, by: User) -> str:
    """Why this person cannot confirm it; "" where they can."""
    return OWN if by.pk in draft.author_ids else why_not_theirs(by, draft)


def confirm_translations(
    *, plan: Plan, seen: Mapping[int, int], by: User, now: datetime | None = None
) -> int:
    """From now on those drafts hold: id → the version that was shown, all or none. NotAllowed, StaleVersion, WrongState."""
    _check_person(by)
    now = now or timezone.now()
    check_not_closed(plan, now)
    with transaction.atomic():
        Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
        drafts = {one.pk: one for one in open_drafts(plan).values()}
        if not seen or any(pk not in drafts or drafts[pk].version != version for pk, version in seen.items()):
            raise StaleVersion(STALE, None)
        chosen = [drafts[pk] for pk in seen]
        for draft in chosen:
            if refusal := why_not_confirmed(draft, by):
                raise NotAllowed(refusal)
        texts = texts_of_plan(plan)
        if gone := [one.original for one in chosen if one.original not in texts and versions_of(one) != NONE]:
            raise WrongState(f"計画の文が変わりました：{'、'.join(gone)[:200]}")
        for draft in chosen:
            draft.published_at, draft.published_by = now, by
            draft.save(update_fields=["published_at", "published_by"])
        _log(Event.Action.TRANSLATIONS_PUBLISHED, plan, [one.original for one in chosen], by, now)
    return len(chosen)


def _check_person(by: User) -> None:
    if not may_review(by):
        raise NotAllowed("読みと英語を変えられるのは、企画課（計画担当）だけです。")


def _log(action: Event.Action, plan: Plan, originals: list[str], by: User, now: datetime) -> None:
    Event.objects.create(at=now, by=by, action=action, detail={"plan": plan.slug, "original": originals})
