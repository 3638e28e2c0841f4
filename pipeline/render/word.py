"""The dossier as a Word document: real headings, a contents list, tables whose heads repeat, East Asian fonts set.

It says what the HTML says, for readers who write their remarks into it. The same record gives the same bytes.
"""

from base64 import b64decode
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from extractors.page_picture import DPI
from pipeline.dossier import Asking, Contradiction, Dossier, File, dossier
from pipeline.entries import Entry, Proof, Section
from pipeline.indicator_sections import IndicatorSection, Need
from pipeline.packet_record import PacketRecord
from pipeline.pictures import NONE, Picture, Pictures
from pipeline.record import DocumentRecord
from pipeline.render.letter import NO_MOMENT, packed
from pipeline.render.signs import visible
from pipeline.wording.labels import label

SERIF = {"hans": "宋体", "hant": "新細明體"}
SANS = {"hans": "黑体", "hant": "微軟正黑體"}
MARK = "FDF0B8"
SOFT = RGBColor(0x47, 0x4D, 0x57)
SEAL = RGBColor(0x9D, 0x1C, 0x1C)
TEXT_WIDTH, HIGHEST = 16.4, 8.0
"""Centimetres that a picture may take."""


def document(
    packet: PacketRecord,
    documents: Sequence[DocumentRecord],
    *,
    asking: Asking | None = None,
    pictures: Pictures = NONE,
    script: str = "hans",
) -> bytes:
    """The .docx of a packet's dossier, with labels in `script` (hans, hant); `pictures` of pages stand below the quotations."""
    return _Writing(dossier(packet, documents, asking=asking, pictures=pictures, script=script), script).written()


class _Writing:
    """One document being written from the top."""

    def __init__(self, read: Dossier, script: str) -> None:
        self.read = read
        self.script = script
        self.paper = _paper(script)

    def written(self) -> bytes:
        """All of it."""
        read = self.read
        title = visible(read.applicant.studio or read.name)
        self.paper.core_properties.title = title
        self.paper.add_paragraph(title, style="Title")
        for key, value in (("leader", read.applicant.leader), ("employer", read.applicant.employer), ("packet", read.name)):
            self._line(f"{self._ui(key)}：{value or self._ui('not_stated')}")
        tally = (
            (read.claims, "claims_count"),
            (read.proved, "with_certificate"),
            (len(read.files) + read.files_left_out, "documents_count"),
        )
        self._line("　".join(f"{number} {self._ui(key)}" for number, key in tally))
        self._first_page()
        self._contents()
        for section in read.sections:
            self._indicator(section)
        for rest in (read.rest, read.apart):
            if rest.entries:
                self._heading(rest.title, 1)
                self._claims(rest)
        self._contradictions()
        self._checks()
        self._files()
        return packed(self.paper)

    # The page of a minute.

    def _first_page(self) -> None:
        read = self.read
        self._heading(self._ui("strongest"), 1)
        rows = [
            (str(entry.number), entry.category, _brief(entry, 60), entry.figure, f"{entry.proof}\n{self._cite(entry.proofs[0])}")
            for entry in read.strongest
        ]
        heads = [self._ui(key) for key in ("number", "category", "words", "figure", "proof_and_place")]
        self._table(heads, rows, (1.2, 2.2, 7.0, 2.4, 4.4))
        self._doubtful()
        self._heading(label("rubric", "missing", script=self.script), 1)
        for standing in ("absent", "told"):
            lacking = read.lacking(standing)
            if lacking:
                names = "、".join(need.name for _, need in lacking)
                self._line(f"{label('rubric', standing, script=self.script)}：{names}")
        self._line(read.searched if read.missing else label("rubric", "nothing_missing", script=self.script), soft=True)
        self._heading(self._ui("unread"), 1)
        for file in read.unread:
            self._line(f"{file.state_name}：{self._ui('material')} {file.number} {file.path}（{'；'.join(file.reasons)}）")
        if not read.unread:
            self._line(self._ui("all_read"))
        self._line(self._ui("note"), soft=True)

    def _doubtful(self) -> None:
        """Every contradiction, what was read with doubt or is not yet so, and files that are flagged, a line each."""
        read = self.read
        self._heading(self._ui("doubtful"), 1)
        for found in read.contradictions:
            about = self._about(found)
            self._line(f"{found.kind}：{about}{'　' if about else ''}{_cut(found.detail, 60) if found.plain else ''}".rstrip())
        for entry in read.doubtful:
            why = "、".join(filter(None, (entry.status, *entry.doubts)))
            self._line(f"{why}：{entry.number} {_brief(entry, 40)}")
        for file in read.flagged:
            self._line(f"{_cut('、'.join(file.flags), 40)}：{self._ui('material')} {file.number} {_cut(file.path, 40)}")
        if not (read.contradictions or read.doubtful or read.flagged):
            self._line(self._ui("no_doubts"))

    def _about(self, found: Contradiction) -> str:
        """The claim and what it is held against: another, or so many of a list."""
        told = [f"{entry.number} {_brief(entry, 40)}" for entry in found.entries[:2]]
        if len(found.entries) > len(told) and not found.plain:
            numbers = " ".join(str(entry.number) for entry in found.entries[1:])
            told[1:] = [f"{self._ui('listed')} {len(found.entries) - 1} {self._ui('in_list')}（{numbers}）"]
        return " ↔ ".join(told)

    def _contents(self) -> None:
        """A contents list that Word and LibreOffice fill in (ECMA-376, part 1, 17.16.5.68)."""
        paragraph = self.paper.add_paragraph()
        paragraph.paragraph_format.page_break_before = True
        run = paragraph.add_run()
        list_of_headings = (("begin", ""), ("", ' TOC \\o "1-2" \\h '), ("separate", ""), ("text", self._contents_text()))
        for kind, text in (*list_of_headings, ("end", "")):
            _field(run, kind, text)

    def _contents_text(self) -> str:
        titles = [f"{section.number} {section.title}" for section in self.read.sections]
        contradictions = (self._ui("all_contradictions"),) if self.read.contradictions else ()
        return "\n".join((*titles, *contradictions, self._ui("checks"), self._ui("documents")))

    # All evidence.

    def _indicator(self, section: IndicatorSection) -> None:
        self._heading(f"{section.number} {section.title}", 1)
        strengths = "　".join(f"{name} {count}" for _, name, count in section.strengths)
        found = strengths or ("" if section.anything else f"{self._rubric('none')}。{self.read.searched}")
        if found:
            self._line(found, soft=True, kept=True)
        heads = [self._rubric(key) for key in ("asked", "standing", "found")]
        self._table(heads, [(need.name, need.told, self._found(need)) for need in section.needs], (6.4, 3.2, 7.6))
        if section.points:
            self._heading(f"{self._rubric('points')} {section.points} / {section.most}", 2)
            rows = [
                (one.name, one.told, one.points, "；".join(f"{entry.number} {why}" for entry, why in one.left_out))
                for one in section.sums
            ]
            heads = [self._rubric(key) for key in ("asked", "arithmetic", "points", "left_out")]
            self._table(heads, rows, (3.6, 6.4, 1.8, 5.4))
        self._claims(section)

    def _found(self, need: Need) -> str:
        if need.standing == "absent":
            return self.read.searched
        told = [" ".join(str(entry.number) for entry in need.entries)]
        told += [f"{self._ui('material')} {spot.number} {spot.where} {_cut(spot.words, 40)}" for spot in need.spots]
        return "\n".join(each.strip() for each in told if each.strip())

    def _claims(self, section: IndicatorSection | Section) -> None:
        for entry in section.told:
            self._heading(f"{entry.number}　{_cut(entry.title, 60) or _brief(entry, 48)}", 2)
            facts = (entry.proof, entry.level, entry.window, entry.scope, entry.status, *entry.doubts)
            self._line("　".join(fact for fact in facts if fact), soft=True, kept=True)
            for proof in entry.proofs:
                self._quotation(proof)
        if section.rows:
            self._heading(f"{self._ui('listed')} {len(section.rows)} {self._ui('in_list')}", 2)
            rows = [(str(entry.number), _quoted(entry), self._cite(entry.proofs[0])) for entry in section.rows]
            self._table([self._ui(key) for key in ("number", "words", "proof_and_place")], rows, (1.4, 11.0, 4.8))

    def _quotation(self, proof: Proof) -> None:
        """The words in their sentence, shaded, and where they stand."""
        paragraph = self.paper.add_paragraph(style="Quote")
        for text, marked in ((proof.quote.before, False), (proof.quote.words, True), (proof.quote.after, False)):
            run = paragraph.add_run(visible(text))
            if marked:
                shade = OxmlElement("w:shd")
                for key, value in (("val", "clear"), ("color", "auto"), ("fill", MARK)):
                    shade.set(qn(f"w:{key}"), value)
                run._r.get_or_add_rPr().append(shade)
        for crop in proof.crops:
            if crop.strip is not None:
                self._picture(crop.strip)
            elif crop.why:
                own = crop.why == crop.why.lower()
                why = label("crop" if own else "reason", crop.why, script=self.script)
                page = self._ui("page").replace("{0}", str(crop.page))
                self._line(f"{page}{label('crop', 'none', script=self.script)}：{why}", soft=True)
        self._line(f"{proof.kind} · {self._cite(proof)} · {proof.file}", soft=True)

    def _picture(self, found: Picture) -> None:
        """A strip of a page at the size it has there, or as wide as the text."""
        data = b64decode(found.data.partition(",")[2])
        wide = min(TEXT_WIDTH, found.width / DPI * 2.54, HIGHEST * found.width / found.height)
        self.paper.add_picture(BytesIO(data), width=Cm(wide))
        self.paper.paragraphs[-1].paragraph_format.keep_with_next = True

    def _contradictions(self) -> None:
        if not self.read.contradictions:
            return
        self._heading(self._ui("all_contradictions"), 1)
        rows = [
            (found.kind, " ↔ ".join(f"{entry.number} {_brief(entry, 30)}" for entry in found.entries), _cut(found.detail, 160))
            for found in self.read.contradictions
        ]
        self._table([self._ui(key) for key in ("contradictions", "about", "check_told")], rows, (3.2, 8.4, 5.6))

    def _checks(self) -> None:
        self._heading(self._ui("checks"), 1)
        rows = [
            (
                check.item,
                check.result,
                "\n".join(
                    (
                        *((_cut(check.detail, 160),) if check.detail else ()),
                        *(f"{self._ui('material')} {spot.number} {spot.where} {_cut(spot.words, 40)}" for spot in check.spots),
                    )
                ),
            )
            for check in self.read.checks
        ]
        self._table([self._ui(key) for key in ("check_item", "check_result", "check_told")], rows, (5.0, 2.4, 9.8))

    def _files(self) -> None:
        self._heading(self._ui("documents"), 1)
        rows = [
            (
                str(file.number),
                file.path,
                file.kind,
                _outcome(file),
                _numbers(file.entries),
            )
            for file in self.read.files
        ]
        heads = [self._ui(key) for key in ("number", "file", "kind", "state", "claims")]
        self._table(heads, rows, (1.2, 6.2, 2.2, 4.4, 3.2))

    # Pieces.

    def _heading(self, text: str, level: int) -> None:
        self.paper.add_paragraph(visible(text), style=f"Heading {level}")

    def _line(self, text: str, *, soft: bool = False, kept: bool = False) -> None:
        """One line of its own; `kept` on one page with what follows it."""
        paragraph = self.paper.add_paragraph()
        paragraph.paragraph_format.keep_with_next = kept or None
        run = paragraph.add_run(visible(text))
        if soft:
            run.font.size, run.font.color.rgb = Pt(9.5), SOFT

    def _table(self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        table = self.paper.add_table(rows=1 + len(rows), cols=len(heads))
        table.style = "Table Grid"
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        head = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(head)
        cells = table._cells  # once: each call walks the whole table
        for index, text in enumerate([*heads, *(cell for row in rows for cell in row)]):
            run = cells[index].paragraphs[0].add_run(visible(text))
            run.font.size, run.bold = Pt(9.5), index < len(heads)
            cells[index].width = Cm(widths[index % len(heads)])
            if index < len(heads):
                cells[index].paragraphs[0].paragraph_format.keep_with_next = True
        for row in table.rows:
            whole = OxmlElement("w:cantSplit")
            row._tr.get_or_add_trPr().append(whole)
        after = self.paper.add_paragraph().paragraph_format
        after.space_after, after.line_spacing = Pt(0), Pt(4)

    def _cite(self, proof: Proof) -> str:
        return f"{self._ui('material')} {proof.number} {proof.where}".rstrip()

    def _ui(self, key: str) -> str:
        return label("ui", key, script=self.script)

    def _rubric(self, key: str) -> str:
        return label("rubric", key, script=self.script)


def _paper(script: str) -> Any:
    """An empty A4 page whose styles name fonts for Chinese."""
    paper: Any = Word()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.9)
    section.top_margin = section.bottom_margin = Cm(1.9)
    fonts = {"Normal": SERIF, "Quote": SERIF, "Title": SANS, "Heading 1": SANS, "Heading 2": SANS}
    sizes = {"Normal": 10.5, "Quote": 10.5, "Title": 20, "Heading 1": 14, "Heading 2": 11.5}
    for name, names in fonts.items():
        style = paper.styles[name]
        style.font.name, style.font.size = names[script], Pt(sizes[name])
        faces = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            faces.attrib.pop(qn(key), None)
        faces.set(qn("w:eastAsia"), names[script])
        style.paragraph_format.space_after = Pt(3)
    for name, above in (("Title", 0), ("Heading 1", 12), ("Heading 2", 8)):
        paper.styles[name].paragraph_format.space_before = Pt(above)
        paper.styles[name].font.color.rgb = SEAL if name == "Title" else RGBColor(0, 0, 0)
    paper.styles["Quote"].font.italic = False
    paper.styles["Quote"].paragraph_format.left_indent = Cm(0.6)
    paper.styles["Quote"].paragraph_format.keep_with_next = True
    properties = paper.core_properties
    properties.author, properties.comments = "", ""
    properties.created = properties.modified = NO_MOMENT
    return paper


def _field(run: Any, kind: str, text: str) -> None:
    if kind in ("begin", "separate", "end"):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        if kind == "begin":
            mark.set(qn("w:dirty"), "true")
        run._r.append(mark)
    elif kind == "text":
        run.add_text(visible(text.replace("\n", " · ")))
    else:
        words = OxmlElement("w:instrText")
        words.set(qn("xml:space"), "preserve")
        words.text = text
        run._r.append(words)


def _brief(entry: Entry, size: int) -> str:
    return _cut(entry.words, size)


def _quoted(entry: Entry) -> str:
    quote = entry.proofs[0].quote
    return quote.before + quote.words + quote.after


def _cut(text: str, size: int) -> str:
    return text if len(text) <= size else f"{text[: size - 1]}…"


def _outcome(file: File) -> str:
    return "\n".join((file.state_name, *file.reasons, *file.flags))


def _numbers(entries: Sequence[Entry]) -> str:
    return " ".join(str(entry.number) for entry in entries)
