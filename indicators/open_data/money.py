"""What each 事務事業 was given and cost, record by record, and what of it is each initiative's: to the yen."""

from operator import itemgetter
from typing import Any

from indicators import frames
from indicators.frames import PartOfCost, Source
from indicators.numbers import plain_number
from indicators.open_data.dataset import Dataset
from indicators.shares import written_shares
from indicators.spreadsheets.fields import (
    Field,
    moment_field,
    number_field,
    text_field,
    whole_field,
    year_fields,
    yes_no_field,
)

GROUP = "取組の費用"
NO_BUDGET = "予算額の登録がない。0円ではない"
NOT_SETTLED = "決算がまだか、登録がない。0円ではない"
NO_LABOUR = "人工の登録がない。0ではない"


def _labour(record: Any) -> str | None:
    return None if record["labour"] is None else plain_number(record["labour"], decimals=2)


def _labour_of_part(part: PartOfCost) -> str | None:
    found = part.amounts.labour
    return None if found is None else f"{found // 100}.{found % 100:02}"


def _parts(source: Source) -> list[PartOfCost]:
    """By initiative, project and year; of each what stands on the source's day."""
    rows = frames.spendings(source.plan, as_of=source.as_of)

    def order(part: PartOfCost) -> tuple[int, int, str, int]:
        measure, _, number = part.code.partition("-")
        return int(measure), int(number), part.row.project, part.row.year

    return sorted((part for row in rows for part in row.parts), key=order)


def _of(name: str) -> Any:
    return itemgetter(name)


def _yen(name: str, label: str, of: Any, empty: str) -> Field:
    return whole_field(name, label, of, "円まで", empty=empty)


PROJECT_COSTS = Dataset(
    "project-costs",
    "事務事業の予算と決算",
    "計画の取組に結び付く事務事業の予算額、決算額、人工。公表した記録をすべて並べ、訂正の前のものも残します",
    GROUP,
    (
        text_field("project_code", "事業コード", _of("project"), meaning="会計の番号。なければ事業名"),
        text_field("project_name", "事務事業名", _of("name")),
        text_field("department_slug", "担当課の識別名", _of("department_slug")),
        text_field("department", "担当課", _of("department")),
        *year_fields("fiscal_year", "年度", _of("year")),
        whole_field("number", "回", _of("number"), meaning="その年度の記録として何回目の公表か"),
        _yen("budget_yen", "予算額（円）", _of("budget"), NO_BUDGET),
        _yen("settled_yen", "決算額（円）", _of("settled"), NOT_SETTLED),
        number_field("labour", "人工", _labour, unit="人工", empty=NO_LABOUR),
        text_field(
            "shares",
            "取組と割合",
            lambda record: written_shares(record["shares"]),
            meaning="取組の番号と割合（％）。合わせて100。円までの額はinitiative-costs",
        ),
        text_field("note", "説明", _of("note"), empty="説明がない"),
        text_field("reason", "変更の理由", _of("reason"), empty="初めての公表"),
        moment_field("published_at", "公表した日時", _of("published_at")),
        yes_no_field(
            "is_standing", "いまの記録か", _of("is_standing"), meaning="falseは、あとの記録に置き換えられた"
        ),
    ),
    lambda source: frames.spending_records(source.plan, source.as_of),
    key=("project_code", "fiscal_year", "number"),
)
INITIATIVE_COSTS = Dataset(
    "initiative-costs",
    "取組ごとの予算と決算",
    "事務事業の費用を、取組に割合で分けた額。端数は1円ずつ大きいものから配るので、事務事業ごとに足すと元の額と円まで合います",
    GROUP,
    (
        text_field("initiative_code", "主な取組の番号", "code"),
        text_field("project_code", "事業コード", "row.project", meaning="project-costsのproject_code"),
        text_field("project_name", "事務事業名", "row.name"),
        *year_fields("fiscal_year", "年度", "row.year"),
        number_field("share", "割合", "percent", meaning="この取組の分とした割合", unit="％"),
        _yen("budget_yen", "予算額（円）", "amounts.budget", NO_BUDGET),
        _yen("settled_yen", "決算額（円）", "amounts.settled", NOT_SETTLED),
        number_field("labour", "人工", _labour_of_part, unit="人工", empty=NO_LABOUR),
        whole_field("number", "回", "row.number", meaning="事務事業の記録の何回目の公表か"),
        moment_field("published_at", "公表した日時", "row.published_at"),
    ),
    _parts,
    key=("initiative_code", "project_code", "fiscal_year"),
)
