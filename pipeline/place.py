"""Places as a person names them: 第2页 · 表1 第3行."""

from collections.abc import Sequence

from pipeline.labels import label
from pipeline.record import PlaceRecord


def where(places: Sequence[PlaceRecord], *, script: str = "hans") -> str:
    """Where a span stands, the pieces of one paragraph told once; empty where no place was recorded.

    >>> where((PlaceRecord(page=2, table=1, row=3), PlaceRecord(page=2, table=1, row=4)))
    '第2页 表1 第3行 – 第4行'
    >>> where((PlaceRecord(sheet="专利", cell="B12"),))
    '工作表“专利” B12单元格'
    """
    told = list(dict.fromkeys(tuple(_parts(place, script)) for place in places))
    told = [parts for parts in told if parts]
    if not told:
        return ""
    if len(told) == 1:
        return " ".join(told[0])
    return f"{' '.join(told[0])} – {_rest(told[0], told[-1])}"


def _rest(first: tuple[str, ...], last: tuple[str, ...]) -> str:
    """What of the last place the first does not say."""
    shared = 0
    while shared < min(len(first), len(last)) - 1 and first[shared] == last[shared]:
        shared += 1
    return " ".join(last[shared:])


def _parts(place: PlaceRecord, script: str) -> list[str]:
    parts = []
    if place.sheet is not None:
        parts.append(_said("sheet", place.sheet, script))
    if place.cell is not None:
        parts.append(_said("cell", place.cell, script))
    for key in ("page", "table", "row", "column", "paragraph", "line"):
        value = getattr(place, key)
        if value is not None and not (place.cell is not None and key in ("table", "row", "column")):
            parts.append(_said(key, str(value), script))
    if not parts and place.xpath is not None:
        parts.append(label("ui", "web", script=script))
    return parts


def _said(key: str, value: str, script: str) -> str:
    return label("ui", key, script=script).replace("{0}", value)
