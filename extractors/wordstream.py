"""Reads a part of a Word document (ECMA-376 part 1, section 17) as a stream into paragraphs and tables.

Transitional and strict namespaces are read alike. Text boxes come after the paragraph that holds them, once, though a file
gives them twice (mc:AlternateContent). What is deleted or not seen is set aside, never lost.
"""

from collections.abc import Callable
from dataclasses import replace
from xml.parsers import expat

from extractors.symbolfonts import is_symbol_font, letters
from extractors.wordboxes import Boxes
from extractors.wordgather import Gathering
from extractors.wordlook import Look
from extractors.wordparts import Paragraph, Reference, Story
from extractors.wordproperties import Properties
from extractors.wordsieve import CELLS, PARAGRAPHS, Looks
from extractors.xmlstream import dispatchers, skip
from pipeline.errors import DocumentError, Reason

Attributes = dict[str, str]
WORD = ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")
MATH = ("http://schemas.openxmlformats.org/officeDocument/2006/math", "http://purl.oclc.org/ooxml/officeDocument/math")
PICTURE = ("http://schemas.openxmlformats.org/drawingml/2006/picture", "http://purl.oclc.org/ooxml/drawingml/picture")
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
VML = "urn:schemas-microsoft-com:vml"
ROOTS = ("document", "hdr", "ftr", "footnotes", "endnotes", "comments")
OLD_PROPERTIES = ("rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange", "tblGridChange", "numberingChange")
"""What properties were before a tracked change: nothing in them holds now."""
SPACE = "http://www.w3.org/XML/1998/namespace space"


class WordStream:
    """An `xmlstream` handler that leads a `Gathering`. `changes` and `pictures` are counted as they pass."""

    def __init__(self, gathering: Gathering) -> None:
        self.root = ""
        self.looks = Looks()
        """What the sieve, if there is one, names in the texts that it makes of runs."""
        self.changes = 0
        self.pictures = 0
        self._gathering = gathering
        self._boxes = Boxes()
        self._text: list[str] = []
        self._keep_blanks = False
        self._numbers: list[str] = []
        """The looks of the lines of the present text; empty for a text of one run."""
        self._found: dict[str, tuple[Look | None, str | None]] = {}
        """Look and character style by number."""
        self._gloss: list[str] | None = None
        self._glosses = ""
        self._choices: list[int] = []
        self._tocs: list[int] = []

    def attach(self, parser: expat.XMLParserType) -> None:
        self._parser = parser
        self._data = self._text.append
        parser.StartElementHandler = self._open_root

    def break_off(self) -> None:
        """The part broke off: what is open is handed on as it is."""
        if self._text:
            self._end_text()
        self._gathering.close_all()

    def _open_root(self, name: str, _attributes: Attributes) -> None:
        """The root tells which namespace the part speaks; the tables of handlers are made for it."""
        namespace, _, self.root = name.rpartition(" ")
        if namespace not in WORD or self.root not in ROOTS:
            raise DocumentError(Reason.DAMAGED, f"begins with {self.root or name!r}, which is no part of a Word document")
        self._namespace = namespace
        self._val, self._type, self._id = f"{namespace} val", f"{namespace} type", f"{namespace} id"
        self._instruction, self._field_type = f"{namespace} instr", f"{namespace} fldCharType"
        self._font, self._char = f"{namespace} font", f"{namespace} char"
        self._properties = Properties(self._gathering, namespace)
        self._start, self._end = dispatchers(
            self._boxes.starts() | self._properties.effects() | self._start_table(namespace),
            self._boxes.ends() | self._properties.effects_ends() | self._end_table(namespace),
        )
        self._listen()

    def _start_table(self, namespace: str) -> dict[str, Callable[[Attributes], None]]:
        own: dict[str, Callable[[Attributes], None]] = {
            "p": self._paragraph,
            "r": self._run,
            "t": self._begin_text,
            "delText": self._begin_text,
            "instrText": self._begin_text,
            "fldSimple": self._simple_field,
            "tab": self._tab,
            "ptab": self._tab,
            "br": self._break,
            "cr": self._break,
            "noBreakHyphen": self._hyphen,
            "sym": self._symbol,
            "rt": self._begin_gloss,
            "tbl": self._table,
            "tr": self._row,
            "tc": self._cell,
            "txbxContent": self._box,
            "sdt": self._control,
            "ins": self._change,
            "moveTo": self._change,
            "del": self._deletion,
            "moveFrom": self._deletion,
            "cellDel": self._change,
            "cellIns": self._change,
            "fldChar": self._field,
            "footnote": self._footnote,
            "endnote": self._endnote,
            "comment": self._comment,
            "footnoteReference": self._footnote_reference,
            "endnoteReference": self._endnote_reference,
            "commentReference": self._comment_reference,
            **dict.fromkeys(OLD_PROPERTIES, self._skip),
        }
        named = {f"{namespace} {name}": handler for name, handler in (self._properties.starts() | own).items()}
        for math in MATH:
            named |= {f"{math} r": self._run, f"{math} t": self._begin_text, f"{math} den": self._over}
        for picture in PICTURE:
            named[f"{picture} pic"] = self._picture
        return named | {
            f"{VML} imagedata": self._picture,
            f"{VML} textpath": self._word_art,
            f"{COMPATIBILITY} AlternateContent": self._alternate,
            f"{COMPATIBILITY} Fallback": self._fallback,
        }

    def _end_table(self, namespace: str) -> dict[str, Callable[[], None]]:
        own: dict[str, Callable[[], None]] = {
            "p": self._gathering.close_paragraph,
            "t": self._end_text,
            "delText": self._end_text,
            "instrText": self._end_code,
            "ruby": self._end_ruby,
            "rt": self._end_gloss,
            "tbl": self._gathering.close_table,
            "tc": self._gathering.close_cell,
            "txbxContent": self._gathering.close_box,
            "sdt": self._end_control,
            "del": self._end_deletion,
            "moveFrom": self._end_deletion,
            "fldChar": self._end_field,
            "footnote": self._gathering.end,
            "endnote": self._gathering.end,
            "comment": self._gathering.end,
            self.root: self._gathering.end,
        }
        named = {f"{namespace} {name}": handler for name, handler in (self._properties.ends() | own).items()}
        for math in MATH:
            named[f"{math} t"] = self._end_text
        return named | {f"{COMPATIBILITY} AlternateContent": self._end_alternate}

    def _paragraph(self, _attributes: Attributes) -> None:
        self._gathering.open_paragraph()

    def _run(self, _attributes: Attributes) -> None:
        paragraph = self._gathering.paragraph
        if paragraph is not None:
            paragraph.look = paragraph.face = None

    def _begin_text(self, attributes: Attributes) -> None:
        self._keep_blanks = attributes.get(SPACE) == "preserve"
        if "look" in attributes:
            key, *numbers = attributes["look"].split(" ")
            self._numbers = numbers if key == self.looks.key else []
        self._parser.CharacterDataHandler = self._data

    def _end_text(self) -> None:
        self._parser.CharacterDataHandler = None
        pieces = self._text
        text = pieces[0] if len(pieces) == 1 else "".join(pieces)
        pieces.clear()
        if self._numbers:
            numbers, self._numbers = self._numbers, []
            if numbers == [PARAGRAPHS]:
                self._write_paragraphs(text.split("\n"))
            elif numbers == [CELLS]:
                self._write_cells(text.split("\n"))
            else:
                self._write_runs(numbers, text.split("\n"))
            return
        if "\n" in text:
            text = text.replace("\n", " ")
        if not self._keep_blanks:
            text = text.strip(" \t")
        if text:
            self._write(text)

    def _end_code(self) -> None:
        self._parser.CharacterDataHandler = None
        self._gathering.fields.code("".join(self._text))
        self._text.clear()

    def _simple_field(self, attributes: Attributes) -> None:
        self._gathering.fields.simple(attributes.get(self._instruction, ""))

    def _write(self, text: str) -> None:
        paragraph = self._gathering.paragraph
        if paragraph is not None and paragraph.look is not None and paragraph.look.font is not None:
            text = letters(text, paragraph.look.font)
        if self._gloss is not None:
            self._gloss.append(text)
        else:
            self._gathering.write(text)

    def _write_paragraphs(self, texts: list[str]) -> None:
        """Paragraphs of which nothing is said but their text: as any other where something around them may be."""
        for text in texts:
            if self._gloss is not None or not self._gathering.write_plain(text):
                paragraph = self._gathering.open_paragraph()
                if text:
                    paragraph.look = paragraph.face = None
                    self._write(text)
                self._gathering.close_paragraph()

    def _write_cells(self, texts: list[str]) -> None:
        for text in texts:
            if self._gloss is not None or not self._gathering.write_plain_cell(text):
                self._gathering.open_cell()
                self._write_paragraphs([text])
                self._gathering.close_cell()

    def _write_runs(self, numbers: list[str], texts: list[str]) -> None:
        """The texts of runs that follow each other, each with its look: at once where all of them are plainly seen."""
        paragraph = self._gathering.paragraph or self._gathering.open_paragraph()
        if self._gloss is None and all(self._is_seen(paragraph, number) for number in set(numbers)):
            self._gathering.write_seen("".join(texts))
        else:
            for number, text in zip(numbers, texts, strict=False):  # fewer texts where the part breaks off
                paragraph.look, paragraph.face = self._look(number)
                if text:
                    self._write(text)
        look, paragraph.face = self._look(numbers[-1])
        paragraph.look = None if look is None else replace(look)

    def _is_seen(self, paragraph: Paragraph, number: str) -> bool:
        paragraph.look, paragraph.face = self._look(number)
        of_symbols = paragraph.look is not None and paragraph.look.font is not None and is_symbol_font(paragraph.look.font)
        return not of_symbols and self._gathering.is_seen(paragraph)

    def _look(self, number: str) -> tuple[Look | None, str | None]:
        """What a run of this look says of it, read as any run is."""
        if number not in self._found:
            said = list(self.looks.said)[int(number)]
            paragraph = self._gathering.sample()
            reader = WordStream(paragraph)
            parser = expat.ParserCreate(namespace_separator=" ")
            reader.attach(parser)
            parser.Parse(f'<w:document xmlns:w="{self._namespace}"><w:p><w:r>'.encode() + said, False)
            found = paragraph.paragraph
            self._found[number] = (found.look, found.face) if found is not None else (None, None)
        return self._found[number]

    def _tab(self, _attributes: Attributes) -> None:
        if not self._properties.where:
            self._gathering.write("\t")

    def _break(self, _attributes: Attributes) -> None:
        self._gathering.write("\n")

    def _hyphen(self, _attributes: Attributes) -> None:
        self._gathering.write("-")

    def _symbol(self, attributes: Attributes) -> None:
        try:
            letter = chr(int(attributes.get(self._char, "")[:6], 16))
        except (ValueError, OverflowError):
            letter = "\ufffd"
        self._gathering.write(letters(letter, attributes.get(self._font)))

    def _over(self, _attributes: Attributes) -> None:
        """The line of a fraction, between what stands over and under it."""
        self._gathering.write("/")

    def _begin_gloss(self, _attributes: Attributes) -> None:
        """A reading above its letters (w:ruby): it comes before them in the file, and after them in the text."""
        self._gloss = []

    def _end_gloss(self) -> None:
        self._glosses, self._gloss = "".join(self._gloss or ()), None

    def _end_ruby(self) -> None:
        if self._glosses.strip():
            self._gathering.write(f"({self._glosses})")
        self._glosses = ""

    def _table(self, _attributes: Attributes) -> None:
        self._gathering.open_table()

    def _row(self, _attributes: Attributes) -> None:
        self._gathering.open_row()

    def _cell(self, _attributes: Attributes) -> None:
        self._gathering.open_cell()

    def _box(self, _attributes: Attributes) -> None:
        self._gathering.open_box(self._boxes.ground, unseen=self._boxes.unseen)

    def _control(self, _attributes: Attributes) -> None:
        self._tocs.append(self._gathering.toc)

    def _end_control(self) -> None:
        self._gathering.toc = self._tocs.pop() if self._tocs else 0

    def _change(self, _attributes: Attributes) -> None:
        self.changes += 1

    def _deletion(self, _attributes: Attributes) -> None:
        """Around runs, their deletion; in the properties of a paragraph's mark or of a row, that of the mark or row."""
        self.changes += 1
        if not self._properties.where:
            self._gathering.deleted += 1
        elif self._properties.where == "mark" and self._gathering.paragraph is not None:
            self._gathering.paragraph.joined = True
        elif self._properties.where == "row" and self._gathering.row is not None:
            self._gathering.row.aside = "deleted"

    def _end_deletion(self) -> None:
        if not self._properties.where:
            self._gathering.deleted -= 1

    def _field(self, attributes: Attributes) -> None:
        self._gathering.fields.mark(attributes.get(self._field_type, ""))

    def _end_field(self) -> None:
        if sign := self._gathering.fields.sign():
            self._gathering.write_sign(sign)

    def _footnote(self, attributes: Attributes) -> None:
        self._begin_story("footnote", attributes)

    def _endnote(self, attributes: Attributes) -> None:
        self._begin_story("endnote", attributes)

    def _comment(self, attributes: Attributes) -> None:
        self._begin_story("comment", attributes)

    def _begin_story(self, kind: str, attributes: Attributes) -> None:
        self._gathering.begin(Story(kind, attributes.get(self._id, ""), attributes.get(self._type, "")))

    def _footnote_reference(self, attributes: Attributes) -> None:
        self._refer("footnote", attributes)

    def _endnote_reference(self, attributes: Attributes) -> None:
        self._refer("endnote", attributes)

    def _comment_reference(self, attributes: Attributes) -> None:
        self._refer("comment", attributes)

    def _refer(self, kind: str, attributes: Attributes) -> None:
        if self._gathering.paragraph is not None:
            self._gathering.paragraph.references.append(Reference(kind, attributes.get(self._id, "")))

    def _picture(self, _attributes: Attributes) -> None:
        self.pictures += 1

    def _word_art(self, attributes: Attributes) -> None:
        """Letters drawn as a shape: in a header a watermark, elsewhere a line of its own."""
        text = attributes.get("string", "")
        if not text or attributes.get("on") in ("f", "false"):
            return
        if self.root == "hdr":
            paragraph = self._gathering.paragraph or self._gathering.open_paragraph()
            self._gathering.set_aside(paragraph, "watermark", "letters drawn as a shape", text)
        else:
            self._gathering.open_box("")
            self._gathering.write(text)
            self._gathering.close_box()

    def _alternate(self, _attributes: Attributes) -> None:
        self._choices.append(self._gathering.written)

    def _end_alternate(self) -> None:
        if self._choices:
            self._choices.pop()

    def _fallback(self, attributes: Attributes) -> None:
        """Says again, for older programs, what the choice before it said; read only where that gave no text."""
        if self._choices and self._gathering.written > self._choices[-1]:
            self._skip(attributes)

    def _skip(self, _attributes: Attributes) -> None:
        """Passes over an element with all that is in it."""
        skip(self._parser, self._listen)

    def _listen(self) -> None:
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end
