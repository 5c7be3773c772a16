"""A list of people as it is pasted or uploaded: 氏名, 課, メール, 役割, one person a line."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from django.contrib.auth.models import User

from indicators.directory.names import folded, road
from indicators.spreadsheets.upload.sheet import UploadedSheet
from indicators.workflow import Invitation
from measures.models import Department

MOST_LINES = 500
# In the order that is taken where the list has no headings; the first of each is the one that we write.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("氏名", "名前", "職員名"),
    "departments": ("課", "所属", "課名", "所属課"),
    "email": ("メール", "メールアドレス", "Eメール", "mail"),
    "roles": ("役割", "権限"),
    "username": ("利用者名", "ユーザー名", "ログイン名", "ID"),
    "directory_name": ("庁内のログイン名", "庁内アカウント", "職員番号"),
}
ROLES = {"": "", "入力担当": "", "担当": "", "管理職": "manager", "計画担当": "office"}
_COLUMN = {word.casefold(): key for key, words in HEADINGS.items() for word in words}
_BETWEEN = re.compile(r"[・、,，/／;；]")
_NOT_OF_A_NAME = re.compile(r"[^a-z0-9._-]")


def headings() -> dict[str, str]:
    """What is asked for, and what we call it: the directory's name where there is one."""
    return {key: words[0] for key, words in HEADINGS.items() if key != "directory_name" or road()}


@dataclass
class ListedPerson:
    """One line as it was understood; `errors` by field, in words. `line`: its number in the list, from 1."""

    line: int
    typed: dict[str, str]
    invitation: Invitation | None
    errors: dict[str, str]

    @property
    def cells(self) -> list[tuple[str, str]]:
        """What stands in the line, with what is wrong there."""
        shown = {**self.typed}
        if self.invitation:
            shown["username"] = self.invitation.username
        return [(shown.get(key, ""), self.errors.get(key, "")) for key in headings()]


def text_of_sheet(sheet: UploadedSheet) -> str:
    """An uploaded table as the text that somebody would have pasted."""
    lines = [sheet.header, *sheet.rows]
    return "\n".join("\t".join(" ".join(cell.text.split()) for cell in line) for line in lines)


def read_list(text: str) -> list[ListedPerson]:
    """Every line with what it says and what is wrong with it; empty lines are passed over."""
    lines = [(at, line) for at, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        return []
    sign = "\t" if "\t" in lines[0][1] else ","
    order = _headings(_cells(lines[0][1], sign))
    if order is not None:
        lines = lines[1:]
    departments = {_plain(one.name): one for one in Department.objects.living()}
    taken = {name.casefold() for name in User.objects.values_list("username", flat=True)}
    return [
        _person(at, _by_column(_cells(line, sign), order or list(HEADINGS)), departments, taken)
        for at, line in lines
    ]


def with_errors(people: Sequence[ListedPerson], errors: Mapping[int, Mapping[str, str]]) -> None:
    """Lay what the workflow found wrong, by place among those that could be read, upon their lines."""
    own = {"last_name": "name", "first_name": "name"}
    for at, wrong in errors.items():
        people[at].errors.update({own.get(field, field): message for field, message in wrong.items()})


def _headings(cells: Sequence[str]) -> list[str] | None:
    """The columns in the order of the list's own headings; None where its first line is a person's."""
    found = [_COLUMN.get(_plain(cell).casefold(), "") for cell in cells]
    return found if {"name", "email"} <= set(found) else None


def _cells(line: str, sign: str) -> list[str]:
    return [cell.strip().strip('"').strip() for cell in line.split(sign)]


def _by_column(cells: Sequence[str], order: Sequence[str]) -> dict[str, str]:
    typed = dict.fromkeys(HEADINGS, "")
    typed.update({key: cell for key, cell in zip(order, cells, strict=False) if key})
    return typed


def _person(
    line: int, typed: dict[str, str], departments: Mapping[str, Department], taken: set[str]
) -> ListedPerson:
    errors: dict[str, str] = {}
    last, _, first = " ".join(typed["name"].split()).partition(" ")
    email = _plain(typed["email"])
    found = _departments(typed["departments"], departments, errors)
    role = ROLES.get(_plain(typed["roles"]))
    if role is None:
        errors["roles"] = "役割は「入力担当」「管理職」「計画担当」のどれかにしてください（空なら入力担当）。"
    username = folded(typed["username"]) or _free(email.partition("@")[0], taken)
    if username.casefold() in taken:
        errors["username"] = f"「{username}」はすでに使われています。"
    taken.add(username.casefold())
    invitation = None
    if not errors:
        invitation = Invitation(
            username=username,
            last_name=last,
            first_name=first,
            email=email,
            departments=tuple(found),
            office=role == "office",
            manager=role == "manager",
            directory_name=typed["directory_name"],
        )
    return ListedPerson(line, typed, invitation, errors)


def _departments(typed: str, known: Mapping[str, Department], errors: dict[str, str]) -> Iterable[Department]:
    whole = _plain(typed)
    if not whole:
        return ()
    names = [whole] if whole in known else [_plain(part) for part in _BETWEEN.split(whole) if part.strip()]
    unknown = [name for name in names if name not in known]
    if unknown:
        near = get_close_matches(unknown[0], known, n=1)
        hint = f"「{known[near[0]].name}」ではありませんか。" if near else "課の名前を確かめてください。"
        errors["departments"] = f"「{unknown[0]}」という課はありません。{hint}"
    return [known[name] for name in names if name in known]


def _free(local: str, taken: set[str]) -> str:
    """A user name made of the mail's, with a number where somebody has it."""
    wish = _NOT_OF_A_NAME.sub("", local.lower())[:26]
    names = [wish, *(f"{wish}{number}" for number in range(2, MOST_LINES + 2))]
    return next((name for name in names if name not in taken), wish)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
