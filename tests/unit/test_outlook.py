import contextlib
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import compressed_rtf, outlook
from extractors.detect import extract, recognise
from extractors.registry import Context
from pipeline.document import Byline, Extraction
from pipeline.errors import DocumentError
from tests.builders.archives import Kept
from tests.builders.outlook import (
    BODY,
    CONTENT_ID,
    FILE,
    NAME,
    PAGE,
    RICH,
    SENDER,
    SUBJECT,
    TO,
    inside,
    message,
    msg,
    packed,
)
from tests.builders.rtf import p, rtf

LOGO = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">LL", 80, 40) + bytes(40)
HEAD = {SUBJECT: "申报材料", SENDER: "张三", TO: "评审办公室"}
NOON = 133_600_000_000_000_000 // 10_000_000 * 10_000_000
"""Tenths of a microsecond since 1601: in May 2024."""


def read(streams: dict[str, bytes]) -> tuple[Extraction, dict[str, bytes]]:
    kept = Kept()
    found = extract(msg(streams), Context(name="a.msg", keep=kept))
    return found, {child.path: kept.contents[child.sha256].rstrip(b"\0") for child in found.children}


def test_a_message_gives_its_headers_its_text_and_its_attachments() -> None:
    found, children = read(message({**HEAD, BODY: "请查收。\r\n附件一份"}, {FILE: b"one", NAME: "总结.docx"}, sent=NOON))
    lines = found.text.rstrip().split("\n")
    assert lines[:3] == ["申报材料", "From: 张三", "To: 评审办公室"]
    assert lines[-2:] == ["请查收。", "附件一份"]
    assert (found.title, found.byline.authors) == ("申报材料", ("张三",))
    assert found.byline.published.startswith("2024-05-")
    assert children == {"总结.docx": b"one"}


def test_the_page_is_read_in_its_code_page_before_the_plain_text() -> None:
    html = "<html><body><table><tr><td>姓名</td><td>等级</td></tr><tr><td>李四</td><td>技师</td></tr></table></body></html>"
    found, _ = read(message({**HEAD, BODY: "见表", PAGE: html.encode("gbk")}, code_page=936))
    assert "李四\t技师" in found.text
    assert "见表" not in found.text


def test_rich_text_is_unpacked_where_there_is_nothing_else() -> None:
    found, _ = read(message({**HEAD, RICH: packed(rtf(p("节约工时三百小时")))}))
    assert found.text.endswith("节约工时三百小时")


def test_packed_text_refers_back_to_what_was_written_and_to_the_dictionary() -> None:
    example = "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    expected = b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"  # MS-OXRTFCP, 4.1.1
    assert compressed_rtf.unpacked(bytes.fromhex(example)) == expected


def test_a_message_in_a_message_follows_it_with_its_attachments() -> None:
    inner = message({SUBJECT: "原件", BODY: "内文"}, {FILE: b"two", NAME: "证书.pdf"})
    found, children = read(message({**HEAD, BODY: "转发"}, inside("原件", inner)))
    assert found.text.index("转发") < found.text.index("原件") < found.text.index("内文")
    assert children == {"原件/证书.pdf": b"two"}


def test_small_pictures_in_the_text_are_no_documents() -> None:
    assert read(message({**HEAD, BODY: "文"}, {FILE: LOGO, NAME: "logo.png", CONTENT_ID: "a@b"}))[1] == {}


def test_a_message_that_says_nothing_has_a_reason() -> None:
    with pytest.raises(DocumentError):
        read(message({}))


def test_the_byline_of_an_unsent_message_has_no_date() -> None:
    assert read(message({**HEAD, BODY: "稿"}))[0].byline == Byline(authors=("张三",))


WHOLE = msg(message({**HEAD, BODY: "请查收", RICH: packed(rtf(p("文")))}, {FILE: b"one", NAME: "总结.docx"}))


@settings(deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=6), st.floats(0.5, 1))
def test_no_damage_raises_anything_but_our_own_error(position: int, patch: bytes, kept: float) -> None:
    assert recognise(WHOLE) is outlook.FORMAT
    data = WHOLE[:position] + patch + WHOLE[position + len(patch) :]
    with contextlib.suppress(DocumentError):
        outlook.extract(data[: int(len(data) * kept)], Context(keep=Kept()))


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_packed_rubbish_raises_anything_but_our_own_error(data: bytes) -> None:
    with contextlib.suppress(DocumentError):
        compressed_rtf.unpacked(struct.pack("<LLLL", 0, 10_000, 0x75465A4C, 0) + data)
