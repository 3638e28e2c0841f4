"""Reads the content of an OpenDocument text or presentation as a stream into paragraphs, tables and text boxes."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from xml.parsers import expat

from extractors.odf_definitions import style_ends, style_starts
from extractors.odf_names import XLINK, named
from extractors.odf_sheet import SheetHandler
from extractors.odf_styles import OdfStyles
from extractors.odf_tables import OdfTables
from extractors.wordgather import DELETED, Gathering
from extractors.wordlook import Look
from extractors.wordnumbering import Numbering
from extractors.wordparts import Reference, Story
from extractors.wordstyles import whole
from extractors.xmlstream import skip

Attributes = dict[str, str]
Start = Callable[[Attributes], None]
End = Callable[[], None]
BLANKS = re.compile("[ \t\r\n]+")
HREF = f"{XLINK} href"
SKIPPED = (
    "text:note-citation", "office:forms", "office:scripts", "office:font-face-decls", "office:settings",
    "office:event-listeners", "text:table-of-content-source", "text:illustration-index-source", "text:table-index-source",
    "text:alphabetical-index-source", "text:bibliography-source", "text:object-index-source", "text:user-index-source",
    "presentation:footer-decl", "presentation:date-time-decl", "presentation:header-decl", "office:binary-data",
    "office:change-info",
)  # fmt: skip
INDICES = (
    "table-of-content",
    "illustration-index",
    "table-index",
    "alphabetical-index",
    "bibliography",
    "object-index",
    "user-index",
)
SHAPES = ("text-box", "custom-shape", "rect", "circle", "ellipse", "line", "polygon", "polyline", "path", "connector", "caption")
FURNITURE = ("footer", "date-time", "page-number", "header")
"""Classes of frames that a master puts on every slide."""
MOST_BLANKS = 1_000
"""Blanks in one element that are believed."""
MOST_OBJECTS = 1_000


@dataclass(slots=True)
class Page:
    """The slide that is being read."""

    number: int = 0
    hidden: bool = False
    frame: str = ""
    """What the master calls the frame that is open."""


@dataclass(slots=True)
class _Text:
    """One text and its gathering: the body, a note, a comment."""

    gathering: Gathering
    looks: "list[list[Look | None]]" = field(default_factory=list)
    """For each open paragraph, the look of each open span, innermost last."""


class OdfStream:
    """An `xmlstream` handler. `story` opens the gathering of a text: its root, its kind."""

    def __init__(
        self, styles: OdfStyles, numbering: Numbering, story: Callable[[str, Story], Gathering], sheet: SheetHandler
    ) -> None:
        self.page = Page()
        self.pictures: list[str] = []
        self.objects: list[tuple[str, Page]] = []
        """The folders of texts and sheets that are set into this one, and the slide each stands on."""
        self.outward = 0
        self.changes = 0
        self._styles = styles
        self._numbering = numbering
        self._story = story
        self._sheet = sheet
        self._texts: list[_Text] = []
        self._data: list[str] = []
        self._lists: list[str] = []
        self._list_count = 0
        self._defined: set[str] = set()
        self._item_open = False
        self._hidden = 0
        self._boxes: list[bool] = []
        self._frames: list[str] = []
        self._tables = OdfTables(styles, self._present)
        self._in_deletion = False
        self._noted = 0
        self._sections: list[bool] = []
        self._deleted: dict[str, list[str]] = {}
        self._region = ""

    def attach(self, parser: expat.XMLParserType) -> None:
        self._parser = parser
        self._start_of, self._end_of = self._starts(), self._ends()
        self._listen()

    def break_off(self) -> None:
        """The part broke off: what is open is handed on as it is."""
        self._flush()
        while self._texts:
            self._end_text()
        self._sheet.break_off()

    def _listen(self) -> None:
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end
        self._parser.CharacterDataHandler = self._data.append

    def _start(self, name: str, attributes: Attributes) -> None:
        if self._data:
            self._flush()
        handler = self._start_of.get(name)
        if handler is not None:
            handler(attributes)

    def _end(self, name: str) -> None:
        if self._data:
            self._flush()
        handler = self._end_of.get(name)
        if handler is not None:
            handler()

    def _flush(self) -> None:
        """Blanks and line ends in the file are one blank (ODF 1.3 part 3, 6.1.2)."""
        text = BLANKS.sub(" ", "".join(self._data))
        self._data.clear()
        self._write(text)

    @property
    def _gathering(self) -> Gathering | None:
        return self._texts[-1].gathering if self._texts else None

    def _present(self) -> Gathering | None:
        return self._gathering

    def _starts(self) -> dict[str, Start]:
        found: dict[str, Start] = {
            "office:text": self._body, "office:presentation": self._body, "office:drawing": self._body,
            "office:spreadsheet": self._spreadsheet, "style:header": self._header, "style:footer": self._footer,
            "style:header-left": self._header, "style:footer-left": self._footer, "style:header-first": self._header,
            "style:footer-first": self._footer, "text:p": self._paragraph, "text:h": self._heading, "text:span": self._span,
            "text:s": self._blanks, "text:tab": self._tab, "text:line-break": self._break, "text:note": self._note,
            "office:annotation": self._comment, "text:ruby-text": self._reading, "text:list": self._list,
            "text:list-item": self._item, "text:section": self._section, "text:section-source": self._source,
            "office:dde-source": self._source, "text:hidden-text": self._hidden_text, "text:hidden-paragraph": self._hide,
            "text:changed-region": self._change_region, "text:deletion": self._deletion, "text:insertion": self._insertion,
            "text:change": self._change, "draw:page": self._slide, "draw:frame": self._frame, "draw:image": self._image,
            "draw:object": self._object, "presentation:notes": self._notes,
        }  # fmt: skip
        found |= {f"draw:{shape}": self._shape for shape in SHAPES} | {f"text:{index}": self._index for index in INDICES}
        found |= dict.fromkeys(SKIPPED, self._skip)
        return {named(name): handler for name, handler in (found | self._tables.starts() | style_starts(self._styles)).items()}

    def _ends(self) -> dict[str, End]:
        found: dict[str, End] = {
            "office:text": self._end_text, "office:presentation": self._end_text, "office:drawing": self._end_text,
            "style:header": self._end_text, "style:footer": self._end_text, "style:header-left": self._end_text,
            "style:footer-left": self._end_text, "style:header-first": self._end_text, "style:footer-first": self._end_text,
            "text:p": self._end_paragraph, "text:h": self._end_paragraph, "text:span": self._end_span,
            "text:note": self._end_text, "office:annotation": self._end_text, "text:ruby-text": self._end_reading,
            "text:list": self._end_list, "text:section": self._end_section, "text:deletion": self._end_deletion,
            "draw:frame": self._end_frame, "presentation:notes": self._end_text,
        }  # fmt: skip
        found |= {f"draw:{shape}": self._end_shape for shape in SHAPES} | {f"text:{index}": self._end_index for index in INDICES}
        return {named(name): handler for name, handler in (found | self._tables.ends() | style_ends(self._styles)).items()}

    def _begin(self, root: str, story: Story) -> None:
        self._texts.append(_Text(self._story(root, story)))

    def _end_text(self) -> None:
        if self._texts:
            self._texts.pop().gathering.close_all()

    def _body(self, _attributes: Attributes) -> None:
        self._begin("document", Story())

    def _spreadsheet(self, _attributes: Attributes) -> None:
        self._sheet.attach(self._parser)

    def _header(self, attributes: Attributes) -> None:
        self._begin("hdr" if attributes.get(named("style:display")) != "false" else "unseen", Story())

    def _footer(self, attributes: Attributes) -> None:
        self._begin("ftr" if attributes.get(named("style:display")) != "false" else "unseen", Story())

    def _note(self, attributes: Attributes) -> None:
        kind = "endnote" if attributes.get(named("text:note-class")) == "endnote" else "footnote"
        self._refer(kind)
        self._begin("footnotes", Story(kind, str(self._noted)))

    def _comment(self, _attributes: Attributes) -> None:
        self._refer("comment")
        self._begin("comments", Story("comment", str(self._noted)))

    def _refer(self, kind: str) -> None:
        self._noted += 1
        gathering = self._gathering
        if gathering is not None and gathering.paragraph is not None:
            gathering.paragraph.references.append(Reference(kind, str(self._noted)))

    def _notes(self, _attributes: Attributes) -> None:
        self._begin("notes" if self.page.number else "unseen", Story())

    def _paragraph(self, attributes: Attributes) -> None:
        if not self._texts or self._in_deletion:
            return
        text = self._texts[-1]
        paragraph = text.gathering.open_paragraph()
        paragraph.style = attributes.get(named("text:style-name"))
        if self._lists and self._item_open:
            paragraph.number, paragraph.depth = self._lists[-1], min(8, len(self._lists) - 1)
            self._item_open = False
        if self.page.frame == "title":
            paragraph.outline = 0
        paragraph.look = Look(vanish=True) if self._hidden else None
        text.looks.append([paragraph.look])

    def _heading(self, attributes: Attributes) -> None:
        self._paragraph(attributes)
        gathering = self._gathering
        paragraph = gathering.paragraph if gathering is not None else None
        if paragraph is None:
            return
        level = whole(attributes.get(named("text:outline-level"), "1")) or 1
        paragraph.outline = max(0, min(8, level - 1))
        if paragraph.number is None and attributes.get(named("text:is-list-header")) != "true" and not self._lists:
            paragraph.number, paragraph.depth = self._numbered_by("outline", "outline"), paragraph.outline

    def _end_paragraph(self) -> None:
        if self._texts and not self._in_deletion and self._texts[-1].looks:
            self._texts[-1].looks.pop()
            self._texts[-1].gathering.close_paragraph()

    def _span(self, attributes: Attributes) -> None:
        if self._looks is None:
            return
        outer = self._looks[-1] or Look()
        look = self._styles.character(attributes.get(named("text:style-name"), "")).over(outer)
        self._looks.append(None if look == Look() else look)
        self._take_look()

    def _end_span(self) -> None:
        if self._looks is not None and len(self._looks) > 1:
            self._looks.pop()
            self._take_look()

    @property
    def _looks(self) -> "list[Look | None] | None":
        return self._texts[-1].looks[-1] if self._texts and self._texts[-1].looks else None

    def _take_look(self) -> None:
        gathering, looks = self._gathering, self._looks
        if gathering is not None and gathering.paragraph is not None and looks:
            gathering.paragraph.look = looks[-1]

    def _write(self, text: str) -> None:
        """Text of the present paragraph; of a deletion it is kept until the place it stood at."""
        if self._in_deletion:
            self._deleted.setdefault(self._region, []).append(text)
        elif self._looks is not None:
            self._texts[-1].gathering.write(text)

    def _blanks(self, attributes: Attributes) -> None:
        self._write(" " * max(1, min(MOST_BLANKS, whole(attributes.get(named("text:c"), "1")) or 1)))

    def _tab(self, _attributes: Attributes) -> None:
        self._write("\t")

    def _break(self, _attributes: Attributes) -> None:
        self._write("\n")

    def _reading(self, _attributes: Attributes) -> None:
        """A reading above letters comes after them, in brackets."""
        self._write("(")

    def _end_reading(self) -> None:
        self._write(")")

    def _list(self, attributes: Attributes) -> None:
        style = attributes.get(named("text:style-name"), "") or (self._lists[-1].partition("#")[0] if self._lists else "")
        if not self._lists and attributes.get(named("text:continue-numbering")) != "true":
            self._list_count += 1
        self._lists.append(self._numbered_by(style, f"{style}#{self._list_count}"))

    def _numbered_by(self, style: str, key: str) -> str:
        if key not in self._defined:
            self._defined.add(key)
            self._numbering.define(key, self._styles.lists.get(style, {}))
        return key

    def _end_list(self) -> None:
        if self._lists:
            self._lists.pop()
        self._item_open = False

    def _item(self, _attributes: Attributes) -> None:
        self._item_open = True

    def _section(self, attributes: Attributes) -> None:
        hidden = attributes.get(named("text:display")) == "none" or attributes.get(named("text:is-hidden")) == "true"
        self._sections.append(hidden)
        self._hidden += hidden

    def _end_section(self) -> None:
        if self._sections:
            self._hidden -= self._sections.pop()

    def _source(self, attributes: Attributes) -> None:
        self.outward += bool(attributes.get(HREF) or attributes.get(named("office:dde-topic")))

    def _hidden_text(self, attributes: Attributes) -> None:
        gathering = self._gathering
        if attributes.get(named("text:is-hidden")) == "true" and gathering is not None and gathering.paragraph is not None:
            words = attributes.get(named("text:string-value"), "")
            gathering.set_aside(gathering.paragraph, "hidden", "hidden text", words)

    def _hide(self, attributes: Attributes) -> None:
        gathering = self._gathering
        if attributes.get(named("text:is-hidden")) == "true" and gathering is not None and gathering.paragraph is not None:
            gathering.paragraph.gone = "hidden text"

    def _index(self, _attributes: Attributes) -> None:
        if self._gathering is not None:
            self._gathering.toc += 1

    def _end_index(self) -> None:
        if self._gathering is not None:
            self._gathering.toc = max(0, self._gathering.toc - 1)

    def _change_region(self, attributes: Attributes) -> None:
        self._region = attributes.get(named("text:id"), "") or attributes.get("http://www.w3.org/XML/1998/namespace id", "")

    def _deletion(self, _attributes: Attributes) -> None:
        self.changes += 1
        self._in_deletion = True

    def _end_deletion(self) -> None:
        self._in_deletion = False

    def _insertion(self, _attributes: Attributes) -> None:
        self.changes += 1

    def _change(self, attributes: Attributes) -> None:
        """Where something was deleted."""
        gathering = self._gathering
        words = "".join(self._deleted.pop(attributes.get(named("text:change-id"), ""), []))
        if gathering is not None and words:
            paragraph = gathering.paragraph
            gathering.set_aside(paragraph or gathering.open_paragraph(), *DELETED, words)
            if paragraph is None:
                gathering.close_paragraph()

    def _slide(self, attributes: Attributes) -> None:
        hidden = self._styles.hides("drawing-page", attributes.get(named("draw:style-name"), ""))
        self.page = Page(self.page.number + 1, hidden)

    def _frame(self, attributes: Attributes) -> None:
        self._frames.append(attributes.get(named("draw:style-name"), ""))
        self.page.frame = attributes.get(named("presentation:class"), "")

    def _end_frame(self) -> None:
        if self._frames:
            self._frames.pop()
        self.page.frame = ""

    def _shape(self, attributes: Attributes) -> None:
        """A box within a paragraph follows it; one that stands alone is read where it stands."""
        gathering = self._gathering
        inside = gathering is not None and gathering.paragraph is not None
        if inside and gathering is not None:
            own = attributes.get(named("draw:style-name"), "") or (self._frames[-1] if self._frames else "")
            gathering.open_box(self._styles.ground("graphic", own))
        self._boxes.append(inside)

    def _end_shape(self) -> None:
        if self._boxes and self._boxes.pop() and self._gathering is not None:
            self._gathering.close_box()

    def _object(self, attributes: Attributes) -> None:
        folder = attributes.get(HREF, "").removeprefix("./")
        if folder and len(self.objects) < MOST_OBJECTS:
            self.objects.append((folder, replace(self.page, frame="")))

    def _image(self, attributes: Attributes) -> None:
        address = attributes.get(HREF, "")
        if "://" in address:
            self.outward += 1
        elif address and self._texts:
            self.pictures.append(address.removeprefix("./"))

    def _skip(self, _attributes: Attributes) -> None:
        skip(self._parser, self._listen)
