"""The body of a document as a reader wants it: mended, without what was cut, in the script asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import msgspec
from msgspec import structs

from pipeline.document import BODY_ROLES, Byline, Document, Line, Role, Script, kept
from pipeline.recording import byline_record
from pipeline.script import Target, convert, convert_name, doubtful
from pipeline.script_doubts import Doubt

CleanFormat = Literal["text", "markdown", "json", "html"]
"""`html` shows what was kept and what was cut side by side; it is made from the record (`pipeline.render.sides`)."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One kept line. `level` is a heading's depth where the source gives one."""

    role: Role
    text: str
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What `clean` gives of one document."""

    title: str
    byline: Byline
    script: Script
    paragraphs: tuple[Paragraph, ...]
    doubtful: tuple[Doubt, ...] = ()
    """Letters of `text` of which it is in doubt what they are in the script it was converted to."""

    @property
    def text(self) -> str:
        """The body alone, one paragraph a line."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


def kept_text(document: Document, line: Line) -> str:
    """The mended text of a line without its cuts, script unchanged."""
    pieces = (document.mended.from_base(span) for span in kept(line))
    return "".join(document.mended.text[slice(*piece)] for piece in pieces).strip()


def cleaned(document: Document, *, to: Target = "keep") -> Cleaned:
    """The body of an annotated document, its title and byline, converted to the script `to`."""
    levels = {block.span.start: block.level for block in document.blocks if block.kind == "heading"}
    paragraphs = []
    for line in document.lines:
        text = kept_text(document, line) if line.role in BODY_ROLES else ""
        if text:
            paragraphs.append(Paragraph(line.role, text, levels.get(line.span.start)))
    return converted(Cleaned(document.title, document.byline, document.script, tuple(paragraphs)), to)


def converted(found: Cleaned, to: Target) -> Cleaned:
    """The cleaned body, title and byline in the script `to`, with the letters of the body whose form is in doubt."""
    if to == "keep":
        return found
    paragraphs: list[Paragraph] = []
    doubts: list[Doubt] = []
    start = 0
    for each in found.paragraphs:
        made = convert(each.text, to)
        paragraphs.append(replace(each, text=made))
        if len(made) == len(each.text):
            doubts += (structs.replace(one, place=start + one.place) for one in doubtful(each.text, to))
        start += len(made) + 1
    title, byline = convert(found.title, to), byline_in(found.byline, to)
    return Cleaned(title, byline, found.script, tuple(paragraphs), tuple(doubts))


def byline_in(byline: Byline, to: Target) -> Byline:
    """The byline with its names in the script `to`."""
    return replace(
        byline,
        publisher=convert(byline.publisher, to),
        authors=tuple(convert_name(name, to) for name in byline.authors),
        reporters=tuple(convert_name(name, to) for name in byline.reporters),
        editors=tuple(convert_name(name, to) for name in byline.editors),
    )


def rendered(found: Cleaned, style: CleanFormat, *, front: Mapping[str, object] | None = None) -> str:
    """The cleaned document as text, as Markdown with title, byline and `front` as front matter, or as one JSON object."""
    if style == "markdown":
        return _markdown(found, front or {})
    if style == "json":
        made = {"title": found.title, "byline": byline_record(found.byline), "script": found.script, "text": found.text}
        return _json(made | ({"doubtful": found.doubtful} if found.doubtful else {}))
    return found.text


def _markdown(found: Cleaned, more: Mapping[str, object]) -> str:
    front = {
        "title": found.title,
        "publisher": found.byline.publisher,
        "authors": list(found.byline.authors),
        "published": found.byline.published,
        "reporters": list(found.byline.reporters),
        "editors": list(found.byline.editors),
        "address": found.byline.address,
        "doubtful": [f"{one.letter} {one.choices} {one.why}, letter {one.place + 1}" for one in found.doubtful],
        **more,
    }
    head = [f"{key}: {_json(value)}" for key, value in front.items() if value]
    body = [_markdown_paragraph(paragraph) for paragraph in found.paragraphs]
    return "\n".join(["---", *head, "---", "", "\n\n".join(body)])


def _markdown_paragraph(paragraph: Paragraph) -> str:
    if paragraph.role == "heading":
        return "#" * min((paragraph.level or 1) + 1, 6) + " " + paragraph.text
    if "\t" in paragraph.text:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in paragraph.text.split("\t")) + " |"
    return paragraph.text.replace("\\", "\\\\").replace("#", "\\#", 1) if paragraph.text.startswith("#") else paragraph.text


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
