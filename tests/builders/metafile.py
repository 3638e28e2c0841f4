"""Builds small Windows metafiles from the words that they draw."""

import struct


def emf(*words: tuple[str, int], options: int = 0, small: bool = False, plus: bool = False) -> bytes:
    """Texts, each at its height; as older records, small ones, or the newer ones that lie in comments."""
    records = b"".join(_plus(*each) if plus else _small(*each) if small else _text(*each, options) for each in words)
    end = struct.pack("<IIIII", 14, 20, 0, 16, 20)
    head = struct.pack("<II", 1, 108) + bytes(32) + b" EMF" + struct.pack("<II", 0x10000, 108 + len(records) + 20) + bytes(56)
    return head + records + end


def wmf(
    *words: tuple[str, int], charset: int = 134, encoding: str = "gb18030", placeable: bool = False, long: bool = True
) -> bytes:
    """Texts, each at its height, in a font of this charset."""
    font = struct.pack("<hhhhh", -12, 0, 0, 0, 400) + bytes([0, 0, 0, charset, 0, 0, 0, 0]) + b"SimSun\0\0"
    records = [_record(0x02FB, font), *(_drawn(text.encode(encoding), height, long=long) for text, height in words), _record(0)]
    body = b"".join(records)
    head = struct.pack("<HHHIHIH", 1, 9, 0x0300, (18 + len(body)) // 2, 1, max(map(len, records)) // 2, 0)
    before = b"\xd7\xcd\xc6\x9a" + bytes(18) if placeable else b""
    return before + head + body


def _text(text: str, height: int, options: int) -> bytes:
    letters = text.encode("utf-16-le")
    letters += bytes(-len(letters) % 4)
    about = struct.pack("<iiIIIIIIII", 0, height, len(text), 76, options, 0, 0, 0, 0, 0)
    return struct.pack("<II", 84, 76 + len(letters)) + bytes(16) + struct.pack("<Iff", 1, 1.0, 1.0) + about + letters


def _small(text: str, height: int) -> bytes:
    letters = text.encode("utf-16-le")
    letters += bytes(-len(letters) % 4)
    return struct.pack("<IIiiIIIff", 108, 36 + len(letters), 0, height, len(text), 0x100, 1, 1.0, 1.0) + letters


def _plus(text: str, height: int) -> bytes:
    letters = text.encode("utf-16-le")
    letters += bytes(-len(letters) % 4)
    inside = struct.pack("<III", 0, 0, len(text)) + struct.pack("<ffff", 0, height, 100, 10) + letters
    record = struct.pack("<HHII", 0x401C, 0x8000, 12 + len(inside), len(inside)) + inside
    return struct.pack("<III", 70, 16 + len(record), 4 + len(record)) + b"EMF+" + record


def _drawn(text: bytes, height: int, *, long: bool) -> bytes:
    padded = text + bytes(len(text) % 2)
    if long:
        return _record(0x0A32, struct.pack("<hhHH", height, 0, len(text), 0) + padded)
    return _record(0x0521, struct.pack("<H", len(text)) + padded + struct.pack("<hh", height, 0))


def _record(function: int, content: bytes = b"") -> bytes:
    return struct.pack("<IH", 3 + len(content) // 2, function) + content
