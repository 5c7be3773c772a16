"""What is said of money: an amount in 千円 and in yen, how much of a budget was spent, whose a shared cost is."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from indicators.frames import Amounts, CostSum, PartOfCost, SpendingRow
from indicators.models import Spending
from indicators.models.vocabulary import plain
from indicators.numbers import format_number, percent_number
from indicators.shares import WHOLE, written_shares
from indicators.wording.deeds import shortened

# Labels of the contents, in the order in which pages name them.
FIELDS = {
    "name": "事務事業名",
    "department": "担当課",
    "budget": "予算額",
    "settled": "決算額",
    "labour": "人工",
    "shares": "取組と割合",
    "note": "説明",
}
# In the log amounts are text.
LOGGED = FIELDS
NO_COST = "この取組の費用はありません"
NOT_SETTLED = "決算はまだです"
RATE_MEANS = "執行率は、予算のうち使った割合です。低いときは、少ない費用で済んだ場合と、予定したことができなかった場合があります。"
ROUNDED = "千円の額は、千円より下を四捨五入しています。円までの額を下に小さく示します。"
NO_JUDGEMENT = "費用の多い少ないだけでは、取組の成果の大きさは分かりません。"
# Of a sheet of paper, whose room is scarce.
IN_SHORT = (
    "使った割合が低いときは、少ない費用で済んだ場合と、予定したことができなかった場合があります。"
    f"{NO_JUDGEMENT}千円より下は四捨五入し、合計は円までの額で計算しています。"
)
ELSEWHERE = "取組ごとの費用は、取組のページにあります。"
LABOUR_IN_SHORT = "人工は、その仕事にかかった職員の数です。"
LABOUR_MEANS = f"{LABOUR_IN_SHORT}1年のあいだ1人がかかりきりのとき、1人工です。"


def yen(amount: int | None) -> str:
    """12,345,678円; "" where nothing is said."""
    return "" if amount is None else format_number(Decimal(amount), decimals=0, unit="円")


def thousands(amount: int | None) -> str:
    """12,346千円, half up, as accounts are told; "" where nothing is said. What rounds to 0 and is none keeps its yen."""
    if amount is None:
        return ""
    if 0 < abs(amount) < 500:
        return yen(amount)
    return format_number(Decimal(amount).scaleb(-3), decimals=0, unit="千円")


def labour(hundredths: int | None) -> str:
    """1.5人工; "" where nothing is said."""
    if hundredths is None:
        return ""
    exact = Decimal(plain(Decimal(hundredths) / 100) or 0)
    return f"{plain(exact)}人工"


def rate(amounts: Amounts) -> str:
    """予算の95.8％を使いました; "" where there is nothing to divide by."""
    found = amounts.rate
    return "" if found is None else f"予算の{percent_number(found / 100)}％を使いました"


def over(amounts: Amounts) -> str:
    """決算が予算を500千円上回りました; "" where it did not."""
    if not amounts.is_over:
        return ""
    assert amounts.settled is not None
    assert amounts.budget is not None
    return f"決算が予算を{thousands(amounts.settled - amounts.budget)}上回りました"


def share_of(part: PartOfCost) -> str:
    """60％をこの取組の分としています; "" of what is an initiative's alone."""
    return f"費用の{part.percent}％を、この取組の分としています" if part.is_shared else ""


def shares_in(money: CostSum) -> str:
    """（緑化事業の60％を含みます）: of which costs it has a part alone; "" where it has all of each."""
    percents: dict[int, Decimal] = {}
    for part in money.parts:
        pk = part.row.project_id
        percents[pk] = percents.get(pk, Decimal(0)) + Decimal(part.percent)
    names = {part.row.project_id: part.row.name for part in money.parts}
    shared = [f"{names[pk]}の{plain(percent)}％" for pk, percent in percents.items() if percent < WHOLE]
    if not shared:
        return ""
    return f"（{'、'.join(shared)}{'の分です' if len(shared) == len(percents) else 'を含みます'}）"


def paper_line(money: CostSum) -> str:
    """予算 7,200千円、決算 6,900千円。予算の95.8％を使いました。（移住相談事業の60％の分です）: of a sheet of paper."""
    return f"{sum_sentence(money)}{shares_in(money)}"


def sheet_line(money: CostSum) -> str:
    """The same of an evaluation sheet, which names the labour, too: かかった職員は0.9人工です。"""
    hundredths = money.amounts.labour
    if hundredths is None:
        return paper_line(money)
    known, all_of = money.with_labour, money.projects
    told = "" if known == all_of else f"（{all_of}件のうち{known}件の記録）"
    return f"{sum_sentence(money)}かかった職員は{labour(hundredths)}です{told}。{shares_in(money)}"


def sum_sentence(money: CostSum) -> str:
    """予算 12,000千円、決算 11,500千円。予算の95.8％を使いました。"""
    then = over(money.amounts) or rate(money.amounts)
    return _both(money) + (f"{then}。" if then else "")


def brief_line(money: CostSum) -> str:
    """予算 7,200千円、決算 6,900千円。（移住相談事業の60％の分です）: where there is no room for what a rate means."""
    then = over(money.amounts)
    return _both(money) + (f"{then}。" if then else "") + shares_in(money)


def _both(money: CostSum) -> str:
    amounts = money.amounts
    told = [
        f"予算 {thousands(amounts.budget)}" if amounts.budget is not None else _unbudgeted(money),
        f"決算 {thousands(amounts.settled)}" if amounts.settled is not None else _unsettled(money),
    ]
    return "、".join(one for one in told if one) + "。"


def _unbudgeted(money: CostSum) -> str:
    lacking, all_of = money.without_budget, money.projects
    return "" if lacking == all_of else f"予算は{all_of}件のうち{lacking}件に記録がありません"


def _unsettled(money: CostSum) -> str:
    waiting, all_of = money.without_settled, money.projects
    return NOT_SETTLED if waiting == all_of else f"決算は{all_of}件のうち{waiting}件がまだです"


def read_of_spending(record: Spending | None) -> list[tuple[str, str]]:
    """The contents of a record under their labels, to be read."""
    if record is None:
        return []
    return _read(
        record.name,
        record.department.name,
        Amounts(record.budget, record.settled, None if record.labour is None else int(record.labour * 100)),
        written_shares(record.shares),
        record.note,
        record.reason if record.is_change else "",
    )


def said_of_spending(said: Mapping[str, Any] | None) -> dict[str, str]:
    """Label → content of a published record, as it is read; without what is empty."""
    return dict(_read_of(said)) if said is not None else {}


def new_words(said: Mapping[str, str]) -> str:
    """予算額 12,000,000円、決算額 11,500,001円。相談会の会場代を含みます。: of what is new of a cost by its labels, but for whose it is."""
    left = {
        label: text for label, text in said.items() if label not in (FIELDS["name"], FIELDS["department"])
    }
    note = left.pop(FIELDS["note"], "")
    told = "、".join(f"{label} {text}" for label, text in left.items())
    return "。".join(one for one in (told, shortened(note)) if one)


def _read_of(said: Mapping[str, Any]) -> list[tuple[str, str]]:
    hundredths = None if said["labour"] is None else int(said["labour"] * 100)
    amounts = Amounts(said["budget"], said["settled"], hundredths)
    return _read(said["name"], said["department"], amounts, written_shares(said["shares"]), said["note"], "")


def read_of_row(row: SpendingRow) -> list[tuple[str, str]]:
    return _read(row.name, row.department, row.amounts, written_shares(row.shares), row.note, row.reason)


def _read(
    name: str, department: str, amounts: Amounts, shares: str, note: str, reason: str
) -> list[tuple[str, str]]:
    said = {
        "name": name,
        "department": department,
        "budget": yen(amounts.budget),
        "settled": yen(amounts.settled),
        "labour": labour(amounts.labour),
        "shares": shares,
        "note": note,
    }
    found = [(FIELDS[key], text) for key, text in said.items()]
    return [("変更の理由", reason), *found] if reason else found


def logged(name: str, text: str) -> str:
    """A content in the log: in words where it is short, "" for long texts."""
    if name in ("budget", "settled"):
        return yen(int(text)) if text.lstrip("-").isdigit() else ""
    if name == "labour":
        return f"{text}人工"
    return "" if name == "note" else text


def totals(found: Iterable[Amounts]) -> Amounts:
    """Sums of what is said, whatever is not: of a file."""
    amounts = list(found)

    def added(name: str) -> int | None:
        known = [value for one in amounts if (value := getattr(one, name)) is not None]
        return sum(known) if known else None

    return Amounts(added("budget"), added("settled"), added("labour"))
