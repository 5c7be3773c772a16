"""A dataset as CSV, JSON and XLSX, from one list of records."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings

from indicators.frames import Source
from indicators.open_data.dataset import Dataset
from indicators.open_data.licence import licence
from indicators.spreadsheets.fields import DEMO_NOTICE, CellValue, Field, with_notice
from indicators.spreadsheets.tables import table_csv
from indicators.spreadsheets.tables_xlsx import TableSheet, tables_xlsx
from measures.site import site_city

# Excel counts no more rows in one sheet; the datasets of one plan stay far below.
ABOUT = "このファイルについて"
DICTIONARY_HEADS = ("データセット", "列", "名前", "種類", "単位", "意味", "とりうる値", "空のときの意味")


def dataset_csv(dataset: Dataset, source: Source) -> bytes:
    """UTF-8 with BOM, CRLF, one header row."""
    return table_csv(dataset.fields, dataset.records(source))


def dataset_json(dataset: Dataset, source: Source) -> dict[str, Any]:
    """{"dataset", "title", "licence", "attribution", "notice" in the demo, "rows"}."""
    terms = licence()
    return {
        **({"notice": DEMO_NOTICE} if settings.DEMO else {}),
        "dataset": dataset.name,
        "title": dataset.title,
        "licence": terms.url,
        "attribution": terms.attribution,
        "rows": rows_of(dataset, dataset.records(source)),
    }


def rows_of(dataset: Dataset, records: Iterable[Any]) -> list[dict[str, Any]]:
    """Records as JSON: the cells of the CSV, and what no cell can hold."""
    fields = with_notice(dataset.fields, site_city())
    return [_row_of(dataset, fields, record) for record in records]


def _row_of(dataset: Dataset, fields: Iterable[Field], record: Any) -> dict[str, Any]:
    cells: dict[str, CellValue] = {field.name: field.value_of(record) for field in fields}
    return {**cells, **{more.name: more.value_of(record) for more in dataset.more}}


def dataset_xlsx(datasets: Sequence[Dataset], source: Source, conditions: dict[str, str]) -> bytes:
    """A workbook with a sheet for each dataset, the data dictionary, and what the file is. The same content gives the
    same bytes."""
    terms = licence()
    about = {
        **({"注意": DEMO_NOTICE} if settings.DEMO else {}),
        **conditions,
        "利用の条件": f"{terms.name}（{terms.url}）",
        "出典の書きかた": terms.attribution,
    }
    return tables_xlsx(
        [TableSheet(dataset.title, dataset.fields, list(dataset.records(source))) for dataset in datasets],
        lists={
            "項目の説明": [DICTIONARY_HEADS, *dictionary_lines(datasets)],
            ABOUT: list(about.items()),
        },
        # The heads of the tables are names for programs: who opens all of them reads first what they are.
        opens_on=ABOUT if len(datasets) > 1 else "",
    )


def dictionary_lines(datasets: Iterable[Dataset]) -> list[tuple[str, ...]]:
    """Every column of every dataset in words."""
    return [
        (
            dataset.title,
            field.name,
            field.label,
            field.type.label,
            field.unit,
            field.meaning,
            "、".join(f"{key}（{word}）" if word else key for key, word in (field.allowed or {}).items()),
            field.empty or "空になることはない",
        )
        for dataset in datasets
        for field in with_notice(dataset.fields)
    ]
