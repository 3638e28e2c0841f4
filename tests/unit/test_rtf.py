"""Rich text files give the same text, tables and marks as Word documents."""

import contextlib
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import rtf as reader
from extractors.detect import extract
from extractors.registry import Context, Limits
from pipeline.document import Extraction, Place
from pipeline.errors import DocumentError, Flag, Reason
from tests.builders.archives import Kept
from tests.builders.metafile import emf, wmf
from tests.builders.rtf import coded, hexed, p, rtf, tr

SCAN = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">LL", 800, 600) + bytes(40)


def read(body: str, head: str = "", *, name: str = "表.rtf", code_page: int = 936) -> Extraction:
    return extract(rtf(body, head, code_page=code_page), Context(name=name))


def blocks(extraction: Extraction) -> list[tuple[str, str | None]]:
    return [(extraction.text[block.span.start : block.span.end], block.role) for block in extraction.blocks]


def test_letters_are_read_in_every_way_they_are_written() -> None:
    assert read(p("获奖𠮷三项")).text == "获奖𠮷三项"
    assert read(p(rf"\f0 {hexed('获奖三项')}")).text == "获奖三项"
    assert read(p(rf"\f1 {hexed('獲獎三項', 'big5')}"), code_page=950).text == "獲獎三項"
    assert read(p(r"\f1\dbch\af0\loch\f1 " + hexed("获奖")), code_page=1252).text == "获奖"
    assert read(p(rf"{{\uc2 {coded('获').removesuffix('?')}{hexed('获')}}}奖")).text == "获奖"
    assert read(p(r"{\f2 \'fe} \{12\} \\ 3\~4\_5")).text == "☑ {12} \\ 3\xa04-5"


def test_a_double_byte_letter_whose_second_byte_is_a_letter_is_whole() -> None:
    assert read(p(r"\f0 \'81\'40\'81A")).text == b"\x81\x40\x81A".decode("gbk")


def test_paragraphs_have_places_and_headings_their_level() -> None:
    head = r"{\stylesheet{\s1\outlinelevel0 heading 1;}{\s2 heading 2;}}"
    extraction = read(r"\pard\s1 总结\par" + r"\pard\s2 成果\par" + p(r"第一项\line 第二项"), head)
    assert extraction.text == "总结\n成果\n第一项\n第二项"
    assert [(block.kind, block.level) for block in extraction.blocks[:2]] == [("heading", 1), ("heading", 2)]
    assert extraction.anchors[0].place == Place(paragraph=1)


def test_rows_and_cells_make_tables() -> None:
    extraction = read(p("前") + tr("姓名", "工种") + tr(r"某甲\par 组长", "钳工") + p("后"))
    assert extraction.text == "前\n姓名\t工种\n某甲 组长\t钳工\n后"
    assert [len(row) for row in extraction.tables[0].rows] == [2, 2]
    assert extraction.anchors[2].place == Place(table=1, row=1, column=2)


def test_merged_cells_are_one() -> None:
    first = r"\clvmgf\cellx1000\cellx2000\clmrg\cellx3000"
    second = r"\clvmrg\cellx1000\cellx2000\cellx3000"
    (table,) = read(tr("类别", "数量", "", about=first) + tr("", "1", "2", about=second)).tables
    assert [(cell.columns, cell.rows) for cell in table.rows[0]] == [(1, 2), (2, 1)]
    assert len(table.rows[1]) == 2


def test_a_table_in_a_table_follows_the_row_it_stands_in() -> None:
    inner = r"\pard\intbl\itap2 内一\nestcell 内二\nestcell{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}{\nonesttables\par}"
    extraction = read(r"\trowd\cellx1000\cellx2000" + inner + r"\pard\intbl\itap1 外\cell 右\cell\row" + p("后"))
    assert extraction.text == "外\t右\n内一\t内二\n后"
    assert len(extraction.tables) == 2


def test_hidden_white_tiny_and_deleted_runs_stand_apart() -> None:
    extraction = read(p(r"看得见{\v 藏}{\cf2 白}{\fs4 小}{\deleted 删}{\revised 加}"))
    assert blocks(extraction) == [
        ("看得见加", None), ("藏", "hidden"), ("白", "hidden"), ("小", "hidden"), ("删", "deleted"),
    ]  # fmt: skip
    assert {note.code for note in extraction.notes} == {Flag.HIDDEN_TEXT, Flag.TRACKED_CHANGES}


def test_white_text_in_a_dark_cell_is_seen() -> None:
    dark = r"\clcbpat3\cellx1000\cellx2000"
    assert [role for _, role in blocks(read(tr(r"{\cf2 项目}", r"{\cf2 数}", about=dark)))] == [None, "hidden"]


def test_notes_headers_comments_and_boxes_stand_beside_the_body() -> None:
    extraction = read(
        r"{\header " + p("某厂申报材料") + "}"
        + p(r"正文{\footnote\pard 注一}{\*\annotation\pard 批注}")
        + r"{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt\pard 框中\par}}{\shprslt{\*\do{\dptxbxtext 框中\par}}}}"
        + p("后文")
    )  # fmt: skip
    assert blocks(extraction) == [
        ("正文", None), ("后文", None), ("框中", None),
        ("注一", "footnote"), ("批注", "comment"), ("某厂申报材料", "running_head"),
    ]  # fmt: skip


def test_fields_show_their_result_and_those_that_fetch_are_flagged() -> None:
    link = r"{\field{\*\fldinst{HYPERLINK \"http://canary.invalid/\"}}{\fldrslt 网址}}"
    extraction = read(p(link + r"{\field{\*\fldinst INCLUDETEXT \"c:\\x.doc\"}{\fldrslt 引文}}"))
    assert extraction.text == "网址引文"
    assert [(note.code, note.count) for note in extraction.notes] == [(Flag.EXTERNAL_LINKS, 1)]


def test_check_boxes_show_what_was_ticked() -> None:
    box = r"{\field{\*\fldinst FORMCHECKBOX {\*\formfield{\fftype1\ffres1\ffdefres0{\*\ffname a}}}}{\fldrslt }}"
    assert read(p(box + "省级" + box.replace("ffres1", "ffres0", 1) + "市级")).text == "☑省级□市级"


def test_what_programs_keep_for_themselves_is_no_text() -> None:
    head = r"{\*\generator WPS;}{\info{\title 总结}{\author 某人}}{\*\listtable{\list{\listlevel{\leveltext\'02\'00.;}}}}"
    extraction = read(p(r"{\listtext\tab 一、\tab}正文{\*\bkmkstart a}{\*\unknown{x}y}{\nonshppict{\pict 00}}"), head)
    assert extraction.text.replace("\t", "") == "一、正文"
    assert extraction.title == "总结"


def test_a_large_picture_is_a_child() -> None:
    kept = Kept()
    data = rtf(p(r"图{\*\shppict{\pict\pngblip " + SCAN.hex() + "}}"))
    found = reader.extract(data, Context(keep=kept))
    assert [child.path for child in found.children] == ["picture 1.png"]
    assert kept.contents[found.children[0].sha256] == SCAN


def test_a_pasted_drawing_is_a_child() -> None:
    data = rtf(
        p(
            r"图{\pict\emfblip "
            + emf(("历年", 1), ("授权专利12项", 1)).hex()
            + r"}{\pict\wmetafile8 "
            + wmf(("甲", 1)).hex()
            + "}"
        )
    )
    found = reader.extract(data, Context(keep=Kept()))
    assert [child.path for child in found.children] == ["drawing 1.emf"]


def test_a_file_put_into_the_text_is_a_child_and_its_picture_is_shown() -> None:
    def counted(text: bytes) -> bytes:
        return struct.pack("<L", len(text)) + text

    packed = b"\x02\0a.pdf\0C:\\a.pdf\0\0\0\x03\0" + counted(b"C:\\a.pdf\0") + counted(b"%PDF-1.7")
    data = struct.pack("<LL", 0x501, 2) + counted(b"Package\0") + counted(b"") * 2 + counted(packed)
    kept = Kept()
    body = p(r"{\object\objemb{\*\objclass Package}{\*\objdata " + data.hex() + r"}{\result 图标}}")
    found = reader.extract(rtf(body), Context(keep=kept))
    assert found.text == "图标"
    assert {child.path: kept.contents[child.sha256] for child in found.children} == {"a.pdf": b"%PDF-1.7"}


def test_rtf_under_the_name_of_a_word_document_is_read_and_flagged() -> None:
    extraction = read(p("正文"), name="申报表.doc")
    assert (extraction.text, [note.code for note in extraction.notes]) == ("正文", [Flag.TYPE_MISMATCH])


def test_a_file_cut_short_gives_what_stood_before() -> None:
    whole = rtf(p("第一段") + p("第二段"))
    extraction = extract(whole[: whole.rindex(b"\\u")], Context(name="a.rtf"))
    assert extraction.text.startswith("第一段\n第")
    assert [note.code for note in extraction.notes] == [Reason.TRUNCATED]


@pytest.mark.parametrize(
    "body", [r"{" * 50_000 + "x", r"\itap99999\intbl x\cell y\row", r"\cellx1" * 5_000, r"{\footnote " * 3_000 + "x", r"\bin9 x"]
)
def test_what_is_made_to_harm_ends_in_time(body: str) -> None:
    with contextlib.suppress(DocumentError):
        read(p("甲") + body)


def test_more_text_than_allowed_ends_with_a_reason() -> None:
    found = reader.extract(rtf(p("甲" * 60) + p("乙" * 60)), Context(limits=Limits(output=100)))
    assert [note.code for note in found.notes] == [Reason.LIMIT_OUTPUT]
    assert found.text.startswith("甲")


WHOLE = rtf(p(r"正文{\footnote 注}{\v 藏}") + tr("姓名", r"\b 工种") + p(hexed("后文")), r"{\stylesheet{\s1 heading 1;}}")


@settings(deadline=None)
@given(st.integers(0, len(WHOLE)), st.binary(max_size=5), st.floats(0.3, 1))
def test_no_damage_raises_anything_but_our_own_error(position: int, patch: bytes, kept: float) -> None:
    data = WHOLE[:position] + patch + WHOLE[position + len(patch) :]
    with contextlib.suppress(DocumentError):
        reader.extract(data[: int(len(data) * kept)], Context(keep=Kept()))
