"""Presentations of PowerPoint 95 (.ppt): the text that the program keeps beside its slides for its own search.

It holds all that is written on the slides in their order, a line each, with a blank line between shapes; slides are not told
apart. Letters are bytes in the charset of the program's language.
"""

from extractors.charset import decode
from extractors.composer import Composer
from extractors.ole import content, holds, opened
from extractors.registry import Context, Format
from pipeline.document import Extraction, Place
from pipeline.errors import DocumentError, Reason

SLIDES, WORDS = "PowerPoint Document", "Text_Content"
OPENING = b"\x03\0\0\0"
"""How the stream of slides begins; that of PowerPoint 97 begins with a container of another kind (MS-PPT 2.3.1)."""


def is_95(data: bytes) -> bool:
    """Whether an OLE container holds a presentation of PowerPoint 95."""
    if not holds(data, SLIDES):
        return False
    try:
        with opened(data) as container:
            return content(container, SLIDES).startswith(OPENING)
    except DocumentError:
        return False


def recognise(data: bytes) -> bool:
    """Whether it also keeps its text."""
    return holds(data, WORDS) and is_95(data)


def extract(data: bytes, context: Context) -> Extraction:
    """The lines of the slides. Raises DocumentError: DAMAGED where the text cannot be followed, NO_TEXT where there is none."""
    composer = Composer(context.limits)
    with opened(data) as container:
        text = decode(content(container, WORDS).rstrip(b"\0")).text
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").split("\n")
    title = next((line.strip() for line in lines if line.strip()), "")
    for number, line in enumerate(lines, 1):
        composer.block(line, "paragraph", Place(line=number))
    if not composer.has_body:
        raise DocumentError(Reason.NO_TEXT, "the presentation has no words")
    return composer.extraction(title=title)


FORMAT = Format(
    name="PowerPoint 95",
    media_types=("application/vnd.ms-powerpoint",),
    extensions=(".ppt", ".pps", ".pot", ".dps"),
    version="1",
    rank=30,
    recognise=recognise,
    extract=extract,
    needs=("olefile",),
)
