"""What a file asks to be changed: one proposal a row, carried from preview to confirmation in a signed field.

Nothing is kept on the server in between. The field is bound to person, departments and years by its salt; whoever
sends another's, an altered or an old one is told to choose the file again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing

from indicators.forms.grid import CELLS, HEADS, sum_of
from indicators.models import Indicator, ValueState
from indicators.models.vocabulary import plain
from indicators.numbers import format_number
from indicators.plausibility import PARTS
from indicators.views.entry.deed_file import DeedProposal
from indicators.views.entry.file_lines import standing_sum
from indicators.views.entry.lines import EntryRow
from indicators.views.entry.table_place import TablePlace
from indicators.wording.days import write_day
from indicators.workflow import WHY, Entry, GridEntry

# Letters of the signed field: a department's year with the longest texts stays below it.
LARGEST = 1_500_000
LINKS_HEAD = "根拠リンク"


class Stale(Exception):
    """What came back cannot be used; the message says what to do."""


class TooMuch(Exception):
    """More than a form can carry."""


@dataclass(frozen=True)
class Proposal:
    """One row as typed. `key`: which (EntryRow.key). `number` and `version`: the record that it is to replace, as the preview showed it.

    `links`: addresses to be added. `cells`: the address in the file of each field. `is_taken`: somebody else saved
    the row after the file was made, so a person has to decide.
    """

    key: str
    number: int
    version: int
    kind: str
    entry: Entry
    reason: str | None
    links: tuple[str, ...] = ()
    cells: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    is_taken: bool = False

    def says_what_stands(self, line: EntryRow, links: Iterable[str]) -> bool:
        typed = sum_of(self.entry, self.reason or "")
        return typed == standing_sum(line) and set(self.links) <= set(links)

    def fits(self, line: EntryRow) -> bool:
        """Whether it would replace the very record that the person was shown."""
        return line.is_open and (self.number, self.version) == (line.number, line.current_version)

    def against(self, line: EntryRow) -> "Proposal":
        """The same, to be decided upon against what stands now."""
        return replace(self, version=line.current_version, is_taken=True)

    def grid_entry(self, line: EntryRow) -> GridEntry:
        return GridEntry(
            line.indicator,
            self.entry,
            self.version,
            number=self.number,
            reason=self.reason,
            links=self.links,
            year=line.year,
        )

    def described(self, indicator: Indicator) -> list[tuple[str, str]]:
        """Head and text of everything that was typed."""
        texts = [*words_of(self.entry, self.reason or "", indicator), (LINKS_HEAD, "\n".join(self.links))]
        return [(head, text) for head, text in texts if text]


def words_of(entry: Entry, reason: str, indicator: Indicator) -> list[tuple[str, str]]:
    """Every cell of a row in words, in the order of the table's heads."""
    words = {
        "value_state": ValueState(entry.value_state).label if entry.value_state else "",
        "value": ""
        if entry.value is None
        else format_number(entry.value, decimals=indicator.decimals, unit=indicator.unit),
        "note": entry.note,
        "as_of": write_day(entry.as_of) if entry.as_of else "",
        "expected_on": write_day(entry.expected_on) if entry.expected_on else "",
        "reason": reason,
        "source": entry.source,
        "source_url": entry.source_url,
        **{
            name: "" if (part := getattr(entry, name)) is None else str(plain(Decimal(part)))
            for name in PARTS
        },
        **{name: getattr(entry, name) for name in WHY},
    }
    return [(head, words[name]) for name, head in zip(CELLS, HEADS, strict=True)]


def sign(
    proposals: Sequence[Proposal], place: TablePlace, by: User, deeds: Sequence[DeedProposal] = ()
) -> str:
    """TooMuch where no form could carry it."""
    packed = {"values": [_packed(one) for one in proposals], "deeds": [asdict(one) for one in deeds]}
    found = signing.dumps(packed, salt=_salt(place, by), compress=True)
    if len(found) > LARGEST:
        raise TooMuch
    return found


def read_signed(text: str, place: TablePlace, by: User) -> tuple[list[Proposal], list[DeedProposal]]:
    """Stale for what this person was not shown of this department and year within a working day."""
    try:
        found = signing.loads(text, salt=_salt(place, by), max_age=settings.SESSION_COOKIE_AGE)
    except signing.SignatureExpired:
        raise Stale(
            "確かめてから時間がたちすぎたので、保存していません。ファイルをもう一度選んでください。"
        ) from None
    except signing.BadSignature:
        raise Stale(
            "送られた内容を確かめられないので、保存していません。ファイルをもう一度選んでください。"
        ) from None
    return [_unpacked(one) for one in found["values"]], [DeedProposal(**one) for one in found["deeds"]]


def _salt(place: TablePlace, by: User) -> str:
    owners = "+".join(str(one.pk) for one in place.owners)
    years = "+".join(map(str, place.years))
    return f"entry.spreadsheet/{by.pk}/{owners}/{place.plan.pk}/{years}"


_FIGURES = ("value", "numerator", "denominator")


def _packed(proposal: Proposal) -> dict[str, Any]:
    entry = proposal.entry
    days = {name: day and day.isoformat() for name, day in _days(entry).items()}
    figures = {name: plain(getattr(entry, name)) for name in _FIGURES}
    return {**asdict(proposal), "entry": {**asdict(entry), **figures, **days}}


def _unpacked(packed: dict[str, Any]) -> Proposal:
    typed = packed["entry"]
    entry = Entry(
        **{
            **typed,
            **{name: None if typed[name] is None else Decimal(typed[name]) for name in _FIGURES},
            **{name: typed[name] and date.fromisoformat(typed[name]) for name in ("as_of", "expected_on")},
        }
    )
    return Proposal(
        **{**packed, "entry": entry, "links": tuple(packed["links"]), "notices": tuple(packed["notices"])}
    )


def _days(entry: Entry) -> dict[str, date | None]:
    return {"as_of": entry.as_of, "expected_on": entry.expected_on}
