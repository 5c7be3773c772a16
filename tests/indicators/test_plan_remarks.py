"""備考 find their indicator by the target as printed; the city's own text where PLAN_TEXT names it."""

import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from indicators.models import Indicator
from indicators.plan_remarks import attach_remarks
from measures.models import Plan
from tests.indicators.factories import load_fixtures, make_indicator, make_measure, make_target
from tests.indicators.two_plans import make_two_plans
from tests.measures.sample_plan_text import SAMPLE_PLAN_TEXT
from tests.measures.test_plan_text import LAYOUT

pytestmark = pytest.mark.django_db


def test_attaches_by_the_target_as_printed():
    cats = make_indicator(measure=make_measure(31), target=None, name="日なたの座布団")
    make_target(cats, "95", label="95か所")
    dogs = make_indicator(measure=make_measure(99), name="計画の文字データにない指標")
    attached, left = attach_remarks(Plan.objects.get(), SAMPLE_PLAN_TEXT, LAYOUT)
    cats.refresh_from_db()
    assert (attached, left) == (1, [dogs.code])
    assert cats.remark_original == "年間５か所の新設をめざす。"


def test_twice_changes_nothing():
    cats = make_indicator(measure=make_measure(31), target=None)
    make_target(cats, "95", label="95か所")
    attach_remarks(Plan.objects.get(), SAMPLE_PLAN_TEXT, LAYOUT)
    versions = Indicator.history.count()
    attach_remarks(Plan.objects.get(), SAMPLE_PLAN_TEXT, LAYOUT)
    assert Indicator.history.count() == versions


if os.environ.get("PLAN_TEXT"):

    def test_the_citys_text_has_a_remark_for_each_of_the_eleven(capsys: pytest.CaptureFixture[str]):
        path = os.environ["PLAN_TEXT"]
        load_fixtures()
        call_command("load_plan_text", path)
        assert "指標の備考11件" in capsys.readouterr().out
        written = "".join(Path(path).read_text(encoding="utf-8").split())
        for indicator in Indicator.objects.all():
            assert "".join(indicator.remark_original.split()) in written


def test_of_several_plans_the_command_asks_which(tmp_path: Path) -> None:
    make_two_plans()
    path = tmp_path / "plan.txt"
    path.write_text(SAMPLE_PLAN_TEXT, encoding="utf-8")
    with pytest.raises(
        CommandError, match="--plan で指定してください：3（第3次基本計画）、4（第4次基本計画）"
    ):
        call_command("load_plan_text", str(path))
    with pytest.raises(CommandError, match="--plan で指定してください"):
        call_command("load_plan_text", str(path), plan="5")
    with pytest.raises(CommandError, match="施策43：文字データにありません") as refused:
        call_command("load_plan_text", str(path), plan="4")
    assert "原文は読み込みませんでした" in str(refused.value)
