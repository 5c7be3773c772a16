"""What a person says of one value: tidied before it is kept, and what it lacks before it can be handed in."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from indicators.models import CARRIES_VALUE, FOLLOWED_UP, Kind, Result, ValueState
from indicators.plausibility import is_comment, share_of
from measures.typed_text import one_line

# Why a promise is missed and what comes next, as forms, files and the log call them.
WHY = {"shortfall_reason": "届かない理由", "next_step": "次にすること"}


@dataclass(frozen=True)
class Entry:
    """Figures in the indicator's unit, empty where nothing was said."""

    value_state: str = ""
    value: Decimal | None = None
    note: str = ""
    as_of: date | None = None
    expected_on: date | None = None
    source: str = ""
    source_url: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    respondents: int | None = None
    shortfall_reason: str = ""
    next_step: str = ""

    @classmethod
    def of(cls, result: Result) -> "Entry":
        return cls(
            value_state=result.value_state,
            value=result.value,
            note=result.note,
            as_of=result.as_of,
            expected_on=result.expected_on,
            source=result.source,
            source_url=result.source_url,
            numerator=result.numerator,
            denominator=result.denominator,
            respondents=result.respondents,
            shortfall_reason=result.shortfall_reason,
            next_step=result.next_step,
        )

    def supplemented(self, said: "Entry") -> "Entry":
        """The same figure with why and what next as `said` has them: all that a 補足 changes."""
        why = {name: getattr(said, name) for name in WHY}
        return normalise(replace(self, **why), Kind.SUPPLEMENT)


def with_share(entry: Entry, decimals: int) -> Entry:
    """With the value that 分子 and 分母 give, where none was typed; what is wrong with them refusals() says."""
    if entry.value is not None or entry.numerator is None or not entry.denominator or entry.denominator < 0:
        return entry
    return replace(entry, value=share_of(entry.numerator, entry.denominator, decimals=decimals))


def normalise(entry: Entry, kind: str) -> Entry:
    """A state without a value has none, whatever stood in the box when the state was chosen; 取下げ has neither."""
    if kind == Kind.WITHDRAWAL:
        return Entry(note=entry.note.strip())
    carries = entry.value_state in CARRIES_VALUE or not entry.value_state
    return Entry(
        value_state=entry.value_state,
        value=entry.value if carries else None,
        note=entry.note.strip(),
        as_of=entry.as_of,
        expected_on=entry.expected_on if entry.value_state in FOLLOWED_UP else None,
        source=entry.source.strip(),
        source_url=entry.source_url.strip(),
        numerator=entry.numerator if carries else None,
        denominator=entry.denominator if carries else None,
        respondents=entry.respondents if carries else None,
        shortfall_reason=one_line(entry.shortfall_reason).strip() if carries else "",
        next_step=one_line(entry.next_step).strip() if carries else "",
    )


def missing_fields(
    entry: Entry, kind: str, warnings: Callable[[], tuple[str, ...]], unit: str = ""
) -> dict[str, str]:
    """Field → message of what keeps an entry from being handed in. `warnings` is asked only where it matters."""
    if kind == Kind.WITHDRAWAL:
        return {}  # it has no value, and its reason is kept since it was begun
    if kind == Kind.SUPPLEMENT:  # the figure went out as it is
        unsaid = {name: f"「{label}」を入力してください。" for name, label in WHY.items()}
        return {name: message for name, message in unsaid.items() if not getattr(entry, name)}
    errors = {}
    # A day or a number that slid into the text explains nothing.
    explained = is_comment(entry.note, unit)
    if not entry.value_state:
        errors["value_state"] = "値の状態を選んでください。"
    elif entry.value_state in CARRIES_VALUE:
        if entry.value is None:
            errors["value"] = (
                "値を入力してください。値がないときは、値の状態で理由にあたるものを選んでください。"
            )
        elif not explained and (found := warnings()):
            errors["note"] = f"{' '.join(found)}正しければ、その事情を説明に入力してください。"
    elif not explained:
        errors["note"] = f"「{ValueState(entry.value_state).label}」の理由を説明に入力してください。"
    if entry.value_state in FOLLOWED_UP and entry.expected_on is None:
        errors["expected_on"] = "次の公表予定日を入力してください。"
    if entry.value_state == ValueState.PART_YEAR and entry.as_of is None:
        errors["as_of"] = "年度途中の値がいつまでの数か、時点を入力してください。"
    if kind == Kind.FINAL and entry.value_state not in ("", ValueState.ACTUAL):
        errors["value_state"] = "確定では、値の状態は「実績」だけを選べます。"
    if kind == Kind.UPDATE and entry.value_state not in ("", *FOLLOWED_UP):
        errors["value_state"] = "更新では、速報・見込・年度途中・未公表のどれかを選びます。"
    return errors
