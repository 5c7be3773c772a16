"""docs/benchmarks.md and the README's figures are what the results file says, and nothing else."""

import json

from tests.benchmarks import report
from tests.benchmarks.goals import GOALS
from tests.benchmarks.results import gathered


def test_document_and_readme_are_made_of_the_results_file() -> None:
    found = json.loads(report.RESULTS.read_text(encoding="utf-8"))
    assert report.DOCUMENT.read_text(encoding="utf-8") == report.document(found)
    text = report.README.read_text(encoding="utf-8")
    assert "<!-- measured -->\n" in text
    assert text == report.readme(text, found)


def test_each_goal_has_a_row_that_says_whether_it_was_reached() -> None:
    told = '{"goal": "soak_errors", "figure": 0.0}\n{"goal": "export_400_seconds", "figure": 61.0}\n{"failed": "no wrk"}'
    text = report.document({"machine": {}, **gathered(told)})
    assert "| soak: answers that were errors, killed processes apart | ≤ 0 | 0 | reached |" in text
    assert "| export of 400 indicators, seconds | ≤ 60 | 61 | **not reached** |" in text
    assert text.count("not measured in this run") == len(GOALS) - 2
    assert text.endswith("- no wrk\n")


def test_goals_are_told_apart() -> None:
    keys = [goal.key for goal in GOALS]
    assert len(set(keys)) == len(keys)
    assert set(report.TOLD) <= set(keys)
