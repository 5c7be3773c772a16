"""manifest.json: which files an export consists of, with their hashes. No time of day: equal exports are equal bytes."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, Self

NAME = "manifest.json"
MADE_BY = "kisarazu-plan export_public_site"
FORMAT = 1
_HASH = re.compile(r"[0-9a-f]{64}")


class NotOurs(ValueError):
    """The text is no manifest of ours."""


@dataclass(frozen=True)
class Print:
    """The fingerprint of one file."""

    sha256: str
    size: int

    @classmethod
    def of(cls, content: bytes) -> Self:
        return cls(sha256(content).hexdigest(), len(content))


@dataclass(frozen=True)
class Manifest:
    """`files`: path below the folder, with "/" → fingerprint; `revision`: the public revision that it shows."""

    address: str = ""
    revision: int = 0
    version: str = ""
    demo: bool = False
    days: tuple[date, ...] = ()
    files: Mapping[str, Print] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        told = {
            "made_by": MADE_BY,
            "format": FORMAT,
            "address": self.address,
            "public_revision": self.revision,
            "program_version": self.version,
            "demo": self.demo,
            "days": [day.isoformat() for day in self.days],
            "files": [
                {"path": path, "bytes": one.size, "sha256": one.sha256}
                for path, one in sorted(self.files.items())
            ],
        }
        return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """NotOurs for whatever to_bytes() has not written: its paths are removed from a disk later."""
        try:
            told = json.loads(content)
            if told["made_by"] != MADE_BY or told["format"] != FORMAT:
                raise NotOurs
            return cls(
                address=str(told["address"]),
                revision=int(told["public_revision"]),
                version=str(told["program_version"]),
                demo=bool(told["demo"]),
                days=tuple(date.fromisoformat(day) for day in told["days"]),
                files={_path(one): _print(one) for one in told["files"]},
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            raise NotOurs from None


def _path(told: Mapping[str, Any]) -> str:
    path = told["path"]
    if not is_inside(path):
        raise NotOurs
    return str(path)


def _print(told: Mapping[str, Any]) -> Print:
    if not _HASH.fullmatch(told["sha256"]):
        raise NotOurs
    return Print(told["sha256"], int(told["bytes"]))


def is_inside(path: str) -> bool:
    """Whether a path stays below its folder on every system: no step up, no drive, no absolute one."""
    parts = path.split("/")
    return bool(path) and not any(part in {"", ".", ".."} or "\\" in part or ":" in part for part in parts)
