"""What a comment or a document points to is there: documents with their sections, decisions, links, paths."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READ = {".css", ".html", ".js", ".md", ".py", ".toml", ".yaml"}
# A section is a number that stays: "## 4. Four eyes" is §4, whatever its title becomes.
NUMBERED = re.compile(r"^#{2,3} (\d+(?:\.\d+)?)\.? ", re.MULTILINE)
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
NUMBER = r"§(?P<{0}>\d+(?:\.\d+)?)(?:[–-](?P<{0}_last>\d+))?"
SECTIONS = re.compile(NUMBER.format("first"))
DOCUMENT = re.compile(
    r"(?<![\w/.-])(?P<path>(?:[\w.-]+/)*[\w-]+\.md)(?:#(?P<anchor>[\w-]+))?\)?(?P<sections>(?:(?:,| and)? ?§[\d.–-]*\d)*)"
)
DECISION = re.compile(r"\bdecisions/(?P<number>\d{4})\b")
LINK = re.compile(r"\]\((?!\w+:)(?P<path>[^)#\s]+)")
# `indicators/workflow/`, `test_kill.py`: a path of the repository, whole or its end; /entry/ is an address.
PATH = re.compile(r"`(?P<path>[a-z][\w.-]*(?:/[\w.-]*)+|\w+\.py)`")
# What a run makes or a person brings, and no commit holds.
NOT_TRACKED = {"var/"}
# A section of somebody else's document.
FOREIGN = re.compile(r"RFC \d+ §[\d.]+")
GUIDES = ("README.md", "CONTRIBUTING.md", "docs/*.md")


@cache
def tracked() -> tuple[Path, ...]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return tuple(path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file())


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def documents() -> Iterator[tuple[Path, int, str]]:
    """Every line of every file that may cite: the file, the line's number, the line."""
    for path in tracked():
        if path.suffix in READ and path != Path(__file__):
            yield from ((path, number, line) for number, line in enumerate(text_of(path).splitlines(), 1))


def place(path: Path, number: int) -> str:
    return f"{path.relative_to(ROOT).as_posix()}:{number}"


def found_at(cited: str, citing: Path) -> Path | None:
    """A document is named from the root, or beside the document that names it."""
    beside = [citing.parent / cited] if citing.suffix == ".md" else []
    return next((path.resolve() for path in (ROOT / cited, *beside) if path.is_file()), None)


def anchors_of(document: Path) -> set[str]:
    """The anchors that GitHub gives to headings."""
    return {
        re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-")
        for title in HEADING.findall(text_of(document))
    }


def missing_sections(sections: str, document: Path) -> list[str]:
    known = set(NUMBERED.findall(text_of(document)))
    asked = [number for found in SECTIONS.finditer(sections) for number in found.groups() if number]
    return [f"§{number}" for number in asked if number not in known]


def test_a_cited_document_is_there_with_its_section() -> None:
    wrong = []
    for path, number, line in documents():
        for cited in DOCUMENT.finditer(line):
            document = found_at(cited["path"], path)
            if document is None:
                wrong.append(f"{place(path, number)}: {cited['path']} is not there")
                continue
            if missing := missing_sections(cited["sections"], document):
                wrong.append(f"{place(path, number)}: {cited['path']} has no {', '.join(missing)}")
            if cited["anchor"] and cited["anchor"] not in anchors_of(document):
                wrong.append(f"{place(path, number)}: {cited['path']} has no #{cited['anchor']}")
    assert not wrong, "\n".join(["", *wrong])


def test_a_section_without_a_document_is_one_of_the_document_that_names_it() -> None:
    wrong = []
    for path, number, line in documents():
        bare = FOREIGN.sub("", DOCUMENT.sub("", line))
        if path.suffix == ".md":
            wrong += [f"{place(path, number)}: no {one} here" for one in missing_sections(bare, path)]
        elif SECTIONS.search(bare):
            wrong.append(f"{place(path, number)}: a section of which document?")
    assert not wrong, "\n".join(["", *wrong])


def test_a_cited_decision_is_there() -> None:
    known = {path.name[:4] for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md")}
    wrong = [
        f"{place(path, number)}: {cited[0]}"
        for path, number, line in documents()
        for cited in DECISION.finditer(line)
        if cited["number"] not in known
    ]
    assert not wrong, "\n".join(["", *wrong])


def test_every_decision_stands_in_the_index() -> None:
    folder = ROOT / "docs" / "decisions"
    index = text_of(folder / "README.md")
    assert [path.name for path in sorted(folder.glob("[0-9]*.md")) if f"]({path.name})" not in index] == []


def test_every_link_of_a_document_leads_somewhere() -> None:
    wrong = [
        f"{place(path, number)}: {link['path']}"
        for path, number, line in documents()
        if path.suffix == ".md"
        for link in LINK.finditer(line)
        if not (path.parent / link["path"]).exists()
    ]
    assert not wrong, "\n".join(["", *wrong])


def test_every_path_that_a_guide_names_is_there() -> None:
    """Decisions tell of their day and are left out; what tells of today must not point to what was moved."""
    names = {path.relative_to(ROOT).as_posix() for path in tracked()}
    names |= {f"{parent.as_posix()}/" for name in names for parent in Path(name).parents}
    wrong = [
        f"{place(path, number)}: {named['path']}"
        for pattern in GUIDES
        for path in sorted(ROOT.glob(pattern))
        for number, line in enumerate(text_of(path).splitlines(), 1)
        for named in PATH.finditer(line)
        if named["path"] not in NOT_TRACKED
        and not any(name == named["path"] or name.endswith(f"/{named['path']}") for name in names)
    ]
    assert not wrong, "\n".join(["", *wrong])


def test_every_room_stands_in_the_architecture() -> None:
    contracts = tomllib.loads(text_of(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one.get("containers") == ["indicators"])
    rooms = {room.strip(" ()") for layer in layers for room in layer.split("|")}
    told = set(re.findall(r"`(\w+)(?:/|\.py)`", text_of(ROOT / "docs" / "architecture.md")))
    assert rooms - told == set()
