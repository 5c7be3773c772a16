"""What the site says of its city, and how it looks: an edition is drafted by one and confirmed by another (decisions/0024).

Whom to ask may be changed by one person, and so may everything while no plan is public: then citizens read nothing that
bears the city's name yet, and there is one person in the office.
"""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from indicators.models import Event
from indicators.permissions import may_publish, may_review
from indicators.workflow.department_record import tell_city_contact, tell_contacts
from indicators.workflow.errors import Incomplete, NotAllowed, StaleVersion, WrongState
from indicators.workflow.four_eyes import why_not_theirs
from indicators.workflow.powers import too_few_in_office
from measures.models import Department, SiteSettings
from measures.models.site_settings import CONTACT, CONTENT
from measures.plans import published_plans
from measures.site import settings_at

STALE = "見ていたあとに、ほかの人が設定を変えました。"
GONE = "この下書きは、すでに反映されているか、削除されています。"
OWN = "自分で下書きした設定は、自分では反映できません。ほかの計画担当が確かめて反映してください。"
DEPARTMENT_CONTACT = ("phone", "mail", "form_url")


def open_settings() -> SiteSettings | None:
    """The draft that waits for a second person."""
    return SiteSettings.objects.filter(published_at__isnull=True).select_related("drafted_by").first()


def needs_two(changed: Mapping[str, Any] | set[str]) -> bool:
    """Whether a second person has to confirm these changes: what guards the office's power also before a plan is public."""
    if "second_factor" in changed and not too_few_in_office():
        return True
    return bool(set(changed) - set(CONTACT)) and bool(published_plans())


def save_settings(
    *, data: Mapping[str, Any], reason: str, by: User, seen: str, now: datetime | None = None
) -> SiteSettings | None:
    """Let the site say this: at once, or as a draft for a second person; None where it says so already.

    `data`: columns of CONTENT; what is not in it stays. `seen`: at_version of the draft, else of the edition, that the
    person saw. NotAllowed, StaleVersion; Incomplete by field.
    """
    _check_person(by)
    now = now or timezone.now()
    with transaction.atomic():
        draft, stands = _locked(seen)
        content = {**_content(draft or stands), **data}
        changed = {name for name in CONTENT if content[name] != _content(stands)[name]}
        if not changed:
            return None
        if not content["city"]:
            raise Incomplete({"city": "市の名称を入力してください。"})
        by_two = needs_two(changed)
        _begin(stands)
        edition = draft or SiteSettings()
        edition.version += bool(draft)
        for name, text in content.items():
            setattr(edition, name, text)
        edition.reason, edition.by_two, edition.drafted_by = reason, by_two, by
        if not by_two:
            edition.published_at, edition.published_by = now, by
        edition.save()
        action = Event.Action.SITE_DRAFTED if by_two else Event.Action.SITE_PUBLISHED
        _log(action, stands, edition, by=by, now=now)
        if not by_two:
            _tell_contact(stands, edition, now)
    return edition


def publish_settings(*, by: User, seen: str, now: datetime | None = None) -> SiteSettings:
    """Let the draft hold from now on. NotAllowed, WrongState, StaleVersion."""
    _check_person(by)
    now = now or timezone.now()
    with transaction.atomic():
        draft, stands = _locked(seen)
        if draft is None:
            raise WrongState(GONE)
        if refusal := why_not_confirmed(draft, by):
            raise NotAllowed(refusal)
        draft.published_at, draft.published_by = now, by
        draft.save(update_fields=["published_at", "published_by"])
        _log(Event.Action.SITE_PUBLISHED, stands, draft, by=by, now=now)
        _tell_contact(stands, draft, now)
    return draft


def why_not_confirmed(draft: SiteSettings, by: User) -> str:
    """Why this person cannot let it hold; "" where they can."""
    return "" if may_publish(by, draft) else why_not_theirs(by, draft) or OWN


def discard_settings(*, by: User, seen: str, now: datetime | None = None) -> None:
    """Give the draft up; the log keeps what it said. NotAllowed, WrongState, StaleVersion."""
    _check_person(by)
    with transaction.atomic():
        draft, stands = _locked(seen)
        if draft is None:
            raise WrongState(GONE)
        _log(Event.Action.SITE_DISCARDED, stands, draft, by=by, now=now or timezone.now())
        draft.delete()


def save_contacts(
    said: Mapping[Department, Mapping[str, str]], *, by: User, now: datetime | None = None
) -> int:
    """How departments are reached, at once; history and 更新と訂正 keep what it was. How many changed; NotAllowed."""
    _check_person(by)
    now = now or timezone.now()
    with transaction.atomic():
        kept = Department.objects.select_for_update(no_key=True).filter(pk__in=[one.pk for one in said])
        changed = [(one, told) for one in kept.order_by("pk") if (told := _contact(one, said[one], by, now))]
        tell_contacts(changed, by=by, now=now)
    return len(changed)


def _contact(
    kept: Department, data: Mapping[str, str], by: User, now: datetime
) -> list[tuple[str, str, str]]:
    """(what of it, was, is) of one department; nothing where it says so already."""
    before = {name: getattr(kept, name) for name in DEPARTMENT_CONTACT}
    changed = {name: data[name] for name in DEPARTMENT_CONTACT if data[name] != before[name]}
    if not changed:
        return []
    for name, text in changed.items():
        setattr(kept, name, text)
    setattr(kept, "_history_user", by)  # noqa: B010 (what simple_history reads)
    kept.save()
    Event.objects.create(
        at=now,
        by=by,
        action=Event.Action.DEPARTMENT_CONTACT,
        detail={
            "department": kept.slug,
            "before": {name: before[name] for name in changed},
            "after": changed,
        },
    )
    words = {name: str(Department._meta.get_field(name).verbose_name) for name in changed}  # type: ignore[union-attr]
    return [(f"{kept.name}の{words[name]}", before[name], text) for name, text in changed.items()]


def _tell_contact(before: SiteSettings, after: SiteSettings, now: datetime) -> None:
    """Among 更新と訂正, where citizens read whom to ask already; the reason is of the office's record alone."""
    assert after.drafted_by is not None
    assert after.published_by is not None
    labels = {name: str(SiteSettings._meta.get_field(name).verbose_name) for name in CONTACT}  # type: ignore[union-attr]
    both = [(labels[name], getattr(before, name), getattr(after, name)) for name in CONTACT]
    texts = [(label, was, new) for label, was, new in both if was != new]
    tell_city_contact(texts, by=after.drafted_by, publisher=after.published_by, now=now)


def words_of(edition: SiteSettings) -> dict[str, str]:
    """What it says, in text: label → words. Of a picture its name."""
    told = {name: edition.logo_name if name == "logo" else str(getattr(edition, name)) for name in CONTENT}
    told["second_factor"] = edition.get_second_factor_display()
    return {str(SiteSettings._meta.get_field(name).verbose_name): text for name, text in told.items()}  # type: ignore[union-attr]


def _content(edition: SiteSettings) -> dict[str, Any]:
    return {name: bytes(edition.logo) if name == "logo" else getattr(edition, name) for name in CONTENT}


def _locked(seen: str) -> tuple[SiteSettings | None, SiteSettings]:
    """The draft and what stands, nobody else writing either; StaleVersion where they are not what was seen."""
    list(SiteSettings.objects.select_for_update(no_key=True).order_by("pk"))
    draft, stands = open_settings(), settings_at(None)
    current = draft or stands
    if current.at_version != seen:
        raise StaleVersion(STALE, current)
    return draft, stands


def _begin(stands: SiteSettings) -> None:
    """The first edition of a site whose plan was loaded: what it said until now, from the plan's first day on."""
    first = next(iter(published_plans()), None)
    if not stands.at_version and stands.city and first is not None:
        day = timezone.make_aware(datetime.combine(first.first_day, time.min))
        stands.reason, stands.by_two, stands.published_at = "計画の読み込み", False, day
        stands.save()


def _check_person(by: User) -> None:
    if not may_review(by):
        raise NotAllowed("サイトの設定を変えられるのは、企画課（計画担当）だけです。")


def _log(action: Event.Action, before: SiteSettings, after: SiteSettings, *, by: User, now: datetime) -> None:
    then, said = words_of(before), words_of(after)
    changed = [label for label in said if said[label] != then[label]]
    Event.objects.create(
        at=now,
        by=by,
        action=action,
        reason=after.reason,
        detail={
            "before": {label: then[label] for label in changed},
            "after": {label: said[label] for label in changed},
        },
    )
