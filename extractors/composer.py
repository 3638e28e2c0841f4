"""Puts an `Extraction` together block by block, so that text, spans, anchors and tables always agree."""

import gc
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate, chain, compress, islice, repeat
from operator import itemgetter
from typing import NamedTuple

from extractors.joining import stitched
from extractors.plain import plain, replaced_notes
from extractors.registry import Limits
from pipeline.document import BODY_ROLES, Anchor, Block, BlockKind, Cell, Extraction, Note, Place, Role, Table
from pipeline.errors import DocumentError, Flag, Reason
from pipeline.view import Span

SPECIAL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")
"""What `plain` changes; nearly all text has none of it."""
new = tuple.__new__
"""Makes a named tuple in half the time that its own name takes."""
SENTENCE_MARK = re.compile("[。！？；!?;]")
PROSE = 40
"""Characters from which a paragraph in a cell is taken for running text: a name or a date is shorter."""


class CellText(NamedTuple):
    """A cell to be written: its text, where it stands, how many columns and rows it covers."""

    text: str
    place: Place
    columns: int = 1
    rows: int = 1
    role: Role | None = None
    why: str = ""
    merged: bool = False
    """A part of a cell that began in a row above, or a blank one: an empty position in the line, no cell of its own."""
    rest: tuple[tuple[int, Place], ...] = ()
    """Where in the text what stands elsewhere begins, and where that is: the cell goes on on the next page."""


CELL: BlockKind = "cell"
ROLE = itemgetter(CellText._fields.index("role"))


class Composer:
    """Blocks in, an Extraction out. One block a line; a table's row is one line with TAB between its cells."""

    def __init__(self, limits: Limits) -> None:
        self._room = limits.output
        self._parts: list[str] = []
        self._size = 0
        self._replaced = 0
        self._blocks: list[Block] = []
        self._anchors: list[Anchor] = []
        self._tables: list[Table] = []
        self._notes: list[Note] = []

    @property
    def size(self) -> int:
        """Characters written so far."""
        return self._size

    @property
    def has_body(self) -> bool:
        """Whether anything was written that is not beside the body, such as a page's header."""
        return any(block.role is None or block.role in BODY_ROLES or block.role == "title" for block in self._blocks)

    def block(
        self, text: str, kind: BlockKind, place: Place, *, level: int | None = None, role: Role | None = None, why: str = ""
    ) -> bool:
        """Writes `text`, without blanks at its ends, as one block; False when nothing is left to write.

        Raises DocumentError (LIMIT_OUTPUT) when the text would be longer than the limit; what was written stays.
        """
        text = self._plain(text).strip()
        if not text:
            return False
        start = self._size
        span = new(Span, (start, min(start + len(text), max(start, self._room))))
        self._blocks.append(Block(span, kind, level, role, why))
        self._anchors.append(new(Anchor, (span, place)))
        if start + len(text) >= self._room:
            self._write(text[: span.end - start])
            raise self._full()
        self._parts += (text, "\n")
        self._size = span.end + 1
        return True

    def joined(
        self,
        pieces: Sequence[tuple[str, Place]],
        kind: BlockKind,
        *,
        level: int | None = None,
        role: Role | None = None,
        why: str = "",
    ) -> bool:
        """Writes the lines of one paragraph as one block, each with its own place; False when nothing is left to write.

        Raises DocumentError (LIMIT_OUTPUT) before anything of it is written.
        """
        texts = [piece for piece, _ in pieces]
        whole = "".join(texts)
        if "\t" in whole or SPECIAL.search(whole):
            texts = [self._plain(text).replace("\t", " ") for text in texts]
        text, spans = stitched(texts)
        if not text or text.isspace():
            return False
        start = self._write(f"{text}\n").start
        self._blocks.append(Block(Span(start, start + len(text)), kind, level, role, why))
        self._anchors += [
            new(Anchor, (new(Span, (start + first, start + last)), place))
            for (first, last), (_, place) in zip(spans, pieces, strict=True)
            if last > first
        ]
        return True

    def row(self, cells: Sequence[CellText]) -> tuple[Cell, ...]:
        """Writes one row as one line. A row of blank cells writes nothing, its cells are empty spans.

        Cells with a role of their own among others without one stand on a line after it, since a line has one role.
        """
        texts = [cell.text.strip() for cell in cells]
        line = "\t".join(texts)
        if SPECIAL.search(line) or line.count("\t") >= len(texts):
            texts = [self._plain(text).strip().replace("\t", " ") for text in texts]
            line = "\t".join(texts)
        if not line or line.isspace():
            point = max(0, self._size - 1)
            return tuple(Cell(Span(point, point), cell.columns, cell.rows) for cell in cells if not cell.merged)
        if self._size + len(line) + len(cells) >= self._room:
            raise self._full()
        if any(map(ROLE, cells)) and self._is_mixed(texts, cells):
            return self._mixed_row(texts, cells)
        return self._row(texts, cells, line)

    def plain_rows(self, rows: Sequence[Sequence[str]], places: Sequence[Place]) -> Iterator[tuple[Cell, ...]]:
        """As `row` for each of `rows`, of cells that cover one place each and have no role; `places` are those of all in turn.

        Everything is made for all rows at once, since nearly every cell of a workbook comes this way.
        """
        texts = list(chain.from_iterable(rows))
        written = self._lines(rows, texts)
        if not written:
            given = iter(map(CellText, texts, places))
            yield from [self.row(list(islice(given, len(row)))) for row in rows]
            return
        bounds = list(accumulate(chain.from_iterable(zip(map(len, texts), repeat(1), strict=False)), initial=self._size))
        spans = list(map(new, repeat(Span), zip(bounds[::2], bounds[1::2], strict=False)))
        self._blocks.extend(map(Block, spans, repeat(CELL)))  # pyright: ignore[reportArgumentType]  a literal, seen as str
        self._anchors.extend(map(new, repeat(Anchor), zip(spans, places, strict=True)))
        self._parts.append(written)
        self._size += len(written)
        cells = map(Cell, spans)
        yield from [tuple(islice(cells, len(row))) for row in rows]

    def _lines(self, rows: Sequence[Sequence[str]], texts: list[str]) -> str:
        """The rows, whose cells are `texts`, as lines; empty where one must be looked at by itself.

        Their length is known before they are put together: a hundred thousand cells may share one text of a megabyte.
        """
        length = sum(map(len, texts)) + len(texts)
        if self._size + length + len(texts) > self._room or not all(texts) or texts != list(map(str.strip, texts)):
            return ""
        written = "\n".join(map("\t".join, rows)) + "\n"
        ends = written.count("\t") + written.count("\n")
        return written if ends == len(texts) and not SPECIAL.search(written) else ""

    def _is_mixed(self, texts: Sequence[str], cells: Sequence[CellText]) -> bool:
        marked = [cell.role is not None for text, cell in zip(texts, cells, strict=True) if text]
        return any(marked) and not all(marked)

    def _mixed_row(self, texts: Sequence[str], cells: Sequence[CellText]) -> tuple[Cell, ...]:
        """Cells without a role on one line, those with one on the next."""
        aside = [bool(text) and cell.role is not None for cell, text in zip(cells, texts, strict=True)]
        own = ["" if apart else text for text, apart in zip(texts, aside, strict=True)]
        whole = [cell._replace(merged=False) for cell in cells]
        found = self._row(own, whole, "\t".join(own))
        others = list(compress(texts, aside))
        later = iter(self._row(others, list(compress(whole, aside)), "\t".join(others)))
        placed = [next(later) if apart else cell for cell, apart in zip(found, aside, strict=True)]
        return tuple(cell for cell, given in zip(placed, cells, strict=True) if not given.merged)

    def _row(self, texts: Sequence[str], cells: Sequence[CellText], line: str) -> tuple[Cell, ...]:
        """Writes the line of a row and gives its cells. This runs once for every cell of a workbook."""
        start = self._size
        block, anchor = self._blocks.append, self._anchors.append
        found: list[Cell] = []
        for text, (_, place, columns, rows, role, why, merged, rest) in zip(texts, cells, strict=True):
            end = start + len(text)
            span = new(Span, (start, end))
            if text:
                block(Block(span, "cell", None, role, why))
                if rest:
                    self._anchors += _anchors_of(span, place, rest)
                else:
                    anchor(new(Anchor, (span, place)))
            if not merged:
                found.append(Cell(span, columns, rows))
            start = end + 1
        self._parts += (line, "\n")
        self._size = start
        return tuple(found)

    def table(self, rows: Iterable[tuple[Cell, ...]], place: Place, *, header_rows: int = 0) -> None:
        """Records a table whose rows were written."""
        self.record(Table(tuple(rows), (place,), header_rows))

    def record(self, table: Table) -> None:
        """Records a table that stands in several places."""
        self._tables.append(table)

    def note(self, code: Reason | Flag, detail: str = "", *, where: str = "", count: int = 1) -> None:
        self._notes.append(Note(code, detail, where, count))

    def extraction(self, *, title: str = "", media_type: str = "") -> Extraction:
        """What was written, with a note on text that is hidden and on letters that had to be replaced."""
        counted = any(note.code is Flag.HIDDEN_TEXT for note in self._notes)
        hidden = 0 if counted else sum(block.role == "hidden" for block in self._blocks)
        flags = (Note(Flag.HIDDEN_TEXT, "text that a reader of the printed page does not see", count=hidden),) if hidden else ()
        return Extraction(
            text="".join(self._parts).removesuffix("\n"),
            blocks=tuple(self._blocks),
            anchors=tuple(self._anchors),
            tables=tuple(sorted(self._tables, key=_number)),
            title=title,
            notes=(*self._notes, *flags, *replaced_notes(self._replaced)),
            media_type=media_type,
        )

    def _plain(self, text: str) -> str:
        if not SPECIAL.search(text):
            return text
        cleaned, replaced = plain(text)
        self._replaced += replaced
        return cleaned

    def _write(self, text: str) -> Span:
        start = self._size
        if start + len(text) > self._room:
            raise self._full()
        self._parts.append(text)
        self._size += len(text)
        return Span(start, self._size)

    def _full(self) -> DocumentError:
        return DocumentError(Reason.LIMIT_OUTPUT, f"more than {self._room} characters of text")


def _anchors_of(span: Span, place: Place, rest: Sequence[tuple[int, Place]]) -> Iterator[Anchor]:
    """One for each place that a cell stands in."""
    starts = [span.start, *(span.start + offset for offset, _ in rest)]
    places = [place, *(later for _, later in rest)]
    for start, end, each in zip(starts, [*starts[1:], span.end], places, strict=True):
        if start < end:
            yield Anchor(Span(start, end), each)


def _number(table: Table) -> int:
    """Tables nested in another are finished before it, and numbered after it."""
    return table.places[0].table or 0


@contextmanager
def uncollected() -> Iterator[None]:
    """Leaves Python's collector of cycles aside while many values are made that form none.

    It looks through all of them again and again: on a sheet of 100 000 cells half of the time went there. Afterwards they count
    as old (`gc.unfreeze` puts what was frozen into the oldest generation), so that the next look does not go through them.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def cell_text(paragraphs: Iterable[str]) -> str:
    """The paragraphs of a cell as its text: running text keeps its lines, a name or figure broken to fit is one line.

    >>> cell_text(["焊接", "班组"]), cell_text(["一年来成果丰硕。", "攻关三项"])
    ('焊接 班组', '一年来成果丰硕。\\n攻关三项')
    """
    kept = [line.strip() for paragraph in paragraphs for line in paragraph.split("\n") if line.strip()]
    prose = any(len(line) >= PROSE or SENTENCE_MARK.search(line) for line in kept)
    return ("\n" if prose else " ").join(kept)
