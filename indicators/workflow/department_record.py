"""What became of departments and of whom to ask, written down for citizens: one entry in 更新と訂正 of each plan concerned.

It is written with the change itself, so that neither stands without the other, and of a past day reads as what was known then.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.contrib.auth.models import User

from indicators.frames import plans_naming
from indicators.models import Indicator, Reorganisation
from measures.models import Department, Plan, WordingDraft
from measures.plans import published_plans

Texts = Sequence[tuple[str, str, str]]  # where, was, now


def tell_reorganisation(
    change: Reorganisation,
    departments: Iterable[Department],
    moved: Iterable[tuple[Indicator, str, str]],
    now: datetime,
) -> None:
    """Of one that was carried out. `moved`: indicator, its lead before and after; told where not all went to one department."""
    old = "・".join(change.names[slug] for slug in change.from_slugs)
    leads = list(moved) if change.kind == Reorganisation.Kind.SPLIT else []
    public = set(Indicator.objects.public().filter(pk__in=[one.pk for one, _, _ in leads]).values_list("pk"))
    for plan in plans_naming(one.pk for one in departments):
        of_plan = [
            (f"指標{one.code}の主担当課", was, now_led)
            for one, was, now_led in leads
            if (one.pk,) in public and one.measure.plan_id == plan.pk
        ]
        _tell(
            plan,
            f"{WordingDraft.REORGANISATION}-{change.pk}",
            str(change),
            [("課の名称", old, "・".join(change.to_names)), *of_plan],
            reason=change.reason,
            by=change.prepared_by,
            publisher=change.confirmed_by or change.prepared_by,
            now=now,
        )


def tell_contacts(changed: Sequence[tuple[Department, Texts]], *, by: User, now: datetime) -> None:
    """How departments are reached from now on: one entry for all that were saved together."""
    named = [(plans_naming([one.pk]), said) for one, said in changed]
    for plan in published_plans() if changed else ():
        if texts := [text for plans, said in named if plan in plans for text in said]:
            _tell(plan, WordingDraft.CONTACTS, "課の問い合わせ先", texts, by=by, publisher=by, now=now)


def tell_city_contact(texts: Texts, *, by: User, publisher: User, now: datetime) -> None:
    """How the city is reached from now on, as every plan's pages say it."""
    for plan in published_plans() if texts else ():
        _tell(plan, WordingDraft.CITY_CONTACT, "市の問い合わせ先", texts, by=by, publisher=publisher, now=now)


def _tell(
    plan: Plan,
    part: str,
    title: str,
    texts: Texts,
    *,
    by: User,
    publisher: User,
    now: datetime,
    reason: str = "",
) -> None:
    before = {"title": title, "texts": [[where, was] for where, was, _ in texts]}
    WordingDraft.objects.create(
        plan=plan,
        part=part,
        before=before,
        content={"title": title, "texts": [[where, new] for where, _, new in texts]},
        reason=reason,
        created_by=by,
        edited_by=by,
        edited_at=now,
        published_at=now,
        published_by=publisher,
    )
