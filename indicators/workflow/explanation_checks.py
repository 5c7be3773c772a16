"""What a passport and the points of a reference figure must be before they can go out (docs/publication.md §6)."""

from decimal import Decimal
from typing import Any

from indicators.evidence.links import read_public_link
from indicators.models import Factor, FigurePoints, Goal, Passport
from indicators.models.drafted import Drafted
from indicators.workflow.errors import Incomplete

SAME = "公表したものと同じです。変えるところを入力してください。"


def check_passport(draft: Passport) -> None:
    check_said(draft)
    _check_new(draft)


def check_said(draft: Passport) -> None:
    """Something is said, nothing twice, and its link is one that citizens can open."""
    errors: dict[str, str] = {}
    if draft.source_url:
        try:
            read_public_link(draft.source_url)
        except ValueError as refusal:
            errors["source_url"] = str(refusal)
        if not draft.source:
            errors["source"] = "リンクの先が何か、資料の名前を入力してください。"
    for name, known in (("goals", Goal.values), ("factors", Factor.values)):
        chosen = getattr(draft, name)
        if chosen != [code for code in known if code in chosen]:
            errors[name] = "一覧から選んでください。"
    if errors:
        raise Incomplete(errors)
    if not any(getattr(draft, name) for name in draft.content):
        raise Incomplete({"__all__": "何も入力されていません。わかるところから入力してください。"})


def check_points(draft: FigurePoints) -> None:
    check_drawn(draft)
    _check_new(draft)


def check_drawn(draft: FigurePoints) -> None:
    """Each label once a series, each value in the unit's decimals; shares add up to 100 (0.5 for rounding)."""
    points = [(label, series, Decimal(value)) for label, series, value in draft.points]
    if not points:
        raise Incomplete({"points": "数値を1行に一つずつ入力してください。"})
    places = [(label, series) for label, series, _ in points]
    if doubled := next((place for place in places if places.count(place) > 1), None):
        raise Incomplete({"points": f"「{' '.join(filter(None, doubled))}」が2回あります。"})
    if draft.chart == FigurePoints.Chart.SHARES:
        if any(value < 0 for _, _, value in points):
            raise Incomplete({"points": "割合に負の値があります。"})
        for series in dict.fromkeys(series for _, series, _ in points):
            total = sum((value for _, its, value in points if its == series), Decimal(0))
            if abs(total - 100) > Decimal("0.5"):
                named = f"「{series}」の" if series else ""
                raise Incomplete(
                    {"points": f"{named}合計が{total}％です。内訳が合わせて100％になるか確かめてください。"}
                )


def _check_new(draft: Drafted) -> None:
    """What says the same as what stands is no new edition."""
    owner: Any = {draft.chain[0]: draft.owner}
    known = type(draft)._default_manager.filter(**owner, published_at__isnull=False)
    current = known.order_by("-published_at", "-pk").first()
    if current and all(getattr(current, name) == getattr(draft, name) for name in draft.content):
        raise Incomplete({"__all__": SAME})
