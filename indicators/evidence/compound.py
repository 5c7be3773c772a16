"""A bounded look into the container of Excel, Word and PowerPoint before 2007 ([MS-CFB]): its directory, and single streams.

A file is a small disk: a table says of each sector which one comes after it, a directory names storages and streams.
Whatever does not fit (a chain that comes back on itself, a sector that is not there, an entry in two places) makes the
file a broken one. No step is taken more often than the file has sectors or entries. Standard library only.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END, _FREE = 0xFFFFFFFE, 0xFFFFFFFF
_LAST_SECTOR = 0xFFFFFFFA
_NOBODY = 0xFFFFFFFF  # no entry
_HEADER = 512
_ENTRY = 128
_MOST_ENTRIES = 20_000
_STORAGE, _STREAM, _ROOT = 1, 2, 5


class Broken(Exception):
    """Not a sound container."""


@dataclass(frozen=True)
class Item:
    """A storage or stream. `depth` is 1 directly below the root, 0 where no folder leads to it."""

    name: str
    is_stream: bool
    start: int
    size: int
    depth: int


class Compound:
    """Broken for whatever is no sound container; `items` is the whole directory, what nothing leads to included."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        if len(data) < _HEADER or data[:8] != MAGIC:
            raise Broken("no container")
        major, order, shift, mini_shift = struct.unpack_from("<HHHH", data, 26)
        if (major, shift) not in ((3, 9), (4, 12)) or order != 0xFFFE or mini_shift != 6:
            raise Broken("header")
        self._sector = 1 << shift
        self._sectors = max(0, len(data) + self._sector - 1) // self._sector - 1
        _, first, _, self._cutoff, mini_first, _, difat_first, _ = struct.unpack_from("<8I", data, 44)
        self._fat = self._read_fat(difat_first)
        entries = self._entries(self._chain(first, self._fat, self._sectors))
        if not entries or entries[0].kind != _ROOT:
            raise Broken("root")
        self.items = _placed(entries)
        root = entries[0]
        self._mini = self._stream(root.start, root.size) if root.size else b""
        mini_fat = b"".join(self._at(one) for one in self._chain(mini_first, self._fat, self._sectors))
        self._mini_fat = struct.unpack(f"<{len(mini_fat) // 4}I", mini_fat)

    def read(self, item: Item) -> bytes:
        """A stream; small ones lie together in one of the root's."""
        if item.size >= self._cutoff:
            return self._stream(item.start, item.size)
        most = len(self._mini_fat)
        pieces = [
            self._mini[one * 64 : one * 64 + 64] for one in self._chain(item.start, self._mini_fat, most)
        ]
        return self._cut(b"".join(pieces), item.size)

    def _stream(self, start: int, size: int) -> bytes:
        if size > len(self._data):
            raise Broken("size")
        return self._cut(
            b"".join(self._at(one) for one in self._chain(start, self._fat, self._sectors)), size
        )

    def _cut(self, found: bytes, size: int) -> bytes:
        if len(found) < size:
            raise Broken("short")
        return found[:size]

    def _at(self, number: int) -> bytes:
        """A sector; the last one of a file may be cut."""
        start = (number + 1) * self._sector
        if not 0 <= number < self._sectors:
            raise Broken("sector")
        return self._data[start : start + self._sector].ljust(self._sector, b"\0")

    def _read_fat(self, difat_first: int) -> tuple[int, ...]:
        """Which sector follows which. The first 109 sectors of that table stand in the header, others in a chain."""
        of_fat = list(struct.unpack_from("<109I", self._data, 76))
        seen: set[int] = set()
        number = difat_first
        while number <= _LAST_SECTOR:
            if number in seen:
                raise Broken("loop")
            seen.add(number)
            *more, number = struct.unpack(f"<{self._sector // 4}I", self._at(number))
            of_fat += more
        of_fat = [one for one in of_fat if one != _FREE]
        if len(of_fat) != len(set(of_fat)):
            raise Broken("table twice")
        table = b"".join(self._at(one) for one in of_fat)
        return struct.unpack(f"<{len(table) // 4}I", table)

    def _chain(self, number: int, table: tuple[int, ...], most: int) -> Iterator[int]:
        left = most
        while number <= _LAST_SECTOR:
            if left == 0 or number >= len(table):
                raise Broken("chain")
            left -= 1
            yield number
            number = table[number]
        if number not in (_END, _FREE):
            raise Broken("mark")

    def _entries(self, sectors: Iterator[int]) -> "list[_Entry]":
        found = []
        for sector in sectors:
            body = self._at(sector)
            found += [_entry(body[at : at + _ENTRY], self._sector) for at in range(0, len(body), _ENTRY)]
            if len(found) > _MOST_ENTRIES:
                raise Broken("entries")
        return found


@dataclass(frozen=True)
class _Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


def _entry(body: bytes, sector: int) -> _Entry:
    length = struct.unpack_from("<H", body, 64)[0]
    left, right, child = struct.unpack_from("<3I", body, 68)
    start, low, high = struct.unpack_from("<3I", body, 116)
    kind = body[66]
    if kind not in (0, _STORAGE, _STREAM, _ROOT) or length > 64:
        raise Broken("entry")
    name = body[: max(0, length - 2)].decode("utf-16-le", "replace")
    # Old programs left what they had in memory in the upper half, which small sectors do not need.
    return _Entry(name, kind, left, right, child, start, low if sector == 512 else low | high << 32)


def _placed(entries: list[_Entry]) -> list[Item]:
    """Every entry with its depth below the root; Broken where one stands in two places, or none is where one should be."""
    depths: dict[int, int] = {0: 0}
    waiting = [(entries[0].child, 1)]
    while waiting:
        number, depth = waiting.pop()
        if number == _NOBODY:
            continue
        if number >= len(entries) or number in depths or entries[number].kind not in (_STORAGE, _STREAM):
            raise Broken("tree")
        depths[number] = depth
        entry = entries[number]
        waiting += [(entry.left, depth), (entry.right, depth)]
        if entry.kind == _STORAGE:
            waiting.append((entry.child, depth + 1))
    return [
        Item(entry.name, entry.kind == _STREAM, entry.start, entry.size, depths.get(number, 0))
        for number, entry in enumerate(entries)
        if entry.kind in (_STORAGE, _STREAM)
    ]
