"""Follows the groups and control words of a rich text file and leads the parts that its text is put together in."""

import re
from collections.abc import Callable

from extractors.charset import label
from extractors.rtf_part import Part, RowLook
from extractors.rtf_state import CODE_PAGES, Font, Head, State, cramped, moved
from extractors.rtf_tokens import Token, tokens
from extractors.word97properties import Run97
from extractors.wordfields import FormField
from extractors.wordparts import Story
from extractors.wordstyles import HEADING_NAME

STORIES = {
    "header": ("hdr", ""), "headerl": ("hdr", ""), "headerr": ("hdr", ""), "headerf": ("hdr", ""), "footer": ("ftr", ""),
    "footerl": ("ftr", ""), "footerr": ("ftr", ""), "footerf": ("ftr", ""), "footnote": ("footnotes", "footnote"),
    "annotation": ("comments", "comment"), "shptxt": ("box", ""), "dptxbxtext": ("box", ""),
}  # fmt: skip
"""Groups with a text of their own: the root and the story of the newer format that they are."""
SILENT = frozenset(
    {
        "listtable", "listoverridetable", "revtbl", "nonshppict", "objclass", "objname",
        "pn", "pnseclvl", "nonesttables", "filetbl", "listpicture", "txe", "rxe", "bkmkstart", "bkmkend", "xe",
        "tc", "tcn", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "datafield", "colorschememapping",
        "atnid", "atnauthor", "atntime", "atnref", "atrfstart", "atrfend", "atnicn", "atndate", "atnparent", "themedata",
        "fldtype", "template", "keycode", "shprslt", "leveltext", "levelnumbers",
        "listname",
    }
)  # fmt: skip
"""Groups whose text is no text of the document."""
OPEN_THOUGH_MARKED = frozenset(
    {"shppict", "shpinst", "shptxt", "fldinst", "annotation", "nesttableprops", "moMath", "moMathPara", "formfield",
     "listtext", "pntext", "do", "dptxbxtext", "objdata"}
)  # fmt: skip
"""Groups that are read though programs that do not know them may pass over them."""
TARGETS = {
    "fonttbl": "fonts", "colortbl": "colors", "stylesheet": "styles", "info": "nothing", "title": "title", "fldinst": "code",
    "pict": "picture", "sn": "shape name", "sv": "shape value", "formfield": "form",
    "objdata": "object",
}  # fmt: skip
"""Groups whose text says something of the document or is no text."""
SPECIAL = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "~": "\xa0", "_": "-",
    "zwj": "\u200d", "zwnj": "\u200c",
}  # fmt: skip
MOST_GROUPS = 20_000
"""Groups within groups; a real file has a few dozen."""
HEX = re.compile(rb"[^0-9a-fA-F]")
NOT_SET = 25
"""What a form field says that nobody has filled in."""


class RtfReader:
    """`story` opens a part for a text beside the body; `picture` and `file` are given the bytes of each picture and
    of each object that was put in."""

    def __init__(
        self,
        body: Part,
        story: Callable[[str, Story], Part],
        picture: Callable[[bytes], None],
        file: Callable[[bytes], None],
    ) -> None:
        self.head = Head()
        self.title = ""
        self.changes = 0
        self.whole = True
        """Whether every group was closed."""
        self.too_deep = False
        self._body = body
        self._story = story
        self._picture = picture
        self._file = file
        self.state = State()
        self._states: list[State] = []
        self._parts: list[tuple[int, Part]] = [(0, body)]
        self._raw = bytearray()
        self._left_out = 0
        self._marked = False
        self._fresh = False
        self._code: list[bytes] = []
        self._hex: list[bytes] = []
        self._form: FormField | None = None
        self._font = self._style_number = -1
        self._red_green_blue = [-1, 0, 0]
        self._shape_name = ""
        self._ended = False

    @property
    def part(self) -> Part:
        return self._parts[-1][1]

    def read(self, data: bytes, progress: Callable[[], None]) -> None:
        for count, token in enumerate(tokens(data)):
            if count % 4096 == 0:
                progress()
            self._take(token)
            if self._ended:
                break
        self._flush()
        self.whole = not self._states
        while len(self._parts) > 1:
            self._parts.pop()[1].end()
        self._body.end()

    def _take(self, token: Token) -> None:
        kind = token.kind
        if kind in ("text", "bytes"):
            self._text(token.raw)
        elif kind == "open":
            self._open()
        elif kind == "close":
            self._close()
        else:
            self._word(token.word, token.number)

    def _text(self, raw: bytes) -> None:
        if self._left_out:
            dropped = min(self._left_out, len(raw))
            self._left_out -= dropped
            raw = raw[dropped:]
        self._fresh = False
        target = self.state.target
        if target in ("picture", "object"):
            self._hex.append(raw)
        else:
            self._raw += raw

    def _open(self) -> None:
        self._flush()
        self._left_out = 0
        self._states.append(self.state)
        if len(self._states) > MOST_GROUPS:
            self.too_deep = True
            self._states.pop()
            return
        self.state = self.state.copied()
        self._fresh, self._marked = True, False

    def _close(self) -> None:
        self._flush()
        self._left_out = 0
        if not self._states:
            return
        closed, self.state = self.state, self._states.pop()
        self._ended = not self._states
        if closed.target != self.state.target:
            self._over(closed.target)
        while len(self._parts) > 1 and self._parts[-1][0] > len(self._states):
            self._parts.pop()[1].end()
        self._fresh = False

    def _over(self, target: str) -> None:
        """The group with this target is closed."""
        if target == "picture":
            self._picture(_bytes(self._hex))
            self._hex = []
        elif target == "object":
            self._file(_bytes(self._hex))
            self._hex = []
        elif target == "code":
            self.part.fields.simple(b"".join(self._code).decode("latin-1"))
            self._code = []
        elif target == "form" and self._form is not None:
            self.part.add(self._form.sign(), Run97())
            self._form = None

    def _word(self, word: str, number: int | None) -> None:
        if self._left_out and word not in ("uc", "bin"):
            self._left_out -= 1
            return
        self._flush()
        if word == "*":
            self._marked = True
            return
        fresh, self._fresh = self._fresh, False
        if fresh and self._destination(word):
            return
        special = SPECIAL.get(word)
        if special is not None:
            self._emit(special)
        elif (handler := WORDS.get(word)) is not None:
            handler(self, number if number is not None else 1, number is None)

    def _destination(self, word: str) -> bool:
        """Whether the first word of a group says where its text goes."""
        state = self.state
        if word in STORIES and not state.skipped:
            root, kind = STORIES[word]
            self._parts.append((len(self._states), self._story(root, Story(kind))))
            state.target = "body"
            state.plain()
            state.paragraph()
            return True
        if word in TARGETS and not state.skipped:
            state.target = TARGETS[word]
            if word == "formfield":
                self._form = FormField("box")
            return True
        if word in SILENT or (self._marked and word not in OPEN_THOUGH_MARKED):
            state.target, state.skipped = "nothing", True
            return True
        return False

    def _flush(self) -> None:
        if self._raw:
            raw, self._raw = bytes(self._raw), bytearray()
            if self.state.target == "code":
                self._code.append(raw[:200])
                return
            self._emit(self.head.text(raw, self.state))

    def _emit(self, text: str) -> None:
        target, state = self.state.target, self.state
        if not text or target == "nothing":
            return
        if target == "body":
            self._in_body(text, state)
        elif target == "fonts" and self._font in self.head.fonts:
            self.head.fonts[self._font].name += text.partition(";")[0]
        elif target == "colors" and ";" in text:
            self._color(text.count(";"))
        elif target == "styles" and self._style_number >= 0:
            name = text.partition(";")[0]
            self.head.styles[self._style_number] = self.head.styles.get(self._style_number, "") + name
        elif target == "title":
            self.title += text
        elif target == "shape name":
            self._shape_name = text
        elif target == "shape value" and self._shape_name == "gtextUNICODE":
            self.part.add(f" {text} ", Run97())

    def _in_body(self, text: str, state: State) -> None:
        part = self.part
        shading = part.ground()
        colors = self.head.colors
        ground = colors[shading] if shading is not None and 0 <= shading < len(colors) else ""
        self.changes += state.deleted or state.inserted
        part.add(text, Run97(unseen=self.head.unseen(state, ground), deleted=state.deleted, inserted=state.inserted))

    def _color(self, count: int) -> None:
        red, green, blue = self._red_green_blue
        self.head.colors.append(f"{red:02X}{green & 255:02X}{blue & 255:02X}" if red >= 0 else "")
        self.head.colors += [""] * min(count - 1, 1000)
        self._red_green_blue = [-1, 0, 0]

    def _outline(self) -> int | None:
        state = self.state
        if state.outline is not None:
            return state.outline
        style = state.style if state.style is not None else -1
        named = HEADING_NAME.match(self.head.styles.get(style, "").strip().lower())
        return self.head.outlines.get(style, int(named[1]) - 1 if named else None)

    def mix(self, index: int, amount: int) -> None:
        """Red, green or blue of the colour that is described."""
        self._red_green_blue[0] = max(0, self._red_green_blue[0])
        self._red_green_blue[index] = amount & 255

    def unicode(self, number: int, _bare: bool) -> None:
        code = number & 0xFFFF if number < 0 else number
        letter = chr(code) if code < 0x110000 else "\ufffd"
        self._emit(self.head.sign(letter, self.state))
        self._left_out = self.state.fallback

    def end_paragraph(self, _number: int, _bare: bool) -> None:
        if self.state.target == "body":
            self.part.end_paragraph(self.state, self._outline())

    def end_cell(self, _number: int, _bare: bool) -> None:
        if self.state.target == "body":
            self.part.end_cell(1, self._outline())

    def end_nested_cell(self, _number: int, _bare: bool) -> None:
        if self.state.target == "body":
            self.part.end_cell(max(2, self.state.depth), self._outline())

    def end_row(self, _number: int, _bare: bool) -> None:
        if self.state.target == "body":
            self.part.end_row(1)
            self.part.row_open = False

    def end_nested_row(self, _number: int, _bare: bool) -> None:
        if self.state.target == "body":
            self.part.end_row(max(2, self.state.depth))

    def row(self, _number: int, _bare: bool) -> None:
        self.part.row = RowLook()
        self.part.row_open = self.part.row_open or self.state.depth < 2

    def chosen(self, number: int, _bare: bool) -> None:
        if self._form is not None and number != NOT_SET:
            self._form.chosen = str(number)

    def default_choice(self, number: int, _bare: bool) -> None:
        if self._form is not None:
            self._form.default = str(number)

    def form_kind(self, number: int, _bare: bool) -> None:
        if number != 1:
            self._form = None

    def code_page(self, number: int, _bare: bool) -> None:
        self.head.charset = CODE_PAGES.get(number) or label(f"cp{number}") or "cp1252"

    def font(self, number: int, _bare: bool) -> None:
        if self.state.target == "fonts":
            self._font = number
            self.head.fonts.setdefault(number, Font())
        else:
            self.state.font = number

    def associated_font(self, number: int, _bare: bool) -> None:
        if self.state.side == "dbch":
            self.state.wide_font = number

    def font_charset(self, number: int, _bare: bool) -> None:
        if self._font in self.head.fonts:
            self.head.fonts[self._font].charset = number

    def style(self, number: int, _bare: bool) -> None:
        if self.state.target == "styles":
            self._style_number = number
        else:
            self.state.style = number

    def outline_level(self, number: int, _bare: bool) -> None:
        if self.state.target == "styles" and self._style_number >= 0:
            self.head.outlines[self._style_number] = number
        else:
            self.state.outline = number


def _bytes(pieces: list[bytes]) -> bytes:
    """What is written in hexadecimal figures, or, after ``\\bin``, as it is."""
    whole = b"".join(pieces)
    figures = HEX.sub(b"", whole)
    if len(figures) >= len(whole) - whole.count(b" ") - whole.count(b"\t"):
        return bytes.fromhex(figures[: len(figures) & ~1].decode("ascii"))
    return whole


def _set(name: str, make: Callable[[int, bool], object]) -> "Handler":
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


def _charset(name: str) -> "Handler":
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


def _side(name: str) -> "Handler":
    def handler(reader: RtfReader, _number: int, _bare: bool) -> None:
        reader.state.side = name

    return handler


def _primary(index: int) -> "Handler":
    def handler(reader: RtfReader, number: int, _bare: bool) -> None:
        reader.mix(index, number)

    return handler


def _merged_down(value: int) -> "Handler":
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


Handler = Callable[[RtfReader, int, bool], None]
MOST_CELLS = 1_000
"""Cells of one row; Word allows 63."""
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
