"""Whether a reorganisation can be: who asks, which departments, under which names, and who goes where."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.models import User

from indicators.models import Indicator, Membership, Reorganisation
from indicators.permissions import at_work, may_review
from indicators.workflow.department_change import DepartmentChange
from indicators.workflow.errors import Incomplete, NotAllowed
from measures.models import Department
from measures.typed_text import check_tidy

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_NAME = 50
Kind = Reorganisation.Kind


def check_office(by: User) -> None:
    if not may_review(by):
        raise NotAllowed("課の変更を準備・取消しできるのは、企画課（計画担当）だけです。")


def check_plan(change: "DepartmentChange") -> list[dict[str, str]]:
    """The departments after the change, as {slug, name}; Incomplete by field.

    Fields: departments, name-1 and slug-1 … (in the order of `new`), on, reason.
    """
    errors: dict[str, str] = {}
    if not change.reason.strip():
        errors["reason"] = "変更の理由を入力してください。"
    elif len(change.reason.strip()) > 300:
        errors["reason"] = "理由は300字までで入力してください。"
    if message := _departments_error(change):
        errors["departments"] = message
    living = {one.name: one.slug for one in Department.objects.living()}
    new = []
    for place, one in enumerate(change.new, start=1):
        name = one.name.strip()
        slug = living.get(name) or one.slug.strip()
        new.append({"slug": slug, "name": name})
        if message := _name_error(name, change, living):
            errors[f"name-{place}"] = message
        elif name not in living and (message := _slug_error(slug, change)):
            errors[f"slug-{place}"] = message
        for earlier in new[:-1]:
            if earlier["name"] == name:
                errors.setdefault(f"name-{place}", "同じ名前が2度あります。")
            elif earlier["slug"] == slug:
                errors.setdefault(f"slug-{place}", "同じローマ字の名前が2度あります。")
    if change.kind == Kind.SPLIT and len(new) < 2:
        errors.setdefault(f"name-{len(new) + 1}", "分割では、分かれたあとの課を2つ以上入力してください。")
    elif change.kind != Kind.SPLIT and len(new) != 1:
        errors.setdefault("name-1", "変更後の課の名前を1つ入力してください。")
    if errors:
        raise Incomplete(errors)
    return new


def _departments_error(change: "DepartmentChange") -> str:
    count = len(change.departments)
    if change.kind == Kind.MERGE and count < 2:
        return "統合では、一つになる課を2つ以上選んでください。統合先がいまある課のときは、その課も選びます。"
    if change.kind != Kind.MERGE and count != 1:
        return f"{Kind(change.kind).label}では、変更する課を1つだけ選んでください。"
    if ended := [one.name for one in change.departments if not one.is_living]:
        return f"「{'」「'.join(ended)}」は、いまはない課です。"
    chosen = {one.slug for one in change.departments}
    for other in Reorganisation.objects.waiting():
        if taken := chosen & {*other.from_slugs, *other.to_slugs}:
            names = "」「".join(one.name for one in change.departments if one.slug in taken)
            return (
                f"「{names}」には、すでに準備した変更（{other}）があります。先に、それを取り消してください。"
            )
    return ""


def _name_error(name: str, change: "DepartmentChange", living: Mapping[str, str]) -> str:
    if not name:
        return "変更後の課の名前を入力してください。"
    if len(name) > LONGEST_NAME:
        return f"名前は{LONGEST_NAME}字までで入力してください。"
    try:
        check_tidy(name)
    except ValueError as refusal:
        return str(refusal)
    chosen = {one.name for one in change.departments}
    if change.kind == Kind.RENAME and name in chosen:
        return "いまと同じ名前です。"
    if name in living and name not in chosen:
        return f"「{name}」という課が、ほかにあります。" + (
            "統合するときは、その課も選んでください。" if change.kind == Kind.MERGE else ""
        )
    for other in Reorganisation.objects.waiting():
        if name in other.to_names:
            return f"「{name}」は、すでに準備した変更（{other}）でできる課です。"
    return ""


def _slug_error(slug: str, change: "DepartmentChange") -> str:
    if not slug:
        return "新しい課のローマ字の名前を入力してください。ページのアドレス（URL）になります。"
    if not SLUG.fullmatch(slug) or len(slug) > LONGEST_NAME:
        return "ローマ字の名前は、英小文字・数字・「-」で、50字までにしてください。例：kikaku-seisaku"
    if Department.objects.filter(slug=slug).exists():
        return f"「{slug}」は、いまある課か、前にあった課が使っています。"
    if any(slug in other.to_slugs for other in Reorganisation.objects.waiting()):
        return f"「{slug}」は、準備中の課の変更で使われています。"
    return ""


def to_assign(slugs: list[str], on: date) -> tuple[list[Indicator], list[User]]:
    """The indicators that these departments lead and the people who are of them on a day or later: a split asks
    about each."""
    led = Indicator.objects.with_plan().filter(lead_department__slug__in=slugs)
    staying = Membership.objects.lasting_after(on).filter(department__slug__in=slugs)
    people = at_work(on).filter(pk__in=staying.values("user"))
    return list(led.order_by("measure__number", "letter")), list(people.order_by("username"))


def missing_assignments(plan: Mapping[str, Any], on: date) -> dict[str, str]:
    """What a split does not say yet, by field; {} where it says all."""
    slugs = {one["slug"] for one in plan["to"]}
    indicators, people = to_assign(plan["from"], on)
    leads, members = plan.get("leads", {}), plan.get("members", {})
    errors = {
        f"lead-{one.code}": f"{one}の行き先を選んでください。"
        for one in indicators
        if leads.get(one.code) not in slugs
    }
    errors |= {
        f"member-{one.username}": f"{one.get_full_name() or one.username}さんの行き先を選んでください。"
        for one in people
        if members.get(one.username) not in slugs
    }
    return errors
