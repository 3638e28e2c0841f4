"""Files and pictures that stand in Office documents are documents of their own."""

import struct

import pytest

from extractors import oleobject, pictures
from extractors.detect import extract
from extractors.ole import content, opened
from extractors.registry import Context
from pipeline.errors import DocumentError, Reason
from tests.builders.archives import Kept
from tests.builders.ole import ole
from tests.builders.packages import added, relations
from tests.builders.sheet import row, text, xlsx
from tests.builders.sheet97 import record as record97
from tests.builders.sheet97 import text as text97
from tests.builders.sheet97 import xls
from tests.builders.slides import pptx, shape
from tests.builders.slides97 import picture
from tests.builders.word import docx, p
from tests.builders.word97 import P97, doc

SCAN = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">LL", 800, 600) + bytes(40)
LOGO = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">LL", 120, 40) + bytes(40)


def children(data: bytes, name: str) -> dict[str, bytes]:
    kept = Kept()
    return {child.path: kept.contents[child.sha256] for child in extract(data, Context(name=name, keep=kept)).children}


def native(name: str, content: bytes) -> bytes:
    """A file as the packager keeps it."""
    path = f"C:\\{name}".encode("gbk") + b"\0"
    body = b"\x02\0" + name.encode("gbk") + b"\0" + path + b"\0\0\x03\0" + struct.pack("<L", len(path)) + path
    body += struct.pack("<L", len(content)) + content
    return struct.pack("<L", len(body)) + body


def test_large_pictures_in_a_word_document_are_children_and_small_ones_are_not() -> None:
    links = {"a": ("image", "media/a.png"), "b": ("image", "media/b.png"), "c": ("image", "http://canary.invalid/c.png")}
    data = added(docx(p("正文"), links=links), {"word/media/a.png": SCAN, "word/media/b.png": LOGO})
    assert children(data, "a.docx") == {"word/media/a.png": SCAN}


def test_a_word_document_of_pictures_alone_gives_them_with_its_reason() -> None:
    links = {"a": ("image", "media/a.png")}
    found = extract(added(docx(p(""), links=links), {"word/media/a.png": SCAN}), Context(keep=Kept()))
    assert len(found.children) == 1
    assert [note.code for note in found.notes] == [Reason.NO_TEXT]


def test_files_put_into_a_document_come_out_under_their_own_names() -> None:
    links = {"a": ("oleObject", "embeddings/oleObject1.bin"), "b": ("oleObject", "embeddings/oleObject2.bin")}
    parts = {
        "word/embeddings/oleObject1.bin": ole({oleobject.NATIVE: native("专利证书.pdf", b"%PDF-1.7 x" + bytes(5000))}),
        "word/embeddings/oleObject2.bin": ole({"Equation Native": b"1"}),
    }
    assert list(children(added(docx(p("正文"), links=links), parts), "a.docx")) == ["word/embeddings/专利证书.pdf"]


def test_old_documents_and_packages_inside_objects_are_known_by_what_they_hold() -> None:
    whole = doc(P97("内文\r"))
    assert oleobject.unpacked(whole) == oleobject.Kept(".doc", whole)
    assert oleobject.unpacked(ole({"CONTENTS": b"%PDF-1.4" + bytes(4090)})) == oleobject.Kept(".pdf", b"%PDF-1.4" + bytes(4090))
    assert oleobject.unpacked(b"nothing") is None


@pytest.mark.parametrize("cut", [0, 1, 7, 20, 60])
def test_a_packaged_file_that_breaks_off_gives_none_or_what_there_is(cut: int) -> None:
    found = oleobject.unpacked(ole({oleobject.NATIVE: native("a.pdf", b"x" * 20)[: cut or None].ljust(4096, b"\0")}))
    assert found is None or found.content


def test_pictures_on_slides_and_sheets_are_children_once() -> None:
    drawing = relations(a=("image", "../media/a.png"))
    slides = added(pptx(shape("甲"), shape("乙")), {
        "ppt/slides/_rels/slide1.xml.rels": drawing.encode(), "ppt/slides/_rels/slide2.xml.rels": drawing.encode(),
        "ppt/media/a.png": SCAN,
    })  # fmt: skip
    assert children(slides, "a.pptx") == {"ppt/media/a.png": SCAN}
    parts: dict[str, str | bytes] = {
        "xl/worksheets/_rels/sheet1.xml.rels": relations(d=("drawing", "../drawings/d.xml")),
        "xl/drawings/d.xml": "<d/>", "xl/drawings/_rels/d.xml.rels": drawing, "xl/media/a.png": SCAN,
    }  # fmt: skip
    assert children(xlsx(row(1, text("A1", "值")), parts=parts), "a.xlsx") == {"xl/media/a.png": SCAN}


def test_pictures_in_old_word_documents_are_children() -> None:
    data = doc(P97("证书\r"), data=picture(LOGO) + picture(SCAN))
    assert children(data, "a.doc") == {"picture 2.png": SCAN}


def test_an_object_that_cannot_be_opened_is_noted() -> None:
    links = {"a": ("oleObject", "embeddings/oleObject1.bin")}
    broken = {"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)}
    found = extract(added(docx(p("正文"), links=links), broken), Context(keep=Kept()))
    assert (found.text, [note.code for note in found.notes]) == ("正文", [Reason.DAMAGED])


@pytest.mark.parametrize(
    ("head", "size"),
    [
        (
            b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(10) + b"\xff\xc2\x00\x11\x08" + struct.pack(">HH", 600, 800) + bytes(9),
            (800, 600),
        ),
        (b"GIF89a" + struct.pack("<HH", 800, 600), (800, 600)),
        (b"BM" + bytes(16) + struct.pack("<ll", 800, -600), (800, 600)),
        (b"II*\0" + struct.pack("<LHHHLLHHLHH", 8, 2, 256, 3, 1, 800, 257, 4, 1, 600, 0), (800, 600)),
        (b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + (799).to_bytes(3, "little") + (599).to_bytes(3, "little"), (800, 600)),
        (b"\xff\xd8\xff" + b"\xff" * 50, None),
        (b"%PDF-1.7", None),
    ],
)
def test_the_size_of_a_picture_is_read_from_its_head(head: bytes, size: tuple[int, int] | None) -> None:
    assert pictures.size(head) == size


def test_children_beyond_the_budget_of_the_packet_are_noted() -> None:
    def spent(_chunks: object) -> tuple[str, int]:
        raise DocumentError(Reason.LIMIT_ENTRIES, "no more members are left to this packet")

    data = added(docx(p("正文"), links={"a": ("image", "media/a.png")}), {"word/media/a.png": SCAN})
    found = extract(data, Context(keep=spent))
    assert [(note.code, note.where) for note in found.notes] == [(Reason.LIMIT_ENTRIES, "word/media/a.png")]


def book(words: str) -> bytes:
    """The stream of a workbook with one cell."""
    with opened(xls(text97(0, 0, words))) as container:
        return content(container, "Workbook")


def test_documents_that_lie_in_storages_of_old_files_are_children() -> None:
    inside = {"MBD0001/Workbook": book("专利3项"), "MBD0001/\x01CompObj": b"x", "MBD0002/CONTENTS": b"an equation"}
    found = children(ole({"Workbook": book("封面"), **inside}), "a.xls")
    assert list(found) == ["object 1.xls"]
    assert extract(found["object 1.xls"], Context(name="b.xls")).text == "成果\n专利3项"


def test_an_embedded_document_of_too_many_streams_is_said() -> None:
    streams = {f"MBD0001/{number}": b"" for number in range(600)}
    notes = extract(ole({"Workbook": book("封面"), "MBD0001/Workbook": b"x", **streams}), Context(keep=Kept())).notes
    assert [(note.code, note.where) for note in notes] == [(Reason.LIMIT_DEPTH, "object 1")]


@pytest.mark.parametrize(
    ("data", "ending"), [(docx(p("甲")), ".docx"), (xlsx(row(1, text("A1", "甲"))), ".xlsx"), (b"%PDF-1.4", ".pdf")]
)
def test_an_object_without_a_name_is_named_for_what_it_is(data: bytes, ending: str) -> None:
    kept = oleobject.unpacked(data)
    assert kept is not None
    assert kept.name == ending


def test_pictures_on_the_sheets_of_an_old_workbook_are_children_even_where_their_record_is_cut_in_pieces() -> None:
    scan = picture(SCAN + bytes(9_000))
    shared = record97(0x00EB, picture(LOGO) + scan[:3_000]) + record97(0x003C, scan[3_000:8_000]) + record97(0x003C, scan[8_000:])
    found = children(xls(text97(0, 0, "证书"), text97(0, 0, "照片"), shared=shared), "a.xls")
    assert found == {"picture 2.png": SCAN + bytes(9_000)}
