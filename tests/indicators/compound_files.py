"""Containers of Excel, Word and PowerPoint before 2007 ([MS-CFB]), made for tests: sound ones, and such as lie.

Every stream is at least 4096 bytes long, so that none lies in the small one of the root.
"""

import struct
import zlib
from collections.abc import Mapping

END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
SECTOR = 512
WORKBOOK = struct.pack("<HHI", 0x0809, 4, 0x00050600) + struct.pack("<HH", 0x0A, 0)
WORD = struct.pack("<H8xH", 0xA5EC, 0) + bytes(100)
SLIDES = struct.pack("<HHI", 0x000F, 0x03E8, 0)
TYPES = {".xls": "Workbook", ".doc": "WordDocument", ".ppt": "PowerPoint Document"}


def compound(streams: Mapping[str, bytes], *, storages: tuple[str, ...] = ()) -> bytes:
    """A container with these streams and empty storages at its top."""
    bodies = [body.ljust(4096, b"\0") for body in streams.values()]
    sizes = [-(-len(body) // SECTOR) for body in bodies]
    entries = ["Root Entry", *streams, *storages]
    of_directory = -(-len(entries) // 4)
    of_fat = 1
    while of_fat * 128 < of_fat + of_directory + sum(sizes):
        of_fat += 1
    fat = [FAT] * of_fat
    fat += [*range(of_fat + 1, of_fat + of_directory), END]
    starts = []
    for size in sizes:
        starts.append(len(fat))
        fat += [*range(len(fat) + 1, len(fat) + size), END]
    fat += [FREE] * (of_fat * 128 - len(fat))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, of_fat, of_fat, 0, 4096, END, 0, END, 0)
    head += struct.pack("<109I", *range(of_fat), *[FREE] * (109 - of_fat))
    directory = entry("Root Entry", 5, child=1 if len(entries) > 1 else FREE)
    for number, (name, start, body) in enumerate(zip(streams, starts, bodies, strict=True), start=1):
        right = number + 1 if number + 1 < len(entries) else FREE
        directory += entry(name, 2, right=right, start=start, size=len(body))
    for number, name in enumerate(storages, start=1 + len(streams)):
        directory += entry(name, 1, right=number + 1 if number + 1 < len(entries) else FREE)
    directory = directory.ljust(of_directory * SECTOR, b"\0")
    body = b"".join(one.ljust(size * SECTOR, b"\0") for one, size in zip(bodies, sizes, strict=True))
    return head + struct.pack(f"<{len(fat)}I", *fat) + directory + body


def entry(
    name: str, kind: int, *, right: int = FREE, child: int = FREE, start: int = 0, size: int = 0
) -> bytes:
    spelled = name.encode("utf-16-le") + b"\0\0"
    return (
        spelled.ljust(64, b"\0")
        + struct.pack("<HBB3I", len(spelled), kind, 1, FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def old(suffix: str, more: Mapping[str, bytes] | None = None, *, storages: tuple[str, ...] = ()) -> bytes:
    """A sound file of that ending, with more streams and storages."""
    main = {".xls": WORKBOOK, ".doc": WORD, ".ppt": SLIDES}[suffix]
    return compound({TYPES[suffix]: main, **(more or {})}, storages=storages)


def sheets(kind: int) -> bytes:
    """A workbook whose one sheet is of that kind: 0 a table, 1 macros of Excel 4."""
    bound = struct.pack("<IBB", 0, 0, kind) + b"\x01\x00A"
    records = struct.pack("<HHI", 0x0809, 4, 0) + struct.pack("<HH", 0x85, len(bound)) + bound
    return compound({"Workbook": records + struct.pack("<HH", 0x0A, 0)})


def slides_with(packed: bytes, *, instance: int = 1, length: int | None = None) -> bytes:
    """A presentation with an object in its stream."""
    body = struct.pack("<I", len(packed)) + zlib.compress(packed) if instance else packed
    record = struct.pack("<HHI", instance << 4, 0x1011, len(body) if length is None else length) + body
    return compound({"PowerPoint Document": SLIDES + record})


def looping(at: int) -> bytes:
    """A Word file of which the first sector of the stream or of the directory is followed by itself."""
    body = bytearray(old(".doc"))
    struct.pack_into("<I", body, SECTOR + 4 * at, at)
    return bytes(body)


def patched(body: bytes, at: int, new: bytes) -> bytes:
    return body[:at] + new + body[at + len(new) :]
