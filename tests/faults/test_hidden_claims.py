"""Text that lies to win points: a claim that no reader of the page sees is flagged, and neither body nor tagged."""

import pytest

from extractors.registry import Context
from pipeline.document import Document, Source
from pipeline.errors import Flag
from pipeline.process import Annotator, document_stages, extract, opened
from tests.builders.sheet import row, text, xlsx

CLAIM = "授權發明專利九十九項"
TRUTH = "班組今年解決現場難題三個。"


def read(data: bytes, name: str) -> Document:
    return Annotator(document_stages())(opened(Source(path=name), extract(data, Context(name=name))))


def patents(hidden: str = "", *, states: tuple[str, ...] = ("visible", "visible"), columns: str = "") -> bytes:
    head = row(1, text("A1", "序号"), text("B1", "专利名称"), text("C1", "专利号"))
    only = row(2, text("A2", "1"), text("B2", "一种链轮拔取器"), text("C2", "ZL202222333444.5"), properties=hidden)
    return xlsx(row(1, text("A1", "说明")), f"{columns}<sheetData>{head}{only}</sheetData>", states=states)


@pytest.mark.parametrize(
    "data",
    [
        patents('hidden="1"'),
        patents('ht="0.5" customHeight="1"'),
        patents(states=("visible", "veryHidden")),
        patents(columns='<cols><col min="1" max="9" hidden="1"/></cols>'),
    ],
)
def test_rows_of_a_list_that_are_hidden_are_no_achievements(data: bytes) -> None:
    document = read(data, "list.xlsx")
    assert "ZL202222333444.5" in document.text
    assert document.achievements == ()
    assert Flag.HIDDEN_TEXT in {flag.code for flag in document.flags}


def test_the_same_list_is_read_when_it_is_shown() -> None:
    assert [found.category for found in read(patents(), "list.xlsx").achievements] == ["ip_right"]
