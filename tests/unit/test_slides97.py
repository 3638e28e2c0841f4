"""Old presentations give the same text and marks as new ones."""

import contextlib
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import slides97 as reader
from extractors.detect import extract, recognise
from extractors.registry import Context, Limits
from pipeline.document import Extraction
from pipeline.errors import DocumentError, Reason
from tests.builders.archives import Kept
from tests.builders.ole import ole
from tests.builders.sheet97 import text as cell
from tests.builders.sheet97 import xls
from tests.builders.slides97 import box, outlined, picture, ppt, slide, storage

SCAN = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">LL", 800, 600) + bytes(40)


def read(data: bytes, limits: Limits = Limits()) -> Extraction:
    return extract(data, Context(name="汇报.ppt", keep=Kept(), limits=limits))


def blocks(extraction: Extraction) -> list[tuple[str, str | None]]:
    return [(extraction.text[block.span.start : block.span.end], block.role) for block in extraction.blocks]


def test_slides_are_pages_with_their_titles_texts_and_notes() -> None:
    first = slide(box("成果汇报", 0), box("专利五项\r节约工时\x0b三百小时"), comment="请补证书")
    data = ppt(first, slide(box("ISO 9001", narrow=True)), notes=slide(box("讲稿"), notes_of=256))
    extraction = read(data)
    assert blocks(extraction) == [
        ("成果汇报", "heading"), ("专利五项", None), ("节约工时\n三百小时", None), ("讲稿", "comment"), ("请补证书", "comment"),
        ("ISO 9001", None),
    ]  # fmt: skip
    assert [anchor.place.page for anchor in extraction.anchors] == [1, 1, 1, 1, 1, 2]
    assert extraction.title == "成果汇报"


def test_texts_of_the_outline_stand_where_their_shapes_refer_to_them() -> None:
    data = ppt(slide(outlined(1), box("图中"), outlined(0), outlined(9)), outline=((0, "题"), (1, "要点")))
    assert blocks(read(data)) == [("要点", None), ("图中", None), ("题", "heading")]


def test_a_slide_that_is_not_shown_is_hidden() -> None:
    assert blocks(read(ppt(slide(box("藏"), hidden=True), slide(box("见"))))) == [("藏", "hidden"), ("见", None)]


def test_a_presentation_with_a_password_says_so() -> None:
    with pytest.raises(DocumentError) as raised:
        read(ppt(slide(box("甲")), locked=True))
    assert raised.value.reason is Reason.ENCRYPTED


def test_every_text_is_read_where_the_newest_state_is_lost() -> None:
    extraction = read(ppt(slide(box("专利五项")), lost=True))
    assert extraction.text == "专利五项"
    assert [note.code for note in extraction.notes] == [Reason.DAMAGED]


def test_large_pictures_are_children() -> None:
    extraction = read(ppt(slide(box("图")), pictures=picture(SCAN) + picture(SCAN[:16] + bytes(40)) + b"\0" * 5000))
    assert [child.path for child in extraction.children] == ["picture 1.png"]


def test_more_slides_than_allowed_are_said() -> None:
    extraction = read(ppt(*(slide(box(f"第{number}页")) for number in "一二三")), Limits(pages=2))
    assert extraction.text == "第一页\n第二页"
    assert [note.code for note in extraction.notes] == [Reason.LIMIT_PAGES]


WHOLE = ppt(slide(box("成果", 0), outlined(0)), outline=((1, "要点"),), notes=slide(box("讲稿"), notes_of=256))


@settings(deadline=None)
@given(st.integers(500, 2000), st.binary(min_size=1, max_size=6))
def test_no_damage_raises_anything_but_our_own_error(position: int, patch: bytes) -> None:
    assert recognise(WHOLE) is reader.FORMAT
    with contextlib.suppress(DocumentError):
        reader.extract(WHOLE[:position] + patch + WHOLE[position + len(patch) :], Context(keep=Kept()))


@pytest.mark.parametrize("packed", [True, False])
def test_files_put_into_an_old_presentation_are_children_and_their_pictures_are_not(packed: bool) -> None:
    inside, lost = storage(xls(cell(0, 0, "专利")), packed=packed), storage(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", packed=packed)
    macros = storage(ole({"PROJECT": b"x"}), packed=packed)
    found = read(ppt(slide(box("附表")), objects=(inside, macros, lost)))
    assert [child.path for child in found.children] == ["object 1.xls", "object 3.bin"]
