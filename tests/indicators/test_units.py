"""A half-width % behaves as ％, also in rows and copies that were kept before anybody looked at it."""

from decimal import Decimal

import pytest
from django.db import connection

from indicators import frames
from indicators.models import Indicator
from indicators.wording.sentences import stands
from indicators.workflow.review.warnings import warnings_of, warnings_of_row
from measures.models import ReferenceFigure
from tests.indicators.factories import NOON, make_indicator, make_threshold, said


@pytest.mark.django_db
def test_an_old_per_cent_is_read_as_the_full_one() -> None:
    make_threshold()
    indicator = make_indicator(unit="%", decimals=1, baseline_value=Decimal("17.6"), target="30")
    figure = ReferenceFigure.objects.create(measure=indicator.measure, title="図", source="市", unit="%")
    assert (indicator.unit, figure.unit) == ("％", "％")
    with connection.cursor() as cursor:
        for table in ("indicators_indicator", "indicators_historicalindicator", "measures_referencefigure"):
            cursor.execute(f"UPDATE {table} SET unit = %s", ["%"])
    old = Indicator.objects.get()
    assert (old.unit, Indicator.history.latest().unit) == ("％", "％")
    assert ReferenceFigure.objects.get().unit == "％"
    row = frames.preview(old, 2024, Decimal("18.4"), "actual")
    # 17.6 + 12.4 × 2 ÷ 4
    assert stands(row) == "この年度の目安（23.8％）まで、あと5.4ポイントです。"
    assert "割合が100％を超えています。" in warnings_of(old, 2024, said("100.1"))
    above = frames.preview(old, 2024, Decimal("100.1"), "actual")
    assert "割合が100％を超えています。" in warnings_of_row(above)
    [kept] = frames.freeze([row], at=NOON)
    assert kept["unit"] == "％"
    [thawed] = frames.thaw([{**kept, "unit": "%"}])
    assert stands(thawed) == stands(row)
