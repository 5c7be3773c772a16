"""Whether a workbook's archive carries programs, told by the parts that are there and by what leads to them.

A default type of an ending says nothing of the parts: SheetJS declares one for binary workbooks in every .xlsx that it
writes. Standard library only; the process that reads uploads asks it, too.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat

CONTENT_TYPES = "[Content_Types].xml"
_NAMES = re.compile(
    r"vbaproject|macrosheet|activex|\.(?:exe|dll|vbs|js|bat|cmd|scr|ps1|jar|hta)$", re.IGNORECASE
)
_TYPES = re.compile(r"macroEnabled|vbaProject|macrosheet|activeX|sheet\.binary", re.IGNORECASE)
# The last word of a relationship's type; Excel finds the project by it, whatever the part is called.
_LEADS_TO = re.compile(r"vbaProject|xl(?:Intl)?Macrosheet|activeXControl", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_VBA_STREAM = "_VBA_PROJECT".encode("utf-16-le")
_LONGEST_LIST = 1024 * 1024
_PIECE = 256 * 1024


class BrokenList(Exception):
    """A list of types or relationships that cannot be read."""


@dataclass(frozen=True)
class Relation:
    """What a part leads to: the last word of the relationship's type, and the part, "" where it lies outside."""

    kind: str
    part: str
    is_external: bool


def carries_programs(archive: zipfile.ZipFile) -> bool:
    """By names, declared types, relationships and bytes of the parts that are there. BrokenList where one cannot be read."""
    if not all(archive.namelist()):  # zipfile itself falls over such a name
        raise BrokenList("a part without a name")
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if any(_NAMES.search(info.filename) for info in infos):
        return True
    names = {info.filename.lower() for info in infos}
    for override in _elements(_list(archive, CONTENT_TYPES), "Override"):
        is_there = override.get("PartName", "").lstrip("/").lower() in names
        if is_there and _TYPES.search(override.get("ContentType", "")):
            return True
    for info in infos:
        name = info.filename.lower()
        if name.endswith(".rels"):
            related = _elements(_list(archive, info.filename), "Relationship")
            if any(_LEADS_TO.fullmatch(one.get("Type", "").rsplit("/", 1)[-1]) for one in related):
                return True
        elif _holds_vba(archive, info):
            return True
    return False


def relations_of(archive: zipfile.ZipFile) -> Iterator[Relation]:
    """Of every part. BrokenList where a list cannot be read."""
    for name in archive.namelist():
        if name.lower().endswith(".rels"):
            for one in _elements(_list(archive, name), "Relationship"):
                is_external = one.get("TargetMode", "").lower() == "external"
                part = "" if is_external else _place(name, one.get("Target", ""))
                yield Relation(one.get("Type", "").rsplit("/", 1)[-1], part, is_external)


def _place(list_name: str, target: str) -> str:
    """The part that a target names: from the folder of the part that the list belongs to, or from the top."""
    folder = posixpath.dirname(posixpath.dirname(list_name))
    return posixpath.normpath(
        target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
    )


def _list(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        data = part.read(_LONGEST_LIST + 1)
    if len(data) > _LONGEST_LIST:
        raise BrokenList(name)
    return data


def _elements(data: bytes, local: str) -> list[dict[str, str]]:
    """The attributes of every element of that name; BrokenList for what is no XML, or declares entities."""
    found: list[dict[str, str]] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rsplit(" ", 1)[-1] == local:
            found.append(attributes)

    def no_declarations(*_: object) -> None:
        raise BrokenList("DOCTYPE")

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = no_declarations
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise BrokenList(str(error)) from None
    return found


def _holds_vba(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    """A container of the old format with a project in it, under whatever name."""
    with archive.open(info) as part:
        before = part.read(len(_OLE))
        if before != _OLE:
            return False
        while before:
            piece = part.read(_PIECE)
            if _VBA_STREAM in before + piece:
                return True
            before = piece
    return False
