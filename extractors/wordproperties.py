"""Reads the properties in the stream of a Word document: of runs, paragraphs, tables, rows and cells (17.3, 17.4)."""

from collections.abc import Callable

from extractors.wordfields import FormField
from extractors.wordgather import Gathering
from extractors.wordlook import CRAMPED, FLAT, HIGHLIGHTS, MOVED, OUTSIDE, Look, color_of, shade_of
from extractors.wordstyles import on, whole

Attributes = dict[str, str]
Start = Callable[[Attributes], None]
End = Callable[[], None]
EFFECTS = "http://schemas.microsoft.com/office/word/2010/wordml"
HOLDERS = ("rPr", "pPr", "tcPr", "trPr", "tblPr", "sdtPr", "ffData")


class Properties:
    """Handlers for what stands inside ``w:…Pr``. `where` tells whose properties are open; empty means that text may come."""

    def __init__(self, gathering: Gathering, namespace: str) -> None:
        self.where = ""
        self._gathering = gathering
        self._outer: list[str] = []
        self._val = f"{namespace} val"
        self._namespace = namespace
        self._in_fill = self._in_outline = self._outlined = False

    def starts(self) -> dict[str, Start]:
        return {
            "rPr": self._in_run,
            "pPr": self._in_paragraph,
            "tcPr": self._in_cell,
            "trPr": self._in_row,
            "tblPr": self._in_table,
            "sdtPr": self._in_other,
            "ffData": self._in_other,
            "pStyle": self._paragraph_style,
            "outlineLvl": self._outline,
            "numId": self._number,
            "ilvl": self._depth,
            "rStyle": self._run_style,
            "vanish": self._vanish,
            "color": self._color,
            "sz": self._size,
            "w": self._width,
            "highlight": self._highlight,
            "position": self._position,
            "spacing": self._spacing,
            "ind": self._indent,
            "framePr": self._frame,
            "trHeight": self._height,
            "rFonts": self._fonts,
            "shd": self._shade,
            "gridSpan": self._span,
            "vMerge": self._merge,
            "gridBefore": self._before,
            "tblHeader": self._header,
            "hidden": self._hidden_row,
            "tblStyle": self._table_style,
            "docPartGallery": self._gallery,
            "checkBox": self._box,
            "ddList": self._drop_down,
            "checked": self._chosen,
            "default": self._default,
            "result": self._chosen,
            "listEntry": self._entry,
        }

    def effects(self) -> dict[str, Start]:
        """Of the newer effects on letters: what fills them."""
        return {
            f"{EFFECTS} textFill": self._fill,
            f"{EFFECTS} noFill": self._no_fill,
            f"{EFFECTS} textOutline": self._outline_effect,
            f"{EFFECTS} solidFill": self._solid_fill,
            f"{EFFECTS} srgbClr": self._fill_color,
        }

    def effects_ends(self) -> dict[str, End]:
        return {f"{EFFECTS} textFill": self._end_fill, f"{EFFECTS} textOutline": self._end_outline}

    def ends(self) -> dict[str, End]:
        return dict.fromkeys(HOLDERS, self._out)

    def _into(self, where: str) -> None:
        self._outer.append(self.where)
        self.where = where

    def _out(self) -> None:
        self.where = self._outer.pop() if self._outer else ""

    def _in_run(self, _attributes: Attributes) -> None:
        self._outlined = False
        self._into({"": "run", "paragraph": "mark"}.get(self.where, "other"))

    def _in_paragraph(self, _attributes: Attributes) -> None:
        self._into("paragraph")

    def _in_cell(self, _attributes: Attributes) -> None:
        self._into("cell")

    def _in_row(self, _attributes: Attributes) -> None:
        self._into("row")

    def _in_table(self, _attributes: Attributes) -> None:
        self._into("table")

    def _in_other(self, _attributes: Attributes) -> None:
        self._into("other")

    def _look(self) -> Look:
        """The look to be filled: the present run's, or one that nobody reads (a paragraph mark's)."""
        paragraph = self._gathering.paragraph
        if self.where != "run" or paragraph is None:
            return Look()
        if paragraph.look is None:
            paragraph.look = Look()
        return paragraph.look

    def _paragraph_style(self, attributes: Attributes) -> None:
        if self._gathering.paragraph is not None and self.where == "paragraph":
            self._gathering.paragraph.style = attributes.get(self._val)

    def _outline(self, attributes: Attributes) -> None:
        if self._gathering.paragraph is not None and self.where == "paragraph":
            self._gathering.paragraph.outline = whole(attributes.get(self._val, ""))

    def _number(self, attributes: Attributes) -> None:
        if self._gathering.paragraph is not None and self.where == "paragraph":
            self._gathering.paragraph.number = attributes.get(self._val)

    def _depth(self, attributes: Attributes) -> None:
        if self._gathering.paragraph is not None and self.where == "paragraph":
            self._gathering.paragraph.depth = whole(attributes.get(self._val, ""))

    def _run_style(self, attributes: Attributes) -> None:
        if self._gathering.paragraph is not None and self.where == "run":
            self._gathering.paragraph.face = attributes.get(self._val)

    def _vanish(self, attributes: Attributes) -> None:
        self._look().vanish = on(attributes.get(self._val, ""))

    def _color(self, attributes: Attributes) -> None:
        if self.where == "run":
            self._look().color = color_of(attributes.get(self._val, ""), attributes.get(f"{self._namespace} themeColor", ""))

    def _size(self, attributes: Attributes) -> None:
        if self.where == "run":
            self._look().size = whole(attributes.get(self._val, ""))

    def _width(self, attributes: Attributes) -> None:
        if self.where == "run":
            self._look().width = whole(attributes.get(self._val, "").removesuffix("%"))

    def _highlight(self, attributes: Attributes) -> None:
        if self.where == "run":
            self._look().shade = HIGHLIGHTS.get(attributes.get(self._val, ""), "000080") or None

    def _position(self, attributes: Attributes) -> None:
        if self.where == "run" and abs(whole(attributes.get(self._val, "")) or 0) >= MOVED:
            self._look().gone = "moved far off its line"

    def _spacing(self, attributes: Attributes) -> None:
        """Between letters in a run's properties, between lines in a paragraph's."""
        if self.where == "run" and (whole(attributes.get(self._val, "")) or 0) <= CRAMPED:
            self._look().gone = "letters upon one another"
        elif self.where == "paragraph" and self._gathering.paragraph is not None:
            line = whole(attributes.get(f"{self._namespace} line", ""))
            if attributes.get(f"{self._namespace} lineRule") == "exact" and line is not None and line < FLAT:
                self._gathering.paragraph.gone = "in a line of no height"

    def _indent(self, attributes: Attributes) -> None:
        side = attributes.get(f"{self._namespace} left") or attributes.get(f"{self._namespace} start", "")
        if self._gathering.paragraph is not None and self.where == "paragraph" and (whole(side) or 0) <= -OUTSIDE:
            self._gathering.paragraph.gone = "off the page"

    def _frame(self, attributes: Attributes) -> None:
        sides = (whole(attributes.get(f"{self._namespace} {side}", "")) or 0 for side in "xy")
        if self._gathering.paragraph is not None and self.where == "paragraph" and min(sides) <= -OUTSIDE:
            self._gathering.paragraph.gone = "off the page"

    def _height(self, attributes: Attributes) -> None:
        if self._gathering.row is None or self.where != "row" or attributes.get(f"{self._namespace} hRule") != "exact":
            return
        height = whole(attributes.get(self._val, ""))
        if height is not None and height < FLAT:
            self._gathering.row.aside = "hidden"

    def _fill(self, _attributes: Attributes) -> None:
        self._in_fill = True

    def _end_fill(self) -> None:
        self._in_fill = False

    def _no_fill(self, _attributes: Attributes) -> None:
        if self._in_fill and self.where == "run" and not self._outlined:
            self._look().gone = "letters without ink"

    def _outline_effect(self, _attributes: Attributes) -> None:
        """An outline comes before the fill (w14:textOutline, MS-DOCX 2.6.2); letters may consist of it alone."""
        self._in_outline = True

    def _end_outline(self) -> None:
        self._in_outline = False

    def _solid_fill(self, _attributes: Attributes) -> None:
        self._outlined = self._outlined or self._in_outline

    def _fill_color(self, attributes: Attributes) -> None:
        if self._in_fill and self.where == "run":
            self._look().color = color_of(attributes.get(f"{EFFECTS} val", ""), "")

    def _fonts(self, attributes: Attributes) -> None:
        font = attributes.get(f"{self._namespace} ascii") or attributes.get(f"{self._namespace} hAnsi")
        if self.where == "run" and font:
            self._look().font = font

    def _shade(self, attributes: Attributes) -> None:
        fill, color = attributes.get(f"{self._namespace} fill", ""), attributes.get(f"{self._namespace} color", "")
        shade = shade_of(fill, attributes.get(self._val, ""), color)
        if self.where == "run":
            self._look().shade = shade
        elif self.where == "paragraph" and self._gathering.paragraph is not None:
            self._gathering.paragraph.ground = shade
        elif self.where == "cell":
            self._gathering.shade(shade)

    def _span(self, attributes: Attributes) -> None:
        if self._gathering.cell is not None and self.where == "cell":
            text = attributes.get(self._val, "")
            self._gathering.cell.columns = whole(text[:9]) or 1

    def _merge(self, attributes: Attributes) -> None:
        if self._gathering.cell is not None and self.where == "cell":
            self._gathering.cell.merge = "restart" if attributes.get(self._val) == "restart" else "continue"

    def _before(self, attributes: Attributes) -> None:
        if self._gathering.row is not None and self.where == "row":
            self._gathering.row.next_column += min(1_000, max(0, whole(attributes.get(self._val, "")) or 0))

    def _header(self, attributes: Attributes) -> None:
        if self._gathering.row is not None and self.where == "row":
            self._gathering.row.header = on(attributes.get(self._val, ""))

    def _hidden_row(self, attributes: Attributes) -> None:
        if self._gathering.row is not None and self.where == "row" and on(attributes.get(self._val, "")):
            self._gathering.row.aside = "hidden"

    def _table_style(self, attributes: Attributes) -> None:
        if self._gathering.table is not None and self.where == "table":
            self._gathering.table.style = attributes.get(self._val, "")

    def _gallery(self, attributes: Attributes) -> None:
        if attributes.get(self._val) == "Table of Contents":
            self._gathering.toc += 1

    def _box(self, _attributes: Attributes) -> None:
        self._gathering.fields.form = FormField("box")

    def _drop_down(self, _attributes: Attributes) -> None:
        self._gathering.fields.form = FormField("list")

    def _chosen(self, attributes: Attributes) -> None:
        if self._gathering.fields.form is not None:
            self._gathering.fields.form.chosen = attributes.get(self._val, "1")

    def _default(self, attributes: Attributes) -> None:
        if self._gathering.fields.form is not None:
            self._gathering.fields.form.default = attributes.get(self._val, "1")

    def _entry(self, attributes: Attributes) -> None:
        if self._gathering.fields.form is not None:
            self._gathering.fields.form.entries.append(attributes.get(self._val, ""))
