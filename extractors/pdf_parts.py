"""What a PDF carries beside its pages: the title it claims, the files attached to it."""

import re
from typing import Any

from extractors.names import shown, unique
from extractors.plain import plain
from extractors.registry import Context
from pipeline.document import Child, Note
from pipeline.errors import DocumentError, Reason

MACHINE_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint|excel)|untitled|无标题|未命名|新建|文档\s*\d*$|幻灯片|powerpoint|document\d*$|print|scan)"
    r"|\.(?:docx?|wps|pdf|xlsx?|pptx?|html?|txt|indd|qxd|dvi|tex)\W*$|^[\W\d_]*$|^about:|^https?:",
    re.IGNORECASE,
)
"""Titles that programs put there by themselves."""


def metadata_title(document: Any) -> str:
    """The title in the file's metadata, if a person seems to have given it."""
    title = plain(str(document.get_metadata_value("Title"))).text
    title = " ".join(title.split())
    return "" if MACHINE_TITLE.search(title) or "\ufffd" in title or len(title) > 200 else title


def attachments(document: Any, context: Context) -> tuple[list[Child], list[Note]]:
    """The files attached to the document as a whole, kept as children."""
    import pypdfium2  # noqa: PLC0415  heavy; loaded where a PDF is read

    count = document.count_attachments()
    children: list[Child] = []
    notes: list[Note] = []
    if count <= 0:
        return children, notes
    found = [document.get_attachment(index) for index in range(min(count, context.limits.entries))]
    names = unique(shown(attachment.get_name() or f"attachment {index}")[0] for index, attachment in enumerate(found, 1))
    for name, attachment in zip(names, found, strict=True):
        context.progress()
        try:
            content = bytes(attachment.get_data())
        except pypdfium2.PdfiumError:
            notes.append(Note(Reason.DAMAGED, "the attachment holds no data", name))
            continue
        try:
            sha256, size = context.keep([content])
        except DocumentError as error:
            notes.append(Note(error.reason, error.detail, name))
            continue
        children.append(Child(name, sha256, size, name.encode("utf-8")))
    return children, notes
