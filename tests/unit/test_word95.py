"""Documents of Word 6 and 95 give their text, whole or in pieces, in the charset of their language."""

import struct

import pytest

from extractors.detect import extract
from extractors.registry import Context
from pipeline.document import Extraction
from pipeline.errors import DocumentError, Reason
from tests.builders.ole import ole

TEXT_AT = 0x300


def old(text: bytes, *, language: int = 0x804, flags: int = 0, counts: tuple[int, ...] = (), clx: bytes = b"") -> bytes:
    """A document of Word 95; `clx` is its table of pieces."""
    head = bytearray(TEXT_AT)
    struct.pack_into("<2sHHH2xH", head, 0, b"\xdc\xa5", 0x68, 0, language, flags)
    struct.pack_into("<LL", head, 0x18, TEXT_AT, TEXT_AT + len(text))
    struct.pack_into("<8L", head, 0x34, *(counts or (len(text),)), *[0] * (8 - len(counts or (0,))))
    struct.pack_into("<LL", head, 0x160, TEXT_AT + len(text), len(clx))
    return ole({"WordDocument": (bytes(head) + text + clx).ljust(8192, b"\0")})


def read(text: str, charset: str = "gbk", *, language: int = 0x804, flags: int = 0) -> Extraction:
    return extract(old(text.encode(charset), language=language, flags=flags), Context(name="表.doc"))


def test_paragraphs_and_cells_are_lines_and_of_a_field_the_result_is_text() -> None:
    assert read("总结\r完成三项\x0b改造\r").text == "总结\n完成三项\n改造"
    assert read("姓名\x07\t工种\x07\x07见\x13 REF 一 \x14第二节\x15。\r").text == "姓名\n工种\n见第二节。"


def test_the_language_tells_the_charset() -> None:
    assert read("榮獲發明獎\r", "big5", language=0x404).text == "榮獲發明獎"
    assert read("Отчёт\r", "cp1251", language=0x419).text == "Отчёт"


def test_letters_decide_where_a_western_language_cannot_be_right() -> None:
    sentence = "工作室全年完成技术改造六项，其中两项通过集团公司验收。"
    assert read(f"{sentence}\r", language=0x409).text == sentence


def test_notes_and_headers_are_marked() -> None:
    data = old("正文\r脚注\r页眉\r".encode("gbk"), counts=(5, 5, 5))
    extraction = extract(data, Context(name="表.doc"))
    assert [block.role for block in extraction.blocks] == [None, "footnote", "running_head"]


def test_pieces_of_a_quick_save_are_read_in_their_order() -> None:
    plc = struct.pack("<3L", 0, 6, 11) + struct.pack("<HLH", 0, TEXT_AT + 5, 0) + struct.pack("<HLH", 0, TEXT_AT, 0)
    clx = b"\2" + struct.pack("<L", len(plc)) + plc
    assert extract(old("后段\r前段。".encode("gbk"), flags=4, clx=clx), Context()).text == "前段。后段"


@pytest.mark.parametrize(("flags", "reason"), [(0x0100, Reason.ENCRYPTED), (4, Reason.DAMAGED)])
def test_what_cannot_be_read_says_why(flags: int, reason: Reason) -> None:
    with pytest.raises(DocumentError) as raised:
        read("正文\r", flags=flags)
    assert raised.value.reason is reason


def test_lost_characters_are_counted() -> None:
    notes = extract(old("正文\r".encode("gbk"), counts=(30,)), Context()).notes
    assert [(note.code, note.detail) for note in notes] == [(Reason.DAMAGED, "25 of 30 characters are not in the file")]
