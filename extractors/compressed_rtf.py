"""Rich text as Outlook packs it into a message (MS-OXRTFCP): a small LZ77 with a dictionary that is filled beforehand."""

import struct

from pipeline.errors import DocumentError, Reason

PACKED, PLAIN = 0x75465A4C, 0x414C454D
SIZE = 4096
FILLED = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans Serif"
    b"SymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
"""What stands in the dictionary at first (2.1.2.1)."""
LARGEST = 64 << 20


def unpacked(data: bytes) -> bytes:
    """The rich text. Raises DocumentError DAMAGED for what is not packed so, LIMIT_OUTPUT for too much."""
    if len(data) < 16:
        raise DocumentError(Reason.DAMAGED, "packed rich text breaks off")
    _, size, kind, _ = struct.unpack_from("<LLLL", data)
    if kind == PLAIN:
        return data[16 : 16 + size]
    if kind != PACKED:
        raise DocumentError(Reason.DAMAGED, "rich text packed in an unknown way")
    if size > LARGEST:
        raise DocumentError(Reason.LIMIT_OUTPUT, f"{size} bytes of packed rich text")
    return _inflated(data, size)


def _inflated(data: bytes, size: int) -> bytes:
    dictionary = bytearray(FILLED.ljust(SIZE, b"\0"))
    write, at = len(FILLED), 16
    out = bytearray()
    while at < len(data) and len(out) < size:
        control = data[at]
        at += 1
        for bit in range(8):
            if at >= len(data):
                return bytes(out)
            if not control >> bit & 1:
                out.append(data[at])
                dictionary[write] = data[at]
                write = (write + 1) % SIZE
                at += 1
                continue
            if at + 1 >= len(data):
                return bytes(out)
            offset, length = data[at] << 4 | data[at + 1] >> 4, (data[at + 1] & 0xF) + 2
            at += 2
            if offset == write:
                return bytes(out)
            for step in range(length):
                byte = dictionary[(offset + step) % SIZE]
                out.append(byte)
                dictionary[write] = byte
                write = (write + 1) % SIZE
    return bytes(out)
