"""The folder that a web server shows while it is renewed: whole files, nothing foreign touched, mended after a kill."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from indicators.export.errors import AlreadyRunning, ExportRefused, ForeignFolder
from indicators.export.folder import Folder, Report, open_folder
from indicators.export.lock import NAME as LOCK
from indicators.export.manifest import NAME, Fingerprint, Manifest, UnknownManifest, is_inside

Site = dict[str, bytes]
ROOT = Path(__file__).resolve().parents[3]
ENV = {**os.environ, "DJANGO_SETTINGS_MODULE": "kisarazu_plan.settings"}
FIRST: Site = {
    "index.html": b"<p>one</p>",
    "about/index.html": b"about",
    "indicators/44B.csv": b"1\n",
    "static/css/site.aa.css": b"p{}",
    "measures/41/index.html": b"41",
}
SECOND: Site = {
    "index.html": b"<p>two</p>",
    "about/index.html": b"about",
    "indicators/44B.csv": b"1\n2\n",
    "static/css/site.bb.css": b"p{color:red}",
    "departments/kikaku/index.html": b"kikaku",
}


def write(path: Path, site: Site, **told: Any) -> Report:
    with open_folder(path) as folder:
        for name, content in site.items():
            folder.add(name, content)
        return folder.finish(Manifest(**told))


def standing(path: Path) -> Site:
    """Every file but the manifest and the lock."""
    files = (one for one in path.rglob("*") if one.is_file())
    return {
        name: one.read_bytes()
        for one in files
        if (name := one.relative_to(path).as_posix()) not in (NAME, LOCK)
    }


def told(path: Path) -> Manifest:
    return Manifest.from_bytes((path / NAME).read_bytes())


def test_the_manifest_tells_every_file_with_its_hash_and_no_time_of_day(tmp_path: Path):
    one, other = tmp_path / "one", tmp_path / "other"
    assert write(one, FIRST, revision=7, address="https://city.example.jp/kpi/") == Report(5, 0, 0)
    write(other, dict(reversed(FIRST.items())), revision=7, address="https://city.example.jp/kpi/")
    assert standing(one) == FIRST
    assert (one / NAME).read_bytes() == (other / NAME).read_bytes()
    assert told(one).files == {name: Fingerprint.of(content) for name, content in FIRST.items()}
    assert json.loads((one / NAME).read_bytes())["public_revision"] == 7
    paths = [file["path"] for file in json.loads((one / NAME).read_bytes())["files"]]
    assert paths == sorted(FIRST)


def test_a_second_export_writes_what_changed_and_removes_what_is_no_longer_part(tmp_path: Path):
    write(tmp_path, FIRST, revision=1)
    for name in (*FIRST, NAME):
        os.utime(tmp_path / name, (1000, 1000))
    assert write(tmp_path, SECOND, revision=2) == Report(written=4, same=1, removed=2)
    assert standing(tmp_path) == SECOND
    times = {name: int((tmp_path / name).stat().st_mtime) for name in SECOND}
    assert [name for name, changed in times.items() if changed == 1000] == ["about/index.html"]
    assert not (tmp_path / "measures").exists(), "an empty folder of ours goes, too"
    assert told(tmp_path).revision == 2


def test_an_export_of_the_same_touches_nothing(tmp_path: Path):
    write(tmp_path, FIRST, revision=1)
    for name in (*FIRST, NAME):
        os.utime(tmp_path / name, (1000, 1000))
    assert write(tmp_path, FIRST, revision=1) == Report(0, 5, 0)
    assert {int((tmp_path / name).stat().st_mtime) for name in (*FIRST, NAME)} == {1000}


def test_a_file_that_somebody_changed_or_lost_is_put_back(tmp_path: Path):
    write(tmp_path, FIRST)
    (tmp_path / "index.html").write_bytes(b"defaced")
    (tmp_path / "indicators/44B.csv").unlink()
    assert write(tmp_path, FIRST) == Report(2, 3, 0)
    assert standing(tmp_path) == FIRST


@pytest.mark.parametrize("content", [None, b"", b"{}", b"[1]", b"\xff", b'{"made_by": "somebody else"}'])
def test_a_folder_of_somebody_else_is_refused_and_not_touched(tmp_path: Path, content: bytes | None):
    (tmp_path / "holiday.jpg").write_bytes(b"jpg")
    if content is not None:
        (tmp_path / NAME).write_bytes(content)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ForeignFolder, match="空のフォルダー"):
        write(tmp_path, FIRST)
    assert sorted(tmp_path.rglob("*")) == before


def test_what_somebody_put_into_the_folder_stays(tmp_path: Path):
    write(tmp_path, FIRST)
    (tmp_path / "measures/41/photo.jpg").write_bytes(b"jpg")
    (tmp_path / "holiday").mkdir()
    write(tmp_path, SECOND)
    assert standing(tmp_path) == {**SECOND, "measures/41/photo.jpg": b"jpg"}
    assert (tmp_path / "holiday").is_dir()


def test_a_foreign_file_in_the_way_stops_everything(tmp_path: Path):
    write(tmp_path, FIRST)
    (tmp_path / "departments/kikaku").mkdir(parents=True)
    (tmp_path / "departments/kikaku/index.html").write_bytes(b"by hand")
    with pytest.raises(ForeignFolder, match="kikaku"):
        write(tmp_path, SECOND)
    assert standing(tmp_path) == {**FIRST, "departments/kikaku/index.html": b"by hand"}


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
@pytest.mark.parametrize("link", ["index.html", "departments", "measures"])
def test_no_link_leads_out_of_the_folder(tmp_path: Path, link: str):
    out, folder = tmp_path / "out", tmp_path / "export"
    (out / "41").mkdir(parents=True)
    (out / "41/index.html").write_bytes(b"of somebody")
    write(folder, FIRST)
    target = folder / link
    if target.is_dir():
        (target / "41/index.html").unlink()
        (target / "41").rmdir()
        target.rmdir()
    else:
        target.unlink(missing_ok=True)
    target.symlink_to(out / "41/index.html" if link == "index.html" else out)
    with pytest.raises(ForeignFolder):
        write(folder, SECOND)
    assert (out / "41/index.html").read_bytes() == b"of somebody"
    assert sorted(one.name for one in out.rglob("*")) == ["41", "index.html"]


@pytest.mark.parametrize("path", ["../x", "/etc/x", "a//b", "a/../b", "", ".", "C:/x", "a\\b", 7, None])
def test_a_manifest_that_points_out_of_its_folder_is_none_of_ours(path: Any):
    whole = json.loads(Manifest(files={"a": Fingerprint.of(b"")}).to_bytes())
    whole["files"][0]["path"] = path
    with pytest.raises(UnknownManifest):
        Manifest.from_bytes(json.dumps(whole).encode())
    assert not (isinstance(path, str) and is_inside(path))


def test_a_manifest_reads_back_what_it_wrote():
    whole = Manifest("https://x.example.jp/", 3, "abc", True, (), {"a/b.csv": Fingerprint.of(b"1")})
    assert Manifest.from_bytes(whole.to_bytes()) == whole


def test_a_folder_that_cannot_be_written_is_told_in_words(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ExportRefused, match="書き出せませんでした"):
        write(tmp_path / "file" / "below", FIRST)


def test_an_error_on_the_way_leaves_the_folder_as_it_was(tmp_path: Path):
    write(tmp_path, FIRST)

    def pages() -> Site:
        raise RuntimeError("a page could not be made")

    def half() -> None:
        with open_folder(tmp_path) as folder:
            folder.add("index.html", b"half of an export")
            pages()

    with pytest.raises(RuntimeError):
        half()
    assert standing(tmp_path) == FIRST


# --- One at a time --------------------------------------------------------------------------------

HOLD = """
import sys
from pathlib import Path
import django
django.setup()
from indicators.export.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.slow
def test_a_second_process_is_told_at_once_and_the_lock_ends_with_its_holder(tmp_path: Path):
    write(tmp_path, FIRST)
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(
        command, cwd=ROOT, env=ENV, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(AlreadyRunning, match="別の書き出し"):
            write(tmp_path, SECOND)
        assert standing(tmp_path) == FIRST
        holder.kill()
    write(tmp_path, SECOND)
    assert standing(tmp_path) == SECOND


# --- Never half a file, and mended after a kill -----------------------------------------------------


@pytest.mark.slow
def test_a_reader_never_sees_half_a_file(tmp_path: Path):
    sites = [{"index.html": bytes([65 + turn]) * 300_000, "a.csv": b"x" * 9} for turn in range(2)]
    write(tmp_path, sites[0])
    allowed = {site["index.html"] for site in sites}
    seen: set[bytes] = set()
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            seen.add((tmp_path / "index.html").read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for turn in range(60):
            write(tmp_path, sites[turn % 2])
    finally:
        stop.set()
        reader.join()
    assert seen <= allowed


@pytest.fixture
def killer() -> Iterator[Callable[[Path, Site, int], bool]]:
    """Exports in a process that is killed at its n-th step on the disk; False where it came to its end."""
    command = [sys.executable, "-m", "tests.indicators.export.killed"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=ENV, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        asked, said = process.stdin, process.stdout

        def export(folder: Path, site: Site, killed_at: int) -> bool:
            texts = {name: content.decode() for name, content in site.items()}
            asked.write(json.dumps([str(folder), texts, killed_at]) + "\n")
            asked.flush()
            return {"killed\n": True, "whole\n": False}[said.readline()]

        yield export
        # Leaving the block closes its input, which ends it.


@pytest.fixture(params=["first", "second"])
def before(request: pytest.FixtureRequest) -> Site:
    """What stands in the folder before the run that is killed: nothing, or an export."""
    return {} if request.param == "first" else FIRST


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the killed run is a fork")
@pytest.mark.slow
def test_killed_at_any_step_the_next_run_mends(tmp_path: Path, before: Site, killer: Any):
    third = {name: content for name, content in SECOND.items() if name != "indicators/44B.csv"}
    killed = 0
    while True:
        folder = tmp_path / str(killed)
        if before:
            write(folder, before)
        was_killed = killer(folder, SECOND, killed)
        for name, content in standing(folder).items():
            if not name.startswith(".export-work/"):
                assert content in (before.get(name), SECOND.get(name)), f"half a file: {name}"
        # What the killed run had put there, and what is not part of the site any more, must go.
        write(folder, third)
        assert standing(folder) == third
        assert set(told(folder).files) == set(third)
        if not was_killed:
            break
        killed += 1
    assert killed > len(SECOND)


def test_a_name_is_added_once_and_stays_inside(tmp_path: Path):
    with open_folder(tmp_path) as folder:
        folder.add("a.csv", b"1")
        for name in ("a.csv", "../b.csv"):
            with pytest.raises(ValueError, match="csv"):
                folder.add(name, b"2")


def test_a_packed_file_is_taken_over_while_it_is_as_it_was_written(tmp_path: Path):
    write(tmp_path, {"a.csv.gz": b"packed", "b.csv.gz": b"packed"})
    (tmp_path / "b.csv.gz").write_bytes(b"damaged")
    with open_folder(tmp_path) as folder:
        assert isinstance(folder, Folder)
        assert folder.keep("a.csv.gz")
        assert not folder.keep("b.csv.gz")
        assert not folder.keep("c.csv.gz")
        folder.finish(Manifest())
    assert standing(tmp_path) == {"a.csv.gz": b"packed"}
