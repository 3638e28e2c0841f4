"""An element tree → its visible text in document order, as runs: what a browser would show as one paragraph, cell or line.

One walk, without recursion. Inline elements join, block elements and ``<br>`` end a run, blanks are folded. Text that is not
shown is kept apart as hidden runs, after the run it is set into. Data tables become rows of cells; layout tables just flow.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from extractors.web_elements import BLOCKS, CAPTIONS, CONTROLS, HEADINGS, LIST_ITEMS, UNSEEN, VERBATIM
from extractors.web_hidden import Hiding
from extractors.web_tables import data_tables
from pipeline.document import BlockKind


class Node(NamedTuple):
    """One element: the index of its parent (-1 for the root), its tag, its naming attributes as written, its XPath step."""

    parent: int
    tag: str
    names: str
    step: str


class Shown(NamedTuple):
    """A picture or frame that the page shows: where it lies, its element, the number of the next run after it."""

    source: str
    node: int
    run: int
    frame: bool


class CellAt(NamedTuple):
    """The table, row and cell of a run, all counted from 0, and how many columns and rows it covers."""

    table: int
    row: int
    columns: int
    rows: int


@dataclass(slots=True)
class Run:
    """One run of text. `node` is the innermost element that holds all of it."""

    text: str
    kind: BlockKind
    node: int
    level: int | None = None
    linked: int = 0
    """Letters of it that are inside links."""
    hidden: str = ""
    """Why it is not shown; empty for visible text."""
    control: bool = False
    """Part of a form."""
    strong: int = 0
    """Letters in bold."""
    cell: CellAt | None = None


@dataclass(slots=True)
class Page:
    """Every run of a page in order, and every element (a parent stands before its children)."""

    nodes: list[Node] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    tables: int = 0
    depth: int = 0
    """Of the deepest element."""


def build(root: etree._Element) -> Page:
    """The runs of the page with this root."""
    outside = any("stylesheet" in link.get("rel", "").lower() for link in root.iter("link"))
    hiding = Hiding((element.text or "" for element in root.iter("style")), outside=outside)
    walker = _Walker(hiding, data_tables(root))
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            walker.start(element)
        else:
            walker.end(element)
    walker.flush()
    return walker.page


def xpath(page: Page, node: int) -> str:
    """The path of an element, with a position at every step: ``/html[1]/body[1]/p[3]``."""
    steps: list[str] = []
    while node >= 0:
        steps.append(page.nodes[node].step)
        node = page.nodes[node].parent
    return "/" + "/".join(reversed(steps)) if steps else ""


def folded(text: str) -> str:
    """Blanks as a browser shows them: runs of them are one, and a line break between two wide letters is none.

    No-break and ideographic spaces stay, save at both ends (CSS Text Module Level 3, section 4.1.3).

    >>> folded("  技术\\n攻关 \\t of\\n2021 ")
    '技术攻关 of 2021'
    """
    text = text.replace("\r", "\n")
    if "\n" in text:
        text = BREAK_BETWEEN_WIDE.sub("", text)
    return FOLDED_BLANKS.sub(" ", text).strip()


WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffee\u3000-\u303f"
BREAK_BETWEEN_WIDE = re.compile(rf"(?<=[{WIDE}])[ \t\f]*\n[ \t\n\f]*(?=[{WIDE}])")
FOLDED_BLANKS = re.compile(r"[ \t\n\f]+")


@dataclass(slots=True)
class _Open:
    """The run that is being read."""

    pieces: list[str] = field(default_factory=list)
    node: int = -1
    linked: int = 0
    strong: int = 0
    control: bool = False
    hidden: str = ""


class _Walker:
    """The state of the walk: open elements, the visible and the hidden run that are being read."""

    def __init__(self, hiding: Hiding, tables: frozenset[etree._Element]) -> None:
        self.page = Page()
        self.hiding = hiding
        self.data_tables = tables
        self.stack: list[int] = []
        self.counters: list[dict[str, int]] = [{}]
        self.shown = _Open()
        self.unseen = _Open()
        self.waiting: list[Run] = []
        self.closed: set[int] = set()
        self.skipped = self.links = self.strong = self.controls = self.verbatim = 0
        self.veils: list[tuple[int, str]] = []
        """Open elements that hide what is in them, with why; an empty word for one that shows it again."""
        self.table = self.row = -1
        self.table_node = -1
        self.cell: tuple[int, CellAt] | None = None

    @property
    def hidden(self) -> str:
        """Why text at this point is not shown."""
        return self.veils[-1][1] if self.veils else ""

    def start(self, element: etree._Element) -> None:
        tag = _tag(element)
        self._open_node(element, tag)
        if tag == "frame" or (tag == "img" and not (self.skipped or self.hidden)):
            self._show(element, tag)
        if self.skipped or tag in UNSEEN:
            self.skipped += 1
            return
        if tag == "br":
            self.line_break()
        elif tag in BLOCKS:
            self.boundary()
        self._enter(tag, 1)
        self._enter_hidden(element)
        self._enter_table(element, tag)
        self.text(element.text)

    def end(self, element: etree._Element) -> None:
        node = self.stack[-1]
        if self.skipped:
            self.skipped -= 1
        else:
            tag = self.page.nodes[node].tag
            if tag in BLOCKS:
                self.boundary()
            self._leave_table(node)
            self._enter(tag, -1)
            if self.veils and self.veils[-1][0] == node:
                if self.hidden:
                    self._flush_unseen()
                self.veils.pop()
        self.stack.pop()
        self.counters.pop()
        self.closed.add(node)
        if not self.skipped:
            self.text(element.tail)

    def _show(self, element: etree._Element, tag: str) -> None:
        if source := element.get("src"):
            self.page.shown.append(Shown(source, self.stack[-1], len(self.page.runs) + len(self.waiting), tag == "frame"))

    def text(self, piece: str | None) -> None:
        """Text straight inside the innermost open element."""
        if not piece or not self.stack:
            return
        if self.verbatim and "\n" in piece and self.cell is None:
            first, *lines = piece.split("\n")
            self._append(first)
            for line in lines:
                self.flush()
                self._append(line)
            return
        self._append(piece)

    def line_break(self) -> None:
        self.boundary()

    def boundary(self) -> None:
        """The end of a line: of the run, or a blank inside a cell of a data table."""
        if self.cell is not None:
            self._current().pieces.append(" ")
        elif self.hidden:
            self._flush_unseen()
        else:
            self.flush()

    def flush(self) -> None:
        """Ends both runs."""
        self._emit(self.shown)
        self.shown = _Open()
        if self.unseen.pieces:
            self._flush_unseen()
        if self.table < 0:
            self.page.runs += self.waiting
            self.waiting = []

    def _append(self, piece: str) -> None:
        run = self._current()
        node = self.stack[-1]
        run.pieces.append(piece)
        size = len(piece) - piece.count(" ") if not piece.isspace() else 0
        if not size:
            return
        run.node = node if run.node < 0 else self._common(run.node)
        run.control = run.control or self.controls > 0
        if self.links:
            run.linked += size
        if self.strong:
            run.strong += size

    def _current(self) -> _Open:
        if not self.hidden:
            return self.shown
        self.unseen.hidden = self.hidden
        return self.unseen

    def _common(self, node: int) -> int:
        """The innermost open element that holds `node`."""
        while node in self.closed:
            node = self.page.nodes[node].parent
        return node

    def _emit(self, run: _Open) -> None:
        text = folded("".join(run.pieces))
        if not text:
            return
        made = Run(text, "paragraph", run.node, None, run.linked, run.hidden, run.control, run.strong)
        if self.cell is None:
            _kind(self.page, made, verbatim=bool(self.verbatim))
        if run.hidden and (self.table >= 0 or any(not piece.isspace() for piece in self.shown.pieces)):
            self.waiting.append(made)
        else:
            self.page.runs.append(made)

    def _flush_unseen(self) -> None:
        self._emit(self.unseen)
        self.unseen = _Open()

    def _open_node(self, element: etree._Element, tag: str) -> None:
        counter = self.counters[-1]
        counter[tag] = position = counter.get(tag, 0) + 1
        attributes = element.attrib
        names = " ".join(filter(None, map(attributes.get, NAMING)))[:200] if attributes else ""
        step = f"{tag}[{position}]" if NAME.fullmatch(tag) else f"*[name()='{tag}'][{position}]"
        self.stack.append(len(self.page.nodes))
        self.page.nodes.append(Node(self.stack[-2] if len(self.stack) > 1 else -1, tag, names.strip(), step))
        self.counters.append({})
        self.page.depth = max(self.page.depth, len(self.stack))

    def _enter(self, tag: str, by: int) -> None:
        """Counts the open elements that colour the text within them; `by` is -1 when one ends."""
        if tag == "a":
            self.links += by
        elif tag in ("b", "strong"):
            self.strong += by
        elif tag in CONTROLS:
            self.controls += by
        elif tag in VERBATIM:
            self.verbatim += by

    def _enter_hidden(self, element: etree._Element) -> None:
        if not self.hidden:
            why = self.hiding.why(element)
            if why:
                self.veils.append((self.stack[-1], why))
        elif self.hiding.lifts(element, self.hidden):
            self._flush_unseen()
            self.veils.append((self.stack[-1], ""))

    def _enter_table(self, element: etree._Element, tag: str) -> None:
        if tag == "table" and self.table < 0 and element in self.data_tables and not self.hidden:
            self.table, self.row, self.table_node = self.page.tables, -1, self.stack[-1]
            self.page.tables += 1
        elif self.table >= 0 and self.cell is None:
            if tag == "tr":
                self.row += 1
            elif tag in ("td", "th") and self.row >= 0:
                at = CellAt(self.table, self.row, _covered(element, "colspan"), _covered(element, "rowspan"))
                self.cell = (self.stack[-1], at)

    def _leave_table(self, node: int) -> None:
        if self.cell is not None and self.cell[0] == node:
            run, at = self.shown, self.cell[1]
            made = Run(folded("".join(run.pieces)), "cell", node, None, run.linked, "", run.control, run.strong, at)
            self.page.runs.append(made)
            self.shown, self.cell = _Open(), None
        elif self.table_node == node:
            self.table = self.row = self.table_node = -1
            self.flush()


NAMING = ("class", "id", "role", "itemprop")
NAME = re.compile(r"[a-z][a-z0-9]*")


def _tag(element: etree._Element) -> str:
    tag = element.tag
    return tag.lower() if isinstance(tag, str) else ""


def _covered(element: etree._Element, attribute: str) -> int:
    """A colspan or rowspan, within the bounds browsers keep (HTML standard, section 4.9.11)."""
    value = element.get(attribute, "1").strip()
    return min(1_000, max(1, int(value))) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _kind(page: Page, run: Run, *, verbatim: bool) -> None:
    """Sets the kind of a run by the nearest element that says one."""
    if verbatim:
        run.kind = "line"
        return
    node = run.node
    while node >= 0:
        tag = page.nodes[node].tag
        if tag in HEADINGS:
            run.kind, run.level = "heading", HEADINGS[tag]
        elif tag in LIST_ITEMS:
            run.kind = "list_item"
        elif tag in CAPTIONS:
            run.kind = "caption"
        if run.kind != "paragraph" or (tag in BLOCKS and tag not in ("p", "div", "center")):
            return
        node = page.nodes[node].parent
