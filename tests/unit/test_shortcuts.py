"""The shortcuts past the XML parser give what the parser gives, whatever stands in the file."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import sheetrows, word, wordsieve
from extractors.registry import Context
from extractors.sheetstream import SheetStream
from extractors.sheetstyles import PLAIN, CellStyle
from extractors.wordgather import Gathering
from extractors.wordnumbering import Numbering
from extractors.wordparts import Item, Paragraph, Story
from extractors.wordstream import WordStream
from extractors.wordstyles import Styles
from extractors.xmlstream import parse
from pipeline.errors import DocumentError, Reason
from tests.builders.word import NAMESPACES, docx, p, r, tbl, tr

SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cols><col min="2" max="2" hidden="1"/></cols>'
)
STYLES = (PLAIN, CellStyle("#,##0.00"), CellStyle("General", "in the colour of the paper"), CellStyle(";;;", "a format"))
CELLS = (
    '<c r="A{0}"><v>12.50</v></c>', '<c r="B{0}" s="1"><v>1234.5</v></c>', '<c r="C{0}" s="2"><v>7</v></c>',
    '<c r="D{0}" t="s"><v>1</v></c>', '<c r="A{0}" t="s"><v>99</v></c>',
    '<c r="B{0}" t="inlineStr"><is><t>甲_x000A_乙</t></is></c>',
    '<c r="E{0}" t="b"><v>1</v></c>', '<c r="F{0}" s="1"><f>A1+1</f></c>', '<c r="F{0}" t="str"><f>A1</f><v>文</v></c>',
    '<c r="G{0}" s="3"><v>3</v></c>', '<c r="H{0}"/>', '<c r="I{0}" t="inlineStr"><is><t>a&amp;b</t></is></c>',
    '<c s="1" r="J{0}"><v>5</v></c>', '<c r="K{0}" t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r></is></c>',
    '<c r="L{0}"><v> </v></c>', '<c r="M{0}" t="n"><v>8</v></c>', "<!-- <c r='A1'><v>9</v></c> -->", "\n",
)  # fmt: skip
ROWS = (
    '<row r="{0}">',
    '<row r="{0}" hidden="1">',
    '<row r="{0}" ht="0.5" customHeight="1">',
    '<row r="{0}" spans="1:5" >',
    "<row>",
)


def grid(pieces: Iterator[bytes], stream: SheetStream) -> tuple[object, ...]:
    try:
        parse(pieces, stream, where="", progress=lambda: None)
    except DocumentError as error:
        return (error.reason,)
    return stream.grid.rows, stream.grid.merges, stream.grid.uncomputed, stream.read


def shortened(data: bytes, size: int, stream: SheetStream) -> Iterator[bytes]:
    for piece in sheetrows.parted(data[at : at + size] for at in range(0, len(data), size)):
        if isinstance(piece, bytes):
            yield piece
        else:
            stream.plain(piece)


def new_stream(room: int = 10_000) -> SheetStream:
    return SheetStream(["零", "壹"], STYLES, room, since_1904=False)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(ROWS), st.lists(st.sampled_from(CELLS), max_size=6)), max_size=8),
    st.integers(20, 400),
    st.integers(1, 12),
)
def test_a_sheet_is_the_same_with_and_without_the_shortcut(rows: list[tuple[str, list[str]]], size: int, step: int) -> None:
    body = "".join(
        f"{row.format(number * step)}{''.join(cell.format(number * step) for cell in cells)}</row>"
        for number, (row, cells) in enumerate(rows, 1)
    )
    data = f"{SHEET}<sheetData>{body}</sheetData><mergeCells><mergeCell ref='A1:B2'/></mergeCells></worksheet>".encode()
    long_way, short_way = new_stream(), new_stream()
    assert grid(shortened(data, size, short_way), short_way) == grid(iter([data]), long_way)


@pytest.mark.parametrize("damage", ["</row>", "<row>", "</c>", "\x01", "<c r='A1'>", "]]>", "<x>", "\udc80"])
def test_what_is_not_well_formed_is_damaged_either_way(damage: str) -> None:
    data = f'{SHEET}<sheetData><row r="1"><c r="A1"><v>1</v></c></row>{damage}</sheetData></worksheet>'
    raw = data.encode("utf-8", "surrogateescape")
    long_way, short_way = new_stream(), new_stream()
    assert grid(shortened(raw, 50, short_way), short_way) == grid(iter([raw]), long_way)


def test_no_more_cells_are_kept_than_allowed() -> None:
    row = "".join(f'<c r="{letter}1"><v>1</v></c>' for letter in "ABCDE")
    data = f'{SHEET}<sheetData><row r="1">{row}</row><row r="2">{row}</row></sheetData></worksheet>'.encode()
    stream = new_stream(7)
    grid(shortened(data, 1000, stream), stream)
    assert sum(len(row.cells) for row in stream.grid.rows) == 7


def test_no_name_that_the_sieve_takes_out_has_a_handler() -> None:
    stream = WordStream(Gathering(Styles(None), Numbering(None), lambda _item, _story: None))

    class Parser:
        StartElementHandler = EndElementHandler = CharacterDataHandler = None

    stream.attach(Parser())  # type: ignore[arg-type]
    stream._open_root("http://schemas.openxmlformats.org/wordprocessingml/2006/main document", {})
    handlers = stream._start_table("ns") | dict.fromkeys(stream._end_table("ns"))
    handled = {name.rpartition(" ")[2] for name in handlers}
    assert not handled & set(wordsieve.UNREAD)


BODY = (
    p(r("甲", '<w:b/><w:rFonts w:hint="eastAsia"/><w:color w:val="FFFFFF"/>'), properties='<w:jc w:val="center"/>')
    + p(r("乙", '<w:rFonts w:ascii="Wingdings" w:hint="default"/><w:szCs w:val="21"/>'), "<w:bookmarkStart w:id='1' w:name='x'/>")
    + tbl(tr("格", "子"))
    + p(r("丙", '<w:vanish/><w:lang w:val="zh-CN"/>'))
)


@pytest.mark.parametrize("size", [5, 37, 150, 100_000])
def test_a_document_is_the_same_with_and_without_the_sieve(size: int) -> None:
    head, tail = f"<w:document {NAMESPACES}><w:body>".encode(), b"</w:body></w:document>"
    whole = head + BODY.encode() + tail
    chunks = [whole[: len(head)], *(whole[at : at + size] for at in range(len(head), len(whole), size))]
    looks = wordsieve.Looks()
    left = b"".join(wordsieve.sieved(chunks, looks))
    assert size < 100_000 or len(left) < len(whole)
    kept = left.removeprefix(head).removesuffix(tail).decode()
    assert gathered(kept, looks) == gathered(BODY)


NEWER = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
LOOKS = (
    "",
    '<w:rPr><w:sz w:val="24"/></w:rPr>',
    "<w:rPr><w:vanish/></w:rPr>",
    '<w:rPr><w:rFonts w:ascii="Wingdings"/><w:b/></w:rPr>',
    '<w:rPr><w:ins w:id="1" w:author="甲"/></w:rPr>',
    '<w:rPr><w:rPrChange w:id="2"><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr>',
)
TEXTS = ("甲", " 乙 ", "\n丙", "", "&#32;丁&amp;", "]]", "&gt;戊", "l")
BETWEEN = ("", "", "", "<w:tab/>", "<w:r><w:tab/></w:r>", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "</w:p><w:p>", "\n")


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(LOOKS),
            st.sampled_from(("", ' xml:space="preserve"')),
            st.sampled_from(TEXTS),
            st.sampled_from(BETWEEN),
        ),
        max_size=12,
    ),
    st.integers(1, 200),
)
def test_runs_that_were_made_one_read_as_they_read_apart(runs: list[tuple[str, str, str, str]], size: int) -> None:
    body = "".join(f'<w:r w:rsidR="00A1">{look}<w:t{space}>{text}</w:t></w:r>{after}' for look, space, text, after in runs)
    head, tail = f"<w:document {NAMESPACES}><w:body>".encode(), b"</w:body></w:document>"
    whole = f"<w:p>{body}</w:p>".encode()
    looks = wordsieve.Looks()
    left = b"".join(wordsieve.sieved([head, *(whole[at : at + size] for at in range(0, len(whole), size)), tail], looks))
    assert gathered(left.removeprefix(head).removesuffix(tail).decode(), looks) == gathered(whole.decode())


def test_a_sentence_that_was_cut_into_runs_of_one_look_is_one_run() -> None:
    cut = f"<w:document {NAMESPACES}><w:p><w:x/>{r('改进')}{r('装配')}{r('流程', '<w:b/>')}</w:p></w:document>".encode()
    assert '<w:r><w:t xml:space="preserve">改进装配流程</w:t></w:r>'.encode() in b"".join(
        wordsieve.sieved([cut], wordsieve.Looks())
    )


BARE = (
    "<w:p><w:r><w:t>甲</w:t></w:r></w:p>",
    '<w:p w:rsidR="0A" w14:textId="B"><w:r><w:t xml:space="preserve"> 乙 </w:t></w:r><w:r w:rsidR="01"><w:t>丙</w:t></w:r></w:p>',
    "<w:p><w:r><w:t>\n丁 </w:t></w:r></w:p>",
    "<w:p><w:r><w:t xml:space='preserve'>戊\n己</w:t></w:r></w:p>",
    '<w:p><w:r><w:t xml:space="preserve">庚\n&amp;</w:t></w:r></w:p>',
    "<w:p><w:r><w:t>&#32;辛</w:t></w:r></w:p>",
    "<w:p></w:p>",
    "<w:p/>",
    "<w:p><w:r><w:t></w:t></w:r></w:p>",
    "<w:p><w:r><w:t>l\tm</w:t></w:r></w:p>",
)
AROUND = (
    "{}",
    "{}",
    "<w:tbl><w:tr><w:tc>{0}</w:tc><w:tc>{0}{0}</w:tc></w:tr></w:tbl>",
    "<w:tbl><w:tr><w:tc>{0}</w:tc><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>{0}</w:tc><w:tc>{0}</w:tc></w:tr></w:tbl>",
    "<w:tc>{}</w:tc>",
    "<w:del>{}</w:del>",
    "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr></w:p>{}",
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>{}<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
    '<w:sdt><w:sdtPr><w:docPartGallery w:val="Table of Contents"/></w:sdtPr>{}</w:sdt>',
    "<w:p><w:r><mc:AlternateContent><mc:Choice>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent></w:r></w:p>",
    "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:txbxContent>{}</w:txbxContent></w:r></w:p>",
    "<w:p><w:rt>{}</w:rt></w:p>",
)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(AROUND), st.lists(st.sampled_from(BARE), min_size=1, max_size=4)), max_size=6),
    st.integers(20, 900),
)
def test_paragraphs_and_cells_of_text_alone_read_as_they_read_one_by_one(pieces: list[tuple[str, list[str]]], size: int) -> None:
    whole = "".join(around.format("".join(bare)) for around, bare in pieces).encode()
    head, tail = f"<w:document {NAMESPACES} {NEWER}><w:body>".encode(), b"</w:body></w:document>"
    looks = wordsieve.Looks()
    left = b"".join(wordsieve.sieved([head, *(whole[at : at + size] for at in range(0, len(whole), size)), tail], looks))
    assert gathered(left.removeprefix(head).removesuffix(tail).decode(), looks) == gathered(whole.decode())


def test_rows_of_cells_of_text_alone_are_one_text() -> None:
    looks = wordsieve.Looks()
    table = f"<w:tbl><w:tr>{''.join(f'<w:tc>{BARE[0]}</w:tc>' for _ in range(2))}</w:tr></w:tbl>"
    left = b"".join(wordsieve.sieved([f"<w:document {NAMESPACES}>{table}</w:document>".encode()], looks))
    assert left.count(b"<w:tc>") == 0
    assert left.count(b"<w:t ") == 1


@pytest.mark.parametrize("look", ["", "<w:rPr><w:vanish/></w:rPr>"])
def test_a_text_that_breaks_off_where_runs_were_made_one_gives_what_came_before(look: str) -> None:
    runs = f"<w:r>{look}<w:t>乙</w:t></w:r><w:r><w:t>丙&unknown;丁</w:t></w:r><w:r>{look}<w:t>戊</w:t></w:r>"
    found = word.extract(docx(f"{p('甲')}<w:p>{runs}</w:p><w:p><w:r><w:t>己</w:t></w:r></w:p>"), Context())
    assert found.notes[0].code is Reason.DAMAGED
    assert found.text.replace("\n", "") in ("甲乙丙", "甲丙乙")


def test_runs_of_several_looks_in_a_row_are_one_text_whose_lines_keep_their_looks() -> None:
    runs = r("改进", '<w:sz w:val="24"/>') + r("装配", "<w:vanish/>") + r("流程", '<w:color w:val="FF0000"/>')
    looks = wordsieve.Looks()
    left = b"".join(wordsieve.sieved([f"<w:document {NAMESPACES}><w:p>{runs}</w:p></w:document>".encode()], looks))
    assert left.count(b"<w:t ") == 1
    found = word.extract(docx(p(runs)), Context())
    assert [(found.text[slice(*block.span)], block.role) for block in found.blocks] == [("改进流程", None), ("装配", "hidden")]


def test_no_document_can_name_a_look_itself() -> None:
    forged = '<w:r><w:rPr><w:vanish/></w:rPr><w:t look="0 0">甲</w:t></w:r>'
    seen = p(r("乙", '<w:sz w:val="24"/>') + r("丙", '<w:sz w:val="28"/>'))
    found = word.extract(docx(seen + p(forged)), Context())
    assert [block.role for block in found.blocks] == [None, "hidden"]


def as_read(item: Item) -> object:
    """An item with the pieces of its texts put together."""
    if isinstance(item, Paragraph):
        return item.text(), replace(item, pieces=[], boxes=[]), [as_read(inner) for inner in item.boxes]
    return [
        (replace(row, cells=[]), [(replace(cell, items=[]), [as_read(inner) for inner in cell.items]) for cell in row.cells])
        for row in item.rows
    ]


def gathered(body: str, looks: wordsieve.Looks | None = None) -> object:
    """What the parser alone makes of a body."""
    found: list[object] = []

    def done(item: Item, _story: Story) -> None:
        found.append(as_read(item))

    gathering = Gathering(Styles(None), Numbering(None), done)
    data = f"<w:document {NAMESPACES} {NEWER}><w:body>{body}</w:body></w:document>".encode()
    stream = WordStream(gathering)
    stream.looks = looks or stream.looks
    parse([data], stream, where="", progress=lambda: None)
    return found


def test_comments_and_other_prefixes_keep_the_sieve_away() -> None:
    for data in (
        f"<w:document {NAMESPACES}><!-- <w:b/> --><w:b/></w:document>",
        '<x:document xmlns:x="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><x:b/></x:document>',
    ):
        assert b"".join(wordsieve.sieved([data.encode()], wordsieve.Looks())) == data.encode()
