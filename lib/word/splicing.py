"""Write a .docx: unchanging parts as the packed bytes they were, the others packed now. Reads no clock."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable, Sequence

from lib.word.packages import Member

_TIME, _DATE = 0, 0x21  # 1980-01-01 00:00, the earliest a zip can say: bytes never depend on the clock
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_VERSION = 20

Packer = Callable[[bytes], bytes]


def _zlib_packer(level: int) -> Packer:
    return lambda data: zlib.compress(data, level, -15)


def _fast_packer() -> tuple[Packer, Callable[[bytes], int]]:
    """Return the fastest deflate this machine has: isal, zlib-ng, or zlib's own level 1."""
    try:
        from isal import isal_zlib

        return (lambda data: isal_zlib.compress(data, 1, -15)), isal_zlib.crc32
    except ImportError:
        pass
    try:
        from zlib_ng import zlib_ng

        return (lambda data: zlib_ng.compress(data, 1, -15)), zlib_ng.crc32
    except ImportError:
        return _zlib_packer(1), zlib.crc32


# name → (zip method, packer, crc). `zlib` is what every verb hands out: level 1 packs a report in a third of level 6's
# time and makes it 5 % larger; its bytes are the same wherever zlib itself is. `fast` may differ by machine.
PACKERS: dict[str, tuple[int, Packer, Callable[[bytes], int]]] = {
    "zlib": (8, _zlib_packer(1), zlib.crc32),
    "zlib6": (8, _zlib_packer(6), zlib.crc32),
    "stored": (0, lambda data: data, zlib.crc32),
    "fast": (8, *_fast_packer()),
}


class Splicer:
    """A zip whose unchanging members stand ready as one block of bytes."""

    def __init__(self, members: Iterable[Member], changing: Sequence[str]) -> None:
        self._names = [one.encode() for one in changing]
        blocks: list[bytes] = []
        directory: list[bytes] = []
        self._offset, self._count = 0, len(self._names)
        for one in members:
            name, sizes = one.name.encode(), (len(one.packed), len(one.data))
            head, central = _headers(name, one.method, one.crc, *sizes, self._offset)
            blocks += (head, one.packed)
            directory.append(central)
            self._offset += len(head) + len(one.packed)
            self._count += 1
        self._block, self._directory = b"".join(blocks), b"".join(directory)

    def pieces(self, contents: Sequence[bytes], deflate: str = "zlib") -> list[bytes]:
        """Return the whole zip in pieces; `contents` are the changing members, in the order they were named."""
        method, pack, crc_of = PACKERS[deflate]
        pieces, directory, offset = [self._block], [self._directory], self._offset
        for name, data in zip(self._names, contents, strict=True):
            packed = pack(data)
            head, central = _headers(name, method, crc_of(data), len(packed), len(data), offset)
            pieces += (head, packed)
            directory.append(central)
            offset += len(head) + len(packed)
        tail = b"".join(directory)
        pieces += (tail, _END.pack(b"PK\5\6", 0, 0, self._count, self._count, len(tail), offset, 0))
        return pieces


def _headers(name: bytes, method: int, crc: int, packed: int, size: int, offset: int) -> tuple[bytes, bytes]:
    flags = 0 if name.isascii() else 0x800  # bit 11: the name is UTF-8
    common = (flags, method, _TIME, _DATE, crc, packed, size, len(name), 0)
    local = _LOCAL.pack(b"PK\3\4", _VERSION, *common) + name
    central = _CENTRAL.pack(b"PK\1\2", _VERSION, _VERSION, *common, 0, 0, 0, 0, offset) + name
    return local, central
