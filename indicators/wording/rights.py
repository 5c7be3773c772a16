"""People's rights in words, for the office's pages and for their own: what they may do, what is planned, what happened."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

from indicators.models import Event, PowerRequest, Reorganisation
from indicators.wording.days import write_day
from indicators.wording.log import LogLine
from indicators.wording.people import person
from measures.models import Department

_DONE = {
    Event.Action.INVITED: "招待しました",
    Event.Action.LINK_SHOWN: "パスワードを決めるページのリンクを、画面で受け取りました",
    Event.Action.CONTACT_CHANGED: "氏名・メールアドレスを変えました",
    Event.Action.RIGHTS_CHANGED: "所属・権限を変えました",
    Event.Action.TRANSFER_SET: "異動を準備しました",
    Event.Action.TRANSFER_CANCEL: "準備した異動を取り消しました",
    Event.Action.TRANSFERRED: "課の変更で所属が変わりました",
    Event.Action.POWER_ASKED: "権限を申し出ました",
    Event.Action.POWER_DROPPED: "権限の申し出を取りやめました",
    Event.Action.APPOINTED: "計画担当に任命しました",
    Event.Action.ACCOUNT_CONFIRMED: "アカウントを本人に確かめ、確認しました",
    Event.Action.DISABLED: "利用を停止しました",
    Event.Action.ENABLED: "利用を再開しました",
    Event.Action.UNLOCKED: "ログインの停止を解除しました",
    Event.Action.LOCKED: "パスワードか確認コードの間違いが続き、ログインを止めました",
    Event.Action.PASSWORD_ASKED: "パスワードの再設定を依頼しました",
    Event.Action.PASSWORD_SET: "パスワードを決めました",
    Event.Action.FACTOR_SET: "二段階認証のアプリを登録しました",
    Event.Action.FACTOR_DROPPED: "二段階認証を取りやめました",
    Event.Action.FACTOR_RESET: "二段階認証を解除しました",
    Event.Action.CODES_MADE: "予備のコードを作り直しました",
    Event.Action.CODE_USED: "予備のコードを使いました",
}
_CSS = {Event.Action.DISABLED: "withdrawn", Event.Action.TRANSFER_CANCEL: "withdrawn"}
_CONTACT = {
    "last_name": "姓",
    "first_name": "名",
    "email": "メールアドレス",
    "directory_name": "庁内のログイン名",
}
_AT_SERVER = (Event.Action.APPOINTED, Event.Action.ACCOUNT_CONFIRMED, Event.Action.FACTOR_RESET)
ROLE_WORDS = {"office": "計画担当", "manager": "管理職"}


def rights_words(snapshot: Mapping[str, Any]) -> str:
    """企画課・財政課（計画担当）: rights as Rights.snapshot() and the log keep them."""
    if not snapshot.get("active", True):
        return "利用を終える"
    departments = "・".join(snapshot.get("departments", ())) or "所属なし"
    roles = "・".join(word for name, word in ROLE_WORDS.items() if snapshot.get(name))
    return f"{departments}（{roles}）" if roles else departments


def departments_to_move_to() -> list[tuple[str, str]]:
    """What can be chosen for a transfer: the departments of today and of prepared changes, with their days."""
    words = dict(Department.objects.living().values_list("slug", "name"))
    for change in Reorganisation.objects.waiting().order_by("on", "pk"):
        day = write_day(change.on)
        for slug in change.ending_slugs:
            words[slug] = f"{change.names.get(slug, slug)}（{day}になくなる）"
        for new in change.plan["to"]:
            if new["slug"] not in words:
                words[new["slug"]] = f"{new['name']}（{day}から）"
    return list(words.items())


def history_of(about: User) -> list[LogLine]:
    """What happened to a person's account and rights, newest first."""
    events = events_of_rights(User.objects.filter(pk=about.pk)).select_related("by")
    return [line_of_rights(event) for event in events.order_by("-at", "-pk")]


def events_of_rights(people: QuerySet[User]) -> QuerySet[Event]:
    """Every line of the log about these people's accounts and rights."""
    return Event.objects.filter(person__in=people, action__in=_DONE)


def line_of_rights(event: Event) -> LogLine:
    """What happened to somebody's account or rights: by whom, from what to what, why."""
    action = Event.Action(event.action)
    detail = event.detail
    what = _DONE[action]
    if action == Event.Action.INVITED:
        what = "招待をもう一度送りました" if detail.get("again") else what
        what += f"（{detail['email']}）" if detail.get("email") else ""
    if action in (Event.Action.POWER_ASKED, Event.Action.POWER_DROPPED):
        what = f"{PowerRequest.Kind(detail['kind']).label}：{what}"
        what += "".join(
            f"（{detail[name]}{word}）"
            for name, word in (("email", ""), ("directory_name", ""), ("on", "から"))
            if detail.get(name)
        )
    before, after = detail.get("before"), detail.get("after")
    if action == Event.Action.CONTACT_CHANGED:
        what += f"（{_contact(before or {}, after or {})}）"
    elif action == Event.Action.INVITED and after:
        what += f"：{rights_words(after)}"
    elif action in (Event.Action.TRANSFER_SET, Event.Action.TRANSFER_CANCEL):
        snapshot = after or before or {}
        what += f"：{_day(snapshot.get('on'))}から {rights_words(snapshot)}"
        if after and before:
            what += f"（前の予定：{_day(before.get('on'))}から {rights_words(before)}）"
    elif (
        before
        and after
        and action
        in (
            Event.Action.RIGHTS_CHANGED,
            Event.Action.TRANSFERRED,
            Event.Action.APPOINTED,
        )
    ):
        what += f"：{rights_words(before)} → {rights_words(after)}"
    elif action == Event.Action.ENABLED and after:
        what += f"：{rights_words(after)}"
    who = person(event.by)
    if action == Event.Action.TRANSFERRED:
        who = f"準備：{who}"
    elif action in (Event.Action.PASSWORD_ASKED, Event.Action.LOCKED):
        who = "ログインのページから"
    elif action in _AT_SERVER and event.by is None:
        who = "サーバーのコマンド"
    elif action == Event.Action.LINK_SHOWN and event.by is None:
        who = "サーバーの管理者"
    return LogLine(event.at, who, what, event.reason, _CSS.get(action, ""))


def _contact(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    changed = [
        f"{label} {before.get(name) or 'なし'} → {after.get(name) or 'なし'}"
        for name, label in _CONTACT.items()
        if before.get(name) != after.get(name)
    ]
    return "、".join(changed)


def _day(text: Any) -> str:
    return write_day(date.fromisoformat(text)) if text else ""
