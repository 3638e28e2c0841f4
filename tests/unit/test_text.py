import os

import pytest

from extractors.detect import recognise
from extractors.registry import Context, Limits
from extractors.text import FORMAT, extract
from pipeline.document import Place
from pipeline.errors import DocumentError, Flag, Reason


def test_every_line_is_a_block_with_its_number_and_blank_lines_are_none() -> None:
    found = extract("刀具寿命试验\r\n\r\n　　共三轮。\r第四轮\n".encode("gb18030"), Context())
    assert found.text == "刀具寿命试验\n\n　　共三轮。\n第四轮\n"
    assert [found.text[block.span.start : block.span.end] for block in found.blocks] == ["刀具寿命试验", "　　共三轮。", "第四轮"]
    assert [anchor.place for anchor in found.anchors] == [Place(line=1), Place(line=3), Place(line=4)]
    assert all(block.kind == "line" for block in found.blocks)


def test_letters_that_cannot_be_shown_are_counted() -> None:
    found = extract("模具\x00改进\x07".encode(), Context())
    assert found.text == "模具\ufffd改进\ufffd"
    assert [(note.code, note.count) for note in found.notes] == [(Flag.GARBLED_TEXT, 2)]


def test_a_text_beyond_the_limit_is_cut_and_says_so() -> None:
    found = extract("工".encode() * 500, Context(limits=Limits(output=100)))
    assert found.text == "工" * 100
    assert [note.code for note in found.notes] == [Reason.LIMIT_OUTPUT]


def test_blanks_alone_are_refused() -> None:
    with pytest.raises(DocumentError) as raised:
        extract(b" \n\t" * 1_000_000, Context(limits=Limits(output=1000)))
    assert raised.value.reason is Reason.NO_TEXT


def test_one_very_long_line_is_one_block() -> None:
    found = extract("机床，".encode() * 600_000, Context())
    assert len(found.blocks) == 1


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "utf-16", "utf-16-le"])
def test_text_is_recognised_in_any_charset(charset: str) -> None:
    assert FORMAT.recognise("铸件废品率由百分之六降到百分之二。\n".encode(charset))


@pytest.mark.parametrize(
    "data",
    [
        bytes(5000),
        os.urandom(5000),
        b"\x7fELF\x02\x01\x01" + bytes(60),
        b"{\\rtf1\\ansi hello}",
        b"\xff\xd8\xff\xe0\x00\x10JFIF" * 9,
    ],
)
def test_other_content_is_not_text(data: bytes) -> None:
    assert not FORMAT.recognise(data)
    assert recognise(data) is not FORMAT
