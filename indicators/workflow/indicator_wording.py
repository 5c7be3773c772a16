"""What is said of one indicator beside its figures, as a document: names, texts, lead, bounds, its end, what it is compared with.

What decides verdicts is not in it: that changes by dated rules (rules.py). Its texts go the way of the plan's wording
(wording.py), since citizens read them in the same plan.
"""

from collections.abc import Mapping
from copy import copy
from datetime import date
from decimal import Decimal
from typing import Any

from indicators.models import ComparisonSeries, ComparisonValue, Indicator
from indicators.models.vocabulary import plain
from indicators.numbers import decimals_of, format_number
from indicators.plausibility import Bounds
from indicators.workflow.errors import Incomplete
from indicators.workflow.year_checks import check_years
from measures.document_writer import UnknownNames, Writer, departments_by_name
from measures.documents import Document

CONFIRMED, NEGATIVE = "確認済み", "0より小さい値もある"
END = ("last_year", "end_reason", "ended_on")


def document_of_indicator(indicator: Indicator) -> Document:
    texts = ("name", "meaning", "remark", "remark_original", "end_reason")
    known = indicator.comparisons.order_by("pk")
    return {
        **{name: getattr(indicator, name) for name in texts},
        "lead": indicator.lead_department.name,
        "lead_confirmed": CONFIRMED if indicator.lead_confirmed else "",
        "decimals": str(indicator.decimals),
        "may_be_negative": NEGATIVE if indicator.may_be_negative else "",
        "lowest": plain(indicator.lowest) or "",
        "highest": plain(indicator.highest) or "",
        "first_year": str(indicator.first_year or ""),
        "last_year": str(indicator.last_year or ""),
        "ended_on": indicator.ended_on.isoformat() if indicator.ended_on else "",
        "successor": indicator.successor.code if indicator.successor else "",
        "series": [{"id": str(one.pk), "name": one.name, "source": one.source} for one in known],
    }


def missing_of_indicator(indicator: Indicator, content: Mapping[str, Any]) -> dict[str, str]:
    """Why the document cannot go in, by its name; empty where it can."""
    errors: dict[str, str] = {}
    if not content["name"]:
        errors["name"] = "指標名を入力してください。"
    given = [bool(content[name]) for name in END]
    if any(given) and not all(given):
        errors["last_year"] = "終了した指標には、最後の年度、理由、決めた日をそろえて入力してください。"
    elif content["last_year"] and content["last_year"] < content["first_year"]:
        errors["last_year"] = "最後の年度は、最初の年度以降にしてください。"
    if content["successor"] and not content["last_year"]:
        errors["successor"] = "引き継ぐ指標を選べるのは、終了した指標だけです。"
    if not errors:
        errors |= _misfit_years(indicator, content)
    errors |= refused_bounds(indicator, _bounds(content))
    needed = needed_decimals(indicator)
    if int(content.get("decimals", needed)) < needed:
        errors["decimals"] = f"小数{needed}桁の値か目標があるので、{needed}より小さくできません。"
    return errors | _missing_of_series(indicator, content["series"])


def _misfit_years(indicator: Indicator, content: Mapping[str, Any]) -> dict[str, str]:
    """Why what is known of the indicator does not fit its first and last year."""
    changed = copy(indicator)
    for name in ("first_year", "last_year"):
        setattr(changed, name, int(content[name]) if content[name] else None)
    try:
        changed.successor = _successor(indicator, content["successor"])
        check_years(changed)
    except Incomplete as missing:
        return missing.errors
    except UnknownNames as unknown:
        return {"successor": str(unknown)}
    return {}


def _successor(indicator: Indicator, code: str) -> Indicator | None:
    """Of the same plan; UnknownNames."""
    if not code:
        return None
    siblings = Indicator.objects.of_plan(indicator.measure.plan).exclude(pk=indicator.pk)
    try:
        return siblings.get_by_code(code)
    except Indicator.DoesNotExist:
        raise UnknownNames(f"指標{code}がありません。") from None


def write_indicator(writer: Writer, indicator: Indicator, content: Mapping[str, Any]) -> None:
    """What differs, each with its line of history. UnknownNames."""
    bounds = _bounds(content)
    writer.save(
        indicator,
        **{name: content[name] for name in ("name", "meaning", "remark", "remark_original", "end_reason")},
        lead_department=departments_by_name([content["lead"]])[content["lead"]],
        lead_confirmed=bool(content["lead_confirmed"]),
        decimals=int(content.get("decimals", indicator.decimals)),
        may_be_negative=bounds.may_be_negative,
        lowest=bounds.lowest,
        highest=bounds.highest,
        first_year=int(content["first_year"]) if content["first_year"] else None,
        last_year=int(content["last_year"]) if content["last_year"] else None,
        ended_on=date.fromisoformat(content["ended_on"]) if content["ended_on"] else None,
        successor=_successor(indicator, content["successor"]),
    )
    known = {str(one.pk): one for one in indicator.comparisons.all()}
    for one in content["series"]:
        row = known.pop(one["id"], None) or ComparisonSeries(indicator=indicator)
        writer.save(row, name=one["name"], source=one["source"])
    for row in known.values():
        writer.delete(row)


def needed_decimals(indicator: Indicator) -> int:
    """As many as any figure that is kept of it has, drafts too: with fewer it could not be shown as it is."""
    own = (indicator.baseline_value, indicator.lowest, indicator.highest)
    rules = (indicator.targets, indicator.interim_targets, indicator.baselines)
    kept: list[Decimal | None] = [*own, *indicator.targets.values_list("upper", flat=True)]
    kept += indicator.targets.values_list("tolerance", flat=True)
    for rows in (*rules, indicator.results, indicator.publications):
        kept += rows.values_list("value", flat=True)
    kept += ComparisonValue.objects.filter(series__indicator=indicator).values_list("value", flat=True)
    return max((decimals_of(figure.normalize()) for figure in kept if figure is not None), default=0)


def refused_bounds(indicator: Indicator, bounds: Bounds, baseline: Decimal | None = None) -> dict[str, str]:
    """What the plan itself names (baselines, targets) lies within what a value can be; values typed before may not."""
    if bounds.lowest is not None and bounds.highest is not None and bounds.lowest >= bounds.highest:
        return {"highest": "とりうる最小の値より大きくしてください。"}
    named = {"現状値": [indicator.baseline_value if baseline is None else baseline]}
    if indicator.pk:
        for word, rules in (
            ("目標", indicator.targets),
            ("中間目標", indicator.interim_targets),
            ("見直した現状値", indicator.baselines),
        ):
            named[word] = list(rules.values_list("value", flat=True))
    errors: dict[str, str] = {}
    for word, figures in named.items():
        for figure in figures:
            if figure is not None and (field := _refused_by(bounds, figure)):
                shown = format_number(figure, decimals=decimals_of(figure.normalize()))
                errors[field] = f"{word}の{shown}が、入力できない値になります。"
    return errors


def _refused_by(bounds: Bounds, figure: Decimal) -> str:
    """The field that makes a figure impossible; "" where none does."""
    if figure < 0 and not bounds.may_be_negative:
        return "may_be_negative"
    if bounds.lowest is not None and figure < bounds.lowest:
        return "lowest"
    return "highest" if bounds.highest is not None and figure > bounds.highest else ""


def _bounds(content: Mapping[str, Any]) -> Bounds:
    lowest, highest = (Decimal(content[name]) if content[name] else None for name in ("lowest", "highest"))
    return Bounds(bool(content["may_be_negative"]), lowest, highest)


def _missing_of_series(indicator: Indicator, series: Any) -> dict[str, str]:
    errors: dict[str, str] = {}
    names: set[str] = set()
    held = {row.name: str(row.pk) for row in indicator.comparisons.all()}
    for place, one in enumerate(series):
        if held.get(one["name"], one["id"]) != one["id"]:
            errors[f"series-{place}-name"] = f"「{one['name']}」は、ほかの系列がいま使っています。"
        elif not one["name"]:
            errors[f"series-{place}-name"] = "系列の名前を入力してください。"
        elif one["name"] in names:
            errors[f"series-{place}-name"] = f"「{one['name']}」が2つあります。"
        names.add(one["name"])
    kept = {one["id"] for one in series}
    for row in indicator.comparisons.all():
        if str(row.pk) not in kept and row.values.exists():
            errors["series"] = f"「{row.name}」には値があるので、消せません。"
    return errors
