"""What somebody typed into any form of the staff's pages, in words: for a page that can do no more than show it back."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from django import forms
from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import Field, ForeignKey, Model
from django.http import QueryDict

from indicators.forms.grid import CELLS, HEADS
from indicators.forms.refusable import RefusableForm
from indicators.models import EvaluationSheet, Indicator, Kind, Result, Standing, ValueState
from indicators.wording.people import person
from measures.fiscal_year import FiscalYear
from measures.models import Department

# Of boxes that several forms have under one name, and of those that stand in no form of ours.
LABELS = {
    "reason": "理由",
    "value": "値",
    "kind": "種別",
    "label": "書き方・時点",
    "title": "題名・役職",
    "on": "日",
    "body": "コメント",
    "chosen": "選んだもの",
    "others": "選ばなかったもの",
    "resolve": "どちらの値を使うか",
    "file": "ファイル",
    "file_name": "確かめていたファイル",
    "name": "名前",
    "change_reason": "変更の理由",
    "kept": "文を残すもの",
    "DELETE": "削除する行",
    "principal": "だれの代理か",
    "list": "起案用紙にする一覧",
}
OTHER = "そのほかの入力"
# What pages carry along; nobody types it.
CARRIED = {
    *("csrfmiddlewaretoken", "typed_by", "action", "step", "next", "record", "signed", "transfer", "request"),
    *("redaction", "seal", "expected_version", "remove", "seen", "upload"),
    *("id", "TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS"),
}
WORDS: dict[str, dict[str, str]] = {
    "value_state": dict(ValueState.choices),
    "rating": dict(EvaluationSheet.Rating.choices),
    "kind": dict(Kind.choices),
    "standing": dict(Standing.choices),
    "resolve": {"mine": "自分の値で上書きする", "saved": "保存されている値を使う"},
    "others": {"keep": "すべて締めたあとも入力を受け付ける"},
    "list": {"approvals": "承認を待つもの", "queue": "確認待ち"},
}
# What the button says that was pressed.
ACTIONS = {
    "submit": "提出する",
    "draft": "下書き保存",
    "preview": "この値を確かめる",
    "attach": "資料を加える",
    "continue": "自分の値で上書きを続ける",
    "change": "変更を始める",
    "publish": "公表する",
    "send_back": "差し戻す",
    "remarks": "評価と所見を保存する",
    "discard": "削除する",
    "rights": "所属と役割を変える",
    "transfer": "異動を準備する",
    "cancel_transfer": "異動を取り消す",
    "contact": "氏名とメールアドレスを変える",
    "disable": "利用を停止する",
    "enable": "利用を再開する",
    "invite": "招待をもう一度送る",
    "unlock": "いますぐ解除する",
    "carry_out": "文を消す",
    "look": "消える場所を確かめる",
    "ask": "文の削除を申し出る",
    "confirm": "権限の申し出を認める",
    "drop": "権限の申し出を取りやめる",
    "withdraw": "取りやめる",
    "cancel": "取り消す",
    "add": "この段に加える",
    "deputy": "代理を決める",
    "approve": "承認する",
    "again": "アプリを登録し直す",
    "codes": "予備のコードを作り直す",
    "delete": "消すことにする",
    "keep": "残すことにする",
    "more": "意見の欄を足す",
    "next": "提出して次へ",
    "ready": "「提出」にチェックを入れる",
    "remind": "メールを送る",
    "save": "保存する",
    "settle": "決めたところだけ保存する",
    "unbook": "公表の予約を取り消す",
    "vouch": "本人に確かめたので、確認する",
    "assign": "行き先を変える",
    "read": "中身を確かめる",
    "heads": "見出しを読み直す",
    "columns": "選んだ列で読み取る",
    "put_in": "計画に入れる",
    "hand_in": "公表を頼む",
}
_OF_ROW = re.compile(r"(?P<row>[0-9]+(?:[A-Z]|-[0-9]+(?:\.[0-9]+)?))-(?P<name>\w+)")
_OF_ONE = re.compile(r"(?P<what>[a-z]+)[-_](?P<whose>.+)")


def is_secret(name: str) -> bool:
    """Whether a box holds what is never shown again."""
    return "password" in name or name in ("passcode", "again-passcode", "app_key")


def action_words(data: QueryDict) -> str:
    """The button that was pressed; "" where it has no word of its own."""
    return ACTIONS.get(data.get("action", "").partition(":")[0], "")


def typed_words(data: QueryDict, *, reads: bool = True) -> list[tuple[str, str]]:
    """(label, text) of all that was typed or chosen, in its order; `reads`: the database can be asked for names."""
    return list(_typed(data, reads))


def label_of(name: str, *, reads: bool = True) -> str:
    """What people call the box."""
    name = readable(name)
    if row := _OF_ROW.fullmatch(name):
        own = dict(zip(CELLS, HEADS, strict=True)).get(row["name"])
        return f"{row['row']} {own or label_of(row['name'])}"
    labels, _, _ = _known()
    if (own := _own(name)) in LABELS or own in labels:
        return LABELS.get(own) or labels[own]
    found = _OF_ONE.fullmatch(name)
    return (_label_of_one(found["what"], found["whose"], reads) if found else "") or OTHER


def readable(text: str) -> str:
    """Without the sign of which no database takes a question: what is asked by it fits nothing."""
    return text.replace("\0", "\ufffd")


def _typed(data: QueryDict, reads: bool) -> Iterator[tuple[str, str]]:
    _, _, hidden = _known()
    for name, sent in data.lists():
        own, texts = _own(name), [readable(text) for text in sent]
        if own in hidden or own.startswith(("seen-", "_")) or is_secret(name) or not any(texts):
            continue
        words = [_words_of(own, text, reads) for text in texts if text]
        if own == "chosen" and not all(text.isalnum() for text in texts):
            words = [f"{len(texts)}件"]
        yield label_of(name, reads=reads), "・".join(words)


def _own(name: str) -> str:
    """The name of a box without what a row or one of several forms on a page puts before it."""
    labels, _, hidden = _known()
    if name in labels or name in hidden:
        return name
    bare = name.rpartition("-")[2]
    return bare if bare in labels or bare in hidden or bare in LABELS or bare in WORDS else name


def _words_of(name: str, text: str, reads: bool) -> str:
    _, known, _ = _known()
    for words in (WORDS.get(name, {}), known.get(name, {}), known.get(name.partition("-")[0], {})):
        if text in words:
            return words[text]
    if name.endswith("year") and text.isascii() and text.isdigit() and len(text) == 4:
        return FiscalYear(int(text)).long
    what, _, whose = name.partition("-")
    if what == "draft" and whose.isdigit():
        return "締めたあとも入力を受け付ける" if text == "keep" else "下書きを取りやめる"
    if name.startswith("stop_") or text == "on":
        return "はい"
    if reads and (row := _row_named(name, text)):
        return row
    if name in ("department", "departments") or what in ("lead", "member", "to"):
        return _departments(text, reads)
    if name in ("user", "principal"):
        return _name_of("user", text, reads)
    return text


def _departments(text: str, reads: bool) -> str:
    """Names for slugs; of a transfer several have a + between, and a mark alone is who leaves."""
    if text == "-":
        return "退職などで利用を終える"
    slugs = text.split("+")
    names = dict(Department.objects.filter(slug__in=slugs).values_list("slug", "name")) if reads else {}
    return "・".join(names.get(slug, slug) for slug in slugs)


def _label_of_one(what: str, whose: str, reads: bool) -> str:
    """Boxes of which a form has one for each year, person, indicator or line."""
    if what in ("value", "stop") and whose.isascii() and whose.isdigit() and len(whose) == 4:
        return f"{FiscalYear(int(whose)).wareki}の中間目標" + ("を取りやめる" if what == "stop" else "")
    if what in ("name", "slug") and whose.isdigit():
        return f"変更後の課{whose}" + ("のローマ字の名前" if what == "slug" else "")
    if what == "lead":
        return f"{whose}の行き先"
    if what in ("to", "roles", "member"):
        return f"{_name_of(what, whose, reads)}の異動先" + ("での役割" if what == "roles" else "")
    if what == "draft" and reads and whose.isascii() and whose.isdigit() and len(whose) < 16:
        draft = Result.objects.select_related("indicator__measure").filter(pk=int(whose)).first()
        return str(draft.indicator) if draft else "下書き"
    return ""


def _name_of(what: str, whose: str, reads: bool) -> str:
    """A person by user name, or of a table by id."""
    by_name = what == "member"
    if not reads or not (by_name or (whose.isascii() and whose.isdigit() and len(whose) < 16)):
        return "その人"
    found = User.objects.filter(**({"username": whose} if by_name else {"pk": int(whose)})).first()
    return person(found) if found else "その人"


def _row_named(name: str, text: str) -> str:
    """What the admin offers by its id; "" where the box offers no rows, or none such."""
    field = _columns().get(name)
    if not isinstance(field, ForeignKey) or not (text.isascii() and text.isdigit() and len(text) < 16):
        return ""
    row = field.related_model._base_manager.filter(pk=int(text)).first()
    return str(row or "")


@cache
def _columns() -> dict[str, "Field[Any, Any]"]:
    """By name, what people edit in the admin: texts of the plan and definitions of indicators."""
    models: list[type[Model]] = [*apps.get_app_config("measures").get_models(), Indicator]
    return {field.name: field for model in models for field in model._meta.fields if field.editable}


@cache
def _known() -> tuple[dict[str, str], dict[str, dict[str, str]], frozenset[str]]:
    """Of all forms there are: label by name, words by name and choice, and the names that are carried along."""
    labels: dict[str, str] = {}
    words: dict[str, dict[str, str]] = {}
    hidden = set(CARRIED)
    for form in _forms(RefusableForm):
        for name, field in form.base_fields.items():
            if field.widget.is_hidden and name not in LABELS:
                hidden.add(name)
            elif field.label:
                labels.setdefault(name, str(field.label))
            if isinstance(field, forms.ChoiceField):
                chosen = dict(field.choices)  # type: ignore[arg-type]
                words.setdefault(name, {}).update(
                    {str(key): str(word) for key, word in chosen.items() if key}
                )
    for name, column in _columns().items():
        labels.setdefault(name, str(column.verbose_name))
        words.setdefault(name, {}).update({str(key): str(word) for key, word in column.choices or ()})
    return labels, words, frozenset(hidden)


def _forms(base: type[forms.Form]) -> Iterator[type[forms.Form]]:
    for form in base.__subclasses__():
        yield form
        yield from _forms(form)
