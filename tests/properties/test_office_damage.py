"""Whatever is done to an Office file, its reader gives text that agrees with itself or raises DocumentError."""

import io
import zipfile
from email.message import EmailMessage

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import delimited, sheet, sheet97, word, word97
from extractors.registry import Context, Format
from extractors.registry import formats as all_formats
from pipeline.document import Extraction
from pipeline.errors import DocumentError
from tests.builders import archives, odf, outlook, rtf, slides, slides97
from tests.builders.metafile import emf, wmf
from tests.builders.ofd import grid as ofd_grid
from tests.builders.ofd import ofd
from tests.builders.ofd import text as ofd_text
from tests.builders.packages import zipped
from tests.builders.sheet import figure, formats, row, text, xlsx
from tests.builders.sheet97 import font, look, number_format, record, xls
from tests.builders.sheet97 import text as old_text
from tests.builders.word import docx, p, r, tbl, tc, tr
from tests.builders.word97 import HIDDEN, IN_CELL, P97, R97, ROW_END, doc

TAGS = (
    "w:p", "w:r", "w:t", "w:tbl", "w:tr", "w:tc", "w:tcPr", "w:rPr", "w:pPr", "w:trPr", "w:del", "w:ins", "w:delText", "w:ruby",
    "w:rt",
    "w:txbxContent", "mc:AlternateContent", "mc:Fallback", "w:sdt", "w:rPrChange", "w:ffData", "w:checkBox", "m:r", "m:den",
)  # fmt: skip
EMPTY = (
    '<w:vMerge/>', '<w:vMerge w:val="restart"/>', '<w:gridSpan w:val="3"/>', '<w:gridSpan w:val="-9"/>', '<w:del w:id="1"/>',
    '<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:fldCharType="separate"/>', '<w:fldChar w:fldCharType="end"/>', "<w:br/>",
    '<w:sym w:font="Symbol" w:char="zz"/>', '<w:sym w:char="110000"/>', "<w:vanish/>", '<w:color w:val="FFFFFF"/>', "<w:tab/>",
    '<w:numPr><w:numId w:val="1"/></w:numPr>', '<w:gridBefore w:val="99"/>', "<w:hidden/>", '<w:footnoteReference w:id="1"/>',
)  # fmt: skip
LEVEL = '<w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1%9"/></w:lvl>'
NUMBERING = f'<w:abstractNum w:abstractNumId="0">{LEVEL}'
NUMBERING += '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
WORD = docx(p("前文", r("隐", "<w:vanish/>")) + tbl(tr("甲", tc("乙", tbl(tr("丙"))))), {"numbering": NUMBERING, "footnotes": ""})
CELL = P97("格\x07", modifiers=IN_CELL)
OLD = doc(
    P97("标题\r", style=1), CELL, CELL, P97("\x07", modifiers=ROW_END), P97("\x13 A \x14末\x15\r"), runs=(R97(1, 2, HIDDEN),)
)
SHARED = font() + number_format(164, "0.0%") + look() + look(number=164) + record(0x00FC, b"\1\0\0\0\1\0\0\0\2\0\1AB")
OLD_BOOK = xls(old_text(0, 0, "甲") + record(0x00FD, bytes(10)) + record(0x0203, bytes(14)), shared=SHARED)
BOOK = xlsx(row(1, text("A1", "名"), figure("B1", "2", style=1)), styles=formats("0.0%"))

LETTER = EmailMessage()
LETTER["Subject"], LETTER["From"] = "申报材料", "某甲 <a@example.com>"
LETTER.set_content("附上总结。")
LETTER.add_alternative("<p>附上<b>总结</b>。</p>", subtype="html")
LETTER.add_attachment("3项".encode(), maintype="text", subtype="plain", filename="附件.txt")
PAGE = ofd_text("授权专利", 30, 40) + ofd_grid(30, 60, 2, 2)
SLIDE = slides.shape("标题", placeholder="title") + slides.table(("甲", "乙"))
MESSAGE = outlook.message({outlook.SUBJECT: "申报", outlook.BODY: "附上"}, {outlook.NAME: "a.txt", outlook.FILE: b"3"})
PUT_IN = (b"", b"\0", b"\xff\xff\xff\xff", b"-1", b"}", b"<", b"\n\n")
OTHERS = {
    "7z": archives.sevenzipped(("一.txt", b"3"), ("二.txt", b"22")),
    "eml": LETTER.as_bytes(),
    "emf": emf(("授权专利", 1), ("3项", 9)),
    "mbox": b"From a@b Thu Jan  1 00:00:00 2020\n" + LETTER.as_bytes(),
    "msg": outlook.msg(MESSAGE),
    "odp": odf.odp(odf.slide(odf.frame("标题", "title"))),
    "ods": odf.ods(odf.sheet("成果", odf.tr(odf.tc("甲"), odf.tc("3")))),
    "odt": odf.odt(odf.h("总结") + odf.p("完成三项") + odf.table(odf.tr(odf.tc("甲"), odf.tc("乙")))),
    "ofd": ofd(PAGE),
    "ppt": slides97.ppt(slides97.slide(slides97.box("标题", 0), slides97.box("正文"))),
    "pptx": slides.pptx(SLIDE, notes=slides.shape("备注")),
    "rar": archives.rarred(("一.txt", b"3")),
    "rtf": rtf.rtf(rtf.p(rtf.coded("完成三项")) + rtf.tr(rtf.coded("甲"), rtf.coded("乙"))),
    "wmf": wmf(("授权专利", 1), ("3项", 9)),
    "tar": archives.tarred((b"a.txt", b"3"), ("二.txt".encode("gbk"), b"22")),
}
"""A small file of each of the other formats."""


@st.composite
def trees(draw: st.DrawFn) -> str:
    """Well-formed XML of Word's elements, one in another in any order, sensible or not."""
    out, open_tags = [], []
    for _ in range(draw(st.integers(0, 40))):
        kind = draw(st.integers(0, 3))
        if kind == 0:
            open_tags.append(draw(st.sampled_from(TAGS)))
            out.append(f"<{open_tags[-1]}>")
        elif kind == 1 and open_tags:
            out.append(f"</{open_tags.pop()}>")
        elif kind == 2:
            out.append(draw(st.sampled_from(EMPTY)))
        else:
            out.append("字")
    return "".join(out) + "".join(f"</{tag}>" for tag in reversed(open_tags))


@given(trees())
@settings(max_examples=300, deadline=None)
def test_word_elements_in_any_order_are_read(body: str) -> None:
    agrees(word.FORMAT, docx(body, {"numbering": NUMBERING}))


@given(
    st.sampled_from([WORD, BOOK]),
    st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), max_size=8),
    st.integers(0, 4000),
)
@settings(max_examples=200, deadline=None)
def test_bytes_changed_or_lost_break_no_reader(data: bytes, changes: list[tuple[int, int]], lost: int) -> None:
    damaged = bytearray(data[: max(30, len(data) - lost)] if lost % 2 else data)
    for at, value in changes:
        damaged[at % len(damaged)] = value
    for reader in (word.FORMAT, sheet.FORMAT):
        if reader.recognise(bytes(damaged)):
            agrees(reader, bytes(damaged))


@given(st.sampled_from([WORD, BOOK]), st.data())
@settings(max_examples=200, deadline=None)
def test_a_part_with_a_piece_cut_out_or_doubled_breaks_no_reader(data: bytes, draws: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = draws.draw(st.sampled_from(sorted(parts)))
    part = parts[name]
    start, end = sorted((draws.draw(st.integers(0, len(part))), draws.draw(st.integers(0, len(part)))))
    parts[name] = part[:start] + part[end:] if draws.draw(st.booleans()) else part[:end] + part[start:]
    for reader in (word.FORMAT, sheet.FORMAT):
        agrees(reader, zipped(parts))


@given(
    st.sampled_from([OLD, OLD_BOOK]), st.lists(st.tuples(st.integers(0, 1 << 16), st.integers(0, 255)), min_size=1, max_size=12)
)
@settings(max_examples=400, deadline=None)
def test_bytes_changed_in_an_old_file_break_nothing(data: bytes, changes: list[tuple[int, int]]) -> None:
    content = [at for at, byte in enumerate(data) if byte]
    damaged = bytearray(data)
    for at, value in changes:
        damaged[content[at % len(content)]] = value
    for reader in (word97.FORMAT, sheet97.FORMAT):
        if reader.recognise(bytes(damaged)):
            agrees(reader, bytes(damaged))


@given(
    st.sampled_from(sorted(OTHERS)),
    st.lists(st.tuples(st.integers(0, 1 << 16), st.sampled_from(PUT_IN)), max_size=10),
    st.integers(0, 4000),
)
@settings(max_examples=150, deadline=None)
def test_bytes_changed_lost_or_put_in_break_no_other_reader(name: str, changes: list[tuple[int, bytes]], lost: int) -> None:
    damaged = bytearray(OTHERS[name])
    for at, put in changes:
        start = at % max(1, len(damaged))
        damaged[start : start + (len(put) or 3) * (at % 2)] = put
    for reader in all_formats():
        if reader.recognise(bytes(damaged[: max(30, len(damaged) - lost)] if lost % 3 else damaged)):
            agrees(reader, bytes(damaged))
            break


@given(st.text(alphabet='甲乙,;\t|"\n\r 。', max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_table_or_none(words: str) -> None:
    agrees(delimited.FORMAT, words.encode())


def agrees(reader: Format, data: bytes) -> None:
    try:
        extraction = reader.extract(data, Context(keep=archives.Kept()))
    except DocumentError:
        return
    if reader.name not in SEVERAL_PLACES:
        holds_together(extraction)


SEVERAL_PLACES = ("OFD",)
"""Formats whose paragraphs stand in several places."""


def holds_together(extraction: Extraction) -> None:
    """Blocks stand in order, apart, and cover all that is not blank; each has its place; cells lie within the text."""
    done = 0
    for block, anchor in zip(extraction.blocks, extraction.anchors, strict=True):
        assert block.span == anchor.span
        assert extraction.text[done : block.span.start].strip() == ""
        assert extraction.text[block.span.start : block.span.end].strip()
        done = block.span.end
    assert extraction.text[done:].strip() == ""
    for table in extraction.tables:
        for cell in (cell for cells in table.rows for cell in cells):
            assert 0 <= cell.span.start <= cell.span.end <= len(extraction.text)
