"""Nothing of one city stands in the program: another begins with --empty, and meets no name but its own."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What may name it: the plan that comes with the program, what is written about the program, and tests of that plan.
# .ci/run names the file that holds the text of that plan.
NAMED = ("fixtures/", "docs/", "tests/", ".ci/", "README.md", "CHANGELOG.md", "LICENSE")
# The program's own name, as Python and as packages write it.
OWN_NAME = re.compile("kisarazu[-_]plan", re.IGNORECASE)
CITY = re.compile("kisarazu|木更津|きさらづ|キサラヅ", re.IGNORECASE)
# Codes of its measures, initiatives and indicators in what people read: a string with Japanese in it.
CODES = re.compile(r"(?<![0-9A-Za-z-])4[1-8](?:[A-H]|-[1-9])(?![0-9A-Za-z])")
JAPANESE = re.compile("[ぁ-ん]")


def _tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    names = [name for name in done.stdout.split("\0") if name and not name.startswith(NAMED)]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def test_no_file_names_the_city() -> None:
    found = []
    for path in _tracked():
        name = path.relative_to(ROOT).as_posix()
        text = "" if b"\0" in (raw := path.read_bytes()) else raw.decode()
        for place, line in enumerate([name, *text.splitlines()]):
            if CITY.search(OWN_NAME.sub("", line)):
                found.append(f"{name}:{place}: {line.strip()[:100]}")
    assert found == []


def test_no_help_names_a_code_of_the_plan() -> None:
    """Docstrings and comments explain the program to developers by this plan; what people read does not."""
    found = []
    for path in _tracked():
        if path.suffix not in (".py", ".html", ".js", ".txt") or "migrations" in path.parts:
            continue
        for place, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            said = line.split("#")[0] if path.suffix == ".py" else line
            if path.suffix == ".py" and '"' not in said:
                continue
            if JAPANESE.search(said) and CODES.search(said) and '"""' not in said:
                found.append(f"{path.relative_to(ROOT)}:{place}: {said.strip()[:100]}")
    assert found == []
