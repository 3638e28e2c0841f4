"""Achievements of lists: one a row, with number, date, issuer and level from the row's own cells.

A sentence reader cannot know what a cell means without its column's head (`classifiers.listing`). What a row holds as a
figure the sentence reader has told already; this stage adds the named thing, and takes the place of what was read from the
same row without a figure.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import cast, get_args

from classifiers import attributes, dates
from classifiers.listing import Listing, Row, listings, plain
from classifiers.numerals import value
from classifiers.window import window
from corpus import tables
from pipeline.document import Achievement, Category, Document, Level, Status, Window
from pipeline.view import Span

VERSION = "11"
CONFIDENCE = 0.85
ROW = "a row of a list"
SELECTION = "the list is a selection"
_SELECTED = re.compile("代表|节选|部分|摘录|选录|摘选|典型|主要|示例|举例")
"""The reason by which later passes know such an achievement."""
SHORTEST_NAME = 2
LONGEST_TAIL = 2
_PAUSE = re.compile("[。；;]")
_LEADING = re.compile("[0-9０-９一二两三四五六七八九十]")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d{3})")
_SUM = re.compile("^(?:合计|总计|小计|共计|备注|注[:：]?)")
_IDENTIFYING = ("name", "prize", "number", "master", "apprentice")
_NAMES = (*_IDENTIFYING, "order", "date", "kind", "issuer", "grade", "level")
_KINDS = (
    ("软件", "软件著作权"), ("著作权", "软件著作权"), ("实用", "实用新型专利"), ("新型", "实用新型专利"),
    ("外观", "外观设计专利"), ("设计", "外观设计专利"), ("发明", "发明专利"),
)  # fmt: skip


def build() -> Callable[[Document], Document]:
    """The step that adds the achievements of list rows to `achievements`."""

    def step(document: Document) -> Document:
        found = list(listings(document))
        return replace(document, achievements=_joined(document, found)) if found else document

    return step


def _joined(document: Document, found: Sequence[Listing]) -> tuple[Achievement, ...]:
    """What the sentence reader told and what the rows tell, in text order.

    A figure that the sentence reader told outside the row's names stays; where it is of the row's own category it takes the
    place of the row. What it made of titles, heads and names goes: 一种 in a patent's name counts nothing; so does what it
    counted by the page on which a proof lies (地方标准文本｜3-20).
    """
    titles = [listing.title for listing in found]
    taken = {listing.head: frozenset[Span]() for listing in found}
    rows: dict[Span, Achievement] = {}
    pages = sorted(row["page"].span for listing in found for row in listing.rows if "page" in row)
    figures = sorted(told.span for told in document.achievements if _counts(told))
    for listing in found:
        for row in listing.rows:
            one = _read(document, listing, row) if row and not _is_statement(document, row, figures) else None
            if one is not None:
                rows[one.span] = one
                taken[one.span] = frozenset(cell.span for role, cell in row.items() if role in _NAMES)
    spans = sorted(taken)
    kept = []
    for told in document.achievements:
        if _counts(told) and _around(told.span, pages) is not None:
            continue
        row_span = _around(told.span, spans)
        if row_span is None:
            if _counts(told) or not any(_holds(title, told.span) for title in titles):
                kept.append(told)
        elif _counts(told) and row_span in rows and not any(_holds(name, told.span) for name in taken[row_span]):
            same = told.category == rows[row_span].category
            kept.append(_with_status(told, rows[row_span]) if same else told)
            if same:
                del rows[row_span]
    return tuple(sorted((*kept, *rows.values()), key=_span))


def _is_statement(document: Document, row: Row, figures: Sequence[Span]) -> bool:
    """Whether the name's cell says in words what was done, as in a table of 类别 and 内容: then its sentences are the claims.

    A name is one thing: it has no full stop or semicolon, and none of the `figures` that the sentence reader told, in order,
    stands at its end (完成革新改善18项).
    """
    cell = row.get("name")
    if cell is None or "kind" not in row or {"number", "issuer", "prize", "grade", "quantity"} & set(row):
        return False
    first, last = (bisect_left(figures, place, key=_start) for place in cell.span)
    ends = (span for span in figures[first:last] if cell.span.end - LONGEST_TAIL <= span.end <= cell.span.end)
    words = plain(document, cell.span).strip("。；;")
    return _PAUSE.search(words) is not None or any(not _LEADING.match(plain(document, span)) for span in ends)


def _with_status(told: Achievement, row: Achievement) -> Achievement:
    """A figure read from a row has the status that the row's own cell writes, where the sentence reader saw none."""
    if told.status != "achieved" or row.status == "achieved":
        return told
    return replace(told, status=row.status, why=(*told.why, "the row's status cell"))


def _read(document: Document, listing: Listing, row: Row) -> Achievement | None:
    cells = {role: plain(document, cell.span) for role, cell in row.items()}
    category = _categories().get(cells.get("kind", ""), listing.category)
    if not category or not _tells(cells):
        return None
    found = _achievement(category, row, cells, listing.units)
    own = {role: " ".join(document.text[slice(*cell.span)].split()) for role, cell in row.items()}
    name = own.get("name") or own.get("prize") or ""
    dated = dates.first(cells.get("date", ""))
    selected = _SELECTED.search(listing.words) is not None
    why = (*found.why, SELECTION) if selected else found.why
    return replace(found, why=why, name=name, number=own.get("number", ""), issuer=own.get("issuer", ""), date=dated)


def _tells(cells: dict[str, str]) -> bool:
    """A row that names a thing, and is neither a sum nor a remark."""
    named = [cells[role] for role in _IDENTIFYING if len(cells.get(role, "")) >= SHORTEST_NAME]
    return bool(named) and not any(_SUM.match(cells.get(role, "")) for role in (*_IDENTIFYING, "order", "date"))


def _achievement(category: str, row: Row, cells: dict[str, str], units: Mapping[str, str]) -> Achievement:
    told = [cell.span for role, cell in row.items() if role != "order"]
    quantity, unit = _figure(category, cells, units)
    return Achievement(
        category=cast("Category", category),
        span=Span(min(span.start for span in told), max(span.end for span in told)),
        quantity=quantity,
        unit=unit or None,
        approx="exact" if quantity is not None else None,
        object=_object(category, cells),
        level=_level(cells),
        grade=attributes.grade(" ".join((cells.get("prize", ""), cells.get("grade", "")))),
        rank=attributes.rank(cells.get("rank", "")),
        status=_status(category, cells),
        window=_window(cells.get("date", "")),
        confidence=CONFIDENCE,
        why=(ROW, f"the list is of {category}"),
    )


def _figure(category: str, cells: dict[str, str], units: Mapping[str, str]) -> tuple[int | float | None, str]:
    """The number that a cell of the row holds, in the unit of its own cell, of its column's head, or of the figure itself."""
    if category == "economic_benefit" and "money" in cells:
        match = _MONEY.fullmatch(cells["money"])
        factor = _FACTORS.get((match[2] or units.get("money", "")) if match else "")
        return (None, "") if match is None or factor is None else (_whole(float(match[1].replace(",", "")) * factor), "元")
    role = "persons" if category == "talent_training" and "persons" in cells else "quantity"
    told = cells.get(role, "")
    quantity = value(told) if told[:1].isdigit() else None
    if quantity is None:
        return None, ""
    return quantity, (units.get("persons") or "人") if role == "persons" else cells.get("unit", "")


def _whole(number: float) -> int | float:
    return int(number) if number == int(number) else round(number, 2)


_MONEY = re.compile(r"([\d,]{1,15}(?:\.\d{1,6})?) ?(亿元|万元|元|万|亿)?")
_FACTORS = {"元": 1, "万元": 10_000, "万": 10_000, "亿元": 100_000_000, "亿": 100_000_000}


def _object(category: str, cells: dict[str, str]) -> str | None:
    """The kind of right; for pairs the contract; else nothing, since the row's name is the thing itself."""
    if category == "talent_training" and {"master", "apprentice"} & set(cells):
        return "师徒合同"
    if category == "talent_training" and "persons" in cells:
        return "培训"
    if category != "ip_right":
        return None
    kind = cells.get("kind", "")
    if not kind or kind in _categories():
        kind = cells.get("name", "") if "quantity" in cells else ""
    if "SR" in cells.get("number", "").upper():
        return "软件著作权"
    return next((name for word, name in _KINDS if word in kind), "专利")


def _level(cells: dict[str, str]) -> Level:
    """The level a cell writes, else the one the prize's or the issuer's name tells."""
    for role in ("level", "grade", "prize", "issuer"):
        found = attributes.level(cells.get(role, ""))
        if found != "unknown":
            return found
    return "unknown"


def _status(category: str, cells: dict[str, str]) -> Status:
    """What the status cell says, by the word it begins with, else by its longest: 申请（其中2项已授权）is applied for.

    A date cell that holds no year may say it too (授权日期：实审中). Else a row stands for what was obtained.
    """
    dated = cells.get("date", "")
    said = cells.get("status", "") or ("" if _YEAR.search(dated) else dated)
    told: list[tuple[bool, int, Status]] = [
        (said.startswith(word), len(word), status) for word, status in _statuses() if word in said
    ]
    if told:
        return max(told)[2]
    listed = any("入围" in cells.get(role, "") for role in ("prize", "grade"))
    return "reviewed" if listed and category == "award_result" else "achieved"


def _window(date: str) -> Window:
    """The years of a date cell: one year, or from first to last."""
    years = [int(year) for year in _YEAR.findall(date)]
    if not years:
        return window(date) if date else Window()
    return Window("year" if min(years) == max(years) else "period", min(years), max(years))


def _around(span: Span, spans: Sequence[Span]) -> Span | None:
    """The one of `spans`, sorted and apart, that `span` lies in, or reaches into: a claim may be a whole line with its number."""
    index = bisect_left(spans, span.end, key=_start) - 1
    return spans[index] if index >= 0 and spans[index].end > span.start else None


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _counts(one: Achievement) -> bool:
    return one.change_to is not None or one.quantity is not None


def _start(span: Span) -> int:
    return span.start


def _span(one: Achievement) -> Span:
    return one.span


@cache
def _statuses() -> tuple[tuple[str, Status], ...]:
    found = tuple((word, row["status"]) for row in tables.rows("list_status") for word in row["words"].split())
    unknown = {status for _, status in found} - set(get_args(Status))
    if unknown:
        raise ValueError(f"list_status.tsv: no status {', '.join(sorted(unknown))}")
    return cast("tuple[tuple[str, Status], ...]", found)


@cache
def _categories() -> dict[str, str]:
    """Category by its names in Simplified, for lists that write it in a cell of each row."""
    rows = [row for row in tables.rows("labels") if row["group"] in ("category", "category_short")]
    return {row["hans"]: row["key"] for row in rows}
