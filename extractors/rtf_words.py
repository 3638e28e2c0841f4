"""What each control word of a rich text file does to the reader that meets it (RTF 1.9.1)."""

from collections.abc import Callable

from extractors.rtf_reader import Handler, RtfReader
from extractors.rtf_state import cramped, moved

MOST_CELLS = 1_000
"""Cells of one row; Word allows 63."""


def _set(name: str, make: Callable[[int, bool], object]) -> Handler:
    """What sets a property of the present state."""

    def handler(reader: RtfReader, number: int, bare: bool) -> None:
        setattr(reader.state, name, make(number, bare))

    return handler


def _switch(number: int, bare: bool) -> bool:
    return bare or number != 0


def _value(number: int, bare: bool) -> int:
    return 0 if bare else number


def _size(number: int, bare: bool) -> int:
    return 24 if bare else number


def _moved(number: int, bare: bool) -> str:
    return moved(6 if bare else number)


def _cramped(number: int, bare: bool) -> str:
    return cramped(0 if bare else number)


def _charset(name: str) -> Handler:
    def handler(reader: RtfReader, _number: int, _bare: bool) -> None:
        reader.head.charset = name

    return handler


def _plain(reader: RtfReader, _number: int, _bare: bool) -> None:
    reader.state.plain()


def _paragraph(reader: RtfReader, _number: int, _bare: bool) -> None:
    reader.state.paragraph()


def _depth(reader: RtfReader, number: int, _bare: bool) -> None:
    reader.state.depth, reader.state.in_table = max(1, number), number > 0


def _in_table(reader: RtfReader, _number: int, _bare: bool) -> None:
    reader.state.in_table = True


def _side(name: str) -> Handler:
    def handler(reader: RtfReader, _number: int, _bare: bool) -> None:
        reader.state.side = name

    return handler


def _primary(index: int) -> Handler:
    def handler(reader: RtfReader, number: int, _bare: bool) -> None:
        reader.mix(index, number)

    return handler


def _merged_down(value: int) -> Handler:
    def handler(reader: RtfReader, _number: int, _bare: bool) -> None:
        reader.part.row.next_down = value

    return handler


def _merged_across(reader: RtfReader, _number: int, _bare: bool) -> None:
    reader.part.row.next_across = True


def _cell_ground(reader: RtfReader, number: int, _bare: bool) -> None:
    reader.part.row.next_ground = number


def _cell_described(reader: RtfReader, _number: int, _bare: bool) -> None:
    if len(reader.part.row.down) < MOST_CELLS:
        reader.part.row.cell()


def _header_row(reader: RtfReader, _number: int, _bare: bool) -> None:
    reader.part.row.header = True


def _default_font(reader: RtfReader, number: int, _bare: bool) -> None:
    reader.head.default_font = number


WORDS: dict[str, Handler] = {
    "u": RtfReader.unicode, "uc": _set("fallback", _value), "par": RtfReader.end_paragraph, "sect": RtfReader.end_paragraph,
    "cell": RtfReader.end_cell, "nestcell": RtfReader.end_nested_cell, "row": RtfReader.end_row,
    "nestrow": RtfReader.end_nested_row, "trowd": RtfReader.row, "intbl": _in_table, "itap": _depth, "pard": _paragraph,
    "plain": _plain, "clvmgf": _merged_down(1), "clvmrg": _merged_down(2), "clmrg": _merged_across, "clcbpat": _cell_ground,
    "cellx": _cell_described, "trhdr": _header_row, "v": _set("hidden", _switch), "deleted": _set("deleted", _switch),
    "revised": _set("inserted", _switch), "fs": _set("size", _size), "cf": _set("color", _value), "cb": _set("ground", _value),
    "chcbpat": _set("ground", _value), "highlight": _set("ground", _value), "cbpat": _set("shade", _value),
    "up": _set("gone", _moved), "dn": _set("gone", _moved), "expndtw": _set("gone", _cramped), "f": RtfReader.font,
    "af": RtfReader.associated_font, "loch": _side("loch"), "hich": _side("hich"), "dbch": _side("dbch"),
    "fcharset": RtfReader.font_charset, "deff": _default_font, "ansicpg": RtfReader.code_page, "mac": _charset("mac_roman"),
    "pc": _charset("cp437"), "pca": _charset("cp850"), "s": RtfReader.style, "outlinelevel": RtfReader.outline_level,
    "red": _primary(0), "green": _primary(1), "blue": _primary(2), "ffres": RtfReader.chosen,
    "ffdefres": RtfReader.default_choice, "fftype": RtfReader.form_kind,
}  # fmt: skip
"""What each control word does; all others say nothing that is read."""
