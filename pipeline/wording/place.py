"""Places as a person names them: 第2页 · 表1 第3行."""

import re
from collections.abc import Sequence

from pipeline.record import PlaceRecord
from pipeline.wording.labels import label


def where(places: Sequence[PlaceRecord], *, script: str = "hans") -> str:
    """Where a span stands, the pieces of one stretch told once; empty where no place was recorded.

    >>> where((PlaceRecord(page=2, table=1, row=3, column=1), PlaceRecord(page=2, table=1, row=3, column=4)))
    '第2页 表1 第3行'
    >>> where((PlaceRecord(page=2, paragraph=3), PlaceRecord(page=3, paragraph=3)))
    '第2页 第3段 – 第3页 第3段'
    >>> where((PlaceRecord(sheet="专利", cell="B12"), PlaceRecord(sheet="专利", cell="F12")))
    '工作表“专利” B12 – F12'
    """
    wide = len({(place.page, place.table, place.row) for place in places}) == 1 and len(places) > 1
    told = list(dict.fromkeys(tuple(_parts(place, script, column=not wide)) for place in places))
    told = [parts for parts in told if parts]
    if not told:
        return ""
    if len(told) == 1:
        return " ".join(told[0])
    return f"{' '.join(told[0])} – {_rest(told[0], told[-1])}"


def told_where(place: str, *, script: str = "hans") -> str:
    """A note's place in a reader's words; what is not one of ours (a name, a sheet) stays as it is.

    >>> told_where("page 501"), told_where("line 3"), told_where("工作表2")
    ('第501页', '第3行', '工作表2')
    """
    match = _NOTED.fullmatch(place)
    return _said(_NOTED_AS[match[1]], match[2], script) if match else place


_NOTED = re.compile(r"(page|pages|line|lines|character|characters|row|paragraph)s? ([0-9][0-9 ,–-]{0,40})")
_NOTED_AS = {
    "page": "page", "pages": "page", "line": "line", "lines": "line", "character": "letter", "characters": "letter", "row": "row",
    "paragraph": "paragraph",
}  # fmt: skip


def _rest(first: tuple[str, ...], last: tuple[str, ...]) -> str:
    """What of the last place the first does not say."""
    shared = 0
    while shared < min(len(first), len(last)) - 1 and first[shared] == last[shared]:
        shared += 1
    return " ".join(last[shared:])


def _parts(place: PlaceRecord, script: str, *, column: bool) -> list[str]:
    parts = []
    if place.sheet is not None:
        parts.append(_said("sheet", place.sheet, script))
    if place.cell is not None:
        parts.append(_said("cell", place.cell, script))
    for key in ("page", "table", "row", "column", "paragraph", "line"):
        value = getattr(place, key)
        if value is None or (key == "column" and not column):
            continue
        if place.cell is None or key not in ("table", "row", "column"):
            parts.append(_said(key, str(value), script))
    if not parts and place.xpath is not None:
        parts.append(label("ui", "web", script=script))
    return parts


def _said(key: str, value: str, script: str) -> str:
    return label("ui", key, script=script).replace("{0}", value)
