"""The walls of docs/architecture.md §3 that import-linter cannot draw: they are held against the source itself."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("kisarazu_plan", "measures", "indicators")
MODULES = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts
)
# The rule takes the names of years from where they are made, which is as pure.
PURE_ROOMS = {
    "indicators/progress": ("measures.fiscal_year",),
    "indicators/numbers": (),
    "measures/fiscal_year": (),
}
# About 200 lines (docs/architecture.md §3), with much air; a longer module becomes a package, one noun a file.
LONGEST_MODULE = 400


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def _imports(path: Path) -> Iterator[str]:
    """Yield the absolute dotted name of every module that `path` imports, wherever in the file."""
    package = list(path.relative_to(ROOT).parts[:-1])
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def _files_of(room: str) -> list[Path]:
    return [path for path in (ROOT / f"{room}.py", *sorted((ROOT / room).glob("**/*.py"))) if path.exists()]


@pytest.mark.parametrize("room", PURE_ROOMS)
def test_a_pure_room_imports_the_standard_library_and_pure_rooms_only(room: str) -> None:
    files = _files_of(room)
    assert files, f"{room} is gone"
    pure = (room.replace("/", "."), *PURE_ROOMS[room])
    foreign = {
        f"{_name(path)}: {module}"
        for path in files
        for module in _imports(path)
        if module.split(".")[0] not in sys.stdlib_module_names
        and not f"{module}.".startswith(tuple(f"{one}." for one in pure))
    }
    assert foreign == set()


def test_no_signals() -> None:
    found = [
        f"{_name(path)}: {module}"
        for path in MODULES
        for module in _imports(path)
        if re.search(r"(^|\.)(signals|dispatch)(\.|$)", module)
    ]
    assert found == []


def test_no_logic_in_save_or_delete() -> None:
    """A model does not override save() or delete(): what a save means stands in workflow.py alone."""
    found = [
        f"{_name(path)}: {owner.name}.{node.name}"
        for path in MODULES
        if "models" in path.relative_to(ROOT).as_posix()
        for owner in ast.walk(_tree(path))
        if isinstance(owner, ast.ClassDef)
        for node in owner.body
        if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete"}
    ]
    assert found == []


def test_no_rooms_without_a_noun() -> None:
    vague = {"services", "utils", "helpers", "core", "common"}
    assert [_name(path) for path in MODULES if vague & {*path.relative_to(ROOT).parts[:-1], path.stem}] == []


def test_no_module_outgrows_its_room() -> None:
    lengths = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def _tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def test_no_path_of_one_machine_is_committed() -> None:
    """A path that exists on its writer's machine alone is of no use to anyone else."""
    machine = re.compile(r"(?<![\w.}/-])/(?:work|root|home/\w+|Users/\w+)/\w")
    found = [
        f"{_name(path)}:{number}: {line.strip()[:80]}"
        for path in _tracked_files()
        if path.suffix in {".py", ".toml", ".md", ".html", ".yaml", ".json", ".lock", ".css", ".js", ""}
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if machine.search(line)
    ]
    assert found == []


def test_nothing_that_belongs_to_one_place_is_committed() -> None:
    private = re.compile(r"(^|/)(var|node_modules|\.venv)/|(^|/)\.env$|\.sqlite3|secret_key$")
    assert [_name(path) for path in _tracked_files() if private.search(_name(path))] == []


def test_the_chart_library_is_pinned_to_one_version() -> None:
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, version in wanted.items():
        assert locked[f"node_modules/{name}"]["version"] == version
        assert locked[f"node_modules/{name}"]["integrity"].startswith("sha512-")


def test_a_script_that_reads_keys_leaves_conversions_to_the_input_method() -> None:
    """isComposing is over before the key in Safari, which then says 229 (docs/input.md §8)."""
    readers = [
        path
        for path in (ROOT / "static/js").glob("*.js")
        if {"keydown", "event.key"} <= set(re.findall(r"keydown|event\.key\b", path.read_text()))
    ]
    assert readers, "no script reads keys: this looks at nothing"
    careless = [
        path.name
        for path in readers
        if not {"isComposing", "keyCode"} <= set(re.findall(r"event\.(\w+)", path.read_text()))
    ]
    assert not careless, careless
