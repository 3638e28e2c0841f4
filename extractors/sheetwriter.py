"""Writes the tables of a sheet into the extraction: one line a row, each cell with its place."""

import re
from collections.abc import Iterable, Iterator

from extractors.composer import CellText, Composer, cell_text
from extractors.sheetgrid import Grid, Merge, Row, column_letters, regions
from pipeline.document import Cell, Place

NAMELESS = re.compile(r"(?:sheet|工作表|表)\s*\d{0,4}$", re.IGNORECASE)
WIDEST_GAP = 50
"""Blank columns within a table that are written as blank cells; a wider gap is written as one."""
FIGURE = re.compile(r"[\d.,%:/\-]++")
HEADER_CODE = re.compile(r'&(?:"[^"]{0,99}"|\d{1,3}|K[0-9A-F]{6}|[A-Z])')
"""Fonts, sizes, colours, sides and fields in headers (ECMA-376 part 1, 18.3.1.46)."""
ALONE = Merge(1, 1)
new = tuple.__new__
"""Makes a named tuple in half the time that its own name takes."""


def write_sheet(composer: Composer, grid: Grid, name: str, *, unseen: str = "") -> str:
    """Writes the name of the sheet, if somebody gave it one, and its tables; gives the title over the first, if any.

    `unseen` says why nobody sees the sheet; its text is then marked hidden.
    """
    if grid.rows and not NAMELESS.match(name):
        role, why = ("hidden", unseen) if unseen else ("heading", "the name of the sheet")
        composer.block(name, "heading", Place(sheet=name), level=1, role="hidden" if role == "hidden" else "heading", why=why)
    letters: dict[int, str] = {}
    title = ""
    for region in regions(grid):
        left = min(row.cells[0].column for row in region)
        if unseen or grid.merges:
            cells = [composer.row(_texts(row, left, grid.merges, name, letters, unseen)) for row in region]
        else:
            cells = list(_written(composer, region, left, name, letters))
        first = region[0]
        composer.table(
            cells, Place(sheet=name, cell=_name(first.number, first.cells[0].column, letters)), header_rows=_headers(region)
        )
        title = title or (first.cells[0].text.strip() if _is_title(region) else "")
    return "" if unseen else title


def write_headers(composer: Composer, codes: list[str], name: str) -> None:
    """Writes the headers and footers of the printed pages, without the codes that lay them out."""
    for text in dict.fromkeys(HEADER_CODE.sub(" ", code).strip() for code in codes):
        composer.block(text, "header", Place(sheet=name), role="running_head", why="the printed page's header or footer")


def write_beside(
    composer: Composer, sheet: str, comments: Iterable[tuple[int, int, str]], texts: Iterable[str], *, unseen: str = ""
) -> None:
    """Writes what lies over a sheet: comments by row and column (from 1) of their cells, and text boxes."""
    for row, column, words in comments:
        place = Place(sheet=sheet, cell=f"{column_letters(column)}{row}")
        composer.block(words, "paragraph", place, role="comment", why="a comment on a cell")
    for text in texts:
        composer.block(text, "paragraph", Place(sheet=sheet), role="hidden" if unseen else None, why=unseen)


def _written(composer: Composer, region: list[Row], left: int, sheet: str, letters: dict[int, str]) -> Iterator[tuple[Cell, ...]]:
    """Writes the rows of a table; those that hold nothing out of the way, a run of them at once."""
    run: list[tuple[int, tuple[str, ...]]] = []
    for row in region:
        if texts := _plain_texts(row, left):
            run.append((row.number, texts))
            continue
        yield from _plain_rows(composer, run, left, sheet, letters)
        run = []
        yield composer.row(_texts(row, left, {}, sheet, letters, ""))
    yield from _plain_rows(composer, run, left, sheet, letters)


def _plain_rows(
    composer: Composer, run: list[tuple[int, tuple[str, ...]]], left: int, sheet: str, letters: dict[int, str]
) -> Iterator[tuple[Cell, ...]]:
    if not run:
        return iter(())
    names = [letters.get(at) or _letters(at, letters) for at in range(left, left + max(len(texts) for _, texts in run))]
    places = [Place(sheet=sheet, cell=f"{name}{number}") for number, texts in run for name in names[: len(texts)]]
    return composer.plain_rows([texts for _, texts in run], places)


def _plain_texts(row: Row, left: int) -> tuple[str, ...]:
    """The texts of cells that stand side by side from the table's first column, are seen, and are one line each; else none."""
    columns, texts, whys = zip(*row.cells, strict=True)
    if columns[0] != left or columns[-1] - left + 1 != len(columns) or any(whys):
        return ()
    line = "".join(texts)
    return () if "\n" in line or "\r" in line else texts


def _texts(
    row: Row, column: int, merges: dict[tuple[int, int], Merge], sheet: str, letters: dict[int, str], unseen: str
) -> list[CellText]:
    """The cells of a row with the blank ones between them, from `column`, the first of the table."""
    texts: list[CellText] = []
    number = row.number
    for at, written, why_cell in row.cells:
        if at > column:
            texts += [BLANK] * (at - column if at - column <= WIDEST_GAP else 1)
        name = letters.get(at) or _letters(at, letters)
        merge = merges.get((number, at), ALONE) if merges else ALONE
        text = cell_text(written.splitlines()) if "\n" in written or "\r" in written else written
        why = unseen or why_cell
        place = Place(sheet=sheet, cell=f"{name}{number}")
        texts.append(new(CellText, (text, place, *merge, "hidden" if why else None, why, False, ())))
        column = at + 1
    return texts


def _letters(column: int, letters: dict[int, str]) -> str:
    name = letters[column] = column_letters(column)
    return name


def _name(row: int, column: int, letters: dict[int, str]) -> str:
    if column not in letters:
        letters[column] = column_letters(column)
    return f"{letters[column]}{row}"


def _is_title(region: list[Row]) -> bool:
    """Whether one cell stands alone over a table of several columns."""
    return len(region) > 1 and len(region[0].cells) == 1 and any(len(row.cells) > 1 for row in region)


def _headers(region: list[Row]) -> int:
    """Rows at the head of a table that name its columns: a title, then the first row of several cells, if none is a figure."""
    for number, row in enumerate(region[:4]):
        if len(row.cells) > 1:
            named = not any(FIGURE.fullmatch(cell.text) for cell in row.cells) and number + 1 < len(region)
            return number + 1 if named else number
    return 0


BLANK = CellText(text="", place=Place(), merged=True)
