"""Several processes make the export: the bytes of one alone, on both databases, and nothing of a crew that was struck."""

import os
import signal
from pathlib import Path

import pytest

from indicators.export import ExportOptions, ExportRefused, export_public_site
from indicators.export.crew import Made, crew_size, made_in_order
from tests.indicators.village import Village

pytestmark = pytest.mark.skipif(crew_size(2) == 1, reason="no process can be copied here")


def exported(
    folder: Path, processes: int
) -> tuple[dict[str, bytes], dict[str, list[str]], list[tuple[int, int]]]:
    told: list[tuple[int, int]] = []
    options = ExportOptions.of(
        base_path="/kpi/", site_url="https://www.city.example.jp", days=[], dropped=[], processes=processes
    )
    made = export_public_site(folder, options, lambda done, total: told.append((done, total)))
    files = (one for one in folder.rglob("*") if one.is_file())
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in files}, made.lost, told


# On SQLite the demo's copy is written so, and read by many tests.
@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.usefixtures("few_addresses")
@pytest.mark.django_db(transaction=True)
def test_three_processes_write_the_bytes_of_one(tmp_path: Path) -> None:
    Village()
    assert crew_size(3) == 3
    *three, told = exported(tmp_path / "three", 3)
    *alone, told_alone = exported(tmp_path / "alone", 1)
    assert three == alone
    assert told == told_alone == [(done, len(told)) for done in range(1, len(told) + 1)]


@pytest.mark.django_db
def test_within_a_transaction_one_process_works_alone() -> None:
    assert crew_size(4) == 1


def _killed(number: int) -> Made:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return Made([(str(number), b"")], {}, {})


@pytest.mark.django_db(transaction=True)
def test_a_process_that_was_killed_is_told_in_words() -> None:
    with pytest.raises(ExportRefused, match="もう一度実行してください"):
        list(made_in_order(_killed, range(40), 2))
    assert [one.files for one in made_in_order(lambda at: Made([(str(at), b"")], {}, {}), range(40), 2)] == [
        [(str(at), b"")] for at in range(40)
    ]
