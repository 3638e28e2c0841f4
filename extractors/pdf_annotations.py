"""What was put on top of a PDF page: the values of form fields, text boxes, and readers' comments."""

from collections.abc import Iterator, Sequence
from ctypes import c_ushort
from typing import Any

from extractors.grids import Grid
from extractors.pdf_calls import calls, number_of
from extractors.pdf_frame import Frame
from extractors.pdf_lines import cell_of
from extractors.rows import Line
from pipeline.document import Box

FREE_TEXT, WIDGET = 3, 20
COMMENTS = frozenset({1, 9, 10, 11, 12, 14})
"""Notes, highlights, underlines, squiggles, strike-outs, carets: their contents are what a reader wrote (ISO 32000-1, 12.5.6)."""
CHECK_BOX, RADIO, COMBO, LIST, TEXT_FIELD = 2, 3, 4, 5, 6
UNSEEN = 0x2 | 0x20
"""Flags of an annotation that is not shown: hidden, no view (ISO 32000-1, table 165)."""
MOST = 20_000
LONGEST = 200_000
"""UTF-16 units of one value."""


def annotation_lines(page: Any, form: Any, frame: Frame, grids: Sequence[Grid]) -> Iterator[Line]:
    """A line for each line of a field's value, a text box or a comment. `form` is the document's form environment, or None."""
    count = calls().FPDFPage_GetAnnotCount(number_of(page.raw))
    if count <= 0:
        return
    from pypdfium2 import raw  # noqa: PLC0415  heavy; loaded where a PDF is read

    for index in range(min(count, MOST)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            text = _text(raw, form, annotation, kind)
            if text.strip():
                unseen = "a field or box that is not shown" if raw.FPDFAnnot_GetFlags(annotation) & UNSEEN else ""
                yield from _lines(text, _box(raw, annotation, frame), grids, unseen, kind in COMMENTS)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def _text(raw: Any, form: Any, annotation: Any, kind: int) -> str:
    if kind == FREE_TEXT or kind in COMMENTS:
        return _string(raw.FPDFAnnot_GetStringValue, annotation, b"Contents")
    if kind != WIDGET or form is None:
        return ""
    field = raw.FPDFAnnot_GetFormFieldType(form, annotation)
    if field in (TEXT_FIELD, COMBO, LIST):
        return _string(raw.FPDFAnnot_GetFormFieldValue, form, annotation)
    if field in (CHECK_BOX, RADIO):
        return "☑" if raw.FPDFAnnot_IsChecked(form, annotation) else ""
    return ""


def _string(function: Any, *arguments: Any) -> str:
    """What a function of pdfium writes into a buffer: UTF-16 with a final zero; the size in bytes is asked first."""
    size = min(function(*arguments, None, 0), 2 * LONGEST)
    if size <= 2:
        return ""
    buffer = (c_ushort * (size // 2 + 1))()
    function(*arguments, buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace").split("\x00")[0]


def _box(raw: Any, annotation: Any, frame: Frame) -> Box:
    rectangle = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, rectangle)
    return frame.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)


def _lines(text: str, box: Box, grids: Sequence[Grid], unseen: str, comment: bool) -> Iterator[Line]:
    """The lines share the box's height."""
    texts = [" ".join(line.split()) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    step = (box.y1 - box.y0) / len(texts)
    for number, line in enumerate(texts):
        if not line:
            continue
        part = Box(box.x0, box.y0 + number * step, box.x1, box.y0 + (number + 1) * step)
        size = max(4.0, min(12.0, 0.8 * step))
        yield Line(line, part, part, size, hidden=unseen, comment=comment, cell=None if comment else cell_of(part, grids))
