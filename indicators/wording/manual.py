"""The manual for staff (templates/manual/): which page is whose, and which of its places belongs to which box of a form."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ManualPage:
    """One page of the manual; `whose`: what the list of pages says of it."""

    slug: str
    title: str
    whose: str


PAGES = (
    ManualPage("entry", "入力担当の手引き", "課で値や評価シートを入力する人"),
    ManualPage("approver", "承認する人の手引き", "係長・課長など、課で承認する人と、その代理"),
    ManualPage("office", "計画担当の手引き", "企画課で、年度を始め、確かめ、公表する人"),
    ManualPage("manager", "管理職の手引き", "公表前の値も読み、遅れとその主担当を確かめる人"),
    ManualPage("trouble", "困ったときは", "うまくいかないときと、問い合わせ先"),
)
BY_SLUG = {page.slug: page for page in PAGES}

# Form → box → page and place of the manual that tells of it. What a form has besides says enough under its label.
_PLACES: dict[str, dict[str, str]] = {
    "EntryForm": {
        "value_state": "entry#state",
        "value": "entry#number",
        "as_of": "entry#as-of",
        "expected_on": "entry#expected",
        "note": "entry#note",
        "shortfall_reason": "entry#shortfall",
        "source": "entry#source",
        "uploads": "entry#evidence",
        "reason": "entry#change",
    },
    "CorrectionForm": {"kind": "entry#change", "reason": "entry#change"},
    "SheetForm": {"rating": "entry#sheet"},
    "DeedForm": {"standing": "entry#deed"},
    "SpendingForm": {"shares": "entry#money"},
    "NumberForm": {"decision_number": "approver#number"},
    "DeputyForm": {"user": "approver#deputy"},
    "SeatForm": {"level": "office#route"},
    "ManyForm": {"when": "office#reserve", "return_reason": "office#send-back"},
    "CycleForm": {"due_on": "office#cycle"},
    "CycleDaysForm": {"due_on": "office#cycle"},
    "RightsForm": {"roles": "office#people"},
    "InvitationForm": {"roles": "office#people"},
}


def place_of(form: str, box: str) -> tuple[str, str]:
    """(slug, place) of the manual about a box of the form class of that name; ("", "") where there is none."""
    slug, _, place = _PLACES.get(form, {}).get(box, "").partition("#")
    return slug, place


def all_places() -> list[tuple[str, str, str]]:
    """(form, box, slug#place) of every box that has one."""
    return [(form, box, place) for form, boxes in _PLACES.items() for box, place in boxes.items()]
