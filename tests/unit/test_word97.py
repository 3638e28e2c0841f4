"""Old Word documents give the same text, tables and marks as new ones."""

import pytest

from extractors import detect
from extractors.registry import Context
from pipeline.document import Extraction, Place
from pipeline.errors import DocumentError, Flag, Reason
from tests.builders.word97 import (
    BLACK,
    DARK_LETTERS,
    DARK_PARAGRAPH,
    DELETED,
    HIDDEN,
    IN_CELL,
    P97,
    R97,
    ROW_END,
    SMALL,
    WHITE,
    doc,
    in_list,
    in_style,
    lists,
    styles,
)


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


CHINESE = (1, 39, "\x00、")
"""A first level that counts 一、二、三、"""


def listed(*paragraphs: P97, tables: dict[int, tuple[bytes, bytes]]) -> str:
    return detect.extract(doc(*paragraphs, tables=tables), Context(name="表.doc")).text


def test_labels_of_lists_are_counted_as_they_print() -> None:
    items = [
        P97(f"{word}\r", modifiers=in_list(1, level)) for word, level in (("基本情况", 0), ("人员", 1), ("场地", 1), ("成果", 0))
    ]
    text = listed(*items, P97("正文\r"), tables=lists(CHINESE, (1, 0, "（\x01）")))
    assert text == "一、基本情况\n（1）人员\n（2）场地\n二、成果\n正文"


def test_a_label_may_name_the_levels_above_and_begin_where_the_list_says() -> None:
    items = [P97("项\r", modifiers=in_list(1)), P97("目\r", modifiers=in_list(1, 1))]
    assert listed(*items, tables=lists((3, 0, "\x00."), (1, 0, "\x00.\x01"))) == "3. 项\n3.1 目"
    assert listed(*items, tables=lists((3, 0, "\x00."), (1, 0, "\x00.\x01"), restart=7)) == "7. 项\n7.1 目"


def test_bullets_of_symbol_fonts_are_dots_and_lists_that_are_not_there_have_no_labels() -> None:
    assert listed(P97("项\r", modifiers=in_list(1)), tables=lists((1, 23, "\uf06c"))) == "• 项"
    assert listed(P97("项\r", modifiers=in_list(5)), P97("目\r", modifiers=in_list(0x7FF)), tables=lists(CHINESE)) == "项\n目"


def test_a_style_gives_its_paragraphs_their_list_and_a_style_takes_it_from_the_one_it_is_based_on() -> None:
    given = lists(CHINESE) | styles(正文=b"", 编号=in_list(1), 编号二=b"")
    assert listed(P97("甲\r", style=1), P97("乙\r", style=2), P97("丙\r"), tables=given) == "一、甲\n二、乙\n丙"
    plain = P97("甲\r", style=1, modifiers=in_list(0))
    assert listed(plain, tables=given) == "甲"


@pytest.mark.parametrize(
    ("said", "why"), [(HIDDEN, "hidden text"), (SMALL, "under 4 points"), (WHITE, "in the colour of the paper")]
)
def test_letters_hidden_by_the_style_of_their_paragraph_are_hidden(said: bytes, why: str) -> None:
    sheet = styles(正文=b"", 暗=b"", 暗二=b"", letters={"暗": said})
    extraction = detect.extract(
        doc(P97("明文\r"), P97("暗文\r", style=1), P97("也暗\r", style=2), tables=sheet), Context(name="a.doc")
    )
    assert blocks(extraction) == [("明文", None), ("暗文", "hidden"), ("也暗", "hidden")]
    assert {block.why for block in extraction.blocks if block.role} == {why}


def test_letters_hidden_by_a_style_of_runs_are_hidden_and_a_run_may_say_otherwise() -> None:
    sheet = styles(正文=b"", of_runs={"暗": HIDDEN, "白": WHITE})
    shown = bytes.fromhex("3c0800")
    runs = (R97(2, 4, in_style(1)), R97(4, 6, in_style(1) + shown), R97(6, 8, in_style(2)), R97(8, 10, in_style(2) + BLACK))
    extraction = detect.extract(doc(P97("明文暗文又明白字黑字\r"), runs=runs, tables=sheet), Context(name="a.doc"))
    assert blocks(extraction) == [("明文又明黑字", None), ("暗文", "hidden"), ("白字", "hidden")]


def test_a_run_may_be_as_its_style_or_not_as_its_style() -> None:
    sheet = styles(正文=b"", 暗=b"", letters={"暗": HIDDEN})
    runs = (R97(0, 2, bytes.fromhex("3c0880")), R97(2, 4, bytes.fromhex("3c0881")), R97(5, 7, bytes.fromhex("3c0881")))
    extraction = detect.extract(doc(P97("同样反之\r", style=1), P97("反之\r"), runs=runs, tables=sheet), Context(name="a.doc"))
    assert blocks(extraction) == [("反之", "heading"), ("同样", "hidden"), ("反之", "hidden")]


def test_white_letters_on_a_dark_ground_are_seen() -> None:
    runs = (R97(0, 2, WHITE + DARK_LETTERS), R97(5, 7, WHITE), R97(8, 10, WHITE))
    data = doc(P97("白字在蓝\r"), P97("蓝底\r", modifiers=DARK_PARAGRAPH), P97("白底\r"), runs=runs)
    assert blocks(detect.extract(data, Context(name="a.doc"))) == [("白字在蓝", None), ("蓝底", None), ("白底", "hidden")]


def test_a_table_of_styles_that_is_cut_short_is_told() -> None:
    whole = styles(正文=b"", 编号=in_list(1))[1][0]
    tables = lists(CHINESE) | {1: (whole[:-20], b"")}
    extraction = detect.extract(doc(P97("正文\r"), tables=tables), Context(name="a.doc"))
    assert (extraction.text, [note.code for note in extraction.notes]) == ("正文", [Reason.TRUNCATED])


def test_lists_that_are_cut_short_lose_labels_and_no_text() -> None:
    fixed, texts = lists(CHINESE)[73]
    cut = {73: (fixed, b""), 74: lists(CHINESE)[74]}
    assert listed(P97("甲\r", modifiers=in_list(1)), tables={**cut, 73: (fixed[:6], texts[:3])}).endswith("甲")


def test_letters_that_a_field_sets_over_others_are_text() -> None:
    assert (
        read(P97("\x13 EQ \\o\\ac(○,3)\x15号机，\x13 eq \\o\\ad(\\s\\up 9(とうきょう),東京)\x15\r")).text
        == "③号机，東京(とうきょう)"
    )
