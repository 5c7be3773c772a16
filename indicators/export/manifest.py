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


class UnknownManifest(ValueError):
    """The text is no manifest of ours."""


@dataclass(frozen=True)
class Fingerprint:
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
    files: Mapping[str, Fingerprint] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        data = {
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
        return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """UnknownManifest for whatever to_bytes() has not written: its paths are removed from a disk later."""
        try:
            data = json.loads(content)
            if data["made_by"] != MADE_BY or data["format"] != FORMAT:
                raise UnknownManifest
            return cls(
                address=str(data["address"]),
                revision=int(data["public_revision"]),
                version=str(data["program_version"]),
                demo=bool(data["demo"]),
                days=tuple(date.fromisoformat(day) for day in data["days"]),
                files={_path(one): _fingerprint(one) for one in data["files"]},
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            raise UnknownManifest from None


def _path(data: Mapping[str, Any]) -> str:
    path = data["path"]
    if not is_inside(path):
        raise UnknownManifest
    return str(path)


def _fingerprint(data: Mapping[str, Any]) -> Fingerprint:
    if not _HASH.fullmatch(data["sha256"]):
        raise UnknownManifest
    return Fingerprint(data["sha256"], int(data["bytes"]))


def is_inside(path: str) -> bool:
    """Whether a path stays below its folder on every system: no step up, no drive, no absolute one."""
    parts = path.split("/")
    return bool(path) and not any(part in {"", ".", ".."} or "\\" in part or ":" in part for part in parts)
