"""Runs exports that are killed at their n-th step on the disk: a process of its own, with one thread, that can fork.

Each line of its input is a JSON list: folder, {file: text}, n. It answers "killed", or "whole" where there were fewer steps.
"""

import json
import os
import signal
import sys
from pathlib import Path

import django


def run(folder: Path, site: dict[str, str], killed_at: int) -> None:
    """Export; dies before the step numbered `killed_at` of those that change the folder."""
    from indicators.export.folder import open_folder
    from indicators.export.manifest import Manifest

    left = killed_at
    rename, unlink = Path.replace, Path.unlink

    def step() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def replace(self: Path, target: Path) -> Path:
        step()
        return rename(self, target)

    def remove(self: Path, missing_ok: bool = False) -> None:
        step()
        unlink(self, missing_ok)

    Path.replace, Path.unlink = replace, remove  # type: ignore[method-assign,assignment]
    with open_folder(folder) as opened:
        for name, content in site.items():
            opened.add(name, content.encode())
        opened.finish(Manifest())


def main() -> None:
    django.setup()
    for line in sys.stdin:
        folder, site, killed_at = json.loads(line)
        child = os.fork()
        if not child:
            run(Path(folder), site, killed_at)
            os._exit(0)
        killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
        sys.stdout.write("killed\n" if killed else "whole\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
