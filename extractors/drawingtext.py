"""Words in drawings (DrawingML, ECMA-376 part 1, section 21): text boxes, SmartArt, titles of charts."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractors.wordstyles import local

if TYPE_CHECKING:
    from lxml.etree import _Element

RUN_TEXT = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}t",
    "{http://purl.oclc.org/ooxml/drawingml/main}t",
)
"""The text of a run; a `t` of another namespace is the text body of a point of SmartArt."""
NOT_READ = ("Fallback", "extLst", "nvPr")
"""Said twice for older programs; extensions; properties."""


def texts(root: "_Element") -> Iterator[str]:
    """The paragraphs of every text body in a part, in order."""
    for element in walk(root):
        if is_body(element):
            yield from paragraphs(element)


def walk(element: "_Element") -> "Iterator[_Element]":
    """All elements in order; tables and text bodies are not entered, nor what is not read. The parser allows 256 levels."""
    for inside in element:
        if local(inside) in NOT_READ:
            continue
        yield inside
        if local(inside) != "tbl" and not is_body(inside):
            yield from walk(inside)


def is_body(element: "_Element") -> bool:
    """Whether an element holds paragraphs."""
    name = local(element)
    return name in ("txBody", "rich") or (name == "t" and element.tag not in RUN_TEXT)


def paragraphs(body: "_Element") -> Iterator[str]:
    """The paragraphs of a text body; a soft break is a line end in them."""
    for paragraph in (element for element in body if local(element) == "p"):
        pieces = []
        for element in paragraph.iter():
            if local(element) == "t":
                pieces.append((element.text or "").replace("\n", " "))
            elif local(element) == "br":
                pieces.append("\n")
        yield "".join(pieces)
