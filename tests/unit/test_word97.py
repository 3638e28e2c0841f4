"""Old Word documents give the same text, tables and marks as new ones."""

import pytest

from extractors import detect
from extractors.registry import Context
from pipeline.document import Extraction, Place
from pipeline.errors import DocumentError, Flag, Reason
from tests.builders.word97 import DELETED, HIDDEN, IN_CELL, P97, R97, ROW_END, WHITE, doc


def read(*paragraphs: P97, runs: tuple[R97, ...] = (), counts: tuple[int, ...] = (), narrow: int = 0) -> Extraction:
    return detect.extract(doc(*paragraphs, runs=runs, counts=counts, narrow=narrow), Context(name="表.doc"))


def blocks(extraction: Extraction) -> list[tuple[str, str | None]]:
    return [(extraction.text[block.span.start : block.span.end], block.role) for block in extraction.blocks]


def test_paragraphs_are_read_with_their_places_and_headings() -> None:
    extraction = read(P97("总结\r", style=1), P97("完成电机改造\x0b两台\r"))
    assert extraction.text == "总结\n完成电机改造\n两台"
    assert (extraction.blocks[0].kind, extraction.blocks[0].level, extraction.title) == ("heading", 1, "总结")
    assert [anchor.place for anchor in extraction.anchors] == [Place(paragraph=1), Place(paragraph=2)]


def test_a_run_that_begins_with_a_tab_is_text_like_any_other() -> None:
    runs = (R97(2, 6, b""), R97(6, 9, HIDDEN))
    assert blocks(read(P97("姓名\t\t某甲\t暗文\r"), runs=runs)) == [("姓名\t\t某甲", None), ("暗文", "hidden")]


def test_pieces_of_one_and_of_two_bytes_a_character_are_one_text() -> None:
    assert read(P97("ISO 9001 认证\r"), narrow=9).text == "ISO 9001 认证"


def test_cell_and_row_marks_make_tables() -> None:
    cells = [P97(f"{word}\x07", modifiers=IN_CELL) for word in ("姓名", "工种", "年限")]
    end = P97("\x07", modifiers=ROW_END)
    extraction = read(P97("前\r"), *cells, end, P97("某甲\r", modifiers=IN_CELL), *cells, end, P97("后\r"))
    assert extraction.text == "前\n姓名\t工种\t年限\n某甲 姓名\t工种\t年限\n后"
    assert [len(row) for row in extraction.tables[0].rows] == [3, 3]
    assert extraction.anchors[2].place == Place(table=1, row=1, column=2)


def test_hidden_white_and_deleted_runs_stand_apart() -> None:
    runs = (R97(2, 4, HIDDEN), R97(4, 6, WHITE), R97(6, 8, DELETED))
    extraction = read(P97("明文暗文白字删去完\r"), runs=runs)
    assert blocks(extraction) == [("明文完", None), ("暗文", "hidden"), ("白字", "hidden"), ("删去", "deleted")]
    assert {note.code: note.count for note in extraction.notes} == {Flag.TRACKED_CHANGES: 1, Flag.HIDDEN_TEXT: 2}


def test_of_a_field_the_result_is_text_and_the_code_is_not() -> None:
    assert read(P97("见\x13 REF 目标 \x14第二节\x15。\r")).text == "见第二节。"


def test_notes_headers_and_comments_are_marked() -> None:
    extraction = read(P97("正文\r"), P97("脚注\r"), P97("页眉\r"), P97("批注\r"), counts=(3, 3, 3, 0, 3))
    assert blocks(extraction) == [("正文", None), ("脚注", "footnote"), ("批注", "comment"), ("页眉", "running_head")]


def test_characters_that_the_file_has_lost_are_counted() -> None:
    extraction = read(P97("正文\r"), counts=(30,))
    assert [(note.code, note.detail) for note in extraction.notes] == [
        (Reason.DAMAGED, "27 of 30 characters are not in the file")
    ]


@pytest.mark.parametrize(("flags", "version", "reason"), [(0x0100, 0xC1, Reason.ENCRYPTED), (0, 0x65, Reason.UNSUPPORTED_TYPE)])
def test_what_cannot_be_read_says_why(flags: int, version: int, reason: Reason) -> None:
    with pytest.raises(DocumentError) as raised:
        detect.extract(doc(P97("正文\r"), flags=flags, version=version), Context())
    assert raised.value.reason is reason
